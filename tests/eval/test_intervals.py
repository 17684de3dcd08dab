import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.intervals import paired_change, wilson


@pytest.mark.parametrize(
    ("value", "n", "low", "high"),
    [
        (0.5, 10, 0.2366, 0.7634),  # Wilson 1927, as in the usual tables
        (1.0, 300, 0.9874, 1.0),
        (0.0, 20, 0.0, 0.1611),
        (0.0, 0, 0.0, 1.0),
    ],
)
def test_wilson(value, n, low, high):
    assert wilson(value, n) == pytest.approx((low, high), abs=5e-4)


def test_paired_change_of_equal_answers_is_zero():
    change, low, high = paired_change([1.0] * 200, [1.0] * 200)
    assert change == 0
    assert (low, high) == pytest.approx((-0.0097, 0.0097), abs=1e-4)


def test_four_lost_answers_of_150_are_no_proof_and_nine_are():
    before = [1.0] * 150
    _, _, high = paired_change(before, [0.0] * 4 + [1.0] * 146)
    assert high > 0
    _, _, high = paired_change(before, [0.0] * 9 + [1.0] * 141)
    assert high < 0


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=50))
def test_paired_change_is_antisymmetric(pairs):
    before, after = [p[0] for p in pairs], [p[1] for p in pairs]
    change, low, high = paired_change(before, after)
    back, back_low, back_high = paired_change(after, before)
    assert (change, low, high) == pytest.approx((-back, -back_high, -back_low), abs=1e-9)
    assert low <= high
