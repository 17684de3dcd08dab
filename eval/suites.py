"""Suites: gate prompts with their checks, one JSON object a line, and the bars they must meet.

    {"id": "3a1-final-seen-000007", "messages": [{"role": "user", "content": "Say lamp."}],
     "max_tokens": 16, "stage": "3a1", "part": "seen", "language": "en",
     "checks": [{"metric": "exact", "rule": "exact_answer", "expected": ["Lamp."]}]}

`part` is "seen" (wordings of the training data, other payloads), "unseen_template" (other wordings
too) or "handwritten". A line with "text" instead of "messages" is continued as plain text, for a
base model. The checks "closed" and "no_tag_text" belong to every line with messages without being
listed. Several checks of one metric in one line must all pass.

Metrics, with the bar on the seen part. Format bars are the same for every model:

| metric | bar | meaning |
|---|---|---|
| closed | 99 % | the turn was closed within the limit |
| no_tag_text | 100 % | no tag text or control token in the answer |
| max_five_tokens | 98 % | 3a-1: at most five tokens |
| max_two_sentences | 98 % | 3a-2: at most two sentences |
| language | 98 % | 3a-2: answered in the language of the question |
| key_facts_structure | 95 % | 3a-3: KEY_FACTS and SUMMARY have their form |
| json_parses | 99 % | 3a-4: the output is one strict JSON value |
| schema_valid | 97 % | 3a-4: valid against its schema |

Content bars are defaults; `config.gate.content_bars` of a model's config sets others, in percent:

| metric | bar | meaning |
|---|---|---|
| copy_probe | 90 % | domain: plain text is continued with a name that occurred before |
| exact | 90 % | 3a-1: the exact answer to what the prompt itself holds; beside it exact/<family> |
| known | 90 % | 3a-1: the exact answer to what has to be known; asked in unseen wordings only |
| repeat_word | 95 % | 3a-1: an invented word is repeated exactly |
| word_limit | 95 % | 3a-2: the asked limit of words or sentences is kept |
| idk_recall | 90 % | 3a-2: "I don't know" where nothing else is right |
| idk_kept | 95 % | 3a-2: an answer, and not "I don't know", where there is one |
| context_qa | 90 % | 3a-2: the right answer from the given context |
| grounded | 95 % | 3a-3: names, numbers and bullets stand in the source |
| facts_covered | 90 % | 3a-3: the facts that matter are there |
| asked_numbers | 90 % | 3a-3: as many bullets and sentences as were asked for |
| values | 95 % | 3a-4: the right values in the fields |
| tool_decision | 95 % | 3a-4: a tool or a direct answer, as fits |
| tool_call | 95 % | 3a-4: the right tool with the right arguments |
| direct_answer | 90 % | 3a-4: the right words where no tool is needed, or none fits |

A metric with another name has no bar and is reported only, unless the config sets one.
"""

import dataclasses
import difflib
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from etils import epath

from eval.rules import RuleError, evaluate, validate_check
from mypt_jax.conversation.episode import (
    EpisodeError,
    Message,
    dump_json,
    parse_messages,
    parse_tools,
    read_jsonl,
)
from mypt_jax.paths import absolute, sha256_of

_REPOSITORY = epath.Path(__file__).parent.parent  # holds eval/handwritten

FORMAT_BARS = {
    "closed": 0.99,
    "no_tag_text": 1.0,
    "max_five_tokens": 0.98,
    "max_two_sentences": 0.98,
    "language": 0.98,
    "key_facts_structure": 0.95,
    "json_parses": 0.99,
    "schema_valid": 0.97,
}
CONTENT_BARS = {
    "copy_probe": 0.90,
    "exact": 0.90,
    "known": 0.90,
    "repeat_word": 0.95,
    "word_limit": 0.95,
    "idk_recall": 0.90,
    "idk_kept": 0.95,
    "context_qa": 0.90,
    "grounded": 0.95,
    "facts_covered": 0.90,
    "asked_numbers": 0.90,
    "values": 0.95,
    "tool_decision": 0.95,
    "tool_call": 0.95,
    "direct_answer": 0.90,
}
# What a stage's suite must judge: a file that lacks one of these would pass by saying nothing.
STAGE_METRICS = {
    "domain": ("copy_probe",),
    "3a1": ("max_five_tokens", "exact", "known", "repeat_word"),
    "3a2": ("max_two_sentences", "language", "word_limit", "idk_recall", "idk_kept", "context_qa"),
    "3a3": ("key_facts_structure", "grounded", "facts_covered", "asked_numbers"),
    "3a4": ("json_parses", "schema_valid", "values", "tool_decision", "tool_call", "direct_answer"),
}
# Closed families share their facts with the training data, so only unseen wordings can judge them.
UNSEEN_ONLY = ("known",)
UNIVERSAL_CHECKS = (
    {"metric": "closed", "rule": "closed"},
    {"metric": "no_tag_text", "rule": "no_tag_text"},
)
PARTS = ("seen", "unseen_template", "handwritten")
_KEYS = (
    "id", "messages", "text", "tools", "max_tokens", "stage", "part", "family", "template",
    "payload", "language", "checks",
)  # fmt: skip


class SuiteError(ValueError):
    """A suite file that cannot be used, with file and line."""


@dataclass(frozen=True)
class SuiteLine:
    """One gate prompt.

    Attributes:
        messages: The conversation to answer; empty for a plain text.
        text: The plain text to continue, or None.
        checks: All checks, the universal ones included.
    """

    id: str
    part: str
    stage: str
    messages: tuple[Message, ...]
    tools: tuple[dict[str, Any], ...]
    text: str | None
    max_tokens: int
    family: str | None
    language: str | None
    checks: tuple[dict[str, Any], ...]

    @property
    def prompt_hash(self) -> str:
        """Names exactly this prompt, so that answers are only compared on equal ones."""
        turns = [dataclasses.asdict(message) for message in self.messages]
        content = dump_json([turns, self.tools, self.text, self.max_tokens])
        return hashlib.sha256(content.encode()).hexdigest()[:16]

    @property
    def shown_prompt(self) -> str:
        """Returns the text of the last turn, for people."""
        return self.text if self.text is not None else self.messages[-1].content


def read_suite(path: str | os.PathLike[str]) -> list[SuiteLine]:
    """Reads and validates a suite file.

    Raises:
        SuiteError: Anything wrong, as `file:line: what`.
    """
    lines: dict[str, SuiteLine] = {}
    try:
        for where, raw in read_jsonl(path):
            line = _parse_line(raw, where)
            if line.id in lines:
                raise SuiteError(f"{where}: id {line.id!r} occurs twice; ids must be unique")
            lines[line.id] = line
    except FileNotFoundError as error:
        raise SuiteError(f"no suite file {path}") from error
    except EpisodeError as error:
        raise SuiteError(str(error)) from error
    if not lines:
        raise SuiteError(f"{path}: the suite is empty")
    return list(lines.values())


def _parse_line(raw: dict[str, Any], where: str) -> SuiteLine:
    for key in raw:
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"keys are {', '.join(_KEYS)}"
            raise SuiteError(f"{where}: unknown key {key!r}; {hint}")
    for key in ("id", "stage", "part", "max_tokens", "checks"):
        if key not in raw:
            raise SuiteError(f"{where}: {key!r} is missing")
    for key in ("id", "stage", "part"):
        if not isinstance(raw[key], str) or not raw[key]:
            raise SuiteError(f"{where}: {key} is {raw[key]!r}, it must be a text")
    if raw["part"] not in PARTS:
        raise SuiteError(f"{where}: part is {raw['part']!r}, it must be one of {', '.join(PARTS)}")
    if type(raw["max_tokens"]) is not int or raw["max_tokens"] < 1:
        raise SuiteError(f"{where}: max_tokens is {raw['max_tokens']!r}, it must be at least 1")
    if ("text" in raw) == ("messages" in raw):
        raise SuiteError(f"{where}: give either messages (a chat) or text (a plain completion)")
    is_text = "text" in raw
    if is_text and (not isinstance(raw["text"], str) or not raw["text"]):
        raise SuiteError(f"{where}: text is {raw['text']!r}, it must be a text")
    messages = () if is_text else parse_messages(raw["messages"], where)
    if messages and messages[-1].role not in ("user", "tool"):
        raise SuiteError(f"{where}: the last message is of {messages[-1].role}, not of the user")
    return SuiteLine(
        messages=messages,
        tools=parse_tools(raw.get("tools", []), where),
        text=raw.get("text"),
        checks=_parse_checks(raw["checks"], where, is_text),
        id=raw["id"],
        stage=raw["stage"],
        part=raw["part"],
        max_tokens=raw["max_tokens"],
        family=raw.get("family"),
        language=raw.get("language"),
    )


def _parse_checks(checks: Any, where: str, is_text: bool) -> tuple[dict[str, Any], ...]:
    if not isinstance(checks, list) or not all(isinstance(check, dict) for check in checks):
        raise SuiteError(f"{where}: checks must be a list of objects")
    if is_text and not checks:
        raise SuiteError(f"{where}: a plain text needs at least one check")
    for number, check in enumerate(checks):
        try:
            validate_check(check)
            evaluate(check, "x", {})  # parameters that only the rule itself understands
        except RuleError as error:
            raise SuiteError(f"{where}: checks[{number}]: {error}") from error
    return (*(() if is_text else UNIVERSAL_CHECKS), *checks)


# -------------------------------------------------------------------------------- in gate results


def describe_files(paths: Sequence[epath.Path], run_dir: epath.Path) -> list[dict[str, str]]:
    """Returns how a gate's result names suite files: [{"path", "sha256"}].

    A path is relative to the run's directory or to the repository, whichever holds the file, so
    that both may be moved; the path of any other file is absolute.
    """
    return [{"path": _movable(path, run_dir), "sha256": sha256_of(path)} for path in paths]


def _movable(path: epath.Path, run_dir: epath.Path) -> str:
    path = absolute(path)
    for root in (absolute(run_dir), absolute(_REPOSITORY)):
        if path.is_relative_to(root):
            return str(path.relative_to(root))
    return str(path)


def find_file(stored: str, run_dir: epath.Path) -> epath.Path:
    """Returns where a suite file lies now that a gate's result names.

    An absolute path whose file is gone is looked up by its last parts, longest first: results were
    once stored with absolute paths alone.

    Args:
        stored: see `describe_files`.
        run_dir: the directory of the run whose result names it.

    Raises:
        SuiteError: there is no such file, with the places that were looked at.
    """
    path = epath.Path(stored)
    tails = [path]
    if path.is_absolute():
        tails += [epath.Path(*path.parts[start:]) for start in range(1, len(path.parts))]
    places = dict.fromkeys(root / tail for tail in tails for root in (run_dir, _REPOSITORY))
    for place in places:
        if place.exists():
            return place
    raise SuiteError(
        f"no suite file {stored}: neither {run_dir} nor {_REPOSITORY} holds it. Put it back, or "
        "hold the gate again that names it."
    )
