r"""Turns episodes (or plain text) on disk into a dataset directory that can be trained on.

    python -m mypt_jax.prepare --input=data/format_lock.jsonl --output=data/format_lock_prepared \
        --tokenizer=runs/default/tokenizer --val_split=0.1 --exclude=suites/3a1_final.jsonl

Nothing is ever cut. A fault in the structure of a file ends the command with its file and line; an
episode that is sound but can't be trained on (too long, an empty answer) is refused, and more
refused ones than --max_refused end the command too. Then nothing is written but the list of the
refused ones, and a dataset that was there before stays as it was.
"""

import collections
import dataclasses
import functools
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence

import numpy as np
from absl import flags
from etils import epath

from mypt_jax import command
from mypt_jax.conversation.episode import (
    Episode,
    EpisodeError,
    EpisodeRefused,
    check_trainable,
    dump_json,
    read_episodes,
)
from mypt_jax.conversation.render import format_hash, render
from mypt_jax.conversation.tokenizer import Tokenizer, load_tokenizer
from mypt_jax.data import audit
from mypt_jax.data.records import (
    MANIFEST,
    DatasetError,
    Record,
    encode_record,
    record_from_rendered,
    write_manifest,
    write_split,
)
from mypt_jax.data.text import Document, read_documents, record_from_document
from mypt_jax.paths import is_local, sha256_of

KINDS = ("episodes", "text")
REFUSED = "refused.jsonl"
_EXAMPLES = 3


@dataclasses.dataclass(frozen=True)
class Options:
    """How to prepare.

    Attributes:
        kind: "episodes" or "text".
        val_split: share of the episodes for validation.
        max_seq_len: most tokens that a record may have, None for any.
        max_answer_tokens: most content tokens of a trained turn, None for any.
        max_refused: how many episodes may be refused.
        no_duplicates: whether a prompt that occurs twice is an error.
        novel_weight: for kind "text", the weight of a token that is new in its document.
    """

    kind: str = "episodes"
    val_split: float = 0.1
    max_seq_len: int | None = None
    max_answer_tokens: int | None = None
    max_refused: int = 0
    no_duplicates: bool = False
    novel_weight: float = 1.0


@dataclasses.dataclass(frozen=True)
class Item:
    """One accepted line of the input.

    Attributes:
        where: "path:line".
        blob: the serialised record.
        group: what must stay on one side of the split.
        keys: keys of every prompt in it, the whole prompt last.
        stage: the stage that it says it belongs to.
        answer_tokens: content tokens of each trained turn.
    """

    where: str
    blob: bytes
    group: str
    keys: Sequence[bytes]
    stage: str | None = None
    answer_tokens: tuple[int, ...] = ()


@dataclasses.dataclass
class Intake:
    """What came of reading the input."""

    items: list[Item] = dataclasses.field(default_factory=list)
    refused: list[dict] = dataclasses.field(default_factory=list)
    sources: list[dict] = dataclasses.field(default_factory=list)
    style: audit.StyleAudit = dataclasses.field(default_factory=audit.StyleAudit)
    first_seen: dict[str, str] = dataclasses.field(default_factory=dict)


def prepare(
    inputs: Sequence[str],
    output: epath.PathLike,
    tokenizer: Tokenizer,
    options: Options,
    suites: Sequence[str] = (),
) -> dict:
    """Prepares a dataset directory and returns its manifest.

    Args:
        inputs: JSONL files.
        output: directory to write; a dataset that is there is replaced once all is well.
        tokenizer: encodes the episodes; its hash is kept.
        options: what is accepted, and how it is split.
        suites: files of gate prompts that must not be in the data.

    Raises:
        EpisodeError: a file's structure is wrong.
        DatasetError: too many episodes are refused, a gate prompt is in the data, or the output
            can't be written.
    """
    output = epath.Path(output)
    _check_output(output)
    suite_figures, suite = _read_suites(suites, options.kind)
    intake = Intake()
    for path in inputs:
        _read_input(path, tokenizer, options, intake)
    audit.check_contamination(((i.where, key) for i in intake.items for key in i.keys), suite)
    duplicates = audit.find_duplicates((item.where, item.keys[-1]) for item in intake.items)
    if duplicates and options.no_duplicates:
        raise DatasetError(_describe_duplicates(duplicates))
    _check_refused(intake, options.max_refused, _refused_beside(output))
    held_out = split_by_group([item.group for item in intake.items], options.val_split)
    manifest = _manifest_head(output.name, tokenizer, options.kind, intake) | {
        "duplicate_prompts": len(duplicates),
        "excluded_suites": suite_figures,
    }
    manifest = _write(output, manifest, intake, held_out)
    _refused_beside(output).unlink(missing_ok=True)
    if duplicates:
        print(f"warning: {_describe_duplicates(duplicates)}", file=sys.stderr)
    return manifest


def _manifest_head(name: str, tokenizer: Tokenizer, kind: str, intake: Intake) -> dict:
    counts = {
        "read": sum(source["read"] for source in intake.sources),
        "written": len(intake.items),
        "refused": len(intake.refused),
    }
    assert counts["read"] == counts["written"] + counts["refused"], counts
    stages = {item.stage for item in intake.items}
    return {
        "kind": kind,
        "name": name,
        "stage": stages.pop() if len(stages) == 1 else None,
        "format_hash": format_hash(),
        "tokenizer_hash": tokenizer.hash,
        "sources": intake.sources,
        "counts": counts,
        "audit": intake.style.figures() if kind == "episodes" else {},
    }


def _check_output(output: epath.Path) -> None:
    """Checks before any work that the output may be replaced and its parent written to."""
    if output.exists() and not (output / MANIFEST).exists():
        if not output.is_dir() or any(output.iterdir()):
            raise DatasetError(
                f"{output} exists and is no dataset, so it is not replaced. "
                "Choose another --output."
            )
    if is_local(output):
        output.parent.mkdir(parents=True, exist_ok=True)
        if not os.access(output.parent, os.W_OK):
            raise DatasetError(
                f"{output.parent} is not writable. Choose another --output, or change its rights."
            )


def _refused_beside(output: epath.Path) -> epath.Path:
    return output.parent / f"{output.name}.{REFUSED}"


def _read_suites(paths: Sequence[str], kind: str) -> tuple[list[dict], dict[bytes, str]]:
    """Reads the prompts that must not occur: their files for the manifest, and where each is."""
    figures: list[dict] = []
    suite: dict[bytes, str] = {}
    for path in paths:
        prompts = {key: where for where, key in audit.read_suite(path, kind)}
        figures.append({"path": str(path), "sha256": sha256_of(path), "prompts": len(prompts)})
        suite |= prompts
    return figures, suite


def _read_input(path: str, tokenizer: Tokenizer, options: Options, intake: Intake) -> None:
    """Reads one file; every line becomes an item or a refusal."""
    if not epath.Path(path).exists():
        raise DatasetError(f"--input={path}: there is no such file.")
    read = read_episodes if options.kind == "episodes" else read_documents
    num_read = 0
    for where, entry in read(path):
        num_read += 1
        if entry.id in intake.first_seen:
            raise EpisodeError(
                f"{where}: id {entry.id!r} was already used at {intake.first_seen[entry.id]}. "
                "Ids must be unique."
            )
        intake.first_seen[entry.id] = where
        try:
            if isinstance(entry, Episode):
                item = _episode_item(entry, where, tokenizer, options)
                intake.style.add(entry, item.keys[-1], item.answer_tokens)
            else:
                item = _document_item(entry, where, tokenizer, options)
        except EpisodeRefused as refusal:
            reason = str(refusal).removeprefix(f"{where}: ")
            intake.refused.append({"where": where, "id": entry.id, "reason": reason})
            continue
        intake.items.append(item)
    intake.sources.append({"path": str(path), "sha256": sha256_of(path), "read": num_read})


def _episode_item(episode: Episode, where: str, tokenizer: Tokenizer, options: Options) -> Item:
    check_trainable(episode, where)
    rendered = render(episode.messages, episode.tools, tokenizer)
    record = record_from_rendered(rendered, episode.id)
    _check_length(record, where, options.max_seq_len)
    answers = answer_tokens(record, tokenizer)
    limit = options.max_answer_tokens
    if limit is not None and max(answers) > limit:
        raise EpisodeRefused(
            f"{where}: an answer has {max(answers)} content tokens, limit {limit} "
            "(--max_answer_tokens). Shorten it."
        )
    keys = audit.episode_keys(episode)
    if episode.payload is not None:
        group = f"payload {episode.payload}"
    elif episode.template is not None:
        group = f"template {episode.template}"
    else:
        group = f"prompt {keys[-1].hex()}"
    return Item(where, encode_record(record), group, keys, episode.stage, answers)


def _document_item(document: Document, where: str, tokenizer: Tokenizer, options: Options) -> Item:
    record = record_from_document(document, tokenizer, where, options.novel_weight)
    _check_length(record, where, options.max_seq_len)
    keys = audit.document_keys(document.text)
    return Item(where, encode_record(record), f"text {keys[-1].hex()}", keys)


def _check_length(record: Record, where: str, max_seq_len: int | None) -> None:
    num_tokens = len(record.inputs)
    if max_seq_len is not None and num_tokens > max_seq_len:
        raise EpisodeRefused(
            f"{where}: has {num_tokens} tokens, limit {max_seq_len} (--max_seq_len). "
            "Shorten it or raise the limit."
        )


@functools.lru_cache(maxsize=1)
def _tag_table(vocab_size: int, tag_ids: tuple[int, ...]) -> np.ndarray:
    """Tells which ids are tags: bool [vocab_size]."""
    table = np.zeros(vocab_size, bool)
    table[list(tag_ids)] = True
    return table


def answer_tokens(record: Record, tokenizer: Tokenizer) -> tuple[int, ...]:
    """Counts the targets of each trained turn that are no tags."""
    is_tag = _tag_table(tokenizer.vocab_size, tuple(tokenizer.tag_ids.values()))
    content = ~is_tag[record.targets]
    # A turn's opening tag is never a target, so a gap in the positions starts another turn.
    places = record.target_positions
    starts = np.concatenate([[0], np.flatnonzero(places[1:] - places[:-1] > 1) + 1])
    return tuple(np.add.reduceat(content, starts, dtype=np.int64).tolist())


def _describe_duplicates(duplicates: Sequence[tuple[str, str]]) -> str:
    examples = "; ".join(f"{later} repeats {first}" for later, first in duplicates[:_EXAMPLES])
    return f"{len(duplicates)} prompts occur more than once: {examples}."


def _check_refused(intake: Intake, max_refused: int, path: epath.Path) -> None:
    """Lists the refused episodes beside the output and raises if they are too many."""
    if len(intake.refused) > max_refused:
        path.write_text(_refused_lines(intake))
        first = intake.refused[0]
        raise DatasetError(
            f"{len(intake.refused)} of {sum(s['read'] for s in intake.sources)} episodes are "
            f"refused, --max_refused allows {max_refused}. The first: {first['where']}: "
            f"{first['reason']} All are listed in {path}. Nothing else was written."
        )
    if not intake.items:
        raise DatasetError("the input holds no episode that could be written.")


def _refused_lines(intake: Intake) -> str:
    return "".join(f"{dump_json(entry)}\n" for entry in intake.refused)


def split_by_group(groups: Sequence[str], val_split: float) -> np.ndarray:
    """Chooses whole groups for validation, in the order of their hashes: bool [N].

    The same groups give the same split in any order. The share comes as close to `val_split` as
    the sizes of the groups allow.

    Raises:
        DatasetError: all episodes are of one group.
    """
    if not 0 <= val_split < 1:
        raise DatasetError(f"--val_split={val_split} must be at least 0 and below 1.")
    sizes = collections.Counter(groups)
    order = sorted(sizes, key=lambda group: hashlib.sha256(group.encode()).digest())
    wanted, taken = val_split * len(groups), 0
    held_out = set()
    for group in order:
        # Half of a group may be too much: then it is nearer to what is wanted than leaving it.
        if wanted and taken + sizes[group] / 2 <= wanted:
            held_out.add(group)
            taken += sizes[group]
    if wanted and not held_out:
        if len(order) == 1:
            raise DatasetError(
                f"all {len(groups)} episodes are of one group ({order[0]}), which can't be split. "
                "Give them different payloads or templates, or use --val_split=0."
            )
        held_out.add(min(order, key=sizes.__getitem__))
    return np.array([group in held_out for group in groups])


def _write(output: epath.Path, manifest: dict, intake: Intake, held_out: np.ndarray) -> dict:
    """Writes the directory under another name first, so that it appears whole or not at all."""
    parent = str(output.parent) if is_local(output) else None
    staging = epath.Path(tempfile.mkdtemp(prefix=f".{output.name}.", dir=parent))
    try:
        splits = {}
        for split, chosen in (("train", ~held_out), ("validation", held_out)):
            blobs = [intake.items[place].blob for place in np.flatnonzero(chosen)]
            splits[split] = write_split(staging, split, blobs)
        (staging / REFUSED).write_text(_refused_lines(intake))
        manifest = manifest | {"splits": splits}
        write_manifest(staging, manifest)
        os.chmod(staging, 0o755)  # mkdtemp makes it private
        _publish(staging, output)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return manifest


def _publish(staging: epath.Path, output: epath.Path) -> None:
    """Puts the written directory in the place of the old one."""
    if is_local(output):
        old = epath.Path(tempfile.mkdtemp(prefix=f".{output.name}.old.", dir=str(output.parent)))
        if output.exists():
            output.rename(old / output.name)
        staging.rename(output)
        old.rmtree()
        return
    # An object store has no rename: the manifest, the mark of wholeness, goes first and comes last.
    output.mkdir(parents=True, exist_ok=True)
    (output / MANIFEST).unlink(missing_ok=True)
    for path in sorted(staging.iterdir(), key=lambda path: path.name == MANIFEST):
        path.copy(output / path.name, overwrite=True)


def describe(manifest: dict) -> str:
    """Writes what was prepared for people."""
    counts, splits = manifest["counts"], manifest["splits"]
    lines = [
        f"{manifest['name']}: read {counts['read']} = written {counts['written']} + refused "
        f"{counts['refused']}"
    ]
    for name, split in splits.items():
        lines.append(
            f"  {name}: {split['episodes']} episodes, {split['tokens']} tokens, "
            f"{split['targets']} targets, longest {split['max_tokens']} tokens"
        )
    if manifest["audit"]:
        lines.append(audit.describe(manifest["audit"]))
    for suite in manifest["excluded_suites"]:
        lines.append(f"  none of the {suite['prompts']} prompts of {suite['path']} is in the data")
    return "\n".join(lines)


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the flags of this command."""
    defaults = Options()
    text = functools.partial(flags.DEFINE_string, flag_values=flag_values)
    integer = functools.partial(flags.DEFINE_integer, flag_values=flag_values)
    number = functools.partial(flags.DEFINE_float, flag_values=flag_values)
    flags.DEFINE_list(
        "input", None, "JSONL files, separated by commas.", flag_values=flag_values, required=True
    )
    text("output", None, "Dataset directory to write.", required=True)
    text("tokenizer", None, "Tokenizer: a directory, or a name in the run.", required=True)
    command.define_run_dir(flag_values)
    flags.DEFINE_enum("kind", defaults.kind, KINDS, "Of the input.", flag_values=flag_values)
    number("val_split", defaults.val_split, "Share of the episodes for validation.")
    integer("max_seq_len", None, "Refuse longer records, in tokens.", lower_bound=1)
    integer("max_answer_tokens", None, "Refuse longer answers, in content tokens.", lower_bound=1)
    integer("max_refused", defaults.max_refused, "How many may be refused.", lower_bound=0)
    flags.DEFINE_multi_string(
        "exclude", [], "Gate prompts that must not be in the data; may be given again.",
        flag_values=flag_values,
    )  # fmt: skip
    flags.DEFINE_boolean(
        "no_duplicates", False, "Make a repeated prompt an error.", flag_values=flag_values
    )
    number("novel_weight", defaults.novel_weight, "Text only: weight of tokens new in a document.")


def main(args: flags.FlagValues) -> int:
    """Prepares and prints the figures."""
    if args.kind == "episodes" and args.novel_weight != 1:
        raise command.UsageError("--novel_weight is for --kind=text only.")
    options = Options(
        kind=args.kind,
        val_split=args.val_split,
        max_seq_len=args.max_seq_len,
        max_answer_tokens=args.max_answer_tokens,
        max_refused=args.max_refused,
        no_duplicates=args.no_duplicates,
        novel_weight=args.novel_weight,
    )
    tokenizer = load_tokenizer(command.resolve_tokenizer(args.tokenizer, args.run_dir))
    manifest = prepare(args.input, args.output, tokenizer, options, args.exclude)
    print(describe(manifest))
    return command.DONE


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
