"""Generates stage 3a-3: key facts and summaries, other schemas, and tasks of several steps.

    python -m data_gen.tasks --output=data/tasks.jsonl [--episodes=1500] [--seed=0]
        [--long_sources=0.3] [--clauses] [--suite=dev|final]

Every episode has a source text (`task_material`) and one instruction (`task_wordings`) before or
after it. One to four instructions share a text, in training mostly as one conversation, as far as
it fits a row; gates ask each alone. The conventions that make an answer predictable:

- bullets follow the order of the text; where fewer are asked than the text has facts, its first
  ones are taken;
- a bullet is a copied value with its label (`Budget: 4,200 euros`) or a copied clause; with
  --clauses always the text's own sentence (`The budget is 4,200 euros.`), and a summary copies
  sentences too, as small models copy before they condense. Texts then have nothing but facts, one
  of a kind (but several prices or dates to sort), and name their kinds wherever some are asked for
  (`Cost: The budget is 4,200 euros.`); a query is answered in its own order, and a number of
  bullets is always that of all facts: only a short version has the first three;
- a query for some kinds of facts names them, and a text has two that differ in one kind, so that
  the prompt decides which facts are wanted;
- a summary is about the facts of the bullets, in their order.
"""

import dataclasses
import sys
from collections.abc import Callable, Iterable, Sequence

from absl import flags

from data_gen import generator
from data_gen.generator import Draft, Draw, Family, Stage
from data_gen.task_material import KINDS, Fact, Plan, Source, build
from data_gen.task_wordings import (
    ENTRIES,
    HEADS,
    LENGTHS,
    ORDERS,
    ROLE_HEADS,
    TOPICS,
    WANTED,
    WORDINGS,
    amounts,
)
from eval import rules
from mypt_jax import command

LANGUAGES = {"en": 0.6, "de": 0.4}
SYSTEM = "You are MyPT."
# Sentences of a source text.
MIN_SENTENCES, MAX_SENTENCES = 3, 9
# Bullets and sentences of KEY_FACTS and SUMMARY where no number is asked for: the format itself.
ANY_BULLETS, ANY_SENTENCES = (3, 7), (1, 3)
# Tokens that an episode may have, by `estimate_tokens`, so that a row of 288 holds it; the tokens
# of a conversation about a long text.
MAX_TOKENS, MAX_LONG_TOKENS = 190, 440
# Share of the training texts that are asked about in one conversation.
_TALK_SHARE = 0.8
_AND = {"en": " and ", "de": " und "}


@dataclasses.dataclass(frozen=True)
class Answer:
    """An answer, and what its checks need.

    Attributes:
        text: the answer.
        sections: its headings in order; empty for plain text.
        facts: facts of which at least `min_share` must be in any answer.
        bullets: number of bullets asked for as (least, most).
        sentences: sentences of the summary asked for as (least, most).
        exact: the metric's name where only this very text is right.
    """

    text: str
    sections: tuple[str, ...]
    facts: tuple[Fact, ...]
    min_share: float
    bullets: tuple[int, int] = ANY_BULLETS
    sentences: tuple[int, int] = ANY_SENTENCES
    exact: str = ""

    @property
    def is_told(self) -> bool:
        """Whether it is a summary alone, without bullets."""
        return self.sections in ((), ("TL;DR",))


# --- Answers ---------------------------------------------------------------------------------


def bullets(facts: Iterable[Fact]) -> str:
    """Writes facts as bullets, one a line."""
    return "\n".join(f"- {fact.bullet}" for fact in facts)


def max_sentences(facts: Sequence[Fact]) -> int:
    """Returns how many sentences a summary of these facts can have."""
    if all(fact.is_clause for fact in facts):
        return len(facts)
    roles = [fact.role for fact in facts]
    return len(facts) - max(0, sum(role in ("risk", "question") for role in roles) - 1)


def summarise(source: Source, facts: Sequence[Fact], count: int, language: str) -> str:
    """Writes a summary of `count` sentences.

    Facts whose bullets are clauses are told by the sentences of the text. Else a risk or open
    question among the facts has the last sentence. The others have one sentence each, in their
    order; a single sentence has two of them.

    Raises:
        ValueError: if the facts do not suffice for `count` sentences.
    """
    if count > max_sentences(facts):
        raise ValueError(f"{count} sentences about {len(facts)} facts: ask for fewer")
    if all(fact.is_clause for fact in facts):
        return " ".join(fact.sentence for fact in facts[:count])
    phrases = [f.phrase for f in facts if f.phrase and f.role not in ("risk", "question")]
    last = [f.phrase for f in facts if f.role in ("risk", "question")]
    last = last[: min(1, count - 1)] if len(last) < len(facts) else last[:count]
    room = count - len(last)
    told = [f.sentence for f in facts if f.role in ("event", "task")]
    named = [f.sentence for f in facts if f.role == "what"]
    subject = source.named_subject if named else source.subject
    if named and (not phrases or len(phrases) + len(told) < room):
        opening, subject = named, source.pronoun
    else:
        opening = []
    room -= len(opening)
    first = 2 if count == 1 else 1
    sentences = [f"{subject} {_both(phrases[:first], language)}."] if phrases else []
    sentences += [f"{source.pronoun} {phrase}." for phrase in phrases[first:]]
    return " ".join([*opening, *[*sentences, *told][:room], *last])


_SHARED_VERBS = frozenset("has had is was hat hatte wird wurde".split())


def _both(phrases: Sequence[str], language: str) -> str:
    """Joins one or two phrases; a helping verb that both begin with is said once."""
    verb = phrases[0].split(" ", 1)[0]
    if verb in _SHARED_VERBS and len(phrases) > 1 and phrases[1].startswith(f"{verb} "):
        phrases = (phrases[0], phrases[1].removeprefix(f"{verb} "))
    return _AND[language].join(phrases)


def key_facts(source: Source, facts: Sequence[Fact], count: int, language: str) -> Answer:
    """Answers with KEY_FACTS and a SUMMARY of `count` sentences; both numbers were asked for."""
    text = f"KEY_FACTS:\n{bullets(facts)}\nSUMMARY:\n{summarise(source, facts, count, language)}"
    share = len(facts) / len(source.facts)
    ranges = (len(facts), len(facts)), (count, count)
    return Answer(text, ("KEY_FACTS", "SUMMARY"), source.facts, share, *ranges)


def sectioned(parts: Sequence[tuple[str, str]], facts: Sequence[Fact], exact: str = "") -> Answer:
    """Answers with headings and what stands under them; all `facts` must be in it."""
    text = "\n".join(f"{name}:\n{body}" for name, body in parts)
    return Answer(text, tuple(name for name, _ in parts), tuple(facts), 1.0, exact=exact)


def plain(source: Source, count: int, language: str, heading: str = "") -> Answer:
    """Answers with a summary alone, after a heading on the same line if there is one."""
    text = summarise(source, source.facts, count, language)
    covered = sum(_contains(text, fact.value) for fact in source.facts)
    share = covered / len(source.facts)
    sections = (heading,) if heading else ()
    text = f"{heading}: {text}" if heading else text
    return Answer(text, sections, source.facts, share, sentences=(count, count))


def _contains(text: str, value: str) -> bool:
    check = {"metric": "value", "rule": "contains_answer", "expected": [value]}
    return rules.evaluate(check, text).passed


def _check(metric: str, rule: str, **parameters: object) -> dict:
    return {"metric": metric, "rule": rule} | parameters


def checks(answer: Answer, source: Source, language: str) -> list[dict]:
    """Lists what every answer to the prompt must fulfil."""
    min_share = round(answer.min_share - 0.005, 3)
    facts = [[fact.value, fact.clause] if fact.is_clause else [fact.value] for fact in answer.facts]
    found = [_check("facts_covered", "facts_covered", facts=facts, min_share=min_share)]
    if answer.sections == ("KEY_FACTS", "SUMMARY"):
        names = ("min_bullets", "max_bullets", "min_sentences", "max_sentences")
        asked = answer.bullets + answer.sentences
        found.append(_check("key_facts_structure", "key_facts_structure"))
        if asked != ANY_BULLETS + ANY_SENTENCES:
            limits = dict(zip(names, asked, strict=True))
            found.append(_check("asked_numbers", "key_facts_structure", **limits))
    elif answer.sections:
        found.append(_check("sections", "sections", names=[*answer.sections]))
    allowed = [source.subject, "TL;DR", *(f.phrase for f in source.facts if f.phrase)]
    invents = {"rule": "numbers_and_names_from_source", "source": source.text, "allowed": allowed}
    if answer.is_told:
        found.append(_check("sentences", "exact_sentences", count=answer.sentences[0]))
        found.append({"metric": "grounded"} | invents)
    else:
        found.append(_check("grounded", "bullets_grounded", source=source.text))
        found.append({"metric": "summary_grounded"} | invents)
    if answer.exact:
        found.append(_check(answer.exact, "exact_answer", expected=[answer.text]))
    # Names and dates alone belong to no language: only sentences show it.
    speaks = _check("language", "language", expected=language)
    has_sentences = answer.is_told or "SUMMARY" in answer.sections
    if has_sentences and rules.evaluate(speaks, answer.text).passed:
        found.append(speaks)
    return found


# --- Prompts ---------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Text:
    """A source text with the key that it was built from."""

    key: str
    source: Source


@dataclasses.dataclass(frozen=True)
class Form:
    """Which form an episode has: a text of 6 to 9 sentences, bullets that are clauses."""

    is_long: bool = False
    as_clauses: bool = False


def draw_text(draw: Draw, plan: Plan, form: Form) -> Text:
    """Draws a source text of the right side of the split."""
    key = draw.payload(lambda rng: f"tasks/{draw.language}/{rng.getrandbits(40):010x}")
    return Text(key, build(draw.language, plan, key, form.as_clauses))


@dataclasses.dataclass(frozen=True)
class Task:
    """An instruction with its text and answer, before its checks are made.

    Attributes:
        messages: the episode's messages.
        instruction: what is asked, without the text.
        text: the source text.
        answer: the answer and what is asked of it.
        template: id of the wording.
        features: for the card.
        extra: checks beside the answer's own.
    """

    messages: list[dict]
    instruction: str
    text: Text
    answer: Answer
    template: str
    features: dict[str, str]
    extra: Sequence[dict] = ()

    def draft(self, language: str) -> Draft:
        """Makes the draft with its checks."""
        return Draft(
            self.messages,
            [*checks(self.answer, self.text.source, language), *self.extra],
            self.template,
            self.text.key,
            max_tokens=-(-len(self.answer.text) * 6 // 10 // 16) * 16 + 32,
            features=self.features,
        )


def estimate_tokens(messages: Sequence[dict]) -> int:
    """Estimates the tokens in a vocabulary of 4096 pieces, tags included.

    There a letter is 0.26 tokens on average and any other character 0.4 (many spaces, digits and
    punctuation marks are tokens of their own). One text in a hundred has a quarter more.
    """
    text = "".join(message["content"] for message in messages)
    letters = sum(map(str.isalpha, text))
    return round(0.26 * letters + 0.4 * (len(text) - letters)) + 3 * len(messages)


def ask(
    draw: Draw, text: Text, wordings: str, answer: Answer, slots: dict[str, str],
    features: dict[str, str], extra: Sequence[dict] = (),
) -> Task:  # fmt: skip
    """Puts an instruction before or after a text.

    Args:
        draw: where the wording and the layout come from.
        text: the source text.
        wordings: the wordings' name.
        answer: the answer.
        slots: the wording's slots.
        features: further features for the card.
        extra: checks beside the answer's own.
    """
    rng = draw.rng
    wording = draw.wording(WORDINGS[wordings, draw.language])
    instruction = wording.fill(**slots)
    instruction = instruction[0].upper() + instruction[1:].replace(" ,", ",")
    layout = "before" if rng.random() < 0.6 else "after"
    parts = [instruction, text.source.text]
    gap = "\n" if rng.random() < 0.15 else "\n\n"
    user = gap.join(parts if layout == "before" else parts[::-1])
    has_system = rng.random() < 0.6
    messages = [{"role": "system", "content": SYSTEM}] if has_system else []
    messages.append({"role": "user", "content": user})
    messages.append({"role": "assistant", "content": answer.text})
    features = {"instruction": layout, "system": "yes" if has_system else "no"} | features
    return Task(messages, instruction, text, answer, wording.id, features, extra)


def fitting(
    make: Callable[[Draw, Form], list[Task]], long_sources: float, as_clauses: bool
) -> Callable:
    """Returns a family's `make(draw)`: groups that fit a short row, or long ones by a share."""

    def make_drafts(draw: Draw) -> list[Draft]:
        form = Form(draw.rng.random() < long_sources, as_clauses)
        while True:
            group = make(draw, form)
            if all(_is_usable(task, form) for task in group):
                break
        # In a fixed order, a conversation's first question would always be the short one.
        draw.rng.shuffle(group)
        drafts = [task.draft(draw.language) for task in group]
        if draw.split == "train" and draw.rng.random() < _TALK_SHARE:
            talk, turns = _talk(group, drafts, form)
            return [talk, *drafts[turns:]]
        return drafts

    return make_drafts


def _talk(group: list[Task], drafts: list[Draft], form: Form) -> tuple[Draft, int]:
    """Joins the first tasks about one text to a conversation; returns it and how many it holds."""
    most = MAX_LONG_TOKENS if form.is_long else MAX_TOKENS
    following = [
        dataclasses.replace(
            draft, messages=[{"role": "user", "content": task.instruction}, draft.messages[-1]]
        )
        for task, draft in zip(group[1:], drafts[1:], strict=True)
    ]
    return generator.join_turns(
        [drafts[0], *following], lambda messages: estimate_tokens(messages) <= most
    )


def _is_usable(task: Task, form: Form) -> bool:
    fits = form.is_long or estimate_tokens(task.messages) <= MAX_TOKENS
    return fits and MIN_SENTENCES <= task.text.source.num_sentences <= MAX_SENTENCES


def _news(draw: Draw, form: Form, least: int, most: int) -> Plan:
    """Plans a text of `least` to `most` facts, some of them clauses, risks, tasks, questions.

    Texts of clauses may have one more: only short sentences fit then.
    """
    rng = draw.rng
    most += form.as_clauses
    count = rng.randint(7, 9) if form.is_long else rng.randint(least, most)
    events, risks, tasks, questions = (int(rng.random() < p) for p in (0.35, 0.12, 0.12, 0.12))
    facts = min(7, max(2, count - events - risks - tasks - questions))
    filler = 0 if form.as_clauses else int(rng.random() < (0.8 if form.is_long else 0.1))
    most_sentences = rng.randint(7, 9) if form.is_long else rng.choice((4, 5, 5))
    return Plan(
        facts, risks=risks, tasks=tasks, questions=questions, events=events, filler=filler,
        max_sentences=most_sentences,
    )  # fmt: skip


def _numbers(draw: Draw, n: int, s: int) -> tuple[dict[str, str], dict[str, str]]:
    """Returns the slots and features of `n` bullets and `s` sentences."""
    as_digits = draw.rng.random() < 0.4
    features = {"bullets": str(n), "sentences": str(s), "digits": "yes" if as_digits else "no"}
    return amounts(draw.language, as_digits, n, s), features


# --- Families --------------------------------------------------------------------------------


def _asked_counts(draw: Draw, text: Text, counts: Iterable[tuple[int, int]]) -> list[Task]:
    """Asks for key facts of one text once for each (bullets, sentences), as far as they reach."""
    group = []
    for n, most in counts:
        facts = text.source.facts[:n]
        s = min(most, max_sentences(facts))
        slots, features = _numbers(draw, n, s)
        answer = key_facts(text.source, facts, s, draw.language)
        group.append(ask(draw, text, "count", answer, slots, features))
    return group


def count_family(draw: Draw, form: Form) -> list[Task]:
    """Asks twice for key facts of one text, with other numbers of bullets or sentences."""
    text = draw_text(draw, _news(draw, form, 3, 4), form)
    most = min(7, len(text.source.facts))
    if form.as_clauses:
        return _asked_counts(draw, text, [(most, s) for s in draw.rng.sample((1, 2), 2)])
    # From texts of more facts the first ones are asked for, so that the number must be read.
    numbers = range(3, most + 1)
    sentences = (1, 2, 3) if form.is_long else (1, 1, 2, 3)
    asked = draw.rng.sample(numbers, min(2, len(numbers)))
    return _asked_counts(draw, text, [(n, draw.rng.choice(sentences)) for n in asked])


def many_family(draw: Draw, form: Form) -> list[Task]:
    """Asks for many bullets, and for three or four: six or seven of a long text, of others five.

    Clauses are five to seven where that many fit, and all of them are asked for.
    """
    most = draw.rng.randint(6, 7) if form.is_long else 5
    exclude: tuple[str, ...] = ("what", "firm", "state")
    if form.as_clauses:  # no two facts are of one role, so none can be spared
        most, exclude = draw.rng.randint(5, 7), ()
    plan = Plan(
        facts=most, filler=int(form.is_long), max_sentences=most + 2 if form.is_long else 5,
        exclude=exclude, is_terse=not form.is_long,
    )  # fmt: skip
    text = draw_text(draw, plan, form)
    asked = [(most, 1)] if form.as_clauses else [(most, 1), (draw.rng.randint(3, 4), 1)]
    return _asked_counts(draw, text, asked)


def open_family(draw: Draw, form: Form) -> list[Task]:
    """Asks for key facts without a number, in two wordings: all facts and one sentence."""
    text = draw_text(draw, _news(draw, form, 3, 4), form)
    facts = text.source.facts[:7]
    answer = key_facts(text.source, facts, 1, draw.language)
    answer = dataclasses.replace(
        answer, bullets=ANY_BULLETS, sentences=ANY_SENTENCES, min_share=3 / len(text.source.facts)
    )
    features = {"bullets": str(len(facts)), "sentences": "1"}
    return [ask(draw, text, "open", answer, {}, features) for _ in range(2)]


# Length -> bullets and sentences of the answer, and the ranges that count as such a length.
Ladder = dict[str, tuple[int, int, tuple[int, int], tuple[int, int]]]
# Whether the text is long -> its ladder.
_LADDER: dict[bool, Ladder] = {
    False: {
        "short": (3, 1, (3, 3), (1, 1)),
        "medium": (4, 1, (3, 5), (1, 2)),
        "long": (4, 2, (4, 7), (2, 3)),
    },
    True: {
        "short": (3, 1, (3, 3), (1, 1)),
        "medium": (5, 2, (4, 6), (1, 2)),
        "long": (7, 3, (5, 7), (2, 3)),
    },
}


def _clauses_ladder(num_facts: int) -> Ladder:
    """Returns the ladder of a text whose sentences are copied: first three facts, or all of them.

    The medium version is that of a request without a length; the long one has a longer summary
    (where one told two sentences and the other three, a small model told three in both).
    """
    every = (num_facts, num_facts)
    return {
        "short": (3, 1, (3, 3), (1, 1)),
        "medium": (num_facts, 1, every, (1, 2)),
        "long": (num_facts, 3, every, (2, 3)),
    }


def ladder_family(draw: Draw, form: Form) -> list[Task]:
    """Asks for a short, a medium and a long version of one text."""
    text = draw_text(draw, _news(draw, form, 4, 4), form)
    facts = text.source.facts
    group = []
    ladder = _clauses_ladder(min(7, len(facts))) if form.as_clauses else _LADDER[form.is_long]
    for length, (n, s, bullet_range, sentence_range) in ladder.items():
        answer = key_facts(text.source, facts[:n], s, draw.language)
        answer = dataclasses.replace(
            answer, bullets=bullet_range, sentences=sentence_range,
            min_share=bullet_range[0] / len(facts),
        )  # fmt: skip
        word = draw.rng.choice(LENGTHS[draw.language][length])
        slots = {"length": word, "Length": word.capitalize()}
        features = {"length": length, "bullets": str(n), "sentences": str(s)}
        group.append(ask(draw, text, "ladder", answer, slots, features))
    return group


def _listed_names(names: Sequence[str], language: str) -> str:
    """Lists names in a sentence: "costs, dates and risks"."""
    return _AND[language].join(filter(None, (", ".join(names[:-1]), names[-1])))


def _query(
    draw: Draw, text: Text, wordings: str, roles: Sequence[str], slots: dict[str, str]
) -> Task:
    """Asks for the facts of some roles only, where others are wrong.

    Clauses are told in the order of the roles: a small model looks for one role after the other.
    """
    language, facts = draw.language, text.source.facts
    asked = [fact for fact in facts if fact.role in roles]
    if facts[0].is_clause:
        asked.sort(key=lambda fact: roles.index(fact.role))
    answer = key_facts(text.source, asked, 1, language)
    answer = dataclasses.replace(answer, facts=tuple(asked), min_share=1.0, sentences=ANY_SENTENCES)
    others = [fact.value for fact in facts if fact not in asked]
    # A value may stand in a wanted one too: "5" in "5 May", a town in a risk.
    forbidden = [value for value in others if not _contains(answer.text, value)]
    extra = [{"metric": "focused", "rule": "not_contains", "forbidden": forbidden}]
    topic = {"topic": " and ".join(roles)}
    return ask(draw, text, wordings, answer, slots, topic, extra if forbidden else [])


def _one_each(facts: int, roles: Sequence[str]) -> Plan:
    """Plans a text of clauses that has one fact of each of these roles."""
    return Plan(
        facts, tuple((role, 1) for role in roles), exclude=("firm", *roles), asks_kinds=True
    )


def focus_family(draw: Draw, form: Form) -> list[Task]:
    """Asks twice for some kinds of facts of a text, such as dates and costs, or costs and people."""
    rng, language = draw.rng, draw.language
    if form.as_clauses:
        asked = rng.sample(sorted(ROLE_HEADS[language]), 3)
        text = draw_text(draw, _one_each(4, asked), form)
        others = [fact.role for fact in text.source.facts if fact.role not in asked]
        group = []
        for roles in (asked, rng.sample(rng.sample(asked, 2) + others, 3)):
            topic = ENTRIES[language].format(", ".join(KINDS[language][role] for role in roles))
            group.append(_query(draw, text, "focus", roles, {"topic": topic}))
        return group
    double = rng.choice(("date", "cost"))
    needs = tuple((role, 2 if role == double else 1) for role in ("date", "cost", "who"))
    plan = Plan(
        7 if form.is_long else 4,
        needs,
        max_sentences=9 if form.is_long else 5,
        exclude=("firm", "date", "cost", "who"),
    )
    text = draw_text(draw, plan, form)
    return [
        _query(draw, text, "focus", roles, {"topic": rng.choice(topics)})
        for roles, topics in TOPICS[language].items()
        if double in roles
    ]


def manager_family(draw: Draw, form: Form) -> list[Task]:
    """Asks for what a manager wants: costs, dates and risks, and for another three kinds."""
    rng, language = draw.rng, draw.language
    other = rng.choice(("who", "where"))
    plan = Plan(
        6 if form.is_long else 3, (("cost", 1), ("date", 1), (other, 1)), risks=1,
        max_sentences=9 if form.is_long else 5, exclude=("cost", "date", other), asks_kinds=True,
    )  # fmt: skip
    text = draw_text(draw, plan, form)
    usual = ("cost", "date", "risk")
    group = []
    for kinds in (usual, (other, *rng.sample(usual, 2))):
        roles = rng.sample(kinds, 3)
        topic = _listed_names([WANTED[language][role] for role in roles], language)
        group.append(_query(draw, text, "manager", roles, {"topic": topic}))
    return group


def _unlabelled(facts: Iterable[Fact], role: str) -> list[Fact]:
    return [dataclasses.replace(fact, label="") for fact in facts if fact.role == role]


def risks_family(draw: Draw, form: Form) -> list[Task]:
    """Asks for the one to three risks of a text, of clauses for its only one."""
    rng, language = draw.rng, draw.language
    count = 1 if form.as_clauses else rng.choice((1, 2, 2, 3))
    tasks, questions = int(rng.random() < 0.3), int(rng.random() < 0.3)
    others = rng.randint(2, 3) if form.as_clauses else rng.randint(1, 2)
    plan = Plan(
        others, risks=count, tasks=tasks, questions=questions, max_sentences=6,
        asks_kinds=True,
    )  # fmt: skip
    text = draw_text(draw, plan, form)
    facts = _unlabelled(text.source.facts, "risk")
    values = [fact.value for fact in facts]
    listed = _listed_names(values, language)
    opening = {"en": ("The risk is", "The risks are"), "de": ("Das Risiko ist", "Die Risiken sind")}
    summary = f"{opening[language][count > 1]} {listed}."
    if form.as_clauses:
        summary = summarise(text.source, facts, 1, language)
    parts = [(HEADS[language]["risks"], bullets(facts)), ("SUMMARY", summary)]
    answer = sectioned(parts, facts)
    features = {"risks": str(count)}
    return [ask(draw, text, "risks", answer, {}, features) for _ in range(2)]


def _summary_family(draw: Draw, form: Form, task: str, heading: str) -> list[Task]:
    text = draw_text(draw, _news(draw, form, 3, 4), form)
    group = []
    for s in (1, 2):
        slots, features = _numbers(draw, 0, s)
        answer = plain(text.source, s, draw.language, heading)
        group.append(ask(draw, text, task, answer, slots, {"sentences": features["sentences"]}))
    return group


def tldr_family(draw: Draw, form: Form) -> list[Task]:
    """Asks for a TL;DR of one sentence and of two."""
    return _summary_family(draw, form, "tldr", "TL;DR")


def plain_family(draw: Draw, form: Form) -> list[Task]:
    """Asks for a summary without headings, of one sentence and of two."""
    return _summary_family(draw, form, "plain", "")


def actions_family(draw: Draw, form: Form) -> list[Task]:
    """Asks for action items, for open questions, or for both."""
    rng, language = draw.rng, draw.language
    facts, tasks, questions = 1, rng.randint(1, 2), rng.randint(1, 2)
    if form.as_clauses:
        facts, tasks, questions = rng.randint(1, 2), 1, 1
    plan = Plan(facts, tasks=tasks, questions=questions, max_sentences=6, asks_kinds=True)
    text = draw_text(draw, plan, form)
    found = {
        "tasks": _unlabelled(text.source.facts, "task"),
        "questions": _unlabelled(text.source.facts, "question"),
    }
    group = []
    for kinds in rng.sample([("tasks",), ("questions",), ("tasks", "questions")], 2):
        names = [HEADS[language][kind] for kind in kinds]
        parts = [(name, bullets(found[k])) for name, k in zip(names, kinds, strict=True)]
        answer = sectioned(parts, [fact for kind in kinds for fact in found[kind]])
        slots, features = {"heads": _listed_names(names, language)}, {"heads": " ".join(kinds)}
        group.append(ask(draw, text, "extract", answer, slots, features))
    return group


def lists_family(draw: Draw, form: Form) -> list[Task]:
    """Asks for two or three lists, such as PEOPLE, DATES and COSTS."""
    rng, language = draw.rng, draw.language
    roles = rng.sample(sorted(ROLE_HEADS[language]), 3)
    plan = _one_each(rng.randint(4, 5), roles)
    if not form.as_clauses:
        plan = dataclasses.replace(plan, max_sentences=5, exclude=("firm",))
    text = draw_text(draw, plan, form)
    present = {fact.role for fact in text.source.facts} & ROLE_HEADS[language].keys()
    group = []
    for size in (2, 3):
        asked = rng.sample(sorted(roles if form.as_clauses else present), size)
        found = {role: [f for f in text.source.facts if f.role == role] for role in asked}
        parts = [(ROLE_HEADS[language][role], bullets(facts)) for role, facts in found.items()]
        answer = sectioned(parts, [fact for facts in found.values() for fact in facts])
        slots = {"heads": _listed_names([name for name, _ in parts], language)}
        group.append(ask(draw, text, "extract", answer, slots, {"heads": str(size)}))
    return group


_WHAT = {"en": {"price": "costs", "date": "dates"}, "de": {"price": "Kosten", "date": "Termine"}}
_CONCLUSIONS = {
    "en": {("price", False): "The {0} are the cheapest.",
           ("price", True): "The {0} are the most expensive.",
           ("date", False): "The {0} come first.", ("date", True): "The {0} come last."},
    "de": {("price", False): "Am billigsten sind die {0}.",
           ("price", True): "Am teuersten sind die {0}.",
           ("date", False): "Die {0} kommen zuerst.", ("date", True): "Die {0} kommen zuletzt."},
}  # fmt: skip


def sort_family(draw: Draw, form: Form) -> list[Task]:
    """Asks to extract prices or dates, to sort them either way, and to conclude."""
    rng, language = draw.rng, draw.language
    kind = rng.choice(("price", "date"))
    plan = Plan(
        rng.randint(0, 1), listed=kind, num_listed=rng.choice((2, 3)), max_sentences=6,
        exclude=("cost", "date"), asks_kinds=True,
    )  # fmt: skip
    text = draw_text(draw, plan, form)
    facts = [fact for fact in text.source.facts if fact.role == "listed"]
    head = HEADS[language][kind]
    names = (head, HEADS[language]["sorted"], HEADS[language]["conclusion"])
    group = []
    for is_reverse in (False, True):
        ranked = sorted(facts, key=lambda fact: fact.amount, reverse=is_reverse)
        conclusion = _CONCLUSIONS[language][kind, is_reverse].format(ranked[0].label)
        bodies = (bullets(facts), bullets(ranked), conclusion)
        answer = sectioned(list(zip(names, bodies, strict=True)), facts, exact="exact/sort")
        order = rng.choice(ORDERS[language][kind, is_reverse])
        slots = {"head": head, "what": _WHAT[language][kind], "order": order}
        features = {"sorted": kind, "order": "down" if is_reverse else "up"}
        group.append(ask(draw, text, "sort", answer, slots, features))
    return group


# --- The stage -------------------------------------------------------------------------------

_FAMILIES = (
    ("key_facts_count", 0.14, count_family),
    ("key_facts_many", 0.07, many_family),
    ("key_facts_open", 0.15, open_family),
    ("length_ladder", 0.14, ladder_family),
    ("focus", 0.09, focus_family),
    ("manager", 0.07, manager_family),
    ("risks", 0.05, risks_family),
    ("tldr", 0.04, tldr_family),
    ("plain_summary", 0.06, plain_family),
    ("action_items", 0.07, actions_family),
    ("lists", 0.07, lists_family),
    ("sort", 0.05, sort_family),
)


def stage(long_sources: float = 0.0, as_clauses: bool = False) -> Stage:
    """Returns the stage.

    Args:
        long_sources: share of texts of 6 to 9 sentences. They do not fit rows of 256 tokens of a
            small tokenizer: they are for larger models.
        as_clauses: whether bullets are clauses of the text.
    """
    families = [
        Family(name, share, LANGUAGES, fitting(make, long_sources, as_clauses))
        for name, share, make in _FAMILIES
    ]
    return Stage("3a3", "tasks", default_episodes=1500, families=families)


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the flags of every generator, the share of long texts and the form of bullets."""
    generator.define_flags(flag_values)
    flags.DEFINE_float(
        "long_sources", 0.0, "Share of source texts of 6 to 9 sentences, for rows of 512 tokens "
        "and more.", lower_bound=0.0, upper_bound=1.0, flag_values=flag_values,
    )  # fmt: skip
    flags.DEFINE_bool(
        "clauses", False, "Bullets are clauses of the text, for small models, and not labels with "
        "values.", flag_values=flag_values,
    )  # fmt: skip


def main(args: flags.FlagValues) -> None:
    """Writes the file that the flags ask for."""
    generator.run(stage(args.long_sources, args.clauses), args)


STAGE = stage()

if __name__ == "__main__":
    sys.exit(command.run(main, define_flags, None, __doc__))
