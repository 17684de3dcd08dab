"""Trains the tokenizer of a model: a byte-pair vocabulary with the chat format's tags in it.

    python -m mypt_jax.train_tokenizer --input=FILE.jsonl[,FILE…] --output=runs/default/tokenizer

Input lines are documents `{"id", "text"}` or `{"id", "parts": [["text", weight], …]}`, or episodes,
of which the contents of the messages are used.
"""

import sys
from collections.abc import Iterator
from typing import Any

from absl import flags
from etils import epath

from mypt_jax import command
from mypt_jax.conversation.episode import EpisodeError, parse_episode, read_jsonl
from mypt_jax.conversation.tokenizer import (
    MODEL_FILE,
    SentencePieceTokenizer,
    train_sentencepiece,
)


def training_lines(path: str) -> Iterator[str]:
    """Yields the texts of one file, in their order.

    Raises:
        EpisodeError: If a line is neither a document nor an episode.
    """
    for where, raw in read_jsonl(path):
        yield from _texts(raw, where)


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines --input, --output and --vocab_size."""
    flags.DEFINE_list(
        "input", None, "JSONL files, separated by commas.", flag_values=flag_values, required=True
    )
    flags.DEFINE_string(
        "output", None, "Directory to write.", flag_values=flag_values, required=True
    )
    flags.DEFINE_integer("vocab_size", 1024, "Number of ids.", flag_values=flag_values)


def main(args: flags.FlagValues) -> int:
    """Trains, saves, and prints what a character costs."""
    output = epath.Path(args.output)
    if (output / MODEL_FILE).exists():
        old_hash = SentencePieceTokenizer((output / MODEL_FILE).read_bytes(), str(output)).hash
    else:
        old_hash = None
    lines = [line for path in args.input for line in training_lines(path)]
    model = train_sentencepiece(lines, args.vocab_size)
    tokenizer = SentencePieceTokenizer(model)
    if old_hash not in (None, tokenizer.hash):
        raise ValueError(
            f"{output} holds another tokenizer, which data sets and models may depend on. "
            "Remove it or choose another --output."
        )
    tokenizer.save(output)
    some = [line for line in lines if line][::10]
    num_tokens = sum(len(tokenizer.encode(line)) for line in some)
    print(
        f"{output}: {tokenizer.vocab_size} ids from {sum(map(len, lines))} characters, "
        f"{sum(map(len, some)) / num_tokens:.2f} characters a token in one line of ten, "
        f"hash {tokenizer.hash[:12]}"
    )
    return command.DONE


def _texts(raw: dict[str, Any], where: str) -> list[str]:
    if "messages" in raw:
        return [message.content for message in parse_episode(raw, where).messages]
    text = raw.get("text")
    if isinstance(text, str):
        return [text]
    parts = raw.get("parts")
    if isinstance(parts, list) and all(
        isinstance(p, list) and p and isinstance(p[0], str) for p in parts
    ):
        return ["".join(part[0] for part in parts)]
    raise EpisodeError(
        f"{where}: neither a document nor an episode: there is no 'text', 'parts' or 'messages'."
    )


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
