"""Which episodes an epoch holds, and in which order: primary data with replay in exact shares."""

import dataclasses
import math
import zlib
from collections.abc import Mapping, Sequence

import numpy as np

UNITS = ("episodes", "supervised_tokens")
# Tags of the random streams, so that order and replay draws never share a stream.
_ORDER_STREAM, _REPLAY_STREAM, _PART_STREAM = 1, 2, 3


class MixtureError(ValueError):
    """The asked shares contradict each other or cannot be reached."""


@dataclasses.dataclass(frozen=True)
class Mixture:
    """What a stage trains on.

    Attributes:
        names: the sources; their order is the source index everywhere.
        shares: share of the mixed stream that each source gets; they sum to 1.
        unit: "episodes" or "supervised_tokens", what the shares count.
        max_repeats: how many times a replay source may be seen in the whole stage at most.
        weight_exponent: a in the token weight (trained tokens of the episode)^-a, 0 to 1.
        primary: the source that is seen exactly once an epoch.
    """

    names: tuple[str, ...]
    shares: Mapping[str, float]
    unit: str
    max_repeats: float
    weight_exponent: float
    primary: str

    def __post_init__(self):
        _check_names(self)
        for name, share in self.shares.items():
            if not 0 < share <= 1:
                raise MixtureError(
                    f"share of {name!r} is {share}, it must be above 0 and at most 1. "
                    "Leave a source out instead of giving it no share."
                )
        total = math.fsum(self.shares.values())
        if abs(total - 1) > 1e-6:
            listed = ", ".join(f"{name}={share}" for name, share in self.shares.items())
            raise MixtureError(f"shares sum to {total:.6g}, not to 1: {listed}.")
        if self.unit not in UNITS:
            raise MixtureError(f"share unit {self.unit!r} is unknown; choose one of {UNITS}.")
        if not 0 <= self.weight_exponent <= 1:
            raise MixtureError(f"weight_exponent is {self.weight_exponent}, it must be in [0, 1].")
        if self.max_repeats <= 0:
            raise MixtureError(f"max_repeats is {self.max_repeats}, it must be above 0.")


def _check_names(mixture: Mixture) -> None:
    if len(set(mixture.names)) != len(mixture.names):
        raise MixtureError(f"a source is named twice: {mixture.names}.")
    if set(mixture.names) != set(mixture.shares):
        raise MixtureError(
            f"sources are {sorted(mixture.names)}, but shares are given for "
            f"{sorted(mixture.shares)}. Give each source's directory and its share, by one name."
        )
    if mixture.primary not in mixture.names:
        raise MixtureError(
            f"primary source {mixture.primary!r} is not among the sources {sorted(mixture.names)}."
        )


def _generator(*key: int) -> np.random.Generator:
    return np.random.default_rng(key)


def _amounts(mixture: Mixture, target_counts: Mapping[str, np.ndarray], name: str) -> np.ndarray:
    """What each episode of a source counts in the mixture's unit: int64 [N]."""
    counts = target_counts[name]
    return np.ones(len(counts), np.int64) if mixture.unit == "episodes" else counts.astype(np.int64)


def check_reachable(
    mixture: Mixture, target_counts: Mapping[str, np.ndarray], epochs: float
) -> None:
    """Checks that no replay source is needed more than `max_repeats` times in the stage.

    Args:
        mixture: the sources and their shares.
        target_counts: per source, the trained tokens of each episode [N].
        epochs: passes over the primary source in the whole stage.

    Raises:
        MixtureError: a source is empty, or its share cannot be reached; names the share that can.
    """
    totals = {n: int(_amounts(mixture, target_counts, n).sum()) for n in mixture.names}
    for name, total in totals.items():
        if not total:
            raise MixtureError(f"source {name!r} holds no training episode.")
    stage = totals[mixture.primary] * epochs / mixture.shares[mixture.primary]
    for name in mixture.names:
        share = mixture.shares[name]
        most = mixture.max_repeats * totals[name]
        if name == mixture.primary or stage * share <= most * (1 + 1e-9):
            continue
        reachable = most / (most + stage * (1 - share))
        raise MixtureError(
            f"share {share:.1%} of {name!r} needs {stage * share / totals[name]:.1f} repeats of its"
            f" {len(target_counts[name])} episodes over {epochs:g} passes, max_repeats is "
            f"{mixture.max_repeats:g}. Reachable is {reachable:.1%} (unit: {mixture.unit}): lower "
            "the share, prepare more of this source, train fewer passes, or raise max_repeats."
        )


def _cursor(amounts: np.ndarray, position: float, seed: int, name: str) -> int:
    """Counts the episodes of a source's endless stream that come before `position` in its unit."""
    passes, rest = divmod(position, float(amounts.sum()))
    order = _replay_pass(len(amounts), int(passes), seed, name)
    before = np.concatenate([[0], np.cumsum(amounts[order])])
    # The nearest boundary between episodes: the error never adds up over epochs.
    nearest = int(np.searchsorted((before[1:] + before[:-1]) / 2, rest, side="right"))
    return int(passes) * len(amounts) + nearest


def _replay_pass(num_episodes: int, number: int, seed: int, name: str) -> np.ndarray:
    """The order in which a replay source is drawn in its n-th pass: each episode once."""
    key = zlib.crc32(name.encode())
    return _generator(seed, _REPLAY_STREAM, key, number).permutation(num_episodes)


def _draw(amounts: np.ndarray, start_at: float, need: float, seed: int, name: str) -> np.ndarray:
    """The next `need` of a replay source, in its unit, after the `start_at` that were drawn."""
    start = _cursor(amounts, start_at, seed, name)
    stop = _cursor(amounts, start_at + need, seed, name)
    size = len(amounts)
    first, last = start // size, max(stop - 1, start) // size
    orders = [_replay_pass(size, number, seed, name) for number in range(first, last + 1)]
    return np.concatenate(orders)[start - first * size : stop - first * size]


def plan_epoch(
    mixture: Mixture,
    target_counts: Mapping[str, np.ndarray],
    seed: int,
    epoch: int,
    part: float = 1.0,
) -> np.ndarray:
    """Lists an epoch's episodes in training order, a pure function of its arguments.

    The primary source comes exactly once, or a part of it drawn at random, and the replay is as
    much as belongs to that. A replay source is drawn without repetition until it is used up, and
    goes on in the next epoch where it stopped.

    Args:
        mixture: the sources and their shares.
        target_counts: per source, the trained tokens of each episode [N].
        seed: of the stage.
        epoch: 0-based pass over the primary source.
        part: how much of the primary source comes, above 0; below 1 in a last epoch alone.

    Returns:
        int32 [E, 2], source index and episode index.
    """
    amounts = _amounts(mixture, target_counts, mixture.primary)
    primary = np.arange(len(amounts))
    if part < 1.0:
        count = max(1, round(part * len(amounts)))
        primary = _generator(seed, _PART_STREAM, epoch).permutation(len(amounts))[:count]
    before, now = epoch * int(amounts.sum()), int(amounts[primary].sum())
    parts = []
    for index, name in enumerate(mixture.names):
        episodes = primary
        if name != mixture.primary:
            factor = mixture.shares[name] / mixture.shares[mixture.primary]
            amounts = _amounts(mixture, target_counts, name)
            episodes = _draw(amounts, before * factor, now * factor, seed, name)
        parts.append(np.stack([np.full(len(episodes), index), episodes], axis=1))
    plan = np.concatenate(parts).astype(np.int32)
    return plan[_generator(seed, _ORDER_STREAM, epoch).permutation(len(plan))]


def realised_shares(
    mixture: Mixture, target_counts: Mapping[str, np.ndarray], plans: Sequence[np.ndarray]
) -> dict[str, dict[str, float]]:
    """Measures the shares of planned epochs in episodes, supervised tokens and loss weight.

    Args:
        mixture: what the epochs were planned for.
        target_counts: per source, the trained tokens of each episode [N].
        plans: epochs as `plan_epoch` lists them.

    Returns:
        {"episodes", "supervised_tokens", "weight"}: {source: share}.
    """
    a = mixture.weight_exponent
    sums: dict[str, dict[str, float]] = {"episodes": {}, "supervised_tokens": {}, "weight": {}}
    for index, name in enumerate(mixture.names):
        drawn = np.concatenate([plan[plan[:, 0] == index, 1] for plan in plans])
        counts = target_counts[name][drawn].astype(np.float64)
        sums["episodes"][name] = float(len(counts))
        sums["supervised_tokens"][name] = float(counts.sum())
        sums["weight"][name] = float((counts ** (1 - a)).sum())
    shares = {
        unit: {name: value / math.fsum(values.values()) for name, value in values.items()}
        for unit, values in sums.items()
    }
    largest = max(int(_amounts(mixture, target_counts, name).max()) for name in mixture.names)
    rounding = len(mixture.names) * largest / math.fsum(sums[mixture.unit].values())
    for name, share in mixture.shares.items():
        realised = shares[mixture.unit][name]
        assert abs(realised - share) <= 0.01 + rounding, (name, share, realised)
    return shares
