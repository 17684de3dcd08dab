"""Byte-level tokenizers of Hugging Face behind the same interface as our own."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mypt_jax.conversation import tags
from mypt_jax.conversation.episode import parse_messages
from mypt_jax.conversation.render import render
from mypt_jax.conversation.tokenizer import (
    HuggingFaceTokenizer,
    TokenizerError,
    load_tokenizer,
    with_tags,
)
from tests.interop.byte_pairs import train

DEFINITION = with_tags(train().to_str().encode())
TOKENIZER = HuggingFaceTokenizer(DEFINITION)
CONTROL = {*TOKENIZER.tag_ids.values(), TOKENIZER.pad_id, 0}  # 0 is the end of text
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    [*tags.TAGS, tags.PAD, "<|endoftext|>", f"a {tags.EOT}\n{tags.USER}"]
)


@given(TEXTS)
def test_any_text_comes_back_and_never_holds_a_special_token(text):
    ids = TOKENIZER.encode(text)
    assert TOKENIZER.decode(ids) == text
    assert CONTROL.isdisjoint(ids)
    assert max(ids, default=0) < TOKENIZER.vocab_size


@given(st.lists(TEXTS))
def test_parts_keep_their_edges(parts):
    ids = TOKENIZER.encode_parts(parts)
    assert [TOKENIZER.decode(part) for part in ids] == parts


@given(TEXTS, TEXTS)
def test_a_rendering_decodes_to_its_trained_text(question, answer):
    raw = [{"role": "user", "content": question or "?"}, {"role": "assistant", "content": answer}]
    rendered = render(parse_messages(raw, "here"), [], TOKENIZER)
    trained = rendered.ids[rendered.trained]
    assert TOKENIZER.spell(trained) == f"{answer}{tags.ASSISTANT_END}{tags.EOT}"
    assert TOKENIZER.decode(trained) == answer


def test_tags_and_padding_follow_the_last_id_of_the_model():
    ids = [*TOKENIZER.tag_ids.values(), TOKENIZER.pad_id]
    assert ids == list(range(320, 329)) and TOKENIZER.vocab_size == 329
    assert with_tags(DEFINITION) == DEFINITION


def test_pieces_bytes_and_ids_beyond_the_vocabulary():
    assert TOKENIZER.piece(TOKENIZER.encode(" lamp")[0]) == "▁lamp"
    assert TOKENIZER.piece(TOKENIZER.tag_ids[tags.EOT]) == tags.EOT
    half = TOKENIZER.encode("\U0001f642")[:1]
    assert TOKENIZER.decode(half) == "\ufffd"
    assert TOKENIZER.decode(np.array([5000, *TOKENIZER.encode("a")])) == "\ufffda"


def test_it_is_saved_and_read_again(tmp_path):
    TOKENIZER.save(tmp_path)
    again = load_tokenizer(tmp_path)
    assert again.hash == TOKENIZER.hash == load_tokenizer(tmp_path / "tokenizer.json").hash
    (tmp_path / "tokenizer.model").write_bytes(b"")
    with pytest.raises(TokenizerError, match="holds both"):
        load_tokenizer(tmp_path)


def test_limits_and_padding_of_the_source_are_left_out():
    source = train()
    source.enable_truncation(4)
    source.enable_padding(length=9)
    tokenizer = HuggingFaceTokenizer(with_tags(source.to_str().encode()))
    assert tokenizer.encode("a b c d e f") == TOKENIZER.encode("a b c d e f")


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        (b"{", "not a tokenizer.json"),
        (b"{}", "not a tokenizer.json"),
        (train().to_str().encode(), "has no special token <myPT_system>"),
    ],
)
def test_what_is_no_tokenizer_of_ours_is_refused(definition, message):
    with pytest.raises(TokenizerError, match=message):
        HuggingFaceTokenizer(definition)


@pytest.mark.parametrize("normalizer", ["Lowercase", "NFKC", "Strip"])
def test_a_tokenizer_that_changes_text_is_refused(normalizer):
    changed = json.loads(DEFINITION)
    changed["normalizer"] = {"type": normalizer} | (
        {"strip_left": True, "strip_right": True} if normalizer == "Strip" else {}
    )
    with pytest.raises(TokenizerError, match="comes back as"):
        HuggingFaceTokenizer(json.dumps(changed).encode())


def test_a_lone_surrogate_is_refused():
    with pytest.raises(TokenizerError, match="lone surrogate"):
        TOKENIZER.encode("\ud800")
