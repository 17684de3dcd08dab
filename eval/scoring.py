"""Scores responses by a suite's checks and holds the figures against the bars. No model needed."""

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from eval.intervals import paired_change, wilson
from eval.rules import evaluate
from eval.suites import (
    CONTENT_BARS,
    FORMAT_BARS,
    PARTS,
    STAGE_METRICS,
    UNIVERSAL_CHECKS,
    UNSEEN_ONLY,
    SuiteLine,
)

PART_SLACK = 0.05  # format bars of unseen templates and hand-written prompts
MAX_FORMAT_SLACK = 0.02
MAX_SLACK_PARAMS = 5_000_000  # a format slack is for models trained from nothing on a desk
MIN_PROMPTS_STRICT = 300  # where the bar is 99 % or above: fewer can't tell 99 from 97
MIN_PROMPTS = 150
MIN_HANDWRITTEN = 20  # for a content bar: one answer of fewer moves it by more than 5 points
MAX_FALL = 0.02  # what an earlier stage's metric may lose
_EPSILON = 1e-9


class GateError(ValueError):
    """A gate that cannot be held: settings, files or responses that do not fit."""


@dataclass(frozen=True)
class Score:
    """How one answer did in one metric: 0 to 1, and why it is not 1."""

    line: SuiteLine
    metric: str
    value: float
    reason: str
    output: str


@dataclass(frozen=True)
class Figure:
    """One row of a gate's table; `bar` is None where the figure is only reported."""

    metric: str
    part: str
    kind: str  # format, content or info
    value: float
    n: int
    low: float
    high: float
    bar: float | None
    min_n: int
    passed: bool | None

    @property
    def problem(self) -> str | None:
        """Returns what keeps this figure from passing, or None."""
        if self.passed is not False:
            return None
        if self.n < self.min_n:
            return (
                f"{self.metric} on {self.part}: {self.n} prompts, at least {self.min_n} are needed "
                "to judge it. Generate a larger suite, or add such prompts to your own."
            )
        return f"{self.metric} on {self.part}: {self.value:.1%}, the bar is {self.bar:.1%}"


@dataclass(frozen=True)
class Change:
    """How a metric of an earlier stage changed against the parent, on the same prompts."""

    stage: str
    metric: str
    value: float
    parent_value: float
    n: int
    change: float
    low: float
    high: float
    passed: bool


@dataclass(frozen=True)
class Bars:
    """The bars of a model's gate, all as shares of 1.

    Attributes:
        content: bar of each content metric on the seen part.
        format_slack: by how much the format bars are lowered.
        max_points_unseen: how far content on unseen templates may stay behind the seen part.
        handwritten_content_slack: the same of hand-written prompts, behind unseen templates where
            nothing is asked in seen wordings; None = they are not judged.
    """

    content: Mapping[str, float]
    format_slack: float = 0.0
    max_points_unseen: float = 0.05
    handwritten_content_slack: float | None = None


def default_bars() -> Bars:
    """Returns the bars that hold where no config says otherwise."""
    return Bars(CONTENT_BARS)


def bars_from_config(gate: Mapping[str, Any], num_params: int) -> Bars:
    """Reads `config.gate` of a model's saved config, whose figures are in percent and points.

    Raises:
        GateError: A bar out of range, a bar for a format metric, or a slack that is too large or
            not for this size of model.
    """
    content = dict(CONTENT_BARS)
    for metric, percent in gate["content_bars"].items():
        if metric in FORMAT_BARS:
            raise GateError(
                f"config.gate.content_bars.{metric}: this is a format bar, the same for every "
                "model. Remove it; config.gate.format_slack lowers all of them for tiny models."
            )
        if not 1 < percent <= 100:
            raise GateError(
                f"config.gate.content_bars.{metric} is {percent}, it must be a percentage above 1 "
                "and at most 100, for example 88.0"
            )
        content[metric] = percent / 100
    slack = gate["format_slack"] / 100
    if not 0 <= slack <= MAX_FORMAT_SLACK + _EPSILON:
        raise GateError(
            f"config.gate.format_slack is {gate['format_slack']} points, allowed are 0 to "
            f"{MAX_FORMAT_SLACK * 100:g}"
        )
    if slack and num_params > MAX_SLACK_PARAMS:
        raise GateError(
            f"config.gate.format_slack is {gate['format_slack']} points for a model of "
            f"{num_params:,} parameters; it is for tiny ones only, up to {MAX_SLACK_PARAMS:,}. "
            "Set it to 0."
        )
    handwritten = gate.get("handwritten_content_slack")  # models from before it existed lack it
    for key, points in (
        ("max_points_unseen", gate["max_points_unseen"]),
        ("handwritten_content_slack", 0.0 if handwritten is None else handwritten),
    ):
        if not 0 <= points <= 100:
            raise GateError(f"config.gate.{key} is {points}, allowed are 0 to 100 points")
    return Bars(
        content,
        slack,
        gate["max_points_unseen"] / 100,
        None if handwritten is None else handwritten / 100,
    )


def score_responses(
    lines: Iterable[SuiteLine], responses: Mapping[str, Mapping[str, Any]]
) -> list[Score]:
    """Judges every line's response by every check.

    Args:
        lines: The suite.
        responses: Response by id, each with `output`, `stop_reason`, `n_tokens`.

    Returns:
        One score for each line and metric. Of several checks of a metric the worst counts. A
        line without a response fails all its checks.
    """
    scores: list[Score] = []
    for line in lines:
        response = responses.get(line.id)
        output = "" if response is None else response["output"]
        worst: dict[str, Score] = {}
        for check in line.checks:
            result = evaluate(check, output, response)
            reason = result.reason if response is not None else "no response"
            value = 1.0 if result.passed else min(result.score, 1 - _EPSILON)
            metric = check["metric"]
            if metric not in worst or value < worst[metric].value:
                worst[metric] = Score(line, metric, value, reason, output)
        scores.extend(worst.values())
    return scores


def _mean(scores: list[Score]) -> float:
    return sum(score.value for score in scores) / len(scores)


def _group(scores: Iterable[Score]) -> dict[tuple[str, str], list[Score]]:
    groups: dict[tuple[str, str], list[Score]] = defaultdict(list)
    for score in scores:
        groups[score.metric, score.line.part].append(score)
    return groups


def _required(stage: str, lines: list[SuiteLine]) -> list[tuple[str, str]]:
    """Returns the (metric, part) pairs that a suite of this stage must judge."""
    universal = [c["metric"] for c in UNIVERSAL_CHECKS] if any(x.messages for x in lines) else []
    if stage not in STAGE_METRICS:
        return [(metric, "seen") for metric in universal]
    metrics = [*universal, *STAGE_METRICS[stage]]
    parts = ("seen",) if stage == "domain" else ("seen", "unseen_template")
    return [
        (metric, part)
        for metric in metrics
        for part in parts
        if part != "seen" or metric not in UNSEEN_ONLY
    ]


def _bar(
    metric: str, part: str, bars: Bars, reference: float | None, n: int
) -> tuple[str, float | None]:
    """Returns the kind of a metric and its bar on a part that has n prompts of it.

    Unseen templates and hand-written prompts may stay behind `reference`, the seen part's figure.
    """
    if metric in FORMAT_BARS:
        if metric == "no_tag_text":  # never, anywhere
            return "format", FORMAT_BARS[metric]
        slack = bars.format_slack + (0.0 if part == "seen" else PART_SLACK)
        return "format", FORMAT_BARS[metric] - slack
    if metric not in bars.content:
        return "info", None
    if part == "seen":
        return "content", bars.content[metric]
    best = max(bars.content[metric], reference or 0.0)
    if part == "unseen_template":
        return "content", best - bars.max_points_unseen
    if bars.handwritten_content_slack is None or n < MIN_HANDWRITTEN:
        return "content", None
    return "content", best - bars.handwritten_content_slack


def _min_n(metric: str, part: str, bar: float | None, bars: Bars) -> int:
    """Returns how many prompts are needed to judge a figure."""
    if bar is None or part == "handwritten":
        return 0
    # The bar of the seen part, before any slack: a lower bar is no licence for fewer prompts.
    main = FORMAT_BARS.get(metric, bars.content.get(metric, 0.0))
    return MIN_PROMPTS_STRICT if part == "seen" and main >= 0.99 else MIN_PROMPTS


def judge(stage: str, lines: list[SuiteLine], scores: list[Score], bars: Bars) -> list[Figure]:
    """Returns the figures of a gate, with bars, in the order of a readable table.

    A metric that the stage's suite must judge and does not stands there with n = 0, failed.
    """
    groups = _group(scores)
    for key in _required(stage, lines):
        groups.setdefault(key, [])
    if stage not in STAGE_METRICS:  # a bar that somebody set and no prompt judges
        known = {metric for metric, part in groups if part != "handwritten"}
        own = [m for m in bars.content if m not in CONTENT_BARS and m not in known]
        groups.update({(metric, "seen"): [] for metric in own})
    figures = []
    for (metric, part), group in groups.items():
        value = _mean(group) if group else 0.0
        reference = groups.get((metric, "seen"))
        if part == "handwritten" and not reference:  # what is asked in unseen wordings alone
            reference = groups.get((metric, "unseen_template"))
        kind, bar = _bar(metric, part, bars, _mean(reference) if reference else None, len(group))
        min_n = _min_n(metric, part, bar, bars)
        low, high = wilson(value, len(group))
        passed = None if bar is None else value >= bar - _EPSILON and len(group) >= min_n
        figures.append(Figure(metric, part, kind, value, len(group), low, high, bar, min_n, passed))
    kinds = ("format", "content", "info")
    order = {m: n for n, m in enumerate([*FORMAT_BARS, *bars.content])}
    figures.sort(
        key=lambda f: (
            kinds.index(f.kind), order.get(f.metric, 99), f.metric, PARTS.index(f.part),
        )
    )  # fmt: skip
    return figures


def compare_with_parent(
    stage: str, scores: list[Score], parent_scores: list[Score], metrics: Collection[str]
) -> list[Change]:
    """Compares metrics of an earlier stage with the parent's, prompt by prompt.

    A fall of more than two points that is outside the paired interval is a regression.

    Args:
        stage: the earlier stage.
        scores: of the model that is judged.
        parent_scores: of its parent, on the same prompts.
        metrics: those that are compared; others are left out.

    Raises:
        GateError: The parent did not answer the same prompts.
    """
    before = {(s.line.id, s.metric): s.value for s in parent_scores}
    by_metric: dict[str, list[Score]] = defaultdict(list)
    for score in scores:
        if score.metric in metrics:
            by_metric[score.metric].append(score)
    changes = []
    for metric, group in by_metric.items():
        missing = [s.line.id for s in group if (s.line.id, metric) not in before]
        if missing:
            raise GateError(f"{stage}: the parent's responses lack prompt {missing[0]!r}")
        old = [before[s.line.id, metric] for s in group]
        change, low, high = paired_change(old, [s.value for s in group])
        fell = change < -MAX_FALL - _EPSILON and high < 0
        changes.append(
            Change(
                stage, metric, _mean(group), sum(old) / len(old), len(group), change, low, high,
                not fell,
            )
        )  # fmt: skip
    return changes


def to_json(row: Figure | Change) -> dict[str, Any]:
    """Returns a row as plain JSON, shares rounded to what can be read."""
    return {
        key: round(value, 5) if isinstance(value, float) else value
        for key, value in dataclasses.asdict(row).items()
    }
