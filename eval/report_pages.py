"""The pages of a report: the table on the terminal, report.md, report.json and the plots."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib
from etils import epath

matplotlib.use("Agg")  # before pyplot: no display is needed

from matplotlib import pyplot
from rich.table import Table
from rich.text import Text

from eval.candidate import stored_responses
from eval.scoring import Score, score_responses
from eval.suites import SuiteError, find_file, read_suite
from eval.tables import make_console, make_table, mark, percent, shorten

_GOOD_SAMPLES = 5
_BAD_SAMPLES = 8


def metric_rows(stage: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Returns one row a metric with a bar: its seen figure, and the other parts beside it."""
    rows = []
    for name, figure in stage["gate"].items():
        if "@" in name or figure["bar"] is None:
            continue
        parts = {p: stage["gate"].get(f"{name}@{p}") for p in ("unseen_template", "handwritten")}
        judged = [figure["passed"], *(p["passed"] for p in parts.values() if p)]
        rows.append({"metric": name, **figure, **parts, "passed": False not in judged})
    return rows


def _gate_word(stage: Mapping[str, Any]) -> Text:
    if stage["passed"] is None:
        return Text("missing", "red") if stage["gate_required"] else Text("none", "dim")
    return Text("passed", "bold green") if stage["passed"] else Text("FAILED", "bold red")


def print_report(report: Mapping[str, Any]) -> None:
    """Prints the final table: every stage, its gate, metrics with n, interval and bar, minutes."""
    table = make_table(f"{report['run']}: {report['minutes']:.1f} minutes of training and gates")
    for name in ("stage", "gate", "metric"):
        table.add_column(name)
    for name in ("%", "n", "95 % interval", "bar", "unseen %", "hand %"):
        table.add_column(name, justify="right")
    table.add_column("ok", justify="center")
    table.add_column("minutes", justify="right")
    for stage in report["stages"]:
        _add_stage(table, stage)
    console = make_console()
    console.print()
    console.print(table)
    for stage in report["stages"]:
        for problem in stage["problems"]:
            console.print(f"{stage['stage']}: {problem}", style="red", markup=False)
    for name, why in report["not_reached"].items():
        console.print(f"{name}: {why}", style="red", markup=False)
    console.print()


def _add_stage(table: Table, stage: Mapping[str, Any]) -> None:
    minutes = f"{(stage['seconds'] + stage['gate_seconds']) / 60:.1f}"
    head = [stage["stage"], _gate_word(stage)]
    for row in metric_rows(stage):
        table.add_row(
            *head,
            row["metric"],
            percent(row["value"]),
            str(row["n"]),
            f"{percent(row['low'])} – {percent(row['high'])}",
            percent(row["bar"]),
            *(
                percent(p["value"]) if (p := row[k]) else "–"
                for k in ("unseen_template", "handwritten")
            ),
            mark(row["passed"]),
            minutes,
        )
        head, minutes = ["", ""], ""
    if minutes:
        table.add_row(*head, *[""] * 8, minutes)
    table.add_row()


def write_plots(
    run_dir: epath.Path, curves: Mapping[str, Mapping[str, Sequence[tuple[int, float]]]]
) -> dict[str, str]:
    """Draws the losses of each model; returns {model: path inside the run's directory}."""
    paths = {}
    for model, lines in curves.items():
        if not lines:
            continue
        figure, axes = pyplot.subplots(figsize=(7.5, 3.6), dpi=110, layout="constrained")
        for kind, points in sorted(lines.items()):
            steps, losses = zip(*points, strict=True)
            is_train = kind == "train"
            style = {"color": "0.7", "linewidth": 1.2} if is_train else {"marker": "o"}
            axes.plot(steps, losses, label=kind.replace("validation/", "validation: "), **style)
        axes.set(title=model, xlabel="step", ylabel="loss per supervised token")
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", color="0.92")
        axes.legend(frameon=False)
        path = run_dir / "plots" / f"{model}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            figure.savefig(file, format="png")
        pyplot.close(figure)
        paths[model] = str(path.relative_to(run_dir))
    return paths


def choose_samples(
    run_dir: epath.Path, stage: Mapping[str, Any]
) -> tuple[list[Score], list[Score]]:
    """Returns some good and some bad answers of a stage's final set.

    They are spread evenly over the set, so nobody picked them.

    Raises:
        SuiteError: the prompts or the answers are gone, or do not belong together any more.
    """
    files = [find_file(file["path"], run_dir) for file in stage["suites"][stage["stage"]]]
    lines = [line for file in files for line in read_suite(file)]
    path = epath.Path(stage["gate_dir"]) / f"responses_{stage['stage']}_final.jsonl"
    responses = stored_responses(path, lines)
    if responses is None:
        raise SuiteError(f"{path} does not hold the answers to the prompts as they are now")
    worst: dict[str, Score] = {}
    for score in score_responses(lines, responses):
        if score.line.id not in worst or score.value < worst[score.line.id].value:
            worst[score.line.id] = score
    good = [s for s in worst.values() if s.value == 1]
    bad = [s for s in worst.values() if s.value < 1]
    return _spread(good, _GOOD_SAMPLES), _spread(bad, _BAD_SAMPLES)


def _spread(scores: list[Score], count: int) -> list[Score]:
    step = max(1, len(scores) // count)
    return scores[::step][:count]


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [
        "| " + " | ".join(header) + " |",
        "|" + "---|" * len(header),
        *("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows),
        "",
    ]


def _cell(figure: Mapping[str, Any] | None) -> str:
    if not figure:
        return "–"
    failed = " ✗" if figure["passed"] is False else ""
    return f"{percent(figure['value'])} (n={figure['n']}){failed}"


def _stage_page(run_dir: epath.Path, stage: Mapping[str, Any], plot: str | None) -> list[str]:
    """Returns the part of report.md that is about one stage."""
    parent = stage["parent"]
    origin = f"{epath.Path(parent['dir']).name} (step {parent['step']})" if parent else "nothing"
    gate = {True: "passed", False: "**failed**", None: "none"}[stage["passed"]]
    lines = [f"## {stage['stage']}: {stage['model']}", ""]
    lines.append(
        f"From {origin}; {stage['steps']} steps, {stage['tokens']:,} tokens of which "
        f"{stage['supervised_tokens']:,} supervised, {stage['seconds'] / 60:.1f} minutes; "
        f"validation loss {stage['validation_loss']:.3f}; gate {gate}. "
        f"Config `{stage['config_hash'][:12]}`."
    )
    lines.append("")
    names = list(stage["shares"]["episodes"])
    units = ("episodes", "supervised_tokens", "weight")
    rows = [
        [n, *(f"{stage['shares'][u][n]:.1%}" for u in units), stage["manifests"][n][:12]]
        for n in names
    ]
    lines += _table(["source", "episodes", "supervised tokens", "weight", "manifest"], rows)
    if plot:
        lines += [f"![losses of {stage['model']}]({plot})", ""]
    if stage["gate"]:
        rows = [
            [
                r["metric"],
                f"{percent(r['value'])}{' ✗' if r['value'] < r['bar'] else ''}",
                str(r["n"]),
                f"{percent(r['low'])} – {percent(r['high'])}",
                percent(r["bar"]),
                _cell(r["unseen_template"]),
                _cell(r["handwritten"]),
            ]
            for r in metric_rows(stage)
        ]
        header = [
            "metric",
            "seen %",
            "n",
            "95 % interval",
            "bar",
            "unseen template",
            "hand-written",
        ]
        lines += _table(header, rows)
        info = [n for n, f in stage["gate"].items() if f["bar"] is None and "@" not in n]
        if info:
            figures = ", ".join(f"{n} {percent(stage['gate'][n]['value'])}" for n in info)
            lines += [f"Without a bar: {figures}.", ""]
    lines += [f"- {problem}" for problem in stage["problems"]]
    if len(stage["attempts"]) > 1:
        rows = [
            [a["model"], {True: "passed", False: "failed", None: "not held"}[a["passed"]],
             str(a["steps"]), f"{a['seconds'] / 60:.1f}"]
            for a in stage["attempts"]
        ]  # fmt: skip
        lines += ["", f"{len(rows)} attempts:", ""]
        lines += _table(["model", "gate", "steps", "minutes"], rows)
    return lines + _sample_lines(run_dir, stage)


def _sample_lines(run_dir: epath.Path, stage: Mapping[str, Any]) -> list[str]:
    if stage["gate_dir"] is None:  # the final set was not asked
        return [""]
    lines = ["### Answers to final gate prompts", ""]
    try:
        samples = choose_samples(run_dir, stage)
    except SuiteError as error:
        return [*lines, f"They can't be shown: {error}", ""]
    for title, scores in (("Good", samples[0]), ("Bad", samples[1])):
        rows = [
            [
                f"`{s.line.id}`",
                shorten(s.line.shown_prompt),
                shorten(s.output) or "(nothing)",
                *([f"{s.metric}: {shorten(s.reason, 120)}"] if title == "Bad" else []),
            ]
            for s in scores
        ]
        if rows:
            header = ["prompt", "asked", "answered", *(["what is wrong"] if title == "Bad" else [])]
            lines += [f"{title}:", "", *_table(header, rows)]
    return lines


def _retention_page(report: Mapping[str, Any]) -> list[str]:
    models = [s["model"] for s in report["stages"] if s["gate"]]
    rows = [
        [name, *(percent(values[m]) if m in values else "" for m in models)]
        for name, values in report["retention"].items()
    ]
    if not rows:
        return []
    text = "Each stage's final set, all parts together, answered by its own and all later models."
    return ["## What was kept", "", text, "", *_table(["metric", *models], rows)]


def write_report(run_dir: epath.Path, report: Mapping[str, Any], plots: Mapping[str, str]) -> None:
    """Writes report.json and report.md."""
    text = json.dumps(report, indent=1, ensure_ascii=False)
    (run_dir / "report.json").write_text(text + "\n", encoding="utf-8")
    verdict = "All gates passed." if report["passed"] else "**Not all gates passed.**"
    lines = [f"# Report of {report['run']}", ""]
    lines += [f"{verdict} {report['minutes']:.1f} minutes of training and gates.", ""]
    if report["not_reached"]:
        lines += [*(f"- {name}: **{why}**" for name, why in report["not_reached"].items()), ""]
    for stage in report["stages"]:
        lines += _stage_page(run_dir, stage, plots.get(stage["model"]))
    lines += _retention_page(report)
    (run_dir / "report.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
