"""Turns what the minimal Q&A stage asks about into episodes: limits, layouts, answers, checks.

A scene is a context with a contrast group of questions: some that it answers, some that it does
not. `group` draws one limit and one layout for all of them, so neither tells which is which. For
training, many groups become one conversation, in which the questions follow each other: the context
is then read once for all of them. Gates ask each question alone.

Where a thing's attribute is asked for, the answer names it right before its value, or before saying
that it is not known: what a small model has just written leads it to the place in the context, if
there is one.
"""

import dataclasses
from collections.abc import Iterator

from data_gen import slots
from data_gen.generator import Draft, Draw, join_turns
from data_gen.grammar import Wordings
from data_gen.qa_material import Phrase, upper_first
from data_gen.qa_wordings import CLAUSE, LAYOUT, LIMITS, PHRASE

SYSTEM = "You are MyPT."
# Most prompts of 3a-1 have a system turn: it must not tell that a word is enough.
_SYSTEM_SHARE = 0.7
# Share of the groups whose context and question follow each other with nothing around them.
_BARE_SHARE = 0.35
# Share of the groups that are one conversation; its most questions, and its most characters.
_CONVERSATION_SHARE = 0.95
_MOST_TURNS = 4
_MOST_CHARACTERS = 420
# Share of the questions without an answer that a conversation keeps. With as many of them as of
# those with one, a small model learns to refuse whole kinds of questions and never to look.
_UNKNOWN_KEPT = 0.87
# Shares of the ways to limit an answer; two sentences need a context to speak of.
LIMIT_SHARES = {"none": 20, "words": 50, "one": 11, "brief": 10, "two": 9}
_WORD_LIMITS = (4, 5, 6, 8, 9, 10, 12, 15, 20, 25)
# From here on a limit leaves room for the full answer.
_MANY_WORDS = 8
# The full answer is given well above that: a number that is misread by a few still does no harm.
_SHORT_BELOW = 13
_MAX_TOKENS = 64


@dataclasses.dataclass(frozen=True)
class Question:
    """One question with its answer in all lengths.

    Attributes:
        wordings: the grammar that words it.
        slots: what the grammar's slots are filled with.
        full: the answer as a sentence of its own, whose first letter may be a small one.
        short: the answer in as few words as a sentence can have.
        value: what a right answer contains; None if the answer is not known.
        kind: "answer", or why it is not known: "absent", "other", "private", "future", "invented".
        has_context: whether the prompt shows the scene's context.
        verdict: "so yes" or "so no" where the question is a claim.
        from_context: whether the context, if there is one, tells the answer.
    """

    wordings: dict[str, Wordings]
    slots: dict[str, str]
    full: str
    short: str
    value: str | None
    kind: str
    has_context: bool = True
    verdict: str | None = None
    from_context: bool = True


@dataclasses.dataclass(frozen=True)
class Scene:
    """What a group of questions is about.

    Attributes:
        lines: the context, one fact a line, or empty.
        facts: number of facts in it.
        payload: what must not be on two sides of a split.
        questions: the contrast group.
    """

    lines: list[str]
    facts: int
    payload: str | None
    questions: list[Question]


@dataclasses.dataclass(frozen=True)
class Limit:
    """A limit on the length of an answer: its kind, its sentence, its words if it counts them."""

    kind: str
    text: str
    words: int | None = None


# --- From scenes to episodes -----------------------------------------------------------------


def group(draw: Draw, scene: Scene, kinds: list[str] | None = None) -> list[Draft]:
    """Turns a scene into drafts that share context, layout and limit.

    Args:
        draw: the side and the language.
        scene: the context and its questions.
        kinds: limits to use, one after the other for every question; one is drawn by default.
    """
    with_context = all(question.has_context for question in scene.questions)
    shares = {k: v for k, v in LIMIT_SHARES.items() if with_context or k != "two"}
    drawn = kinds or draw.rng.choices(list(shares), list(shares.values()))
    layout = draw.wording(LAYOUT[draw.language]).text
    if draw.rng.random() < _BARE_SHARE:
        layout = "{context}{gap}{question}"
    system = draw.rng.random() < _SYSTEM_SHARE
    asked = [
        (question, limit)
        for limit in (_limit(draw, kind, scene.questions) for kind in drawn)
        for question in scene.questions
    ]
    drafts = [_draft(draw, scene, question, limit, layout, system) for question, limit in asked]
    has_context = with_context and bool(scene.lines)
    if has_context and draw.split == "train" and draw.rng.random() < _CONVERSATION_SHARE:
        return [_conversation(draw, drafts, asked)]
    return drafts


def _conversation(draw: Draw, drafts: list[Draft], asked: list[tuple[Question, Limit]]) -> Draft:
    """Joins some of a group's drafts in one: the first as it is, then questions and answers."""
    kept = [
        index
        for index, (question, _) in enumerate(asked)
        if question.value is not None or draw.rng.random() < _UNKNOWN_KEPT
    ]
    picked = draw.rng.sample(kept, min(_MOST_TURNS, len(kept)))

    def turns() -> Iterator[Draft]:
        yield drafts[picked[0]]
        for index in picked[1:]:
            prompt = _asked(draw, *asked[index], "{question}")[0]
            turn = [{"role": "user", "content": prompt}, drafts[index].messages[-1]]
            yield dataclasses.replace(drafts[index], messages=turn)

    return join_turns(turns(), _is_short)[0]


def _is_short(messages: list[dict]) -> bool:
    return sum(len(message["content"]) for message in messages) <= _MOST_CHARACTERS


def _limit(draw: Draw, kind: str, questions: list[Question]) -> Limit:
    if kind == "none":
        return Limit(kind, "")
    wording = draw.wording(LIMITS[kind][draw.language])
    if kind != "words":
        return Limit(kind, wording.text)
    longest = {
        "short": max(_count_words(question.short) for question in questions),
        "full": max(_count_words(question.full) for question in questions),
    }
    few = [n for n in _WORD_LIMITS if longest["short"] <= n < _MANY_WORDS]
    many = [n for n in _WORD_LIMITS if n >= max(longest["full"], _MANY_WORDS)]
    # only few words have to be counted: the answers that a model gives anyway keep to many
    words = draw.rng.choice(draw.rng.choice([limits for limits in (few, many) if limits]))
    spelled = slots.number_words(words, draw.language)
    text = wording.fill(n=words, word=spelled, Word=upper_first(spelled))
    return Limit(kind, text, words)


def _count_words(text: str) -> int:
    return len(text.split())


def _draft(
    draw: Draw, scene: Scene, question: Question, limit: Limit, layout: str, system: bool
) -> Draft:
    prompt, template = _asked(draw, question, limit, layout)
    shown = question.has_context and bool(scene.lines)
    if shown:
        gap = "\n" if len(scene.lines) > 1 else " "
        prompt = layout.format(context="\n".join(scene.lines), gap=gap, question=prompt)
    messages = [{"role": "system", "content": SYSTEM}] if system else []
    messages.append({"role": "user", "content": prompt})
    messages.append({"role": "assistant", "content": upper_first(_answer(draw, question, limit))})
    return Draft(
        messages,
        _checks(draw, question, limit, shown and question.from_context),
        template,
        scene.payload,
        max_tokens=_MAX_TOKENS,
        features=_features(scene, question, limit, layout, shown),
    )


def _asked(draw: Draw, question: Question, limit: Limit, layout: str) -> tuple[str, str]:
    """Words a question with its limit; returns the text and the id of its wording."""
    wording = draw.wording(question.wordings[draw.language])
    parts = [part for part in (wording.fill(**question.slots), limit.text) if part]
    # After "Question:" comes the question, before anything else.
    if ": {question}" not in layout and draw.rng.random() < 0.4:
        parts.reverse()
    return " ".join(parts), wording.id


def _answer(draw: Draw, question: Question, limit: Limit) -> str:
    if limit.kind == "brief" or (limit.words and limit.words < _SHORT_BELOW):
        return question.short
    if limit.kind == "two":
        known = question.value is not None
        english = " The text says so." if known else " The text does not say it."
        german = " Das steht im Text." if known else " Das steht nicht im Text."
        return question.full + (english if draw.language == "en" else german)
    return question.full


def _checks(draw: Draw, question: Question, limit: Limit, is_told: bool) -> list[dict]:
    checks: list[dict] = [
        {"metric": "max_two_sentences", "rule": "max_sentences", "limit": 2},
        {"metric": "language", "rule": "language", "expected": draw.language},
    ]
    if limit.words:
        checks.append({"metric": "word_limit", "rule": "max_words", "limit": limit.words})
    if limit.kind in ("one", "two"):
        count = 1 if limit.kind == "one" else 2
        checks.append({"metric": "exact_sentences", "rule": "exact_sentences", "count": count})
    if question.value is None:
        checks.append({"metric": "idk_recall", "rule": "says_unknown"})
        return [*checks, {"metric": f"exact/idk_{question.kind}", "rule": "says_unknown"}]
    checks.append({"metric": "idk_kept", "rule": "not_unknown"})
    if question.verdict:
        verdict = {"rule": "contains_answer", "expected": [question.verdict]}
        checks.append({"metric": "exact/verdict", **verdict})
    metric = "context_qa" if is_told else "exact/world_facts"
    rule = {"rule": "contains_answer", "expected": [question.value]}
    return [*checks, {"metric": metric, **rule}]


def _features(
    scene: Scene, question: Question, limit: Limit, layout: str, shown: bool
) -> dict[str, str]:
    first = layout.index("{context}") < layout.index("{question}")
    return {
        "class": question.kind,
        "limit": limit.kind,
        "facts": str(scene.facts if shown else 0),
        "layout": ("context first" if first else "question first") if shown else "no context",
    }


# --- Questions -------------------------------------------------------------------------------


def _phrase_slots(phrase: Phrase) -> dict[str, str]:
    return {
        "ask": phrase.ask,
        "Ask": upper_first(phrase.ask),
        "accusative": phrase.ask_accusative,
        "opener": phrase.opener,
        "Opener": upper_first(phrase.opener),
        "verb": phrase.verb,
        "state": phrase.state,
        "State": upper_first(phrase.state),
        "value_kind": phrase.value,
    }


def known(phrase: Phrase, value: str) -> Question:
    """Makes the question for a noun phrase whose value the context, or the world, tells."""
    full, short = (f"{text.format(v=value)}." for text in (phrase.full, phrase.short))
    return Question(PHRASE, _phrase_slots(phrase), full, short, value, "answer")


# What stands for a value that is not known, by the sort of the value.
_UNKNOWN_VALUES = {
    "en": {
        "person": "someone I don't know",
        "place": "a place I don't know",
        "thing": "something I don't know",
    },
    "de": {
        "person": "jemand, den ich nicht kenne",
        "place": "ein Ort, den ich nicht kenne",
        "thing": "etwas, das ich nicht weiß",
    },
}


def _sort(phrase: Phrase) -> str:
    """Returns what a phrase asks for: a person, a place or a thing."""
    if phrase.opener in ("who", "wer"):
        return "person"
    return "place" if phrase.value == "place" else "thing"


def unknown(draw: Draw, phrase: Phrase, kind: str, has_context: bool = True) -> Question:
    """Makes the question for a noun phrase whose value nothing tells."""
    english = draw.language == "en"
    full, word = phrase.full, "unknown" if english else "unbekannt"
    if draw.rng.random() < 0.5:
        full = full.format(v=_UNKNOWN_VALUES[draw.language][_sort(phrase)])
    elif english:
        full = full.format(v="unknown to me")
    else:
        # "mir" follows the verb, whether the thing itself stands before or after it.
        full = full.replace(" ist ", " ist mir ", 1).format(v=word)
    full, short = f"{full}.", f"{phrase.short.format(v=word)}."
    return Question(PHRASE, _phrase_slots(phrase), full, short, None, kind, has_context)


def _clause_slots(direct: str, indirect: str) -> dict[str, str]:
    return {"direct": direct, "Direct": upper_first(direct), "indirect": indirect}


def known_clause(direct: str, indirect: str, full: str, short: str, value: str) -> Question:
    """Makes a question with a verb, such as "where does Mara live", and its answers."""
    return Question(CLAUSE, _clause_slots(direct, indirect), full, short, value, "answer")


def unknown_clause(
    direct: str, indirect: str, full: str, short: str, kind: str, has_context: bool = True
) -> Question:
    """Makes a question with a verb that nothing answers, and the answers that say so."""
    return Question(CLAUSE, _clause_slots(direct, indirect), full, short, None, kind, has_context)
