r"""Copy warm-up: random tokens in which something must be found again, and copied.

    python -m data_gen.copy_task --tokenizer=runs/default/tokenizer --output=copy.jsonl \
        --documents=8000

Half of the documents are lists, each followed by its copy; half are pairs, followed by questions
for them. What is copied is predicted, everything else has weight 0. As in text, separators are the
same throughout a document, so it takes more than the last token to know what comes next:

    list      a b ; c ; d e ; = a b ; c ; d e ;        pairs     k1 : a b ; k2 : c ; k2 : c ; k1 : a b ;
    weight    0 0 0 0 0 0 0 0 0 1 1 1 1 1 1 1 1        weight     0 0 0 0 0  0 0 0 0  0 0 1 0  0 0 1 1 0

Spans are parts of their own and start with a token that needs none before it, so `prepare` encodes
them to the same tokens each time.
"""

import random
import sys
from collections.abc import Callable, Iterator

from absl import flags
from etils.epath import Path

from data_gen import generator
from mypt_jax import command
from mypt_jax.conversation.tokenizer import Tokenizer, load_tokenizer

MAX_ITEM = 4
MAX_KEY = 3
MAX_SEPARATOR = 2
# Draws a span of 1 to this many random tokens.
Draw = Callable[[int], list[int]]


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
            "drawn_from": len(pool), "longest_item": MAX_ITEM, "seed": args.seed,
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
    """Returns the ids of text, which start a word, go on with one, or stand between two.

    There are no tags and no lone bytes among them.
    """
    ids = range(tokenizer.vocab_size)
    return [i for i in ids if _is_stable(tokenizer, [i]) or _goes_on(tokenizer, i)]


def _is_stable(tokenizer: Tokenizer, ids: list[int]) -> bool:
    """Whether the text of ids is encoded to just these ids (none of them merge)."""
    return tokenizer.encode(tokenizer.decode(ids)) == ids


def _goes_on(tokenizer: Tokenizer, token_id: int) -> bool:
    *_, first = tokenizer.encode("a")
    rest = tokenizer.decode([first, token_id]).removeprefix("a")
    return tokenizer.encode_parts(["a", rest])[1] == [token_id]


def _document(rng: random.Random, tokenizer: Tokenizer, pool: list[int], tokens: int) -> list[list]:
    def draw(most: int) -> list[int]:
        return _span(rng, tokenizer, pool, rng.randrange(1, most + 1))

    while True:
        pieces = (_lists if rng.random() < 0.5 else _pairs)(rng, draw)
        spans: list[list[int]] = []
        parts: list[list] = []
        before: list[int] = []  # the token before the next span, which may need a space after it
        room = tokens
        while room:
            span, weight = next(pieces)
            span = span[:room]
            text = tokenizer.decode([*before, *span])
            parts.append([text.removeprefix(tokenizer.decode(before)), weight])
            spans.append(span)
            before = span[-1:]
            room -= len(span)
        # Few are not: a space of its own before a word would be that word's.
        if tokenizer.encode_parts([part for part, _ in parts]) == spans:
            return parts


def _lists(rng: random.Random, draw: Draw) -> Iterator[tuple[list[int], int]]:
    """Yields lists and their copies, as spans and weights, without end."""
    separator = draw(MAX_SEPARATOR)
    while True:
        items = [draw(MAX_ITEM) for _ in range(rng.randrange(2, 6))]
        told = [span for item in items for span in (item, separator)]
        yield from ((span, 0) for span in told)
        yield draw(MAX_SEPARATOR), 0
        yield from ((span, 1) for span in told)


def _pairs(rng: random.Random, draw: Draw) -> Iterator[tuple[list[int], int]]:
    """Yields pairs of key and value, then questions for them, as spans and weights, without end."""
    colon, end = draw(MAX_SEPARATOR), draw(MAX_SEPARATOR)
    asked_colon = rng.choice((colon, draw(MAX_SEPARATOR)))
    while True:
        pairs = [(draw(MAX_KEY), draw(MAX_ITEM)) for _ in range(rng.randrange(2, 6))]
        for key, value in pairs:
            yield from ((span, 0) for span in (key, colon, value, end))
        for key, value in rng.choices(pairs, k=2 * len(pairs)):
            yield from ((key, 0), (asked_colon, 0), (value, 1), (end, 0))


def _span(rng: random.Random, tokenizer: Tokenizer, pool: list[int], length: int) -> list[int]:
    """Draws tokens that stay the same when their text is encoded again."""
    span: list[int] = []
    while len(span) < length:
        longer = [*span, rng.choice(pool)]
        if _is_stable(tokenizer, longer):
            span = longer
    return span


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
