import pytest

from mypt_jax.conversation.episode import EpisodeError, EpisodeRefused
from mypt_jax.data.text import Document, parse_document, record_from_document


class LetterTokenizer:
    """One id a character."""

    def encode(self, text: str) -> list[int]:
        return [ord(character) for character in text]

    def encode_parts(self, parts: list[str]) -> list[list[int]]:
        return [self.encode(part) for part in parts]


def weights_of(raw: dict, novel_weight: float = 1.0) -> dict[int, float]:
    """Weight of each place that has a target, by the place of the target in the text."""
    document = parse_document(raw, "f:1")
    record = record_from_document(document, LetterTokenizer(), "f:1", novel_weight)
    assert record.inputs.tolist() == [ord(c) for c in document.text[:-1]]
    assert record.targets.tolist() == [ord(document.text[p + 1]) for p in record.target_positions]
    places = (record.target_positions + 1).tolist()
    return dict(zip(places, record.target_weights.tolist(), strict=True))


def test_every_token_but_the_first_is_a_target():
    assert weights_of({"id": "a", "text": "abac"}) == {1: 1.0, 2: 1.0, 3: 1.0}


def test_tokens_that_are_new_in_the_text_weigh_less():
    weights = weights_of({"id": "a", "text": "abacb"}, novel_weight=0.25)
    assert weights == {1: 0.25, 2: 1.0, 3: 0.25, 4: 1.0}


def test_parts_bring_their_own_weights():
    raw = {"id": "a", "parts": [["ab", 0], ["ab", 1], ["c", 0.5]]}
    assert weights_of(raw) == {2: 1.0, 3: 1.0, 4: 0.5}
    assert weights_of(raw, novel_weight=0.25) == {2: 1.0, 3: 1.0, 4: 0.5}


def test_parts_are_read_as_one_text_and_no_token_crosses_their_edges(tokenizer):
    document = Document("a", (("of Fra", 0.0), ("nce ", 1.0), ("is", 1.0)), is_whole=False)
    record = record_from_document(document, tokenizer, "f:1")
    ids = [*record.inputs.tolist(), int(record.targets[-1])]
    assert tokenizer.decode(ids) == "of France is"
    assert ids != tokenizer.encode("of France is")
    assert ids == sum(tokenizer.encode_parts(["of Fra", "nce ", "is"]), [])
    assert tokenizer.decode(record.targets) == "nce is"


@pytest.mark.parametrize(
    "raw",
    [{"text": ""}, {"text": "a"}, {"parts": []}, {"parts": [["abc", 0]]}, {"parts": [["a", 1]]}],
)
def test_a_document_with_nothing_to_predict_is_refused(raw):
    with pytest.raises(EpisodeRefused, match="f:1: the document has no token to predict"):
        weights_of(raw | {"id": "a"})


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"text": "a"}, "id must be text"),
        ({"id": "a", "txt": "b"}, r"unknown key 'txt' in document \(did you mean 'text'"),
        ({"id": "a", "messages": []}, "conversations are prepared with --kind=episodes"),
        ({"id": "a"}, "either text or parts"),
        ({"id": "a", "text": "b", "parts": []}, "either text or parts"),
        ({"id": "a", "text": 5}, "text must be text, got 5"),
        ({"id": "a", "parts": "b"}, "parts must be a list"),
        ({"id": "a", "parts": [["b", 1], ["c"]]}, r"parts\[1\] must be \[text, weight\]"),
        ({"id": "a", "parts": [["b", -1]]}, r"parts\[0\]"),
        ({"id": "a", "parts": [["b", True]]}, r"parts\[0\]"),
    ],
)
def test_structural_faults_are_errors(raw, message):
    with pytest.raises(EpisodeError, match=f"f:1: .*{message}"):
        parse_document(raw, "f:1")
