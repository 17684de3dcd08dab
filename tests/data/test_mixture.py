import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mypt_jax.data.mixture import (
    Mixture,
    MixtureError,
    check_reachable,
    plan_epoch,
    realised_shares,
)


def make_mixture(shares, unit="episodes", max_repeats=1e9, weight_exponent=0.0) -> Mixture:
    """A mixture whose first source is the primary one."""
    names = tuple(shares)
    return Mixture(names, shares, unit, max_repeats, weight_exponent, primary=names[0])


def drawn(plan: np.ndarray, source: int) -> list[int]:
    """The episodes of one source, in training order."""
    return plan[plan[:, 0] == source, 1].tolist()


COUNTS = st.lists(st.integers(1, 60), min_size=1, max_size=25).map(np.array)


@given(COUNTS, COUNTS, st.floats(0.05, 0.95), st.sampled_from(["episodes", "supervised_tokens"]))
def test_every_primary_episode_comes_exactly_once_an_epoch(primary, replay, share, unit):
    mixture = make_mixture({"new": share, "old": 1 - share}, unit)
    for epoch in range(2):
        plan = plan_epoch(mixture, {"new": primary, "old": replay}, 7, epoch)
        assert plan.dtype == np.int32
        assert sorted(drawn(plan, 0)) == list(range(len(primary)))


@given(COUNTS, COUNTS, st.floats(0.05, 0.95), st.integers(1, 5))
def test_episode_shares_are_exact_to_rounding_over_any_number_of_epochs(p, r, share, epochs):
    mixture = make_mixture({"new": share, "old": 1 - share})
    counts = {"new": p, "old": r}
    num_old = sum(len(drawn(plan_epoch(mixture, counts, 3, e), 1)) for e in range(epochs))
    assert abs(num_old - epochs * len(p) * (1 - share) / share) <= 0.5 + 1e-6


@given(COUNTS, COUNTS, st.floats(0.05, 0.95), st.integers(0, 3), st.floats(0.01, 0.99))
def test_a_part_of_an_epoch_has_the_shares_of_a_whole_one(p, r, share, epochs, part):
    mixture = make_mixture({"new": share, "old": 1 - share})
    counts = {"new": p, "old": r}
    plans = [plan_epoch(mixture, counts, 3, epoch) for epoch in range(epochs)]
    plans.append(plan_epoch(mixture, counts, 3, epochs, part))
    last = drawn(plans[-1], 0)
    assert len(last) == len(set(last)) == max(1, round(part * len(p)))
    num_new, num_old = (sum(len(drawn(plan, source)) for plan in plans) for source in (0, 1))
    assert abs(num_old - num_new * (1 - share) / share) <= 0.5 + 1e-6


@given(COUNTS, COUNTS, st.floats(0.05, 0.95), st.integers(1, 5))
def test_token_shares_are_within_one_episode_over_any_number_of_epochs(p, r, share, epochs):
    mixture = make_mixture({"new": share, "old": 1 - share}, "supervised_tokens")
    counts = {"new": p, "old": r}
    tokens = sum(int(r[drawn(plan_epoch(mixture, counts, 3, e), 1)].sum()) for e in range(epochs))
    assert abs(tokens - epochs * p.sum() * (1 - share) / share) <= r.max() / 2 + 1e-6


@pytest.mark.parametrize("unit", ["episodes", "supervised_tokens"])
def test_realised_shares_are_within_a_point_of_what_was_asked(unit):
    rng = np.random.default_rng(0)
    counts = {
        "tasks": rng.integers(40, 140, 1500),
        "minimal_qa": rng.integers(5, 25, 1000),
        "format_lock": rng.integers(3, 8, 500),
    }
    mixture = make_mixture({"tasks": 0.7, "minimal_qa": 0.2, "format_lock": 0.1}, unit)
    for epoch in range(3):
        plans = [plan_epoch(mixture, counts, 0, epoch)]
        shares = realised_shares(mixture, counts, plans)[unit]
        for name, share in mixture.shares.items():
            assert abs(shares[name] - share) < 0.01


def test_replay_is_used_up_before_it_repeats_and_goes_on_over_epochs():
    # 6 primary episodes at 60 % need 4 of the 5 replay episodes an epoch.
    mixture = make_mixture({"new": 0.6, "old": 0.4})
    counts = {"new": np.ones(6, int), "old": np.ones(5, int)}
    epochs = [drawn(plan_epoch(mixture, counts, 0, epoch), 1) for epoch in range(5)]
    assert [len(epoch) for epoch in epochs] == [4, 4, 4, 4, 4]
    assert [len(set(epochs[0]))] == [4]
    # Twenty draws are four passes over five episodes, and no prefix is ahead by more than one.
    assert sorted(sum(epochs, [])) == sorted(list(range(5)) * 4)
    for number in range(1, 6):
        seen = np.bincount(sum(epochs[:number], []), minlength=5)
        assert seen.max() - seen.min() <= 1


def test_the_order_is_a_pure_function_of_seed_and_epoch():
    mixture = make_mixture({"new": 0.6, "old": 0.4})
    counts = {"new": np.ones(30, int), "old": np.ones(50, int)}
    first = plan_epoch(mixture, counts, 0, 1)
    np.testing.assert_array_equal(plan_epoch(mixture, counts, 0, 1), first)
    assert plan_epoch(mixture, counts, 0, 2).tolist() != first.tolist()
    assert plan_epoch(mixture, counts, 1, 1).tolist() != first.tolist()


def test_the_order_is_stable_across_versions():
    # A run that is resumed must find the order that it was started with.
    mixture = make_mixture({"new": 0.5, "old": 0.5})
    counts = {"new": np.ones(4, int), "old": np.ones(9, int)}
    golden = [[0, 1], [0, 3], [1, 6], [1, 3], [0, 0], [1, 4], [0, 2], [1, 1]]
    assert plan_epoch(mixture, counts, 0, 0).tolist() == golden


def test_the_third_figure_weighs_short_answers_up():
    counts = {"long": np.full(10, 100), "short": np.full(10, 4)}
    mixture = make_mixture({"long": 0.5, "short": 0.5}, weight_exponent=0.5)
    shares = realised_shares(mixture, counts, [plan_epoch(mixture, counts, 0, 0)])
    assert shares["episodes"] == {"long": 0.5, "short": 0.5}
    assert shares["supervised_tokens"] == {"long": 1000 / 1040, "short": 40 / 1040}
    # An episode weighs m * m^-0.5: 10 against 2.
    assert shares["weight"] == {"long": 10 / 12, "short": 2 / 12}


def test_a_share_that_max_repeats_cannot_reach_names_the_one_that_can():
    counts = {"new": np.ones(800, int), "old": np.ones(50, int)}
    mixture = make_mixture({"new": 0.8, "old": 0.2}, max_repeats=2)
    with pytest.raises(MixtureError, match=r"needs 8.0 repeats .* max_repeats is 2") as error:
        check_reachable(mixture, counts, epochs=2)
    reachable = float(re.search(r"Reachable is ([\d.]+)%", str(error.value))[1]) / 100
    # 100 draws beside two passes over 800 episodes.
    assert reachable == pytest.approx(100 / 1700, abs=0.001)
    rest = 1 - reachable + 0.0005
    check_reachable(make_mixture({"new": rest, "old": 1 - rest}, max_repeats=2), counts, epochs=2)


def test_a_share_that_is_just_reachable_is_accepted():
    counts = {"new": np.ones(80, int), "old": np.ones(20, int)}
    check_reachable(make_mixture({"new": 0.8, "old": 0.2}, max_repeats=2), counts, epochs=2)


def test_a_source_without_episodes_is_refused():
    counts = {"new": np.ones(80, int), "old": np.ones(0, int)}
    with pytest.raises(MixtureError, match="'old' holds no training episode"):
        check_reachable(make_mixture({"new": 0.8, "old": 0.2}), counts, epochs=1)


VALID = {
    "names": ("a", "b"),
    "shares": {"a": 0.8, "b": 0.2},
    "unit": "episodes",
    "max_repeats": 4.0,
    "weight_exponent": 0.0,
    "primary": "a",
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"shares": {"a": 0.8, "b": 0.3}}, "shares sum to 1.1, not to 1: a=0.8, b=0.3"),
        ({"shares": {"a": 1.0, "b": 0.0}}, "share of 'b' is 0.0, it must be above 0"),
        ({"shares": {"a": 0.8, "c": 0.2}}, "sources are .*'b'.*shares are given for .*'c'"),
        ({"names": ("a", "a")}, "a source is named twice"),
        ({"primary": "c"}, "primary source 'c' is not among the sources"),
        ({"unit": "tokens"}, "share unit 'tokens' is unknown"),
        ({"weight_exponent": 1.5}, "weight_exponent is 1.5"),
        ({"max_repeats": 0}, "max_repeats is 0"),
    ],
)
def test_contradictions_are_refused(change, message):
    Mixture(**VALID)
    with pytest.raises(MixtureError, match=message):
        Mixture(**(VALID | change))
