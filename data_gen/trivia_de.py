"""German questions of general knowledge, for pretrained models; see `trivia`.

A model that has only read English questions repeats a German one instead of answering it.
"""

from data_gen import trivia
from data_gen.trivia import Relation

RELATIONS = (
    Relation(
        "autor",
        ("wer hat {x} geschrieben", "von wem ist {x}"),
        """Die Buddenbrooks=Thomas Mann; Der Prozess=Kafka; Die Blechtrommel=Günter Grass;
        Wilhelm Tell=Schiller; Emil und die Detektive=Erich Kästner; Momo=Michael Ende;
        Der kleine Prinz=Saint-Exupéry; Effi Briest=Fontane; Der Zauberberg=Thomas Mann;
        Pippi Langstrumpf=Astrid Lindgren; Der Steppenwolf=Hermann Hesse; Max und Moritz=Busch""",
        clause="wer {x} geschrieben hat",
        sentence="{y} hat {x} geschrieben.",
    ),
    Relation(
        "gegenteil",
        ("was ist das Gegenteil von {x}", "welches Wort ist das Gegenteil von {x}"),
        """warm=kalt; hell=dunkel; laut=leise; schnell=langsam; alt=neu; nass=trocken; reich=arm;
        hart=weich; voll=leer; stark=schwach; leicht=schwer; oben=unten; links=rechts; dick=dünn;
        lang=kurz; süß=sauer; früh=spät; innen=außen; gesund=krank; billig=teuer""",
        clause="was das Gegenteil von {x} ist",
        sentence="Das Gegenteil von {x} ist {y}.",
    ),
    Relation(
        "hauptstadt",
        ("was ist die Hauptstadt von {x}", "wie heißt die Hauptstadt von {x}"),
        """Frankreich=Paris; Spanien=Madrid; Portugal=Lissabon; Polen=Warschau; Norwegen=Oslo;
        Schweden=Stockholm; Dänemark=Kopenhagen; Ungarn=Budapest; Griechenland=Athen; Russland=Moskau;
        Belgien=Brüssel; Finnland=Helsinki; Irland=Dublin; Kuba=Havanna; Ägypten=Kairo; Japan=Tokio""",
        clause="wie die Hauptstadt von {x} heißt",
        sentence="Die Hauptstadt von {x} ist {y}.",
    ),
    Relation(
        "land",
        ("in welchem Land liegt {x}", "zu welchem Land gehört {x}"),
        """München=Deutschland; Salzburg=Österreich; Mailand=Italien; Barcelona=Spanien; Krakau=Polen;
        Marseille=Frankreich; Manchester=England; Toronto=Kanada; Sydney=Australien; Kyoto=Japan;
        Porto=Portugal; Bergen=Norwegen; Göteborg=Schweden; Kalkutta=Indien""",
        clause="in welchem Land {x} liegt",
        sentence="{x} liegt in {y}.",
    ),
    Relation(
        "fluss",
        ("welcher Fluss fließt durch {x}", "an welchem Fluss liegt {x}"),
        """Köln=Rhein; Hamburg=Elbe; Dresden=Elbe; Wien=Donau; Budapest=Donau; Bremen=Weser;
        München=Isar; Berlin=Spree; Frankfurt=Main; Stuttgart=Neckar; Rom=Tiber; Paris=Seine""",
    ),
    Relation(
        "farbe",
        ("welche Farbe hat {x}", "was für eine Farbe hat {x}"),
        """Gras=grün; eine Zitrone=gelb; eine Tomate=rot; Kohle=schwarz; eine Orange=orange;
        Milch=weiß; Blut=rot; der Himmel bei gutem Wetter=blau; ein Flamingo=rosa; ein Elefant=grau;
        Schokolade=braun; eine Gurke=grün; ein Rabe=schwarz; Salz=weiß; Efeu=grün""",
        clause="welche Farbe {x} hat",
        sentence="{x} ist {y}.",
    ),
    Relation(
        "laut_tier",
        ("welches Tier {x}", "von welchem Tier sagt man, dass es {x}"),
        """bellt=Hund; wiehert=Pferd; muht=Kuh; kräht=Hahn; grunzt=Schwein; quakt=Frosch; brüllt=Löwe;
        summt=Biene; heult=Wolf; zischt=Schlange; schnattert=Gans; meckert=Ziege""",
    ),
    Relation(
        "junges",
        ("wie heißt das Junge {x}", "wie nennt man das Junge {x}"),
        """einer Kuh=Kalb; eines Pferdes=Fohlen; eines Schafes=Lamm; eines Schweins=Ferkel;
        eines Huhns=Küken; eines Hundes=Welpe; einer Ziege=Zicklein; eines Rehs=Kitz""",
    ),
    Relation(
        "beruf",
        ("wie nennt man jemanden, {x}", "welchen Beruf hat jemand, {x}"),
        """der Brot backt=Bäcker; der ein Flugzeug fliegt=Pilot; der Haare schneidet=Friseur;
        der kranke Tiere heilt=Tierarzt; der Bilder malt=Maler; der Fische fängt=Fischer;
        der Uhren repariert=Uhrmacher; der ein Orchester leitet=Dirigent;
        der Gedichte schreibt=Dichter; der im Restaurant kocht=Koch; der Kühe hält=Bauer;
        der Medizin verkauft=Apotheker; der Möbel aus Holz baut=Tischler""",
        clause="was jemand von Beruf ist, {x}",
        sentence="Jemand, {x}, ist {y}.",
    ),
    Relation(
        "stoff",
        ("woraus macht man {x}", "was braucht man vor allem für {x}"),
        """Brot=Mehl; Käse=Milch; Wein=Trauben; Glas=Sand; Papier=Holz; Butter=Sahne; Pommes=Kartoffeln;
        Marzipan=Mandeln; Ketchup=Tomaten; Schokolade=Kakao; Pullover=Wolle; Kerzen=Wachs""",
        clause="woraus man {x} macht",
        sentence="Man macht {x} aus {y}.",
    ),
    Relation(
        "anzahl",
        ("wie viele {x}", "genau wie viele {x}"),
        """Räder hat ein Auto=4; Beine hat eine Spinne=8; Monate hat ein Jahr=12;
        Minuten hat eine Stunde=60; Stunden hat ein Tag=24; Saiten hat eine Geige=4;
        Ecken hat ein Dreieck=3; Finger hat eine Hand=5; Gramm hat ein Kilo=1000;
        Zentimeter hat ein Meter=100; Jahre hat ein Jahrzehnt=10; Flügel hat ein Vogel=2""",
    ),
    Relation(
        "danach",
        ("was kommt nach {x}", "was folgt auf {x}"),
        """Montag=Dienstag; Freitag=Samstag; Samstag=Sonntag; Januar=Februar; März=April; Juni=Juli;
        September=Oktober; November=Dezember; Frühling=Sommer; Herbst=Winter; sieben=acht; neun=zehn;
        elf=zwölf; neunzehn=zwanzig; dem Buchstaben B=C; dem Buchstaben M=N""",
        clause="was nach {x} kommt",
        sentence="Nach {x} kommt {y}.",
    ),
    Relation(
        "zahlwort",
        ("wie schreibt man {x} als Zahl", "welche Zahl ist {x}"),
        """drei=3; acht=8; elf=11; zwölf=12; fünfzehn=15; zwanzig=20; dreißig=30; siebenundvierzig=47;
        sechzig=60; neunzig=90; hundert=100; tausend=1000; einundzwanzig=21; achtunddreißig=38""",
    ),
    Relation(
        "stimmt",
        ("stimmt es, dass {x}", "ist es richtig, dass {x}"),
        """Feuer heiß ist=ja; Eis warm ist=nein; Kühe fliegen=nein; Fische schwimmen=ja;
        die Sonne ein Stern ist=ja; Zucker süß ist=ja; Steine weich sind=nein; Vögel Federn haben=ja;
        ein Tag zehn Stunden hat=nein; Wien in Österreich liegt=ja; Rom in Spanien liegt=nein;
        fünf größer als neun ist=nein; zehn größer als zwei ist=ja; Katzen Eier legen=nein;
        Bäume Wurzeln haben=ja; Schnee schwarz ist=nein""",
    ),
    Relation(
        "sprache",
        ("welche Sprache spricht man in {x}", "was spricht man in {x}"),
        """Österreich=Deutsch; Frankreich=Französisch; Italien=Italienisch; Spanien=Spanisch;
        Polen=Polnisch; Russland=Russisch; Portugal=Portugiesisch; Schweden=Schwedisch;
        England=Englisch; Japan=Japanisch; China=Chinesisch; Griechenland=Griechisch""",
        clause="welche Sprache man in {x} spricht",
        sentence="In {x} spricht man {y}.",
    ),
    Relation(
        "auf_englisch",
        ("wie heißt {x} auf Englisch", "was ist {x} auf Englisch"),
        """Haus=house; Baum=tree; Wasser=water; Brot=bread; Tisch=table; Buch=book; Stadt=city;
        Apfel=apple; Schule=school; Fenster=window; Freund=friend; Straße=street; Licht=light;
        Feuer=fire; Vogel=bird; Stein=stone; König=king; Milch=milk; Auto=car; Blume=flower""",
    ),
)

BY_LANGUAGE = {"en": trivia.RELATIONS, "de": RELATIONS}
