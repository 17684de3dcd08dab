"""Sentences with slots for stage 3a-4: what a slot holds, and the keys that may ask for it.

A slot is {kind:keys}: a kind of `structured_material.VALUES`, and names for its value. {kind*:keys}
is a list of two to four values, {one/other:keys} a flag that is told by one of two phrases.
"""

import re

from data_gen.generator import Draw
from data_gen.structured_material import VALUES

_SLOT = re.compile(r"\{([^:}]*):([^}]*)\}")

FRAMES = {
    "en": """
{person:caller name} rang at {time:time hour}.
At {time:time arrival} {person:visitor guest} came in.
We sold {count:pieces sold number} of the {product:item product} in {month:month}.
A {product:item thing} for {amount:price cost} euros was ordered by {person:buyer customer}.
They serve {food:dish meal} at table {small:table} on {weekday:day}.
The van to {place:destination target} leaves from gate {small:gate} at {time:departure time}.
{person:player scorer} scored {count:score points goals} goals.
With {count:score points} points, {place:club town} leads the league.
{title:play show} starts at {time:start time} in {place:venue city}.
In {year:year founded} {person:founder owner} opened a shop in {place:city town}.
Parcel {mark:parcel number code} weighs {count:weight kilos} kilos.
{count:bottles count} bottles of milk were sent to {place:city destination}.
Our teacher of {language:language subject} is {person:teacher name}.
{language:course subject} lessons are given by {person:tutor teacher} every {weekday:day}.
The colours on the wall are {colour*:colours colors}.
{person*:guests people names} came to dinner.
On the table lie {product*:things items objects}.
The guide speaks {language*:languages}.
They planted {count:trees number} trees near {place:place village}.
The shelf holds {count:jars number} jars of {food:content food}.
A letter from {person:sender author} reached {person:receiver reader}.
{person:seller owner} sold the {product:item goods} to {person:buyer client}.
Road {mark:road code} is closed until {day:end date}.
{person:player athlete} wears shirt {count:shirt number}.
The lake near {place:town place} is {count:depth metres} metres deep.
It takes {count:minutes duration} minutes from {place:start origin} to {place:end goal destination}.
A ticket to {place:city destination} costs {amount:fare price} euros.
{title:song track} by {name:band artist} is {small:minutes length} minutes long.
The {word:topic subject} was discussed on {weekday:day}.
{person:patient visitor} has an appointment at {time:time} with Dr {name:doctor physician}.
Class {mark:class group} has {count:pupils students} pupils.
The rent of flat {mark:flat number} is {hundreds:rent} euros.
{percent:share percent} percent of the voters chose {person:candidate winner}.
In {month:month} it rained on {small:days number} days in {place:city place}.
Wanted in {place:city place}: {job:job profession}, call {person:contact name}.
The firm {name:firm company} is looking for a {job:job role}.
The {colour:colour color} {product:object item} belongs to {person:owner holder}.
{person:author writer} wrote {title:book title} in {year:year}.
Bus {count:line bus number} stops at {place:stop place}.
Hall {mark:hall number} is {degrees:temperature degrees} degrees warm.
The key to room {mark:room} hangs next to the {word:object thing}.
Please bring {food:food dish} for {small:people persons guests} at {time:time}.
{person:driver name} drove {hundreds:distance kilometres} kilometres.
Born in {year:year birth}, {person:artist name} now lives in {place:city home}.
The word {word:word term} occurs {count:times count} times.
Send {count:copies number} copies to {person:receiver name}, {place:city address}.
Prize {small:prize rank} went to {person:winner} from {place:town city}.
The museum in {place:city} is open until {time:closing end}.
In the {word:place spot} they found {product*:items things}.
Found: a {colour:colour color} {product:object thing}, near {place:place}.
{person:boss manager} pays {amount:pay wage} euros for {small:hours} hours.
{The lift works/The lift is out of order:working ok}. It stops on floor {small:floor}.
{The pool is heated/The pool is not heated:heated warm} and costs {amount:price fee} euros.
Today {the library is open/the library is shut:open}. Ask for {person:contact clerk}.
{Pets are welcome/Pets are not allowed:pets}, and the room costs {amount:price} euros.
{person:singer artist} sings {title:song title} on {weekday:day}.
We bake with {food*:ingredients foods}.
The tour visits {place*:cities stops places}.
Codes {code*:codes numbers} were used twice.
The doctor sees {person:patient name} at {time:time hour}.
It was {person:finder name} who found the {product:object item}.
{count:eggs number} eggs, please, says {person:customer buyer}.
{place:winner club} beat {place:loser} by {small:goals points} goals.
A room of {count:size metres} square metres in {place:city town} for {hundreds:price rent} euros.
Seen in the window: {product:item article}, {colour:colour color}, {amount:price cost} euros.
Next stop {place:stop station}, arrival {time:arrival time}.
For sale: {product:item thing}, asking price {amount:price} euros.
Lost near {place:place area}: {product:item object}.
Speaker: Dr {name:speaker doctor}, hall {mark:hall room}.
{person:cook chef} needs {count:grams amount} grams of {food:ingredient food}.
{count:guests people} people ate {food:dish meal} in {place:town city}.
The {product:gift present} for {person:receiver name} cost {amount:price} euros.
{person:runner athlete} finished in {count:minutes time} minutes.
{place:team club} lost with {small:goals points} goals.
{person:tenant name} rents flat {mark:flat} since {year:year since}.
The invoice {mark:invoice number} is due on {day:date due}.
Invoice for {person:customer client}: {amount:total sum} euros.
{person:student pupil} got {percent:result score} percent in {language:subject course}.
The {word:exhibit object} came to the museum in {year:year}.
Flight {mark:flight number} to {place:destination city} is late by {count:minutes delay} minutes.
{person:visitor name} wants a table for {small:seats people} on {weekday:day}.
Our {job:role job} works until {time:end time}.
The {colour:colour color} bottle costs {amount:price cost} euros.
There are {count:chairs number} chairs in room {mark:room}.
The bridge at {place:place town} is {hundreds:length metres} metres long.
{person:painter artist} painted the {word:subject motif} in {year:year date}.
Meet {person:contact name} at {place:place station}, {time:time}.
The {language:language} word for it is {name:word term}.
{person:winner} won {hundreds:prize amount} euros in {place:place city}.
The parcel from {place:origin city} arrived on {weekday:day arrival}.
{small:litres amount} litres of paint, {colour:colour color}, for room {mark:room}.
{count:visitors number} visitors saw {title:film show}.
The film {title:film title} was shown on {day:date day}.
Doctor {name:doctor physician} has time on {weekday:day}.
Please tell {person:receiver name} that the {product:item thing} is ready.
{person:farmer seller} sells {food:product goods} for {small:price} euros.
The {word:topic theme} of the talk by {person:speaker} was new.
Order {mark:order number}: {count:pieces quantity} pieces of {food:product item}.
{person:member name} joined in {month:month} {year:year}.
Room {mark:room} is cleaned by {person:cleaner name}.
At gate {small:gate} the {product:item object} of {person:owner} was found.
Two things or more are missing: {product*:missing things}.
We met {person*:people names} in {place:city place}.
Choose from {food*:choice dishes}.
Bring along {product*:items equipment}.
Lessons are offered in {language*:languages}.
The rooms are painted {colour*:colours}.
Trains go to {place*:destinations places}.
{The shop delivers/The shop does not deliver:delivers}, call {person:contact}.
{Parking is free/Parking is not free:free parking} in {place:place city}.
{Smoking is allowed/Smoking is forbidden:smoking} in room {mark:room}.
{The ticket is valid/The ticket is not valid:valid}; it costs {amount:price} euros.
{The door is locked/The door is open:locked}, says {person:guard witness}.
{person:trainer coach} trains {small:teams groups} teams.
It is {degrees:temperature degrees} degrees in {place:city place}.
Page {count:page number} mentions {person:person name}.
The {product:machine device} with the number {mark:number serial} is broken.
{count:sacks load} sacks of {food:goods cargo} went by ship to {place:harbour destination}.
{hundreds:population inhabitants} people live in {place:town village}.
Password for {place:branch office}: {mark:password code}.
The band {name:band group} plays in {place:city town} on {day:date day}.
Chapter {small:chapter} is about the {word:topic subject}.
You can reach {person:name contact person} at {phone:phone number telephone}.
Call {phone:phone telephone} and ask for {name:name contact}.
{person:name sender person} writes from {email:email address mail}.
Questions go to {email:email contact mail}, says {person:name speaker}.
The shop in {place:city town} has the website {website:website site page}.
See {website:website site link} for {title:title film book}.
{person:tenant name resident} lives at {street:street address}.
The office is at {street:street address} in {place:city place}.
The number of {person:name owner doctor} is {phone:phone number}.
Mail to {email:email mail}, or call {phone:phone telephone}.
A {product:gift item} for {person:receiver name} from {person:giver sender}.
A song of {small:minutes length} minutes by {name:band singer}.
{small:nights number} nights in {place:city place} for {amount:price cost} euros.
A bridge of {hundreds:length metres} metres in {place:place city}.
Lunch with {person:guest partner} at {time:time hour} in {place:place city}.
A flat of {count:size metres} square metres in {place:city town}.
Talk by {person:speaker name} on {day:date day}, topic: {word:topic subject}.
One {colour:colour color} {product:item thing} from {place:origin city}.
Tea for {small:guests people} at {time:time hour}.
A visit of {small:hours duration} hours to {place:place city} with {person:guide partner}.
A film of {count:minutes length} minutes by {person:director maker}.
A poem by {person:poet author} from {year:year}.
Taxi for {person:guest name} at {time:time}, {street:street address}.
A trip to {place:destination place} in {month:month}, led by {person:guide leader}.
A choir of {count:singers members} singers from {place:city town}.
""",
    "de": """
{person:anrufer name} rief um {time:zeit uhrzeit} Uhr an.
Um {time:zeit ankunft} Uhr kam {person:besucher gast} herein.
Im {month:monat} haben wir {count:anzahl stück} Stück davon verkauft: {product:artikel ware}.
Bestellt von {person:kunde käufer}: {product:artikel ware} für {amount:preis kosten} Euro.
An Tisch {small:tisch} gibt es am {weekday:tag} {food:gericht speise}.
Der Bus nach {place:ziel ort} hält um {time:abfahrt zeit} Uhr an Steig {small:steig}.
{person:spieler schütze} schoss {count:tore treffer} Tore.
Mit {count:punkte stand} Punkten führt {place:verein ort} die Liste an.
{title:stück titel} beginnt um {time:beginn zeit} Uhr in {place:ort stadt}.
{year:jahr gründung} hat {person:gründer besitzer} in {place:stadt ort} einen Laden eröffnet.
Das Paket {mark:paket nummer} wiegt {count:gewicht kilo} Kilo.
{count:flaschen anzahl} Flaschen Milch gingen nach {place:ziel stadt}.
Die Sprache {language:sprache fach} unterrichtet {person:lehrer name}.
Am {weekday:tag} gibt {person:lehrer leiter} einen Kurs in {language:kurs sprache}.
Die Wand hat die Farben {colour*:farben}.
Zum Essen kamen {person*:gäste personen namen}.
Auf dem Tisch liegen {product*:dinge sachen}.
Die Führung gibt es auf {language*:sprachen}.
Im Regal stehen {count:gläser anzahl} Gläser {food:inhalt ware}.
Ein Paket von {person:absender geber} ging an {person:empfänger kunde}.
Die Straße {mark:straße nummer} ist bis {day:ende datum} gesperrt.
{person:spieler sportler} trägt die Nummer {count:nummer trikot}.
Der See bei {place:ort stadt} ist {count:tiefe meter} Meter tief.
Von {place:start} nach {place:ziel} dauert es {count:minuten dauer} Minuten.
Eine Karte nach {place:ziel stadt} kostet {amount:preis kosten} Euro.
{title:lied titel} von {name:band gruppe} dauert {small:minuten dauer} Minuten.
Um {time:zeit termin} Uhr kommt {person:patient name} zu Doktor {name:arzt doktor}.
Die Klasse {mark:klasse gruppe} hat {count:schüler kinder} Schüler.
Die Miete der Wohnung {mark:wohnung nummer} beträgt {hundreds:miete} Euro.
{percent:anteil prozent} Prozent haben {person:sieger kandidat} gewählt.
Im {month:monat} hat es in {place:stadt ort} an {small:tage anzahl} Tagen geregnet.
Beruf gesucht in {place:ort stadt}: {job:beruf stelle}.
Die Firma {name:firma betrieb} sucht {job:beruf stelle}.
Die Farbe ist {colour:farbe}, der Preis {amount:preis} Euro, sagt {person:händler verkäufer}.
{person:autor verfasser} schrieb {year:jahr} das Buch {title:buch titel}.
Die Linie {count:linie bus} hält in {place:halt ort}.
In Halle {mark:halle nummer} sind es {degrees:temperatur grad} Grad.
{food:essen gericht} für {small:personen gäste} Personen bitte, um {time:zeit} Uhr.
{person:fahrer name} fuhr {hundreds:strecke kilometer} Kilometer.
Geboren {year:jahr geburt}, lebt {person:maler name} nun in {place:stadt heimat}.
Das Wort {word:wort begriff} kommt {count:anzahl mal} Mal vor.
Bitte {count:anzahl exemplare} Exemplare an {person:empfänger name} in {place:stadt} schicken.
Platz {small:platz rang} ging an {person:sieger name} aus {place:ort stadt}.
Das Museum in {place:stadt ort} schließt um {time:schluss ende} Uhr.
Gefunden wurden {product*:sachen dinge}, und zwar in {place:ort}.
{Der Aufzug fährt/Der Aufzug ist kaputt:aufzug läuft}, und zwar bis Etage {small:etage}.
{Das Bad ist beheizt/Das Bad ist nicht beheizt:beheizt} und kostet {amount:preis} Euro.
Heute {ist die Bücherei offen/ist die Bücherei zu:offen}. Ansprechen: {person:kontakt name}.
{Hunde sind erlaubt/Hunde sind verboten:hunde erlaubt}, das Zimmer kostet {amount:preis} Euro.
Am {weekday:tag} singt {person:sänger künstler} das Lied {title:lied titel}.
Wir backen mit {food*:zutaten}.
Die Reise führt über {place*:orte städte}.
Die Codes {code*:codes nummern} gab es zweimal.
{person:finder name} hat es gefunden: {product:ding gegenstand}.
{count:eier anzahl} Eier bitte, sagt {person:kunde gast}.
{place:sieger verein} schlug {place:verlierer} mit {small:tore} Toren.
Ein Zimmer mit {count:größe meter} Quadratmetern in {place:ort stadt} für {hundreds:miete preis} Euro.
Zu verkaufen: {product:artikel ware}, Preis {amount:preis} Euro.
Nächster Halt {place:halt ort}, Ankunft {time:ankunft zeit}.
Verloren bei {place:ort stelle}: {product:gegenstand sache}.
Es spricht Doktor {name:redner doktor} in Saal {mark:saal raum}.
{person:koch name} braucht {count:gramm menge} Gramm {food:zutat ware}.
{count:gäste personen} Gäste aßen {food:gericht essen} in {place:ort stadt}.
Das Geschenk für {person:empfänger name} hat {amount:preis kosten} Euro gekostet.
{person:läufer sportler} brauchte {count:minuten zeit} Minuten.
{place:verein mannschaft} verlor mit {small:tore punkte} Toren.
{person:mieter name} wohnt seit {year:jahr seit} in Wohnung {mark:wohnung}.
Die Rechnung {mark:rechnung nummer} ist am {day:datum frist} fällig.
Rechnung an {person:kunde empfänger}: {amount:summe betrag} Euro.
{person:schüler name} hat {percent:ergebnis prozent} Prozent in {language:fach kurs} erreicht.
Der Flug {mark:flug nummer} nach {place:ziel stadt} hat {count:minuten verspätung} Minuten Verspätung.
{person:gast name} möchte am {weekday:tag} einen Tisch für {small:plätze personen}.
Die Flasche ist {colour:farbe} und kostet {amount:preis kosten} Euro.
Im Raum {mark:raum} stehen {count:stühle anzahl} Stühle.
Die Brücke bei {place:ort stadt} ist {hundreds:länge meter} Meter lang.
{person:maler künstler} malte das Bild im Jahr {year:jahr}.
Treffpunkt mit {person:kontakt name}: {place:treffpunkt ort}, {time:zeit uhrzeit} Uhr.
{person:gewinner sieger} gewann {hundreds:gewinn betrag} Euro in {place:ort stadt}.
Die Sendung aus {place:herkunft stadt} kam am {weekday:tag ankunft} an.
{small:liter menge} Liter Farbe, {colour:farbe ton}, für Raum {mark:raum}.
{count:besucher anzahl} Besucher sahen {title:film stück}.
Der Film {title:film titel} lief am {day:datum tag}.
Doktor {name:doktor arzt} hat am {weekday:tag} Zeit.
{person:bauer verkäufer} verkauft {food:ware produkt} für {small:preis} Euro.
Bestellung {mark:bestellung nummer}: {count:menge stück} Stück {food:ware artikel}.
{person:mitglied name} kam im {month:monat} {year:jahr} dazu.
Zimmer {mark:zimmer} putzt heute {person:name person}.
Es fehlen noch: {product*:fehlt sachen}.
In {place:stadt ort} trafen wir {person*:namen leute}.
Zur Wahl stehen {food*:auswahl gerichte}.
Bitte mitbringen: {product*:sachen gepäck}.
Kurse gibt es für {language*:sprachen kurse}.
Gestrichen wird in {colour*:farben töne}.
Züge fahren nach {place*:ziele orte}.
{Der Laden liefert/Der Laden liefert nicht:liefert lieferung}, Auskunft gibt {person:kontakt name}.
{Das Parken ist frei/Das Parken kostet etwas:frei} in {place:ort}.
{Rauchen ist erlaubt/Rauchen ist verboten:rauchen} in Zimmer {mark:zimmer}.
{Die Karte gilt/Die Karte gilt nicht:gültig}; sie kostet {amount:preis} Euro.
{Die Tür ist zu/Die Tür ist offen:zu}, sagt {person:zeuge wächter}.
{person:trainer leiter} trainiert {small:gruppen teams} Gruppen.
In {place:stadt ort} sind es {degrees:grad temperatur} Grad.
Auf Seite {count:seite} steht {person:name person}.
Das Gerät {mark:gerät nummer} hat {person:prüfer name} geprüft.
{count:säcke menge} Säcke {food:ware ladung} gingen per Schiff nach {place:hafen ziel}.
In {place:dorf ort} leben {hundreds:einwohner menschen} Menschen.
Das Passwort für {place:büro ort} lautet {mark:passwort code}.
Am {day:datum tag} spielt die Gruppe {name:gruppe band} in {place:stadt ort}.
In Kapitel {small:kapitel} geht es um {person:person thema}.
{person:name person kontakt} ist unter {phone:telefon nummer} zu erreichen.
Bitte {phone:telefon nummer} anrufen und nach {name:name kontakt} fragen.
{person:name absender person} schreibt von {email:email adresse mail}.
Fragen gehen an {email:email kontakt mail}, sagt {person:name person}.
Der Laden in {place:stadt ort} hat die Seite {website:webseite seite link}.
Mehr zu {title:titel film buch} steht auf {website:webseite seite link}.
{person:mieter name person} wohnt hier: {street:straße adresse}.
Das Büro in {place:stadt ort} liegt in der {street:straße adresse}.
Die Nummer von {person:name arzt person} ist {phone:telefon nummer}.
Post an {email:email mail} oder Anruf bei {phone:telefon nummer}.
Ein Geschenk für {person:empfänger name} von {person:geber absender}, nämlich: {product:geschenk ding}.
Ein Lied von {small:minuten länge} Minuten, gesungen von {name:band sänger}.
{small:nächte anzahl} Nächte in {place:stadt ort} für {amount:preis kosten} Euro.
Eine Brücke von {hundreds:länge meter} Metern in {place:ort stadt}.
Mittagessen mit {person:gast partner} um {time:zeit uhrzeit} Uhr in {place:ort stadt}.
Vortrag von {person:redner name} am {day:datum tag}, Thema: {word:thema gegenstand}.
Tee für {small:gäste personen} Personen um {time:zeit uhrzeit} Uhr.
Ein Besuch von {small:stunden dauer} Stunden in {place:ort stadt} mit {person:führer partner}.
Ein Film von {count:minuten länge} Minuten, gedreht von {person:regie name}.
Ein Gedicht von {person:dichter autor} aus dem Jahr {year:jahr}.
Taxi für {person:gast name} um {time:zeit uhrzeit} Uhr, {street:straße adresse}.
Eine Reise nach {place:ziel ort} im {month:monat}, geleitet von {person:leiter führer}.
Ein Chor aus {place:stadt ort} mit {count:sänger mitglieder} Leuten.
""",
}

# Keys for what a short text rarely tells: the type, and what shows in a text that tells it.
_UNTOLD = {
    "en": {
        "phone": ("string", r"\d \d"),
        "telephone": ("string", r"\d \d"),
        "email": ("string", "@"),
        "website": ("string", r"www\."),
        "street": ("string", "Road|Street|Lane"),
        "age": ("integer", r"\d"),
        "price": ("integer", r"\d"),
        "weight": ("integer", r"\d"),
        "year": ("integer", r"\d"),
        "pages": ("integer", r"\d"),
    },
    "de": {
        "telefon": ("string", r"\d \d"),
        "email": ("string", "@"),
        "webseite": ("string", r"www\."),
        "straße": ("string", "straße|weg|allee"),
        "alter": ("integer", r"\d"),
        "preis": ("integer", r"\d"),
        "gewicht": ("integer", r"\d"),
        "jahr": ("integer", r"\d"),
        "seiten": ("integer", r"\d"),
    },
}


def untold_key(draw: Draw, text: str) -> tuple[str, str]:
    """Draws a key that a short text does not tell; returns it with the type of its values."""
    known = _UNTOLD[draw.language]
    key = draw.rng.choice([key for key, (_, sign) in known.items() if not re.search(sign, text)])
    return key, known[key][0]


def fill_frame(draw: Draw) -> tuple[str, dict[str, object]]:
    """Draws a sentence; returns it with the value of every key, in the order of the text."""
    rng = draw.rng
    frame = rng.choice(FRAMES[draw.language].strip().splitlines())
    values: dict[str, object] = {}
    parts: list[str] = []
    end = 0
    for slot in _SLOT.finditer(frame):
        shown, value = _value(draw, slot[1])
        while value in values.values():  # two persons, two places
            shown, value = _value(draw, slot[1])
        free = [key for key in slot[2].split() if key not in values]
        values[rng.choice(free)] = value
        parts += [frame[end : slot.start()], shown]
        end = slot.end()
    return "".join(parts) + frame[end:], values


def _value(draw: Draw, kind: str) -> tuple[str, object]:
    """Draws what a slot shows and what it means."""
    if "/" in kind:
        phrases = kind.split("/")
        shown = draw.rng.choice(phrases)
        return shown, shown == phrases[0]
    if not kind.endswith("*"):
        value = VALUES[kind](draw)
        return str(value), value
    count = draw.rng.choice((2, 3, 3, 4))
    found: list[str] = []
    while len(found) < count:
        value = str(VALUES[kind[:-1]](draw))
        if value not in found:
            found.append(value)
    word = {"en": "and", "de": "und"}[draw.language]
    return f"{', '.join(found[:-1])} {word} {found[-1]}", found
