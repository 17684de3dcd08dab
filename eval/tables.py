"""What a gate shows on the terminal: a table, the worst answers, the verdict."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.scoring import Change, Figure, Score

_WIDTH = 100  # where the output is no terminal and has no width of its own
_SHOWN = 240  # characters of a prompt or an answer


def make_console() -> Console:
    """Returns a console that keeps its tables readable in log files too."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDTH)


def percent(share: float) -> str:
    """Returns 97.3 for 0.973."""
    return f"{share * 100:.1f}"


def mark(passed: bool | None) -> Text:
    """Returns a tick, a cross, or a dot where nothing was judged."""
    if passed is None:
        return Text("·", style="dim")
    return Text("✓", style="bold green") if passed else Text("✗", style="bold red")


def make_table(title: str) -> Table:
    """Returns an empty table in the style of all our tables."""
    return Table(
        title=title, title_justify="left", title_style="bold", header_style="dim", box=None
    )


def figure_table(title: str, figures: Sequence[Figure]) -> Table:
    """Returns the table of a gate: one row a metric and part, shares in percent."""
    table = make_table(title)
    table.add_column("metric")
    table.add_column("part")
    for name in ("%", "n", "95 % interval", "bar"):
        table.add_column(name, justify="right")
    table.add_column("ok", justify="center")
    previous = None
    for figure in figures:
        if previous and previous.kind != figure.kind:
            table.add_section()
            table.add_row()
        style = "red" if figure.passed is False else "dim" if figure.bar is None else ""
        few = figure.n < figure.min_n
        table.add_row(
            figure.metric if not previous or previous.metric != figure.metric else "",
            figure.part.replace("_", " "),
            percent(figure.value) if figure.n else "–",
            f"{figure.n} of {figure.min_n}" if few else str(figure.n),
            f"{percent(figure.low)} – {percent(figure.high)}" if figure.n else "–",
            percent(figure.bar) if figure.bar is not None else "–",
            mark(figure.passed),
            style=style,
        )
        previous = figure
    return table


def retention_table(changes: Sequence[Change]) -> Table:
    """Returns the table of earlier stages: what this model kept of its parent's figures."""
    table = make_table("kept from earlier stages")
    table.add_column("stage")
    table.add_column("metric")
    for name in ("parent %", "now %", "change", "95 % interval", "n"):
        table.add_column(name, justify="right")
    table.add_column("ok", justify="center")
    stage = None
    for row in changes:
        table.add_row(
            row.stage if row.stage != stage else "",
            row.metric,
            percent(row.parent_value),
            percent(row.value),
            f"{row.change * 100:+.1f}",
            f"{row.low * 100:+.1f} – {row.high * 100:+.1f}",
            str(row.n),
            mark(row.passed),
            style="" if row.passed else "red",
        )
        stage = row.stage
    return table


def worst_answers(
    figures: Iterable[Figure], scores: Sequence[Score], metrics: int = 3, examples: int = 3
) -> list[tuple[Figure, list[Score]]]:
    """Returns the failed figures farthest below their bars, each with answers that failed."""
    failed = [f for f in figures if f.passed is False and f.n >= f.min_n]
    failed.sort(key=lambda f: f.value - (f.bar or 0.0))
    chosen = []
    for figure in failed[:metrics]:
        bad = [
            s
            for s in scores
            if s.metric == figure.metric and s.line.part == figure.part and s.value < 1
        ]
        chosen.append((figure, sorted(bad, key=lambda s: s.value)[:examples]))
    return chosen


def shorten(text: str, limit: int = _SHOWN) -> str:
    """Returns the text on one line, its middle left out where it is long."""
    text = text.replace("\n", "⏎")
    half = limit // 2
    return text if len(text) <= limit else f"{text[:half]} … {text[-half:]}"


def print_worst(console: Console, worst: Iterable[tuple[Figure, list[Score]]]) -> None:
    """Prints real prompts, outputs and reasons of the worst metrics."""
    for figure, scores in worst:
        console.print()
        console.print(
            Text(f"{figure.metric} on {figure.part.replace('_', ' ')}: ", style="bold red")
            + Text(f"{percent(figure.value)} %, bar {percent(figure.bar or 0.0)} %; for example:")
        )
        for score in scores:
            console.print(Text(f"  {score.line.id}", style="dim"))
            console.print(Text(f"    prompt  {shorten(score.line.shown_prompt)}"))
            console.print(Text(f"    output  {shorten(score.output) or '(nothing)'}"))
            console.print(Text(f"    reason  {shorten(score.reason)}", style="red"))
