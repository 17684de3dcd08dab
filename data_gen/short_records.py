"""Short texts for stage 3a-4 in a wide vocabulary: lists, and one or two statements about a thing.

Their keys are any noun, or what a value is called in most forms ("owner", "Besitzer").
"""

import dataclasses
from collections.abc import Callable

from data_gen import listings, slots
from data_gen.generator import Draw
from data_gen.qa_material import spot, upper_first
from data_gen.structured_material import VALUES


@dataclasses.dataclass(frozen=True)
class Record:
    """A short text and what it tells.

    Attributes:
        text: the text.
        values: the value of every key, in the order of the text.
        has_roles: whether keys say what a value is ("owner"), and not what stands beside it.
    """

    text: str
    values: dict[str, object]
    has_roles: bool = True


# --- Lists of things -------------------------------------------------------------------------


# Headings of a list in English and German, what stands beside its entries, and whether these are
# topics (any noun) or goods.
_LISTS: tuple[tuple[str, str, Callable[[Draw], object], bool], ...] = (
    ("Index:/Keywords and pages:", "Register:/Stichwörter und Seiten:", VALUES["hundreds"], True),
    ("Topics and speakers:/Talks:", "Themen und Redner:/Vorträge:", VALUES["person"], True),
    ("Topics of the week:/Lessons:", "Themen der Woche:/Stunden:", VALUES["weekday"], True),
    ("Shelf marks:/Files:", "Signaturen:/Akten:", VALUES["code"], True),
    ("In stock:/We need:", "Bestand:/Gebraucht werden:", VALUES["count"], False),
    ("Prices in euros:/Price list:", "Preise in Euro:/Preisliste:", VALUES["amount"], False),
    ("Who brings what:/Owners:", "Wer bringt was:/Besitzer:", VALUES["person"], False),
    ("Colours:/Painted:", "Farben:/Gestrichen:", VALUES["colour"], False),
    ("Made in:/Found in:", "Hergestellt in:/Gefunden in:", VALUES["place"], False),
    ("Where things are:/Places:", "Wo alles ist:/Plätze:", spot, False),
)


def listed_things(draw: Draw) -> Record:
    """Draws two or three entries with a value of one kind each: "Owners: ladder: Ida; rope: Tom."""
    rng = draw.rng
    english, german, value, of_topics = rng.choice(_LISTS)
    heading = rng.choice((english if draw.language == "en" else german).split("/"))
    entries = (slots.nouns if of_topics else slots.products)(draw.language)
    values = {entry: value(draw) for entry in rng.sample(entries, rng.randint(2, 3))}
    gap, between = rng.choice(((" ", "; "), (" ", ", "), ("\n", "\n"), ("\n- ", "\n- ")))
    lines = between.join(f"{entry}: {value}" for entry, value in values.items())
    end = "." if gap == " " else ""
    start = heading + gap if rng.random() < 0.7 else gap.lstrip()
    return Record(start + lines + end, values, has_roles=False)


# --- Statements ------------------------------------------------------------------------------

_SUBJECT_KEYS = {
    "en": {
        "goods": "item thing object product",
        "places": "shop place house",
        "events": "event occasion title",
        "animals": "animal pet",
        "buildings": "building object",
        "papers": "paper document text",
        "people": "name person guest",
    },
    "de": {
        "goods": "ding gegenstand produkt artikel",
        "places": "laden ort haus",
        "events": "ereignis anlass titel",
        "animals": "tier haustier",
        "buildings": "gebäude bauwerk",
        "papers": "papier dokument text",
        "people": "name person gast",
    },
}
# Keys for the values of `listings.LISTINGS`, kind after kind.
_VALUE_KEYS = {
    "en": (
        "price cost/place spot/giver sender/owner holder/origin city/opens hour/start begin/day date/"
        "minutes duration/leader guide/name/name/weight kilos/age years/home city/place spot/"
        "year built/height metres/planner architect/author writer/pages length/day arrival/"
        "origin city"
    ),
    "de": (
        "preis kosten/platz ort/geber absender/besitzer/öffnung uhrzeit/beginn start/tag termin/"
        "minuten dauer/ort stadt/ort heimat/platz ort/besitzer halter/name/gewicht kilo/alter jahre/"
        "jahr baujahr/höhe meter/ort stadt/autor verfasser/seiten umfang/herkunft stadt"
    ),
}
# What is said of people, the keys and the kind of value.
_OF_PEOPLE = {
    "en": (
        ("is {} years old", "age years", "age"),
        ("lives in {}", "city home town", "place"),
        ("comes from {}", "origin birthplace", "place"),
        ("arrives on {}", "day arrival", "weekday"),
        ("speaks {}", "language", "language"),
        ("has the number {}", "number id", "code"),
        ("was born in {}", "year born", "year"),
        ("stays for {} weeks", "weeks duration", "small"),
        ("likes {}", "food dish", "food"),
    ),
    "de": (
        ("ist {} Jahre alt", "alter jahre", "age"),
        ("wohnt in {}", "stadt wohnort ort", "place"),
        ("kommt aus {}", "herkunft geburtsort", "place"),
        ("arbeitet als {}", "beruf job", "job"),
        ("kommt am {}", "tag ankunft", "weekday"),
        ("spricht {}", "sprache", "language"),
        ("hat die Nummer {}", "nummer kennung", "code"),
        ("bleibt {} Wochen", "wochen dauer", "small"),
        ("isst gern {}", "essen gericht", "food"),
    ),
}


def statements(draw: Draw) -> Record:
    """Draws one or two statements about one thing or person: its name, and a value of each."""
    rng, language = draw.rng, draw.language
    group = rng.choice(list(_SUBJECT_KEYS[language]))
    subject_key = rng.choice(_SUBJECT_KEYS[language][group].split())
    make = _about_person if group == "people" else _about_thing
    while True:
        subject, sentences, values = make(draw, group, rng.choice((1, 1, 2)))
        # two statements may tell what one key stands for: two names, two places
        if subject_key not in values and len(values) == len(sentences):
            return Record(" ".join(sentences), {subject_key: subject, **values})


def _about_person(draw: Draw, _: str, count: int) -> tuple[str, list[str], dict[str, object]]:
    rng = draw.rng
    name = str(VALUES["person"](draw))
    sentences: list[str] = []
    values: dict[str, object] = {}
    for said, keys, kind in rng.sample(_OF_PEOPLE[draw.language], count):
        value = VALUES[kind](draw)
        who = name if not sentences else name.split()[0]
        sentences.append(f"{who} {said.format(value)}.")
        values[rng.choice(keys.split())] = value
    return name, sentences, values


def _about_thing(draw: Draw, group: str, count: int) -> tuple[str, list[str], dict[str, object]]:
    rng = draw.rng
    kinds = zip(
        listings.LISTINGS[draw.language], _VALUE_KEYS[draw.language].split("/"), strict=True
    )
    known = [(listing, keys) for listing, keys in kinds if listing.group == group]
    subject = rng.choice(listings.subjects(group, draw.language))
    sentences: list[str] = []
    values: dict[str, object] = {}
    for listing, keys in rng.sample(known, min(count, len(known))):
        value = listing.value(draw)
        said = listing.statement(subject, value)
        # The second sentence names the thing again: what "it" is would be another task.
        sentences.append(upper_first(said))
        number, _, unit = value.partition(" ")
        is_amount = number.isdigit() and unit not in ("o'clock", "Uhr")
        values[rng.choice(keys.split())] = int(number) if is_amount else value
    return subject.partition(" ")[2], sentences, values
