from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from data_gen.splits import SPLITS, digest, split_of


def test_sides_never_change():
    # Literal values: another hash would move prompts of a gate into the training data.
    assert digest("lamp") == 14523693123969756931
    assert [split_of(key) for key in ("lamp", "flag", "cup")] == ["train", "dev", "final"]


def test_shares_of_the_sides():
    counts = Counter(split_of(f"key {number}") for number in range(10_000))
    assert 0.82 < counts["train"] / 10_000 < 0.86
    assert 0.07 < counts["dev"] / 10_000 < 0.09
    assert 0.07 < counts["final"] / 10_000 < 0.09


@given(st.text())
def test_every_key_has_one_side(key):
    assert split_of(key) in SPLITS
    assert split_of(key) == split_of(key)
