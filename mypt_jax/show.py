"""Shows what the model is trained on, token by token, with the trained tokens marked.

    python -m mypt_jax.show --input=episodes.jsonl --tokenizer=tokenizer [--json]
    python -m mypt_jax.show --dataset=DIR[,DIR…] --row=3 --tokenizer=tokenizer [--json]

The first form shows episodes: trained tokens are green on a terminal and [bracketed] elsewhere.
--json prints `{"id", "ids", "mask", "pieces", "trained_text"}` a line; mask[i] is 1 if token i is
trained.

The second form shows one packed row, segment by segment. `Yes→.` is an input and the target that it
has to predict. --json prints `{"segment", "source", "id", "inputs", "pieces", "target_positions",
"targets", "target_pieces", "target_weights"}` a segment. Several data sets are mixed as they are,
in proportion to their sizes.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from absl import flags

from mypt_jax import command
from mypt_jax.conversation.episode import Episode, dump_json, read_episodes
from mypt_jax.conversation.render import format_hash, render
from mypt_jax.conversation.tokenizer import Tokenizer, load_tokenizer
from mypt_jax.data.records import check_compatible, read_manifest

_GREEN, _GREY, _RESET = "\033[1;32m", "\033[90m", "\033[0m"
_VISIBLE = str.maketrans({" ": "·", "\n": "⏎", "\t": "⇥"})


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the flags of both forms."""

    def text(name: str, default: str | None, what: str) -> None:
        flags.DEFINE_string(name, default, what, flag_values=flag_values)

    text("input", None, "Episodes to show, a JSONL file.")
    text("tokenizer", "tokenizer", "Tokenizer: a name in RUN_DIR, or a path.")
    flags.DEFINE_list("dataset", [], "Prepared data to show a row of.", flag_values=flag_values)
    flags.DEFINE_integer("row", 0, "Which row, from 0.", lower_bound=0, flag_values=flag_values)
    flags.DEFINE_integer(
        "max_seq_len",
        None,
        "Tokens a row holds; by default 256, or as many as the longest episode has.",
        lower_bound=2,
        flag_values=flag_values,
    )
    flags.DEFINE_boolean("json", False, "Print JSON lines.", flag_values=flag_values)
    flags.DEFINE_boolean(
        "color", None, "Use colours; by default on a terminal.", flag_values=flag_values
    )
    command.define_run_dir(flag_values)


def main(args: flags.FlagValues) -> int:
    """Prints episodes, or one packed row."""
    if bool(args.input) == bool(args.dataset):
        raise command.UsageError("give either --input=FILE.jsonl or --dataset=DIR --row=N.")
    tokenizer = load_tokenizer(command.resolve_tokenizer(args.tokenizer, args.run_dir))
    color = sys.stdout.isatty() if args.color is None else args.color
    if args.dataset:
        _show_row(args, tokenizer, color)
        return command.DONE
    for _, episode in read_episodes(args.input):
        if args.json:
            print(dump_json(episode_json(episode, tokenizer)))
        else:
            print(episode_text(episode, tokenizer, color), end="\n\n")
    return command.DONE


def episode_json(episode: Episode, tokenizer: Tokenizer) -> dict[str, Any]:
    """Returns an episode's ids, mask (1 = trained), pieces and the text of its trained tokens."""
    rendered = render(episode.messages, episode.tools, tokenizer)
    return {
        "id": episode.id,
        "ids": rendered.ids.tolist(),
        "mask": rendered.trained.astype(int).tolist(),
        "pieces": [tokenizer.piece(token_id) for token_id in rendered.ids],
        "trained_text": tokenizer.spell(rendered.ids[rendered.trained]),
    }


def episode_text(episode: Episode, tokenizer: Tokenizer, color: bool) -> str:
    """Returns an episode for people: a title, then its tokens with the trained ones marked."""
    rendered = render(episode.messages, episode.tools, tokenizer)
    title = f"{episode.id}: {len(rendered.ids)} tokens, {int(rendered.trained.sum())} trained"
    tokens = []
    for token_id, trained in zip(rendered.ids, rendered.trained, strict=True):
        token = _token(tokenizer, token_id, color, _GREEN if trained else _GREY)
        tokens.append(f"[{token}]" if trained and not color else token)
    return f"{title}\n{_join(tokens)}"


def row_segments(
    row: Mapping[str, np.ndarray], contents: Sequence[tuple[str, str]], tokenizer: Tokenizer
) -> Iterator[dict[str, Any]]:
    """Takes a packed row apart into its segments.

    Args:
        row: One row of a batch: inputs, segment_ids [T]; target_positions, targets,
            target_weights [S].
        contents: (source, episode id) of each segment.
        tokenizer: Spells the pieces.

    Yields:
        Per segment its inputs and its targets, whose positions count from the segment's start.
    """
    for segment, (source, episode_id) in enumerate(contents, start=1):
        places = np.flatnonzero(row["segment_ids"] == segment)
        mine = np.isin(row["target_positions"], places)
        inputs, targets = row["inputs"][places], row["targets"][mine]
        yield {
            "segment": segment,
            "source": source,
            "id": episode_id,
            "inputs": inputs.tolist(),
            "pieces": [tokenizer.piece(token_id) for token_id in inputs],
            "target_positions": (row["target_positions"][mine] - places[0]).tolist(),
            "targets": targets.tolist(),
            "target_pieces": [tokenizer.piece(token_id) for token_id in targets],
            "target_weights": [round(float(w), 6) for w in row["target_weights"][mine]],
        }


def row_text(
    row: Mapping[str, np.ndarray],
    contents: Sequence[tuple[str, str]],
    tokenizer: Tokenizer,
    color: bool,
) -> str:
    """Returns a packed row for people: fill, then each segment with inputs and their targets."""
    used = np.count_nonzero(row["segment_ids"])
    max_tokens, max_targets = len(row["segment_ids"]), len(row["targets"])
    num_targets = np.count_nonzero(row["target_positions"] < max_tokens)
    lines = [f"{used} of {max_tokens} tokens, {num_targets} of {max_targets} targets used"]
    for segment in row_segments(row, contents, tokenizer):
        lines.append(
            f"\nsegment {segment['segment']}: {segment['source']}/{segment['id']}, "
            f"{len(segment['inputs'])} inputs, {len(segment['targets'])} targets"
        )
        target_of = dict(zip(segment["target_positions"], segment["targets"], strict=True))
        tokens = []
        for place, token_id in enumerate(segment["inputs"]):
            token = _token(tokenizer, token_id, color)
            if place in target_of:
                token += "→" + _token(tokenizer, target_of[place], color, _GREEN)
            tokens.append(token)
        lines.append(_join(tokens))
    return "\n".join(lines)


def _show_row(args: flags.FlagValues, tokenizer: Tokenizer, color: bool) -> None:
    from mypt_jax.data.mixture import Mixture
    from mypt_jax.data.pipeline import train_plan  # here: showing episodes needs no Grain and jax

    manifests = {directory: read_manifest(directory) for directory in args.dataset}
    for manifest in manifests.values():
        check_compatible(manifest, tokenizer.hash, format_hash(), manifest["kind"])
    sizes = {m["name"]: m["splits"]["train"]["episodes"] for m in manifests.values()}
    if len(sizes) < len(args.dataset):
        raise command.UsageError(f"--dataset: two data sets have the same name: {[*sizes]}.")
    mixture = Mixture(
        names=tuple(sizes),
        shares={name: size / sum(sizes.values()) for name, size in sizes.items()},
        unit="episodes",
        max_repeats=1.0,
        weight_exponent=0.0,
        primary=next(iter(sizes)),
    )
    datasets = dict(zip(sizes, args.dataset, strict=True))
    longest = max(m["splits"][s]["max_tokens"] for m in manifests.values() for s in m["splits"])
    length = args.max_seq_len or max(256, longest)
    source = train_plan(datasets, mixture, length, None, rows=1, epochs=1, seed=0).source
    if args.row >= len(source):
        raise command.UsageError(f"--row={args.row}: there are {len(source)} rows, from 0.")
    row = {name: values[0] for name, values in source[args.row].items()}
    contents = source.contents(args.row)[0]
    if args.json:
        for segment in row_segments(row, contents, tokenizer):
            print(dump_json(segment))
    else:
        print(f"row {args.row} of {len(source)}: {row_text(row, contents, tokenizer, color)}")


def _token(tokenizer: Tokenizer, token_id: int, color: bool, code: str = _GREY) -> str:
    piece = tokenizer.piece(token_id).translate(_VISIBLE)
    return f"{code}{piece}{_RESET}" if color else piece


def _join(tokens: list[str]) -> str:
    """Joins tokens by `|`, with a line break after each newline token."""
    ends = ["\n" if "⏎" in token else "|" for token in tokens[:-1]]
    return "".join(token + end for token, end in zip(tokens, [*ends, ""], strict=True))


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
