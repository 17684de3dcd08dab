r"""Measures how often a model finds what its text has told, by kind of text and form of question.

    python -m benchmarks.lookups --model=domain_v5 --run_dir=runs/tiny

First token only, given the right text before it: new documents of the base's kinds, where a told
value comes again, and short records, whose keys are asked in several forms. Run on later stages
too, it shows what they have forgotten of the base.
"""

import random
import sys
from collections.abc import Callable, Iterator

import jax
import jax.numpy as jnp
import numpy as np
from absl import flags

from data_gen import domain_text
from data_gen.domain_records import KINDS, draw_entity
from mypt_jax import command
from mypt_jax.conversation.tokenizer import Tokenizer
from mypt_jax.model.gpt import GPT
from mypt_jax.training.checkpoint import load_model, resolve_model

DOCUMENTS = 64
TOKENS = 224
FORMS = ("{k}: ", "{k} is ", "{s} / {k}: ", "{s}, {k} -> ", "{k} ({s}) = ", "{k} of {s}: ")
# A text as ids, and the places in it whose token is to be found.
Text = tuple[list[int], list[int]]


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines --model and --run_dir."""
    flags.DEFINE_string(
        "model", None, "A model's name or directory.", flag_values=flag_values, required=True
    )
    command.define_run_dir(flag_values)


def main(args: flags.FlagValues) -> None:
    """Prints two tables."""
    loaded = load_model(resolve_model(args.model, args.run_dir))
    tokenizer = loaded.tokenizer
    print(f"{args.model}: told values found, first token")
    for makers in domain_text.MAKERS.values():
        for make in dict.fromkeys(makers):
            found, count = _found(loaded.model, documents(make, tokenizer))
            print(f"  {make.__name__.strip('_'):12s} {found:6.1%}  n {count}")
    print("one short record, then a key in this form")
    for form in FORMS:
        found, count = _found(loaded.model, questions(form, tokenizer))
        print(f"  {form.format(k='key', s='name'):16s} {found:6.1%}  n {count}")


def documents(make: Callable[[random.Random, str], str], tokenizer: Tokenizer) -> Iterator[Text]:
    """Yields new documents of a maker, with the first token of each value that comes again."""
    rng = random.Random(f"lookups/{make.__name__}")
    for index in range(DOCUMENTS):
        marked = make(rng, "de" if index % 5 < 2 else "en")
        parts = domain_text.weighted_parts(marked, is_known=False)
        ids: list[int] = []
        places = []
        encoded = tokenizer.encode_parts([text for text, _ in parts])
        for part, (_, weight) in zip(encoded, parts, strict=True):
            if weight == 1:
                places.append(len(ids))
            ids += part
        yield ids, places


def questions(form: str, tokenizer: Tokenizer) -> Iterator[Text]:
    """Yields records of two or three fields with a key in `form` and its value."""
    rng = random.Random("lookups")
    for index in range(3 * DOCUMENTS):
        entity = draw_entity(rng, "en", rng.choice(list(KINDS)), rng.randrange(2, 4))
        joint = ("\n", "; ", "\n- ")[index % 3]
        record = joint.join(f"{k}: {v}" for k, v in (("Name", entity.name), *entity.values.items()))
        key = rng.choice(list(entity.values))
        question = f"{record}\n{form.format(k=key, s=entity.name)}"
        ids, value = tokenizer.encode_parts([question, str(entity.values[key])])
        yield ids + value, [len(ids)]


def _found(model: GPT, texts: Iterator[Text]) -> tuple[float, int]:
    """Returns the share of places whose token the model ranks first, and their number."""
    rows = np.zeros((3 * DOCUMENTS, TOKENS), np.int32)
    asked = []
    for row, (ids, places) in enumerate(texts):
        ids = ids[:TOKENS]
        rows[row, : len(ids)] = ids
        asked += [(row, place) for place in places if 0 < place < len(ids)]
    positions = jnp.broadcast_to(jnp.arange(TOKENS), rows.shape)
    logits = model(jnp.asarray(rows), jnp.ones_like(rows), positions)
    best = np.asarray(jax.device_get(jnp.argmax(logits, axis=-1)))
    right = [best[row, place - 1] == rows[row, place] for row, place in asked]
    return float(np.mean(right)), len(right)


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
