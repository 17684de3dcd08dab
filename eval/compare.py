r"""Compares two models' answers to the same prompts: figures, and texts side by side.

    python -m mypt_jax.generate --model=smollm2 --chatml --prompts=eval/general_knowledge.jsonl \
        --output=before.jsonl
    python -m mypt_jax.generate --model=phase3a4_structured_output \
        --prompts=eval/general_knowledge.jsonl --output=after.jsonl
    python -m eval.compare --suite=eval/general_knowledge.jsonl --before=before.jsonl \
        --after=after.jsonl [--most_lost=10] [--page=page.md]

A page shows every prompt with both answers, unedited. Exit code 3 if a metric lost more points than
--most_lost; without it nothing is judged.
"""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from absl import flags
from etils import epath

from eval.candidate import read_responses
from eval.intervals import paired_change
from eval.scoring import GateError, Score, score_responses
from eval.suites import SuiteLine, read_suite
from eval.tables import make_console, make_table, percent
from mypt_jax import command

Responses = Mapping[str, Mapping[str, Any]]


def figures(before: Sequence[Score], after: Sequence[Score]) -> dict[str, tuple[list, list]]:
    """Returns the scores of each metric before and after, in the order of the prompts."""
    found: dict[str, tuple[list, list]] = {}
    for old, new in zip(before, after, strict=True):
        assert (old.line.id, old.metric) == (new.line.id, new.metric)
        values = found.setdefault(old.metric, ([], []))
        values[0].append(old.value)
        values[1].append(new.value)
    return found


def page(lines: Sequence[SuiteLine], before: Responses, after: Responses) -> str:
    """Returns a Markdown page of all prompts and answers, each in a block of its own."""
    parts = []
    for line in lines:
        parts.append(f"### {line.id}\n\n{_block(line.shown_prompt)}\n")
        for name, responses in (("before", before), ("after", after)):
            response = responses[line.id]
            how = f"{response['stop_reason']}, {response['n_tokens']} tokens"
            parts.append(f"{name} ({how}):\n\n{_block(response['output'])}\n")
    return "\n".join(parts)


def _block(text: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}text\n{text}\n{fence}"


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the flags of this command."""
    for name, what in (
        ("suite", "The prompts and their checks."),
        ("before", "Responses of one model."),
        ("after", "Responses of the other."),
    ):
        flags.DEFINE_string(name, None, what, required=True, flag_values=flag_values)
    flags.DEFINE_float(
        "most_lost",
        None,
        "Points that a metric may lose.",
        lower_bound=0.0,
        upper_bound=100.0,
        flag_values=flag_values,
    )
    flags.DEFINE_string("page", None, "Where to write all answers.", flag_values=flag_values)


def main(args: flags.FlagValues) -> int:
    """Prints the figures, and writes the page that was asked for; judges what was lost.

    Raises:
        GateError: one of the two lacks an answer.
    """
    lines = read_suite(args.suite)
    answers = [read_responses(epath.Path(path), lines) for path in (args.before, args.after)]
    for path, responses in zip((args.before, args.after), answers, strict=True):
        missing = [line.id for line in lines if line.id not in responses]
        if missing:
            raise GateError(f"{path} lacks an answer to {missing[0]!r}; answer all of {args.suite}")
    table = make_table(epath.Path(args.suite).stem)
    table.add_column("metric")
    for name in ("n", "before %", "after %", "change", "95 % interval"):
        table.add_column(name, justify="right")
    scores = [score_responses(lines, responses) for responses in answers]
    lost = []
    for metric, (old, new) in figures(*scores).items():
        change, low, high = paired_change(old, new)
        table.add_row(
            metric,
            str(len(old)),
            percent(sum(old) / len(old)),
            percent(sum(new) / len(new)),
            f"{change * 100:+.1f}",
            f"{low * 100:+.1f} – {high * 100:+.1f}",
        )
        if args.most_lost is not None and -change * 100 > args.most_lost + 1e-9:
            lost.append(f"{metric} lost {-change * 100:.1f} points, allowed are {args.most_lost:g}")
    make_console().print(table)
    if args.page:
        epath.Path(args.page).write_text(page(lines, *answers))
        print(args.page)
    for line in lost:
        print(f"FAILED: {line}", flush=True)
    return command.GATE_FAILED if lost else command.DONE


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
