"""Which episodes share a row: best fit over two capacities, tokens and targets.

Best fit, longest first, is quick and nearly always good. Where few episodes share a row it wastes
too much; then rows by the patterns of a linear program come first, and best fit places the rest.
"""

import dataclasses

import numpy as np

from mypt_jax.data import patterns

# Best fit is kept if it fills this much, or if no packing can save more than this of its rows.
ENOUGH_FILL = 0.985
WORTH_SAVING = 0.005
# Beyond this many (lengths × tokens a row) the patterns take too long, and best fit fills well.
MAX_PATTERN_WORK = 500_000
# A target capacity may cost at most this much of the fill that unlimited targets would reach.
FILL_TOLERANCE = 0.002
# A sample this large tells a capacity's fill well within the tolerance.
SAMPLE_EPISODES = 5_000


class PackingError(ValueError):
    """An episode does not fit into a row."""


@dataclasses.dataclass(frozen=True)
class Packing:
    """Rows as lists of episodes.

    Attributes:
        offsets: int64 [R + 1], row r holds `indices[offsets[r]:offsets[r + 1]]`.
        indices: int64 [E], places in the list of episodes that was packed, each once.
        fill: share of the rows' tokens that is used, the last row aside.
    """

    offsets: np.ndarray
    indices: np.ndarray
    fill: float

    @property
    def num_rows(self) -> int:
        """Number of rows, R."""
        return len(self.offsets) - 1


class _OpenRows:
    """Rows that have room, by what is left: tokens first, then targets.

    Rows with the same room are interchangeable, so they are kept as stacks. For each token room, a
    bit mask tells which target rooms there are, and an array holds the largest of them.
    """

    def __init__(self, max_tokens: int):
        self._largest = np.full(max_tokens + 1, -1, np.int32)
        self._masks = [0] * (max_tokens + 1)
        self._stacks: dict[tuple[int, int], list[int]] = {}

    def add(self, tokens: int, targets: int, rows: list[int]) -> None:
        """Adds rows that have this much room."""
        self._stacks.setdefault((tokens, targets), []).extend(rows)
        self._set_mask(tokens, self._masks[tokens] | 1 << targets)

    def _set_mask(self, tokens: int, mask: int) -> None:
        self._masks[tokens] = mask
        self._largest[tokens] = mask.bit_length() - 1

    def best(self, tokens: int, targets: int) -> tuple[int, int] | None:
        """Finds the tightest room that still holds an episode of this size."""
        fits = self._largest[tokens:] >= targets
        nearest = int(fits.argmax())
        if not fits[nearest]:
            return None
        room = tokens + nearest
        fitting = self._masks[room] >> targets
        return room, targets + (fitting & -fitting).bit_length() - 1

    def take(self, room: tuple[int, int], count: int) -> list[int]:
        """Removes up to `count` rows that have exactly this room."""
        stack = self._stacks[room]
        taken = stack[-count:]
        del stack[-count:]
        if not stack:
            del self._stacks[room]
            self._set_mask(room[0], self._masks[room[0]] & ~(1 << room[1]))
        return taken


def _check_fit(lengths: np.ndarray, max_tokens: int, max_targets: int) -> None:
    over = (lengths > (max_tokens, max_targets)).any(axis=1)
    if over.any():
        place = int(over.argmax())
        tokens, targets = lengths[place]
        raise PackingError(
            f"episode {place} has {tokens} tokens and {targets} targets, a row holds {max_tokens} "
            f"and {max_targets}. Nothing is cut: raise the limit or leave the episode out."
        )


def _best_fit(lengths: np.ndarray, max_tokens: int, max_targets: int) -> np.ndarray:
    """Gives each episode its row by best fit, longest first: int64 [E]."""
    key = lengths[:, 0].astype(np.int64) * (max_targets + 1) + lengths[:, 1]
    order = np.argsort(-key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    row_of = np.empty(len(lengths), np.int64)
    open_rows = _OpenRows(max_tokens)
    num_rows = 0
    stops = [*starts[1:].tolist(), len(order)]
    for start, stop in zip(starts.tolist(), stops, strict=True):
        # Episodes of one size: place them in stacks of equal rows, as best fit would one by one.
        tokens, targets = (int(x) for x in lengths[order[start]])
        while start < stop:
            room = open_rows.best(tokens, targets)
            fresh = room is None
            room = room or (max_tokens, max_targets)
            each = min(room[0] // tokens, room[1] // max(targets, 1), stop - start)
            wanted = (stop - start) // each
            if fresh:
                rows = list(range(num_rows, num_rows + wanted))
                num_rows += wanted
            else:
                rows = open_rows.take(room, wanted)
            count = each * len(rows)
            row_of[order[start : start + count]] = np.repeat(rows, each)
            open_rows.add(room[0] - each * tokens, room[1] - each * targets, rows)
            start += count
    return row_of


def _by_patterns(lengths: np.ndarray, max_tokens: int, max_targets: int) -> np.ndarray:
    """Gives each episode its row by patterns, and by best fit what they leave over: int64 [E]."""
    slots: dict[int, list[np.ndarray]] = {}
    num_rows = 0
    for times, pattern in patterns.solve(lengths[:, 0], max_tokens):
        for length, each in pattern.items():
            slots.setdefault(length, []).append(np.repeat(np.arange(times), each) + num_rows)
        num_rows += times
    row_of = np.full(len(lengths), -1)
    targets = np.zeros(num_rows + 1, np.int64)  # the last place stands for no row, -1
    by_length = np.lexsort((-lengths[:, 1], lengths[:, 0]))
    first = np.searchsorted(lengths[by_length, 0], list(slots))
    for start, parts in zip(first.tolist(), slots.values(), strict=True):
        # Most targets into the rows with fewest so far, to keep within the second capacity.
        rows = np.concatenate(parts)
        rows = rows[np.argsort(targets[rows], kind="stable")]
        episodes = by_length[start : start + len(rows)]
        row_of[episodes] = rows
        np.add.at(targets, rows, lengths[episodes, 1])
    row_of[targets[row_of] > max_targets] = -1
    rest = row_of < 0
    if rest.any():
        row_of[rest] = _best_fit(lengths[rest], max_tokens, max_targets) + num_rows
    return np.unique(row_of, return_inverse=True)[1]


def _assign_rows(lengths: np.ndarray, max_tokens: int, max_targets: int) -> np.ndarray:
    """Gives each episode its row, by the way that takes fewer rows: int64 [E]."""
    row_of = _best_fit(lengths, max_tokens, max_targets)
    num_rows = int(row_of.max()) + 1
    tokens, targets = lengths.sum(axis=0, dtype=np.int64)
    histogram = np.bincount(lengths[:, 0], minlength=max_tokens + 1)
    fill = tokens / (num_rows * max_tokens)
    saving = 1 - max(patterns.bound_rows(histogram), targets / max_targets) / num_rows
    work = np.count_nonzero(histogram) * max_tokens
    if fill >= ENOUGH_FILL or saving < WORTH_SAVING or work > MAX_PATTERN_WORK:
        return row_of
    other = _by_patterns(lengths, max_tokens, max_targets)
    return other if other.max() < row_of.max() else row_of


def pack(lengths: np.ndarray, max_tokens: int, max_targets: int) -> Packing:
    """Packs episodes into rows, deterministically and without cutting any.

    Rows are ordered by the place of their longest episode, so a shuffled list of episodes gives
    rows in random order; the emptiest row comes last.

    Args:
        lengths: int [E, 2], tokens and targets of each episode, in the epoch's order.
        max_tokens: tokens a row holds, T.
        max_targets: supervised places a row holds, S.

    Raises:
        PackingError: an episode is longer than a row.
    """
    _check_fit(lengths, max_tokens, max_targets)
    if not len(lengths):
        return Packing(np.zeros(1, np.int64), np.zeros(0, np.int64), 1.0)
    row_of = _assign_rows(lengths, max_tokens, max_targets)
    num_rows = int(row_of.max()) + 1
    used = np.bincount(row_of, weights=lengths[:, 0], minlength=num_rows)
    shortest_first = np.argsort(-lengths[:, 0], kind="stable")[::-1]
    longest = np.empty(num_rows, np.int64)
    longest[row_of[shortest_first]] = shortest_first
    longest[num_rows - 1 - used[::-1].argmin()] = len(lengths)
    rank = np.empty(num_rows, np.int64)
    rank[np.argsort(longest)] = np.arange(num_rows)
    indices = np.argsort(rank[row_of], kind="stable")
    sizes = np.bincount(rank[row_of], minlength=num_rows)
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    aside = used.min() if num_rows > 1 else 0
    fill = (used.sum() - aside) / (max(num_rows - 1, 1) * max_tokens)
    return Packing(offsets, indices, float(fill))


def choose_max_targets(lengths: np.ndarray, max_tokens: int, multiple: int) -> int:
    """Chooses S, the supervised places a row: the smallest multiple that keeps the fill.

    Args:
        lengths: int [E, 2], tokens and targets of each episode.
        max_tokens: tokens a row holds, T.
        multiple: S is a multiple of this, so that hardware tiles are filled.
    """
    sample = lengths[:: max(1, len(lengths) // SAMPLE_EPISODES)]
    most = -(-max_tokens // multiple)
    free = pack(sample, max_tokens, most * multiple)
    mean = int(sample[:, 1].sum()) // max(free.num_rows, 1)
    least = -(-max(int(lengths[:, 1].max(initial=1)), mean) // multiple)
    # Fill grows with S, so the smallest S that is enough is found by halving.
    while least < most:
        middle = (least + most) // 2
        fill = pack(sample, max_tokens, middle * multiple).fill
        if fill >= free.fill - FILL_TOLERANCE:
            most = middle
        else:
            least = middle + 1
    return most * multiple
