"""Plain text on disk, for a base model: documents whose every token may be a target.

    {"id": "d-1", "text": "The mill stands at the river."}
    {"id": "d-2", "parts": [["qzk vbn ", 0], ["qzk", 1]]}

The parts are read as one text, and no token crosses their edges; a part of weight 0 is read but not
predicted.
"""

import dataclasses
import difflib
from collections.abc import Iterator
from typing import Any

import numpy as np
from etils import epath

from mypt_jax.conversation.episode import EpisodeError, EpisodeRefused, read_jsonl
from mypt_jax.conversation.tokenizer import Tokenizer
from mypt_jax.data.records import Record, shift

_KEYS = ("id", "text", "parts", "language", "family", "meta")


@dataclasses.dataclass(frozen=True)
class Document:
    """One document: its id, its stretches of text with their loss weights, and its form."""

    id: str
    parts: tuple[tuple[str, float], ...]
    is_whole: bool

    @property
    def text(self) -> str:
        """The document as people read it."""
        return "".join(text for text, _ in self.parts)


def read_documents(path: str | epath.Path) -> Iterator[tuple[str, Document]]:
    """Reads a JSONL file of documents as ("path:line", document).

    Raises:
        EpisodeError: A line is not a document.
    """
    for where, raw in read_jsonl(path):
        yield where, parse_document(raw, where)


def parse_document(raw: dict[str, Any], where: str) -> Document:
    """Checks the structure of one document.

    Raises:
        EpisodeError: Naming `where`, the value and the remedy.
    """
    for key in raw:
        if key not in _KEYS:
            close = difflib.get_close_matches(key, _KEYS, n=1)
            hint = f" (did you mean {close[0]!r}?)" if close else ""
            raise EpisodeError(
                f"{where}: unknown key {key!r} in document{hint}. Keys are {', '.join(_KEYS)}; "
                "conversations are prepared with --kind=episodes."
            )
    if not isinstance(raw.get("id"), str) or not raw["id"]:
        raise EpisodeError(f"{where}: id must be text and not empty, got {raw.get('id')!r}.")
    if ("text" in raw) == ("parts" in raw):
        raise EpisodeError(f"{where}: a document has either text or parts.")
    if "parts" in raw:
        return Document(raw["id"], _parse_parts(raw["parts"], where), is_whole=False)
    if not isinstance(raw["text"], str):
        raise EpisodeError(f"{where}: text must be text, got {raw['text']!r}.")
    return Document(raw["id"], ((raw["text"], 1.0),), is_whole=True)


def _parse_parts(raw: Any, where: str) -> tuple[tuple[str, float], ...]:
    if not isinstance(raw, list):
        raise EpisodeError(f"{where}: parts must be a list of [text, weight], got {raw!r}.")
    for number, part in enumerate(raw):
        match part:
            case [str(), int() | float() as weight] if weight >= 0 and not isinstance(weight, bool):
                continue
        raise EpisodeError(
            f"{where}: parts[{number}] must be [text, weight] with a weight of 0 or more, "
            f"got {part!r}."
        )
    return tuple((text, float(weight)) for text, weight in raw)


def record_from_document(
    document: Document, tokenizer: Tokenizer, where: str, novel_weight: float = 1.0
) -> Record:
    """Turns a document into its record.

    With `novel_weight` 0.2, a token of a whole text that did not occur before in it weighs 0.2:

        text      a    b    a    c    b
        weight    -  0.2    1  0.2    1

    Raises:
        EpisodeRefused: There is nothing to predict in it.
    """
    encoded = tokenizer.encode_parts([text for text, _ in document.parts])
    ids = np.array([token for part in encoded for token in part], np.int32)
    weights = np.repeat([weight for _, weight in document.parts], [len(part) for part in encoded])
    if document.is_whole and novel_weight != 1:
        first_places = np.unique(ids, return_index=True)[1]
        weights[first_places] = novel_weight
    if not (weights[1:] > 0).any():
        raise EpisodeRefused(f"{where}: the document has no token to predict.")
    return shift(ids, weights > 0, document.id, weights)
