"""Wordings: many ways to say one thing, written as patterns with alternatives.

    (Please |)(say|repeat) the word {word}(.|)

stands for eight templates. Parentheses hold alternatives and may nest, `{slot}` is filled later.
`~` is the border of two sentences: it gives ". ", or " " after a mark that ends a sentence, and
makes the next letter a capital. Each template is on one side of the train/dev/final border for good (see `splits`).
"""

import dataclasses
import functools
import random

from data_gen.splits import SPLITS, digest, split_of

# Share of the plain wording among those of the training side, where there is one.
PLAIN_SHARE = 0.25


@dataclasses.dataclass(frozen=True)
class Template:
    """One wording.

    Attributes:
        id: family, language and a hash of the text, e.g. "say_word/en/3f9a0c21".
        text: the wording, with `{slots}`.
        split: "train", "dev" or "final".
    """

    id: str
    text: str
    split: str

    def fill(self, **slots: object) -> str:
        """Returns the text with its slots filled (literal braces are not part of wordings)."""
        return self.text.format(**slots)


class Wordings:
    """The templates of one task family in one language.

    `plain` is the wording that people use most: it is on the training side, whatever its hash, and
    drawn there in a share of `PLAIN_SHARE`.

    Raises:
        ValueError: if there are fewer than `minimum` templates, or a split has none.
    """

    def __init__(
        self, family: str, language: str, patterns: list[str], minimum: int = 100, plain: str = ""
    ):
        self.family, self.language = family, language
        self._plain = Template(f"{family}/{language}/plain", plain, "train") if plain else None
        self._by_split: dict[str, list[list[Template]]] = {split: [] for split in SPLITS}
        self.count = 0
        seen: set[str] = {plain}
        for pattern in patterns:
            expanded = (break_sentences(text) for text in expand(pattern))
            texts = [text for text in dict.fromkeys(expanded) if text not in seen]
            seen.update(texts)
            self.count += len(texts)
            templates = [self._template(text) for text in texts]
            for split, groups in self._by_split.items():
                group = [template for template in templates if template.split == split]
                if group:
                    groups.append(group)
        if self.count < minimum:
            raise ValueError(
                f"{family}/{language}: {self.count} wordings, at least {minimum} are needed. "
                "Add alternatives to its patterns."
            )
        empty = [split for split, groups in self._by_split.items() if not groups]
        if empty:
            raise ValueError(f"{family}/{language}: no wording falls into {empty}. Add patterns.")

    def _template(self, text: str) -> Template:
        name = f"{self.family}/{self.language}/{digest(text) & 0xFFFFFFFF:08x}"
        return Template(name, text, split_of(name))

    def draw(self, rng: random.Random, split: str) -> Template:
        """Draws a template of `split`: first a pattern, then one of its wordings.

        Long patterns would otherwise drown the short ones.
        """
        if self._plain and split == "train" and rng.random() < PLAIN_SHARE:
            return self._plain
        return rng.choice(rng.choice(self._by_split[split]))


def break_sentences(text: str) -> str:
    """Writes out each `~`: "say {w}~now" is "say {w}. Now", "who?~one word" is "who? One word"."""
    first, *rest = text.split("~")
    for sentence in rest:
        first += " " if first[-1] in ".?!:" else ". "
        first += sentence[0].upper() + sentence[1:]
    return first


def expand(pattern: str) -> list[str]:
    """Returns every text a pattern stands for, in order.

    Raises:
        ValueError: if the parentheses do not match.
    """
    texts, rest = _alternatives(pattern, 0)
    if rest != len(pattern):
        raise ValueError(f"unmatched ')' at {rest} in wording pattern {pattern!r}")
    return texts


@functools.cache
def _alternatives(pattern: str, start: int) -> tuple[list[str], int]:
    """Expands `a|b|c` from `start` up to an unmatched ')' or the end; returns (texts, end)."""
    results: list[str] = []
    current = [""]
    position = start
    while position < len(pattern):
        char = pattern[position]
        if char == ")":
            break
        if char == "|":
            results += current
            current = [""]
            position += 1
            continue
        if char == "(":
            inner, end = _alternatives(pattern, position + 1)
            if end >= len(pattern):
                raise ValueError(f"unmatched '(' at {position} in wording pattern {pattern!r}")
            current = [head + tail for head in current for tail in inner]
            position = end + 1
            continue
        end = next((i for i in range(position, len(pattern)) if pattern[i] in "()|"), len(pattern))
        current = [head + pattern[position:end] for head in current]
        position = end
    return results + current, position
