"""German source texts of the task stage: what each domain can say (format: `task_material`)."""

TEXTS = """
== projekt
subject: Das Projekt | Das Projekt {name} | Es
goods: Pumpen, Kabel, Sensoren, Fenster, Filter, Motoren, Batterien, Leitungen
filler: Das Team trifft sich jede Woche.
filler: Die meisten finden die Idee gut.
risk: eine späte Lieferung der {item}
risk: ein Fehler in der Planung
risk: ein Defekt der {item}
risk: ein Mangel an Fachkräften
task: die {item} bestellen
task: die {item} prüfen
task: den Bericht schreiben
task: den Lieferanten anrufen
question: wer die {item} bezahlt
question: wann die {item} kommen
question: ob die {item} sicher sind
what Projekt = {name}
  Das Projekt {name} läuft jetzt an.
  Der Stadtrat hat das Projekt {name} bewilligt.
who Leitung = {person} > wird von {person} geleitet
  Die Leitung hat {person}.
  {person} übernimmt die Leitung.
cost Budget = {money} > hat ein Budget von {money}
  Das Budget beträgt {money}.
  Die Stadt gibt ein Budget von {money}.
cost ausgegeben = {money2} > verbrauchte schon {money2}
  Bisher wurden {money2} ausgegeben.
  Das Team hat schon {money2} ausgegeben.
date Start = {date} > beginnt am {date}
  Der Start ist am {date}.
  Der Start ist für den {date} geplant.
date Test = {date2} > wird am {date2} getestet
  Der erste Test ist am {date2}.
  Der erste Test findet am {date2} statt.
where Büro = {place} > hat ein Büro in {place}
  Das Büro liegt in {place}.
  Es gibt ein neues Büro in {place}.
count Team = {3-12} Personen > hat ein Team von {3-12} Personen
  Das Team hat {3-12} Personen.
  Zum Team gehören {3-12} Personen.

== sitzung
subject: Die Sitzung | Die Sitzung | Sie
goods: Stühle, Plakate, Karten, Formulare, Schlüssel, Rechnungen, Getränke
filler: Der Kaffee war wieder kalt.
filler: Niemand ging früher nach Hause.
risk: eine Verzögerung bei der Genehmigung
risk: ein Streit um die {item}
risk: ein höherer Preis für die {item}
risk: ein Konflikt mit den Schulferien
task: die {item} besorgen
task: die {item} zählen
task: das Protokoll verschicken
task: den Saal buchen
question: wer die {item} mitbringt
question: wie viele {item} fehlen
question: wer am {weekday} aufsperrt
who Vorsitz = {person} > wurde von {person} geleitet
  Den Vorsitz hatte {person}.
  {person} übernahm den Vorsitz.
count Gäste = {11-60} > hatte {11-60} Gäste
  Die Zahl der Gäste ist {11-60}.
  Es kamen {11-60} Gäste.
  Auf der Liste stehen {11-60} Gäste.
cost Saalmiete = {fee} > kostete {fee} Miete
  Die Saalmiete betrug {fee}.
  Der Verein zahlte {fee} Saalmiete.
cost neues Budget = {money} > brachte ein Budget von {money}
  Als neues Budget gelten {money}.
  Alle stimmten für {money} als neues Budget.
date nächste Sitzung = {date} > geht am {date} weiter
  Die nächste Sitzung ist am {date}.
  Die nächste Sitzung findet am {date} statt.
date Frist = {date2} > setzte eine Frist bis {date2}
  Die Frist ist der {date2}.
  Die Frist für Vorschläge endet am {date2}.
  Die Frist für Ideen läuft bis {date2}.
where Ort = {place} > fand in {place} statt
  Der Ort war {place}.
  Der Ort der Sitzung war {place}.
  Als Ort wählte man {place}.
state Abstimmung = {7-15} zu {2-6} > endete mit {7-15} zu {2-6} Stimmen
  Die Abstimmung endete {7-15} zu {2-6}.
  Bei der Abstimmung stand es {7-15} zu {2-6}.

== reparatur
subject: Die Reparatur | Die Reparatur der {name} | Sie
goods: Bremsen, Reifen, Schrauben, Lampen, Ketten, Dichtungen, Riemen
filler: Der Motor ist jetzt sauber.
filler: Der Besitzer war nicht zu Hause.
risk: ein Riss im Rahmen
risk: ein zweiter Schaden an den Leitungen
risk: eine lange Wartezeit auf die {item}
risk: ein Leck am Tank
task: die {item} wechseln
task: die {item} testen
task: den Besitzer anrufen
task: die Werkstatt aufräumen
question: wer die {item} bezahlt
question: ob die {item} passen
question: warum die {item} kaputt sind
what Maschine = {name}
  Die Maschine {name} steht in der Werkstatt.
  Die alte Maschine {name} läuft nicht mehr.
who Mechaniker = {person} > wird von {person} erledigt
  Der Mechaniker heißt {person}.
  Als Mechaniker kommt {person}.
cost Preis = {fee} > kostet {fee}
  Der Preis liegt bei {fee}.
  Die Werkstatt nennt {fee} als Preis.
cost Ersatzteile = {price} > braucht Ersatzteile für {price}
  Die Ersatzteile kosten {price}.
  Für die Ersatzteile kommen {price} dazu.
date Abholung = {date} > ist am {date} fertig
  Die Abholung ist am {date} möglich.
  Die Abholung ist für den {date} vereinbart.
date nächste Prüfung = {date2} > wird am {date2} noch einmal geprüft
  Die nächste Prüfung ist am {date2}.
  Die nächste Prüfung steht am {date2} an.
where Werkstatt = {place} > findet in {place} statt
  Die Werkstatt liegt in {place}.
  Repariert wird in einer Werkstatt in {place}.
count Arbeit = {11-60} Stunden > dauert {11-60} Stunden
  Die Arbeit dauert {11-60} Stunden.
  Für die Arbeit sind {11-60} Stunden geplant.
count Garantie = {3-9} Monate > hat {3-9} Monate Garantie
  Die Garantie gilt {3-9} Monate.
  Die Werkstatt gibt {3-9} Monate Garantie.

== reise
subject: Die Reise | Die Reise | Sie
items: Fahrkarten, Pässe, Landkarten, Zelte, Taschen, Räder, Stiefel
filler: Alle sollten warme Kleidung einpacken.
filler: Das Frühstück ist dabei.
risk: ein Sturm in den Bergen
risk: ein Streik bei der Bahn
risk: ein Verlust der {item}
risk: eine gesperrte Straße am {weekday}
task: die {item} abholen
task: die {item} prüfen
task: die Zimmer buchen
task: einen Bus mieten
question: wer die {item} trägt
question: ob die {item} reichen
question: wo die Gruppe am {weekday} isst
where Ziel = {place} > führt nach {place}
  Das Ziel ist {place}.
  In diesem Jahr ist {place} das Ziel.
who Führung = {person} > wird von {person} geführt
  Die Führung übernimmt {person}.
  {person} hat die Führung der Gruppe.
cost Preis = {fee} > kostet {fee}
  Der Preis beträgt {fee} pro Person.
  Pro Person liegt der Preis bei {fee}.
cost Anzahlung = {price} > verlangt {price} Anzahlung
  Die Anzahlung beträgt {price}.
  Vorher ist eine Anzahlung von {price} fällig.
date Abfahrt = {date} > beginnt am {date}
  Die Abfahrt ist am {date}.
  Die Abfahrt wurde auf den {date} verlegt.
date Rückkehr = {date2} > endet am {date2}
  Die Rückkehr ist am {date2}.
  Die Rückkehr ist für den {date2} geplant.
count Nächte = {3-14} > dauert {3-14} Nächte
  Die Zahl der Nächte ist {3-14}.
  Die Gruppe bleibt {3-14} Nächte.
  Geplant sind {3-14} Nächte.
count Plätze = {15-60} > hat {15-60} Plätze
  Die Zahl der Plätze ist {15-60}.
  Der Bus hat {15-60} Plätze.
  Es gibt {15-60} Plätze.

== bestellung
subject: Die Bestellung | Die Bestellung | Sie
goods: Kisten, Schreibtische, Regale, Drucker, Jacken, Tassen, Lampen
filler: Der Kunde hat hier schon gekauft.
filler: Die Rechnung kommt mit der Post.
risk: ein Fehler in der Adresse
risk: ein Streik im Lager
risk: ein Schaden an der Verpackung
risk: eine Verwechslung der {item}
task: die {item} einpacken
task: die {item} zählen
task: die Rechnung schicken
task: den Kunden anrufen
question: wer die {item} abholt
question: welche Farbe die {item} haben
question: ob die {item} noch da sind
what Ware = {15-90} {item}
  Die Ware sind {15-90} {item}.
  Zur Ware gehören {15-90} {item}.
who Kunde = {person} > kommt von {person}
  Der Kunde heißt {person}.
  Als Kunde steht {person} auf der Liste.
firm Lieferant = {firm} > wird von {firm} geliefert
  Der Lieferant heißt {firm}.
  Als Lieferant wurde {firm} gewählt.
cost Summe = {money} > kostet {money}
  Die Summe beträgt {money}.
  Auf der Rechnung steht als Summe {money}.
cost Versand = {price} > kostet {price} Versand
  Der Versand kostet {price}.
  Für den Versand kommen {price} dazu.
date Lieferung = {date} > kommt am {date}
  Die Lieferung ist am {date}.
  Die Lieferung ist für den {date} zugesagt.
date Zahlung = {date2} > muss bis {date2} bezahlt werden
  Die Zahlung ist am {date2} fällig.
  Die Firma erwartet die Zahlung bis {date2}.
where Lager = {place} > wird in {place} verpackt
  Das Lager ist in {place}.
  Alles kommt aus dem Lager in {place}.
count Nummer = {120-980} > hat die Nummer {120-980}
  Die Nummer lautet {120-980}.
  Auf dem Zettel steht die Nummer {120-980}.

== wetter
subject: Der Bericht | Der Bericht | Er
items: Boote, Dächer, Bäume, Leitungen, Zelte, Brücken
filler: Der Himmel bleibt grau.
filler: Die Nächte sind klar.
risk: ein Hochwasser am Fluss
risk: ein Stromausfall im Tal
risk: ein Schaden an den Dächern
risk: ein Erdrutsch an der Straße
task: die {item} sichern
task: die Schulen warnen
task: die {item} prüfen
question: wie lange die {item} halten
question: ob die {item} sicher sind
question: wann der Wind nachlässt
where Raum = {place} > gilt für {place}
  Im Raum {place} zieht ein Sturm auf.
  Das Wetter im Raum {place} ändert sich.
count Höchstwert = {18-38} Grad > nennt {18-38} Grad
  Der Höchstwert liegt bei {18-38} Grad.
  Als Höchstwert meldet die Station {18-38} Grad.
count Wind = {45-130} Kilometer pro Stunde > warnt vor Wind mit {45-130} Kilometern pro Stunde
  Der Wind erreicht {45-130} Kilometer pro Stunde.
  Beim Wind sind {45-130} Kilometer pro Stunde möglich.
count Regen = {5-60} Liter > sagt {5-60} Liter Regen voraus
  Der Regen bringt {5-60} Liter.
  Es fallen {5-60} Liter Regen.
who Wetterdienst = {person} > kommt von {person}
  Beim Wetterdienst arbeitet {person}.
  {person} spricht für den Wetterdienst.
date Sturm = {date} > erwartet den Sturm am {date}
  Der Sturm kommt am {date}.
  Man rechnet mit dem Sturm am {date}.
date Warnung bis = {date2} > warnt bis {date2}
  Es gilt eine Warnung bis {date2}.
  Die Station hält die Warnung bis {date2} aufrecht.
cost Schaden = {money} > spricht von {money} Schaden
  Der letzte Schaden lag bei {money}.
  Im Vorjahr gab es {money} Schaden.

== unfall
subject: Der Unfall | Der Unfall | Er
items: Türen, Rohre, Regale, Zäune, Kameras, Lampen, Leitungen
filler: Die Polizei war schnell da.
filler: Besucher mussten draußen warten.
risk: ein zweiter Defekt der {item}
risk: eine schwache Wand im Keller
risk: eine Klage des Besitzers
risk: eine Lücke im Zaun
task: die {item} reparieren
task: die {item} ersetzen
task: die Versicherung anrufen
task: einen Bericht schreiben
question: wer die {item} offen ließ
question: warum die {item} versagten
question: ob die Versicherung zahlt
where Ort = {place} > geschah in {place}
  Der Ort ist {place}.
  Der Ort ist ein Laden in {place}.
  Als Ort nennt der Bericht {place}.
date Tag = {date} > geschah am {date}
  Der Tag war der {date}.
  Der Tag des Unfalls war der {date}.
  Als Tag steht der {date} im Bericht.
count Alarm = {time} > begann um {time}
  Der Alarm kam um {time}.
  Um {time} ging der Alarm los.
cost Schaden = {money} > verursachte {money} Schaden
  Der Schaden beträgt {money}.
  Man schätzt den Schaden auf {money}.
cost Strafe = {fee} > führte zu {fee} Strafe
  Die Strafe beträgt {fee}.
  Der Besitzer bekam eine Strafe von {fee}.
count verletzt = {3-9} Personen > forderte {3-9} Verletzte
  Dabei wurden {3-9} Personen verletzt.
  Leicht verletzt wurden {3-9} Personen.
who Augenzeuge = {person} > wurde von {person} gesehen
  Einziger Augenzeuge ist {person}.
  Als Augenzeuge meldete sich {person}.
date Öffnung = {date2} > schloss den Laden bis {date2}
  Die Öffnung ist am {date2}.
  Die Öffnung ist für den {date2} geplant.

== fest
subject: Das Fest | Das Fest {name} | Es
goods: Bühnen, Zelte, Getränke, Plakate, Lautsprecher, Lampen, Bänke
filler: Hunde sind willkommen.
filler: Für Kinder ist der Eintritt frei.
risk: ein Gewitter am {weekday}
risk: ein Mangel an Helfern
risk: eine Beschwerde wegen Lärm
risk: ein Ausfall der {item}
task: die {item} bestellen
task: die {item} aufbauen
task: den Wachdienst anrufen
task: die Feuerwehr einladen
question: wer die {item} reinigt
question: wo die {item} stehen
question: ob die {item} reichen
what Fest = {name}
  Das Fest {name} ist wieder da.
  Viele freuen sich auf das Fest {name}.
who Veranstalter = {person} > wird von {person} veranstaltet
  Der Veranstalter heißt {person}.
  {person} tritt als Veranstalter auf.
where Festplatz = {place} > findet in {place} statt
  Der Festplatz liegt in {place}.
  Als Festplatz dient eine Wiese in {place}.
date Eröffnung = {date} > beginnt am {date}
  Die Eröffnung ist am {date}.
  Die Eröffnung wurde auf den {date} verlegt.
date Schluss = {date2} > endet am {date2}
  Schluss ist am {date2}.
  Am {date2} ist Schluss.
cost Eintritt = {price} > kostet {price} Eintritt
  Der Eintritt kostet {price}.
  Der Verein verlangt {price} Eintritt.
cost Pacht = {money} > zahlt {money} Pacht
  Die Pacht beträgt {money}.
  Die Pacht für die Wiese beträgt {money}.
  Der Verein zahlt {money} Pacht.
count Gruppen = {3-12} > bringt {3-12} Gruppen auf die Bühne
  Die Zahl der Gruppen ist {3-12}.
  Es spielen {3-12} Gruppen.
  Das Programm nennt {3-12} Gruppen.

== produkt
subject: Das Gerät | Das Gerät {name} | Es
goods: Knöpfe, Bildschirme, Kabel, Hüllen, Tasten, Batterien, Stecker
filler: Die Form gefiel allen Testern.
filler: Die Verpackung ist aus Papier.
risk: ein Fehler der {item}
risk: ein billigerer Konkurrent
risk: ein Mangel an Bauteilen
risk: eine Beschwerde über die {item}
task: die {item} testen
task: die {item} bestellen
task: die Anleitung kürzen
task: die Webseite erneuern
question: wer die {item} herstellt
question: welche Farbe die {item} haben
question: ob die {item} halten
what Gerät = {name}
  Das Gerät {name} ist neu.
  Im Laden steht jetzt das Gerät {name}.
firm Hersteller = {firm} > kommt von {firm}
  Der Hersteller heißt {firm}.
  Als Hersteller nennt der Laden {firm}.
cost Preis = {fee} > kostet {fee}
  Der Preis beträgt {fee}.
  Der Laden verlangt einen Preis von {fee}.
cost Reparatur = {price} > kostet {price} pro Reparatur
  Eine Reparatur kostet {price}.
  Für eine Reparatur verlangt man {price}.
date Verkauf ab = {date} > wird ab {date} verkauft
  Der Verkauf läuft ab {date}.
  Geplant ist der Verkauf ab {date}.
date Update = {date2} > bekommt am {date2} ein Update
  Das nächste Update kommt am {date2}.
  Für den {date2} ist ein Update versprochen.
count Gewicht = {120-980} Gramm > wiegt {120-980} Gramm
  Das Gewicht beträgt {120-980} Gramm.
  Das Gewicht liegt bei {120-980} Gramm.
count Akku = {11-48} Stunden > läuft {11-48} Stunden
  Der Akku hält {11-48} Stunden.
  Mit vollem Akku läuft es {11-48} Stunden.
where Fabrik = {place} > wird in {place} gebaut
  Die Fabrik liegt in {place}.
  Gebaut wird in einer Fabrik in {place}.

== rezept
subject: Das Gericht | Das Gericht {name} | Es
items: Zwiebeln, Äpfel, Bohnen, Karotten, Eier, Nüsse, Pflaumen, Pilze
filler: Kinder mögen es auch.
filler: Warm schmeckt es am besten.
risk: eine verbrannte Kruste
risk: ein zu salziger Geschmack
risk: ein Mangel an Eiern
task: die {item} einkaufen
task: die {item} waschen
task: den Ofen vorheizen
task: den Tisch decken
question: wer die {item} schneidet
question: wie lange die {item} halten
question: ob die {item} frisch sind
what Gericht = {name}
  Das Gericht {name} ist ein alter Liebling.
  Meine Tante nennt das Gericht {name}.
who Küche = {person} > wird von {person} gekocht
  In der Küche steht {person}.
  Heute hilft {person} in der Küche.
count Mehl = {200-900} Gramm > braucht {200-900} Gramm Mehl
  Man nimmt {200-900} Gramm Mehl.
  Vom Mehl braucht man {200-900} Gramm.
count Backzeit = {15-90} Minuten > backt {15-90} Minuten
  Die Backzeit beträgt {15-90} Minuten.
  Nach {15-90} Minuten Backzeit ist es fertig.
count Portionen = {3-12} > reicht für {3-12} Portionen
  Die Zahl der Portionen ist {3-12}.
  Das Rezept ergibt {3-12} Portionen.
  Gekocht werden {3-12} Portionen.
cost Zutaten = {price} > kostet {price}
  Die Zutaten kosten {price}.
  Alle Zutaten zusammen kosten {price}.
cost Wein = {price2} > passt zu einem Wein für {price2}
  Der Wein dazu kostet {price2}.
  Ein guter Wein kostet {price2}.
date Einkauf = {date} > verlangt einen Einkauf am {date}
  Der Einkauf ist am {date}.
  Für den {date} ist der Einkauf geplant.
date Abendessen = {date2} > wird am {date2} serviert
  Das Abendessen ist am {date2}.
  Das Abendessen findet am {date2} statt.
where Herkunft = {place} > stammt aus {place}
  Die Herkunft ist {place}.
  Ein Buch nennt {place} als Herkunft.

== studie
subject: Die Studie | Die Studie {name} | Sie
items: Proben, Fragebögen, Sensoren, Masken, Pflanzen, Tabletten
filler: Das Ergebnis überraschte viele.
filler: Die Methode ist einfach.
risk: ein Verlust der {item}
risk: eine zu kleine Stichprobe
risk: ein Fehler der {item}
risk: eine Verzögerung beim Geld
task: die {item} zählen
task: die {item} beschriften
task: den Artikel schreiben
task: die Partner einladen
question: wer die {item} lagert
question: warum die {item} abweichen
question: ob die {item} reichen
what Studie = {name}
  Die Studie {name} hat begonnen.
  Die Presse berichtet über die Studie {name}.
who Autor = {person} > stammt von {person}
  Der Autor heißt {person}.
  Als Autor zeichnet {person}.
cost Fördergeld = {money} > bekam {money} Fördergeld
  Das Fördergeld beträgt {money}.
  Der Staat zahlt {money} Fördergeld.
cost Fahrten = {fee} > gab {fee} für Fahrten aus
  Die Fahrten kosteten {fee}.
  Für Fahrten wurden {fee} gebraucht.
count Teilnehmer = {120-980} > hatte {120-980} Teilnehmer
  Die Zahl der Teilnehmer war {120-980}.
  Es gab {120-980} Teilnehmer.
  Gefunden wurden {120-980} Teilnehmer.
count Erfolg = {11-95} Prozent > zeigte Erfolg bei {11-95} Prozent
  Der Erfolg lag bei {11-95} Prozent.
  Einen Erfolg gab es bei {11-95} Prozent.
date Beginn = {date} > begann am {date}
  Der Beginn war am {date}.
  Der Beginn verschob sich auf den {date}.
date Bericht = {date2} > wird am {date2} veröffentlicht
  Der Bericht erscheint am {date2}.
  Am {date2} soll der Bericht vorliegen.
where Labor = {place} > wurde in {place} gemacht
  Das Labor liegt in {place}.
  Geforscht wird in einem Labor in {place}.

== spiel
subject: Das Spiel | Das Spiel | Es
goods: Trikots, Bälle, Netze, Karten, Fahnen, Lampen, Bänke
filler: Nach der Pause hörte der Regen auf.
filler: Die Fans sangen den ganzen Abend.
risk: eine Verletzung im Team
risk: ein nasser Rasen
risk: ein Verlust der {item}
risk: ein Protest der Gäste
task: die {item} waschen
task: die {item} zählen
task: den Schiedsrichter bezahlen
task: den Bus buchen
question: wer die {item} mitbringt
question: wo die {item} sind
question: wer am {weekday} spielt
state Ergebnis = {3-6} zu {1-2} > endete {3-6} zu {1-2}
  Das Ergebnis lautet {3-6} zu {1-2}.
  Am Ende stand das Ergebnis {3-6} zu {1-2} fest.
who Trainer = {person} > wurde vom Team von {person} gewonnen
  Der Trainer ist {person}.
  Der Trainer der Sieger heißt {person}.
  {person} ist Trainer der Sieger.
where Ort = {place} > fand in {place} statt
  Der Ort war {place}.
  Der Ort war das Stadion von {place}.
  Als Ort hatte man {place} gewählt.
count Zuschauer = {120-980} > hatte {120-980} Zuschauer
  Die Zahl der Zuschauer war {120-980}.
  Es kamen {120-980} Zuschauer.
  Der Verein zählte {120-980} Zuschauer.
cost Eintritt = {price} > kostete {price} Eintritt
  Der Eintritt kostete {price}.
  Alle zahlten {price} Eintritt.
cost Prämie = {money} > brachte eine Prämie von {money}
  Die Prämie beträgt {money}.
  Die Sieger bekommen eine Prämie von {money}.
date nächstes Spiel = {date} > führt zum nächsten Spiel am {date}
  Das nächste Spiel ist am {date}.
  Das nächste Spiel findet am {date} statt.
date Finale = {date2} > führt zum Finale am {date2}
  Das Finale ist am {date2}.
  Das Finale findet am {date2} statt.

== fracht
subject: Die Fracht | Die Fracht auf der {name} | Sie
items: Maschinen, Reifen, Samen, Motoren, Flaschen, Rohre, Kisten
filler: Die See war ruhig.
filler: Alle Papiere sind da.
risk: ein Sturm auf der Strecke
risk: ein Streik im Hafen
risk: ein Verlust der {item}
risk: ein Brand bei den Motoren
task: die {item} ausladen
task: die {item} zählen
task: den Zoll informieren
task: zwei Lastwagen mieten
question: wer die {item} lagert
question: wann die {item} geprüft werden
question: ob die {item} versichert sind
what Schiff = {name}
  Das Schiff {name} ist unterwegs.
  Alles ist auf dem Schiff {name} verladen.
who Kapitän = {person} > fährt mit {person}
  Der Kapitän heißt {person}.
  {person} ist der Kapitän.
where Hafen = {place} > geht nach {place}
  Der nächste Hafen ist {place}.
  Als Hafen ist {place} vorgesehen.
date Verladung = {date} > wurde am {date} verladen
  Die Verladung war am {date}.
  Die Verladung endete am {date}.
date Ankunft = {date2} > kommt am {date2} an
  Die Ankunft ist am {date2}.
  Die Ankunft wird am {date2} erwartet.
cost Frachtkosten = {money} > kostet {money}
  Die Frachtkosten betragen {money}.
  Die Firma trägt Frachtkosten von {money}.
cost Versicherung = {price} am Tag > ist für {price} am Tag versichert
  Die Versicherung kostet {price} am Tag.
  Für die Versicherung zahlt man {price} am Tag.
count Container = {11-80} > umfasst {11-80} Container
  Die Zahl der Container ist {11-80}.
  Es sind {11-80} Container.
  Die Liste nennt {11-80} Container.

== wohnung
subject: Die Wohnung | Die Wohnung | Sie
items: Fenster, Heizungen, Schlüssel, Teppiche, Lampen, Türen, Vorhänge
filler: Die Küche ist hell.
filler: In der Nähe hält die Straßenbahn.
risk: eine feuchte Wand im Bad
risk: ein Defekt der {item}
risk: eine höhere Miete
risk: ein lauter Nachbar
task: die {item} streichen
task: die {item} reparieren
task: den Vertrag unterschreiben
task: den Zähler ablesen
question: wer die {item} bezahlt
question: ob die {item} bleiben
question: wann die {item} gereinigt werden
where Stadt = {place} > liegt in {place}
  Die Stadt ist {place}.
  Der Name der Stadt ist {place}.
who Vermieter = {person} > gehört {person}
  Der Vermieter heißt {person}.
  {person} ist der Vermieter.
cost Miete = {fee} > kostet {fee} Miete
  Die Miete beträgt {fee}.
  Die Miete liegt bei {fee}.
cost Kaution = {sum} > verlangt {sum} Kaution
  Die Kaution beträgt {sum}.
  Verlangt wird eine Kaution von {sum}.
date Besichtigung = {date} > kann am {date} besichtigt werden
  Die Besichtigung ist am {date}.
  Am {date} gibt es eine Besichtigung.
date Einzug = {date2} > ist ab {date2} frei
  Der Einzug ist ab {date2} möglich.
  Für den Einzug ist der {date2} vorgesehen.
count Fläche = {30-140} Quadratmeter > hat {30-140} Quadratmeter
  Die Fläche beträgt {30-140} Quadratmeter.
  Die Fläche misst {30-140} Quadratmeter.
count Zimmer = {2-6} > hat {2-6} Zimmer
  Die Zahl der Zimmer ist {2-6}.
  Es gibt {2-6} Zimmer.
  Der Plan zeigt {2-6} Zimmer.

== kurs
subject: Der Kurs | Der Kurs {name} | Er
goods: Bücher, Schürzen, Pinsel, Matten, Trommeln, Formulare, Hefte
filler: Anfänger sind willkommen.
filler: Der Saal ist warm.
risk: ein Mangel an Plätzen
risk: eine kaputte Heizung
risk: eine zu kleine Gruppe
risk: ein Konflikt mit den Ferien
task: die {item} verteilen
task: die {item} mitbringen
task: die Einladungen schreiben
task: den Saal reservieren
question: wer die {item} mitbringt
question: wer die {item} bezahlt
question: ob die {item} nötig sind
what Kurs = {name}
  Der Kurs {name} ist offen.
  Alle können den Kurs {name} besuchen.
who Unterricht = {person} > wird von {person} gegeben
  Den Unterricht gibt {person}.
  {person} leitet den Unterricht.
cost Gebühr = {fee} > kostet {fee}
  Die Gebühr beträgt {fee}.
  Mitglieder zahlen eine Gebühr von {fee}.
cost Prüfung = {price} > hat eine Prüfung für {price}
  Die Prüfung kostet {price}.
  Für die Prüfung verlangt die Schule {price}.
date Anmeldung = {date} > ist bis {date} offen
  Die Anmeldung endet am {date}.
  Die Anmeldung läuft bis {date}.
date erste Stunde = {date2} > beginnt am {date2}
  Die erste Stunde ist am {date2}.
  Die erste Stunde findet am {date2} statt.
where Schule = {place} > findet in {place} statt
  Die Schule liegt in {place}.
  Gelernt wird an einer Schule in {place}.
count Abende = {11-30} > umfasst {11-30} Abende
  Die Zahl der Abende ist {11-30}.
  Es sind {11-30} Abende.
  Geplant sind {11-30} Abende.
count Beginn = {time} > beginnt um {time}
  Der Beginn ist um {time}.
  Als Beginn steht {time} im Plan.

== baustelle
subject: Die Baustelle | Die Baustelle | Sie
items: Kräne, Balken, Schilder, Zäune, Steine, Bohrer, Bagger
filler: Autos müssen einen Umweg fahren.
filler: Am Morgen ist der Lärm groß.
risk: ein Hochwasser im Frühling
risk: ein Mangel an Stahl
risk: eine alte Gasleitung
risk: ein Diebstahl der {item}
task: die {item} umstellen
task: die {item} prüfen
task: die Nachbarn informieren
task: die Straße vermessen
question: wem die {item} gehören
question: wo die {item} stehen
question: wann die {item} verschwinden
where Stadt = {place} > liegt in {place}
  Die Stadt {place} baut eine Brücke.
  In der Stadt {place} entsteht eine Brücke.
who Bauleitung = {person} > wird von {person} geleitet
  Die Bauleitung hat {person}.
  {person} übernimmt die Bauleitung.
firm Baufirma = {firm} > wird von {firm} betrieben
  Die Baufirma heißt {firm}.
  Als Baufirma wurde {firm} gewählt.
cost Kosten = {money} > kostet {money}
  Die Kosten betragen {money}.
  Die Stadt rechnet mit Kosten von {money}.
cost Tagesstrafe = {fee} > riskiert {fee} Tagesstrafe
  Bei Verzug droht eine Tagesstrafe von {fee}.
  Die Tagesstrafe bei Verzug beträgt {fee}.
date Sperrung ab = {date} > sperrt die Straße ab {date}
  Die Sperrung gilt ab {date}.
  Für Autos gilt die Sperrung ab {date}.
date Eröffnung = {date2} > endet am {date2}
  Die Eröffnung ist am {date2}.
  Die Eröffnung ist für den {date2} geplant.
count Länge = {120-980} Meter > ist {120-980} Meter lang
  Die Länge beträgt {120-980} Meter.
  Geplant ist eine Länge von {120-980} Metern.
count Arbeiter = {11-90} > beschäftigt {11-90} Arbeiter
  Die Zahl der Arbeiter ist {11-90}.
  Dort sind {11-90} Arbeiter im Einsatz.
  Die Firma schickt {11-90} Arbeiter.

== spende
subject: Die Aktion | Die Aktion {name} | Sie
items: Kuchen, Bücher, Spielsachen, Pflanzen, Mäntel, Kisten, Decken
filler: Das Wetter spielte mit.
filler: Viele Nachbarn halfen.
risk: ein Regen am {weekday}
risk: ein Mangel an Helfern
risk: ein zweites Fest im Ort
risk: ein Fehler in der Kasse
task: die {item} sortieren
task: die {item} einsammeln
task: den Spendern danken
task: das Geld zählen
question: wer die {item} verkauft
question: wo die {item} lagern
question: wer die {item} bekommt
what Aktion = {name}
  Die Aktion {name} war ein Erfolg.
  Der Verein führt die Aktion {name} durch.
who Kasse = {person} > wird von {person} verwaltet
  Die Kasse führt {person}.
  {person} kümmert sich um die Kasse.
cost gesammelt = {money} > brachte {money}
  Bisher wurden {money} gesammelt.
  Die Helfer haben {money} gesammelt.
cost Ziel = {money2} > hatte {money2} als Ziel
  Das Ziel waren {money2}.
  Der Verein hatte {money2} als Ziel.
date Schluss = {date} > endet am {date}
  Schluss ist am {date}.
  Am {date} ist Schluss.
date Feier = {date2} > schließt mit einer Feier am {date2}
  Die Feier ist am {date2}.
  Die Helfer bekommen am {date2} eine Feier.
where Halle = {place} > findet in {place} statt
  Die Halle liegt in {place}.
  Verkauft wird in einer Halle in {place}.
count Helfer = {11-90} > hatte {11-90} Helfer
  Die Zahl der Helfer ist {11-90}.
  Es gab {11-90} Helfer.
  Der Verein fand {11-90} Helfer.
"""
