"""Reports a run: what each stage was given, what it cost, what its gate found, what was kept.

    python -m eval.report --run_dir=runs/tiny

Reads models/*/ of the run and writes report.json, report.md and plots of the losses beside them.
A stage that has gate prompts in suites/ but no finished model was not reached.
Exit code 0 if every gate that was asked for passed, 3 if one failed or is missing, or a stage was
not reached.
"""

import hashlib
import json
import re
import sys
from collections.abc import Collection, Mapping
from typing import Any

from absl import flags
from etils import epath

from eval.report_pages import print_report, write_plots, write_report
from mypt_jax import command
from mypt_jax.conversation.episode import read_jsonl

# A model that the curriculum moved aside, because its inputs have changed: no part of the run.
_ASIDE = re.compile(r"\.old\d+$")


class ReportError(ValueError):
    """A run that cannot be reported."""


def read_model(model_dir: epath.Path) -> dict[str, Any]:
    """Returns what is known of a finished model: summary, gate results, attempts.

    Returns:
        stage, model, parent, lineage [stage], gates_before {model: its gate then}, config_hash,
        manifests, shares, steps, tokens, supervised_tokens, seconds, validation_loss,
        gate_required, passed (None without a gate), gate {metric: {value, n, low, high, bar,
        passed}}, retention {stage/metric: {...}}, problems.
    """
    summary = json.loads((model_dir / "summary.json").read_text())
    config_text = (model_dir / "config.json").read_text()
    results = _read_gates(model_dir, summary["best_step"])
    final = results.get("final", {})
    problems = list(final.get("problems", []))
    passed = final.get("passed")
    if not final and results.get("dev", {}).get("passed") is False:
        passed = False
        problems.append("dev failed, so the final set was not asked")
    elif passed and not _dev_passed(results):
        passed = False
        problems.append("dev did not pass when it was held last, so the gate is shut")
    return {
        "stage": summary["stage"],
        "model": model_dir.name,
        "parent": summary["parent"],
        "lineage": [entry["stage"] for entry in summary["lineage"]],
        "gates_before": {
            epath.Path(entry["dir"]).name: entry["gate"] for entry in summary["lineage"]
        },
        "config_hash": hashlib.sha256(config_text.encode()).hexdigest(),
        "manifests": summary["datasets"],
        "shares": summary["shares"],
        "steps": summary["steps"],
        "tokens": summary["tokens"],
        "supervised_tokens": summary["supervised_tokens"],
        "seconds": summary["seconds"],
        "gate_seconds": round(sum(result["seconds"] for result in results.values()), 1),
        "validation_loss": summary["validation_loss"],
        "gate_required": json.loads(config_text)["gate"]["required"],
        "passed": passed,
        "dev": named_metrics(results.get("dev", {})),
        "gate": named_metrics(final),
        "retention": {f"{c['stage']}/{c['metric']}": c for c in final.get("retention", [])},
        "problems": problems,
        "final_attempts": final.get("attempt", 0),
        "suites": final.get("suites", {}),
        "gate_dir": final.get("gate_dir"),
    }


def _read_gates(model_dir: epath.Path, step: int) -> dict[str, dict[str, Any]]:
    """Returns the gate results of the best step by set, each with the directory it is in."""
    results = {}
    for path in sorted(model_dir.glob(f"gates/{step}-*/*.json")):
        results[path.stem] = json.loads(path.read_text()) | {"gate_dir": str(path.parent)}
    return results


def _dev_passed(results: Mapping[str, Mapping[str, Any]]) -> bool:
    """Tells whether dev does not keep a gate shut whose final set passed."""
    has_dev = results["final"].get("sets", {}).get("dev") != "none"
    return not has_dev or results.get("dev", {}).get("passed") is True


def named_metrics(result: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Returns {name: {value, n, low, high, bar, passed}}; `name@part` where not the seen part."""
    keys = ("value", "n", "low", "high", "bar", "passed")
    return {
        row["metric"] if row["part"] == "seen" else f"{row['metric']}@{row['part']}": {
            key: row[key] for key in keys
        }
        for row in result.get("metrics", [])
    }


def choose_stages(models: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Returns one model a stage, in the order of training, with all attempts at the stage listed.

    The model that passed stands for its stage; if none did, the last one.
    """
    by_stage: dict[str, list[dict[str, Any]]] = {}
    for model in sorted(models, key=lambda m: (len(m["lineage"]), m["model"])):
        by_stage.setdefault(model["stage"], []).append(model)
    stages = []
    for tries in by_stage.values():
        chosen = next((m for m in tries if m["passed"]), tries[-1])
        attempts = [
            {key: m[key] for key in ("model", "passed", "steps", "seconds", "final_attempts")}
            for m in tries
        ]
        stages.append(chosen | {"attempts": attempts})
    return stages


def check_lineage(stages: list[dict[str, Any]]) -> None:
    """Marks what was trained from a model whose gate had not passed, and has not passed since.

    Another model of that stage that passed does not help: what was inherited is not its.
    """
    passed = {stage["model"] for stage in stages if stage["passed"]}
    for stage in stages:
        for model, gate in stage["gates_before"].items():
            if gate not in ("passed", "not required") and model not in passed:
                stage["passed"] = False
                stage["problems"].append(f"trained from {model}, whose gate was: {gate}")


def retention_matrix(stages: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Returns {stage/metric: {model: share}}: each stage's figures in its own and later models."""
    matrix: dict[str, dict[str, float]] = {}
    for stage in stages:
        pooled: dict[str, list[tuple[float, int]]] = {}
        for name, row in stage["gate"].items():
            if row["bar"] is not None or "@" in name:
                pooled.setdefault(name.split("@")[0], []).append((row["value"], row["n"]))
        barred = {name for name, row in stage["gate"].items() if row["bar"] is not None}
        for metric in (m for m in pooled if m in barred):
            total = sum(n for _, n in pooled[metric])
            if total:
                share = sum(value * n for value, n in pooled[metric]) / total
                matrix.setdefault(f"{stage['stage']}/{metric}", {})[stage["model"]] = share
        for name, change in stage["retention"].items():
            matrix.setdefault(name, {})[stage["model"]] = change["value"]
    return matrix


def stages_not_reached(run_dir: epath.Path, finished: Collection[str]) -> dict[str, str]:
    """Returns {stage: why} of the stages that the run has begun or is to have, but no model of.

    A run's gate prompts are all written before its first training. A model whose training was
    stopped has a config, but no summary; an imported one never has, and is no stage of the run.
    """
    found = {
        path.name.removesuffix("_final.jsonl"): "not reached"
        for path in sorted(run_dir.glob("suites/*_final.jsonl"))
    }
    for path in sorted(run_dir.glob("models/*/config.json")):
        model_dir = path.parent
        if (model_dir / "summary.json").exists() or _ASIDE.search(model_dir.name):
            continue
        if "imported" not in json.loads((model_dir / "inputs.json").read_text()):
            found[json.loads(path.read_text())["stage"]] = f"{model_dir.name} is not trained yet"
    return {stage: why for stage, why in found.items() if stage not in finished}


def make_report(run_dir: epath.Path) -> dict[str, Any]:
    """Collects everything about a run.

    Raises:
        ReportError: There is no finished model.
    """
    summaries = [
        path
        for path in sorted(run_dir.glob("models/*/summary.json"))
        if not _ASIDE.search(path.parent.name)
    ]
    if not summaries:
        raise ReportError(f"{run_dir}/models holds no finished model; train one first")
    stages = choose_stages([read_model(path.parent) for path in summaries])
    check_lineage(stages)
    not_reached = stages_not_reached(run_dir, {stage["stage"] for stage in stages})
    judged = [s for s in stages if s["gate_required"] or s["passed"] is not None]
    return {
        "run": run_dir.name,
        "passed": bool(judged) and all(s["passed"] for s in judged) and not not_reached,
        "not_reached": not_reached,
        "minutes": round(sum(s["seconds"] + s["gate_seconds"] for s in stages) / 60, 2),
        "stages": stages,
        "retention": retention_matrix(stages),
    }


def read_losses(model_dir: epath.Path) -> dict[str, list[tuple[int, float]]]:
    """Returns the curves of a run: {"train": [(step, loss), …], "validation/SOURCE": […]}."""
    curves: dict[str, list[tuple[int, float]]] = {}
    path = model_dir / "metrics.jsonl"
    if path.exists():
        for _, row in read_jsonl(path):
            if isinstance(row.get("loss"), float):
                curves.setdefault(row["kind"], []).append((row["step"], row["loss"]))
    return curves


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the flags of this command."""
    command.define_run_dir(flag_values)


def main(args: flags.FlagValues) -> int:
    """Writes the report and prints its table."""
    run_dir = epath.Path(args.run_dir)
    report = make_report(run_dir)
    curves = {s["model"]: read_losses(run_dir / "models" / s["model"]) for s in report["stages"]}
    plots = write_plots(run_dir, curves)
    write_report(run_dir, report, plots)
    print_report(report)
    print(f"written: {run_dir / 'report.json'}, {run_dir / 'report.md'}")
    return command.DONE if report["passed"] else command.GATE_FAILED


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
