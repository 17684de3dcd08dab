"""Notes: a few short sentences about anything, in a vocabulary as wide as packages offer.

A model that has to tell the facts of any text must be able to copy words that no other text here
holds. English sentences come from the package `randfacts` (whether they are true does not matter: a
summary tells what a text says), all others are put together from things and what is said of them.
"""

import functools
import importlib.resources
import re

from data_gen import listings, slots
from data_gen.deeds import told_deed
from data_gen.generator import Draw
from data_gen.qa_material import german_cases, upper_first

# Characters of a sentence: as a rule, and at most.
SHORT, LONG = 62, 95
# Plain sentences, without quotes, brackets and most names.
_PLAIN = re.compile(r"[A-Z][a-z]*( ([a-z]+|[0-9][0-9,.]*[0-9]|[0-9]|[A-Z][a-z]+),?)+\.?")
_GERMAN_FRAMES = """
{Der} fehlt seit {month}.
{Der} steht neben {dem2}.
{Der} bleibt trotz allem {adjective}.
Niemand weiß, wo {der} geblieben ist.
Alle suchen {den}, aber nicht {den2}.
Am {day} kommt {der} endlich an.
Im {month} brauchen wir {den} wieder.
Heute ist {der} {adjective}, morgen nicht mehr.
Bitte bringt {den} bis {day} zurück.
Wir haben {den} vergessen, nicht aber {den2}.
Ohne {den} geht es am {day} nicht weiter.
Seit {month} ist {der} sehr {adjective}.
Zwischen {dem} und {dem2} ist noch Platz.
Die Kinder finden {den} {adjective}.
Erst kam {der}, dann {der2}.
Vielleicht wird {der} bis {month} {adjective}.
"""
_ENGLISH_FRAMES = """
Nobody knows where {der} went.
Everybody looks for {der}, but not for {der2}.
{Der} will arrive on {day}.
{Der} has been missing since {month}.
{Der} stands next to {der2}.
We need {der} again in {month}.
Please return {der} by {day}.
We forgot {der}, but we still have {der2}.
Without {der} nothing works on {day}.
First came {der}, then {der2}.
The children liked {der} better than {der2}.
There is room between {der} and {der2}.
"""
# Those that fit a thing as well as an animal.
_GERMAN_ADJECTIVES = """alt billig breit bunt dick dünn dunkel groß hart hell hoch kalt klein kurz
    lang laut leicht leise nass neu ruhig rund sauber schmal schnell schön schwer selten stark teuer
    trocken warm weich wertvoll wichtig""".split()
_GROUPS = ("goods", "animals", "papers")


def sentences(draw: Draw, count: int, most: int) -> list[str]:
    """Draws sentences of at most so many characters that have no longer word in common.

    Where two of them go on differently after the same word, a small model that copies one may go
    on with the other.
    """
    found: list[str] = []
    used: set[str] = set()
    while len(found) < count:
        text = sentence(draw, most)
        words = {word for word in re.findall(r"\w+", text.lower()) if len(word) > 3}
        if used.isdisjoint(words):
            found.append(text)
            used |= words
    return found


def sentence(draw: Draw, most: int) -> str:
    """Draws one sentence of at most so many characters."""
    makers = [_statement, told_deed, _frame]
    if draw.language == "en":
        makers += [_fact] * 3
    while True:
        text = draw.rng.choice(makers)(draw)
        if len(text) <= most:
            return text


@functools.cache
def facts() -> tuple[str, ...]:
    """Returns the plain ones among the sentences of `randfacts`: about 2300."""
    lines = importlib.resources.files("randfacts").joinpath("safe.txt").read_text("utf-8")
    found = []
    for line in dict.fromkeys(lines.splitlines()):
        words = line.split()
        names = sum(word[0].isupper() for word in words)
        if _PLAIN.fullmatch(line) and names <= 3 and slots.is_fit(line):
            found.append(line.removesuffix(".") + ".")
    return tuple(text for text in found if len(text) <= LONG)


def _fact(draw: Draw) -> str:
    return draw.payload(lambda rng: rng.choice(facts()))


def _statement(draw: Draw) -> str:
    listing = draw.rng.choice(listings.LISTINGS[draw.language])
    subject = draw.rng.choice(listings.subjects(listing.group, draw.language))
    return upper_first(listing.statement(subject, listing.value(draw)))


def _frame(draw: Draw) -> str:
    rng, language = draw.rng, draw.language
    frames = {"en": _ENGLISH_FRAMES, "de": _GERMAN_FRAMES}[language]
    things = [rng.choice(listings.subjects(group, language)) for group in rng.sample(_GROUPS, 2)]
    values = {
        "day": rng.choice(slots.weekdays(language)),
        "month": rng.choice(slots.months(language)),
    }
    if language == "de":
        values["adjective"] = rng.choice(_GERMAN_ADJECTIVES)
    for number, thing in zip(("", "2"), things, strict=True):
        values[f"der{number}"] = thing
        if language == "de":
            values[f"den{number}"], values[f"dem{number}"] = german_cases(thing)
    values["Der"] = upper_first(values["der"])
    return rng.choice(frames.strip().splitlines()).format(**values)
