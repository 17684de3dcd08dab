"""Sentences with slots for stage 3a-4: what a slot holds, and the keys that may ask for it.

A slot is {kind:keys}: a kind of `structured_material.VALUES`, and names for its value. {kind*:keys}
is a list of two to four values, {one/other:keys} a flag that is told by one of two phrases.
"""

import re

from data_gen.generator import Draw
from data_gen.structured_material import COUNTED, VALUES

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
Parcel {code:parcel number code} weighs {count:weight kilos} kilos.
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
Road {code:road code} is closed until {day:end date}.
{person:player athlete} wears shirt {count:shirt number}.
The lake near {place:town place} is {count:depth metres} metres deep.
It takes {count:minutes duration} minutes from {place:start origin} to {place:end goal destination}.
A ticket to {place:city destination} costs {amount:fare price} euros.
{title:song track} by {name:band artist} is {small:minutes length} minutes long.
The {word:topic subject} was discussed on {weekday:day}.
{person:patient visitor} has an appointment at {time:time} with Dr {name:doctor physician}.
Class {code:class group} has {count:pupils students} pupils.
The rent of flat {code:flat number} is {hundreds:rent} euros.
{percent:share percent} percent of the voters chose {person:candidate winner}.
In {month:month} it rained on {small:days number} days in {place:city place}.
Wanted in {place:city place}: {job:job profession}, call {person:contact name}.
The firm {name:firm company} is looking for a {job:job role}.
The {colour:colour color} {product:object item} belongs to {person:owner holder}.
{person:author writer} wrote {title:book title} in {year:year}.
Bus {count:line bus number} stops at {place:stop place}.
Hall {code:hall number} is {degrees:temperature degrees} degrees warm.
The key to room {code:room} hangs next to the {word:object thing}.
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
Das Paket {code:paket nummer} wiegt {count:gewicht kilo} Kilo.
{count:flaschen anzahl} Flaschen Milch gingen nach {place:ziel stadt}.
Die Sprache {language:sprache fach} unterrichtet {person:lehrer name}.
Am {weekday:tag} gibt {person:lehrer leiter} einen Kurs in {language:kurs sprache}.
Die Wand hat die Farben {colour*:farben}.
Zum Essen kamen {person*:gäste personen namen}.
Auf dem Tisch liegen {product*:dinge sachen}.
Die Führung gibt es auf {language*:sprachen}.
Im Regal stehen {count:gläser anzahl} Gläser {food:inhalt ware}.
Ein Paket von {person:absender geber} ging an {person:empfänger kunde}.
Die Straße {code:straße nummer} ist bis {day:ende datum} gesperrt.
{person:spieler sportler} trägt die Nummer {count:nummer trikot}.
Der See bei {place:ort stadt} ist {count:tiefe meter} Meter tief.
Von {place:start} nach {place:ziel} dauert es {count:minuten dauer} Minuten.
Eine Karte nach {place:ziel stadt} kostet {amount:preis kosten} Euro.
{title:lied titel} von {name:band gruppe} dauert {small:minuten dauer} Minuten.
Um {time:zeit termin} Uhr kommt {person:patient name} zu Doktor {name:arzt doktor}.
Die Klasse {code:klasse gruppe} hat {count:schüler kinder} Schüler.
Die Miete der Wohnung {code:wohnung nummer} beträgt {hundreds:miete} Euro.
{percent:anteil prozent} Prozent haben {person:sieger kandidat} gewählt.
Im {month:monat} hat es in {place:stadt ort} an {small:tage anzahl} Tagen geregnet.
Beruf gesucht in {place:ort stadt}: {job:beruf stelle}.
Die Firma {name:firma betrieb} sucht {job:beruf stelle}.
Die Farbe ist {colour:farbe}, der Preis {amount:preis} Euro, sagt {person:händler verkäufer}.
{person:autor verfasser} schrieb {year:jahr} das Buch {title:buch titel}.
Die Linie {count:linie bus} hält in {place:halt ort}.
In Halle {code:halle nummer} sind es {degrees:temperatur grad} Grad.
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
""",
}


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
        return str(value), value if kind in COUNTED else str(value)
    count = draw.rng.choice((2, 3, 3, 4))
    found: list[str] = []
    while len(found) < count:
        value = str(VALUES[kind[:-1]](draw))
        if value not in found:
            found.append(value)
    word = {"en": "and", "de": "und"}[draw.language]
    return f"{', '.join(found[:-1])} {word} {found[-1]}", found
