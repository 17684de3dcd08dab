"""Statements about what somebody did, when, where and with whom, and questions about them.

An answer repeats the statement's own words and tells only what was asked for. What the statement
does not tell is named in its place: "Mara sold the lamp on a day I don't know."
"""

import dataclasses

from data_gen import listings, qa_material, slots
from data_gen.generator import Draft, Draw
from data_gen.qa_episodes import Question, Scene, group, known_clause, unknown_clause
from data_gen.short_acts import TRADES, WEAK, Verb, verbs
from data_gen.splits import split_of
from data_gen.structured_material import VALUES

# Groups of people, who do what one person does.
_GROUPS = ("Team", "Club")


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
        "time": _Detail("at {}", "at what time", "at a time I don't know", "at an unknown time"),
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
        "time": _Detail("um {} Uhr", "um wie viel Uhr", "zu einer Zeit, die ich nicht kenne",
                        "zu unbekannter Zeit"),
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


@dataclasses.dataclass(frozen=True)
class Deed:
    """Somebody's deed: a verb with its object, in the past or not."""

    language: str
    subject: str
    verb: Verb
    thing: str
    is_past: bool

    @property
    def told(self) -> str:
        """The verb as a statement has it."""
        return self.verb.past if self.is_past else self.verb.present

    def say(self, *details: str) -> str:
        """Returns a sentence with these details."""
        return " ".join((self.subject, self.told, self.thing, *details)) + "."

    def ask(self, word: str) -> tuple[str, str]:
        """Returns the question for a detail: direct and indirect."""
        subject, thing = self.subject, self.thing
        if self.language == "en":
            return (
                f"{word} {self._do} {subject} {_base(self.verb.present)} {thing}",
                f"{word} {subject} {self.told} {thing}",
            )
        return f"{word} {self.told} {subject} {thing}", f"{word} {subject} {thing} {self.told}"

    def ask_thing(self) -> tuple[str, str]:
        """Returns the question for the object."""
        if self.language == "en":
            direct = f"what {self._do} {self.subject} {_base(self.verb.present)}"
            return direct, f"what {self.subject} {self.told}"
        return f"was {self.told} {self.subject}", f"was {self.subject} {self.told}"

    def ask_subject(self) -> tuple[str, str]:
        """Returns the question for who did it."""
        if self.language == "en":
            question = f"who {self.told} {self.thing}"
            return question, question
        return f"wer {self.told} {self.thing}", f"wer {self.thing} {self.told}"

    @property
    def _do(self) -> str:
        return "did" if self.is_past else "does"


def _base(present: str) -> str:
    """Returns the base form of an English verb: "polish" of "polishes"."""
    if present.endswith("ies"):
        return f"{present[:-3]}y"
    return present[:-2] if present.endswith(("shes", "ches", "sses", "xes")) else present[:-1]


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
    if kind < 0.45:
        return person.name
    if kind < 0.65:
        titles = {"en": ("Mr", "Mrs"), "de": ("Herr", "Frau")}[draw.language]
        return f"{titles[person.female]} {person.family_name}"
    if kind < 0.85:
        return person.family_name
    return f"{draw.rng.choice(_GROUPS)} {person.family_name}"


def _deed(draw: Draw, subject: str, taken: list[str]) -> Deed:
    verb = draw.rng.choice(verbs(draw.language))
    thing = _thing(draw, verb, taken)
    return Deed(draw.language, subject, verb, thing, draw.rng.random() < 0.6)


def _thing(draw: Draw, verb: Verb, taken: list[str]) -> str:
    """Draws something else than `taken` that it can be done to, in German in the accusative."""
    known = listings.subjects(draw.rng.choice(verb.groups), draw.language)
    things = [thing for thing in known if thing not in WEAK]
    if draw.language == "de":
        things = [qa_material.german_cases(thing)[0] for thing in things]
    return draw.rng.choice([thing for thing in things if thing not in taken])


def _kinds(deed: Deed) -> list[str]:
    priced = ["price"] if deed.verb.present in TRADES else []
    return ["day", "place", "partner", "time", *priced]


def _value(draw: Draw, kind: str, taken: list[str]) -> str:
    if kind == "day":
        return draw.rng.choice(slots.weekdays(draw.language))
    if kind == "place":
        return qa_material.place(draw)
    if kind == "time":
        return str(VALUES["time"](draw))
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
    thing = _thing(draw, deed.verb, [known.thing for known, _ in told])
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
