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
from pathlib import Path
from typing import TYPE_CHECKING, Any

from absl import flags

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
from mypt_jax import command
from mypt_jax.conversation.episode import dump_json, read_jsonl
from mypt_jax.model.config import GPTConfig

if TYPE_CHECKING:
    from mypt_jax.training.checkpoint import Loaded

SETS = ("dev", "final")
BASE_STAGES = ("none", "copy", "domain")  # no chat stages: nothing to keep from them
_HANDWRITTEN = Path(__file__).parent / "handwritten"
_RESPONSE_KEYS = ("id", "output", "stopped", "stop_reason", "n_tokens")


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


@dataclasses.dataclass
class Candidate:
    """The model that is judged, with what its directory says."""

    model_dir: Path
    config: dict[str, Any]
    metadata: dict[str, Any]
    step: int
    hash: str
    loaded: "Loaded"

    @property
    def gate_dir(self) -> Path:
        """Returns where this checkpoint's results lie."""
        return self.model_dir / "gates" / f"{self.step}-{self.hash[:8]}"

    @property
    def bars(self) -> Bars:
        """Returns the bars that the model's config asks for."""
        num_params = GPTConfig.from_dict(self.metadata["model"]).num_params()
        return bars_from_config(self.config["gate"], num_params)


# --------------------------------------------------------------------------------------- responses


def read_responses(path: Path, lines: Sequence[SuiteLine]) -> dict[str, dict[str, Any]]:
    """Reads saved responses of a suite by id.

    Raises:
        GateError: A line is no response, or belongs to no prompt of the suite.
    """
    ids = {line.id for line in lines}
    responses: dict[str, dict[str, Any]] = {}
    if not path.exists():
        raise GateError(f"no responses file {path}")
    for where, raw in read_jsonl(path):
        for key, kind in (("id", str), ("output", str), ("stop_reason", str), ("n_tokens", int)):
            if not isinstance(raw.get(key), kind):
                raise GateError(f"{where}: {key} is {raw.get(key)!r}; not a line of responses")
        if raw["id"] not in ids:
            raise GateError(
                f"{where}: id {raw['id']!r} is no prompt of the suite. Give the suite that these "
                "responses answer."
            )
        if raw["id"] in responses:
            raise GateError(f"{where}: a second response to {raw['id']!r}")
        responses[raw["id"]] = raw
    return responses


def _stored(path: Path, lines: Sequence[SuiteLine]) -> dict[str, dict[str, Any]] | None:
    """Returns stored responses if they answer exactly these prompts, else None."""
    if not path.exists():
        return None
    responses = {raw["id"]: raw for _, raw in read_jsonl(path)}
    for line in lines:
        if responses.get(line.id, {}).get("prompt_hash") != line.prompt_hash:
            return None
    return {line.id: responses[line.id] for line in lines}


def _generate(candidate: Candidate, lines: Sequence[SuiteLine]) -> dict[str, dict[str, Any]]:
    """Answers the prompts with the model, greedily."""
    from mypt_jax.inference.answers import Prompt, answer_prompts  # rescoring needs no jax

    prompts = [
        Prompt(
            id=line.id,
            messages=line.messages,
            tools=line.tools,
            max_tokens=line.max_tokens,
            text=line.text,
        )
        for line in lines
    ]
    loaded = candidate.loaded
    answers = answer_prompts(loaded.model, loaded.tokenizer, prompts)
    hashes = {line.id: line.prompt_hash for line in lines}
    return {a["id"]: {**a, "prompt_hash": hashes[a["id"]]} for a in answers}


def answer_suite(
    candidate: Candidate, stage: str, which: str, lines: Sequence[SuiteLine]
) -> tuple[dict[str, dict[str, Any]], bool]:
    """Returns the candidate's responses, and whether they were generated now.

    They are written to the gate's directory; what is there for the same prompts is used.
    """
    path = candidate.gate_dir / f"responses_{stage}_{which}.jsonl"
    stored = _stored(path, lines)
    if stored is not None:
        return stored, False
    start = time.monotonic()
    print(f"answering {len(lines)} prompts of {stage} {which} …", flush=True)
    responses = _generate(candidate, lines)
    print(f"  done in {time.monotonic() - start:.0f} s", flush=True)
    _write(path, "".join(dump_json(responses[line.id]) + "\n" for line in lines))
    return responses, True


def _write(path: Path, text: str) -> None:
    """Writes a file whole or not at all; on several hosts the first one does."""
    import jax  # only called with a model at hand

    if jax.process_index() == 0:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.partial")
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)


# ------------------------------------------------------------------------------------------ suites


def find_suites(stage: str, which: str, run_dir: Path, own: Sequence[str]) -> list[Path]:
    """Returns the suite files of a stage and set.

    Raises:
        GateError: There is no generated suite and no own one is given.
    """
    if own:
        return [Path(path) for path in own]
    path = run_dir / "suites" / f"{stage}_{which}.jsonl"
    if not path.exists():
        raise GateError(
            f"no suite {path}. Generate it with the stage's generator (--suite={which} --output="
            f"{path}), or give your own with --suite=FILE."
        )
    hand = _HANDWRITTEN / f"{stage}.jsonl"
    return [path, hand] if which == "final" and hand.exists() else [path]


def read_suites(paths: Sequence[Path], stage: str) -> list[SuiteLine]:
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


def _parent_gate(candidate: Candidate) -> tuple[Path, dict[str, Any]] | str | None:
    """Returns the parent's gate directory and result, why there is none, or None for a base."""
    parent = candidate.metadata.get("parent")
    if not parent or parent["stage"] in BASE_STAGES:
        return None
    parent_dir = Path(parent["dir"])
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
        lines = read_suites([Path(file["path"]) for file in files], stage)
        before = _stored(gate_dir / f"responses_{stage}_final.jsonl", lines)
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


def hold_gate(candidate: Candidate, stage: str, which: str, paths: Sequence[Path]) -> Result:
    """Answers and scores one set of a stage's gate and stores what was found."""
    start = time.monotonic()
    lines = read_suites(paths, stage)
    responses, is_new = answer_suite(candidate, stage, which, lines)
    scores = score_responses(lines, responses)
    figures = judge(stage, lines, scores, candidate.bars)
    suites = {stage: [{"path": str(p.resolve()), "sha256": hash_file(p)} for p in paths]}
    changes, problems = [], []
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
    _write(candidate.gate_dir / f"{which}.json", json.dumps(record, indent=1) + "\n")
    return result


def _count_attempt(candidate: Candidate, which: str, is_new: bool, passed: bool) -> int:
    """Counts how often a set was answered by candidates of this model; returns the number."""
    path = candidate.model_dir / "gates" / "attempts.jsonl"
    text = path.read_text() if path.exists() else ""
    if is_new:
        entry = {"set": which, "step": candidate.step, "hash": candidate.hash, "passed": passed}
        text += dump_json(entry) + "\n"
        _write(path, text)
    return sum(json.loads(line)["set"] == which for line in text.splitlines())


def next_step(candidate: Candidate, result: Result) -> str:
    """Returns what to try after a failed gate, as a command where one would help."""
    config, name = candidate.config, candidate.model_dir.name
    if result.problems:
        return result.problems[0]
    data = config["data"]
    parent = (candidate.metadata.get("parent") or {}).get("dir")
    start = f" --init_from_model={parent}" if parent else ""
    base = f"python -m mypt_jax.train … --model_name={name}_retry{start}"
    replay = {k: v for k, v in data["shares"].items() if k != data["name"]}
    if result.regressions and replay:
        source = next(iter(replay))
        return (
            f"{result.regressions[0]} fell: 5 points more replay from the same parent\n  {base} "
            f"--config.data.shares.{source}={replay[source] + 0.05:.2f} "
            f"--config.data.shares.{data['name']}={data['shares'][data['name']] - 0.05:.2f}"
        )
    return (
        f"more steps from the same parent\n  {base} "
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


def load_candidate(name: str, stage: str, run_dir: str) -> Candidate:
    """Loads the best checkpoint of a model.

    Raises:
        GateError: The model is of another stage.
    """
    from mypt_jax.training.checkpoint import load_model, resolve_model  # rescoring needs no jax

    model_dir = Path(resolve_model(name, run_dir))
    config = json.loads((model_dir / "config.json").read_text())
    loaded = load_model(model_dir)
    if loaded.metadata["stage"] != stage:
        raise GateError(
            f"{model_dir} was trained for stage {loaded.metadata['stage']!r}, not {stage!r}. Give "
            f"--stage={loaded.metadata['stage']} or another --model."
        )
    return Candidate(model_dir, config, loaded.metadata, loaded.step, loaded.hash, loaded)


def gate_model(args: flags.FlagValues) -> int:
    """Holds the gate of a model, set by set."""
    candidate = load_candidate(args.model, args.stage, args.run_dir)
    own = args.suite or []
    sets = ["final"] if own else [which for which in SETS if which in args.sets]
    suites = {which: find_suites(args.stage, which, Path(args.run_dir), own) for which in sets}
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
    paths = [Path(path) for path in args.suite]
    lines = [line for path in paths for line in read_suite(path)]
    stage = args.stage or lines[0].stage
    lines = read_suites(paths, stage)
    scores = score_responses(lines, read_responses(Path(args.responses), lines))
    figures = judge(stage, lines, scores, _bars_of(args.model, args.run_dir))
    problems = [f.problem for f in figures if f.problem and f.n < f.min_n]
    result = Result(figures, [], problems, scores)
    show(f"{stage} · {args.responses}", result)
    return command.DONE if result.passed else command.GATE_FAILED


def _bars_of(model: str | None, run_dir: str) -> Bars:
    """Returns the bars of a model's config, or the default ones."""
    if model is None:
        return default_bars()
    places = [Path(run_dir) / "models" / model / "config.json", Path(model) / "config.json"]
    path = next((p for p in places if p.exists()), None)
    if path is None:
        raise GateError(f"no model {model!r}: neither {places[0]} nor {places[1]} exists")
    config: Mapping[str, Any] = json.loads(path.read_text())
    return bars_from_config(config["gate"], GPTConfig.from_dict(config["model"]).num_params())


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
    sys.exit(command.run(main, define_flags))
