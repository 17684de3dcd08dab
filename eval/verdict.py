"""The answer of a rule, and the error of a check that cannot be applied."""

from dataclasses import dataclass


class RuleError(ValueError):
    """A check is wrong in itself: unknown rule, missing or unknown or ill-typed parameter."""


@dataclass(frozen=True)
class RuleResult:
    """What a rule found in one output.

    `score` is 1.0 or 0.0 for most rules. A rule that judges several items of one output (the
    bullets of a list) gives the share of good ones; `passed` still means that all are good.
    """

    passed: bool
    reason: str
    score: float


def passed(reason: str = "ok") -> RuleResult:
    """Returns a result that passed."""
    return RuleResult(True, reason, 1.0)


def failed(reason: str, score: float = 0.0) -> RuleResult:
    """Returns a result that failed, with the share of items that were good."""
    return RuleResult(False, reason, score)


def verdict(is_good: bool, reason: str) -> RuleResult:
    """Returns a pass if `is_good`, else a failure with `reason`."""
    return passed() if is_good else failed(reason)
