"""General knowledge beside what nobody can tell, in a wide vocabulary.

Any noun, verb or adjective can stand in a question, known or not. Without these questions, words
that no other family of this stage uses would occur only where format lock asks to repeat them, and
would come to mean that a word is enough.

Two kinds of questions have no answer: those about an invented word, which are worded like the ones
about common things, and those about a private or future matter that no text tells. Where a context
tells such a matter, the same question has an answer. So no word, article or way to ask says whether
there is an answer: only what is asked for does.
"""

import dataclasses
import functools
import re

from data_gen import listings, slots
from data_gen.everyday_facts import Statement, doers, statements
from data_gen.generator import Draft, Draw
from data_gen.grammar import Wordings
from data_gen.qa_episodes import (
    LIMIT_SHARES,
    Question,
    Scene,
    group,
    known_clause,
    unknown_clause,
)
from data_gen.qa_material import (
    UNKNOWN,
    german_cases,
    invented_word,
    place,
    upper_first,
    value,
    with_article,
)
from eval.words import FUNCTION_WORDS

# Topics of the hand-written gate prompts of this stage, and a slip in a package's list of words.
_LEFT_OUT = frozenset(
    """compass bread sea librarian clock snow elephant bicycle garden season tea coffee harbour
    Kompass Meer Schnee Fahrrad Garten Bibliothek Minutenmir""".split()
)
# What is not said with "a".
_UNCOUNTED = frozenset(
    """cheese butter honey juice paint soap Käse Brot Butter Honig Kaffee Tee Saft Farbe
    Seife""".split()
)
# Share of the groups with a context that tells two matters. Nearly all of these are one
# conversation, so about half of the questions have a context.
_TOLD_SHARE = 0.6
# Share of the statements, and of their invented twins, that are asked for by their topic alone.
_TOPIC_SHARE = 0.4
# Share of the groups in which one question is for who does something.
_DOER_SHARE = 0.15
# Share of the everyday and invented things that have the definite article.
_DEFINITE_SHARE = 0.3
# Class: detail | direct question | indirect one | statement with {v} for the detail.
# {who} and {thing} are the user's: "my aunt", "my lamp"; {noun} is any thing with an article.
_MATTERS = {
    "en": """
private: day | when did {who} learn the word {word} | when {who} learned the word {word} | {who} learned the word {word} {v}
private: place | where did {who} read the word {word} | where {who} read the word {word} | {who} read the word {word} {v}
private: giver | from whom did {who} hear the word {word} | from whom {who} heard the word {word} | {who} heard the word {word} {v}
private: times | how often did {who} say the word {word} | how often {who} said the word {word} | {who} said the word {word} {v}
private: name | what is {project} about the word {word} called | what {project} about the word {word} is called | {project} about the word {word} is called {v}
private: day | when did {who} buy {noun} | when {who} bought {noun} | {who} bought {noun} {v}
private: place | where did {who} find {noun} | where {who} found {noun} | {who} found {noun} {v}
private: minutes | how long did {who} talk about {noun} | how long {who} talked about {noun} | {who} talked about {noun} {v}
private: price | what did {who} pay for {noun} | what {who} paid for {noun} | {who} paid {v} for {noun}
private: spot | where is {thing} | where {thing} is | {thing} is {v}
private: giver | who is {thing} from | who {thing} is from | {thing} is {v}
private: weight | what does {thing} weigh | what {thing} weighs | {thing} weighs {v}
private: price | what did {thing} cost | what {thing} cost | {thing} cost {v}
private: colour | what is the colour of {thing} | what the colour of {thing} is | the colour of {thing} is {v}
private: age | what is the age of {thing} | what the age of {thing} is | the age of {thing} is {v}
future: place | where will the {topic} fair of {year} be | where the {topic} fair of {year} will be | the {topic} fair of {year} will be {v}
future: person | who will be the mayor of {place} in {year} | who will be the mayor of {place} in {year} | the mayor of {place} in {year} will be {v}
future: winner | who will win {contest} of {year} | who will win {contest} of {year} | {contest} of {year} will be won {v}
future: price | what will {noun} cost in {year} | what {noun} will cost in {year} | {noun} will cost {v} in {year}
""",
    "de": """
private: day | wann {hat} {who} das Wort {word} gelernt | wann {who} das Wort {word} gelernt {hat} | {who} {hat} das Wort {word} {v} gelernt
private: place | wo {hat} {who} das Wort {word} gelesen | wo {who} das Wort {word} gelesen {hat} | {who} {hat} das Wort {word} {v} gelesen
private: giver | von wem {hat} {who} das Wort {word} gehört | von wem {who} das Wort {word} gehört {hat} | {who} {hat} das Wort {word} {v} gehört
private: times | wie oft {hat} {who} das Wort {word} gesagt | wie oft {who} das Wort {word} gesagt {hat} | {who} {hat} das Wort {word} {v} gesagt
private: name | wie heißt {project} zum Thema {topic} | wie {project} zum Thema {topic} heißt | {project} zum Thema {topic} heißt {v}
private: day | wann {hat} {who} {accusative} gekauft | wann {who} {accusative} gekauft {hat} | {who} {hat} {accusative} {v} gekauft
private: place | wo {hat} {who} {accusative} gefunden | wo {who} {accusative} gefunden {hat} | {who} {hat} {accusative} {v} gefunden
private: minutes | wie lange {hat} {who} über {accusative} gesprochen | wie lange {who} über {accusative} gesprochen {hat} | {who} {hat} {v} über {accusative} gesprochen
private: price | was {hat} {who} für {accusative} bezahlt | was {who} für {accusative} bezahlt {hat} | {who} {hat} für {accusative} {v} bezahlt
private: spot | wo ist {thing} | wo {thing} ist | {thing} ist {v}
private: giver | von wem ist {thing} | von wem {thing} ist | {thing} ist {v}
private: weight | was wiegt {thing} | was {thing} wiegt | {thing} wiegt {v}
private: price | was hat {thing} gekostet | was {thing} gekostet hat | {thing} hat {v} gekostet
private: colour | welche Farbe hat {thing} | welche Farbe {thing} hat | {thing} ist {v}
private: age | wie alt ist {thing} | wie alt {thing} ist | {thing} ist {v}
future: place | wo ist {year} die Messe zum Thema {topic} | wo {year} die Messe zum Thema {topic} ist | die Messe zum Thema {topic} ist {year} {v}
future: person | wer regiert {year} in {place} | wer {year} in {place} regiert | in {place} regiert {year} {v}
future: person | wer gewinnt {year} {contest} | wer {year} {contest} gewinnt | {contest} gewinnt {year} {v}
future: price | was kostet {noun} im Jahr {year} | was {noun} im Jahr {year} kostet | {noun} kostet im Jahr {year} {v}
""",
}  # fmt: skip
# Detail: kind of value | how it is told | how it is called if it is not known | the same, shorter.
_DETAILS = {
    "en": """
day: weekday | on {v} | on a day I don't know | on an unknown day
place: place | in {v} | in a place I don't know | in an unknown place
giver: name | from {v} | from someone I don't know | from someone unknown
winner: name | by {v} | by someone I don't know | by someone unknown
person: name | {v} | someone I don't know | someone unknown
name: name | {v} | something I don't know | something unknown
times: small | {v} times | a number of times I don't know | an unknown number of times
minutes: small | for {v} minutes | for a time I don't know | for an unknown time
price: euros | {v} | an amount I don't know | an unknown amount
weight: kilos | {v} | an amount I don't know | an unknown amount
spot: spot | {v} | somewhere I don't know | somewhere unknown
colour: colour | {v} | something I don't know | unknown
age: small | {v} days | something I don't know | unknown
""",
    "de": """
day: weekday | am {v} | an einem Tag, den ich nicht kenne, | an einem unbekannten Tag
place: place | in {v} | an einem Ort, den ich nicht kenne, | an einem unbekannten Ort
giver: name | von {v} | von jemandem, den ich nicht kenne, | von jemand Unbekanntem
person: name | {v} | jemand, den ich nicht kenne, | jemand Unbekanntes
name: name | {v} | etwas, das ich nicht weiß, | etwas Unbekanntes
times: small | {v} Mal | eine Anzahl von Malen, die ich nicht kenne, | eine unbekannte Anzahl von Malen
minutes: small | {v} Minuten lang | eine Zeit lang, die ich nicht kenne, | eine unbekannte Zeit lang
price: euros | {v} | einen Betrag, den ich nicht kenne, | einen unbekannten Betrag
weight: kilos | {v} | etwas, das ich nicht weiß, | etwas Unbekanntes
spot: spot | {v} | an einem Ort, den ich nicht kenne, | an einem unbekannten Ort
colour: colour | {v} | von einer Farbe, die ich nicht kenne, | von einer unbekannten Farbe
age: small | {v} Tage alt | in einem Alter, das ich nicht kenne, | in einem unbekannten Alter
""",
}  # fmt: skip
# German: nominative/genitive.
_PEOPLE = {
    "en": """my neighbour; my boss; my dentist; my teacher; my uncle; my aunt; my landlord;
        my doctor; my brother; my cousin; my best friend; my gardener; my daughter; my son""",
    "de": """mein Nachbar/meines Nachbarn; meine Chefin/meiner Chefin; mein Zahnarzt/meines Zahnarztes;
        meine Lehrerin/meiner Lehrerin; mein Onkel/meines Onkels; meine Tante/meiner Tante;
        mein Vermieter/meines Vermieters; meine Ärztin/meiner Ärztin; mein Bruder/meines Bruders;
        meine Freundin/meiner Freundin; mein Sohn/meines Sohnes; meine Tochter/meiner Tochter""",
}  # fmt: skip
_SELF_SHARE = 0.25
_CONTESTS = {
    "en": """the football cup; the election; the song contest; the chess title; the bike race;
        the lottery; the book prize; the film award; the tennis final; the boat race""",
    "de": """den Pokal; die Wahl; den Gesangswettbewerb; das Radrennen; die Lotterie; den Buchpreis;
        das Finale; das Turnier; den Filmpreis; die Regatta""",
}
# As the user says it, as the user is told.
_TO_USER = {
    "en": ((r"\bmy\b", "your"), (r"\bI\b", "you")),
    "de": ((r"\bmein(?=e[rns]?\b|\b)", "dein"), (r"\bich habe\b", "du hast")),
}
# Nominative and accusative of the indefinite article, and the possessive.
_GERMAN = {
    "der": ("ein", "einen", "mein"),
    "die": ("eine", "eine", "meine"),
    "das": ("ein", "ein", "mein"),
}
# Those of the everyday things that have "ein" in a question; the others with it are masculine.
_NEUTER = frozenset(
    """Buch Dorf Fenster Hemd Krankenhaus Messer Museum Omelett Regal Sofa Thermometer
    Wörterbuch""".split()
)
TOPIC = {
    "en": Wordings("ask_topic", "en", [
        "(Tell me|Say|Write|Please tell me|Please say|Please write|Let me hear|Let me read) (something"
        "|anything|a fact|a few words|a little|one thing) about {topic}.",
        "(What can you (tell me|say|write)|What do you know|What have you learned|What have you heard"
        "|What is known|What is there to say|What should I know|What do they say) about {topic}?",
        "(Can|Could|Would|Will) you (please |)(tell me|say|write) (something|a fact|a few words)"
        " about {topic}?",
        "(Talk|Speak|Inform me|Teach me something|Help me to learn|Give some information|Tell the class"
        "|Write a note) about {topic}(.|, please.)",
        "(I want to learn|I would like to hear|I want to read|I need some facts|I have a question"
        "|We are talking|I am curious) about {topic}(.|, please help.|, go ahead.)",
    ]),
    "de": Wordings("ask_topic", "de", [
        "(Erzähl mir|Sag mir|Schreib mir|Bitte sag mir|Bitte erzähl mir|Bitte schreib mir|Sag|Schreib)"
        " (etwas|irgendetwas|ein wenig|ein bisschen|kurz etwas) über {topic}.",
        "(Was weißt du|Was kannst du sagen|Was kannst du mir sagen|Was weiß man|Was hast du gehört"
        "|Was hast du gelernt|Was sagt man|Was sollte ich wissen) über {topic}?",
        "(Kannst|Könntest|Würdest) du (mir |)(bitte |)etwas über {topic} (sagen|erzählen"
        "|schreiben|berichten)?",
        "(Sprich|Berichte|Informiere mich|Unterrichte mich|Gib mir Auskunft|Rede) (bitte |)über"
        " {topic}.",
        "(Ich möchte etwas|Ich will etwas|Ich würde gern etwas|Wir möchten etwas) über {topic}"
        " (wissen|erfahren|hören|lernen|lesen).",
    ]),
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Matter:
    """A private or future matter, told by one sentence.

    Attributes:
        kind: "private" or "future".
        direct, indirect: the question for its detail.
        told: the sentence, as the user says it.
        answer, unknown, unknown_short: what the user is told: the detail, or that it is not known.
        value: the detail.
    """

    kind: str
    direct: str
    indirect: str
    told: str
    answer: str
    unknown: str
    unknown_short: str
    value: str

    def ask_told(self) -> Question:
        """Asks for what the context tells."""
        return known_clause(self.direct, self.indirect, self.answer, self.answer, self.value)

    def ask_untold(self) -> Question:
        """Asks for what the context does not tell."""
        forms = (self.unknown, self.unknown_short)
        return unknown_clause(self.direct, self.indirect, *forms, self.kind)

    def ask_alone(self, draw: Draw) -> Question:
        """Asks for what nothing tells: there is no context."""
        answer = draw.rng.choice(UNKNOWN[draw.language])
        return unknown_clause(self.direct, self.indirect, answer, answer, self.kind)


def open_questions(draw: Draw) -> list[Draft]:
    """Asks for everyday things, for some by their topic alone, beside what nobody can tell."""
    return beside_matters(draw, *_everyday_questions(draw, _TOPIC_SHARE))


def everyday(draw: Draw) -> list[Draft]:
    """Asks what everyday things are and do, beside what nobody can tell."""
    return beside_matters(draw, *_everyday_questions(draw, 0))


def beside_matters(draw: Draw, known: list[Question], invented: list[Question]) -> list[Draft]:
    """Groups general knowledge and its invented twins with private and future matters.

    Args:
        draw: the side and the language.
        known: three questions that are answered without a context.
        invented: up to two questions about invented words.

    Returns:
        the drafts of three questions with an answer and two without, or, where a context tells some
        of the matters, of five and three.
    """
    is_told = draw.rng.random() < _TOLD_SHARE
    known = [dataclasses.replace(question, from_context=False) for question in known]
    matters = _matters(draw, 4)
    if is_told:
        *asked, first, second = matters
        unknown = [*invented, first.ask_untold(), second.ask_untold()][:3]
        questions = [*known, *(matter.ask_told() for matter in asked), *unknown]
        lines = [f"{upper_first(matter.told)}." for matter in asked]
        lines = lines if draw.rng.random() < 0.5 else [" ".join(lines)]
    else:
        unknown = [*invented[:1], *(matter.ask_alone(draw) for matter in matters)][:2]
        questions, lines, asked = [*known, *unknown], [], []
    # The text says only some of it, so there is nothing that it says in a second sentence.
    shares = {kind: share for kind, share in LIMIT_SHARES.items() if kind != "two"}
    [limit] = draw.rng.choices(list(shares), list(shares.values()))
    questions = [dataclasses.replace(question, has_context=is_told) for question in questions]
    return group(draw, Scene(lines, len(asked), None, questions), [limit])


# --- Everyday things and invented ones ---------------------------------------------------------


def _everyday_questions(draw: Draw, topic_share: float) -> tuple[list[Question], list[Question]]:
    """Draws three questions about everyday things, and two worded like such about invented ones."""
    *common, first, second = draw.rng.sample(statements(draw.language), 5)
    known = [_everyday_question(draw, said, topic_share) for said in common]
    if draw.rng.random() < _DOER_SHARE:
        said = draw.rng.choice(doers(draw.language))
        known[0] = known_clause(
            said.direct, said.indirect, said.sentence, said.sentence, said.value
        )
    invented = []
    for said in (first, second):
        word = invented_word(draw)
        slots_ = _everyday_slots(draw, said, word.capitalize() if draw.language == "de" else word)
        answer = draw.rng.choice(UNKNOWN[draw.language])
        forms = _everyday_forms(said, slots_)
        question = unknown_clause(*forms, answer, answer, "invented")
        invented.append(_by_topic(draw, question, slots_, topic_share))
    return known, invented


def _everyday_question(draw: Draw, said: Statement, topic_share: float) -> Question:
    slots_ = _everyday_slots(draw, said, said.subject.split()[-1])
    forms = _everyday_forms(said, slots_)
    question = known_clause(*forms, said.sentence, said.sentence, said.value)
    return _by_topic(draw, question, slots_, topic_share)


def _everyday_slots(draw: Draw, said: Statement, noun: str) -> dict[str, str]:
    """Returns a noun as it stands in a statement's question, and after "about" or "über".

    The article is the statement's own, or definite: "what does the hammer do".
    """
    article, _, own_noun = said.subject.rpartition(" ")
    is_definite = draw.rng.random() < _DEFINITE_SHARE
    if not article:
        return {"subject": noun, "topic": noun}
    if draw.language == "en":
        topic = f"the {noun}" if is_definite else with_article(noun)
        return {"subject": topic, "topic": topic}
    nominative = {"eine": "die", "einen": "der", "ein": "das" if own_noun in _NEUTER else "der"}
    topic = _accusative(nominative[article], noun, is_definite)
    if article == "einen":
        return {"subject": topic, "topic": topic}
    subject = f"{nominative[article] if is_definite else article} {noun}"
    return {"subject": subject, "topic": topic}


def _everyday_forms(said: Statement, slots_: dict[str, str]) -> tuple[str, str]:
    """Returns a statement's questions, direct and indirect, for the noun of the slots."""
    direct, indirect = said.direct, said.indirect
    subject = slots_["subject"]
    return direct.replace(said.subject, subject), indirect.replace(said.subject, subject)


def _by_topic(draw: Draw, question: Question, slots_: dict[str, str], share: float) -> Question:
    """Turns a share of the questions into ones for anything about the noun of the slots."""
    if draw.rng.random() >= share:
        return question
    return dataclasses.replace(question, wordings=TOPIC, slots={"topic": slots_["topic"]})


def _accusative(article: str, noun: str, is_definite: bool) -> str:
    """Returns a German noun in the accusative; `article` is its definite one, nominative."""
    definite = german_cases(f"{article} {noun}")[0]
    if is_definite:
        return definite
    return f"{_GERMAN[article][1]} {definite.split(' ', 1)[1]}"


# --- Private and future matters ----------------------------------------------------------------


def _matters(draw: Draw, count: int) -> list[Matter]:
    """Draws matters about different things; the last one may be of the first one's kind."""
    rng, language = draw.rng, draw.language
    rows = rng.sample(_MATTERS[language].strip().splitlines(), count)
    if rng.random() < 0.5:
        rows[-1] = rows[0]
    things = rng.sample(_things(language), count)
    words = rng.sample(_words(language), count)
    found: list[Matter] = []
    for row, thing, word in zip(rows, things, words, strict=True):
        matter = _matter(draw, row, thing, word)
        taken = {other.value for other in found} | {other.direct for other in found}
        while matter.value in taken or matter.direct in taken:
            matter = _matter(draw, row, thing, word)
        found.append(matter)
    return found


def _matter(draw: Draw, row: str, thing: str, word: str) -> Matter:
    """Draws the slots and the detail of a row of the table."""
    kind, rest = row.split(": ", 1)
    detail, *forms = rest.split(" | ")
    slots_ = _matter_slots(draw, thing, word)
    direct, indirect, told = (form.format(**slots_, v="{v}") for form in forms)
    answer = told
    for mine, yours in _TO_USER[draw.language]:
        answer = re.sub(mine, yours, answer)
    [entry] = [e for e in _DETAILS[draw.language].splitlines() if e.startswith(f"{detail}: ")]
    values, how, unknown, short = entry.split(": ", 1)[1].split(" | ")
    drawn = value(draw, values)
    said = how.format(v=drawn)
    return Matter(
        kind,
        direct,
        indirect,
        told.format(v=said),
        f"{answer.format(v=said)}.",
        # A clause ends before the full stop without its comma.
        f"{answer.format(v=unknown)}.".replace(",.", "."),
        f"{answer.format(v=short)}.",
        drawn,
    )


def _matter_slots(draw: Draw, thing: str, word: str) -> dict[str, str]:
    rng, language = draw.rng, draw.language
    is_mine = rng.random() < _SELF_SHARE
    person = rng.choice([" ".join(entry.split()) for entry in _PEOPLE[language].split(";")])
    nominative, _, genitive = person.partition("/")
    is_definite = rng.random() < 0.5
    slots_ = {
        "word": word,
        "topic": rng.choice(_topics(language)),
        "year": str(rng.randint(2031, 2120)),
        "place": place(draw),
        "contest": " ".join(rng.choice(_CONTESTS[language].split(";")).split()),
    }
    if language == "en":
        noun = thing.removeprefix("the ")
        whose = "my" if is_mine else f"{nominative}'s"
        return slots_ | {
            "who": "I" if is_mine else nominative,
            "thing": f"{whose} {noun}",
            "project": f"{whose} project",
            "noun": thing if is_definite else with_article(noun),
        }
    article, noun = thing.split(" ", 1)
    indefinite, _, possessive = _GERMAN[article]
    return slots_ | {
        "who": "ich" if is_mine else nominative,
        "hat": "habe" if is_mine else "hat",
        "thing": f"{possessive} {noun}" if is_mine else f"{thing} {genitive}",
        "project": "mein Projekt" if is_mine else f"das Projekt {genitive}",
        "noun": thing if is_definite else f"{indefinite} {noun}",
        "accusative": _accusative(article, noun, is_definite),
    }


@functools.cache
def _things(language: str) -> tuple[str, ...]:
    """Returns things that somebody can own, with their articles."""
    found = [thing for kind in ("goods", "papers") for thing in listings.subjects(kind, language)]
    unfit = _LEFT_OUT | _UNCOUNTED
    return tuple(thing for thing in dict.fromkeys(found) if thing.split()[-1] not in unfit)


@functools.cache
def _topics(language: str) -> tuple[str, ...]:
    return tuple(noun for noun in slots.nouns(language) if noun not in _LEFT_OUT)


@functools.cache
def _words(language: str) -> tuple[str, ...]:
    """Returns words of all kinds that stand for themselves in a sentence, unlike "mein" or "ins"."""
    unfit = {word.lower() for word in _LEFT_OUT | FUNCTION_WORDS}
    found = (word for word in slots.words(language) if word.lower() not in unfit)
    return tuple(word for word in found if not word.startswith("mein"))
