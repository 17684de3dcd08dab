"""Statements about what somebody did, when, where and with whom, and questions about them.

An answer repeats the statement's own words and tells only what was asked for. What the statement
does not tell is named in its place: "Mara sold the lamp on a day I don't know."
"""

import dataclasses

from data_gen import qa_material, slots
from data_gen.generator import Draft, Draw
from data_gen.qa_episodes import Question, Scene, group, known_clause, unknown_clause
from data_gen.splits import split_of

# English past and base form / German past form.
_VERBS = """bought buy kaufte/sold sell verkaufte/found find fand/painted paint bemalte/
    repaired repair reparierte/ordered order bestellte/lost lose verlor/saw see sah/
    cleaned clean putzte/brought bring brachte/forgot forget vergaß/tested test testete/
    photographed photograph fotografierte/drew draw zeichnete/counted count zählte/
    needed need brauchte/hid hide versteckte/packed pack packte/used use benutzte/
    chose choose wählte/praised praise lobte/described describe beschrieb"""


@dataclasses.dataclass(frozen=True)
class _Detail:
    """A detail of a deed: how it is told, asked for, and called if it is not known."""

    told: str
    question: str
    unknown: str
    unknown_short: str


_DETAILS = {
    "en": {
        "day": _Detail("on {}", "when", "on a day I don't know", "on an unknown day"),
        "place": _Detail("in {}", "where", "in a place I don't know", "in an unknown place"),
        "partner": _Detail("with {}", "with whom", "with someone I don't know",
                           "with someone unknown"),
        "price": _Detail("for {}", "for how much", "for a price I don't know",
                         "for an unknown price"),
    },
    "de": {
        "day": _Detail("am {}", "wann", "an einem Tag, den ich nicht kenne",
                       "an einem unbekannten Tag"),
        "place": _Detail("in {}", "wo", "an einem Ort, den ich nicht kenne",
                         "an einem unbekannten Ort"),
        "partner": _Detail("mit {}", "mit wem", "mit jemandem, den ich nicht kenne",
                           "mit jemand Unbekanntem"),
        "price": _Detail("für {}", "für wie viel", "für einen Preis, den ich nicht kenne",
                         "für einen unbekannten Preis"),
    },
}  # fmt: skip
_SOMEBODY = {
    "en": ("someone I don't know", "someone unknown"),
    "de": ("jemand, den ich nicht kenne,", "jemand Unbekanntes"),
}
_SOMETHING = {
    "en": ("something I don't know", "something unknown"),
    "de": ("etwas, das ich nicht weiß", "etwas Unbekanntes"),
}
_TRADED = ("bought", "sold", "ordered")


@dataclasses.dataclass(frozen=True)
class Deed:
    """Somebody's deed: a verb with its object."""

    language: str
    subject: str
    past: str
    base: str
    thing: str

    def say(self, *details: str) -> str:
        """Returns a sentence with these details."""
        return " ".join((self.subject, self.past, self.thing, *details)) + "."

    def ask(self, word: str) -> tuple[str, str]:
        """Returns the question for a detail: direct and indirect."""
        subject, thing = self.subject, self.thing
        if self.language == "en":
            return (
                f"{word} did {subject} {self.base} {thing}",
                f"{word} {subject} {self.past} {thing}",
            )
        return f"{word} {self.past} {subject} {thing}", f"{word} {subject} {thing} {self.past}"

    def ask_thing(self) -> tuple[str, str]:
        """Returns the question for the object."""
        if self.language == "en":
            return f"what did {self.subject} {self.base}", f"what {self.subject} {self.past}"
        return f"was {self.past} {self.subject}", f"was {self.subject} {self.past}"

    def ask_subject(self) -> tuple[str, str]:
        """Returns the question for who did it."""
        if self.language == "en":
            question = f"who {self.past} {self.thing}"
            return question, question
        return f"wer {self.past} {self.thing}", f"wer {self.thing} {self.past}"


def deeds(draw: Draw) -> list[Draft]:
    """Asks about one or two deeds of two people: what is told, and what is not."""
    rng, language = draw.rng, draw.language
    while True:
        told = _told(draw)
        payload = " ".join(deed.say(*_details(language, values)) for deed, values in told)
        if split_of(payload) == draw.split:
            break
    questions = []
    for deed, values in told:
        questions += _known(deed, values)
    kept = rng.sample(questions, min(len(questions), rng.choice((2, 3))))
    kept += rng.sample(_untold_of(draw, told), rng.choice((1, 2, 2)))
    return group(draw, Scene([payload], len(told), payload, kept))


def told_deed(draw: Draw) -> str:
    """Draws a sentence that tells one deed."""
    [(deed, values), *_] = _told(draw)
    return deed.say(*_details(draw.language, values))


def _told(draw: Draw) -> list[tuple[Deed, dict[str, str]]]:
    """Draws one deed, or one each of two people, with the details that are told of it."""
    rng = draw.rng
    first = _subject(draw, [])
    subjects = [first, _subject(draw, [first])]
    told: list[tuple[Deed, dict[str, str]]] = []
    for subject in subjects[: rng.choice((1, 1, 2))]:
        deed = _deed(draw, subject, [other.thing for other, _ in told])
        kinds = rng.sample(_kinds(deed), rng.choice((1, 1, 2)))
        told.append((deed, {kind: _value(draw, kind, subjects) for kind in kinds}))
    return told


def _subject(draw: Draw, taken: list[str]) -> str:
    person = qa_material.person(draw, taken)
    kind = draw.rng.random()
    if kind < 0.5:
        return person.name
    if kind < 0.75:
        titles = {"en": ("Mr", "Mrs"), "de": ("Herr", "Frau")}[draw.language]
        return f"{titles[person.female]} {person.family_name}"
    return person.family_name


def _deed(draw: Draw, subject: str, taken: list[str]) -> Deed:
    english, german = draw.rng.choice([line.strip().rsplit(" ", 1) for line in _VERBS.split("/")])
    past, base = english.split()
    things = [thing for thing in qa_material.goods(draw.language) if thing not in taken]
    thing = draw.rng.choice(things)
    if draw.language == "en":
        return Deed("en", subject, past, base, thing)
    accusative, _ = qa_material.german_cases(thing)
    return Deed("de", subject, german, english.split()[0], accusative)


def _kinds(deed: Deed) -> list[str]:
    is_traded = deed.past in _TRADED or deed.base in _TRADED
    return ["day", "place", "partner", *(["price"] if is_traded else [])]


def _value(draw: Draw, kind: str, taken: list[str]) -> str:
    if kind == "day":
        return draw.rng.choice(slots.weekdays(draw.language))
    if kind == "place":
        return qa_material.place(draw)
    if kind == "price":
        return qa_material.value(draw, "euros")
    return qa_material.name(draw, [word for subject in taken for word in subject.split()])


def _details(language: str, values: dict[str, str]) -> list[str]:
    return [_DETAILS[language][kind].told.format(value) for kind, value in values.items()]


def _known(deed: Deed, values: dict[str, str]) -> list[Question]:
    found = []
    for kind, value in values.items():
        detail = _DETAILS[deed.language][kind]
        answer = deed.say(detail.told.format(value))
        found.append(known_clause(*deed.ask(detail.question), answer, answer, value))
    thing = deed.thing.split(" ", 1)[1]
    found.append(known_clause(*deed.ask_thing(), deed.say(), deed.say(), thing))
    found.append(known_clause(*deed.ask_subject(), deed.say(), deed.say(), deed.subject))
    return found


def _untold_of(draw: Draw, told: list[tuple[Deed, dict[str, str]]]) -> list[Question]:
    """Asks for untold details of a deed, who did it to another thing, and what somebody else did."""
    deed, values = draw.rng.choice(told)
    found = [_untold(deed, kind) for kind in _kinds(deed) if kind not in values]
    someone, something = _SOMEBODY[deed.language], _SOMETHING[deed.language]
    thing = _deed(draw, deed.subject, [known.thing for known, _ in told]).thing
    other = dataclasses.replace(deed, thing=thing)
    full, short = (dataclasses.replace(other, subject=form).say() for form in someone)
    found.append(unknown_clause(*other.ask_subject(), full, short, "other"))
    subject = _subject(draw, [known.subject for known, _ in told])
    other = dataclasses.replace(deed, subject=subject)
    full, short = (dataclasses.replace(other, thing=form).say() for form in something)
    found.append(unknown_clause(*other.ask_thing(), full, short, "other"))
    return found


def _untold(deed: Deed, kind: str) -> Question:
    detail = _DETAILS[deed.language][kind]
    full, short = deed.say(detail.unknown), deed.say(detail.unknown_short)
    return unknown_clause(*deed.ask(detail.question), full, short, "absent")
