r"""Measures how well a model copies texts about anything into bullets, token by token.

    python -m benchmarks.copied_bullets --model=phase3a3_tasks --run_dir=runs/tiny

The prompt has a text and asks for key facts; the answer, every sentence of the text as a bullet, is
given, and a token counts as copied if it is the likeliest one. A sentence's first token is not
counted: which sentence comes next is another question. "with a choice" are the tokens after one
that the prompt has in several places and goes on differently there: what comes before it decides.
Texts: those of eval/handwritten/3a3.jsonl, and notes and statements of the final side of the split.
"""

import collections
import json
import random
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from absl import flags

from data_gen import notes
from data_gen.generator import Draw
from eval.words import split_sentences
from mypt_jax import command
from mypt_jax.conversation.episode import parse_messages
from mypt_jax.conversation.render import render_prompt
from mypt_jax.conversation.tokenizer import Tokenizer
from mypt_jax.model.gpt import GPT
from mypt_jax.training.checkpoint import load_model, resolve_model

_HANDWRITTEN = Path(__file__).parent.parent / "eval" / "handwritten" / "3a3.jsonl"
_INSTRUCTION = {
    "en": "Give me the key facts, then sum it up.",
    "de": "Nenne die Fakten und fasse das zusammen.",
}
NOTES = 160
TOKENS = 256
ROWS = 32


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines --model and --run_dir."""
    flags.DEFINE_string(
        "model", None, "A model's name or directory.", flag_values=flag_values, required=True
    )
    command.define_run_dir(flag_values)


def main(args: flags.FlagValues) -> None:
    """Prints a line for each kind of texts."""
    loaded = load_model(resolve_model(args.model, args.run_dir))
    print(f"{args.model}: tokens copied right, all and where a token of the text has a choice")
    for name, texts in (("hand-written", handwritten_texts()), ("notes", new_notes())):
        counts = copied(loaded.model, loaded.tokenizer, texts)
        right, total = counts["right"], counts["right"] + counts["wrong"]
        chosen, choices = counts["chosen"], counts["chosen"] + counts["mistaken"]
        print(f"  {name:12s} {right / total:6.1%}  n {total:5d}    with a choice "
              f"{chosen / choices:6.1%}  n {choices}")  # fmt: skip


def handwritten_texts() -> list[tuple[str, list[str]]]:
    """Returns (language, sentences) of the texts in the hand-written prompts of 3a-3."""
    found: dict[str, str] = {}
    for line in _HANDWRITTEN.read_text("utf-8").splitlines():
        prompt = json.loads(line)
        for part in prompt["messages"][-1]["content"].split("\n\n"):
            if len(split_sentences(part)) >= 3:
                found[part] = prompt["language"]
    return [(language, split_sentences(text)) for text, language in found.items()]


def new_notes() -> list[tuple[str, list[str]]]:
    """Returns (language, sentences) of notes that no training has seen."""
    drawn = []
    for index in range(NOTES):
        language = "de" if index % 5 < 2 else "en"
        draw = Draw(random.Random(f"copied_bullets/{index}"), language, "final", "final")
        drawn.append((language, notes.sentences(draw, 3, notes.LONG)))
    return drawn


def copied(
    model: GPT, tokenizer: Tokenizer, texts: list[tuple[str, list[str]]]
) -> collections.Counter[str]:
    """Counts tokens "right" and "wrong"; with a choice, "chosen" and "mistaken" too."""
    counts: collections.Counter[str] = collections.Counter()
    episodes = [_episode(tokenizer, *text) for text in texts]
    for start in range(0, len(episodes), ROWS):
        part = episodes[start : start + ROWS]
        ids = np.zeros((ROWS, TOKENS), np.int32)
        for row, (tokens, _) in enumerate(part):
            ids[row, : len(tokens)] = tokens[:TOKENS]
        positions = jnp.tile(jnp.arange(TOKENS, dtype=jnp.int32), (ROWS, 1))
        logits = model(jnp.asarray(ids), jnp.ones_like(positions), positions)
        likeliest = np.asarray(jax.device_get(jnp.argmax(logits, axis=-1)))
        for row, (tokens, places) in enumerate(part):
            for place, has_choice in places:
                if place < TOKENS:
                    is_right = likeliest[row, place - 1] == tokens[place]
                    counts["right" if is_right else "wrong"] += 1
                    if has_choice:
                        counts["chosen" if is_right else "mistaken"] += 1
    return counts


def _episode(
    tokenizer: Tokenizer, language: str, sentences: list[str]
) -> tuple[list[int], list[tuple[int, bool]]]:
    """Returns the ids of prompt and answer, and the counted places: (place, has a choice)."""
    content = f"{' '.join(sentences)}\n\n{_INSTRUCTION[language]}"
    messages = parse_messages([{"role": "user", "content": content}], "copied_bullets")
    prompt = render_prompt(messages, (), tokenizer).tolist()
    follows = collections.defaultdict(set)
    for token, following in zip(prompt, prompt[1:], strict=False):
        follows[token].add(following)
    heading = "KEY_FACTS:\n"
    bullets = tokenizer.encode(heading + "\n".join(f"- {text}" for text in sentences))
    counted: set[int] = set()  # characters of the answer whose tokens count
    end = len(heading)
    for text in sentences:
        # the last mark may share a token with the next bullet's dash
        counted.update(range(end + len("- ") + 1, end + len("- ") + len(text) - 1))
        end += len(f"- {text}\n")
    places = []
    for index in range(len(bullets)):
        if len(tokenizer.decode(bullets[:index])) in counted:
            places.append((len(prompt) + index, len(follows[bullets[index - 1]]) > 1))
    return prompt + bullets, places


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
