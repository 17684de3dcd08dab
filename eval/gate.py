"""The gate of a stage: answers its suites, scores them, and decides whether the next may start.

    python -m eval.gate --model=phase3a1_format_lock --stage=3a1
    python -m eval.gate --model=my_model --stage=my_stage --suite=my_suite.jsonl
    python -m eval.gate --suite=runs/default/suites/3a1_final.jsonl --responses=answers.jsonl

The set `dev` is for choosing checkpoints and recipes: generated prompts of this stage. The set
`final` adds the hand-written prompts and all earlier stages' final sets, compared with the parent's
answers to the same prompts; it is scored only after dev passed, and its attempts are counted.
--force_final shows its figures even so, but a gate opens only if both sets passed, on the same
checkpoint. A stage of your own that comes with --suite and has no RUN/suites/STAGE_dev.jsonl is
judged by its final set alone. A candidate's answers are kept: run again, they are scored again and
not generated again.

Files: RUN/suites/STAGE_dev.jsonl and STAGE_final.jsonl, eval/handwritten/STAGE.jsonl; results go
to models/NAME/gates/STEP-HASH/dev.json, final.json and responses_STAGE_SET.jsonl.
Exit code 0 if the sets that were asked for passed, 3 if the gate failed, 1 if it could not be held.
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
from eval.retry import retry_overrides, source_sizes
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
from eval.suites import (
    FORMAT_BARS,
    STAGE_METRICS,
    SuiteError,
    SuiteLine,
    describe_files,
    find_file,
    read_suite,
)
from eval.tables import (
    figure_table,
    make_console,
    print_worst,
    retention_table,
    worst_answers,
)
from mypt_jax import command, processes
from mypt_jax.conversation.episode import dump_json

SETS = ("dev", "final")
NO_DEV = "none"  # a stage of the user's own whose gate has only a final set
BASE_STAGES = ("none", "copy", "domain")  # no chat stages: nothing to keep from them
_HANDWRITTEN = epath.Path(__file__).parent / "handwritten"


@dataclasses.dataclass
class Result:
    """What a gate found on one set.

    Attributes:
        figures: of the stage's own prompts.
        changes: of earlier stages' metrics against the parent.
        problems: what kept something from being judged.
        scores: of every answer.
        shut: what keeps the gate shut though this set may have passed, or None.
    """

    figures: list[Figure]
    changes: list[Change]
    problems: list[str]
    scores: list[Score]
    shut: str | None = None

    @property
    def regressions(self) -> list[str]:
        """Returns the earlier stages' metrics that fell, as `stage/metric`."""
        return [f"{c.stage}/{c.metric}" for c in self.changes if not c.passed]

    @property
    def set_passed(self) -> bool:
        """Tells whether nothing failed on this set."""
        is_bad = any(figure.passed is False for figure in self.figures)
        return not (is_bad or self.regressions or self.problems)

    @property
    def passed(self) -> bool:
        """Tells whether the gate opens, as far as this set and those before it go."""
        return self.set_passed and self.shut is None


# ------------------------------------------------------------------------------------------ suites


def _suite(run_dir: epath.Path, stage: str, which: str) -> epath.Path:
    return run_dir / "suites" / f"{stage}_{which}.jsonl"


def has_dev_set(stage: str, run_dir: epath.Path, own: Sequence[str]) -> bool:
    """Tells whether a gate has a dev set; it may lack one only if the stage is the user's own."""
    return not own or stage in STAGE_METRICS or _suite(run_dir, stage, "dev").exists()


def find_suites(
    stage: str, which: str, run_dir: epath.Path, own: Sequence[str]
) -> list[epath.Path]:
    """Returns the suite files of a stage and set; own ones are the final set.

    Raises:
        GateError: There is no generated suite and no own one is given, or the hand-written
            prompts of a stage that has them are missing.
    """
    if own and which == "final":
        return [epath.Path(path) for path in own]
    path = _suite(run_dir, stage, which)
    if not path.exists():
        raise GateError(
            f"no suite {path}. Generate it with the stage's generator (--suite={which} --output="
            f"{path}), or give your own with --suite=FILE."
        )
    hand = _HANDWRITTEN / f"{stage}.jsonl"
    if which == "dev" or stage in BASE_STAGES:
        return [path]
    if stage in STAGE_METRICS and not hand.exists():
        raise GateError(f"no hand-written prompts {hand}. They belong to the repository.")
    return [path, hand] if hand.exists() else [path]


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


def _find_dir(candidate: Candidate, stored: str) -> epath.Path:
    """Returns where a model of the lineage lies, beside the candidate if the run was moved."""
    path = epath.Path(stored)
    return path if path.exists() else candidate.model_dir.parent / path.name


def gate_command(model_dir: epath.Path, stage: str) -> str:
    """Returns the command that holds the gate of a model, from wherever it is given."""
    run_dir = model_dir.parent.parent
    return f"python -m eval.gate --model={model_dir} --stage={stage} --run_dir={run_dir}"


def check_retention(candidate: Candidate) -> tuple[list[Change], list[str], dict[str, Any]]:
    """Answers all earlier stages' final sets and compares with the parent's answers.

    Returns:
        The changes, the problems that kept a stage from being compared, and the suites used.
    """
    parent = candidate.metadata.get("parent")
    if not parent or parent["stage"] in BASE_STAGES:
        return [], [], {}
    parent_dir = _find_dir(candidate, parent["dir"])
    again = f"Hold its gate again: {gate_command(parent_dir, parent['stage'])}"
    gate_dir = parent_dir / "gates" / f"{parent['step']}-{parent['hash'][:8]}"
    if not (gate_dir / "final.json").exists():
        missing = gate_dir / "final.json"
        return [], [f"what the parent could do is not known: no {missing}. {again}"], {}
    result = json.loads((gate_dir / "final.json").read_text())
    changes: list[Change] = []
    problems: list[str] = []
    used: dict[str, Any] = {}
    for stage, files in result["suites"].items():
        try:
            paths = [find_file(file["path"], parent_dir.parent.parent) for file in files]
        except SuiteError as error:
            problems.append(f"the prompts of {stage} that the parent answered: {error} {again}")
            continue
        lines = read_suites(paths, stage)
        before = stored_responses(gate_dir / f"responses_{stage}_final.jsonl", lines)
        if before is None:
            problems.append(
                f"the parent's answers in {gate_dir} do not fit the prompts of {stage}, which have "
                f"changed since. {again}"
            )
            continue
        after, _ = answer_suite(candidate, stage, "final", lines)
        changes += compare_with_parent(
            stage,
            score_responses(lines, after),
            score_responses(lines, before),
            {*FORMAT_BARS, *candidate.bars.content, *_judged_metrics(result, stage)},
        )
        used[stage] = describe_files(paths, candidate.run_dir)
    for earlier in candidate.metadata["lineage"]:
        if earlier["stage"] not in (*BASE_STAGES, *result["suites"]):
            earlier_dir = _find_dir(candidate, earlier["dir"])
            problems.append(
                f"the parent's gate did not ask the prompts of {earlier['stage']}. Hold the gates "
                f"of all earlier stages again, the oldest first, from "
                f"{gate_command(earlier_dir, earlier['stage'])}"
            )
    return changes, problems, used


def _judged_metrics(result: Mapping[str, Any], stage: str) -> set[str]:
    """Returns the metrics of a stage that the parent's gate judged, by bars of its own."""
    if stage == result["stage"]:
        return {row["metric"] for row in result["metrics"] if row["bar"] is not None}
    return {row["metric"] for row in result["retention"] if row["stage"] == stage}


# ------------------------------------------------------------------------------------------ a gate


def stored_dev(candidate: Candidate, stage: str, paths: Sequence[epath.Path]) -> str:
    """Returns how this checkpoint did on these dev prompts, as its gate's directory says.

    Returns:
        "passed" or "failed", or "missing" if no result of the same prompts and bars is there.
    """
    file = candidate.gate_dir / "dev.json"
    if not file.exists() or not all(path.exists() for path in paths):
        return "missing"
    result = json.loads(file.read_text())
    files = result["suites"].get(stage, ())
    hashes = [described["sha256"] for described in files]
    if hashes != [described["sha256"] for described in describe_files(paths, candidate.run_dir)]:
        return "missing"
    if result["bars"] != dataclasses.asdict(candidate.bars):
        return "missing"
    return "passed" if result["passed"] is True else "failed"


def _why_shut(candidate: Candidate, stage: str, dev: str) -> str | None:
    if dev in ("passed", NO_DEV):
        return None
    why = {
        "failed": "dev failed, and the final set counts only after dev passed",
        "missing": "dev missing: no result of this checkpoint with these dev prompts and bars",
    }
    command_line = gate_command(candidate.model_dir, stage)
    return f"the gate stays shut: {why[dev]}. Both sets are held by {command_line}"


def hold_gate(
    candidate: Candidate,
    stage: str,
    which: str,
    paths: Sequence[epath.Path],
    dev: str = "missing",
) -> Result:
    """Answers and scores one set of a stage's gate and stores what was found.

    Args:
        candidate: the model.
        stage: its stage.
        which: "dev" or "final".
        paths: the suite files of the set.
        dev: for the final set, how dev stands: see `stored_dev`, or NO_DEV.
    """
    start = time.monotonic()
    lines = read_suites(paths, stage)
    responses, is_new = answer_suite(candidate, stage, which, lines)
    scores = score_responses(lines, responses)
    figures = judge(stage, lines, scores, candidate.bars)
    suites = {stage: describe_files(paths, candidate.run_dir)}
    changes: list[Change] = []
    problems: list[str] = []
    shut = None
    if which == "final":
        changes, problems, earlier = check_retention(candidate)
        suites |= earlier
        shut = _why_shut(candidate, stage, dev)
    problems += [figure.problem for figure in figures if figure.problem and figure.n < figure.min_n]
    result = Result(figures, changes, problems, scores, shut)
    own = "passed" if result.set_passed else "failed"
    attempt = _count_attempt(candidate, which, is_new, result.passed)
    record = {
        "passed": result.passed,
        "sets": {"dev": own} if which == "dev" else {"dev": dev, "final": own},
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
        "problems": problems + ([shut] if shut else []),
        "retry": list(_retry(candidate, result)[0]),
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


def _retry(candidate: Candidate, result: Result) -> tuple[tuple[str, ...], list[str]]:
    """Returns the flags of the next training, and the sources whose sizes are not known here.

    There are no flags where another training would change nothing.
    """
    if result.problems or result.set_passed:
        return (), []
    data = candidate.config["data"]
    datasets = candidate.metadata["datasets"]
    sizes = source_sizes(candidate.run_dir, datasets, data["share_unit"])
    unknown = [name for name in data["shares"] if name not in sizes]
    return retry_overrides(data, bool(result.regressions), sizes), unknown


def next_step(candidate: Candidate, result: Result) -> str:
    """Returns what to try after a failed gate; where it is training, the flags to change."""
    if result.problems:
        return result.problems[0]
    if result.shut and result.set_passed:
        return result.shut
    overrides, unknown = _retry(candidate, result)
    why = "more steps"
    if result.regressions and len(candidate.config["data"]["shares"]) > 1:
        why = f"{result.regressions[0]} fell: up to 5 points more replay"
    parent = candidate.metadata.get("parent")
    start = [f"--init_from_model={_find_dir(candidate, parent['dir'])}"] if parent else []
    name = candidate.model_dir.name
    flags_given = " ".join([f"--model_name={name}_retry", *start, *overrides])
    text = f"{why} from the same parent: train as {name} was, with\n  {flags_given}"
    if len(candidate.config["data"]["shares"]) > 1 and unknown:
        text += (
            f"\n  with --dry_run first: how often {', '.join(unknown)} would be seen is not known, "
            f"because their prepared data are not in {candidate.run_dir / 'data'}"
        )
    return text


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
        for problem in [*result.problems, *([result.shut] if result.shut else [])]:
            console.print(f"  • {problem}", style="red", markup=False)
    console.print()
    word, style = ("passed", "bold green") if result.passed else ("FAILED", "bold red")
    if result.set_passed and result.shut:
        word = "this set passed, but the gate FAILED"
    console.print(f"{title}: {word}", style=style, markup=False)


# ---------------------------------------------------------------------------------------- commands


def gate_model(args: flags.FlagValues) -> int:
    """Holds the gate of a model, set by set."""
    processes.join()
    command.enable_compilation_cache(args.run_dir)
    candidate = load_candidate(args.model, args.stage, args.run_dir)
    own, run_dir = args.suite or [], epath.Path(args.run_dir)
    has_dev = has_dev_set(args.stage, run_dir, own)
    sets = [which for which in SETS if which in args.sets and (has_dev or which == "final")]
    if not sets:
        raise command.UsageError("--sets=dev: the only set of this stage is final, from --suite")
    suites = {which: find_suites(args.stage, which, run_dir, own) for which in sets}
    dev = NO_DEV
    if has_dev:
        dev = stored_dev(candidate, args.stage, [_suite(run_dir, args.stage, "dev")])
    title = f"{args.stage} · {candidate.model_dir.name} · step {candidate.step}"
    for which in sets:
        result = hold_gate(candidate, args.stage, which, suites[which], dev)
        if which == "dev":
            dev = "passed" if result.passed else "failed"
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
        "force_final",
        False,
        "Show the figures of the final set after dev failed; the gate stays shut.",
        flag_values=flag_values,
    )


def main(args: flags.FlagValues) -> int:
    """Holds a gate, or rescores saved responses."""
    if args.responses:
        if not args.suite:
            raise command.UsageError("--responses needs --suite=FILE, the prompts they answer")
        return rescore(args)
    if not args.sets:
        raise command.UsageError("--sets is empty; there are dev and final")
    if unknown := [which for which in args.sets if which not in SETS]:
        raise command.UsageError(f"--sets: {unknown[0]!r} is no set; there are dev and final")
    if not args.model or not args.stage:
        raise command.UsageError("--model and --stage are needed (or --responses and --suite)")
    return gate_model(args)


if __name__ == "__main__":
    command.use_huge_pages()
    sys.exit(command.run(main, define_flags))
