"""What a dataset teaches beside its answers: repeats, house style, and prompts of a gate in it."""

import collections
import dataclasses
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from etils import epath

from mypt_jax.conversation.episode import (
    Episode,
    Message,
    dump_json,
    parse_messages,
    parse_tools,
    read_jsonl,
)
from mypt_jax.data.records import DatasetError

_OPENING_WORDS = 2
_MAX_LISTED = 10
_COUNT = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|a single|"
    r"ein(?:e[mnrs]?)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn)"
)
_AT_MOST = (
    r"(?:exactly|at most|at least|no more than|fewer than|less than|up to|within|under|only|"
    r"genau|höchstens|maximal|mindestens|nicht mehr als|weniger als|bis zu|nur)"
)
_UNIT = (
    r"(?:words?|sentences?|bullets?(?: points?)?|lines?|wort|wörtern?|worten?|sätzen?|satz|"
    r"stichpunkten?|stichpunkte|zeilen?)"
)
# A phrase that limits the length of an answer, in English or German: a count of units behind a
# word that makes it a limit, or an adverb.
_CONSTRAINT = re.compile(
    rf"\b(?:(?:(?:in|mit) (?:{_AT_MOST} )?|{_AT_MOST} ){_COUNT} (?:short |kurzen )?{_UNIT}"
    r"|briefly|in short|in brief|in detail|concisely|kurz|knapp|ausführlich)\b",
    re.IGNORECASE,
)


def find_constraints(prompt: str) -> list[str]:
    """Finds the phrases of a prompt that limit the length of its answer."""
    return _CONSTRAINT.findall(prompt)


def normalise(text: str) -> str:
    """Reduces a text to what makes it another question: NFKC, lower case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def prompt_key(messages: Sequence[Message], tools: Sequence[dict]) -> bytes:
    """Hashes a prompt so that equal ones are found, whatever their case and spacing."""
    turns = [
        [m.role, normalise(m.content), [[call.name, call.args] for call in m.tool_calls]]
        for m in messages
    ]
    return hashlib.sha256(dump_json([turns, list(tools)]).encode()).digest()[:16]


def text_key(text: str) -> bytes:
    """Hashes a plain text for the same purpose."""
    return hashlib.sha256(normalise(text).encode()).digest()[:16]


def episode_keys(episode: Episode) -> list[bytes]:
    """Keys of every prompt that an episode answers; the last one is the whole prompt."""
    return [
        prompt_key(episode.messages[:place], episode.tools)
        for place, message in enumerate(episode.messages)
        if message.role == "assistant"
    ]


def document_keys(text: str) -> list[bytes]:
    """Keys under which a plain text may hold a prompt: each of its lines, and all of it."""
    return [text_key(line) for line in text.splitlines()] + [text_key(text)]


def read_suite(path: epath.PathLike, kind: str) -> Iterator[tuple[str, bytes]]:
    """Reads the prompts of a gate's suite file as ("path:line", key).

    Args:
        path: A JSONL file whose lines have `messages` (and maybe `tools`), or `text`.
        kind: "episodes" compares whole prompts; "text" compares the last message with documents.

    Raises:
        EpisodeError: A line has no usable prompt.
        DatasetError: The file is missing, or it holds nothing that could be compared.
    """
    if not epath.Path(path).exists():
        raise DatasetError(f"--exclude={path}: no such file, so nothing can be proven with it.")
    empty = True
    for where, raw in read_jsonl(path):
        empty = False
        if "text" in raw and "messages" not in raw:
            if kind == "episodes":
                raise DatasetError(
                    f"{where}: a plain-text prompt can't be compared with episodes, so nothing "
                    "would be proven with it. Leave this file out of --exclude."
                )
            yield where, text_key(str(raw["text"]))
            continue
        messages = parse_messages(raw.get("messages"), where)
        if messages[-1].role == "assistant":
            messages = messages[:-1]
        if kind == "text":
            yield where, text_key(messages[-1].content)
        else:
            yield where, prompt_key(messages, parse_tools(raw.get("tools", []), where))
    if empty:
        raise DatasetError(f"--exclude={path}: holds no prompts, so nothing can be proven with it.")


def check_contamination(seen: Iterable[tuple[str, bytes]], suite: dict[bytes, str]) -> None:
    """Checks that no prompt of a gate is in the data.

    Args:
        seen: ("path:line", key) of every prompt in the data.
        suite: "path:line" in the suite file, by key.

    Raises:
        DatasetError: Lists file and line on both sides.
    """
    found = [(where, suite[key]) for where, key in seen if key in suite]
    if found:
        pairs = "\n".join(f"  {data} is the prompt of {gate}" for data, gate in found[:_MAX_LISTED])
        raise DatasetError(
            f"{len(found)} prompts of a gate are in the data:\n{pairs}\nA gate must ask what was "
            "not trained on: remove these episodes from the data, or generate with another split."
        )


def find_duplicates(prompts: Iterable[tuple[str, bytes]]) -> list[tuple[str, str]]:
    """Finds prompts that occur more than once, as (later "path:line", first "path:line")."""
    first: dict[bytes, str] = {}
    return [(where, first[key]) for where, key in prompts if first.setdefault(key, where) != where]


@dataclasses.dataclass
class StyleAudit:
    """Counts, episode by episode, what could become a house style."""

    answers: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    openings: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    prompts: set = dataclasses.field(default_factory=set)
    constraints: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    num_constrained: int = 0
    lengths: dict = dataclasses.field(default_factory=dict)
    answer_tokens: list = dataclasses.field(default_factory=list)

    def add(self, episode: Episode, prompt: bytes, answer_tokens: Sequence[int]) -> None:
        """Counts one episode.

        Args:
            episode: with at least one trained turn.
            prompt: its key, see `episode_keys`.
            answer_tokens: content tokens of each trained turn.
        """
        self.prompts.add(prompt)
        self.answer_tokens += answer_tokens
        asked = [m.content for m in episode.messages if m.role == "user"]
        question = asked[-1] if asked else ""
        phrases = {re.sub(r"\d+", "N", normalise(p)) for p in find_constraints(question)}
        self.constraints.update(phrases)
        self.num_constrained += bool(phrases)
        answer = [m.content for m in episode.messages if m.role == "assistant" and m.train][-1]
        self.answers[normalise(answer)] += 1
        self.openings[" ".join(normalise(answer).split()[:_OPENING_WORDS])] += 1
        topic = episode.payload or normalise(_CONSTRAINT.sub("", question))
        words = len(answer.split())
        shortest, longest, count = self.lengths.get(topic, (words, words, 0))
        self.lengths[topic] = (min(shortest, words), max(longest, words), count + 1)

    def figures(self) -> dict:
        """Returns the audit as plain numbers, for the manifest."""
        total = max(self.answers.total(), 1)
        tokens = np.array(self.answer_tokens or [0])
        repeated = [(low, high) for low, high, count in self.lengths.values() if count > 1]
        spreads = [high / max(low, 1) for low, high in repeated]
        return {
            "episodes": self.answers.total(),
            "distinct_prompts": len(self.prompts),
            "distinct_answers": len(self.answers),
            "top_answer": _top(self.answers, total),
            "top_opening_words": _top(self.openings, total),
            "questions_asked_again": len(repeated),
            "median_length_spread": round(float(np.median(spreads)), 3) if spreads else None,
            "constrained_prompts_rate": round(self.num_constrained / total, 4),
            "constraint_variants": len(self.constraints),
            "answer_tokens": {
                "mean": round(float(tokens.mean()), 2),
                "max": int(tokens.max()),
                "1_to_3_rate": round(float(((tokens >= 1) & (tokens <= 3)).mean()), 4),
            },
        }


def _top(counter: collections.Counter, total: int) -> dict:
    text, count = counter.most_common(1)[0] if counter else ("", 0)
    return {"text": text[:80], "share": round(count / total, 4)}


def describe(figures: dict) -> str:
    """Writes the audit for people."""
    tokens = figures["answer_tokens"]
    spread = figures["median_length_spread"]
    lines = [
        f"distinct prompts {figures['distinct_prompts']}, answers {figures['distinct_answers']}, "
        f"of {figures['episodes']} episodes",
        f"top answer {figures['top_answer']['share']:.1%} ({figures['top_answer']['text']!r}), "
        f"top opening {figures['top_opening_words']['share']:.1%} "
        f"({figures['top_opening_words']['text']!r})",
        f"answer tokens: mean {tokens['mean']:.1f}, max {tokens['max']}, "
        f"1-3 tokens {tokens['1_to_3_rate']:.1%}",
        f"length constraints: {figures['constraint_variants']} variants in "
        f"{figures['constrained_prompts_rate']:.1%} of the prompts",
        f"questions asked again: {figures['questions_asked_again']}"
        + (f", longest answer {spread:.1f} × the shortest (median)" if spread else ""),
    ]
    return "\n".join(f"  {line}" for line in lines)
