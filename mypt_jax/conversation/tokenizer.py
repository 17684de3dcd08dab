"""Text to ids and back, exactly, with the tags as ids that no text can produce."""

import hashlib
import io
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
import sentencepiece
import tokenizers
from etils import epath

from mypt_jax.conversation import tags

MODEL_FILE = "tokenizer.model"  # of sentencepiece
JSON_FILE = "tokenizer.json"  # of Hugging Face

# Sentencepiece spells a space as U+2581; a caret, U+2038, starts a word. Where a text has one of
# the two itself, it goes through its bytes.
_SPACE_PIECE = "\u2581"
_WORD_MARK = "\u2038"
_SPELLED_IN_BYTES = {_SPACE_PIECE, _WORD_MARK}
_BYTE_PIECES = 256
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")  # "Tom's" is one
# What a tokenizer is trained on: runs of letters and digits, and what stands between them or ends
# them ("'s").
_RUN = re.compile(rf"{_WORD_MARK}?[^\W_]+")
_JOINT = re.compile(rf"(?:[^\w{_WORD_MARK}]|_)+(?:(?<=[^\W_]['’])[^\W_]{{1,2}}(?![^\W_]))?")
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

    def encode_parts(self, parts: Sequence[str]) -> list[list[int]]:
        """Returns the ids of a text's parts, read as one text; no token crosses their edges."""
        ...

    def decode(self, ids: Sequence[int] | np.ndarray) -> str:
        """Returns the exact text of ids; tags and padding give no text."""
        ...

    def spell(self, ids: Sequence[int] | np.ndarray) -> str:
        """Returns the text of ids with tags and padding spelled out."""
        ...

    def piece(self, token_id: int) -> str:
        """Returns one token as people should see it: `▁The` starts a word, `<0xE2>` is a byte."""
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
        is_text = [not self._processor.is_byte(i) for i in range(self.vocab_size)]
        self._pieces = [
            self._processor.id_to_piece(i).replace(_SPACE_PIECE, " ") if is_text[i] else None
            for i in range(self.vocab_size)
        ]
        if _WORD_MARK not in self._pieces:
            raise TokenizerError(
                f"{where}: has no piece {_WORD_MARK} to start a word with. "
                "Train the tokenizer with python -m mypt_jax.train_tokenizer."
            )

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
        return self.encode_parts([text])[0]

    def encode_parts(self, parts: Sequence[str]) -> list[list[int]]:
        """Returns the ids of a text's parts, read as one text; no token crosses their edges.

            ["lamp of ", "Tom"]  ->  [[▁lamp, ▁of], [▁Tom]]

        Raises:
            TokenizerError: If the text holds a lone surrogate, which UTF-8 can't write.
        """
        text = "".join(parts)
        characters = _mark_words(text)
        ids = []
        start = 0
        try:
            for part in parts:
                ids.append(self._encode_marked(characters[start : start + len(part)]))
                start += len(part)
        except RuntimeError as error:
            raise TokenizerError(
                f"cannot encode {text[:60]!r}: it is not valid Unicode text (lone surrogate)."
            ) from error
        return ids

    def _encode_marked(self, characters: list[str]) -> list[int]:
        if _SPELLED_IN_BYTES.isdisjoint(characters):
            return self._processor.encode("".join(characters))
        ids: list[int] = []
        for in_bytes, group in itertools.groupby(characters, _SPELLED_IN_BYTES.__contains__):
            stretch = "".join(group)
            if in_bytes:
                ids += [self._processor.piece_to_id(f"<0x{b:02X}>") for b in stretch.encode()]
            else:
                ids += self._processor.encode(stretch)
        return ids

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
        text = ""
        run: list[int] = []  # of bytes
        start = 0  # of what was encoded as one text
        for token_id in map(int, ids):
            piece = self._pieces[token_id] if token_id < self.vocab_size else "\ufffd"
            if piece is None:
                run.append(token_id)
                continue
            if run:
                text += self._processor.decode(run)
                run = []
            if token_id in self._control_text:
                text += spelled.get(token_id, "")
                start = len(text)
            elif piece.startswith(_WORD_MARK):
                follows_word = text[-1:].isalnum() and len(text) > start
                text += (" " if follows_word else "") + piece.removeprefix(_WORD_MARK)
            else:
                text += piece
        return text + self._processor.decode(run)

    def piece(self, token_id: int) -> str:
        """Returns one token as people should see it: `▁The` starts a word, `<0xE2>` is a byte."""
        piece = self._processor.id_to_piece(int(token_id)).replace(_SPACE_PIECE, " ")
        return piece.replace(_WORD_MARK, "▁")

    def save(self, directory: str | epath.Path) -> None:
        """Writes `tokenizer.model` into `directory`, which is made if needed."""
        directory = epath.Path(directory)
        directory.mkdir(parents=True, exist_ok=True)
        (directory / MODEL_FILE).write_bytes(self._model)


class HuggingFaceTokenizer:
    """A byte-level `tokenizer.json` whose special tokens hold the tags; see `Tokenizer`.

    It is what its model was trained with, tags and padding added (`with_tags`).
    """

    def __init__(self, definition: bytes, where: str = JSON_FILE):
        """Reads the bytes of a `tokenizer.json`.

        Args:
            definition: Content of the file.
            where: Name of the source for errors.

        Raises:
            TokenizerError: If the bytes are no tokenizer, one without our tags, or one that does
                not give every text back.
        """
        self._tokenizer = _read_json_tokenizer(definition, where)
        # Text that spells a special token stays text.
        self._tokenizer.encode_special_tokens = True
        self.definition = definition
        self.hash = hashlib.sha256(definition).hexdigest()
        added = self._tokenizer.get_added_tokens_decoder()
        self._control_text = {i: token.content for i, token in added.items() if token.special}
        self.special_ids = ids = {text: i for i, text in self._control_text.items()}
        missing = [tag for tag in (*tags.TAGS, tags.PAD) if tag not in ids]
        if missing:
            raise TokenizerError(
                f"{where}: has no special token {missing[0]}. "
                "Convert the model with python -m mypt_jax.convert, which adds the tags."
            )
        self.tag_ids = {tag: ids[tag] for tag in tags.TAGS}
        self.pad_id = ids[tags.PAD]
        self.vocab_size = 1 + max(self._tokenizer.get_vocab(with_added_tokens=True).values())
        for text in _HARD_TEXTS:
            if self.decode(self.encode(text)) != text:
                raise TokenizerError(
                    f"{where}: {text!r} comes back as {self.decode(self.encode(text))!r}. Only "
                    "byte-level tokenizers that keep every character can be used."
                )

    def encode(self, text: str) -> list[int]:
        """Returns the ids of plain text; never the id of a special token.

        Raises:
            TokenizerError: If the text holds a lone surrogate, which UTF-8 can't write.
        """
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise TokenizerError(
                f"cannot encode {text[:60]!r}: it is not valid Unicode text (lone surrogate)."
            ) from error
        return self._tokenizer.encode(text, add_special_tokens=False).ids

    def encode_parts(self, parts: Sequence[str]) -> list[list[int]]:
        """Returns the ids of each part; no token crosses their edges."""
        return [self.encode(part) for part in parts]

    def decode(self, ids: Sequence[int] | np.ndarray) -> str:
        """Returns the exact text of ids; tags, padding and other special tokens give no text.

        Bytes that are no whole character give U+FFFD, and so does an id beyond the vocabulary.
        """
        return self._text(ids, {})

    def spell(self, ids: Sequence[int] | np.ndarray) -> str:
        """Returns the text of ids with special tokens spelled out; else like `decode`."""
        return self._text(ids, self._control_text)

    def _text(self, ids: Sequence[int] | np.ndarray, spelled: dict[int, str]) -> str:
        def is_plain(token_id: int) -> bool:
            return token_id < self.vocab_size and token_id not in self._control_text

        text = ""
        for plain, run in itertools.groupby(map(int, ids), is_plain):
            if plain:
                text += self._tokenizer.decode(list(run), skip_special_tokens=False)
            else:
                text += "".join(
                    spelled.get(i, "") if i in self._control_text else "\ufffd" for i in run
                )
        return text

    def piece(self, token_id: int) -> str:
        """Returns one token as people should see it: `▁The` starts a word, `<0xE2>` is a byte."""
        text = self.spell([token_id])
        if "\ufffd" in text and token_id < self.vocab_size:
            return str(self._tokenizer.id_to_token(int(token_id)))
        return f"▁{text[1:]}" if text.startswith(" ") and len(text) > 1 else text

    def save(self, directory: str | epath.Path) -> None:
        """Writes `tokenizer.json` into `directory`, which is made if needed."""
        directory = epath.Path(directory)
        directory.mkdir(parents=True, exist_ok=True)
        (directory / JSON_FILE).write_bytes(self.definition)


# What a tokenizer that cleans or normalises its text gives back changed.
_HARD_TEXTS = ("  Two  spaces ,\n\ta 'm. ", "Füße ﬁ ① e\u0301", "日本 \U0001f642\r\n ½", " ", "")


def with_tags(definition: bytes, where: str = JSON_FILE) -> bytes:
    """Returns a `tokenizer.json` with the tags and padding that it lacks, as special tokens.

    Their ids follow the last one. Limits and padding that the file asks for are left out: nothing
    is ever cut or filled in silence.

    Raises:
        TokenizerError: If the bytes are no tokenizer.
    """
    tokenizer = _read_json_tokenizer(definition, where)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.add_special_tokens(
        [
            tokenizers.AddedToken(tag, special=True, normalized=False)
            for tag in (*tags.TAGS, tags.PAD)
        ]
    )
    return tokenizer.to_str(pretty=True).encode()


def tags_of(definition: bytes, where: str = JSON_FILE) -> dict[str, int]:
    """Returns the ids of our tags that a `tokenizer.json` has as special tokens already.

    Raises:
        TokenizerError: If the bytes are no tokenizer.
    """
    added = _read_json_tokenizer(definition, where).get_added_tokens_decoder()
    return {
        token.content: token_id
        for token_id, token in added.items()
        if token.special and token.content in tags.TAGS
    }


def _read_json_tokenizer(definition: bytes, where: str) -> tokenizers.Tokenizer:
    try:
        return tokenizers.Tokenizer.from_str(json.dumps(json.loads(definition)))
    except Exception as error:  # the package raises nothing more special
        raise TokenizerError(f"{where}: not a tokenizer.json ({error}).") from error


def load_tokenizer(path: str | epath.Path) -> Tokenizer:
    """Reads a tokenizer from its file or from the directory that holds it.

    Raises:
        TokenizerError: If there is none, or it is not one of ours.
    """
    path = epath.Path(path)
    if not path.is_dir():
        files = [path]
    else:
        files = [file for name in (MODEL_FILE, JSON_FILE) if (file := path / name).exists()]
    if len(files) > 1:
        raise TokenizerError(f"{path}: holds both {MODEL_FILE} and {JSON_FILE}. Remove one.")
    if not files or not files[0].exists():
        raise TokenizerError(
            f"{path}: no tokenizer here ({MODEL_FILE} or {JSON_FILE} is missing). "
            "Make one with python -m mypt_jax.train_tokenizer --output=DIR."
        )
    [file] = files
    if file.suffix == ".json":
        return HuggingFaceTokenizer(file.read_bytes(), where=str(file))
    return SentencePieceTokenizer(file.read_bytes(), where=str(file))


def _mark_words(text: str) -> list[str]:
    """Returns the characters of a text, each word's first one with a mark before it.

    A single space between two words is an empty string: the second word's mark stands for it.
    """
    characters = list(text)
    for match in _WORD.finditer(text):
        start = match.start()
        characters[start] = _WORD_MARK + text[start]
        if text[start - 1 : start] == " " and text[start - 2 : start - 1].isalnum():
            characters[start - 1] = ""
    return characters


def train_sentencepiece(lines: Iterable[str], vocab_size: int) -> bytes:
    r"""Trains a byte-pair model whose pieces never cross the edge of a word.

    A word's first piece says that a word starts there; after another word, it stands for the space
    between them. So a word is the same pieces at the start of a line, after a space or in quotes.
    What else joins two words (punctuation, with its spaces) is one token where it is frequent:

        The lamp's "Lamp", Tom Lamp.\n  ->  ▁The ▁l amp 's ␣" ▁L amp ",␣ ▁Tom ▁L amp .\n

    What is not in the alphabet (ASCII, and the most frequent other characters up to half of the
    ids that are left) is written as UTF-8 bytes, so that any text comes back exactly.

    Args:
        lines: Training text; only the counts of its words matter, so the order does not.
        vocab_size: Number of ids wanted; fewer are made if the text offers no more pieces.

    Returns:
        The bytes of a `tokenizer.model`; the same for the same input.

    Raises:
        TokenizerError: If the text has no letters or the vocabulary is too small.
    """
    characters: Counter[str] = Counter()
    words: Counter[str] = Counter()
    joints: Counter[str] = Counter()
    for line in lines:
        characters.update(line)
        marked = "".join(_mark_words(line))
        words.update(_RUN.findall(marked))
        joints.update(_JOINT.findall(marked))
    if not any(map(str.isalpha, characters)):
        raise TokenizerError("no words to train a tokenizer on: the input holds no letters.")
    alphabet = _alphabet(characters, vocab_size)
    letters = {c for c in alphabet if c.isalnum()}
    runs = _known_runs(words, letters | {_WORD_MARK})
    # Sentencepiece drops characters that are rare enough to vanish in its count; a word of one
    # letter has nothing to merge, so its count can be as high as it takes.
    runs.update(dict.fromkeys([*letters, _WORD_MARK], words.total()))
    singles = [c for c in alphabet if c not in letters]
    joined = _best_joints(joints, set(alphabet), vocab_size // _JOINT_SHARE)
    return _train(runs, [*singles, *joined], vocab_size)


def _best_joints(joints: Counter[str], alphabet: set[str], count: int) -> list[str]:
    """Returns the joints that save most tokens; without them, each character costs one."""

    def saved(joint: str) -> int:
        return joints[joint] * (len(joint) - 1)

    usable = [j for j in joints if saved(j) > 0 and set(j) <= alphabet]
    return sorted(usable, key=lambda joint: (-saved(joint), joint))[:count]


def _alphabet(characters: Counter[str], vocab_size: int) -> list[str]:
    fixed = len(tags.TAGS) + 3 + _BYTE_PIECES + len(_ALWAYS_IN_ALPHABET)
    if vocab_size <= fixed:
        raise TokenizerError(
            f"vocab_size is {vocab_size}, but tags, bytes and ASCII alone need {fixed}. "
            "Raise --vocab_size."
        )
    # NUL can't be a piece: it ends sentencepiece's strings.
    others = set(characters) - {*_ALWAYS_IN_ALPHABET, *_SPELLED_IN_BYTES, "\0"}
    by_count = sorted(others, key=lambda c: (-characters[c], c))
    return [*_ALWAYS_IN_ALPHABET, *by_count[: (vocab_size - fixed) // 2]]


def _known_runs(words: Counter[str], known: set[str]) -> Counter[str]:
    """Counts the words, each split where a character is not known."""
    runs: Counter[str] = Counter()
    for word, count in words.items():
        for run in "".join(c if c in known else " " for c in word).split():
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
        # the word mark is of no script, and goes with letters and digits of any
        split_by_unicode_script=False,
        split_by_number=False,
        pad_id=0,
        pad_piece=tags.PAD,
        unk_id=1,
        bos_id=-1,
        eos_id=-1,
        num_threads=1,  # more threads give the same pieces in other bytes
        minloglevel=2,
    )
    return model.getvalue()
