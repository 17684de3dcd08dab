"""What the loss needs of an episode, and the dataset directory that holds it."""

import dataclasses
import functools
import io
import json
from collections.abc import Sequence

import numpy as np
from array_record.python.array_record_module import ArrayRecordReader, ArrayRecordWriter
from etils import epath

from mypt_jax.paths import sha256_of

MANIFEST = "manifest.json"
RECORDS_PER_SHARD = 65536
# Up to here a split is read once into memory; beyond it, rows read their records one by one.
MEMORY_LIMIT_BYTES = 2_000_000_000


class DatasetError(ValueError):
    """A dataset directory is missing, damaged, or does not fit what it is asked for."""


@dataclasses.dataclass(frozen=True)
class Record:
    """One episode, shifted: `inputs[i]` predicts the token that followed it.

    Attributes:
        inputs: int32 [n], the tokens that the model reads.
        target_positions: int32 [m], ascending places in `inputs` that have a target.
        targets: int32 [m], the token to predict at each of these places.
        target_weights: float32 [m], loss weight of each target.
        id: the episode's id.
    """

    inputs: np.ndarray
    target_positions: np.ndarray
    targets: np.ndarray
    target_weights: np.ndarray
    id: str


@dataclasses.dataclass(frozen=True)
class FlatRecords:
    """Several records end to end.

    Attributes:
        lengths: int32 [N, 2], tokens and targets of each record.
        inputs: int32 [sum of tokens].
        target_positions: int32 [sum of targets], counted from each record's own start.
        targets: int32 [sum of targets].
        target_weights: float32 [sum of targets].
    """

    lengths: np.ndarray
    inputs: np.ndarray
    target_positions: np.ndarray
    targets: np.ndarray
    target_weights: np.ndarray


def shift(
    ids: np.ndarray, trained: np.ndarray, record_id: str, weights: np.ndarray | None = None
) -> Record:
    """Turns token ids [n + 1] and their mask into a record of n inputs: the only shift there is.

        place               0  1  2  3  4
        ids                11 12 21 22 23
        trained             0  0  1  1  1
        inputs             11 12 21 22
        target_positions       1  2  3
        targets               21 22 23

    Args:
        ids: int [n + 1].
        trained: bool [n + 1]; the first token has no token before it and is never a target.
        record_id: the episode's id.
        weights: float [n + 1], loss weight of each trained token; 1 when absent.

    Raises:
        DatasetError: no token is trained.
    """
    places = np.flatnonzero(trained[1:])
    if not len(places):
        raise DatasetError(f"episode {record_id!r} has no trained token, so nothing to learn from")
    target_weights = np.ones(len(places)) if weights is None else weights[places + 1]
    return Record(
        inputs=np.asarray(ids[:-1], np.int32),
        target_positions=places.astype(np.int32),
        targets=np.asarray(ids[places + 1], np.int32),
        target_weights=target_weights.astype(np.float32),
        id=record_id,
    )


def record_from_rendered(rendered, record_id: str) -> Record:
    """Turns a rendered episode (`ids`, `trained`) into its record."""
    return shift(rendered.ids, rendered.trained, record_id)


def encode_record(record: Record) -> bytes:
    """Serialises a record as int32 words: n, m, bytes of the id, the arrays, the padded id."""
    name = record.id.encode()
    header = np.array([len(record.inputs), len(record.targets), len(name)], "<i4")
    arrays = (record.inputs, record.target_positions, record.targets)
    parts = [header, *(array.astype("<i4") for array in arrays)]
    parts.append(record.target_weights.astype("<f4"))
    padded_name = name + b"\0" * (-len(name) % 4)
    return b"".join(part.tobytes() for part in parts) + padded_name


def decode_record(data: bytes) -> Record:
    """Reads what `encode_record` wrote."""
    words = np.frombuffer(data, "<i4")
    num_tokens, num_targets, id_bytes = (int(x) for x in words[:3])
    start = 3 + num_tokens
    positions, targets, weights = (
        words[start + i * num_targets : start + (i + 1) * num_targets] for i in range(3)
    )
    id_start = 4 * (start + 3 * num_targets)
    return Record(
        inputs=words[3:start],
        target_positions=positions,
        targets=targets,
        target_weights=weights.view("<f4"),
        id=data[id_start : id_start + id_bytes].decode(),
    )


def ranges(starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Concatenates `arange(start, start + length)` of every pair: int64 [sum of lengths]."""
    ends = np.cumsum(lengths, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(starts - (ends - lengths), lengths)


def flatten(blobs: Sequence[bytes]) -> FlatRecords:
    """Decodes serialised records end to end, without a Python loop over tokens."""
    words = np.frombuffer(b"".join(blobs), "<i4")
    sizes = np.fromiter((len(blob) // 4 for blob in blobs), np.int64, len(blobs))
    starts = np.cumsum(sizes) - sizes
    lengths = np.stack([words[starts], words[starts + 1]], axis=1)
    num_tokens, num_targets = lengths[:, 0].astype(np.int64), lengths[:, 1].astype(np.int64)
    first = starts + 3
    positions, targets, weights = (
        words[ranges(first + num_tokens + i * num_targets, num_targets)] for i in range(3)
    )
    return FlatRecords(
        lengths=lengths,
        inputs=words[ranges(first, num_tokens)],
        target_positions=positions,
        targets=targets,
        target_weights=weights.view("<f4"),
    )


def concatenate(parts: Sequence[FlatRecords]) -> FlatRecords:
    """Joins flat records in order."""
    names = [field.name for field in dataclasses.fields(FlatRecords)]
    return FlatRecords(**{n: np.concatenate([getattr(p, n) for p in parts]) for n in names})


def write_split(directory: epath.Path, split: str, blobs: Sequence[bytes]) -> dict:
    """Writes one split's shards and length index; returns its entry for the manifest."""
    shards = []
    for number, start in enumerate(range(0, len(blobs), RECORDS_PER_SHARD)):
        path = directory / f"{split}-{number:05d}.arrayrecord"
        writer = ArrayRecordWriter(str(path), "group_size:64")
        chunk = blobs[start : start + RECORDS_PER_SHARD]
        for blob in chunk:
            writer.write(blob)
        writer.close()
        shards.append({"file": path.name, "sha256": sha256_of(path), "episodes": len(chunk)})
    headers = [np.frombuffer(blob, "<i4", 2) for blob in blobs]
    lengths = np.array(headers, np.int32).reshape(-1, 2)
    buffer = io.BytesIO()
    np.save(buffer, lengths)
    (directory / f"{split}.lengths.npy").write_bytes(buffer.getvalue())
    totals = lengths.sum(axis=0, dtype=np.int64)
    longest = lengths.max(axis=0) if len(lengths) else (0, 0)
    return {
        "episodes": len(lengths),
        "tokens": int(totals[0]),
        "targets": int(totals[1]),
        "max_tokens": int(longest[0]),
        "max_targets": int(longest[1]),
        "shards": shards,
    }


def write_manifest(directory: epath.Path, manifest: dict) -> None:
    """Writes the manifest, the mark that a dataset directory is whole."""
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    (directory / MANIFEST).write_text(text + "\n")


def read_manifest(directory: epath.PathLike) -> dict:
    """Reads a dataset directory's manifest.

    Raises:
        DatasetError: there is none, or it is not one.
    """
    path = epath.Path(directory) / MANIFEST
    if not path.exists():
        raise DatasetError(
            f"{directory} is not a prepared dataset: {MANIFEST} is missing. "
            "Make it with `python -m mypt_jax.prepare --input=… --output=…`."
        )
    try:
        manifest = json.loads(path.read_text())
    except ValueError as error:
        raise DatasetError(f"{path} is not JSON ({error}). Prepare the dataset again.") from error
    missing = {"kind", "name", "format_hash", "tokenizer_hash", "splits"} - set(manifest)
    if missing:
        raise DatasetError(f"{path} lacks {sorted(missing)}. Prepare the dataset again.")
    return manifest


def manifest_hash(directory: epath.PathLike) -> str:
    """Hashes a dataset's manifest, which itself holds the hashes of its shards."""
    return sha256_of(epath.Path(directory) / MANIFEST)


def check_compatible(
    manifest: dict, tokenizer_hash: str, format_hash: str, kind: str = "episodes"
) -> None:
    """Checks that a dataset was made for this tokenizer, this chat format and this use.

    Raises:
        DatasetError: it was not; names both sides and the remedy.
    """
    name = manifest["name"]
    if manifest["kind"] != kind:
        raise DatasetError(
            f"dataset {name!r} is of kind {manifest['kind']!r}, but kind {kind!r} is needed here. "
            "Only episodes can be mixed and trained as a stage; plain text trains a base alone."
        )
    for what, here in (("tokenizer_hash", tokenizer_hash), ("format_hash", format_hash)):
        there = manifest[what]
        if there != here:
            part = "tokenizer" if what == "tokenizer_hash" else "tag table or renderer"
            raise DatasetError(
                f"dataset {name!r} was prepared with another {part}: {what} {there[:16]}, here "
                f"{here[:16]}. Prepare it again with the tokenizer of the model that is trained."
            )


@dataclasses.dataclass(frozen=True, eq=False)
class Split:
    """One split of a dataset directory, readable at any index.

    Attributes:
        directory: the dataset directory.
        name: "train" or "validation".
        lengths: int32 [N, 2], tokens and targets of each episode.
        shards: file name, sha256 and number of episodes of each shard, in order.
    """

    directory: epath.Path
    name: str
    lengths: np.ndarray
    shards: Sequence[dict]

    def __len__(self) -> int:
        return len(self.lengths)

    @functools.cached_property
    def fits_memory(self) -> bool:
        """Whether the split is small enough to be held as flat arrays."""
        tokens, targets = self.lengths.sum(axis=0, dtype=np.int64)
        return 4 * tokens + 12 * targets <= MEMORY_LIMIT_BYTES

    @functools.cached_property
    def flat(self) -> FlatRecords:
        """All records, read once.

        Raises:
            DatasetError: a shard is not the one that the manifest describes.
        """
        parts = [flatten([])]
        for shard in self.shards:
            path = self.directory / shard["file"]
            if not path.exists() or sha256_of(path) != shard["sha256"]:
                raise DatasetError(
                    f"{path} is missing or was changed after it was prepared (sha256 differs from "
                    f"{MANIFEST}). Prepare the dataset again."
                )
            parts.append(flatten(ArrayRecordReader(str(path)).read_all()))
        flat = concatenate(parts)
        if not np.array_equal(flat.lengths, self.lengths):
            raise DatasetError(
                f"{self.directory}: {self.name}.lengths.npy does not describe the shards. "
                "Prepare the dataset again."
            )
        return flat

    @functools.cached_property
    def _starts(self) -> np.ndarray:
        """Where each record's tokens and targets begin in `flat`: int64 [N, 2]."""
        return np.cumsum(self.lengths, axis=0, dtype=np.int64) - self.lengths

    @functools.cached_property
    def _readers(self) -> list[ArrayRecordReader]:
        options = "readahead_buffer_size:0,max_parallelism:0"
        return [ArrayRecordReader(str(self.directory / s["file"]), options) for s in self.shards]

    def _read(self, index: int) -> bytes:
        ends = np.cumsum([shard["episodes"] for shard in self.shards])
        shard = int(np.searchsorted(ends, index, side="right"))
        place = int(index - ends[shard] + self.shards[shard]["episodes"])
        return self._readers[shard].read([place])[0]

    def gather(self, indices: np.ndarray) -> FlatRecords:
        """Returns the records at `indices` [K], in that order."""
        if not self.fits_memory:
            return flatten([self._read(index) for index in indices])
        flat = self.flat
        lengths, starts = self.lengths[indices], self._starts[indices]
        tokens = ranges(starts[:, 0], lengths[:, 0])
        targets = ranges(starts[:, 1], lengths[:, 1])
        return FlatRecords(
            lengths=lengths,
            inputs=flat.inputs[tokens],
            target_positions=flat.target_positions[targets],
            targets=flat.targets[targets],
            target_weights=flat.target_weights[targets],
        )

    def record(self, index: int) -> Record:
        """Reads one record with its id."""
        return decode_record(self._read(index))


def open_split(directory: epath.PathLike, split: str) -> Split:
    """Opens "train" or "validation" of a dataset directory.

    Raises:
        DatasetError: the directory is not a prepared dataset or its parts do not fit together.
    """
    directory = epath.Path(directory)
    entry = read_manifest(directory)["splits"].get(split)
    path = directory / f"{split}.lengths.npy"
    if entry is None or not path.exists():
        raise DatasetError(f"{directory} has no split {split!r}; it has to be prepared again.")
    lengths = np.load(io.BytesIO(path.read_bytes()), allow_pickle=False)
    if lengths.shape != (entry["episodes"], 2):
        raise DatasetError(
            f"{path} has shape {lengths.shape}, but {MANIFEST} counts {entry['episodes']} episodes."
            " Prepare the dataset again."
        )
    return Split(directory=directory, name=split, lengths=lengths, shards=entry["shards"])
