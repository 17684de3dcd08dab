"""Format lock's questions without its cue: here the same question is answered by a sentence.

What tells the two stages apart is whether a prompt says that a word is enough, not what it is
about: sums, days and opposites occur in both.
"""

import dataclasses
from collections.abc import Callable

from data_gen import facts, slots
from data_gen.generator import Draft, Draw
from data_gen.qa_episodes import Question, Scene, group, known_clause, unknown_clause
from data_gen.qa_material import UNKNOWN, invented_word


@dataclasses.dataclass(frozen=True)
class _Asked:
    """A question, direct and indirect, with its answer in a sentence; no value if it is unknown."""

    direct: str
    indirect: str
    sentence: str
    value: str = ""


def full_sentences(draw: Draw) -> list[Draft]:
    """Asks two things that can be told, and the same of what nobody can tell."""
    questions = []
    for make in draw.rng.sample(_FORMS, 2):
        for is_known in (True, False):
            questions.append(_question(make(draw, is_known)))
    return group(draw, Scene([], 0, None, questions))


def _question(asked: _Asked) -> Question:
    if asked.value:
        return known_clause(
            asked.direct, asked.indirect, asked.sentence, asked.sentence, asked.value
        )
    return unknown_clause(
        asked.direct, asked.indirect, asked.sentence, asked.sentence, "private", has_context=False
    )


def _mine(draw: Draw) -> str:
    return draw.rng.choice(
        ("my age", "my lucky number", "my shoe size", "my flat number", "my bus number")
    )


def _untold(draw: Draw, direct: str, indirect: str) -> _Asked:
    return _Asked(direct, indirect, draw.rng.choice(UNKNOWN["en"]))


def _sum(draw: Draw, is_known: bool) -> _Asked:
    a, b = draw.rng.randint(1, 20), draw.rng.randint(1, 20)
    if not is_known:
        mine = _mine(draw)
        return _untold(draw, f"what is {a} plus {mine}", f"what {a} plus {mine} is")
    said = f"{a} plus {b}"
    return _Asked(f"what is {said}", f"what {said} is", f"{said} is {a + b}.", str(a + b))


def _larger(draw: Draw, is_known: bool) -> _Asked:
    a, b = draw.rng.sample(range(2, 100), 2)
    quality = draw.rng.choice(("larger", "smaller"))
    if not is_known:
        pair = f"{a} or {_mine(draw)}"
        return _untold(draw, f"what is {quality}, {pair}", f"what is {quality}, {pair}")
    more, less = (max(a, b), min(a, b)) if quality == "larger" else (min(a, b), max(a, b))
    asked = f"what is {quality}, {a} or {b}"
    return _Asked(asked, asked, f"{more} is {quality} than {less}.", str(more))


def _opposite(draw: Draw, is_known: bool) -> _Asked:
    if not is_known:
        word = invented_word(draw)
        direct, indirect = f"what is the opposite of {word}", f"what the opposite of {word} is"
        return _Asked(direct, indirect, f"the opposite of {word} is unknown to me.")
    word, opposite = draw.rng.choice(list(facts.opposites("en").items()))
    direct, indirect = f"what is the opposite of {word}", f"what the opposite of {word} is"
    return _Asked(direct, indirect, f"the opposite of {word} is {opposite}.", opposite)


def _next_to(draw: Draw, is_known: bool) -> _Asked:
    names = draw.rng.choice((slots.weekdays("en"), slots.months("en")))
    unit = "day" if len(names) == 7 else "month"
    where, step = draw.rng.choice((("after", 1), ("before", -1)))
    if not is_known:
        event = draw.rng.choice(("my birthday", "my exam", "my holiday", "my wedding", "my party"))
        asked = f"which {unit} comes {where} {event}"
        return _untold(draw, asked, asked)
    index = draw.rng.randrange(len(names))
    name, answer = names[index], names[(index + step) % len(names)]
    asked = f"which {unit} comes {where} {name}"
    return _Asked(asked, asked, f"{answer} comes {where} {name}.", answer)


def _first_letter(draw: Draw, is_known: bool) -> _Asked:
    place, index = draw.rng.choice((("first", 0), ("last", -1)))
    if not is_known:
        word = draw.rng.choice(("my password", "my nickname", "my surname", "my street"))
        asked = f"the {place} letter of {word}"
        return _untold(draw, f"what is {asked}", f"what {asked} is")
    word = draw.rng.choice(slots.words("en"))
    asked = f"the {place} letter of {word}"
    return _Asked(f"what is {asked}", f"what {asked} is", f"{asked} is {word[index]}.", word[index])


def _number_word(draw: Draw, is_known: bool) -> _Asked:
    if not is_known:
        mine = _mine(draw)
        return _untold(draw, f"how is {mine} written in digits", f"how {mine} is written in digits")
    number = draw.rng.randint(2, 99)
    word = slots.number_words(number, "en")
    asked = draw.rng.choice((word, f"the number {word}"))
    return _Asked(
        f"how is {asked} written in digits", f"how {asked} is written in digits",
        f"{word} is {number} in digits.", str(number),
    )  # fmt: skip


_FORMS: list[Callable[[Draw, bool], _Asked]] = [
    _sum,
    _larger,
    _opposite,
    _next_to,
    _first_letter,
    _number_word,
]
