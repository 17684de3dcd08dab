"""Text to ids and back, exactly, with the tags as ids that no text can produce."""

import hashlib
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

import numpy as np
import sentencepiece
from etils import epath

from mypt_jax.conversation import tags

MODEL_FILE = "tokenizer.model"

# Sentencepiece spells a space as U+2581, so the real U+2581 has to go through its bytes.
_SPACE_PIECE = "\u2581"
_BYTE_PIECES = 256
_WORD = re.compile(r"[^\W\d_]+")
# One id in so many is for what stands between words.
_JOINT_SHARE = 8
_ALWAYS_IN_ALPHABET = "\n\t " + "".join(chr(code) for code in range(33, 127))


class TokenizerError(ValueError):
    """A tokenizer that can't be trained, read or used."""


class Encoder(Protocol):
    """The part of a tokenizer that rendering needs.

    Attributes:
        tag_ids: Id of each tag of `tags.TAGS`.
    """

    tag_ids: dict[str, int]

    def encode(self, text: str) -> list[int]:
        """Returns the ids of plain text; never the id of a tag or of padding."""
        ...


class Tokenizer(Encoder, Protocol):
    """What the rest of the code may ask of a tokenizer, whoever made it.

    Attributes:
        vocab_size: Number of ids, tags and padding included.
        pad_id: Id of the padding token, which is no tag and never part of a rendering.
        hash: SHA-256 of the tokenizer's own file, which names it in every manifest.
    """

    vocab_size: int
    pad_id: int
    hash: str

    def decode(self, ids: Sequence[int] | np.ndarray) -> str:
        """Returns the exact text of ids; tags and padding give no text."""
        ...

    def spell(self, ids: Sequence[int] | np.ndarray) -> str:
        """Returns the text of ids with tags and padding spelled out."""
        ...

    def piece(self, token_id: int) -> str:
        """Returns one token as people should see it, a lone byte as `<0xE2>`."""
        ...

    def save(self, directory: str | epath.Path) -> None:
        """Writes the tokenizer into `directory`, to be read by `load_tokenizer`."""
        ...


class SentencePieceTokenizer:
    """A sentencepiece model whose control symbols are the tags; see `Tokenizer`."""

    def __init__(self, model: bytes, where: str = "tokenizer model"):
        """Reads the bytes of a sentencepiece model.

        Args:
            model: Content of a `tokenizer.model` file.
            where: Name of the source for errors.

        Raises:
            TokenizerError: If the bytes are no model, or one without our tags.
        """
        try:
            self._processor = sentencepiece.SentencePieceProcessor(model_proto=model)
        except RuntimeError as error:
            raise TokenizerError(f"{where}: not a sentencepiece model.") from error
        self._model = model
        self.hash = hashlib.sha256(model).hexdigest()
        self.vocab_size: int = self._processor.get_piece_size()
        self._control_ids = {tag: self._control_id(tag, where) for tag in (*tags.TAGS, tags.PAD)}
        self.pad_id = self._control_ids[tags.PAD]
        self.tag_ids = {tag: self._control_ids[tag] for tag in tags.TAGS}
        self._control_text = {token_id: tag for tag, token_id in self._control_ids.items()}
        self._space_piece_ids = [
            self._processor.piece_to_id(f"<0x{byte:02X}>") for byte in _SPACE_PIECE.encode()
        ]

    def _control_id(self, tag: str, where: str) -> int:
        token_id = self._processor.piece_to_id(tag)
        if not self._processor.is_control(token_id):
            raise TokenizerError(
                f"{where}: has no control symbol {tag}. "
                "Train the tokenizer with python -m mypt_jax.train_tokenizer."
            )
        return token_id

    def encode(self, text: str) -> list[int]:
        """Returns the ids of plain text; never the id of a tag or of padding.

        Raises:
            TokenizerError: If the text holds a lone surrogate, which UTF-8 can't write.
        """
        try:
            if _SPACE_PIECE not in text:
                return self._processor.encode(text)
            first, *rest = text.split(_SPACE_PIECE)
            ids = self._processor.encode(first)
            for part in rest:
                ids += self._space_piece_ids
                ids += self._processor.encode(part)
            return ids
        except RuntimeError as error:
            raise TokenizerError(
                f"cannot encode {text[:60]!r}: it is not valid Unicode text (lone surrogate)."
            ) from error

    def decode(self, ids: Sequence[int] | np.ndarray) -> str:
        """Returns the exact text of ids; tags and padding give no text.

        Bytes that are no whole character, as in a half-written emoji, give one U+FFFD each, and so
        does an id beyond the vocabulary (a model's may be padded to a rounder size).
        """
        return self._text(ids, {})

    def spell(self, ids: Sequence[int] | np.ndarray) -> str:
        """Returns the text of ids with tags and padding spelled out; else like `decode`."""
        return self._text(ids, self._control_text)

    def _text(self, ids: Sequence[int] | np.ndarray, spelled: dict[int, str]) -> str:
        parts: list[str] = []
        run: list[int] = []
        for token_id in map(int, ids):
            if token_id not in spelled and token_id < self.vocab_size:
                run.append(token_id)
                continue
            parts += [self._processor.decode(run), spelled.get(token_id, "\ufffd")]
            run = []
        return "".join([*parts, self._processor.decode(run)])

    def piece(self, token_id: int) -> str:
        """Returns one token as people should see it, a lone byte as `<0xE2>`."""
        return self._processor.id_to_piece(int(token_id)).replace(_SPACE_PIECE, " ")

    def save(self, directory: str | epath.Path) -> None:
        """Writes `tokenizer.model` into `directory`, which is made if needed."""
        directory = epath.Path(directory)
        directory.mkdir(parents=True, exist_ok=True)
        (directory / MODEL_FILE).write_bytes(self._model)


def load_tokenizer(path: str | epath.Path) -> Tokenizer:
    """Reads a tokenizer from its file or from the directory that holds it.

    Raises:
        TokenizerError: If there is none, or it is not one of ours.
    """
    path = epath.Path(path)
    file = path / MODEL_FILE if path.is_dir() else path
    if not file.exists():
        raise TokenizerError(
            f"{path}: no tokenizer here ({MODEL_FILE} is missing). "
            "Make one with python -m mypt_jax.train_tokenizer --output=DIR."
        )
    return SentencePieceTokenizer(file.read_bytes(), where=str(file))


def train_sentencepiece(
    lines: Iterable[str], vocab_size: int, joining_words: Collection[str] = ()
) -> bytes:
    r"""Trains a byte-pair model whose pieces never cross the edge of a word.

    Training sees runs of letters only, so space, newline, punctuation and digits stay tokens of
    their own and a name has the same pieces at the start of a line, after a space or in quotes:

        Lamp       ->  L amp
        "Lamp",\n  ->  " L amp " , \n

    With `joining_words`, what stands between two words is one token where it is frequent, spaces,
    punctuation and these words together. A value is then one token away from its key, however the
    two are joined, and texts are a fifth shorter (compare Liu et al. 2025, "SuperBPE",
    arXiv 2503.13423, whose tokens also cross spaces):

        Lamp of Tom   ->  L|amp| of |Tom
        {"Lamp": 42}  ->  {"|L|amp|": |4|2|}

    What is not in the alphabet (ASCII, and the most frequent other characters up to half of the
    ids that are left) is written as UTF-8 bytes, so that any text comes back exactly.

    Args:
        lines: Training text; only the counts of its words matter, so the order does not.
        vocab_size: Number of ids wanted; fewer are made if the text offers no more pieces.
        joining_words: Short words, such as "of", that may be part of what joins two others;
            nothing is joined without them.

    Returns:
        The bytes of a `tokenizer.model`; the same for the same input.

    Raises:
        TokenizerError: If the text has no words or the vocabulary is too small.
    """
    characters: Counter[str] = Counter()
    words: Counter[str] = Counter()
    joints: Counter[str] = Counter()
    joining = "|".join(sorted(map(re.escape, joining_words)))
    joint = re.compile(rf"[^\w]+(?:(?:{joining}) )*")
    for line in lines:
        characters.update(line)
        words.update(_WORD.findall(line))
        if joining:
            joints.update(joint.findall(line))
    if not words:
        raise TokenizerError("no words to train a tokenizer on: the input holds no letters.")
    alphabet = _alphabet(characters, vocab_size)
    letters = [c for c in alphabet if _WORD.fullmatch(c)]
    runs = _letter_runs(words, set(letters))
    # Sentencepiece drops characters that are rare enough to vanish in its count; a word of one
    # letter has nothing to merge, so its count can be as high as it takes.
    runs.update(dict.fromkeys(letters, words.total()))
    singles = [c for c in alphabet if not _WORD.fullmatch(c)]
    joined = _best_joints(joints, set(alphabet), vocab_size // _JOINT_SHARE)
    return _train(runs, [*singles, *joined], vocab_size)


def _best_joints(joints: Counter[str], alphabet: set[str], count: int) -> list[str]:
    """Returns the joints that save most tokens, of which a joining word alone costs one or two."""

    def saved(joint: str) -> int:
        return joints[joint] * (len(_WORD.sub("w", joint)) - 1)

    usable = [j for j in joints if saved(j) > 0 and set(j) <= alphabet]
    return sorted(usable, key=lambda joint: (-saved(joint), joint))[:count]


def _alphabet(characters: Counter[str], vocab_size: int) -> list[str]:
    fixed = len(tags.TAGS) + 2 + _BYTE_PIECES + len(_ALWAYS_IN_ALPHABET)
    if vocab_size <= fixed:
        raise TokenizerError(
            f"vocab_size is {vocab_size}, but tags, bytes and ASCII alone need {fixed}. "
            "Raise --vocab_size."
        )
    # U+2581 and NUL can't be pieces: the one is sentencepiece's space, the other ends its strings.
    others = set(characters) - {*_ALWAYS_IN_ALPHABET, _SPACE_PIECE, "\0"}
    by_count = sorted(others, key=lambda c: (-characters[c], c))
    return [*_ALWAYS_IN_ALPHABET, *by_count[: (vocab_size - fixed) // 2]]


def _letter_runs(words: Counter[str], letters: set[str]) -> Counter[str]:
    """Counts the words, each split where a letter is not in the alphabet."""
    runs: Counter[str] = Counter()
    for word, count in words.items():
        for run in "".join(c if c in letters else " " for c in word).split():
            runs[run] += count
    return runs


def _train(runs: Counter[str], fixed: list[str], vocab_size: int) -> bytes:
    """Runs sentencepiece on counted words; `fixed` become pieces that merge with nothing."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([f"{run}\t{count}" for run, count in sorted(runs.items())]),
        input_format="tsv",
        model_writer=model,
        model_type="bpe",
        vocab_size=vocab_size,
        hard_vocab_limit=False,
        user_defined_symbols=[c.replace(" ", _SPACE_PIECE) for c in sorted(fixed)],
        control_symbols=list(tags.TAGS),
        character_coverage=1.0,
        byte_fallback=True,
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        add_dummy_prefix=False,
        allow_whitespace_only_pieces=True,
        pad_id=0,
        pad_piece=tags.PAD,
        unk_id=1,
        bos_id=-1,
        eos_id=-1,
        num_threads=1,  # more threads give the same pieces in other bytes
        minloglevel=2,
    )
    return model.getvalue()
