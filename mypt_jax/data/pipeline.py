"""From planned rows to batches: random access by step, read ahead with Grain."""

import contextlib
import dataclasses
import math
from collections.abc import Iterator, Mapping, Sequence

import grain
import numpy as np
from etils import epath

from mypt_jax.data import mixture as mixture_lib
from mypt_jax.data import packing
from mypt_jax.data.records import DatasetError, Split, open_split, ranges, read_manifest

Batch = dict[str, np.ndarray]

# One reader keeps up with any step; batches are built ahead of it by this many.
_READ_OPTIONS = grain.ReadOptions(num_threads=1, prefetch_buffer_size=8)


@dataclasses.dataclass(frozen=True, eq=False)
class EpochPlan:
    """One epoch: which episodes, in which rows.

    Attributes:
        episodes: int32 [E, 2], source index and episode index.
        packing: rows as places in `episodes`.
    """

    episodes: np.ndarray
    packing: packing.Packing

    def row(self, row: int) -> np.ndarray:
        """Returns the (source, episode) pairs of a row [k, 2]; none past the last row."""
        if row >= self.packing.num_rows:
            return self.episodes[:0]
        start, stop = self.packing.offsets[row : row + 2]
        return self.episodes[self.packing.indices[start:stop]]


@dataclasses.dataclass(frozen=True, eq=False)
class StepSource:
    """Every batch of a run, by step: a pure function of the plan, whoever asks.

    Attributes:
        names: the sources' names.
        splits: the sources' records.
        epochs: the planned epochs.
        steps: how many steps of each epoch are run.
        max_tokens: tokens a row holds, T.
        max_targets: supervised places a row holds, S.
        rows: rows of the global batch.
        weight_exponent: a in the token weight (trained tokens of the episode)^-a.
        rows_of_process: which rows of the global batch are built [B]; all when None.
    """

    names: Sequence[str]
    splits: Sequence[Split]
    epochs: Sequence[EpochPlan]
    steps: Sequence[int]
    max_tokens: int
    max_targets: int
    rows: int
    weight_exponent: float = 0.0
    rows_of_process: np.ndarray | None = None

    def __len__(self) -> int:
        return sum(self.steps)

    def for_rows(self, rows_of_process: np.ndarray | None) -> "StepSource":
        """Returns the same steps, restricted to some rows of the global batch."""
        return dataclasses.replace(self, rows_of_process=rows_of_process)

    def _episodes(self, step: int) -> list[np.ndarray]:
        """The (source, episode) pairs of each asked row of a step."""
        if not 0 <= step < len(self):
            raise IndexError(f"step {step} is outside of the plan, which has {len(self)} steps")
        epoch = 0
        while step >= self.steps[epoch]:
            step -= self.steps[epoch]
            epoch += 1
        rows = np.arange(self.rows) if self.rows_of_process is None else self.rows_of_process
        return [self.epochs[epoch].row(step * self.rows + int(row)) for row in rows]

    def contents(self, step: int) -> list[list[tuple[str, str]]]:
        """Names each row's episodes, as (source name, episode id), for messages."""
        return [
            [(self.names[s], self.splits[s].record(e).id) for s, e in row]
            for row in self._episodes(step)
        ]

    def __getitem__(self, step: int) -> Batch:
        """Builds the batch of a step.

        Returns:
            inputs, segment_ids, positions: int32 [B, T]; segment 0 is padding.
            target_positions, targets: int32 [B, S]; target_weights: float32 [B, S]. Unused places
            point past the end of the row, each to its own place, and weigh 0.
        """
        rows = self._episodes(int(step))
        batch = _empty_batch(len(rows), self.max_tokens, self.max_targets)
        placed = _place(rows, self.splits)
        for source, split in enumerate(self.splits):
            mine = placed[placed[:, 0] == source]
            if len(mine):
                _fill(batch, mine, split, self.weight_exponent)
        return batch


def _empty_batch(rows: int, max_tokens: int, max_targets: int) -> Batch:
    past_the_end = max_tokens + np.arange(max_targets, dtype=np.int32)
    return {
        "inputs": np.zeros((rows, max_tokens), np.int32),
        "segment_ids": np.zeros((rows, max_tokens), np.int32),
        "positions": np.zeros((rows, max_tokens), np.int32),
        "target_positions": np.tile(past_the_end, (rows, 1)),
        "targets": np.zeros((rows, max_targets), np.int32),
        "target_weights": np.zeros((rows, max_targets), np.float32),
    }


def _place(rows: Sequence[np.ndarray], splits: Sequence[Split]) -> np.ndarray:
    """Lays the episodes of each row side by side.

    Returns:
        int64 [K, 6]: source, episode, row, segment (from 1), first token place, first target place.
    """
    counts = np.array([len(row) for row in rows], np.int64)
    pairs = np.concatenate(rows).astype(np.int64)
    lengths = _lengths(pairs, splits).astype(np.int64)
    row = np.repeat(np.arange(len(rows)), counts)
    before = np.cumsum(lengths, axis=0) - lengths
    first_of_row = np.repeat(np.cumsum(counts) - counts, counts)
    start = before - before[first_of_row]
    segment = np.arange(len(pairs)) - first_of_row + 1
    return np.column_stack([pairs, row, segment, start])


def _fill(batch: Batch, placed: np.ndarray, split: Split, weight_exponent: float) -> None:
    """Writes one source's episodes into the batch."""
    _, episode, row, segment, token_start, target_start = placed.T
    records = split.gather(episode)
    num_tokens, num_targets = records.lengths[:, 0], records.lengths[:, 1]
    within = ranges(np.zeros(len(episode), np.int64), num_tokens)
    max_tokens, max_targets = batch["inputs"].shape[1], batch["targets"].shape[1]
    token_places = within + np.repeat(row * max_tokens + token_start, num_tokens)
    batch["inputs"].reshape(-1)[token_places] = records.inputs
    batch["positions"].reshape(-1)[token_places] = within
    batch["segment_ids"].reshape(-1)[token_places] = np.repeat(segment, num_tokens)
    target_places = ranges(row * max_targets + target_start, num_targets)
    shifted = records.target_positions + np.repeat(token_start, num_targets)
    batch["target_positions"].reshape(-1)[target_places] = shifted
    batch["targets"].reshape(-1)[target_places] = records.targets
    scale = np.repeat(num_targets.astype(np.float32) ** -weight_exponent, num_targets)
    batch["target_weights"].reshape(-1)[target_places] = records.target_weights * scale


@dataclasses.dataclass(frozen=True, eq=False)
class TrainPlan:
    """What a stage will see, known before its first step.

    Attributes:
        source: every batch by step.
        steps: steps of the whole stage.
        steps_per_epoch: steps of each epoch; the last may be a part of an epoch.
        epochs: passes over the primary source.
        shares: realised shares by "episodes", "supervised_tokens" and "weight", over the epochs.
        fill: share of the rows' token places that is used, each epoch's last row aside.
        target_fill: share of the supervised places that is used.
        max_targets: supervised places a row, S.
        tokens, targets, episodes: means a step.
    """

    source: StepSource
    steps: int
    steps_per_epoch: tuple[int, ...]
    epochs: float
    shares: dict[str, dict[str, float]]
    fill: float
    target_fill: float
    max_targets: int
    tokens: float
    targets: float
    episodes: float


def _check_lengths(name: str, split: Split, max_tokens: int, max_targets: int | None) -> None:
    limits = [("tokens", "max_seq_len", max_tokens)]
    if max_targets is not None:
        limits.append(("targets", "max_targets", max_targets))
    for column, (what, key, limit) in enumerate(limits):
        over = np.flatnonzero(split.lengths[:, column] > limit)
        if len(over):
            raise DatasetError(
                f"{split.directory} ({name}): {len(over)} episodes are too long for a row; the "
                f"first is {split.record(over[0]).id!r} with {split.lengths[over[0], column]} "
                f"{what}, limit {limit}. Nothing is cut: raise {key}, or leave it out when "
                "preparing."
            )


def _open_sources(
    datasets: Mapping[str, epath.PathLike], names: Sequence[str]
) -> tuple[list[Split], int]:
    """Opens the training splits and finds the most targets of any episode, validation too."""
    if set(names) != set(datasets):
        raise mixture_lib.MixtureError(
            f"the mixture names {sorted(names)}, but directories are given for {sorted(datasets)}."
        )
    manifests = {name: read_manifest(datasets[name]) for name in names}
    texts = [name for name in names if manifests[name]["kind"] != "episodes"]
    if texts and len(names) > 1:
        raise DatasetError(
            f"{texts[0]!r} ({datasets[texts[0]]}) is of kind {manifests[texts[0]]['kind']!r}: "
            "plain text must not be mixed with episodes, it would undo the chat format. Use "
            "episodes as replay, or train the base on this text alone."
        )
    most = max(m["splits"][s]["max_targets"] for m in manifests.values() for s in m["splits"])
    return [open_split(datasets[name], "train") for name in names], most


def _lengths(episodes: np.ndarray, splits: Sequence[Split]) -> np.ndarray:
    """Tokens and targets of planned episodes: int32 [E, 2]."""
    lengths = np.empty((len(episodes), 2), np.int32)
    for source, split in enumerate(splits):
        mine = episodes[:, 0] == source
        lengths[mine] = split.lengths[episodes[mine, 1]]
    return lengths


def train_plan(
    datasets: Mapping[str, epath.PathLike],
    mixture: mixture_lib.Mixture,
    max_tokens: int,
    max_targets: int | None,
    rows: int,
    epochs: float,
    seed: int,
    target_multiple: int = 128,
) -> TrainPlan:
    """Plans every step of a stage.

    Args:
        datasets: dataset directory of each source.
        mixture: shares of the sources.
        max_tokens: tokens a row, T.
        rows: rows of the global batch.
        epochs: passes over the primary source; in 1.25 the second one has a quarter of it.
        seed: of the stage.
        max_targets: supervised places a row, S; chosen when None.
        target_multiple: a chosen S is a multiple of this.

    Raises:
        DatasetError: a source is damaged, is text in a mixture, or has an episode over a capacity.
        MixtureError: shares that cannot be reached.
    """
    if epochs <= 0 or rows < 1:
        raise ValueError(f"passes is {epochs} and rows is {rows}; both must be above 0.")
    splits, most_targets = _open_sources(datasets, mixture.names)
    counts = {}
    for name, split in zip(mixture.names, splits, strict=True):
        _check_lengths(name, split, max_tokens, max_targets)
        counts[name] = split.lengths[:, 1]
    mixture_lib.check_reachable(mixture, counts, epochs)
    orders = [
        mixture_lib.plan_epoch(mixture, counts, seed, epoch, min(1.0, epochs - epoch))
        for epoch in range(math.ceil(epochs))
    ]
    lengths = [_lengths(order, splits) for order in orders]
    if max_targets is None:
        chosen = packing.choose_max_targets(lengths[0], max_tokens, target_multiple)
        max_targets = max(chosen, most_targets + -most_targets % target_multiple)
    packings = [packing.pack(length, max_tokens, max_targets) for length in lengths]
    source = StepSource(
        names=mixture.names,
        splits=splits,
        epochs=[EpochPlan(order, p) for order, p in zip(orders, packings, strict=True)],
        steps=tuple(math.ceil(packed.num_rows / rows) for packed in packings),
        max_tokens=max_tokens,
        max_targets=max_targets,
        rows=rows,
        weight_exponent=mixture.weight_exponent,
    )
    shares = mixture_lib.realised_shares(mixture, counts, orders)
    return _summarise(source, epochs, shares, lengths)


def _summarise(
    source: StepSource,
    epochs: float,
    shares: dict[str, dict[str, float]],
    lengths: Sequence[np.ndarray],
) -> TrainPlan:
    """Adds the figures that are printed and stored before a run."""
    fills = [epoch.packing.fill for epoch in source.epochs]
    num_rows = [epoch.packing.num_rows for epoch in source.epochs]
    tokens, targets = sum(length.sum(axis=0, dtype=np.int64) for length in lengths)
    steps = len(source)
    return TrainPlan(
        source=source,
        steps=steps,
        steps_per_epoch=tuple(source.steps),
        epochs=epochs,
        shares=shares,
        fill=float(np.average(fills, weights=num_rows)),
        target_fill=float(targets / (sum(num_rows) * source.max_targets)),
        max_targets=source.max_targets,
        tokens=float(tokens / steps),
        targets=float(targets / steps),
        episodes=sum(len(length) for length in lengths) / steps,
    )


def train_batches(
    plan: TrainPlan, start_step: int = 0, rows_of_process: np.ndarray | None = None
) -> Iterator[Batch]:
    """Reads the plan's batches from `start_step` to its end, built ahead in a thread.

    Args:
        plan: the stage's plan.
        start_step: first step to read; a resumed run gives the number of steps it has made.
        rows_of_process: rows of the global batch that this process holds [B]; all when None.
    """
    source = plan.source.for_rows(rows_of_process)
    dataset = grain.MapDataset.source(source)[start_step:]
    with contextlib.closing(iter(dataset.to_iter_dataset(_READ_OPTIONS))) as batches:
        yield from batches


def eval_batches(
    directory: epath.PathLike,
    split: str,
    max_tokens: int,
    max_targets: int | None,
    rows: int,
    target_multiple: int = 128,
    rows_of_process: np.ndarray | None = None,
) -> StepSource:
    """Lists batches that hold every episode of a split exactly once, always in the same order.

    Raises:
        DatasetError: the split is damaged, empty, or has an episode over a capacity.
    """
    data = open_split(directory, split)
    if not len(data):
        raise DatasetError(
            f"{directory} has no episode in split {split!r}. Prepare it with a larger --val_split."
        )
    name = read_manifest(directory)["name"]
    _check_lengths(name, data, max_tokens, max_targets)
    if max_targets is None:
        max_targets = packing.choose_max_targets(data.lengths, max_tokens, target_multiple)
    plan = packing.pack(data.lengths, max_tokens, max_targets)
    episodes = np.stack([np.zeros(len(data), np.int32), np.arange(len(data), dtype=np.int32)], 1)
    return StepSource(
        names=(name,),
        splits=(data,),
        epochs=(EpochPlan(episodes, plan),),
        steps=(math.ceil(plan.num_rows / rows),),
        max_tokens=max_tokens,
        max_targets=max_targets,
        rows=rows,
        rows_of_process=rows_of_process,
    )
