"""Writes the minimal Q&A stage (3a-2): one or two sentences, asked limits kept, "I don't know".

    python -m data_gen.minimal_qa --output=data/minimal_qa.jsonl

Episodes come in contrast groups: one context and one limit, asked for something that the context
holds, for something that it lacks, and for somebody or something else. Limit, language, layout,
number of facts and wordings are drawn without regard to which of these a question is, so none of
them tells a model whether it knows the answer.
"""

import dataclasses
from collections.abc import Callable

from data_gen import generator, qa_material, slots
from data_gen.generator import Draft, Draw, Family, Stage
from data_gen.grammar import Wordings
from data_gen.qa_material import Phrase, upper_first
from data_gen.qa_wordings import CLAIM, CLAUSE, LAYOUT, LIMITS, PHRASE

SYSTEM = "You are MyPT."
_SYSTEM_SHARE = 0.4
# Shares of the ways to limit an answer; two sentences need a context to speak of.
_LIMIT_SHARES = {"none": 20, "words": 42, "one": 14, "brief": 14, "two": 10}
# A limit below _MANY_WORDS asks for the short answer, any other one leaves room for the full one.
_WORD_LIMITS = (4, 5, 6, 8, 9, 10, 12, 15)
_MANY_WORDS = 8
_MAX_TOKENS = 64


@dataclasses.dataclass(frozen=True)
class Question:
    """One question with its answer in all lengths.

    Attributes:
        wordings: the grammar that words it.
        slots: what the grammar's slots are filled with.
        full: the answer as a sentence of its own.
        short: the answer in as few words as a sentence can have.
        value: what a right answer contains; None if the answer is not known.
        kind: "answer", or why it is not known: "absent", "other", "private", "future", "invented".
        has_context: whether the prompt shows the scene's context.
    """

    wordings: dict[str, Wordings]
    slots: dict[str, str]
    full: str
    short: str
    value: str | None
    kind: str
    has_context: bool = True


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
    shares = {k: v for k, v in _LIMIT_SHARES.items() if with_context or k != "two"}
    drawn = kinds or draw.rng.choices(list(shares), list(shares.values()))
    layout = draw.wording(LAYOUT[draw.language])
    system = draw.rng.random() < _SYSTEM_SHARE
    drafts = []
    for kind in drawn:
        limit = _limit(draw, kind, scene.questions)
        for question in scene.questions:
            drafts.append(_draft(draw, scene, question, limit, layout.text, system))
    return drafts


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
    fitting = [
        n for n in _WORD_LIMITS if n >= longest["full" if n >= _MANY_WORDS else "short"]
    ]
    words = draw.rng.choice(fitting)
    spelled = slots.number_words(words, draw.language)
    text = wording.fill(n=words, word=spelled, Word=upper_first(spelled))
    return Limit(kind, text, words)


def _count_words(text: str) -> int:
    return len(text.split())


def _draft(
    draw: Draw, scene: Scene, question: Question, limit: Limit, layout: str, system: bool
) -> Draft:
    wording = draw.wording(question.wordings[draw.language])
    asked = wording.fill(**question.slots)
    parts = [part for part in (asked, limit.text) if part]
    # After "Question:" comes the question, before anything else.
    if ": {question}" not in layout and draw.rng.random() < 0.4:
        parts.reverse()
    prompt = " ".join(parts)
    shown = question.has_context and bool(scene.lines)
    if shown:
        gap = "\n" if len(scene.lines) > 1 else " "
        prompt = layout.format(context="\n".join(scene.lines), gap=gap, question=prompt)
    messages = [{"role": "system", "content": SYSTEM}] if system else []
    messages.append({"role": "user", "content": prompt})
    messages.append({"role": "assistant", "content": _answer(draw, question, limit)})
    return Draft(
        messages,
        _checks(draw, question, limit, shown),
        wording.id,
        scene.payload,
        max_tokens=_MAX_TOKENS,
        features=_features(scene, question, limit, layout, shown),
    )


def _answer(draw: Draw, question: Question, limit: Limit) -> str:
    if limit.kind == "brief" or (limit.words and limit.words < _MANY_WORDS):
        return question.short
    if limit.kind == "two":
        known = question.value is not None
        english = " The text says so." if known else " The text does not say it."
        german = " Das steht im Text." if known else " Das steht nicht im Text."
        return question.full + (english if draw.language == "en" else german)
    return question.full


def _checks(draw: Draw, question: Question, limit: Limit, shown: bool) -> list[dict]:
    checks = [
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
        return [*checks, {"metric": f"idk/{question.kind}", "rule": "says_unknown"}]
    checks.append({"metric": "idk_kept", "rule": "not_unknown"})
    metric = "context_qa" if shown else "world_facts"
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


def _known(phrase: Phrase, value: str) -> Question:
    full = f"{upper_first(phrase.say)} {phrase.state} {value}."
    short = f"{upper_first(phrase.short)} {phrase.state} {value}."
    return Question(PHRASE, _phrase_slots(phrase), full, short, value, "answer")


def _unknown(draw: Draw, phrase: Phrase, kind: str, has_context: bool = True) -> Question:
    short = f"{upper_first(phrase.short)} is unknown."
    forms = [f"I don't know {phrase.say}.", f"{upper_first(phrase.say)} is not known to me."]
    if draw.language == "de":
        short = f"{upper_first(phrase.short)} ist unbekannt."
        forms = [
            f"Ich kenne {phrase.say_accusative} nicht.",
            f"{upper_first(phrase.say)} ist mir nicht bekannt.",
        ]
    full = draw.rng.choice(forms)
    return Question(PHRASE, _phrase_slots(phrase), full, short, None, kind, has_context)


def _clause_slots(direct: str, indirect: str) -> dict[str, str]:
    return {"direct": direct, "Direct": upper_first(direct), "indirect": indirect}


def _known_clause(direct: str, indirect: str, full: str, short: str, value: str) -> Question:
    return Question(CLAUSE, _clause_slots(direct, indirect), full, short, value, "answer")


def _unknown_clause(
    draw: Draw, direct: str, indirect: str, short: str, kind: str, has_context: bool = True
) -> Question:
    """Makes the question that nobody can answer; `short` is what it asks for ("her job")."""
    full = draw.rng.choice((f"I don't know {indirect}.", f"I do not know {indirect}."))
    brief = f"{upper_first(short)} is unknown."
    if draw.language == "de":
        full = f"Ich weiß {draw.rng.choice(('nicht', 'leider nicht'))}, {indirect}."
        brief = f"{upper_first(short)} ist unbekannt."
    slots_ = _clause_slots(direct, indirect)
    return Question(CLAUSE, slots_, full, brief, None, kind, has_context)


# --- Things with attributes ------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Thing:
    """A thing that has attributes.

    Attributes:
        label: what heads its lines: "Bransen", "the ship".
        of: "of Bransen", "des Schiffs".
        intro: a sentence that says what it is, or "".
        name: its invented name, or None.
        keys: the attributes that it can have.
    """

    label: str
    of: str
    intro: str
    name: str | None
    keys: tuple[str, ...]


def _thing(draw: Draw, taken: list[Thing], needed: str | None = None) -> Thing:
    """Draws a thing, named in the same way as those `taken`, that can have attribute `needed`."""
    used = {thing.label.split()[-1] for thing in taken}
    kinds = [
        kind for kind in qa_material.kinds(draw.language)
        if kind.noun not in used and (needed is None or needed in kind.attributes)
    ]  # fmt: skip
    kind = draw.rng.choice(kinds)
    named = taken[0].name is not None if taken else draw.rng.random() < 0.75
    if not named:
        article = "the " if draw.language == "en" else ""
        return Thing(f"{article}{kind.noun}", kind.of, "", None, kind.attributes)
    name = qa_material.name(draw, [thing.name for thing in taken])
    typed = " " in taken[0].label if taken else draw.rng.random() < 0.25
    if typed:
        return Thing(f"{kind.noun} {name}", f"{kind.of} {name}", "", name, kind.attributes)
    of = f"of {name}" if draw.language == "en" else f"von {name}"
    intro = ""
    if draw.rng.random() < 0.3:
        intro = f"{name} {'is' if draw.language == 'en' else 'ist'} {kind.indefinite}."
    return Thing(name, of, intro, name, kind.attributes)


def _facts(draw: Draw, keys: tuple[str, ...], count: int) -> dict[str, str]:
    """Draws `count` attributes with values, no value twice."""
    table = qa_material.attributes(draw.language)
    facts: dict[str, str] = {}
    for key in draw.rng.sample(keys, count):
        value = qa_material.value(draw, table[key].value)
        while value in facts.values():
            value = qa_material.value(draw, table[key].value)
        facts[key] = value
    return facts


# Ways to write facts: as a list under the thing's name, all in one line, or as sentences, of which
# all or only the first one name the thing.
_LISTS = ("{}: {}", "- {}: {}", "{} = {}", "line")
_PROSE = ("named", "short", "short")
_STYLES = _LISTS + _PROSE


def _write(language: str, thing: Thing, facts: dict[str, str], style: str) -> list[str]:
    """Writes the facts of a thing in a style, as lines of the context."""
    table = qa_material.attributes(language)
    if style == "line":
        pairs = ", ".join(f"{table[key].noun} {value}" for key, value in facts.items())
        return [f"{upper_first(thing.label)}: {pairs}."]
    if style in _LISTS:
        rows = [style.format(table[key].noun, value) for key, value in facts.items()]
        return [upper_first(thing.label), *rows]
    sentences = [thing.intro] if thing.intro else []
    for index, (key, value) in enumerate(facts.items()):
        phrase = table[key].phrase(thing.of)
        subject = phrase.short if style == "short" and index > 0 else phrase.say
        sentences.append(f"{upper_first(subject)} {phrase.state} {value}.")
    return [" ".join(sentences)]


def _payload(draw: Draw, thing: Thing, lines: list[str]) -> str | None:
    """Returns what a scene is known by, or None if a scene without names is on another side."""
    if thing.name is not None:
        return thing.name
    text = "\n".join(lines)
    return text if generator.split_of(text) == draw.split else None


def _thing_scene(draw: Draw, styles: tuple[str, ...]) -> Scene:
    """Draws a thing with two to four facts: two are asked for, two others are not known."""
    table = qa_material.attributes(draw.language)
    while True:
        thing = _thing(draw, [])
        facts = _facts(draw, thing.keys, draw.rng.choice((2, 3, 3, 4)))
        lines = _write(draw.language, thing, facts, draw.rng.choice(styles))
        payload = _payload(draw, thing, lines)
        if payload is not None:
            break
    first, second = draw.rng.sample(list(facts), 2)
    missing = draw.rng.sample([key for key in thing.keys if key not in facts], 2)
    questions = [_known(table[key].phrase(thing.of), facts[key]) for key in (first, second)]
    questions.append(_unknown(draw, table[missing[0]].phrase(thing.of), "absent"))
    if draw.rng.random() < 0.5:
        questions.append(_unknown(draw, table[missing[1]].phrase(thing.of), "absent"))
    else:
        other = _thing(draw, [thing], first)
        questions.append(_unknown(draw, table[first].phrase(other.of), "other"))
    return Scene(lines, len(facts), payload, questions)


def fact_lines(draw: Draw) -> list[Draft]:
    """Asks about a thing whose facts stand in a list."""
    return group(draw, _thing_scene(draw, _LISTS))


def fact_prose(draw: Draw) -> list[Draft]:
    """Asks about a thing whose facts stand in sentences."""
    return group(draw, _thing_scene(draw, _PROSE))


def length_ladder(draw: Draw) -> list[Draft]:
    """Asks one known and one unknown thing with different limits."""
    scene = _thing_scene(draw, _STYLES)
    questions = [draw.rng.choice(scene.questions[:2]), draw.rng.choice(scene.questions[2:])]
    kinds = draw.rng.sample(list(_LIMIT_SHARES), 3)
    return group(draw, dataclasses.replace(scene, questions=questions), kinds)


def two_things(draw: Draw) -> list[Draft]:
    """Asks about two things in one context; what one has, the other one may lack."""
    table = qa_material.attributes(draw.language)
    while True:
        one = _thing(draw, [])
        two = _thing(draw, [one])
        facts_one, facts_two = _facts(draw, one.keys, 2), _facts(draw, two.keys, 2)
        style = draw.rng.choice(_STYLES)
        lines = _write(draw.language, one, facts_one, style)
        lines += _write(draw.language, two, facts_two, style)
        payload = _payload(draw, one, lines)
        lacking = [key for key in two.keys if key not in facts_two]
        if payload is not None and set(facts_one.values()).isdisjoint(facts_two.values()):
            break
    key_one, key_two = draw.rng.choice(list(facts_one)), draw.rng.choice(list(facts_two))
    shared = [key for key in facts_one if key in lacking]
    absent = shared[0] if shared and draw.rng.random() < 0.5 else draw.rng.choice(lacking)
    other = _thing(draw, [one, two], key_one)
    questions = [
        _known(table[key_one].phrase(one.of), facts_one[key_one]),
        _known(table[key_two].phrase(two.of), facts_two[key_two]),
        _unknown(draw, table[absent].phrase(two.of), "absent"),
        _unknown(draw, table[key_one].phrase(other.of), "other"),
    ]
    return group(draw, Scene(lines, 4, payload, questions))


def check_claim(draw: Draw) -> list[Draft]:
    """Asks whether a claim is right: yes, no, or not known."""
    scene = _thing_scene(draw, _STYLES)
    right, wrong, *unknown = scene.questions
    questions = [_claim(draw, right, True), _claim(draw, wrong, False)]
    questions += [_claim(draw, question, None) for question in unknown]
    return group(draw, dataclasses.replace(scene, questions=questions))


def _claim(draw: Draw, question: Question, is_right: bool | None) -> Question:
    """Turns a question into a claim; one that nobody can judge claims any value of its kind."""
    kind = question.slots["value_kind"]
    claimed = question.value if is_right else qa_material.value(draw, kind)
    while not is_right and claimed == question.value:
        claimed = qa_material.value(draw, kind)
    slots_ = question.slots | {"value": claimed}
    if is_right is None:
        return dataclasses.replace(question, wordings=CLAIM, slots=slots_)
    if draw.language == "en":
        word = "Yes" if is_right else "No"
    else:
        word = "Ja" if is_right else "Nein"
    full, short = (f"{word}, {t[:1].lower()}{t[1:]}" for t in (question.full, question.short))
    return dataclasses.replace(question, wordings=CLAIM, slots=slots_, full=full, short=short)


# --- What belongs to the user ----------------------------------------------------------------


def own_notes(draw: Draw) -> list[Draft]:
    """Asks for private facts that the user told, or did not tell."""
    phrases = qa_material.private_phrases(draw.language)
    count = draw.rng.choice((1, 2, 2, 3))
    while True:
        picked = draw.rng.sample(phrases, count + 2)
        values = [qa_material.value(draw, phrase.value) for phrase in picked[:count]]
        sentences = [
            f"{upper_first(phrase.ask)} {phrase.state} {value}."
            for phrase, value in zip(picked, values, strict=False)
        ]
        payload = " ".join(sentences)
        if len(set(values)) == count and generator.split_of(payload) == draw.split:
            break
    lines = sentences if draw.rng.random() < 0.3 else [payload]
    order = draw.rng.sample(range(count), min(2, count))
    questions = [_known(picked[i], values[i]) for i in order]
    alone = draw.rng.random() < 0.25
    questions.append(_unknown(draw, picked[count], "private", has_context=not alone))
    if len(order) > 1:
        questions.append(_unknown(draw, picked[count + 1], "private"))
    return group(draw, Scene(lines, count, payload, questions))


# --- People ----------------------------------------------------------------------------------


def people(draw: Draw) -> list[Draft]:
    """Asks what a text says about a person, with verbs instead of nouns."""
    language = draw.language
    person = qa_material.person(draw)
    relations = draw.rng.sample(qa_material.relations(language), draw.rng.choice((2, 3, 3, 4)) + 2)
    known, missing = relations[:-2], relations[-2:]
    values = [qa_material.person_value(draw, r.value, person.female) for r in known]
    predicates = [r.predicate.format(v=v) for r, v in zip(known, values, strict=True)]
    pronoun = person.pronoun(language)
    style = draw.rng.choice(("sentences", "lines", "inline"))
    if style == "sentences":
        sentences = [f"{person.name} {predicates[0]}."]
        sentences += [f"{upper_first(pronoun)} {predicate}." for predicate in predicates[1:]]
        lines = [" ".join(sentences)]
    elif style == "lines":
        lines = [f"{person.name}:", *(f"- {predicate}" for predicate in predicates)]
    else:
        lines = [f"{person.name}: {', '.join(predicates)}."]
    questions = []
    for i in draw.rng.sample(range(len(known)), 2):
        direct, indirect = (t.format(s=person.name) for t in (known[i].direct, known[i].indirect))
        full = f"{person.name} {predicates[i]}."
        short = f"{upper_first(pronoun)} {predicates[i]}."
        value = values[i].removeprefix("a ").removeprefix("an ")
        questions.append(_known_clause(direct, indirect, full, short, value))
    questions.append(_unknown_person(draw, missing[0], person, "absent"))
    if draw.rng.random() < 0.5:
        questions.append(_unknown_person(draw, missing[1], person, "absent"))
    else:
        other = qa_material.person(draw, [person.name])
        questions.append(_unknown_person(draw, known[0], other, "other"))
    return group(draw, Scene(lines, len(known), person.name, questions))


def _unknown_person(draw: Draw, relation: qa_material.Relation, person, kind: str) -> Question:
    direct, indirect = (t.format(s=person.name) for t in (relation.direct, relation.indirect))
    return _unknown_clause(draw, direct, indirect, relation.short[not person.female], kind)


# --- Lists of everyday facts -----------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Listing:
    """A kind of list: `{s}` is the item, `{v}` the value, `{p}` the item's pronoun."""

    items: Callable[[str], tuple[qa_material.Item, ...]]
    value: Callable[[Draw], str]
    statement: str
    direct: str
    indirect: str
    short: str
    asked_for: str
    accusative: bool = False


def _euros(draw: Draw) -> str:
    return qa_material.value(draw, "euros")


def _spot(draw: Draw) -> str:
    return draw.rng.choice(qa_material.spots(draw.language))


def _hour(draw: Draw) -> str:
    hour = draw.rng.randint(5, 12)
    return f"at {hour} o'clock" if draw.language == "en" else f"um {hour} Uhr"


_GOODS, _PLACES = qa_material.goods, qa_material.opening_places
_LISTINGS = {
    "en": (
        Listing(_GOODS, _euros, "{s} costs {v}", "how much does {s} cost", "how much {s} costs",
                "It costs {v}.", "the price"),
        Listing(_GOODS, _spot, "{s} is {v}", "where is {s}", "where {s} is", "It is {v}.",
                "the place"),
        Listing(_PLACES, _hour, "{s} opens {v}", "when does {s} open", "when {s} opens",
                "It opens {v}.", "the time"),
        Listing(_GOODS, qa_material.name, "{v} brings {s}", "who brings {s}", "who brings {s}",
                "It is {v}.", "the person", accusative=True),
    ),
    "de": (
        Listing(_GOODS, _euros, "{s} kostet {v}", "was kostet {s}", "was {s} kostet",
                "{p} kostet {v}.", "der Preis"),
        Listing(_GOODS, _spot, "{s} ist {v}", "wo ist {s}", "wo {s} ist", "{p} ist {v}.",
                "der Ort"),
        Listing(_PLACES, _hour, "{s} öffnet {v}", "wann öffnet {s}", "wann {s} öffnet",
                "{p} öffnet {v}.", "die Uhrzeit"),
        Listing(_GOODS, qa_material.name, "{v} bringt {s}", "wer bringt {s}", "wer {s} bringt",
                "Das ist {v}.", "die Person", accusative=True),
    ),
}  # fmt: skip


def lists(draw: Draw) -> list[Draft]:
    """Asks for one entry of a list of prices, places, hours or names."""
    listing = draw.rng.choice(_LISTINGS[draw.language])
    count = draw.rng.choice((2, 3, 3, 4))
    while True:
        items = draw.rng.sample(listing.items(draw.language), count + 2)
        nouns = [item.accusative if listing.accusative else item.nominative for item in items]
        values = [listing.value(draw) for _ in range(count)]
        statements = [
            upper_first(listing.statement.format(s=noun, v=value)) + "."
            for noun, value in zip(nouns, values, strict=False)
        ]
        payload = " ".join(statements)
        if len(set(values)) == count and generator.split_of(payload) == draw.split:
            break
    lines = [payload] if draw.rng.random() < 0.5 else statements
    questions = []
    for index in [*draw.rng.sample(range(count), 2), count, count + 1]:
        direct, indirect = (t.format(s=nouns[index]) for t in (listing.direct, listing.indirect))
        if index < count:
            pronoun = upper_first(items[index].pronoun)
            short = listing.short.format(p=pronoun, v=values[index])
            known = _known_clause(direct, indirect, statements[index], short, values[index])
            questions.append(known)
        else:
            asked = listing.asked_for
            questions.append(_unknown_clause(draw, direct, indirect, asked, "absent"))
    return group(draw, Scene(lines, count, payload, questions))


# --- Invented words --------------------------------------------------------------------------


def word_meaning(draw: Draw) -> list[Draft]:
    """Asks what invented words mean: told in the context, or told nowhere."""
    english = draw.language == "en"
    count = draw.rng.choice((1, 2, 2, 3))
    words = [draw.payload(slots.invented_word) for _ in range(count + 2)]
    words = [qa_material.with_article(w) if english else f"ein {w.capitalize()}" for w in words]
    is_ = "is" if english else "ist"
    meanings = [qa_material.meaning(draw) for _ in range(count)]
    statements = [
        f"{upper_first(word)} {is_} {meaning}."
        for word, meaning in zip(words, meanings, strict=False)
    ]
    lines = [" ".join(statements)] if draw.rng.random() < 0.5 else statements
    asked = draw.rng.sample(range(count), min(2, count))
    questions = []
    for index in asked:
        short = f"{'It is' if english else 'Das ist'} {meanings[index]}."
        direct, indirect = _meaning_questions(words[index], english)
        noun = meanings[index].split(maxsplit=1)[1]
        questions.append(_known_clause(direct, indirect, statements[index], short, noun))
    alone = draw.rng.random() < 0.3
    for number in range(len(asked)):
        direct, indirect = _meaning_questions(words[count + number], english)
        short = "the word" if english else "das Wort"
        has_context = not (alone and number == 0)
        questions.append(_unknown_clause(draw, direct, indirect, short, "invented", has_context))
    return group(draw, Scene(lines, count, words[0].split()[1], questions))


def _meaning_questions(word: str, english: bool) -> tuple[str, str]:
    if english:
        return f"what is {word}", f"what {word} is"
    return f"was ist {word}", f"was {word} ist"


# --- Past and future events ------------------------------------------------------------------


def events(draw: Draw) -> list[Draft]:
    """Asks where an event was or will be: known for some years, past and future, not for others."""
    stem = qa_material.name(draw)
    event = qa_material.event(draw, stem)
    past = draw.rng.sample(range(1990, 2020), 2)
    future = draw.rng.sample(range(2031, 2070), 3)
    shown = [(past[0], False), (future[0], True)]
    draw.rng.shuffle(shown)
    towns = [qa_material.place(draw)]
    while len(towns) < 2:
        towns = list(dict.fromkeys([*towns, qa_material.place(draw)]))
    statements = [
        upper_first(_event_forms(draw.language, event.nominative, year, later, town)[2])
        for (year, later), town in zip(shown, towns, strict=True)
    ]
    lines = statements
    style = draw.rng.random()
    if style < 0.4:
        rows = [f"{year}: {town}" for (year, _), town in zip(shown, towns, strict=True)]
        lines = [f"{upper_first(event.nominative)}:", *rows]
    elif style < 0.7:
        lines = [" ".join(statements)]
    where = "the place" if draw.language == "en" else "der Ort"
    be = "is" if draw.language == "en" else "ist"
    questions = []
    for ((year, later), town), full in zip(
        zip(shown, towns, strict=True), statements, strict=True
    ):
        direct, indirect, _ = _event_forms(draw.language, event.nominative, year, later, town)
        short = f"{upper_first(where)} {be} {town}."
        questions.append(_known_clause(direct, indirect, full, short, town))
    unknown = [(past[1], False, "absent", True), (future[1], True, "future", True)]
    if draw.rng.random() < 0.3:
        unknown[1] = (future[2], True, "future", False)
    for year, later, kind, has_context in unknown:
        direct, indirect, _ = _event_forms(draw.language, event.nominative, year, later, "")
        questions.append(_unknown_clause(draw, direct, indirect, where, kind, has_context))
    return group(draw, Scene(lines, 2, stem, questions))


def _event_forms(
    language: str, event: str, year: int, later: bool, town: str
) -> tuple[str, str, str]:
    """Returns the direct question, the indirect one and the statement."""
    if language == "en":
        if later:
            return (
                f"where will {event} be in {year}",
                f"where {event} will be in {year}",
                f"{event} will be in {town} in {year}.",
            )
        return (
            f"where was {event} in {year}",
            f"where {event} was in {year}",
            f"{event} was in {town} in {year}.",
        )
    if later:
        return (
            f"wo findet {event} {year} statt",
            f"wo {event} {year} stattfindet",
            f"{event} findet {year} in {town} statt.",
        )
    return (
        f"wo fand {event} {year} statt",
        f"wo {event} {year} stattfand",
        f"{event} fand {year} in {town} statt.",
    )


# --- General knowledge -----------------------------------------------------------------------

_WELL_KNOWN = 40


def world_facts(draw: Draw) -> list[Draft]:
    """Asks for capitals and continents of real countries, and of one that does not exist."""
    english = draw.language == "en"
    countries = draw.rng.sample(slots.countries(draw.language)[:_WELL_KNOWN], 2)
    keys = draw.rng.choices(("capital", "continent"), (70, 30), k=2)
    questions = []
    for country, key in zip(countries, keys, strict=True):
        phrase = _country_phrase(key, country.of, english)
        questions.append(_known(phrase, getattr(country, key)))
    name = draw.payload(slots.invented_name)
    invented = f"of {name}" if english else f"von {name}"
    key = draw.rng.choice(keys)
    questions.append(_unknown(draw, _country_phrase(key, invented, english), "invented"))
    questions = [dataclasses.replace(question, has_context=False) for question in questions]
    return group(draw, Scene([], 0, None, questions))


def _country_phrase(key: str, of: str, english: bool) -> Phrase:
    if english:
        return qa_material.Attribute(key, "the", f"the {key}", "what", "is", "is", "").phrase(of)
    noun, article, accusative, opener, verb = {
        "capital": ("Hauptstadt", "die", "die Hauptstadt", "wie", "heißt"),
        "continent": ("Kontinent", "der", "den Kontinent", "was", "ist"),
    }[key]
    return qa_material.Attribute(noun, article, accusative, opener, verb, "ist", "").phrase(of)


_BOTH = {"en": 0.6, "de": 0.4}
FAMILIES = [
    Family("world_facts", 0.09, _BOTH, world_facts, closed=True),
    Family("check_claim", 0.05, _BOTH, check_claim),
    Family("events", 0.07, _BOTH, events),
    Family("word_meaning", 0.07, _BOTH, word_meaning),
    Family("lists", 0.10, _BOTH, lists),
    Family("two_things", 0.08, _BOTH, two_things),
    Family("own_notes", 0.11, _BOTH, own_notes),
    Family("people", 0.12, _BOTH, people),
    Family("length_ladder", 0.10, _BOTH, length_ladder),
    Family("fact_lines", 0.10, _BOTH, fact_lines),
    Family("fact_prose", 0.11, _BOTH, fact_prose),
]
STAGE = Stage("3a2", "minimal_qa", default_episodes=1000, families=FAMILIES)

if __name__ == "__main__":
    generator.main(STAGE, __doc__)
