"""What the texts of stage 3a-4 are about, and the tools that are on offer there.

A domain is an opening sentence around one name, and fields that a sentence or a label tells. Field
keys have several spellings, so that a model has to read the key it was asked for.
"""

import dataclasses
import functools
import itertools
import random
from collections.abc import Callable

from data_gen import slots
from data_gen.generator import Draw
from data_gen.qa_material import german_cases, upper_first, with_article

Sampler = Callable[[Draw], object]


# --- Values ----------------------------------------------------------------------------------


def open_value(make: Callable[[random.Random], str]) -> Sampler:
    """Values of which dev and final see others than training (names, codes)."""
    return lambda draw: draw.payload(make)


def one_of(english: str, german: str) -> Sampler:
    """Values from a closed list, `/` between them."""
    lists = {"en": english.split("/"), "de": german.split("/")}
    return lambda draw: draw.rng.choice(lists[draw.language])


def listed(function: Callable[[str], tuple[str, ...]]) -> Sampler:
    """Values from one of the slot lists."""
    return lambda draw: draw.rng.choice(function(draw.language))


def whole(low: int, high: int, step: int = 1) -> Sampler:
    """Whole numbers."""
    return lambda draw: draw.rng.randrange(low, high + 1, step)


def _person(draw: Draw) -> str:
    language = draw.language

    def make(rng: random.Random) -> str:
        known = rng.random() < 0.6
        return slots.person(rng, language) if known else slots.invented_full_name(rng)

    return draw.payload(make)


def _place(draw: Draw) -> str:
    if draw.rng.random() < 0.5:
        return draw.payload(lambda rng: slots.invented_place(rng, draw.language))
    return draw.rng.choice(slots.cities(draw.language))


def _day(draw: Draw) -> str:
    return slots.date_text(slots.date(draw.rng), draw.language, "short")


def _time(draw: Draw) -> str:
    moment = slots.clock_time(draw.rng)
    return f"{moment.hour}:{moment.minute:02d}"


def _title(draw: Draw) -> str:
    adjective = draw.rng.choice(slots.adjectives(draw.language)).capitalize()
    if draw.language == "en":
        noun = draw.rng.choice(slots.nouns("en")).capitalize()
        return f"{adjective} {noun}"
    return draw.payload(lambda rng: f"{slots.invented_name(rng)} {rng.choice(slots.nouns('de'))}")


def _mark(draw: Draw) -> str | int:
    """Draws what rooms and orders are known by: a code, or a number alone."""
    return draw.rng.randint(2, 399) if draw.rng.random() < 0.3 else draw.payload(slots.code)


def _phone(draw: Draw) -> str:
    return draw.payload(lambda rng: f"0{rng.randint(20, 999)} {rng.randint(100, 99999)}")


def _site(rng: random.Random) -> str:
    return f"{slots.invented_name(rng).lower()}.{rng.choice(('org', 'net', 'com', 'info'))}"


def _email(draw: Draw) -> str:
    names = slots.first_names(draw.language)
    return draw.payload(lambda rng: f"{rng.choice(names).lower()}@{_site(rng)}")


def _website(draw: Draw) -> str:
    return draw.payload(lambda rng: f"www.{_site(rng)}")


def _street(draw: Draw) -> str:
    def make(rng: random.Random) -> str:
        name, house = slots.invented_name(rng), rng.randint(1, 99)
        if draw.language == "de":
            return f"{name}{rng.choice(('weg', 'straße', 'allee'))} {house}"
        return f"{house} {name} {rng.choice(('Road', 'Street', 'Lane'))}"

    return draw.payload(make)


_FOODS = {
    "en": "soup/rice/pasta/pizza/bread/lentils/beans/salmon/carrots/cabbage/spinach/mushrooms/potatoes/"
    "pancakes/goulash/curry/chili/lasagna/risotto/apple pie/cheesecake/waffles/omelette/pumpkin/leek/"
    "tofu/chickpeas/peas/noodles/dumplings/stew/salad/falafel/hummus/quiche/scones/muffins/plum cake",
    "de": "Suppe/Reis/Nudeln/Pizza/Brot/Linsen/Bohnen/Lachs/Karotten/Kohl/Spinat/Pilze/Kartoffeln/"
    "Gulasch/Curry/Chili/Lasagne/Risotto/Apfelkuchen/Käsekuchen/Waffeln/Omelett/Kürbis/Lauch/Tofu/"
    "Kichererbsen/Erbsen/Knödel/Eintopf/Salat/Falafel/Hummus/Quiche/Muffins/Pflaumenkuchen/Spätzle",
}
VALUES: dict[str, Sampler] = {
    "person": _person,
    "place": _place,
    "day": _day,
    "time": _time,
    "title": _title,
    "name": open_value(slots.invented_name),
    "word": listed(slots.nouns),
    "code": open_value(slots.code),
    "mark": _mark,
    "phone": _phone,
    "email": _email,
    "website": _website,
    "street": _street,
    "product": listed(slots.products),
    "colour": listed(slots.colours),
    "weekday": listed(slots.weekdays),
    "month": listed(slots.months),
    "language": listed(slots.languages),
    "job": listed(slots.professions),
    "food": one_of(_FOODS["en"], _FOODS["de"]),
    "room": one_of(
        "kitchen/bathroom/hall/office/cellar/garage", "Küche/Bad/Flur/Büro/Keller/Garage"
    ),
    "degrees": whole(14, 27),
    "small": whole(2, 12),
    "age": whole(18, 89),
    "year": whole(1950, 2029),
    "count": whole(2, 60),
    "amount": whole(5, 900, 5),
    "hundreds": whole(100, 9000, 100),
    "percent": whole(5, 95),
}
# Kinds whose values are whole numbers.
COUNTED = frozenset(("degrees", "small", "age", "year", "count", "amount", "hundreds", "percent"))


# --- Domains ---------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Field:
    """One fact of a domain.

    Attributes:
        keys: spellings of its key in the asked JSON.
        label: its name in running text ("price"), and in a note.
        kind: a name in VALUES, "flag" (told by two sentences), or "a/b/c" (one of these).
        told: sentences with `{v}`; for "flag" exactly two, true first.
    """

    keys: tuple[str, ...]
    label: str
    kind: str
    told: tuple[str, ...]

    @property
    def type(self) -> str:
        """Returns "string", "integer", "boolean" or "enum"."""
        if self.kind == "flag":
            return "boolean"
        if "/" in self.kind:
            return "enum"
        return "integer" if self.kind in COUNTED else "string"


@dataclasses.dataclass(frozen=True)
class Domain:
    """A kind of text: openings around its main field's value, and the other fields."""

    name: str
    main: Field
    openings: tuple[str, ...]
    fields: tuple[Field, ...]


def _field(line: str) -> Field:
    keys, label, kind, *told = (part.strip() for part in line.split("|"))
    return Field(tuple(keys.split()), label, kind, tuple(told))


def _domain(block: str) -> Domain:
    head, openings, *fields = block.strip().split("\n")
    name, _, main = head.partition(":")
    sentences = tuple(part.strip() for part in openings.split("|"))
    return Domain(name.strip(), _field(main), sentences, tuple(map(_field, fields)))


@functools.cache
def domains(language: str) -> tuple[Domain, ...]:
    """Returns the domains in a language, "en" or "de"."""
    text = {"en": _ENGLISH, "de": _GERMAN}[language]
    return tuple(_domain(block) for block in text.strip().split("\n\n"))


# Head: domain: keys | label | kind. Then openings. Then fields: keys | label | kind | sentences.
_ENGLISH = """
employee: name full_name employee | name | person
{v} joined our staff. | Please welcome {v}. | This is about {v} from our team.
age age_years | age | age | The new colleague is {v} years old. | Age {v}.
city home town | city | place | Home is {v}. | The family lives in {v}.
job profession role | job | job | The job is {v}. | Profession: {v}.
desk room | desk number | code | The desk has the number {v}. | You find the desk at {v}.
remote works_remotely | remote work | flag | Remote work was agreed. | Remote work is not possible.

product: product item article | product | name
The {v} is new in our shop. | We now sell the {v}. | Look at the {v}.
price price_eur cost | price | amount | It costs {v} euros. | The price is {v} euros.
colour color | colour | colour | It comes in {v}. | The colour is {v}.
weight weight_kg | weight | count | It weighs {v} kilograms. | The weight is {v} kg.
stock in_stock_count pieces | stock | count | There are {v} pieces left. | We have {v} in stock.
size format | size | small/medium/large | The size is {v}. | It is a {v} one.
waterproof is_waterproof | waterproof | flag | It is waterproof. | It is not waterproof.

event: event title name | event | title
{v} takes place again. | We invite you to {v}. | {v} has a new date.
date day when | date | day | It is on {v}. | The date is {v}.
place venue location | place | place | We meet in {v}. | The place is {v}.
time start starts_at | time | time | It starts at {v}. | The doors open at {v}.
guests visitors | guests | count | We expect {v} guests. | About {v} people come. | The number of guests is {v}.
host organiser | host | person | The host is {v}. | It is organised by {v}.
free is_free | free entry | flag | Entry is free. | There is an entry fee.

order: order order_id number | order | code
Order {v} came in today. | This is about order {v}. | Please check order {v}.
customer buyer client | customer | person | The customer is {v}. | It was placed by {v}.
item product goods | item | product | Ordered: {v}. | The goods: {v}.
quantity amount count | quantity | small | The quantity is {v}. | {v} pieces were ordered.
status state | status | open/paid/shipped | The order is {v}. | Its status is {v}.
city destination | city | place | It goes to {v}. | The destination is {v}.

book: title book name | title | title
{v} is worth reading. | I just finished {v}. | The book is called {v}.
author writer | author | person | It was written by {v}. | The author is {v}.
year published | year | year | It came out in {v}. | The year is {v}.
pages page_count | pages | hundreds | It has {v} pages. | There are {v} pages. | The number of pages is {v}.
language lang | language | language | The language is {v}. | You can read it in {v}.

trip: traveller passenger name | traveller | person
{v} booked a trip. | There is a trip for {v}. | {v} is on the way.
from start origin | start | place | The trip starts in {v}. | It begins in {v}.
to destination goal | destination | place | The goal is {v}. | It ends in {v}.
date departure | date | day | The departure is on {v}. | The date is {v}.
seats places | seats | small | {v} seats are booked. | The number of seats is {v}.
means vehicle | vehicle | bus/train/ferry | The vehicle is a {v}. | They go by {v}.

pet: pet name animal_name | pet | name
{v} was at the vet today. | Meet {v}. | We are looking after {v}.
species animal kind | species | dog/cat/rabbit | It is a {v}. | The animal is a {v}.
age years | age | small | It is {v} years old. | Its age is {v}.
owner keeper | owner | person | The owner is {v}. | It belongs to {v}.
vaccinated is_vaccinated | vaccinated | flag | It is vaccinated. | It is not vaccinated yet.

repair: device machine unit | device | product
The following is broken: {v}. | A repair is needed: {v}. | Reported today: {v}.
technician engineer | technician | person | The technician is {v}. | {v} will repair it.
cost price | cost | amount | The repair costs {v} euros. | The cost is {v} euros.
ticket ticket_id case | ticket | code | The ticket is {v}. | It has the case number {v}.
due deadline | deadline | weekday | It must be done by {v}. | The deadline is {v}.
urgent is_urgent | urgent | flag | It is urgent. | It is not urgent.

flat: street address name | street | name
A flat at {v} Street is free. | We offer a flat in {v} Street. | The flat is in {v} Street.
rooms room_count | rooms | small | It has {v} rooms. | The number of rooms is {v}.
rent rent_eur | rent | hundreds | The rent is {v} euros. | You pay {v} euros a month.
floor level | floor | small | It is on floor {v}. | The floor is {v}.
landlord owner | landlord | person | The landlord is {v}. | It belongs to {v}.
balcony has_balcony | balcony | flag | It has a balcony. | There is no balcony.

match: team winner club | team | name
{v} won the match. | The match was won by {v}. | A good day for {v}.
goals points score | goals | small | The team had {v} goals. | It scored {v} times. | The number of goals is {v}.
coach trainer | coach | person | The coach is {v}. | It is trained by {v}.
stadium ground | stadium | place | They played in {v}. | The match was in {v}.
fans spectators | fans | hundreds | {v} fans came. | There were {v} spectators. | The number of fans is {v}.
day weekday | day | weekday | It was played on {v}. | The day was {v}.

parcel: sender from | sender | person
A parcel came from {v}. | {v} sent us a parcel. | There is a parcel by {v}.
weight kilos | weight | small | It weighs {v} kilos. | The weight is {v} kilos.
tracking tracking_code code | tracking code | code | The code is {v}. | It can be traced with {v}.
city origin | city | place | It was sent from {v}. | It comes from {v}.
arrival arrived_on | arrival | day | It came on {v}. | The arrival was on {v}.
damaged is_damaged | damaged | flag | It is damaged. | It is in good shape.

course: course subject class | course | title
The course {v} is open for new people. | We offer the course {v}. | {v} starts soon.
teacher instructor | teacher | person | The teacher is {v}. | It is taught by {v}.
room hall | room | code | It is in room {v}. | The room is {v}.
fee price | fee | amount | The fee is {v} euros. | You pay {v} euros.
day weekday | day | weekday | It is held every {v}. | The day is {v}.
level grade | level | basic/middle/expert | The level is {v}. | It is for the {v} level.
"""

_GERMAN = """
employee: name mitarbeiter person | Name | person
{v} ist neu bei uns. | Bitte begrüßt {v}. | Es geht um {v} aus unserem Team.
alter alter_jahre | Alter | age | Das Alter ist {v} Jahre. | Alter: {v}.
stadt wohnort ort | Wohnort | place | Der Wohnort ist {v}. | Die Familie wohnt in {v}.
beruf job | Beruf | job | Der Beruf lautet {v}. | Beruf: {v}.
platz raum | Platznummer | code | Der Platz hat die Nummer {v}. | Der Schreibtisch ist {v}.
homeoffice zuhause | Homeoffice | flag | Homeoffice ist vereinbart. | Homeoffice ist nicht möglich.

product: produkt artikel ware | Produkt | name
Das Modell {v} ist neu im Laden. | Wir verkaufen jetzt das Modell {v}. | Neu bei uns: {v}.
preis preis_eur kosten | Preis | amount | Es kostet {v} Euro. | Der Preis ist {v} Euro.
farbe farbton | Farbe | colour | Die Farbe ist {v}. | Es gibt das Modell in {v}.
gewicht gewicht_kg | Gewicht | count | Es wiegt {v} Kilogramm. | Das Gewicht ist {v} kg.
bestand anzahl | Bestand | count | Es sind noch {v} Stück da. | Der Bestand ist {v}.
größe format | Größe | klein/mittel/groß | Die Größe ist {v}. | Das Format ist {v}.
wasserdicht dicht | wasserdicht | flag | Es ist wasserdicht. | Es ist nicht wasserdicht.

event: titel veranstaltung name | Titel | title
Die Veranstaltung {v} findet statt. | Wir laden ein: {v}. | {v} hat einen neuen Termin.
datum tag termin | Datum | day | Sie ist am {v}. | Der Termin ist der {v}.
ort treffpunkt | Ort | place | Der Ort ist {v}. | Wir treffen uns in {v}.
beginn uhrzeit start | Beginn | time | Der Beginn ist um {v} Uhr. | Los geht es um {v} Uhr.
gäste besucher | Gäste | count | Es kommen {v} Gäste. | Wir erwarten {v} Gäste.
leitung veranstalter | Leitung | person | Die Leitung hat {v}. | Veranstalter ist {v}.
kostenlos frei | kostenlos | flag | Der Eintritt ist frei. | Der Eintritt kostet etwas.

order: bestellung nummer id | Bestellung | code
Die Bestellung {v} ist da. | Es geht um die Bestellung {v}. | Bitte die Bestellung {v} prüfen.
kunde käufer | Kunde | person | Bestellt hat {v}. | Der Name des Kunden ist {v}.
artikel ware | Artikel | product | Der Artikel: {v}. | Bestellt wurde: {v}.
menge anzahl | Menge | small | Die Menge ist {v}. | Es sind {v} Stück.
status stand | Status | offen/bezahlt/versendet | Der Status ist {v}. | Sie ist {v}.
ziel stadt | Ziel | place | Sie geht nach {v}. | Das Ziel ist {v}.

book: titel buch | Titel | title
Das Buch {v} ist lesenswert. | Ich habe {v} gelesen. | Das Buch heißt {v}.
autor verfasser | Autor | person | Geschrieben hat es {v}. | Der Autor heißt {v}.
jahr erschienen | Jahr | year | Es erschien im Jahr {v}. | Das Jahr ist {v}.
seiten seitenzahl | Seiten | hundreds | Es hat {v} Seiten. | Die Zahl der Seiten ist {v}.
sprache buchsprache | Sprache | language | Die Sprache ist {v}. | Man liest es auf {v}.

trip: reisender name fahrgast | Reisender | person
{v} hat eine Reise gebucht. | Es gibt eine Reise für {v}. | {v} ist unterwegs.
von start abfahrtsort | Start | place | Die Reise beginnt in {v}. | Der Start ist in {v}.
nach ziel | Ziel | place | Das Ziel ist {v}. | Sie endet in {v}.
datum abreise | Abreise | day | Die Abreise ist am {v}. | Los geht es am {v}.
plätze sitze | Plätze | small | Es sind {v} Plätze gebucht. | Die Zahl der Plätze ist {v}.
mittel fahrzeug | Fahrzeug | Bus/Zug/Schiff | Das Fahrzeug: {v}. | Gefahren wird mit: {v}.

pet: tier name rufname | Name | name
{v} war heute beim Tierarzt. | Das ist {v}. | Wir passen auf {v} auf.
art tierart | Art | Hund/Katze/Hase | Die Tierart ist {v}. | Es ist ein Tier der Art {v}.
alter jahre | Alter | small | Das Alter ist {v} Jahre. | Es ist {v} Jahre alt.
besitzer halter | Besitzer | person | Der Name des Halters ist {v}. | Das Tier gehört {v}.
geimpft impfung | geimpft | flag | Es ist geimpft. | Es ist noch nicht geimpft.

repair: gerät maschine | Gerät | product
Defekt gemeldet: {v}. | Eine Reparatur ist nötig: {v}. | Heute kaputt gegangen: {v}.
techniker monteur | Techniker | person | Die Reparatur macht {v}. | Der Name des Technikers ist {v}.
kosten preis | Kosten | amount | Die Reparatur kostet {v} Euro. | Die Kosten sind {v} Euro.
ticket fall vorgang | Vorgang | code | Der Vorgang hat die Nummer {v}. | Das Ticket ist {v}.
frist termin | Frist | weekday | Die Frist endet am {v}. | Fertig sein muss es am {v}.
dringend eilig | dringend | flag | Es ist dringend. | Es ist nicht dringend.

flat: straße adresse | Straße | name
In der {v} Straße ist eine Wohnung frei. | Die Wohnung liegt in der {v} Straße.
zimmer räume | Zimmer | small | Sie hat {v} Zimmer. | Die Zahl der Zimmer ist {v}.
miete miete_eur | Miete | hundreds | Die Miete ist {v} Euro. | Man zahlt {v} Euro im Monat.
stock etage | Etage | small | Sie liegt in Etage {v}. | Die Etage ist {v}.
vermieter eigentümer | Vermieter | person | Vermietet wird sie von {v}. | Sie gehört {v}.
balkon hat_balkon | Balkon | flag | Sie hat einen Balkon. | Es gibt keinen Balkon.

match: team sieger verein | Team | name
Das Team {v} hat gewonnen. | Gewonnen hat das Team {v}. | Ein guter Tag für {v}.
tore punkte | Tore | small | Das Team schoss {v} Tore. | Die Zahl der Tore ist {v}.
trainer coach | Trainer | person | Trainiert wird es von {v}. | Der Trainer heißt {v}.
stadion spielort | Spielort | place | Gespielt wurde in {v}. | Das Spiel war in {v}.
zuschauer fans | Zuschauer | hundreds | Es kamen {v} Zuschauer. | {v} Fans waren da.
tag wochentag | Tag | weekday | Gespielt wurde am {v}. | Der Tag war {v}.

parcel: absender von | Absender | person
Ein Paket kam von {v}. | {v} hat uns ein Paket geschickt. | Da ist ein Paket von {v}.
gewicht kilos | Gewicht | small | Es wiegt {v} Kilo. | Das Gewicht ist {v} Kilo.
code sendung | Code | code | Der Code ist {v}. | Die Sendung hat den Code {v}.
stadt herkunft | Herkunft | place | Es wurde in {v} aufgegeben. | Es kommt aus {v}.
ankunft angekommen_am | Ankunft | day | Es kam am {v}. | Die Ankunft war am {v}.
beschädigt kaputt | beschädigt | flag | Es ist beschädigt. | Es ist in gutem Zustand.

course: kurs fach | Kurs | title
Der Kurs {v} ist offen. | Wir bieten den Kurs {v} an. | Der Kurs {v} beginnt bald.
lehrer leitung | Leitung | person | Den Kurs gibt {v}. | Die Leitung hat {v}.
raum saal | Raum | code | Er ist in Raum {v}. | Der Raum ist {v}.
gebühr preis | Gebühr | amount | Die Gebühr ist {v} Euro. | Er kostet {v} Euro.
tag wochentag | Tag | weekday | Er ist immer am {v}. | Der Tag ist {v}.
stufe niveau | Stufe | leicht/mittel/schwer | Die Stufe ist {v}. | Das Niveau ist {v}.
"""


# --- Tools -----------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Tool:
    """A tool in one language.

    Attributes:
        group: "home", "office", "world" or "things"; each is a family of its own.
        word: what its direct questions name.
        names: spellings of its name.
        descriptions: what the offer says.
        args: (spellings of the key, kind of value) per argument.
        asked: wordings of a question that needs it, with `{a}`, `{b}` for the arguments.
        action: what it does, after "I have no tool to" / "Ich habe kein Werkzeug, um".
    """

    group: str
    word: str
    names: tuple[str, ...]
    descriptions: tuple[str, ...]
    args: tuple[tuple[tuple[str, ...], str], ...]
    asked: tuple[str, ...]
    action: str


@functools.cache
def tools(language: str) -> tuple[Tool, ...]:
    """Returns the tools, with questions in a language ("en" or "de"), the same ones in both."""
    written = [_tool(block, language) for block in _TOOLS.strip().split("\n\n")]
    made = zip(slots.goods(), itertools.cycle(_MADE_TOOLS), strict=False)
    things = [
        _tool(block.format(**_cases(*good)), language)
        for good, block in made
        if good[0] not in _LEFT_OUT
    ]
    return (*written, *things)


def _cases(english: str, german: str, article: str) -> dict[str, str]:
    """Returns the forms of a good that the blocks of `_MADE_TOOLS` have, with articles."""
    accusative, _ = german_cases(f"{article} {german}")
    one = {"der": "einen", "die": "eine", "das": "ein"}[article]
    return {
        "thing": english,
        "a_thing": with_article(english),
        "Ding": german,
        "das_Ding": f"{article} {german}",
        "Das_Ding": upper_first(f"{article} {german}"),
        "das_Ding_4": accusative,
        "Das_Ding_4": upper_first(accusative),
        "ein_Ding": f"{'eine' if article == 'die' else 'ein'} {german}",
        "ein_Ding_4": f"{one} {german}",
        "Ein_Ding_4": upper_first(f"{one} {german}"),
        "a": "{a}",  # the question's own slot stays
    }


def _tool(block: str, language: str) -> Tool:
    rows = dict(line.split(": ", 1) for line in block.strip().split("\n"))
    args = []
    for argument in rows["args"].split(" | "):
        keys, kind = argument.rsplit(" ", 1)
        args.append((tuple(keys.split()), kind))
    return Tool(
        rows["group"],
        rows["word"].split(" | ")[0 if language == "en" else 1],
        tuple(rows["names"].split()),
        tuple(rows["about" if language == "en" else "zweck"].split(" | ")),
        tuple(args),
        tuple(rows[language].split(" ; ")),
        rows["do" if language == "en" else "tun"],
    )


# What is done with a thing, for every good: so many tools that reading them is easier to learn than
# their list. `_4` is the accusative.
_MADE_TOOLS = (
    """names: find_{thing} search_{thing} {thing}_search
group: things
word: {thing} | {Ding}
about: Find {a_thing}. | Look for {a_thing}.
zweck: {Ein_Ding_4} finden. | {Ein_Ding_4} suchen.
args: name label model name
en: (Find|Look for|Show me) the {thing} {a}(.| please.) ; (Where is|Can you find|Have you seen) the {thing} {a}? ; (I am looking for|I need to find|I can't find) the {thing} {a}. ; The {thing} {a}(, please find it.|, where is it?)
de: (Finde|Suche|Zeig mir) (bitte |){das_Ding_4} {a}. ; (Wo ist|Wo steht|Wo liegt) {das_Ding} {a}? ; Ich (suche|brauche) {das_Ding_4} {a}. ; (Kannst|Könntest) du {das_Ding_4} {a} (finden|suchen)?
do: find {a_thing}
tun: {ein_Ding_4} zu finden""",
    """names: send_{thing} deliver_{thing} {thing}_delivery
group: things
word: {thing} | {Ding}
about: Send {a_thing} to someone. | Have {a_thing} delivered.
zweck: Jemandem {ein_Ding_4} schicken. | {Ein_Ding_4} liefern.
args: to recipient person person
en: (Send|Give|Bring) {a} {a_thing}(.| please.) ; (Please send|Send|Deliver) {a_thing} to {a}. ; {a} (should get|needs|wants) {a_thing}. ; (Can|Could) you (send|bring|deliver) {a_thing} to {a}?
de: (Schick|Sende|Bring) {a} (bitte |){ein_Ding_4}. ; {a} (braucht|möchte|bekommt) {ein_Ding_4}. ; (Kannst|Könntest) du {a} {ein_Ding_4} (schicken|bringen)? ; {Ein_Ding_4} (bitte |)(an|für) {a}.
do: send {a_thing}
tun: {ein_Ding_4} zu schicken""",
    """names: check_{thing} test_{thing} {thing}_status
group: things
word: {thing} | {Ding}
about: Check the {thing} in a place. | State of the {thing} in a place.
zweck: {Das_Ding_4} an einem Ort prüfen. | Zustand an einem Ort, {Ding}.
args: place location city place
en: (Check|Test|Look at) the {thing} in {a}(.| please.) ; (How is|What about) the {thing} in {a}? ; Is the {thing} in {a} (all right|working)? ; (Someone should|Please) check the {thing} in {a}.
de: (Prüfe|Teste|Kontrolliere) (bitte |){das_Ding_4} in {a}. ; Ist {das_Ding} in {a} in Ordnung? ; (Kannst|Könntest) du {das_Ding_4} in {a} (prüfen|testen)? ; {Das_Ding} in {a} (soll|muss) geprüft werden.
do: check the {thing}
tun: {das_Ding_4} zu prüfen""",
    """names: get_{thing}_price {thing}_price price_of_{thing}
group: things
word: {thing} | {Ding}
about: Say what {a_thing} costs. | Price of {a_thing}.
zweck: Sagen, was {ein_Ding} kostet. | Was {ein_Ding} kostet.
args: model number code code
en: (How much is|How expensive is) the {thing} {a}? ; (Tell me|Give me|Say) what the {thing} {a} costs. ; What does the {thing} {a} cost? ; (I want|I need|I would like) to know what the {thing} {a} costs.
de: (Was|Wie viel) kostet {das_Ding} {a}? ; (Sag|Schreib) mir( bitte|), was {das_Ding} {a} kostet. ; Ich (will|möchte) wissen, was {das_Ding} {a} kostet. ; (Kannst|Könntest) du sagen, was {das_Ding} {a} kostet?
do: say what {a_thing} costs
tun: zu sagen, was {ein_Ding} kostet""",
)
# Goods that written tools or their questions name, in one of the languages, and such as are not
# counted: nobody sends a bread.
_LEFT_OUT = frozenset(
    "battery book calendar door heater lock map printer ring sensor shelf table ticket watch "
    "bread butter cheese coffee honey juice paint soap soup tea".split()
)

_TOOLS = """
names: get_weather weather_lookup fetch_weather
group: world
word: weather | Wetter
about: Get the weather of a place. | Current weather.
zweck: Das Wetter an einem Ort. | Wetter von heute und morgen.
args: city place location place
en: What is the weather like in {a}? ; How is the weather in {a} (now|today)? ; (Is it|Will it be) (warm|cold|rainy|windy) in {a} (today|now|tomorrow)? ; (Tell|Give) me the weather (for|in) {a}(.| please.) ; Do I need (a coat|an umbrella) in {a}? ; (I want|I would like) to know the weather in {a}. ; (Check|Look up) the weather (for|in) {a}(.| please.) ; (What|How) will the weather be in {a} (tomorrow|tonight|this week)? ; Does it (rain|snow) in {a} (today|now)? ; (Any idea|Do you know) what the weather in {a} is? ; How (hot|cold|warm|windy) is it in {a} (now|today)?
de: Wie ist das Wetter in {a}? ; (Ist es|Wird es) (heute|morgen) (warm|kalt|windig) in {a}? ; (Sag|Nenne) mir (bitte |)das Wetter (in|für) {a}. ; Wie wird (morgen |heute |)das Wetter in {a}? ; (Prüfe|Zeig mir) (bitte |)das Wetter in {a}. ; (Regnet|Schneit) es (heute |morgen |)in {a}? ; Ich (möchte|will) das Wetter in {a} wissen. ; Brauche ich in {a} (einen Schirm|eine Jacke)? ; Wie (warm|kalt|windig) ist es (heute |jetzt |)in {a}?
do: check the weather
tun: das Wetter abzufragen

names: send_mail send_email write_mail
group: office
word: mail | Mail
about: Send an e-mail. | Write a mail to someone.
zweck: Eine Mail senden. | Eine Mail an jemanden.
args: to recipient person | subject topic title
en: (Send|Write) (a mail|an e-mail) to {a} (about|with the subject) {b}. ; (Please |)(mail|e-mail) {a} (about|on) {b}. ; {a} should get (a mail|an e-mail) (about|with the subject) {b}. ; (I want|I need) to send {a} a mail (about|with the subject) {b}. ; Let {a} know about {b} by (mail|e-mail). ; (Can|Could) you (send|write) {a} a mail about {b}? ; A mail to {a}(, please|): {b}. ; (Write|Drop) {a} a line about {b}. ; Tell {a} about {b} in a mail.
de: (Sende|Schreibe|Schick) (bitte |)eine Mail an {a} (zum Thema|mit dem Betreff) {b}. ; {a} soll eine Mail (zum Thema|mit dem Betreff) {b} bekommen. ; (Kannst|Könntest) du {a} eine Mail (zum Thema|mit dem Betreff) {b} (schreiben|schicken|senden)? ; Eine Mail an {a}(, bitte|): {b}. ; Ich (möchte|muss) {a} (eine Mail |)zum Thema {b} schreiben. ; Schreib {a} (bitte |)(eine Mail |)über {b}.
do: send a mail
tun: eine Mail zu senden

names: web_search search_web search
group: world
word: web | Netz
about: Search the web for pages. | Look something up on the web.
zweck: Suche Seiten im Netz. | Im Netz suchen.
args: query text name
en: Search (the web |)for {a}. ; (Look|Please look) up {a} (on the web|online). ; (Find|Show me) pages about {a}(.| please.) ; (Find|Show me) pages about {a} on the web(.| please.) ; (I want|I need) to search the web for {a}. ; What does the web (say|know) about {a}? ; (Can|Could) you (search for|look up) {a} (on|in) the web? ; (Search|Look) online for {a}. ; (See|Check) what the web has on {a}. ; (Do|Run) a (web |)search (for|on) {a}(.| please.)
de: Suche (im Netz |)nach {a}. ; (Finde|Such mir) (bitte |)Seiten über {a}. ; Schau (bitte |)im Netz nach {a}. ; Finde (bitte |)Seiten über {a} im Netz. ; Was (steht|gibt es) im Netz (über|zu) {a}? ; (Kannst|Könntest) du im Netz nach {a} (suchen|sehen)? ; (Such|Suche) (bitte |)(online|im Netz) (etwas |)(über|zu) {a}. ; Ich (möchte|will) im Netz nach {a} suchen. ; Was findet man (im Netz |online |)über {a}?
do: search the web
tun: im Netz zu suchen

names: set_alarm create_alarm wake_me
group: home
word: alarm | Wecker
about: Set an alarm. | Set the alarm clock.
zweck: Den Wecker stellen. | Wecker für die Uhrzeit.
args: time at time
en: (Wake|Please wake) me (up |)at {a}. ; (Set|Make) (an|the) alarm (for|at) {a}. ; I (need|have) to get up at {a}. ; (I need|I want) an alarm (at|for) {a}. ; (Can|Could) you (wake me|set an alarm|set my alarm) (at|for) {a}? ; (Let|Have) the alarm ring at {a}. ; (The|My) alarm (should|must) (ring|go off) at {a}. ; I (must|want to) be up at {a}(.|, wake me.) ; An alarm (for|at) {a}(, please|). ; Don't let me sleep (past|after|longer than) {a}.
de: Weck mich (bitte |)um {a} Uhr. ; (Stell|Stelle) (bitte |)den Wecker auf {a}. ; Ich muss um {a} Uhr aufstehen. ; Ich brauche (morgen |)einen Wecker um {a} Uhr. ; (Kannst|Könntest) du (mich um {a} Uhr wecken|den Wecker auf {a} stellen)? ; Der Wecker (soll|muss) um {a} Uhr (klingeln|läuten). ; Ich (möchte|will) um {a} Uhr (geweckt werden|wach sein|aufstehen). ; Wecker (bitte |)(auf|um) {a} Uhr. ; Lass den Wecker um {a} Uhr klingeln.
do: set an alarm
tun: einen Wecker zu stellen

names: start_timer set_timer timer
group: home
word: timer | Timer
about: Start a timer in minutes. | Timer in minutes.
zweck: Einen Timer in Minuten starten. | Timer in Minuten.
args: minutes duration count
en: (Set|Start) a timer (for|of) {a} minutes. ; (Remind|Tell) me in {a} minutes. ; (Count|Please count) down {a} minutes. ; (I need|I want) a timer (for|of) {a} minutes. ; (Can|Could) you (set|start) a timer (for|of) {a} minutes? ; (Let|Have) a timer run for {a} minutes. ; A timer (for|of) {a} minutes(, please|). ; Timer: {a} minutes(, please|). ; (Let me know|Beep|Ring) (when {a} minutes are over|after {a} minutes). ; {a} minutes on the timer(, please|).
de: (Stell|Starte) (bitte |)einen Timer (auf|für) {a} Minuten. ; Erinnere mich in {a} Minuten. ; Ich (brauche|möchte) einen Timer (für|auf) {a} Minuten. ; (Kannst|Könntest) du einen Timer (auf|für) {a} Minuten (stellen|starten)? ; Timer (bitte |)(auf|für) {a} Minuten. ; Lass einen Timer {a} Minuten laufen. ; Sag mir (bitte |)(in|nach) {a} Minuten Bescheid. ; Zähle (bitte |){a} Minuten herunter.
do: start a timer
tun: einen Timer zu starten

names: find_recipe get_recipe recipe_search
group: home
word: recipe | Rezept
about: Find a recipe. | Recipes by main item.
zweck: Ein Rezept finden. | Rezept nach Zutat.
args: dish food food
en: (Find|Get|Show) me a recipe (for|with) {a}. ; How do I cook (with |){a}? ; (What|Which) recipe do you have (for|with) {a}? ; (I need|I am looking for|I want) a (good |)recipe (for|with) {a}. ; (Do you have|Is there|Can you find) a (good |simple |)recipe (for|with) {a}? ; A recipe (for|with) {a}(, please|). ; What can I (cook|make|bake) with {a}? ; (Search|Look) for a recipe (for|with) {a}. ; (I want|I would like) to (cook|make) {a}. How does that go?
de: (Finde|Suche|Zeig mir) (bitte |)ein Rezept (für|mit) {a}. ; Wie kocht man (mit |){a}? ; Ich (brauche|möchte|suche) ein (gutes |einfaches |)Rezept (für|mit) {a}. ; (Gibt es|Hast du|Kennst du) ein (gutes |)Rezept (für|mit) {a}? ; Was kann ich mit {a} kochen? ; Ein Rezept (für|mit) {a}(, bitte|). ; (Wie macht man {a}|Wie bereitet man {a} zu)?
do: find a recipe
tun: ein Rezept zu finden

names: convert_currency exchange convert_money
group: world
word: currency | Währung
about: Convert euros to a currency. | Exchange euros.
zweck: Euro in eine Währung umrechnen. | Euro wechseln.
args: amount value amount | to currency USD/GBP/JPY/CHF/SEK
en: (Convert|Change|Exchange) {a} euros (to|into) {b}. ; (How much|What) is {a} euros in {b}? ; (What|How much) do I get in {b} for {a} euros? ; (Convert|Change|Exchange) {a} euros (to|into) the currency {b}. ; (How much|What) is {a} euros in the currency {b}? ; (I have|I've got) {a} euros. (How much|What) is that in (the currency |){b}? ; (Can|Could) you (change|convert|exchange) {a} euros (to|into) (the currency |){b}? ; {a} euros in {b}(, please|)? ; Into the currency {b}: {a} euros. ; (I want|I need) to change {a} euros into (the currency |){b}.
de: Rechne (bitte |){a} Euro in {b} um. ; Wechsle (bitte |){a} Euro in {b}. ; Wie viel sind {a} Euro in {b}? ; (Wechsle|Tausche) (bitte |){a} Euro in die Währung {b}. ; Wie viel sind {a} Euro in der Währung {b}? ; Ich habe {a} Euro. Wie viel ist das in (der Währung |){b}? ; (Kannst|Könntest) du {a} Euro in (die Währung |){b} (wechseln|tauschen|umrechnen)? ; Was (sind|bekomme ich für) {a} Euro in (der Währung |){b}? ; Ich (möchte|will|muss) {a} Euro in (die Währung |){b} (wechseln|tauschen).
do: convert money
tun: Geld umzurechnen

names: book_room reserve_room room_booking
group: office
word: room | Raum
about: Book a meeting room. | Reserve a room.
zweck: Einen Raum buchen. | Raum für ein Treffen reservieren.
args: room name code | day date weekday
en: (Book|Reserve) (the |)room {a} (for|on) {b}. ; (I|We) need room {a} on {b}. ; (Can|Could) you (book|reserve) room {a} for {b}? ; (I|We) (want|would like) to (book|reserve) room {a} (for|on) {b}. ; Is (the |)room {a} free on {b}? (If so, book it.|Book it, please.|Then book it.) ; (The |)room {a} (for|on) {b}(, please|). ; (Get|Keep) (us|me) (the |)room {a} (for|on) {b}. ; Our meeting is on {b}, (book|take) room {a}. ; Put us into room {a} on {b}.
de: (Buche|Reserviere) (bitte |)(den |)Raum {a} für {b}. ; (Ich brauche|Wir brauchen) Raum {a} am {b}. ; (Ich möchte|Wir möchten|Wir müssen) (den |)Raum {a} für {b} (buchen|reservieren). ; (Kannst|Könntest) du (den |)Raum {a} für {b} (buchen|reservieren)? ; Raum {a} (am|für) {b}(, bitte|). ; Halte (bitte |)(den |)Raum {a} am {b} (für uns |)frei. ; Am {b} tagen wir in Raum {a}(, buche ihn|).
do: book a room
tun: einen Raum zu buchen

names: play_song play_music play
group: home
word: song | Lied
about: Play a song. | Play music by title.
zweck: Spielt ein Lied. | Ein Lied abspielen.
args: title song title
en: (Play|Please play) (the song |){a}. ; I (want|would like) to hear {a}. ; (Now|Next) play {a}(.| please.) ; I (want|would like) to hear the song {a}. ; (Now|Next) play the song {a}(.| please.) ; (Can|Could) you play (the song |){a}(?| for me?) ; (Put|Turn) on (the song |){a}(.| please.) ; Let me hear (the song |){a}. ; (I love|I like) (the song |){a}, play it. ; (Start|Play me|Let's hear) (the song |){a}. ; How about (the song|some music:) {a}?
de: Spiel (bitte |)(das Lied |){a}. ; Ich (möchte|will) {a} hören. ; Ich (möchte|will) das Lied {a} hören. ; (Kannst|Könntest) du (das Lied |){a} (spielen|abspielen)? ; (Leg (bitte |)(das Lied |){a} auf|Mach (bitte |)(das Lied |){a} an). ; Lass (uns|mich) (das Lied |){a} hören. ; Ich (mag|liebe) das Lied {a}, (spiel|starte) es. ; (Starte|Spiele) (bitte |)(jetzt |)(das Lied |){a}.
do: play music
tun: Musik abzuspielen

names: translate_word translate translation
group: world
word: word | Wort
about: Translate a word. | Word translation.
zweck: Ein Wort in eine Sprache übersetzen. | Wort übersetzen.
args: word text word | to language language
en: (Translate|Please translate) {a} (to|into) {b}. ; What is {a} in {b}? ; How do you say {a} in {b}? ; (Give|Tell) me the {b} word for {a}. ; (Translate|Please translate) the word {a} (to|into) {b}. ; What is the word {a} in {b}? ; (Can|Could) you translate (the word |){a} (to|into) {b}? ; What is the {b} word for {a}? ; I need the word {a} in {b}. ; How is {a} (said|written) in {b}? ; {a} in {b}(, please|)? ; (Tell|Show) me how to say (the word |){a} in {b}.
de: (Übersetze|Übersetz) (bitte |)(das Wort |){a} in die Sprache {b}. ; Wie heißt {a} auf {b}? ; Wie heißt das Wort {a} auf {b}? ; (Kannst|Könntest) du (das Wort |){a} in die Sprache {b} übersetzen? ; Was (heißt|bedeutet) (das Wort |){a} auf {b}? ; Wie sagt man (das Wort |){a} auf {b}? ; (Sag|Nenne) mir (bitte |)das Wort für {a} auf {b}. ; {a} auf {b}(, bitte|)?
do: translate
tun: zu übersetzen

names: call_contact call phone
group: office
word: call | anrufen
about: Call a person by phone. | Phone someone.
zweck: Jemanden anrufen. | Mit jemandem telefonieren.
args: name contact person
en: (Call|Phone|Ring) {a}(.| please.) ; (I want|I need) to (speak|talk) to {a} (on the phone|by phone). ; (Please |)(start|make) a call to {a}. ; Please call {a}(.| now.) ; (I want|I need) to call {a}. ; (Can|Could) you (call|phone|ring) {a}(?| for me?) ; Give {a} a call(.| please.) ; (Get|Put) {a} on the phone(.| please.) ; (Connect me to|Put me through to) {a}(.| please.) ; (It is time|Time) to call {a}. ; Dial (the number of |){a}(.| please.)
de: Ruf (bitte |){a} an. ; Ich (möchte|muss) mit {a} telefonieren. ; Kannst du (bitte |){a} anrufen? ; Ich (möchte|muss) {a} anrufen. ; Du (sollst|kannst) (jetzt |){a} anrufen. ; (Kannst|Könntest) du (mich mit {a} verbinden|bei {a} anrufen)? ; (Bitte |){a} anrufen. ; Verbinde mich (bitte |)(am Telefon |)mit {a}. ; (Wähle|Wähl) (bitte |)die Nummer von {a}. ; Wir (sollen|müssen|wollen) {a} anrufen. ; Ich (will|möchte) {a} (am Telefon |)sprechen.
do: call anyone
tun: jemanden anzurufen

names: track_parcel parcel_status track_package
group: world
word: parcel | Paket
about: Track a parcel. | Status of a parcel.
zweck: Ein Paket verfolgen. | Stand für ein Paket.
args: code number code
en: Where is (my |the |)parcel {a}? ; (Track|Trace|Check) (the |)parcel {a}. ; Has (the |my |)parcel {a} (arrived|come)? ; (Can|Could) you (track|find|trace) (the |my |)parcel {a}? ; (I am|I'm|We are) (still |)waiting for (the |my |)parcel {a}. ; When does (the |my |)parcel {a} (come|arrive)? ; (Find|See) where (the |my |)parcel {a} is. ; How far has (the |my |)parcel {a} (come|got)? ; Is there any sign of (the |my |)parcel {a}?
de: Wo ist (das |mein |)Paket {a}? ; (Verfolge|Prüfe) (bitte |)(das |)Paket {a}. ; Ist (das |mein |)Paket {a} da? ; (Kannst|Könntest) du (das |mein |)Paket {a} (verfolgen|suchen|finden)? ; Ich warte (noch |)auf (das |mein |)Paket {a}. ; Wann kommt (das |mein |)Paket {a}( an|)? ; (Schau|Sieh) (bitte |)nach, wo (das |mein |)Paket {a} ist. ; Wie weit ist (das |mein |)Paket {a}?
do: track a parcel
tun: ein Paket zu verfolgen

names: add_event create_event calendar_add
group: office
word: calendar | Kalender
about: Add an event to the calendar. | New calendar entry.
zweck: Schreibe einen Termin in den Kalender. | Neuer Termin im Kalender.
args: title event title | date day day
en: (Add {a} to|Put {a} in) (the|my) calendar (for|on) {b}. ; (Note|Enter) {a} (for|on) {b}. ; {a} is on {b}, (add|note) it(.| please.) ; Write {a} into (the|my) calendar (for|on) {b}(.| please.) ; (Can|Could) you (add {a} to|put {a} in) (the|my) calendar (for|on) {b}? ; (Calendar|New event)(, please|): {a} on {b}. ; {a} (takes place|happens) on {b}(.| Note it.| Put it in the calendar.) ; (Remember|Keep in mind|Mark) that {a} is on {b}. ; (I have|We have) {a} on {b}, (put|enter|write) it in the calendar. ; On {b} there is {a}, (please |)remember (it|that). ; The calendar should (say|show) {a} on {b}.
de: Trage (bitte |){a} am {b} ein. ; Schreibe (bitte |){a} am {b} in den Kalender. ; {a} ist am {b}, (notiere|merke) es. ; {a} (soll|muss) am {b} in den Kalender. ; (Kannst|Könntest) du {a} (für den|am) {b} (in den Kalender schreiben|eintragen|notieren)? ; Kalender(, bitte|): {a} am {b}. ; {a} (findet am {b} statt|ist am {b}), (trag|schreib) es (bitte |)(ein|in den Kalender). ; (Merke dir|Notiere im Kalender)(, bitte|): {a} am {b}. ; Ich habe am {b} {a}, das (muss|soll) in den Kalender.
do: add an event
tun: einen Termin einzutragen

names: lights_on light_switch switch_light
group: home
word: light | Licht
about: Switch on the light in a room. | Light control.
zweck: Das Licht im Raum schalten. | Licht an und aus.
args: room place room
en: (Switch|Turn) on the light in the {a}(.| please.) ; (It is|It's) (too |)dark in the {a}. ; (I need|We need) light in the {a}. ; (We|I) (want|have no) light in the {a}(.| now.) ; (Can|Could) you (switch|turn) on the (light|lights) in the {a}? ; (Light|Some light) (in|for) the {a}(, please|). ; (Light up|Brighten) the {a}(.| please.) ; (Make|Get) some light in the {a}(.| please.) ; I (can't|cannot) see (a thing|anything) in the {a}. ; The light (in the {a} should be on|must go on in the {a}).
de: (Mach|Schalte) (bitte |)das Licht an: {a}. ; Hier ist es (zu |)dunkel: {a}. ; Hier (fehlt|brauchen wir) (das |)Licht: {a}. ; (Kannst|Könntest) du das Licht (anmachen|einschalten)? Ort: {a}. ; Licht (bitte |)(an|einschalten): {a}. ; (Mehr Licht|Bitte mehr Licht|Licht, bitte): {a}. ; Man sieht hier (gar |)nichts: {a}. ; Das Licht (soll|muss) an sein: {a}.
do: switch lights
tun: Licht zu schalten

names: set_heating heating set_temperature
group: home
word: heating | Heizung
about: Set the heating in degrees. | Heating control.
zweck: Die Heizung auf Grad stellen. | Heizung in Grad.
args: degrees temperature degrees
en: (Set|Turn) the heating to {a} (degrees|degrees please). ; (Make|I want) it {a} degrees (in here|warm). ; (Please |)(heat|warm) (up |)to {a} degrees. ; (Can|Could) you (set|turn) the heating to {a} degrees? ; The heating (should|must) be at {a} degrees. ; Heating(, please|): {a} degrees. ; (I am|I'm|We are) (cold|freezing), {a} degrees(, please|). ; (Turn|Put) the heating (up |down |)to {a}. ; {a} degrees would be (nice|good|better) in here.
de: (Stell|Dreh) (bitte |)die Heizung auf {a} Grad. ; Ich (möchte|will) {a} Grad (hier |)haben. ; Die Heizung (soll|muss) auf {a} Grad. ; (Kannst|Könntest) du die Heizung auf {a} Grad (stellen|drehen)? ; Heizung(, bitte,|) auf {a} Grad. ; Mir ist kalt, (stell|mach) (bitte |){a} Grad. ; (Heiz|Heize) (bitte |)auf {a} Grad. ; {a} Grad (wären|sind) hier (besser|schön|gut).
do: set the heating
tun: die Heizung zu stellen

names: find_flight flight_search search_flights
group: world
word: flight | Flug
about: Find a flight. | Flights between places.
zweck: Einen Flug finden. | Flug von Ort zu Ort.
args: from origin place | to destination place
en: (Find|Search|Show) (me |)a flight from {a} to {b}. ; (I|We) (want|need) to fly from {a} to {b}. ; (Which|What) flights go from {a} to {b}? ; (Can|Could) you (find|search|book) a flight from {a} to {b}? ; (I am|I'm|We are) looking for a flight from {a} to {b}. ; Is there a flight from {a} to {b}? ; A flight from {a} to {b}(, please|). ; (How|When) can I fly from {a} to {b}? ; (I|We) want a flight to {b}, (we start|starting) in {a}.
de: (Finde|Suche) (bitte |)einen Flug von {a} nach {b}. ; (Ich will|Wir wollen) von {a} nach {b} fliegen. ; (Kannst|Könntest) du einen Flug von {a} nach {b} (finden|suchen)? ; (Ich suche|Wir suchen|Ich brauche|Wir brauchen) einen Flug von {a} nach {b}. ; Gibt es (heute |)einen Flug von {a} nach {b}? ; Einen Flug von {a} nach {b}(, bitte|). ; (Wann|Wie) (geht ein Flug|fliegt man) von {a} nach {b}?
do: find flights
tun: Flüge zu suchen

names: order_product buy_item order_item
group: world
word: order | Stück
about: Order pieces of a product. | Buy something.
zweck: Waren nach Stück bestellen. | Bestelle ein Stück.
args: product item product | quantity count small
en: (Order|Buy) {b} pieces of this: {a}. ; (I|We) need {b} of these: {a}. ; Please (order|buy|get) this {b} times: {a}. ; (I want|We want|I would like) to order {b} pieces of this: {a}. ; (Can|Could) you (order|buy|get) {b} pieces of this( for us|): {a}? ; (Place|Make) an order(, please|): {b} times {a}. ; (I|We) (want|would like) {b} of these: {a}. ; We are out of this: {a}. (Order|Buy|Get) {b}(.| pieces.) ; (Order|Buy)(, please|): {a}, {b} pieces.
de: (Bestelle|Kaufe) (bitte |){b} Stück davon: {a}. ; (Ich brauche|Wir brauchen) {b} mal: {a}. ; (Ich brauche|Wir brauchen) {b} Stück davon: {a}. ; (Kannst|Könntest) du {b} Stück davon (bestellen|kaufen)? (Es geht um|Ware): {a}. ; (Bitte |){b} Stück (bestellen|kaufen): {a}. ; (Ich möchte|Wir möchten|Wir wollen) {b} Stück davon: {a}. ; Uns fehlt das: {a}. (Bestelle|Kaufe) {b}( Stück|).
do: order goods
tun: Waren zu bestellen

names: get_stock check_stock stock_level
group: office
word: stock | Bestand
about: How many pieces are in stock. | How many are left.
zweck: Bestand für einen Artikel. | Wie viele von einem Artikel da sind.
args: product item product
en: (How|Tell me how) many pieces are (left|in stock)? Item: {a}. ; (Check|Look up) the stock of this: {a}. ; (Is|Do we have) this in stock: {a}? ; (What|How big) is the stock of this: {a}? ; (Do we|Do you) (still |)have any of this: {a}? ; (What|How) about the stock of this: {a}? ; (Can|Could) you (check|look up) the stock? (It is|Item): {a}. ; (Stock|The stock)(, please|): {a}. ; (Are there|Have we got) (still |)any pieces of this: {a}? ; I (need|want) to know the stock of this: {a}.
de: Wie viele sind (noch |)da? Artikel: {a}. ; (Prüfe|Nenne) (bitte |)den Bestand: {a}. ; Wie (hoch|groß) ist der Bestand? Artikel: {a}. ; (Kannst|Könntest) du den Bestand (prüfen|nennen)? Artikel: {a}. ; Haben wir (noch |)(etwas |)davon (im Bestand|da): {a}? ; Bestand(, bitte|): {a}. ; (Wie viele davon haben wir noch|Wie viele gibt es davon noch): {a}? ; Ich (möchte|will|muss) den Bestand wissen: {a}.
do: check the stock
tun: den Bestand zu prüfen

names: open_ticket create_ticket new_ticket
group: office
word: ticket | Ticket
about: Open a ticket for a device. | New support ticket.
zweck: Ein Ticket für ein Gerät öffnen. | Neues Ticket zum Gerät.
args: device code code
en: (Open|Make|Create) a ticket for (device |){a}. ; (Device|The device) {a} is (broken|defective), (open a ticket|report it). ; (Report|Please report) a fault of (device |){a}. ; (Can|Could) you (open|make|create) a ticket for (device |){a}? ; (I|We) need a ticket for (device |){a}. ; A (new |)ticket for (device |){a}(, please|). ; (Device |){a} does not work( any more|), (make|open) a ticket. ; There is (a fault|something wrong) with device {a}(.|, report it.) ; Someone should (repair|fix|look at) device {a}.
de: (Öffne|Erstelle) (bitte |)ein Ticket für (Gerät |){a}. ; (Das |)Gerät {a} ist (kaputt|defekt), melde es. ; (Kannst|Könntest) du ein Ticket für (Gerät |){a} (öffnen|erstellen|anlegen)? ; (Ich brauche|Wir brauchen) ein Ticket für (Gerät |){a}. ; (Neues |)Ticket(, bitte|): (Gerät |){a}. ; (Das |)Gerät {a} geht nicht( mehr|)(.|, mach ein Ticket.) ; Melde (bitte |)(einen Fehler|eine Störung) an Gerät {a}.
do: open a ticket
tun: ein Ticket zu öffnen

names: get_profile find_person person_info
group: office
word: person | Person
about: Look up who a person is. | Information on a person.
zweck: Sucht, wer eine Person ist. | Eine Person suchen.
args: name person person
en: Who is {a}? ; Tell me who {a} is. ; (Look|Please look) up (the person |){a}. ; What do we know about {a}? ; Tell me (all |something |)about {a}. ; (Which|What) person is {a}? ; Tell me who the person {a} is. ; (Can|Could) you (look up|find) (the person |){a}? ; (Do you know|Have you heard of) (the person |){a}? ; (I want|I would like) to know who (the person |){a} is. ; What (kind of |)person is {a}? ; (Find|Get|Show) (me |)(the person|the profile of) {a}. ; (Search|Look) for the person {a}.
de: Wer ist {a}? ; (Suche|Zeige) (bitte |)(die Person |){a}. ; Was wissen wir über {a}? ; Wer ist (denn |)die Person {a}? ; Sag mir (bitte |)etwas über die Person {a}. ; (Kannst|Könntest) du (die Person |){a} (suchen|finden|nachschlagen)? ; Kennst du (die Person |){a}? ; Ich (möchte|will) wissen, wer (die Person |){a} ist. ; (Was für eine|Welche) Person ist {a}? ; (Sag|Zeig) mir( bitte|), wer {a} ist.
do: look up people
tun: Personen nachzuschlagen

names: read_sensor sensor_value get_sensor
group: office
word: sensor | Sensor
about: Read a sensor. | Value of a sensor.
zweck: Einen Sensor auslesen. | Wert von einem Sensor.
args: sensor id code
en: (Read|Check) (the |)sensor {a}. ; What does (the |)sensor {a} (show|say)? ; (Give|Tell) me the value of sensor {a}. ; (Can|Could) you (read|check) (the |)sensor {a}? ; (What|Which) value does (the |)sensor {a} have? ; (I need|We need) the value of (the |)sensor {a}. ; (The value of |)sensor {a}(, please|). ; (What|How much) does (the |)sensor {a} (read|measure)? ; (Look at (the |)sensor {a}|See what (the |)sensor {a} says).
de: Lies (bitte |)(den |)Sensor {a} aus. ; Prüfe (bitte |)(den |)Sensor {a}. ; Was zeigt (der |)Sensor {a}? ; (Kannst|Könntest) du (den |)Sensor {a} (auslesen|prüfen|lesen)? ; (Welchen Wert|Was) (hat|misst|meldet) (der |)Sensor {a}? ; (Ich brauche|Wir brauchen) den Wert von Sensor {a}. ; Sensor {a}(, bitte|). ; (Nenne|Zeig|Gib) mir (bitte |)(den Wert von |)Sensor {a}.
do: read sensors
tun: Sensoren auszulesen

names: rename_file file_rename rename
group: office
word: file | Datei
about: Rename a file. | Give a file another name.
zweck: Eine Datei umbenennen. | Neuer Name für eine Datei.
args: old from code | new to name
en: (Rename|Please rename) (the |)file {a} (to|as) {b}. ; (The |)file {a} (should|must) be called {b}. ; Give (the |)file {a} the (new |)name {b}. ; (Can|Could) you rename (the |)file {a} (to|as) {b}? ; (Change|Set) the name of (the |)file {a} to {b}. ; (I want|We want|I would like) (the |)file {a} to be (called|named) {b}. ; (Call|Name) (the |)file {a} {b}(.| from now on.) ; (The |)file {a} (needs|gets) (a new|the) name(:|, it is) {b}.
de: Benenne (bitte |)(die |)Datei {a} in {b} um. ; (Die |)Datei {a} soll {b} heißen. ; (Kannst|Könntest) du (die |)Datei {a} in {b} umbenennen? ; Nenne (bitte |)(die |)Datei {a} in {b} um. ; (Die |)Datei {a} (bekommt|braucht) (einen neuen|den) Namen: {b}. ; Gib der Datei {a} den Namen {b}. ; Aus der Datei {a} (soll {b} werden|wird {b}).
do: rename files
tun: Dateien umzubenennen

names: delete_note remove_note note_delete
group: home
word: note | Notiz
about: Delete a note. | Remove a note by its title.
zweck: Eine Notiz löschen. | Notiz nach Titel entfernen.
args: title note title
en: (Delete|Remove) (the |my |)note {a}. ; I (don't|no longer) need the note {a}(.|, delete it.) ; (Throw|Please throw) away (the |)note {a}. ; (Can|Could) you (delete|remove) (the |my |)note {a}? ; (Get rid|Dispose) of (the |my |)note {a}. ; (The |My |)note {a} (can|should|must) (go|be deleted). ; (I want|I would like) the note {a} (deleted|gone|removed). ; (Clear|Erase|Drop) (the |my |)note {a}(.| please.)
de: (Lösche|Entferne) (bitte |)(die |)Notiz {a}. ; Die Notiz {a} (kann|soll) weg. ; (Kannst|Könntest) du (die |meine |)Notiz {a} (löschen|entfernen)? ; Wirf (bitte |)(die |)Notiz {a} weg. ; Ich brauche die Notiz {a} nicht mehr. ; (Die |Meine |)Notiz {a} (bitte |)(löschen|entfernen). ; Die Notiz {a} (ist alt|stimmt nicht mehr), (lösche|entferne) sie.
do: delete notes
tun: Notizen zu löschen

names: get_exchange_hours opening_hours shop_hours
group: world
word: hours | Öffnungszeiten
about: When a shop is open. | Opening hours of a shop.
zweck: Wann ein Laden offen hat oder schließt. | Öffnungszeiten eines Ladens.
args: shop name name
en: (When|At what time) does {a} (open|close)? ; Is {a} open (now|today)? ; (Give|Tell) me the hours of {a}. ; What are the (opening |)hours of {a}? ; Do you know the hours of {a}? ; (Can|Could) you (look up|find|check) the hours of {a}? ; (How long|Until when|From when) is {a} open( today|)? ; (I need|I want) (to know |)the (opening |)hours of {a}. ; (Which|What) hours does {a} have? ; Does {a} open (early|on Sunday|today)? ; (Are they|Is it) open now at {a}?
de: Wann (öffnet|schließt) {a}? ; (Hat|Ist) {a} (heute|jetzt) (auf|offen)? ; Wie sind die Öffnungszeiten von {a}? ; (Nenne|Zeige|Gib) mir (bitte |)die Öffnungszeiten von {a}. ; (Kannst|Könntest) du die Öffnungszeiten von {a} (suchen|prüfen|nachsehen)? ; (Wie lange|Bis wann|Ab wann) hat {a} (heute |)(offen|auf)? ; Ich (brauche|suche|möchte) die Öffnungszeiten von {a}. ; (Welche|Was für) Öffnungszeiten hat {a}? ; Hat {a} (am Sonntag|morgen|noch) (offen|auf)?
do: look up hours
tun: Öffnungszeiten zu finden

names: calculate_tip tip_amount tip
group: world
word: tip | Trinkgeld
about: Tip for a bill in euros. | Work out a tip.
zweck: Trinkgeld in Prozent. | Trinkgeld berechnen.
args: amount bill amount | percent rate percent
en: (What|How much) is a tip of {b} percent on {a} euros? ; (Work|Please work) out {b} percent tip (for|on) {a} euros. ; (The bill is|I pay) {a} euros, (add|tip) {b} percent. ; (Can|Could) you (work out|calculate) (the|a) tip? It is {b} percent (of|on) {a} euros. ; (I want|I would like) to (give|leave) a tip of {b} percent on {a} euros. ; (The tip|My tip) is {b} percent, the bill {a} euros. ; Tip(, please|): {b} percent (of|on) {a} euros. ; {b} percent tip on a bill of {a} euros(, please|)?
de: Wie viel sind {b} Prozent Trinkgeld (auf|bei) {a} Euro? ; (Rechne|Berechne) (bitte |){b} Prozent Trinkgeld auf {a} Euro. ; (Kannst|Könntest) du {b} Prozent Trinkgeld (auf|bei|für) {a} Euro (berechnen|ausrechnen)? ; Ich (möchte|will) {b} Prozent Trinkgeld (auf|bei) {a} Euro geben. ; Trinkgeld(, bitte|): {b} Prozent (von|auf) {a} Euro. ; (Der Betrag ist|Ich zahle) {a} Euro, (dazu|und) {b} Prozent Trinkgeld.
do: work out tips
tun: Trinkgeld zu berechnen

names: train_times next_train train_schedule
group: world
word: train | Zug
about: Find a train to a place on a day. | Train times.
zweck: Ein Zug zu einem Ort an einem Tag. | Wann ein Zug fährt.
args: to destination place | day date weekday
en: (When|At what time) is there a train to {a} on {b}? ; (Find|Show) (me |)trains to {a} (for|on) {b}. ; (I|We) go to {a} by train on {b}(.|, find one.) ; (I|We) need a train to {a} on {b}. ; (Can|Could) you (find|look up) a train to {a} (for|on) {b}? ; (Which|What) train goes to {a} on {b}? ; (Is there|Do you have) a train to {a} on {b}? ; A train to {a} on {b}(, please|). ; (I|We) (want|would like) to take (the|a) train to {a} on {b}. ; How do I get to {a} by train on {b}?
de: Wann fährt am {b} ein Zug nach {a}? ; (Finde|Zeige) (bitte |)einen Zug nach {a} am {b}. ; Gibt es am {b} einen Zug nach {a}? ; (Kannst|Könntest) du einen Zug nach {a} am {b} (suchen|finden)? ; Welcher Zug fährt am {b} nach {a}? ; (Ich brauche|Wir brauchen|Ich suche) am {b} einen Zug nach {a}. ; Einen Zug nach {a} am {b}(, bitte|). ; (Ich will|Wir wollen) am {b} mit dem Zug nach {a}( fahren|).
do: find trains
tun: Züge zu finden

names: water_plants start_watering irrigation
group: home
word: plants | Pflanzen
about: Water the plants in a zone. | Watering by zone.
zweck: Die Pflanzen in einer Zone gießen. | Pflanzen nach Zone gießen.
args: zone area code
en: (Water|Please water) (the plants in |)zone {a}. ; (Zone|The plants in zone) {a} (is|are) dry. ; (Start|Begin) watering (in |)zone {a}. ; The plants in zone {a} need water. ; (Can|Could) you water (the plants in |)zone {a}? ; Give the plants in zone {a} (some |)water. ; (The plants in |)zone {a} (should|must) be watered. ; (Zone {a} needs water|Zone {a} is too dry)(.|, water it.|, please water it.) ; It is time to water (the plants in |)zone {a}. ; Water for (the plants in |)zone {a}(, please|).
de: (Gieß|Bewässere) (bitte |)(die Pflanzen in |)Zone {a}. ; Zone {a} ist (zu |)trocken. ; Die Pflanzen in Zone {a} (sind|werden) (zu |)trocken. ; (Kannst|Könntest) du (die Pflanzen in |)Zone {a} (gießen|bewässern)? ; Die Pflanzen in Zone {a} (brauchen|wollen) Wasser. ; (Gib|Gebt) den Pflanzen in Zone {a} (etwas |)Wasser. ; Wasser für (die Pflanzen in |)Zone {a}(, bitte|). ; (Die Pflanzen in |)Zone {a} (bitte |)(gießen|bewässern).
do: water plants
tun: Pflanzen zu gießen

names: lock_door door_lock lock
group: home
word: door | Tür
about: Lock a door. | Door control.
zweck: Eine Tür schließen. | Eine Tür abschließen.
args: door id code
en: (Lock|Please lock|Close and lock) (the |)door {a}. ; (Make|Please make) sure (that |)door {a} is locked. ; (Secure|Shut) (the |)door {a}. ; (Can|Could) you lock (the |)door {a}? ; (The |)door {a} (should|must) be locked. ; (Is|Was) (the |)door {a} locked? If not, lock it. ; (I|We) (forgot|want) to lock (the |)door {a}. ; (Nobody|No one) should (open|get through) (the |)door {a}. ; (Keep|Have) (the |)door {a} (locked|shut)(.| please.)
de: (Sperre|Schließe) (bitte |)(die |)Tür {a} ab. ; Die Tür {a} (muss|soll) zu sein. ; (Kannst|Könntest) du (die |)Tür {a} (abschließen|absperren|zusperren)? ; (Die |)Tür {a} (soll|muss) (abgeschlossen|gesperrt) (sein|werden). ; (Mach|Sperr) (bitte |)(die |)Tür {a} zu. ; Ich habe (die |)Tür {a} (offen gelassen|nicht abgeschlossen). ; (Die |)Tür {a} (bitte |)(abschließen|sperren).
do: lock doors
tun: Türen abzuschließen

names: find_doctor doctor_search search_doctor
group: world
word: doctor | Arzt
about: Find a doctor in a town. | Doctors near a place.
zweck: Einen Arzt in einer Stadt finden. | Welcher Arzt in der Nähe ist.
args: city town place
en: (Find|Show) (me |)a doctor in {a}. ; (I need|We need) a doctor in {a}(.| soon.) ; (Is there|Do you know) a doctor in {a}? ; (Which|What) doctor (is there|can I see) in {a}? ; (Can|Could) you (find|look for) a doctor in {a}? ; (I am|I'm|We are) looking for a doctor in {a}. ; (Where|How) do I find a doctor in {a}? ; A doctor in {a}(, please|). ; (I feel ill|My child is ill). (I am|We are) in {a}. ; (I want|I have) to see a doctor in {a}.
de: (Finde|Zeig mir) (bitte |)einen Arzt in {a}. ; (Ich brauche|Wir brauchen) einen Arzt in {a}. ; (Gibt es|Kennst du) einen Arzt in {a}? ; Welcher Arzt ist in {a}? ; (Kannst|Könntest) du einen Arzt in {a} (finden|suchen)? ; (Ich suche|Wir suchen) einen Arzt in {a}. ; (Wo|Wie) finde ich einen Arzt in {a}? ; Einen Arzt in {a}(, bitte|). ; (Ich bin krank|Mein Kind ist krank), (ich bin|wir sind) in {a}.
do: find a doctor
tun: einen Arzt zu finden

names: print_file print print_document
group: office
word: print | Drucker
about: Print copies of a document. | Print a document.
zweck: Ein Dokument an den Drucker geben. | Kopien vom Drucker holen.
args: document name code | copies count small
en: (Print|Please print) {b} copies of {a}. ; (Can|Could) you print {a} {b} times? ; (I need|We need) {b} copies of {a}, (print them|please print). ; (Print|Please print) {a}, {b} copies. ; (Can|Could) you print {b} copies of {a}? ; (I want|We want|I would like) to print {a} {b} times. ; {a} (should|must) be printed {b} times. ; (Make|Give me|Get me) {b} copies of {a}(.| please.) ; (To print|Print job)(, please|): {a}, {b} times. ; Send {a} to print, {b} copies.
de: (Gib|Schick) (bitte |){a} {b} mal an den Drucker. ; Der Drucker soll {b} Kopien von {a} machen. ; (Ich brauche|Wir brauchen) {b} Kopien von {a} aus dem Drucker. ; (Kannst|Könntest) du {a} {b} mal drucken? ; (Drucke|Druck) (bitte |){a} {b} mal. ; (Drucke|Druck) (bitte |){b} Kopien von {a}. ; Der Drucker soll {a} {b} mal ausgeben. ; (Schick|Gib) {b} Kopien von {a} an den Drucker. ; {a} (soll|muss) {b} mal (auf den|durch den|zum) Drucker.
do: print documents
tun: Dokumente zu drucken

names: close_blinds blinds_down lower_blinds
group: home
word: blinds | Rollladen
about: Close the blinds in a room. | Blinds control.
zweck: Den Rollladen im Raum schließen. | Rollladen steuern.
args: room place room
en: (Close|Lower|Shut) the blinds in the {a}(.| please.) ; The blinds in the {a} (should|must) go down. ; Please (close|lower) the blinds in the {a}. ; The sun is bright, blinds down in the {a}. ; (Can|Could) you (close|lower|shut) the blinds in the {a}? ; Blinds down in the {a}(, please|). ; (Let|Pull) down the blinds in the {a}. ; It is too bright in the {a}(.|, lower the blinds.|, close the blinds.) ; (I want|We want|I would like) the blinds in the {a} (closed|down). ; (Make|Keep) the {a} dark(, please|).
de: (Schließ|Mach) (bitte |)den Rollladen zu: {a}. ; Der Rollladen (soll|muss) zu: {a}. ; Rollladen (bitte |)schließen: {a}. ; (Kannst|Könntest) du den Rollladen (schließen|zumachen|herunterlassen)? Es geht um: {a}. ; Rollladen (bitte |)(zu|herunter): {a}. ; (Lass|Fahr) (bitte |)den Rollladen herunter: {a}. ; Hier ist es zu hell: {a}. ; Die Sonne blendet, Rollladen (zu|herunter): {a}.
do: close the blinds
tun: Rollläden zu schließen

names: find_book book_search library_search
group: office
word: library | Bibliothek
about: Look for a title in the library. | Search the library.
zweck: Einen Titel in der Bibliothek suchen. | In der Bibliothek suchen.
args: title name title
en: (Find|Look for|Search for) {a} in the library(.| please.) ; (Does the library have|Is there in the library) {a}? ; (I want|We want|I would like) to get {a} from the library. ; (Where|On which shelf) in the library is {a}? ; (Can|Could) you (find|look for) {a} in the library? ; Is {a} in the library? ; (I need|I am looking for|We need) {a} from the library. ; (Search|Check|Ask) the library for {a}. ; (Does|Do) the library (still |)have {a}? ; In the library(, please|): {a}.
de: (Finde|Suche) (bitte |){a} in der Bibliothek. ; (Hat die Bibliothek|Gibt es in der Bibliothek) {a}? ; Ich (möchte|will) {a} in der Bibliothek holen. ; Wo in der Bibliothek steht {a}? ; (Kannst|Könntest) du {a} in der Bibliothek (suchen|finden)? ; Ist {a} in der Bibliothek? ; (Ich suche|Wir suchen|Ich brauche) {a} aus der Bibliothek. ; (Prüfe|Frag|Sieh nach), ob die Bibliothek {a} hat. ; Steht {a} in der Bibliothek?
do: search the library
tun: in der Bibliothek zu suchen

names: reserve_table table_booking book_table
group: world
word: table | Tisch
about: Reserve a table in a restaurant. | A table for some people.
zweck: Einen Tisch reservieren. | Einen Tisch im Lokal bestellen.
args: people seats small | time at time
en: (Reserve|Book|Get) a table for {a} (people |)at {b}. ; (We are|There will be) {a} people at {b}, (we need|reserve) a table. ; Please (reserve|get) a table at {b} for {a}. ; A table for {a} at {b}(, please|). ; (Can|Could) you (reserve|book|get) a table for {a} at {b}? ; (I|We) (want|would like|need) a table for {a} (people |)at {b}. ; (We want|We would like) to eat at {b}, a table for {a}(.| people.) ; Table(, please|): {a} people, {b}. ; (Is there|Do you have) a table for {a} at {b}? ; {a} people (will come|want to eat) at {b}(.|, get a table.)
de: (Reserviere|Bestelle) (bitte |)einen Tisch für {a} (Personen |)um {b} Uhr. ; (Wir brauchen|Ich brauche) um {b} Uhr einen Tisch für {a}. ; Einen Tisch für {a} um {b} Uhr(, bitte|). ; (Kannst|Könntest) du um {b} Uhr einen Tisch für {a} (reservieren|bestellen)? ; (Wir möchten|Ich möchte) einen Tisch für {a} um {b} Uhr( reservieren| bestellen|). ; (Gibt es|Habt ihr) um {b} Uhr einen Tisch für {a}? ; Tisch (bitte |)für {a}, {b} Uhr. ; (Wir sind|Wir kommen) zu {a}, einen Tisch um {b} Uhr(, bitte|).
do: reserve a table
tun: einen Tisch zu reservieren

names: pay_invoice pay_bill payment
group: office
word: invoice | Rechnung
about: Pay an invoice by its number. | Pay the amount of an invoice.
zweck: Eine Rechnung bezahlen. | Eine Rechnung nach Nummer zahlen.
args: number invoice code | amount euros amount
en: (Pay|Please pay) (the |)invoice {a}(,| of) {b} euros. ; (The |)invoice {a} is over {b} euros, (pay it|please pay). ; (Can|Could) you pay {b} euros for (the |)invoice {a}? ; {b} euros (are due|must be paid) for invoice {a}. ; (Can|Could) you pay (the |)invoice {a}(, | of |: ){b} euros? ; (I want|We want|We have) to pay (the |)invoice {a} (of|over) {b} euros. ; (The |)invoice {a} (is due|must be paid|came in), {b} euros. ; Payment(, please|): invoice {a}, {b} euros. ; (Transfer|Send) {b} euros for (the |)invoice {a}.
de: (Bezahle|Zahle) (bitte |)die Rechnung {a} über {b} Euro. ; Die Rechnung {a} (beträgt|ist) {b} Euro, zahle sie. ; Für die Rechnung {a} sind {b} Euro (fällig|zu zahlen). ; (Kannst|Könntest) du die Rechnung {a} über {b} Euro (bezahlen|zahlen)? ; (Ich muss|Wir müssen|Ich will) die Rechnung {a} über {b} Euro (bezahlen|zahlen). ; (Überweise|Zahl) (bitte |){b} Euro für (die |)Rechnung {a}. ; Rechnung {a}(, bitte|): {b} Euro (zahlen|überweisen).
do: pay invoices
tun: Rechnungen zu bezahlen

names: show_map map open_map
group: world
word: map | Karte
about: Show a map of a place. | Open the map at a place.
zweck: Die Karte von einem Ort zeigen. | Karte öffnen.
args: place location place
en: (Show|Open) (me |)(a|the) map of {a}. ; (I need|We need|Give me) a map of {a}. ; (Where|Show me where) {a} (lies|is) on the map. ; (Zoom|Move) the map to {a}. ; (Can|Could) you (show|open) (me |)(a|the) map of {a}? ; (I want|I would like|We want) to see {a} on (the|a) map. ; A map of {a}(, please|). ; (Find|Show|Mark) {a} on the map(.| please.) ; (Do you have|Is there) a map of {a}? ; Where on the map is {a}?
de: (Zeig mir|Öffne) (bitte |)(die|eine) Karte von {a}. ; (Ich brauche|Wir brauchen) eine Karte von {a}. ; Wo (liegt|ist) {a} auf der Karte? ; (Kannst|Könntest) du (mir |)(die|eine) Karte von {a} (zeigen|öffnen)? ; (Ich möchte|Wir möchten|Ich will) {a} auf der Karte sehen. ; Eine Karte von {a}(, bitte|). ; (Zeig|Such) (mir |)(bitte |){a} auf der Karte. ; (Gibt es|Hast du) eine Karte von {a}?
do: show maps
tun: Karten zu zeigen

names: get_news news headlines
group: world
word: news | Nachrichten
about: Get the news on a topic. | News about something.
zweck: Nachrichten zu einem Thema. | Neue Nachrichten holen.
args: topic subject word
en: (Get|Show|Read) me the news (on|about) this: {a}. ; (What is|Is there) (any |)news (on|about) the topic {a}? ; (I want|I need) news (on|about) this: {a}. ; News(, please,|) on the topic {a}. ; (Can|Could) you (get|show|read) (me |)(the |)news on the topic {a}? ; (I want|I would like) to (hear|read|see) (the |)news (on|about) this: {a}. ; (What's|Anything) new (on|about) the topic {a}? ; (The |)news (on|about) this(, please|): {a}. ; Is there (any |)(fresh |)news on the topic {a}? ; What (happened|does the news say) on the topic {a}?
de: (Zeig|Lies) mir (bitte |)Nachrichten zum Thema {a}. ; (Gibt es|Was für) Nachrichten (gibt es |)zum Thema {a}? ; Ich (möchte|will) Nachrichten zum Thema {a}. ; (Kannst|Könntest) du (mir |)(die |)Nachrichten zum Thema {a} (zeigen|vorlesen|holen)? ; Was gibt es Neues zum Thema {a}? ; Nachrichten(, bitte|), (zum Thema|Thema) {a}. ; Ich suche (neue |)Nachrichten zum Thema {a}. ; Hast du (neue |)Nachrichten zum Thema {a}? ; (Hol|Such) mir (bitte |)(die |)Nachrichten zum Thema {a}.
do: get the news
tun: Nachrichten zu holen

names: log_overtime add_overtime overtime
group: office
word: overtime | Überstunden
about: Log the overtime of a person. | Note overtime in hours.
zweck: Die Überstunden von jemandem eintragen. | Überstunden notieren.
args: name person person | hours duration small
en: (Log|Note|Enter) an overtime of {b} for {a}. ; {a} has an overtime of {b}(, log it.|, write it down.) ; (Add|Please add) {b} to the overtime of {a}. ; The overtime of {a} (is|was) {b}. ; (Can|Could) you (log|enter|add) an overtime of {b} for {a}? ; (I|We) have to (log|enter) {b} of overtime for {a}. ; Overtime(, please|): {a}, {b}. ; {a} (worked|stayed) {b} hours longer(, log it.|, note it.|.) ; (Write|Put) down {b} of overtime for {a}.
de: Notiere (bitte |){b} Überstunden für {a}. ; {a} hat {b} Überstunden(.|, notiere das.) ; Für {a} (gibt es|sind es) {b} Überstunden. ; (Kannst|Könntest) du {b} Überstunden für {a} (notieren|eintragen)? ; (Trag|Trage) (bitte |)(für |){a} {b} Überstunden ein. ; Überstunden(, bitte|): {a}, {b}. ; {a} (machte|hatte|leistete) {b} Überstunden(.|, trag sie ein.)
do: log overtime
tun: Überstunden einzutragen

names: find_price price_check get_price
group: world
word: price | Preis
about: Find the price of a product. | Check what the price is.
zweck: Den Preis einer Ware finden. | Preis prüfen.
args: product item product
en: (Find|Check|Tell me) the price of this: {a}. ; (What|How high) is the price for this: {a}? ; (I want|I need) to know the price: {a}. ; (Which|What) price does this have: {a}? ; (Can|Could) you (find|check|tell me) the price of this: {a}? ; (How much|What) (does this cost|is this): {a}? ; (Price|The price)(, please|): {a}. ; (How expensive|How dear) is this: {a}? ; Do you know the price of this: {a}? ; (Look up|See) the price(:| for this:) {a}.
de: (Nenne|Prüfe|Finde) (bitte |)den Preis: {a}. ; Wie (hoch|teuer) ist der Preis für die Ware {a}? ; Ich (möchte|will) den Preis wissen: {a}. ; (Kannst|Könntest) du den Preis (finden|prüfen|nennen)? (Ware|Es geht um): {a}. ; Was kostet das: {a}? ; Preis(, bitte|): {a}. ; (Sag|Zeig) mir (bitte |)den Preis: {a}. ; Wie (teuer|viel) ist das: {a}? ; Kennst du den Preis: {a}?
do: check prices
tun: Preise zu prüfen

names: charge_car start_charging car_charge
group: home
word: car | Auto
about: Charge the car to a percentage. | Charging of the car.
zweck: Das Auto bis zu einem Stand laden. | Auto laden, in Prozent.
args: percent level percent
en: (Charge|Please charge) the car to {a} percent. ; The car (needs|should have) {a} percent. ; (Load|Fill) the battery of the car to {a} percent. ; (Stop|End) charging the car at {a} percent. ; (Can|Could) you charge the car to {a} percent? ; (I need|I want|We need) the car (at|charged to) {a} percent. ; The car (should|must) be (at|charged to) {a} percent. ; Charge(, please|): the car, {a} percent. ; {a} percent for the car(, please|). ; Charge the car (until|up to) {a} percent.
de: (Lade|Lad) (bitte |)das Auto auf {a} Prozent. ; Das Auto (braucht|soll) {a} Prozent (haben|Ladung). ; Auto (bitte |)bis {a} Prozent laden. ; (Kannst|Könntest) du das Auto auf {a} Prozent (laden|bringen)? ; (Ich brauche|Wir brauchen) das Auto mit {a} Prozent. ; Das Auto (soll|muss) auf {a} Prozent (geladen werden|laden). ; Auto(, bitte|): {a} Prozent. ; Bring das Auto auf {a} Prozent.
do: charge the car
tun: das Auto zu laden

names: get_status delivery_status check_status
group: office
word: status | Status
about: Get the status of a delivery. | Delivery status by number.
zweck: Den Status einer Lieferung zeigen. | Status nach Nummer.
args: number delivery code
en: (What|How) is the status of {a}? ; (Give|Tell|Show) me the status of (delivery |){a}. ; (Check|Look up) the status of delivery {a}. ; (I need|We need) the status of {a}. ; (Can|Could) you (check|get|look up) the status of (delivery |){a}? ; (What|How) about the status of (delivery |){a}? ; (Status|The status) of (delivery |){a}(, please|). ; (I want|We want) to know the status of (delivery |){a}. ; (How far|Where) is delivery {a}? ; (Is delivery {a} (ready|on its way)|Has delivery {a} left)?
de: (Wie|Was) ist der Status von {a}? ; (Nenne|Zeig|Sag) mir (bitte |)den Status von {a}. ; Prüfe (bitte |)den Status der Lieferung {a}. ; (Kannst|Könntest) du den Status von {a} (prüfen|nennen|abfragen)? ; Status (von|der Lieferung) {a}(, bitte|). ; (Ich brauche|Wir brauchen|Ich möchte) den Status (von|der Lieferung) {a}. ; Welchen Status hat (die Lieferung |){a}? ; Wie weit ist die Lieferung {a}?
do: check deliveries
tun: Lieferungen zu prüfen
"""
