"""The gate of a stage: answers its suites, scores them, and decides whether the next may start.

    python -m eval.gate --model=phase3a1_format_lock --stage=3a1
    python -m eval.gate --model=my_model --stage=my_stage --suite=my_suite.jsonl
    python -m eval.gate --suite=runs/default/suites/3a1_final.jsonl --responses=answers.jsonl

The set `dev` is for choosing checkpoints and recipes: generated prompts of this stage. The set
`final` adds the hand-written prompts and all earlier stages' final sets, compared with the parent's
answers to the same prompts; it is scored only after dev passed, and its attempts are counted. A
candidate's answers are kept: run again, they are scored again and not generated again.

Files: RUN/suites/STAGE_dev.jsonl and STAGE_final.jsonl, eval/handwritten/STAGE.jsonl; results go
to models/NAME/gates/STEP-HASH/dev.json, final.json and responses_STAGE_SET.jsonl.
Exit code 0 if the gate passed, 3 if it failed, 1 if it could not be held.
"""

import dataclasses
import json
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

from absl import flags
from etils import epath

from eval.candidate import (
    Candidate,
    answer_suite,
    count_params,
    load_candidate,
    read_responses,
    stored_responses,
    write_once,
)
from eval.scoring import (
    Bars,
    Change,
    Figure,
    GateError,
    Score,
    bars_from_config,
    compare_with_parent,
    default_bars,
    judge,
    score_responses,
    to_json,
)
from eval.suites import SuiteLine, hash_file, read_suite
from eval.tables import (
    figure_table,
    make_console,
    print_worst,
    retention_table,
    worst_answers,
)
from mypt_jax import command, processes
from mypt_jax.conversation.episode import dump_json
from mypt_jax.paths import absolute

SETS = ("dev", "final")
BASE_STAGES = ("none", "copy", "domain")  # no chat stages: nothing to keep from them
_HANDWRITTEN = epath.Path(__file__).parent / "handwritten"


@dataclasses.dataclass
class Result:
    """What a gate found on one set."""

    figures: list[Figure]
    changes: list[Change]
    problems: list[str]
    scores: list[Score]

    @property
    def regressions(self) -> list[str]:
        """Returns the earlier stages' metrics that fell, as `stage/metric`."""
        return [f"{c.stage}/{c.metric}" for c in self.changes if not c.passed]

    @property
    def passed(self) -> bool:
        """Tells whether nothing failed."""
        is_bad = any(figure.passed is False for figure in self.figures)
        return not (is_bad or self.regressions or self.problems)


# ------------------------------------------------------------------------------------------ suites


def find_suites(
    stage: str, which: str, run_dir: epath.Path, own: Sequence[str]
) -> list[epath.Path]:
    """Returns the suite files of a stage and set.

    Raises:
        GateError: There is no generated suite and no own one is given.
    """
    if own:
        return [epath.Path(path) for path in own]
    path = run_dir / "suites" / f"{stage}_{which}.jsonl"
    if not path.exists():
        raise GateError(
            f"no suite {path}. Generate it with the stage's generator (--suite={which} --output="
            f"{path}), or give your own with --suite=FILE."
        )
    hand = _HANDWRITTEN / f"{stage}.jsonl"
    return [path, hand] if which == "final" and hand.exists() else [path]


def read_suites(paths: Sequence[epath.Path], stage: str) -> list[SuiteLine]:
    """Reads suite files as one suite.

    Raises:
        GateError: An id occurs in two of them, or a line is of another stage.
    """
    lines = [line for path in paths for line in read_suite(path)]
    ids = [line.id for line in lines]
    if len(set(ids)) < len(ids):
        twice = next(i for i in ids if ids.count(i) > 1)
        raise GateError(f"id {twice!r} occurs in two of {[str(p) for p in paths]}")
    for line in lines:
        if line.stage != stage:
            raise GateError(f"prompt {line.id!r} is of stage {line.stage!r}, not {stage!r}")
    return lines


# --------------------------------------------------------------------------------------- retention


def _parent_gate(candidate: Candidate) -> tuple[epath.Path, dict[str, Any]] | str | None:
    """Returns the parent's gate directory and result, why there is none, or None for a base."""
    parent = candidate.metadata.get("parent")
    if not parent or parent["stage"] in BASE_STAGES:
        return None
    parent_dir = epath.Path(parent["dir"])
    if not parent_dir.exists():  # the run was moved
        parent_dir = candidate.model_dir.parent / parent_dir.name
    gate_dir = parent_dir / "gates" / f"{parent['step']}-{parent['hash'][:8]}"
    if not (gate_dir / "final.json").exists():
        return (
            f"what the parent could do is not known: no {gate_dir / 'final.json'}. Run "
            f"python -m eval.gate --model={parent['dir']} --stage={parent['stage']}"
        )
    return gate_dir, json.loads((gate_dir / "final.json").read_text())


def check_retention(candidate: Candidate) -> tuple[list[Change], list[str], dict[str, Any]]:
    """Answers all earlier stages' final sets and compares with the parent's answers.

    Returns:
        The changes, the problems that kept a stage from being compared, and the suites used.
    """
    found = _parent_gate(candidate)
    if found is None:
        return [], [], {}
    if isinstance(found, str):
        return [], [found], {}
    gate_dir, result = found
    changes: list[Change] = []
    problems: list[str] = []
    for stage, files in result["suites"].items():
        lines = read_suites([epath.Path(file["path"]) for file in files], stage)
        before = stored_responses(gate_dir / f"responses_{stage}_final.jsonl", lines)
        if before is None:
            problems.append(
                f"the parent's answers in {gate_dir} do not fit the prompts of {stage}, which have "
                f"changed since. Run its gate again: python -m eval.gate "
                f"--model={candidate.metadata['parent']['dir']} --stage={result['stage']}"
            )
            continue
        after, _ = answer_suite(candidate, stage, "final", lines)
        changes += compare_with_parent(
            stage, score_responses(lines, after), score_responses(lines, before), candidate.bars
        )
    return changes, problems, result["suites"]


# ------------------------------------------------------------------------------------------ a gate


def hold_gate(candidate: Candidate, stage: str, which: str, paths: Sequence[epath.Path]) -> Result:
    """Answers and scores one set of a stage's gate and stores what was found."""
    start = time.monotonic()
    lines = read_suites(paths, stage)
    responses, is_new = answer_suite(candidate, stage, which, lines)
    scores = score_responses(lines, responses)
    figures = judge(stage, lines, scores, candidate.bars)
    suites = {stage: [{"path": str(absolute(p)), "sha256": hash_file(p)} for p in paths]}
    changes: list[Change] = []
    problems: list[str] = []
    if which == "final":
        changes, problems, earlier = check_retention(candidate)
        suites |= earlier
    problems += [figure.problem for figure in figures if figure.problem and figure.n < figure.min_n]
    result = Result(figures, changes, problems, scores)
    attempt = _count_attempt(candidate, which, is_new, result.passed)
    record = {
        "passed": result.passed,
        "stage": stage,
        "set": which,
        "model": candidate.model_dir.name,
        "step": candidate.step,
        "hash": candidate.hash,
        "attempt": attempt,
        "seconds": round(time.monotonic() - start, 1),
        "metrics": [to_json(figure) for figure in figures],
        "retention": [to_json(change) for change in changes],
        "regressions": result.regressions,
        "problems": problems,
        "bars": dataclasses.asdict(candidate.bars),
        "suites": suites,
    }
    write_once(candidate.gate_dir / f"{which}.json", json.dumps(record, indent=1) + "\n")
    return result


def _count_attempt(candidate: Candidate, which: str, is_new: bool, passed: bool) -> int:
    """Counts how often a set was answered by candidates of this model; returns the number."""
    path = candidate.model_dir / "gates" / "attempts.jsonl"
    text = path.read_text() if path.exists() else ""
    if is_new:
        entry = {"set": which, "step": candidate.step, "hash": candidate.hash, "passed": passed}
        text += dump_json(entry) + "\n"
        write_once(path, text)
    return sum(json.loads(line)["set"] == which for line in text.splitlines())


def next_step(candidate: Candidate, result: Result) -> str:
    """Returns what to try after a failed gate; where it is training, the flags to change."""
    config, name = candidate.config, candidate.model_dir.name
    if result.problems:
        return result.problems[0]
    data = config["data"]
    parent = (candidate.metadata.get("parent") or {}).get("dir")
    start = f" --init_from_model={parent}" if parent else ""
    base = f"train as {name} was, with\n  --model_name={name}_retry{start}"
    if result.regressions and len(data["shares"]) > 1:
        # which source teaches what fell is not known here: each gets its part
        own = data["shares"][data["name"]]
        shares = {name: s * (1 + 0.05 / (1 - own)) for name, s in data["shares"].items()}
        shares[data["name"]] = own - 0.05
        overrides = " ".join(f"--config.data.shares.{k}={s:.4g}" for k, s in shares.items())
        return (
            f"{result.regressions[0]} fell: 5 points more replay from the same parent: {base} "
            f"{overrides}"
        )
    return (
        f"more steps from the same parent: {base} "
        f"--config.data.passes={round(data['passes'] * 1.5, 2):g}"
    )


def show(title: str, result: Result) -> None:
    """Prints the tables of a set, and on failure the worst answers."""
    console = make_console()
    console.print()
    console.print(figure_table(title, result.figures))
    if result.changes:
        console.print()
        console.print(retention_table(result.changes))
    if not result.passed:
        print_worst(console, worst_answers(result.figures, result.scores))
        console.print()
        for problem in result.problems:
            console.print(f"  • {problem}", style="red", markup=False)
    console.print()
    word, style = ("passed", "bold green") if result.passed else ("FAILED", "bold red")
    console.print(f"{title}: {word}", style=style, markup=False)


# ---------------------------------------------------------------------------------------- commands


def gate_model(args: flags.FlagValues) -> int:
    """Holds the gate of a model, set by set."""
    processes.join()
    command.enable_compilation_cache(args.run_dir)
    candidate = load_candidate(args.model, args.stage, args.run_dir)
    own = args.suite or []
    sets = ["final"] if own else [which for which in SETS if which in args.sets]
    suites = {
        which: find_suites(args.stage, which, epath.Path(args.run_dir), own) for which in sets
    }
    title = f"{args.stage} · {candidate.model_dir.name} · step {candidate.step}"
    for which in sets:
        result = hold_gate(candidate, args.stage, which, suites[which])
        show(f"{title} · {which}", result)
        if not result.passed:
            print(f"next: {next_step(candidate, result)}", flush=True)
            if which == "final" or not args.force_final:
                return command.GATE_FAILED
    return command.DONE


def rescore(args: flags.FlagValues) -> int:
    """Scores saved responses without a model; stores nothing."""
    paths = [epath.Path(path) for path in args.suite]
    lines = [line for path in paths for line in read_suite(path)]
    stage = args.stage or lines[0].stage
    lines = read_suites(paths, stage)
    scores = score_responses(lines, read_responses(epath.Path(args.responses), lines))
    figures = judge(stage, lines, scores, _bars_of(args.model, args.run_dir))
    problems = [f.problem for f in figures if f.problem and f.n < f.min_n]
    result = Result(figures, [], problems, scores)
    show(f"{stage} · {epath.Path(args.responses).name}", result)
    return command.DONE if result.passed else command.GATE_FAILED


def _bars_of(model: str | None, run_dir: str) -> Bars:
    """Returns the bars of a model's config, or the default ones."""
    if model is None:
        return default_bars()
    places = [
        epath.Path(run_dir) / "models" / model / "config.json",
        epath.Path(model) / "config.json",
    ]
    path = next((p for p in places if p.exists()), None)
    if path is None:
        raise GateError(f"no model {model!r}: neither {places[0]} nor {places[1]} exists")
    config: Mapping[str, Any] = json.loads(path.read_text())
    return bars_from_config(config["gate"], count_params(config["model"]))


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the flags of this command."""
    command.define_run_dir(flag_values)
    add = flags.DEFINE_string
    add("model", None, "Name or directory of the model.", flag_values=flag_values)
    add("stage", None, "Stage whose gate is held.", flag_values=flag_values)
    add("responses", None, "Saved responses to score, no model needed.", flag_values=flag_values)
    flags.DEFINE_list("suite", None, "Own suite files, for the final set.", flag_values=flag_values)
    flags.DEFINE_list("sets", list(SETS), "Sets to score.", flag_values=flag_values)
    flags.DEFINE_boolean(
        "force_final", False, "Score the final set after dev failed.", flag_values=flag_values
    )


def main(args: flags.FlagValues) -> int:
    """Holds a gate, or rescores saved responses."""
    if args.responses:
        if not args.suite:
            raise command.UsageError("--responses needs --suite=FILE, the prompts they answer")
        return rescore(args)
    if unknown := [which for which in args.sets if which not in SETS]:
        raise command.UsageError(f"--sets: {unknown[0]!r} is no set; there are dev and final")
    if not args.model or not args.stage:
        raise command.UsageError("--model and --stage are needed (or --responses and --suite)")
    return gate_model(args)


if __name__ == "__main__":
    command.use_huge_pages()
    sys.exit(command.run(main, define_flags))
