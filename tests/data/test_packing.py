import time

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mypt_jax.data.packing import PackingError, choose_max_targets, pack
from mypt_jax.data.patterns import bound_rows, solve


def rows_of(lengths, max_tokens, max_targets) -> list[list[int]]:
    """The rows of a packing, as lists of episodes."""
    packing = pack(np.array(lengths), max_tokens, max_targets)
    return [part.tolist() for part in np.split(packing.indices, packing.offsets[1:-1])]


def test_best_fit_literally():
    # Rows of 10 tokens, targets without limit. Longest first: 7 opens row A (3 left) and 6 opens
    # row B (4 left). 4 fits B exactly; 3 fits A exactly; 2 needs a row of its own, the emptiest,
    # which comes last. A's longest episode (1) stands before B's (3) in the list.
    lengths = [(3, 1), (7, 1), (2, 1), (6, 1), (4, 1)]
    assert rows_of(lengths, 10, 10) == [[0, 1], [3, 4], [2]]


def test_the_target_capacity_sends_an_episode_to_another_row():
    # As above, but 3 brings 5 targets and A has 4 of 6 places taken: it goes to the 2.
    lengths = [(3, 3), (7, 4), (2, 1), (6, 1), (4, 1)]
    assert rows_of(lengths, 10, 6) == [[1, 2], [3, 4], [0]]


def test_episodes_of_one_size_fill_rows_one_after_the_other():
    assert rows_of([(3, 1)] * 7, 10, 10) == [[0, 1, 2], [3, 4, 5], [6]]
    assert rows_of([(3, 2)] * 4, 10, 5) == [[0, 1], [2, 3]]


SIZES = st.integers(1, 40).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n)))


@example([(4, 4), (4, 4), (15, 15), (18, 18)], 45, 40)
@given(st.lists(SIZES, min_size=1, max_size=50), st.integers(40, 90), st.integers(40, 90))
def test_every_episode_is_in_one_row_and_no_row_is_over_a_capacity(lengths, tokens, targets):
    rows = rows_of(lengths, tokens, targets)
    assert sorted(sum(rows, [])) == list(range(len(lengths)))
    for row in rows:
        assert row == sorted(row)
        assert 0 < sum(lengths[place][0] for place in row) <= tokens
        assert sum(lengths[place][1] for place in row) <= targets
    again = rows_of(lengths, tokens, targets)
    assert again == rows


def test_no_episodes_make_no_rows():
    packing = pack(np.zeros((0, 2), int), 8, 8)
    assert packing.num_rows == 0 and packing.offsets.tolist() == [0]


@pytest.mark.parametrize(("tokens", "targets"), [(11, 1), (5, 9)])
def test_an_episode_over_a_capacity_is_refused(tokens, targets):
    with pytest.raises(PackingError, match=f"episode 1 has {tokens} tokens and {targets} targets"):
        pack(np.array([(3, 1), (tokens, targets)]), 10, 8)


def realistic(kind: str, num_episodes: int) -> np.ndarray:
    """Lengths as the stages have them: short answers behind prompts, and chats."""
    rng = np.random.default_rng(0)
    if kind == "chat":
        tokens = np.clip(rng.gamma(4, 12, num_episodes) + 50, 60, 220).astype(int)
        return np.stack([tokens, (tokens * rng.uniform(0.3, 0.6, num_episodes)).astype(int)], 1)
    answers = rng.integers(4, 41, num_episodes)
    prompts = 30 if kind == "equal prompts" else rng.integers(22, 39, num_episodes)
    return np.stack([answers + prompts, answers], 1)


@pytest.mark.parametrize(
    ("kind", "max_tokens"),
    [(k, t) for k in ("equal prompts", "prompts") for t in (128, 256, 1024)] + [("chat", 256)],
)
def test_fill_is_at_least_97_percent_on_realistic_lengths(kind, max_tokens):
    lengths = realistic(kind, 6000)
    max_targets = choose_max_targets(lengths, max_tokens, 16)
    assert max_targets % 16 == 0 and max_targets <= 0.8 * max_tokens
    packing = pack(lengths, max_tokens, max_targets)
    assert packing.fill >= 0.97
    used = [lengths[row, 0].sum() for row in np.split(packing.indices, packing.offsets[1:-1])]
    assert packing.fill == pytest.approx(sum(used[:-1]) / (max_tokens * (len(used) - 1)))
    assert used[-1] == min(used)


@pytest.mark.slow
def test_a_million_episodes_are_packed_in_half_a_minute_of_one_core():
    lengths = realistic("chat", 1_000_000)
    start = time.process_time()
    packing = pack(lengths, 256, choose_max_targets(lengths, 256, 16))
    assert time.process_time() - start < 30
    assert packing.fill >= 0.97


def test_rows_come_in_random_order_of_what_they_hold():
    lengths = realistic("prompts", 6000)
    packing = pack(lengths, 256, 256)
    rows = np.split(packing.indices, packing.offsets[1:-1])
    means = np.array([lengths[row, 0].mean() for row in rows])
    # Long and short episodes everywhere: the quarters of an epoch are alike.
    quarters = [part.mean() for part in np.array_split(means, 4)]
    assert max(quarters) - min(quarters) < 0.05 * means.mean()


def test_the_smallest_target_capacity_that_keeps_the_fill():
    # Rows of 30 tokens hold three episodes with 4 targets each: 12 places are enough, 8 are not.
    lengths = np.full((300, 2), (10, 4))
    assert choose_max_targets(lengths, 30, 4) == 12
    assert choose_max_targets(lengths, 30, 16) == 16
    assert choose_max_targets(np.array([(10, 1)] * 99 + [(25, 20)]), 30, 4) == 20


@pytest.mark.parametrize(
    ("lengths", "rows"),
    [
        ([5, 5, 5, 5], 2),  # by volume
        ([6, 6, 6], 3),  # no two of them share a row
        ([7, 6, 4, 4, 2, 2], 3),
        ([8, 8, 3, 3, 3], 3),  # the threes fit to no eight
    ],
)
def test_no_packing_needs_fewer_rows_than_the_bound(lengths, rows):
    assert bound_rows(np.bincount(lengths, minlength=11)) == rows


def test_patterns_fill_every_row_where_that_is_possible():
    # 600 tokens in rows of 10, all of them full: by 5 + 3 + 2, or 5 + 5 and 3 + 3 + 2 + 2.
    lengths = np.repeat([5, 3, 2], 60)
    solution = solve(lengths, 10)
    used = sum(rows * sum(n * length for length, n in p.items()) for rows, p in solution)
    assert sum(rows for rows, _ in solution) == 60 and used == 600
