"""95 % intervals of shares, and of the change of a share on the same prompts."""

import math
from collections.abc import Sequence

Z = 1.959964  # two-sided 95 %


def wilson(value: float, n: int) -> tuple[float, float]:
    """Returns the 95 % Wilson interval of a share.

    Args:
        value: The share, 0 to 1 (a mean of per-prompt scores may stand for it).
        n: The number of prompts.
    """
    if n == 0:
        return 0.0, 1.0
    centre = value + Z * Z / (2 * n)
    spread = Z * math.sqrt(value * (1 - value) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def paired_change(before: Sequence[float], after: Sequence[float]) -> tuple[float, float, float]:
    """Returns the mean change on the same prompts, and its 95 % interval.

    The interval is Agresti and Min's: half a discordant pair is added on each side, since the
    plain one is far too narrow where few answers changed.

    Args:
        before: One score (0 to 1) a prompt.
        after: The scores of the same prompts, in the same order.
    """
    assert len(before) == len(after) > 0, f"{len(before)} scores before, {len(after)} after"
    changes = [b - a for a, b in zip(before, after, strict=True)]
    n = len(changes) + 2
    total = sum(changes)
    squares = sum(c * c for c in changes) + 1
    spread = Z * math.sqrt(squares - total * total / n) / n
    return total / len(changes), total / n - spread, total / n + spread
