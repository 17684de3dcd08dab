"""Things that the domain corpus writes about: their fields, and sentences that state them.

A field has a label, a way to draw a value, and wordings in which {s} is the thing and {v} the
value. German wordings avoid what depends on the gender of a name.
"""

import dataclasses
import random
from collections.abc import Callable

from data_gen import slots
from data_gen.splits import split_of


@dataclasses.dataclass(frozen=True)
class Field:
    """One thing that can be said of an entity: label, value and wordings (by language)."""

    label: dict[str, str]
    value: Callable[[random.Random, str], str]
    wordings: dict[str, str]


def train_name(rng: random.Random) -> str:
    """Draws an invented name of the train side: the corpus holds no name that a gate asks for."""
    while split_of(name := slots.invented_word(rng)) != "train":
        pass
    return name.capitalize()


def _person(rng: random.Random, language: str) -> str:
    if rng.random() < 0.5:
        return f"{rng.choice(slots.first_names(language))} {train_name(rng)}"
    return slots.person(rng, language)


def _place(rng: random.Random, language: str) -> str:
    kind = rng.random()
    if kind < 0.5:
        return train_name(rng)
    return slots.invented_place(rng, language) if kind < 0.7 else rng.choice(slots.cities(language))


def _firm(rng: random.Random, language: str) -> str:
    if rng.random() < 0.5:
        return f"{train_name(rng)} {'Ltd' if language == 'en' else 'GmbH'}"
    return slots.company(rng, language)


def _whole(low: int, high: int) -> Callable[[random.Random, str], str]:
    return lambda rng, language: slots.number(rng.randrange(low, high), language)


def _one_of(values: Callable[[str], tuple[str, ...]]) -> Callable[[random.Random, str], str]:
    return lambda rng, language: rng.choice(values(language))


def _money(rng: random.Random, language: str) -> str:
    return slots.money(rng.choice((rng.randrange(2, 100), rng.randrange(10, 900) * 10)), language)


def _day(rng: random.Random, language: str) -> str:
    return slots.date_text(slots.date(rng), language, rng.choice(("long", "short", "short")))


def _time(rng: random.Random, language: str) -> str:
    return slots.time_text(slots.clock_time(rng), language)


def _code(rng: random.Random, _: str) -> str:
    return slots.code(rng)


def _name(rng: random.Random, _: str) -> str:
    return train_name(rng)


def _field(en: str, de: str, value: Callable, en_wordings: str, de_wordings: str) -> Field:
    return Field({"en": en, "de": de}, value, {"en": en_wordings, "de": de_wordings})


_COLOUR = _field(
    "color",
    "Farbe",
    _one_of(slots.colours),
    "(The color of {s} is {v}.|{s} is {v}.|People painted {s} {v}.)",
    "(Die Farbe von {s} ist {v}.|{s} ist {v}.)",
)
_CODE = _field(
    "code",
    "Code",
    _code,
    "(The code of {s} is {v}.|{s} has the code {v}.|Its label reads {v}.)",
    "(Der Code von {s} ist {v}.|{s} hat den Code {v}.|Auf dem Schild steht {v}.)",
)
_OWNER = _field(
    "owner",
    "Besitz",
    _person,
    "({s} belongs to {v}.|The owner of {s} is {v}.|{v} owns {s}.)",
    "({s} gehört {v}.|{s} ist im Besitz von {v}.)",
)
_CITY = _field(
    "city",
    "Ort",
    _place,
    "({s} is in {v}.|You find {s} in {v}.|{s} has its place in {v}.)",
    "({s} ist in {v}.|Man findet {s} in {v}.|{s} hat den Sitz in {v}.)",
)
_YEAR = _field(
    "year",
    "Jahr",
    lambda rng, _: str(rng.randrange(1750, 2030)),
    "({s} began in {v}.|{s} goes back to the year {v}.|{s} has existed since {v}.)",
    "({s} begann im Jahr {v}.|Seit {v} gibt es {s}.)",
)
_PRICE = _field(
    "price",
    "Preis",
    _money,
    "({s} costs {v}.|The price of {s} is {v}.|For {s} you pay {v}.)",
    "({s} kostet {v}.|Der Preis von {s} ist {v}.|Für {s} zahlt man {v}.)",
)
_DAY = _field(
    "date",
    "Datum",
    _day,
    "({s} takes place on {v}.|The date of {s} is {v}.|On {v} it is time for {s}.)",
    "({s} findet am {v} statt.|Der Termin von {s} ist der {v}.)",
)
_TIME = _field(
    "time",
    "Uhrzeit",
    _time,
    "({s} starts at {v}.|The start of {s} is at {v}.|At {v} it begins.)",
    "({s} beginnt um {v}.|Um {v} geht es los.)",
)
_HEAD = _field(
    "head",
    "Leitung",
    _person,
    "({v} leads {s}.|The head of {s} is {v}.|{s} is led by {v}.)",
    "({v} leitet {s}.|{s} wird von {v} geleitet.)",
)
_STAFF = _field(
    "staff",
    "Personal",
    _whole(3, 3000),
    "({s} has {v} workers.|{v} people work for {s}.)",
    "({s} hat {v} Beschäftigte.|Bei {s} arbeiten {v} Menschen.)",
)
_GOOD = _field(
    "product",
    "Produkt",
    _one_of(slots.products),
    "({s} is known for the {v}.|Best known of {s} is the {v}.|{s} sells this: {v}.)",
    "({s} ist bekannt für dieses Produkt: {v}.|{s} verkauft vor allem dies: {v}.)",
)
_JOB = _field(
    "job",
    "Beruf",
    _one_of(slots.professions),
    "({s} works as a {v}.|By trade {s} is a {v}.|The job of {s}: {v}.)",
    "({s} arbeitet als {v}.|{s} ist von Beruf {v}.)",
)
_HOME = _field(
    "home",
    "Wohnort",
    _place,
    "({s} lives in {v}.|The home of {s} is {v}.|{s} moved to {v}.)",
    "({s} wohnt in {v}.|{s} lebt in {v}.|{s} zog nach {v}.)",
)
_AGE = _field(
    "age",
    "Alter",
    _whole(18, 90),
    "({s} is {v} years old.|The age of {s} is {v}.)",
    "({s} ist {v} Jahre alt.|Das Alter von {s} ist {v}.)",
)
_DOG = _field(
    "dog",
    "Hund",
    _name,
    "(The dog of {s} is called {v}.|{s} has a dog named {v}.)",
    "(Der Hund von {s} heißt {v}.|{s} hat einen Hund namens {v}.)",
)
_FRIEND = _field(
    "friend",
    "Kontakt",
    _person,
    "({s} often meets {v}.|A good friend of {s} is {v}.|{v} knows {s} well.)",
    "({s} trifft oft {v}.|{v} kennt {s} gut.)",
)
_WEIGHT = _field(
    "weight",
    "Gewicht",
    lambda rng, _: f"{rng.randrange(2, 900)} kg",
    "({s} weighs {v}.|The weight of {s} is {v}.)",
    "({s} wiegt {v}.|Das Gewicht von {s} ist {v}.)",
)
_ROOM = _field(
    "room",
    "Raum",
    _code,
    "({s} stands in room {v}.|Room {v} holds {s}.)",
    "({s} steht in Raum {v}.|In Raum {v} steht {s}.)",
)
_PEOPLE = _field(
    "people",
    "Einwohner",
    _whole(200, 90_000),
    "({s} has {v} people.|{v} people live in {s}.)",
    "({s} hat {v} Einwohner.|In {s} leben {v} Menschen.)",
)
_RIVER = _field(
    "river",
    "Fluss",
    _name,
    "({s} lies on the river {v}.|The {v} flows through {s}.)",
    "({s} liegt am Fluss {v}.|Durch {s} fließt der Fluss {v}.)",
)

# Kind of entity -> its name and its fields.
KINDS: dict[str, tuple[Callable[[random.Random, str], str], tuple[Field, ...]]] = {
    "person": (_person, (_JOB, _HOME, _AGE, _DOG, _FRIEND, _CODE)),
    "town": (_place, (_PEOPLE, _RIVER, _HEAD, _YEAR, _GOOD)),
    "firm": (_firm, (_HEAD, _CITY, _YEAR, _STAFF, _GOOD, _CODE)),
    "thing": (_name, (_COLOUR, _PRICE, _WEIGHT, _ROOM, _OWNER, _CODE, _YEAR)),
    "event": (_name, (_DAY, _TIME, _CITY, _PRICE, _HEAD)),
}


@dataclasses.dataclass(frozen=True)
class Entity:
    """A thing with the values of some of its fields, and labels of fields that it lacks."""

    name: str
    values: dict[str, str]
    wordings: dict[str, str]
    absent: tuple[str, ...]


def draw_entity(rng: random.Random, language: str, kind: str, count: int) -> Entity:
    """Draws an entity with up to `count` fields."""
    name_of, fields = KINDS[kind]
    name = name_of(rng, language)
    chosen = rng.sample(fields, min(count, len(fields)))
    values = {field.label[language]: field.value(rng, language) for field in chosen}
    wordings = {field.label[language]: field.wordings[language] for field in chosen}
    absent = {f.label[language] for _, others in KINDS.values() for f in others} - set(values)
    return Entity(name, values, wordings, tuple(sorted(absent)))
