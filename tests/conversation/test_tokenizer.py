import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mypt_jax.conversation.tags import PAD, TAGS
from mypt_jax.conversation.tokenizer import (
    SentencePieceTokenizer,
    TokenizerError,
    load_tokenizer,
    train_sentencepiece,
)
from tests.conversation.conversations import NASTY, texts

LINES = ["The mill of Brandolf Kest costs 4,200 euros.", "„Grün“ ist die Farbe – sagt Brandolf."]


@given(text=texts)
def test_text_comes_back_exactly_and_never_yields_a_control_id(tokenizer, text):
    ids = tokenizer.encode(text)
    assert tokenizer.decode(ids) == text
    assert tokenizer.spell(ids) == text
    assert not {tokenizer.pad_id, 1, *tokenizer.tag_ids.values()} & set(ids)


@pytest.mark.parametrize("text", NASTY)
def test_each_nasty_text_comes_back_exactly(tokenizer, text):
    assert tokenizer.decode(tokenizer.encode(f"{text}a {text}")) == f"{text}a {text}"


def test_special_tokens_stand_first_in_a_new_vocabulary(tokenizer):
    assert tokenizer.pad_id == 0
    assert tokenizer.tag_ids == dict(zip(TAGS, range(2, 10), strict=True))


def test_tags_and_padding_decode_to_nothing_and_spell_as_themselves(tokenizer):
    ids = [tokenizer.tag_ids["<myPT_user>"], *tokenizer.encode("a b"), tokenizer.pad_id]
    assert tokenizer.decode(ids) == "a b"
    assert tokenizer.spell(ids) == "<myPT_user>a b<myPT_pad>"
    assert [tokenizer.piece(i) for i in ids] == ["<myPT_user>", "▁", "a", "▁", "b", PAD]


def test_a_half_written_character_shows_as_a_replacement(tokenizer):
    assert tokenizer.decode(tokenizer.encode("\U0001f980")[:3]) == "\ufffd" * 3


@pytest.mark.parametrize(
    "context",
    ["{}", " {}", "\n{}", '"{}"', "({}),", "-{}", "_{}_", "\t{}.", "„{}“", "{}'s", "a, {}"],
)
def test_a_word_has_the_same_pieces_wherever_it_stands(context):
    tokenizer = SentencePieceTokenizer(train_sentencepiece(LINES * 5, 420))
    word = tokenizer.encode("Brandolf")
    assert len(word) < 4
    before, after = context.split("{}")
    pieces = tokenizer.encode_parts([before, "Brandolf", after])
    assert pieces[1] == word
    assert tokenizer.encode(context.format("Brandolf")) == sum(pieces, [])


def test_a_words_first_piece_stands_for_the_space_before_it():
    tokenizer = SentencePieceTokenizer(train_sentencepiece(["The lamp of Kest is 42."] * 9, 420))

    def pieces(text: str) -> list[str]:
        return [tokenizer.piece(i) for i in tokenizer.encode(text)]

    assert pieces("The lamp of Kest is 42.") == ["▁The", "▁lamp", "▁of", "▁Kest", "▁is", "▁42", "."]
    assert pieces("lamp_of") == ["▁lamp", "_", "▁of"]
    assert pieces("lamp  of") == ["▁lamp", " ", " ", "▁of"]
    assert pieces("lamp, of ") == ["▁lamp", ",", " ", "▁of", " "]
    ids = [token_id for text in ("lamp", "of", ".", "lamp") for token_id in tokenizer.encode(text)]
    assert tokenizer.decode(ids) == "lamp of.lamp"


def test_a_part_ends_where_a_token_does_and_is_read_with_its_neighbours():
    tokenizer = SentencePieceTokenizer(train_sentencepiece(["The lamp of Kest is 42."] * 9, 420))
    parts = tokenizer.encode_parts(["The ", "la", "mp of", " Kest", ""])
    spelled = [[tokenizer.piece(i) for i in part] for part in parts]
    assert spelled == [["▁The"], ["▁l", "a"], ["mp", "▁of"], ["▁Kest"], []]


@given(parts=st.lists(texts, max_size=4))
def test_parts_together_are_the_text(tokenizer, parts):
    encoded = tokenizer.encode_parts(parts)
    assert len(encoded) == len(parts)
    assert tokenizer.decode(sum(encoded, [])) == "".join(parts)


@pytest.mark.parametrize("text", ["▁", "‸", "a▁b ‸c", " ‸ ▁a", "‸‸a"])
def test_the_marks_of_spaces_and_words_may_stand_in_a_text(tokenizer, text):
    ids = tokenizer.encode(text)
    assert tokenizer.decode(ids) == text
    assert "<0xE2>" in [tokenizer.piece(i) for i in ids]


def test_punctuation_is_pieces_of_its_own_and_what_often_joins_two_words_is_one():
    lines = ['{"name": "Kest", "of": 1}', "It's the lamp of Kest. It is red, and is 42."] * 9
    tokenizer = SentencePieceTokenizer(train_sentencepiece(lines, 512))

    def pieces(text: str) -> list[str]:
        return [tokenizer.piece(i) for i in tokenizer.encode(text)]

    assert pieces('{"name": "Kest", "of": 1}') == [
        '{"', "▁name", '": "', "▁Kest", '", "', "▁of", '": ', "▁1", "}",
    ]  # fmt: skip
    assert pieces("Kest's lamp. It") == ["▁Kest", "'s", "▁lamp", ". ", "▁It"]
    known = [tokenizer.piece(i) for i in range(tokenizer.vocab_size)]
    assert set(" \n\t.,:;!?\"'()[]{}<>/\\-_") <= set(known)
    mixed = [p for p in known if not p.startswith("<") and any(c.isalnum() for c in p)]
    assert [p for p in mixed if not p.removeprefix("▁").isalnum()] == ["'s"]


def test_training_depends_on_the_words_and_not_on_their_order():
    lines = LINES * 20
    shuffled = random.Random(0).sample(lines, len(lines))
    model = train_sentencepiece(lines, 400)
    assert train_sentencepiece(shuffled, 400) == model
    assert train_sentencepiece(["something else"], 400) != model


def test_characters_beyond_the_vocabulary_become_bytes():
    rare = "".join(chr(0x4E00 + i) for i in range(300))
    tokenizer = SentencePieceTokenizer(train_sentencepiece(["a grün " * 50 + rare], 400))
    assert tokenizer.vocab_size <= 400
    assert tokenizer.decode(tokenizer.encode(rare)) == rare
    assert [tokenizer.piece(i) for i in tokenizer.encode("ü")] == ["▁", "ü"]


@given(st.lists(st.text(), max_size=3))
def test_any_training_text_gives_a_tokenizer_or_one_clear_error(lines):
    try:
        tokenizer = SentencePieceTokenizer(train_sentencepiece(lines, 400))
    except TokenizerError as error:
        assert "holds no letters" in str(error)
    else:
        assert tokenizer.decode(tokenizer.encode("".join(lines))) == "".join(lines)


def test_a_saved_tokenizer_loads_from_its_directory_and_its_file(tokenizer, tmp_path):
    tokenizer.save(tmp_path / "new" / "tokenizer")
    for path in ("new/tokenizer", "new/tokenizer/tokenizer.model"):
        loaded = load_tokenizer(tmp_path / path)
        assert loaded.hash == tokenizer.hash
        assert loaded.encode("Say yes.") == tokenizer.encode("Say yes.")


def test_what_is_no_tokenizer_of_ours_is_refused(tmp_path):
    with pytest.raises(TokenizerError, match="no tokenizer here"):
        load_tokenizer(tmp_path)
    (tmp_path / "tokenizer.model").write_bytes(b"not a model")
    with pytest.raises(TokenizerError, match="not a sentencepiece model"):
        load_tokenizer(tmp_path)


def test_training_explains_what_it_cannot_do():
    with pytest.raises(TokenizerError, match="vocab_size is 300, but .* need 36"):
        train_sentencepiece(["some words"], 300)
    with pytest.raises(TokenizerError, match="holds no letters"):
        train_sentencepiece(["1 2 3"], 1024)


def test_a_lone_surrogate_cannot_be_encoded(tokenizer):
    with pytest.raises(TokenizerError, match="lone surrogate"):
        tokenizer.encode("ok \ud800")


def test_an_id_beyond_the_vocabulary_is_a_replacement_character(tokenizer):
    ids = [*tokenizer.encode("lamp"), tokenizer.vocab_size, tokenizer.vocab_size + 600]
    assert tokenizer.decode(ids) == "lamp\ufffd\ufffd"
    assert tokenizer.spell([*ids, tokenizer.tag_ids["<myPT_eot>"]]) == "lamp\ufffd\ufffd<myPT_eot>"
