import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_gen.grammar import PLAIN_SHARE, Wordings, break_sentences, expand
from data_gen.splits import SPLITS


def test_alternatives_are_expanded_in_order():
    assert expand("(Please |)say {w}(.|)") == [
        "Please say {w}.", "Please say {w}", "say {w}.", "say {w}",
    ]  # fmt: skip


def test_alternatives_nest():
    assert expand("a(b(c|d)|e)|f") == ["abc", "abd", "ae", "f"]


@pytest.mark.parametrize(
    ("pattern", "message"), [("(a|b", "unmatched '('"), ("a)b", "unmatched ')'")]
)
def test_unmatched_parentheses_are_refused(pattern, message):
    with pytest.raises(ValueError, match=message.replace("(", r"\(").replace(")", r"\)")):
        expand(pattern)


@given(
    st.lists(st.lists(st.text("xyz", max_size=3), min_size=1, max_size=3), min_size=1, max_size=4)
)
def test_a_pattern_stands_for_every_combination(groups):
    count = 1
    for group in groups:
        count *= len(group)
    pattern = "".join(f"({'|'.join(group)})" for group in groups)
    assert len(expand(pattern)) == count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("say {w}~one word.", "say {w}. One word."),
        ('say "{w}"~now', 'say "{w}". Now'),
        ("who is it?~one word.", "who is it? One word."),
        ("the color of {x}:~one word.", "the color of {x}: One word."),
        ("no border", "no border"),
    ],
)
def test_a_tilde_is_a_border_of_sentences(text, expected):
    assert break_sentences(text) == expected


def _wordings() -> Wordings:
    return Wordings(
        "say_word", "en", ["(a|b|c|d|e) (f|g|h|i|j) {w}", "(k|l|m|n|o) {w}"], minimum=30
    )


def test_templates_stay_on_their_side():
    rng = random.Random(0)
    drawn = {s: {_wordings().draw(rng, s).id for _ in range(100)} for s in SPLITS}
    assert not drawn["train"] & drawn["dev"]
    assert not drawn["train"] & drawn["final"]
    assert not drawn["dev"] & drawn["final"]
    assert all(name.startswith("say_word/en/") for names in drawn.values() for name in names)


def test_the_plain_wording_is_drawn_often_and_for_training_alone():
    wordings = Wordings(
        "ask", "en", ["(a|b|c|d|e) (f|g|h|i|j) {w}", "{w}?"], minimum=20, plain="{w}?"
    )
    rng = random.Random(0)
    drawn = {s: [wordings.draw(rng, s).text for _ in range(2000)] for s in SPLITS}
    assert abs(drawn["train"].count("{w}?") / 2000 - PLAIN_SHARE) < 0.03
    assert not {"{w}?"} & {*drawn["dev"], *drawn["final"]}


def test_a_template_is_filled():
    template = _wordings().draw(random.Random(0), "train")
    assert template.fill(w="lamp") == template.text.replace("{w}", "lamp")


def test_equal_wordings_count_once():
    assert Wordings("f", "en", ["(a|b|a) (c|d|e|f|g|h) {w}", "a c {w}"], minimum=1).count == 12


def test_too_few_wordings_are_refused():
    with pytest.raises(ValueError, match="say_word/en: 2 wordings, at least 100 are needed"):
        Wordings("say_word", "en", ["(a|b) {w}"])
