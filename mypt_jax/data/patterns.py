"""Which mixes of lengths fill rows best: the cutting-stock linear program, by its patterns.

Best fit wastes 5 % and more where only two or three episodes share a row. A pattern is how many
episodes of each length a row holds; the linear program finds how often to use each pattern, and
patterns that would help are added until none is left (Gilmore and Gomory, 1961).
"""

import functools

import numpy as np
from scipy.optimize import linprog

_MAX_ROUNDS = 40
# Stop once new patterns can't save this share of the rows.
_GAP = 1e-3


def bound_rows(histogram: np.ndarray) -> int:
    """Counts rows that any packing needs at least (bound L2 of Martello and Toth, 1990).

    Args:
        histogram: int [T + 1], episodes of each length; a row holds T tokens.
    """
    max_tokens = len(histogram) - 1
    count = np.concatenate([[0], np.cumsum(histogram)])
    tokens = np.concatenate([[0], np.cumsum(histogram * np.arange(max_tokens + 1))])
    half = max_tokens // 2 + 1
    # Episodes above T - k are alone beside those of k and more; each one above T / 2 has its row.
    k = np.arange(half)
    alone = count[-1] - count[max_tokens - k + 1]
    large = count[max_tokens - k + 1] - count[half]
    room = large * max_tokens - (tokens[max_tokens - k + 1] - tokens[half])
    medium = tokens[half] - tokens[k]
    extra = np.maximum(0, -(-(medium - room) // max_tokens))
    return int((alone + large + extra).max())


def _price_patterns(sizes: np.ndarray, values: np.ndarray, max_tokens: int) -> np.ndarray:
    """Finds, for each length, the most valuable pattern that holds it: int [n, n].

    Args:
        sizes: int [n], lengths.
        values: float [n], worth of an episode of each length.
        max_tokens: tokens a row holds.
    """
    worth = np.zeros(max_tokens + 1)
    choice = np.full(max_tokens + 1, -1)
    for room in range(int(sizes.min()), max_tokens + 1):
        fits = np.flatnonzero(sizes <= room)
        totals = values[fits] + worth[room - sizes[fits]]
        best = int(totals.argmax())
        worth[room], choice[room] = totals[best], fits[best]
    patterns = np.zeros((len(sizes), len(sizes)), np.int64)
    for first, size in enumerate(sizes):
        patterns[first, first] += 1
        room = max_tokens - size
        while choice[room] >= 0:
            patterns[first, choice[room]] += 1
            room -= sizes[choice[room]]
    return patterns


def _optimum(patterns: np.ndarray, demand: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How often to use each pattern, and what one more episode of each length would cost."""
    result = linprog(np.ones(len(patterns)), A_ub=-patterns.T, b_ub=-demand, method="highs-ds")
    assert result.success, result.message  # rows of equal episodes are always a way
    return result.x, -result.ineqlin.marginals


@functools.lru_cache(maxsize=8)
def _solve(sizes: tuple[int, ...], counts: tuple[int, ...], max_tokens: int) -> list[tuple]:
    lengths, demand = np.array(sizes), np.array(counts)
    patterns = np.diag(max_tokens // lengths)
    uses, values = _optimum(patterns, demand)
    for _ in range(_MAX_ROUNDS):
        fresh = _price_patterns(lengths, values, max_tokens)
        worth = fresh @ values
        if worth.max() <= 1 + _GAP:
            break
        patterns = np.unique(np.concatenate([patterns, fresh[worth > 1 + _GAP / 10]]), axis=0)
        uses, values = _optimum(patterns, demand)
    return _round(patterns, uses, demand.copy())


def _round(patterns: np.ndarray, uses: np.ndarray, left: np.ndarray) -> list[tuple]:
    """Makes whole numbers of the uses without exceeding what is there."""
    # The solver's last digits must not decide, so that every machine rounds alike.
    uses = np.round(uses, 6)
    whole = np.floor(uses).astype(np.int64)
    solution = []
    # Whole uses first, then one more of each pattern that was cut, the nearest to whole first.
    for wanted in (whole, np.ceil(uses).astype(np.int64) - whole):
        for place in np.argsort(whole - uses, kind="stable"):
            held = np.flatnonzero(patterns[place])
            times = min(wanted[place], int((left[held] // patterns[place, held]).min()))
            if times > 0:
                left -= times * patterns[place]
                solution.append((times, patterns[place]))
    return solution


def solve(lengths: np.ndarray, max_tokens: int) -> list[tuple[int, dict[int, int]]]:
    """Finds patterns that together use few rows.

    Args:
        lengths: int [E], tokens of each episode.
        max_tokens: tokens a row holds.

    Returns:
        (rows, {length: episodes a row}) pairs; what they leave over is little.
    """
    sizes, counts = np.unique(lengths, return_counts=True)
    solution = _solve(tuple(sizes.tolist()), tuple(counts.tolist()), max_tokens)
    return [
        (times, {int(sizes[i]): int(pattern[i]) for i in np.flatnonzero(pattern)})
        for times, pattern in solution
    ]
