"""Copy warm-up: rows of random tokens in which keyed spans occur again and again.

    python -m data_gen.copy_task --tokenizer=runs/default/tokenizer --output=copy.jsonl \
        --documents=8000

A document is made of pairs of a key (one token) and a span (1 to 8 tokens). A pair that occurs
again has its span predicted, everything else has weight 0:

    pair      k1 a b c   k2 d e   k1 a b c   k2 d e   k1 a b c
    weight     0 0 0 0    0 0 0    0 1 1 1    0 1 1    0 1 1 1

Keys and spans are parts of their own, so `prepare` encodes a span to the same tokens each time.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from absl import flags

from data_gen import generator
from mypt_jax import command
from mypt_jax.conversation.tokenizer import Tokenizer, load_tokenizer

MAX_SPAN = 8


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the command's flags."""
    flags.DEFINE_string("output", None, "File to write.", required=True, flag_values=flag_values)
    flags.DEFINE_string(
        "tokenizer", None, "Tokenizer whose tokens are drawn.", required=True,
        flag_values=flag_values,
    )  # fmt: skip
    flags.DEFINE_integer(
        "documents", 8000, "How many documents.", lower_bound=1, flag_values=flag_values
    )
    flags.DEFINE_integer(
        "tokens", 128, "Length of a document in tokens: a row of the training that it is for.",
        lower_bound=32, flag_values=flag_values,
    )  # fmt: skip
    flags.DEFINE_integer("seed", 0, "The same seed gives the same file.", flag_values=flag_values)
    command.define_run_dir(flag_values)


def main(args: flags.FlagValues) -> None:
    """Writes the documents and a card."""
    directory = command.resolve_tokenizer(args.tokenizer, args.run_dir)
    tokenizer = load_tokenizer(directory)
    output = Path(args.output)
    pool = drawable_ids(tokenizer)
    generator.write(output, documents(tokenizer, args.documents, args.tokens, args.seed))
    card = {"name": "copy_task", "documents": args.documents, "tokens_each": args.tokens,
            "drawn_from": len(pool), "max_span": MAX_SPAN, "seed": args.seed,
            "tokenizer_hash": tokenizer.hash}  # fmt: skip
    generator.write_card(output, card)
    print(f"{output}: {args.documents} documents of {args.tokens} tokens, {len(pool)} drawn ones")


def documents(tokenizer: Tokenizer, count: int, tokens: int, seed: int) -> Iterator[dict]:
    """Yields documents in the text form of `prepare`, each exactly `tokens` tokens long."""
    rng = random.Random(f"{seed}/copy_task")
    pool = drawable_ids(tokenizer)
    for index in range(count):
        yield {"id": f"copy-{index:06d}", "parts": _document(rng, tokenizer, pool, tokens)}


def drawable_ids(tokenizer: Tokenizer) -> list[int]:
    """Returns the ids whose text is encoded to just that id: no tags, no lone bytes."""
    ids = range(tokenizer.vocab_size)
    return [i for i in ids if (text := tokenizer.decode([i])) and tokenizer.encode(text) == [i]]


def _document(rng: random.Random, tokenizer: Tokenizer, pool: list[int], tokens: int) -> list[list]:
    keys = rng.sample(pool, rng.randrange(3, 9))
    spans = [_span(rng, tokenizer, pool, rng.randrange(1, MAX_SPAN + 1)) for _ in keys]
    parts: list[list] = []
    seen: set[int] = set()
    room = tokens
    while room >= 1 + MAX_SPAN:
        pair = rng.randrange(len(keys))
        parts.append([tokenizer.decode([keys[pair]]), 0])
        parts.append([tokenizer.decode(spans[pair]), int(pair in seen)])
        seen.add(pair)
        room -= 1 + len(spans[pair])
    if room:
        parts.append([tokenizer.decode(_span(rng, tokenizer, pool, room)), 0])
    return parts


def _span(rng: random.Random, tokenizer: Tokenizer, pool: list[int], length: int) -> list[int]:
    """Draws tokens that stay the same when their text is encoded again (none of them merge)."""
    span: list[int] = []
    while len(span) < length:
        longer = [*span, rng.choice(pool)]
        if tokenizer.encode(tokenizer.decode(longer)) == longer:
            span = longer
    return span


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
