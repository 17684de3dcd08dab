r"""Measures how far a stage moved the embeddings of tokens, by how often they occur in its data.

    python -m benchmarks.embedding_drift --before=phase3a1_format_lock \
        --after=phase3a2_minimal_qa --episodes=runs/tiny/episodes/minimal_qa.jsonl \
        --run_dir=runs/tiny

A token that never occurs should stay where it was: a model that has moved it can no longer copy it.
"""

import sys

import numpy as np
from absl import flags

from mypt_jax import command
from mypt_jax.conversation.episode import read_jsonl
from mypt_jax.training.checkpoint import load_model, resolve_model

_BOUNDS = (0, 1, 10, 100, 1000)


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the two models, the data and --run_dir."""
    for name, text in (
        ("before", "The model that the stage started from."),
        ("after", "The model that the stage made."),
        ("episodes", "JSONL file of the stage's episodes."),
    ):
        flags.DEFINE_string(name, None, text, flag_values=flag_values, required=True)
    command.define_run_dir(flag_values)


def main(args: flags.FlagValues) -> None:
    """Prints one line for each range of counts."""
    before, after = (load_model(resolve_model(m, args.run_dir)) for m in (args.before, args.after))
    counts = np.zeros(before.tokenizer.vocab_size, np.int64)
    for _, episode in read_jsonl(args.episodes):
        for message in episode["messages"]:
            ids = before.tokenizer.encode(message["content"])
            counts += np.bincount(ids, minlength=len(counts))
    old, new = (np.asarray(loaded.model.embedding[...]) for loaded in (before, after))
    moved = np.linalg.norm(new - old, axis=1) / np.linalg.norm(old, axis=1)
    for low, high in zip(_BOUNDS, (*_BOUNDS[1:], None), strict=True):
        rows = (counts >= low) & (counts < (high or np.inf))
        if rows.any():
            name = f"{low} or more" if high is None else f"{low} to {high - 1}"
            print(
                f"occur {name:>12s} times: {rows.sum():5d} tokens, moved {moved[rows].mean():.2f}"
            )


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
