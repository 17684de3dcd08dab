"""What the texts of stage 3a-4 are about, and the tools that are on offer there.

A domain is an opening sentence around one name, and fields that a sentence or a label tells. Field
keys have several spellings, so that a model has to read the key it was asked for.
"""

import dataclasses
import functools
import random
from collections.abc import Callable

from data_gen import slots
from data_gen.generator import Draw

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
        group: "home", "office" or "world"; each is a family of its own.
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
    """Returns the tools, with questions in a language ("en" or "de")."""
    return tuple(_tool(block, language) for block in _TOOLS.strip().split("\n\n"))


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


_TOOLS = """
names: get_weather weather_lookup fetch_weather
group: world
word: weather | Wetter
about: Get the weather of a place. | Current weather.
zweck: Das Wetter an einem Ort. | Wetter von heute und morgen.
args: city place location place
en: What is the weather like in {a}? ; How is the weather in {a} (now|today)? ; (Is it|Will it be) (warm|cold|rainy|windy) in {a} (today|now|tomorrow)? ; (Tell|Give) me the weather (for|in) {a}(.| please.) ; Do I need (a coat|an umbrella) in {a}?
de: Wie ist das Wetter in {a}? ; (Ist es|Wird es) (heute|morgen) (warm|kalt|windig) in {a}? ; (Sag|Nenne) mir (bitte |)das Wetter (in|für) {a}.
do: check the weather
tun: das Wetter abzufragen

names: send_mail send_email write_mail
group: office
word: mail | Mail
about: Send an e-mail. | Write a mail to someone.
zweck: Eine Mail senden. | Eine Mail an jemanden.
args: to recipient person | subject topic title
en: (Send|Write) (a mail|an e-mail) to {a} (about|with the subject) {b}. ; (Please |)(mail|e-mail) {a} (about|on) {b}. ; {a} should get (a mail|an e-mail) (about|with the subject) {b}.
de: (Sende|Schreibe|Schick) (bitte |)eine Mail an {a} (zum Thema|mit dem Betreff) {b}. ; {a} soll eine Mail (zum Thema|mit dem Betreff) {b} bekommen.
do: send a mail
tun: eine Mail zu senden

names: web_search search_web search
group: world
word: web | Netz
about: Search the web for pages. | Look something up on the web.
zweck: Suche Seiten im Netz. | Im Netz suchen.
args: query text name
en: Search (the web |)for {a}. ; (Look|Please look) up {a} (on the web|online). ; (Find|Can you find) pages about {a}(.| please.) ; (Find|Can you find) pages about {a} on the web(.| please.)
de: Suche (im Netz |)nach {a}. ; (Finde|Such mir) (bitte |)Seiten über {a}. ; Schau (bitte |)im Netz nach {a}. ; Finde (bitte |)Seiten über {a} im Netz.
do: search the web
tun: im Netz zu suchen

names: set_alarm create_alarm wake_me
group: home
word: alarm | Wecker
about: Set an alarm. | Set the alarm clock.
zweck: Den Wecker stellen. | Wecker für die Uhrzeit.
args: time at time
en: (Wake|Please wake) me (up |)at {a}. ; (Set|Make) (an|the) alarm (for|at) {a}. ; I (need|have) to get up at {a}. ; (I need|I want) an alarm (at|for) {a}.
de: Weck mich (bitte |)um {a} Uhr. ; (Stell|Stelle) (bitte |)den Wecker auf {a}. ; Ich muss um {a} Uhr aufstehen. ; Ich brauche (morgen |)einen Wecker um {a} Uhr.
do: set an alarm
tun: einen Wecker zu stellen

names: start_timer set_timer timer
group: home
word: timer | Timer
about: Start a timer in minutes. | Timer in minutes.
zweck: Einen Timer in Minuten starten. | Timer in Minuten.
args: minutes duration count
en: (Set|Start) a timer (for|of) {a} minutes. ; (Remind|Tell) me in {a} minutes. ; (Count|Please count) down {a} minutes. ; (I need|I want) a timer (for|of) {a} minutes.
de: (Stell|Starte) (bitte |)einen Timer (auf|für) {a} Minuten. ; Erinnere mich in {a} Minuten. ; Ich (brauche|möchte) einen Timer (für|auf) {a} Minuten.
do: start a timer
tun: einen Timer zu starten

names: find_recipe get_recipe recipe_search
group: home
word: recipe | Rezept
about: Find a recipe. | Recipes by main item.
zweck: Ein Rezept finden. | Rezept nach Zutat.
args: dish food food
en: (Find|Get|Show) me a recipe (for|with) {a}. ; How do I cook (with |){a}? ; (What|Which) recipe do you have (for|with) {a}?
de: (Finde|Suche|Zeig mir) (bitte |)ein Rezept (für|mit) {a}. ; Wie kocht man (mit |){a}?
do: find a recipe
tun: ein Rezept zu finden

names: convert_currency exchange convert_money
group: world
word: currency | Währung
about: Convert euros to a currency. | Exchange euros.
zweck: Euro in eine Währung umrechnen. | Euro wechseln.
args: amount value amount | to currency USD/GBP/JPY/CHF/SEK
en: (Convert|Change|Exchange) {a} euros (to|into) {b}. ; (How much|What) is {a} euros in {b}? ; (What|How much) do I get in {b} for {a} euros? ; (Convert|Change|Exchange) {a} euros (to|into) the currency {b}. ; (How much|What) is {a} euros in the currency {b}?
de: Rechne (bitte |){a} Euro in {b} um. ; Wechsle (bitte |){a} Euro in {b}. ; Wie viel sind {a} Euro in {b}? ; (Wechsle|Tausche) (bitte |){a} Euro in die Währung {b}. ; Wie viel sind {a} Euro in der Währung {b}?
do: convert money
tun: Geld umzurechnen

names: book_room reserve_room room_booking
group: office
word: room | Raum
about: Book a meeting room. | Reserve a room.
zweck: Einen Raum buchen. | Raum für ein Treffen reservieren.
args: room name code | day date weekday
en: (Book|Reserve) (the |)room {a} (for|on) {b}. ; (I|We) need room {a} on {b}. ; (Can|Could) you (book|reserve) room {a} for {b}?
de: (Buche|Reserviere) (bitte |)(den |)Raum {a} für {b}. ; (Ich brauche|Wir brauchen) Raum {a} am {b}.
do: book a room
tun: einen Raum zu buchen

names: play_song play_music play
group: home
word: song | Lied
about: Play a song. | Play music by title.
zweck: Spielt ein Lied. | Ein Lied abspielen.
args: title song title
en: (Play|Please play) (the song |){a}. ; I (want|would like) to hear {a}. ; (Now|Next) play {a}(.| please.) ; I (want|would like) to hear the song {a}. ; (Now|Next) play the song {a}(.| please.)
de: Spiel (bitte |)(das Lied |){a}. ; Ich (möchte|will) {a} hören. ; Ich (möchte|will) das Lied {a} hören.
do: play music
tun: Musik abzuspielen

names: translate_word translate translation
group: world
word: word | Wort
about: Translate a word. | Word translation.
zweck: Ein Wort in eine Sprache übersetzen. | Wort übersetzen.
args: word text word | to language language
en: (Translate|Please translate) {a} (to|into) {b}. ; What is {a} in {b}? ; How do you say {a} in {b}? ; (Give|Tell) me the {b} word for {a}. ; (Translate|Please translate) the word {a} (to|into) {b}. ; What is the word {a} in {b}?
de: (Übersetze|Übersetz) (bitte |)(das Wort |){a} in die Sprache {b}. ; Wie heißt {a} auf {b}? ; Wie heißt das Wort {a} auf {b}?
do: translate
tun: zu übersetzen

names: call_contact call phone
group: office
word: call | anrufen
about: Call a person by phone. | Phone someone.
zweck: Jemanden anrufen. | Mit jemandem telefonieren.
args: name contact person
en: (Call|Phone|Ring) {a}(.| please.) ; (I want|I need) to (speak|talk) to {a} (on the phone|by phone). ; (Please |)(start|make) a call to {a}. ; Please call {a}(.| now.) ; (I want|I need) to call {a}.
de: Ruf (bitte |){a} an. ; Ich (möchte|muss) mit {a} telefonieren. ; Kannst du (bitte |){a} anrufen? ; Ich (möchte|muss) {a} anrufen. ; Du (sollst|kannst) (jetzt |){a} anrufen.
do: call anyone
tun: jemanden anzurufen

names: track_parcel parcel_status track_package
group: world
word: parcel | Paket
about: Track a parcel. | Status of a parcel.
zweck: Ein Paket verfolgen. | Stand für ein Paket.
args: code number code
en: Where is (my |the |)parcel {a}? ; (Track|Trace|Check) (the |)parcel {a}. ; Has (the |my |)parcel {a} (arrived|come)?
de: Wo ist (das |mein |)Paket {a}? ; (Verfolge|Prüfe) (bitte |)(das |)Paket {a}. ; Ist (das |mein |)Paket {a} da?
do: track a parcel
tun: ein Paket zu verfolgen

names: add_event create_event calendar_add
group: office
word: calendar | Kalender
about: Add an event to the calendar. | New calendar entry.
zweck: Schreibe einen Termin in den Kalender. | Neuer Termin im Kalender.
args: title event title | date day day
en: (Add {a} to|Put {a} in) (the|my) calendar (for|on) {b}. ; (Note|Enter) {a} (for|on) {b}. ; {a} is on {b}, (add|note) it(.| please.) ; Write {a} into (the|my) calendar (for|on) {b}(.| please.)
de: Trage (bitte |){a} am {b} ein. ; Schreibe (bitte |){a} am {b} in den Kalender. ; {a} ist am {b}, (notiere|merke) es. ; {a} (soll|muss) am {b} in den Kalender.
do: add an event
tun: einen Termin einzutragen

names: lights_on light_switch switch_light
group: home
word: light | Licht
about: Switch on the light in a room. | Light control.
zweck: Das Licht im Raum schalten. | Licht an und aus.
args: room place room
en: (Switch|Turn) on the light in the {a}(.| please.) ; (It is|It's) (too |)dark in the {a}. ; (I need|We need) light in the {a}. ; (We|I) (want|have no) light in the {a}(.| now.)
de: (Mach|Schalte) (bitte |)das Licht an: {a}. ; Hier ist es (zu |)dunkel: {a}. ; Hier (fehlt|brauchen wir) (das |)Licht: {a}.
do: switch lights
tun: Licht zu schalten

names: set_heating heating set_temperature
group: home
word: heating | Heizung
about: Set the heating in degrees. | Heating control.
zweck: Die Heizung auf Grad stellen. | Heizung in Grad.
args: degrees temperature degrees
en: (Set|Turn) the heating to {a} (degrees|degrees please). ; (Make|I want) it {a} degrees (in here|warm). ; (Please |)(heat|warm) (up |)to {a} degrees.
de: (Stell|Dreh) (bitte |)die Heizung auf {a} Grad. ; Ich (möchte|will) {a} Grad (hier |)haben. ; Die Heizung (soll|muss) auf {a} Grad.
do: set the heating
tun: die Heizung zu stellen

names: find_flight flight_search search_flights
group: world
word: flight | Flug
about: Find a flight. | Flights between places.
zweck: Einen Flug finden. | Flug von Ort zu Ort.
args: from origin place | to destination place
en: (Find|Search|Show) (me |)a flight from {a} to {b}. ; (I|We) (want|need) to fly from {a} to {b}. ; (Which|What) flights go from {a} to {b}?
de: (Finde|Suche) (bitte |)einen Flug von {a} nach {b}. ; (Ich will|Wir wollen) von {a} nach {b} fliegen.
do: find flights
tun: Flüge zu suchen

names: order_product buy_item order_item
group: world
word: order | Stück
about: Order pieces of a product. | Buy something.
zweck: Waren nach Stück bestellen. | Bestelle ein Stück.
args: product item product | quantity count small
en: (Order|Buy) {b} pieces of this: {a}. ; (I|We) need {b} of these: {a}. ; Please (order|buy|get) this {b} times: {a}. ; (I want|We want|I would like) to order {b} pieces of this: {a}.
de: (Bestelle|Kaufe) (bitte |){b} Stück davon: {a}. ; (Ich brauche|Wir brauchen) {b} mal: {a}. ; (Ich brauche|Wir brauchen) {b} Stück davon: {a}.
do: order goods
tun: Waren zu bestellen

names: get_stock check_stock stock_level
group: office
word: stock | Bestand
about: How many pieces are in stock. | How many are left.
zweck: Bestand für einen Artikel. | Wie viele von einem Artikel da sind.
args: product item product
en: (How|Tell me how) many pieces are (left|in stock)? Item: {a}. ; (Check|Look up) the stock of this: {a}. ; (Is|Do we have) this in stock: {a}? ; (What|How big) is the stock of this: {a}?
de: Wie viele sind (noch |)da? Artikel: {a}. ; (Prüfe|Nenne) (bitte |)den Bestand: {a}. ; Wie (hoch|groß) ist der Bestand? Artikel: {a}.
do: check the stock
tun: den Bestand zu prüfen

names: open_ticket create_ticket new_ticket
group: office
word: ticket | Ticket
about: Open a ticket for a device. | New support ticket.
zweck: Ein Ticket für ein Gerät öffnen. | Neues Ticket zum Gerät.
args: device code code
en: (Open|Make|Create) a ticket for (device |){a}. ; (Device|The device) {a} is (broken|defect), (open a ticket|report it). ; (Report|Please report) a fault of (device |){a}.
de: (Öffne|Erstelle) (bitte |)ein Ticket für (Gerät |){a}. ; (Das |)Gerät {a} ist (kaputt|defekt), melde es.
do: open a ticket
tun: ein Ticket zu öffnen

names: get_profile find_person person_info
group: office
word: person | Person
about: Look up who a person is. | Information on a person.
zweck: Sucht, wer eine Person ist. | Eine Person suchen.
args: name person person
en: Who is {a}? ; Tell me who {a} is. ; (Look|Please look) up (the person |){a}. ; What do we know about {a}? ; Tell me (all |something |)about {a}. ; (Which|What) person is {a}? ; Tell me who the person {a} is.
de: Wer ist {a}? ; (Suche|Zeige) (bitte |)(die Person |){a}. ; Was wissen wir über {a}? ; Wer ist (denn |)die Person {a}? ; Sag mir (bitte |)etwas über die Person {a}.
do: look up people
tun: Personen nachzuschlagen

names: read_sensor sensor_value get_sensor
group: office
word: sensor | Sensor
about: Read a sensor. | Value of a sensor.
zweck: Einen Sensor auslesen. | Wert von einem Sensor.
args: sensor id code
en: (Read|Check) (the |)sensor {a}. ; What does (the |)sensor {a} (show|say)? ; (Give|Tell) me the value of sensor {a}.
de: Lies (bitte |)(den |)Sensor {a} aus. ; Prüfe (bitte |)(den |)Sensor {a}. ; Was zeigt (der |)Sensor {a}?
do: read sensors
tun: Sensoren auszulesen

names: rename_file file_rename rename
group: office
word: file | Datei
about: Rename a file. | Give a file another name.
zweck: Eine Datei umbenennen. | Neuer Name für eine Datei.
args: old from code | new to name
en: (Rename|Please rename) (the |)file {a} (to|as) {b}. ; (The |)file {a} (should|must) be called {b}. ; Give (the |)file {a} the (new |)name {b}.
de: Benenne (bitte |)(die |)Datei {a} in {b} um. ; (Die |)Datei {a} soll {b} heißen.
do: rename files
tun: Dateien umzubenennen

names: delete_note remove_note note_delete
group: home
word: note | Notiz
about: Delete a note. | Remove a note by its title.
zweck: Eine Notiz löschen. | Notiz nach Titel entfernen.
args: title note title
en: (Delete|Remove) (the |my |)note {a}. ; I (don't|no longer) need the note {a}(.|, delete it.) ; (Throw|Please throw) away (the |)note {a}.
de: (Lösche|Entferne) (bitte |)(die |)Notiz {a}. ; Die Notiz {a} (kann|soll) weg.
do: delete notes
tun: Notizen zu löschen

names: get_exchange_hours opening_hours shop_hours
group: world
word: hours | Öffnungszeiten
about: When a shop is open. | Opening hours of a shop.
zweck: Wann ein Laden offen hat oder schließt. | Öffnungszeiten eines Ladens.
args: shop name name
en: (When|At what time) does {a} (open|close)? ; Is {a} open (now|today)? ; (Give|Tell) me the hours of {a}. ; What are the (opening |)hours of {a}? ; Do you know the hours of {a}?
de: Wann (öffnet|schließt) {a}? ; (Hat|Ist) {a} (heute|jetzt) (auf|offen)? ; Wie sind die Öffnungszeiten von {a}? ; (Nenne|Zeige|Gib) mir (bitte |)die Öffnungszeiten von {a}.
do: look up hours
tun: Öffnungszeiten zu finden

names: calculate_tip tip_amount tip
group: world
word: tip | Trinkgeld
about: Tip for a bill in euros. | Work out a tip.
zweck: Trinkgeld in Prozent. | Trinkgeld berechnen.
args: amount bill amount | percent rate percent
en: (What|How much) is a tip of {b} percent on {a} euros? ; (Work|Please work) out {b} percent tip (for|on) {a} euros. ; (The bill is|I pay) {a} euros, (add|tip) {b} percent.
de: Wie viel sind {b} Prozent Trinkgeld (auf|bei) {a} Euro? ; (Rechne|Berechne) (bitte |){b} Prozent Trinkgeld auf {a} Euro.
do: work out tips
tun: Trinkgeld zu berechnen

names: train_times next_train train_schedule
group: world
word: train | Zug
about: Find a train to a place on a day. | Train times.
zweck: Ein Zug zu einem Ort an einem Tag. | Wann ein Zug fährt.
args: to destination place | day date weekday
en: (When|At what time) is there a train to {a} on {b}? ; (Find|Show) (me |)trains to {a} (for|on) {b}. ; (I|We) go to {a} by train on {b}(.|, find one.) ; (I|We) need a train to {a} on {b}.
de: Wann fährt am {b} ein Zug nach {a}? ; (Finde|Zeige) (bitte |)einen Zug nach {a} am {b}. ; Gibt es am {b} einen Zug nach {a}?
do: find trains
tun: Züge zu finden

names: water_plants start_watering irrigation
group: home
word: plants | Pflanzen
about: Water the plants in a zone. | Watering by zone.
zweck: Die Pflanzen in einer Zone gießen. | Pflanzen nach Zone gießen.
args: zone area code
en: (Water|Please water) (the plants in |)zone {a}. ; (Zone|The plants in zone) {a} (is|are) dry. ; (Start|Begin) watering (in |)zone {a}. ; The plants in zone {a} need water.
de: (Gieß|Bewässere) (bitte |)(die Pflanzen in |)Zone {a}. ; Zone {a} ist (zu |)trocken. ; Die Pflanzen in Zone {a} (sind|werden) (zu |)trocken.
do: water plants
tun: Pflanzen zu gießen

names: lock_door door_lock lock
group: home
word: door | Tür
about: Lock a door. | Door control.
zweck: Eine Tür schließen. | Eine Tür abschließen.
args: door id code
en: (Lock|Please lock|Close and lock) (the |)door {a}. ; (Make|Please make) sure (that |)door {a} is locked. ; (Secure|Shut) (the |)door {a}.
de: (Sperre|Schließe) (bitte |)(die |)Tür {a} ab. ; Die Tür {a} (muss|soll) zu sein.
do: lock doors
tun: Türen abzuschließen

names: find_doctor doctor_search search_doctor
group: world
word: doctor | Arzt
about: Find a doctor in a town. | Doctors near a place.
zweck: Einen Arzt in einer Stadt finden. | Welcher Arzt in der Nähe ist.
args: city town place
en: (Find|Show) (me |)a doctor in {a}. ; (I need|We need) a doctor in {a}(.| soon.) ; (Is there|Do you know) a doctor in {a}? ; (Which|What) doctor (is there|can I see) in {a}?
de: (Finde|Zeig mir) (bitte |)einen Arzt in {a}. ; (Ich brauche|Wir brauchen) einen Arzt in {a}. ; (Gibt es|Kennst du) einen Arzt in {a}? ; Welcher Arzt ist in {a}?
do: find a doctor
tun: einen Arzt zu finden

names: print_file print print_document
group: office
word: print | Drucker
about: Print copies of a document. | Print a document.
zweck: Ein Dokument an den Drucker geben. | Kopien vom Drucker holen.
args: document name code | copies count small
en: (Print|Please print) {b} copies of {a}. ; (Can|Could) you print {a} {b} times? ; (I need|We need) {b} copies of {a}, (print them|please print). ; (Print|Please print) {a}, {b} copies.
de: (Gib|Schick) (bitte |){a} {b} mal an den Drucker. ; Der Drucker soll {b} Kopien von {a} machen. ; (Ich brauche|Wir brauchen) {b} Kopien von {a} aus dem Drucker.
do: print documents
tun: Dokumente zu drucken

names: close_blinds blinds_down lower_blinds
group: home
word: blinds | Rollladen
about: Close the blinds in a room. | Blinds control.
zweck: Den Rollladen im Raum schließen. | Rollladen steuern.
args: room place room
en: (Close|Lower|Shut) the blinds in the {a}(.| please.) ; The blinds in the {a} (should|must) go down. ; (Please|Can you) (close|lower) the blinds in the {a}. ; The sun is bright, blinds down in the {a}.
de: (Schließ|Mach) (bitte |)den Rollladen zu: {a}. ; Der Rollladen (soll|muss) zu: {a}. ; Rollladen (bitte |)schließen: {a}.
do: close the blinds
tun: Rollläden zu schließen

names: find_book book_search library_search
group: office
word: library | Bibliothek
about: Look for a title in the library. | Search the library.
zweck: Einen Titel in der Bibliothek suchen. | In der Bibliothek suchen.
args: title name title
en: (Find|Look for|Search for) {a} in the library(.| please.) ; (Does the library have|Is there in the library) {a}? ; (I want|We want|I would like) to get {a} from the library. ; (Where|On which shelf) in the library is {a}?
de: (Finde|Suche) (bitte |){a} in der Bibliothek. ; (Hat die Bibliothek|Gibt es in der Bibliothek) {a}? ; Ich (möchte|will) {a} in der Bibliothek holen. ; Wo in der Bibliothek steht {a}?
do: search the library
tun: in der Bibliothek zu suchen

names: reserve_table table_booking book_table
group: world
word: table | Tisch
about: Reserve a table in a restaurant. | A table for some people.
zweck: Einen Tisch reservieren. | Einen Tisch im Lokal bestellen.
args: people seats small | time at time
en: (Reserve|Book|Get) a table for {a} (people |)at {b}. ; (We are|There will be) {a} people at {b}, (we need|reserve) a table. ; (Please|Can you) (reserve|get) a table at {b} for {a}. ; A table for {a} at {b}(, please|).
de: (Reserviere|Bestelle) (bitte |)einen Tisch für {a} (Personen |)um {b} Uhr. ; (Wir brauchen|Ich brauche) um {b} Uhr einen Tisch für {a}. ; Einen Tisch für {a} um {b} Uhr(, bitte|).
do: reserve a table
tun: einen Tisch zu reservieren

names: pay_invoice pay_bill payment
group: office
word: invoice | Rechnung
about: Pay an invoice by its number. | Pay the amount of an invoice.
zweck: Eine Rechnung bezahlen. | Eine Rechnung nach Nummer zahlen.
args: number invoice code | amount euros amount
en: (Pay|Please pay) (the |)invoice {a}(,| of) {b} euros. ; (The |)invoice {a} is over {b} euros, (pay it|please pay). ; (Can|Could) you pay {b} euros for (the |)invoice {a}? ; {b} euros (are due|must be paid) for invoice {a}.
de: (Bezahle|Zahle) (bitte |)die Rechnung {a} über {b} Euro. ; Die Rechnung {a} (beträgt|ist) {b} Euro, zahle sie. ; Für die Rechnung {a} sind {b} Euro (fällig|zu zahlen).
do: pay invoices
tun: Rechnungen zu bezahlen

names: show_map map open_map
group: world
word: map | Karte
about: Show a map of a place. | Open the map at a place.
zweck: Die Karte von einem Ort zeigen. | Karte öffnen.
args: place location place
en: (Show|Open) (me |)(a|the) map of {a}. ; (I need|We need|Give me) a map of {a}. ; (Where|Show me where) {a} (lies|is) on the map. ; (Zoom|Move) the map to {a}.
de: (Zeig mir|Öffne) (bitte |)(die|eine) Karte von {a}. ; (Ich brauche|Wir brauchen) eine Karte von {a}. ; Wo (liegt|ist) {a} auf der Karte?
do: show maps
tun: Karten zu zeigen

names: get_news news headlines
group: world
word: news | Nachrichten
about: Get the news on a topic. | News about something.
zweck: Nachrichten zu einem Thema. | Neue Nachrichten holen.
args: topic subject word
en: (Get|Show|Read) me the news (on|about) this: {a}. ; (What is|Is there) (any |)news (on|about) the topic {a}? ; (I want|I need) news (on|about) this: {a}. ; News(, please,|) on the topic {a}.
de: (Zeig|Lies) mir (bitte |)Nachrichten zum Thema {a}. ; (Gibt es|Was für) Nachrichten (gibt es |)zum Thema {a}? ; Ich (möchte|will) Nachrichten zum Thema {a}.
do: get the news
tun: Nachrichten zu holen

names: log_overtime add_overtime overtime
group: office
word: overtime | Überstunden
about: Log the overtime of a person. | Note overtime in hours.
zweck: Die Überstunden von jemandem eintragen. | Überstunden notieren.
args: name person person | hours duration small
en: (Log|Note|Enter) an overtime of {b} for {a}. ; {a} has an overtime of {b}(, log it.|, write it down.) ; (Add|Please add) {b} to the overtime of {a}. ; The overtime of {a} (is|was) {b}.
de: Notiere (bitte |){b} Überstunden für {a}. ; {a} hat {b} Überstunden(.|, notiere das.) ; Für {a} (gibt es|sind es) {b} Überstunden.
do: log overtime
tun: Überstunden einzutragen

names: find_price price_check get_price
group: world
word: price | Preis
about: Find the price of a product. | Check what the price is.
zweck: Den Preis einer Ware finden. | Preis prüfen.
args: product item product
en: (Find|Check|Tell me) the price of this: {a}. ; (What|How high) is the price for this: {a}? ; (I want|I need) to know the price: {a}. ; (Which|What) price does this have: {a}?
de: (Nenne|Prüfe|Finde) (bitte |)den Preis: {a}. ; Wie (hoch|teuer) ist der Preis für die Ware {a}? ; Ich (möchte|will) den Preis wissen: {a}.
do: check prices
tun: Preise zu prüfen

names: charge_car start_charging car_charge
group: home
word: car | Auto
about: Charge the car to a percentage. | Charging of the car.
zweck: Das Auto bis zu einem Stand laden. | Auto laden, in Prozent.
args: percent level percent
en: (Charge|Please charge) the car to {a} percent. ; The car (needs|should have) {a} percent. ; (Load|Fill) the battery of the car to {a} percent. ; (Stop|End) charging the car at {a} percent.
de: (Lade|Lad) (bitte |)das Auto auf {a} Prozent. ; Das Auto (braucht|soll) {a} Prozent (haben|Ladung). ; Auto (bitte |)bis {a} Prozent laden.
do: charge the car
tun: das Auto zu laden

names: get_status delivery_status check_status
group: office
word: status | Status
about: Get the status of a delivery. | Delivery status by number.
zweck: Den Status einer Lieferung zeigen. | Status nach Nummer.
args: number delivery code
en: (What|How) is the status of {a}? ; (Give|Tell|Show) me the status of (delivery |){a}. ; (Check|Look up) the status of delivery {a}. ; (I need|We need) the status of {a}.
de: (Wie|Was) ist der Status von {a}? ; (Nenne|Zeig|Sag) mir (bitte |)den Status von {a}. ; Prüfe (bitte |)den Status der Lieferung {a}.
do: check deliveries
tun: Lieferungen zu prüfen
"""
