import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mypt_jax.data.mixture import Mixture, MixtureError
from mypt_jax.data.pipeline import StepSource, TrainPlan, eval_batches, train_batches, train_plan
from mypt_jax.data.records import DatasetError

ALONE = Mixture(("d",), {"d": 1.0}, "episodes", 4.0, 0.0, "d")
MIXED = Mixture(("new", "old"), {"new": 0.6, "old": 0.4}, "episodes", 4.0, 0.0, "new")


def assert_batches_equal(left, right):
    assert left.keys() == right.keys()
    for name in left:
        np.testing.assert_array_equal(left[name], right[name])


def stream(plan: TrainPlan, start: int = 0, rows=None) -> list[dict[str, np.ndarray]]:
    return list(train_batches(plan, start, rows))


def make_lengths(rng: np.random.Generator, num_episodes: int) -> list[tuple[int, int]]:
    answers = rng.integers(2, 12, num_episodes)
    return list(
        zip((answers + rng.integers(3, 9, num_episodes)).tolist(), answers.tolist(), strict=True)
    )


@pytest.fixture
def mixed_plan(make_dataset) -> TrainPlan:
    rng = np.random.default_rng(0)
    datasets = {
        "new": make_dataset("new", make_lengths(rng, 90)),
        "old": make_dataset("old", make_lengths(rng, 70)),
    }
    return train_plan(datasets, MIXED, 64, 48, rows=4, epochs=2.5, seed=3)


def test_a_batch_literally(make_dataset):
    # Row 0 holds episodes 0 (4 tokens, 2 targets) and 1 (3 tokens, 1 target), row 1 holds 2.
    # Episode 2's first target is its second token.
    directory = make_dataset("d", [], validation=[(4, 2), (3, 1), (6, 5)])
    (batch,) = list(eval_batches(directory, "validation", 8, 6, rows=3))
    assert {name: values.tolist() for name, values in batch.items()} == {
        "inputs": [
            [0, 1, 2, 3, 100, 101, 102, 0],
            [200, 201, 202, 203, 204, 205, 0, 0],
            [0, 0, 0, 0, 0, 0, 0, 0],
        ],
        "segment_ids": [
            [1, 1, 1, 1, 2, 2, 2, 0],
            [1, 1, 1, 1, 1, 1, 0, 0],
            [0, 0, 0, 0, 0, 0, 0, 0],
        ],
        "positions": [
            [0, 1, 2, 3, 0, 1, 2, 0],
            [0, 1, 2, 3, 4, 5, 0, 0],
            [0, 0, 0, 0, 0, 0, 0, 0],
        ],
        # Unused places point past the end, each to its own place.
        "target_positions": [
            [2, 3, 6, 11, 12, 13],
            [1, 2, 3, 4, 5, 13],
            [8, 9, 10, 11, 12, 13],
        ],
        "targets": [
            [3, 4, 103, 0, 0, 0],
            [202, 203, 204, 205, 206, 0],
            [0, 0, 0, 0, 0, 0],
        ],
        "target_weights": [
            [1.0, 1.0, 1.0, 0.0, 0.0, 0.0],
            [1.0, 1.0, 1.0, 1.0, 1.0, 0.0],
            [0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        ],
    }
    assert batch["target_weights"].dtype == np.float32
    assert {v.dtype for k, v in batch.items() if k != "target_weights"} == {np.dtype(np.int32)}


def test_no_target_comes_from_another_episode(mixed_plan):
    # Tokens of episode i are 100 i, 100 i + 1, …, so each target is its input's successor.
    for batch in stream(mixed_plan):
        used = batch["target_weights"] > 0
        read = np.take_along_axis(batch["inputs"], np.where(used, batch["target_positions"], 0), 1)
        np.testing.assert_array_equal(batch["targets"][used], read[used] + 1)


def test_target_positions_are_sorted_and_unique_in_every_row(mixed_plan):
    for batch in stream(mixed_plan):
        assert (np.diff(batch["target_positions"], axis=1) > 0).all()


def test_token_weights_follow_the_length_of_the_answer(make_dataset):
    directory = make_dataset("d", [(6, 4), (6, 1)])
    mixture = Mixture(("d",), {"d": 1.0}, "episodes", 4.0, 0.5, "d")
    plan = train_plan({"d": directory}, mixture, 6, 4, rows=2, epochs=1, seed=0)
    weights = sorted(plan.source[0]["target_weights"].tolist())
    assert weights == [[0.5, 0.5, 0.5, 0.5], [1.0, 0.0, 0.0, 0.0]]


def episodes_of(source: StepSource, steps: range) -> list[tuple[str, str]]:
    return [pair for step in steps for row in source.contents(step) for pair in row]


def test_every_primary_episode_is_seen_once_an_epoch(mixed_plan):
    first, second, third = mixed_plan.steps_per_epoch
    assert mixed_plan.steps == first + second + third
    everything = [f"episode-{i}" for i in range(90)]
    for steps in (range(first), range(first, first + second)):
        seen = episodes_of(mixed_plan.source, steps)
        assert sorted(i for name, i in seen if name == "new") == sorted(everything)
        assert len([i for name, i in seen if name == "old"]) == 60
    # half of an epoch is half of its episodes, in the same shares
    seen = episodes_of(mixed_plan.source, range(first + second, mixed_plan.steps))
    half = [i for name, i in seen if name == "new"]
    assert len(half) == len(set(half)) == 45
    assert len([i for name, i in seen if name == "old"]) == 30


def test_the_plan_says_what_the_batches_hold(mixed_plan):
    first = mixed_plan.steps_per_epoch[0]
    batches = stream(mixed_plan)[:first]
    used = np.concatenate([(batch["segment_ids"] > 0).sum(axis=1) for batch in batches])
    rows = np.trim_zeros(used, "b")
    assert mixed_plan.source.epochs[0].packing.fill == pytest.approx(rows[:-1].mean() / 64)
    assert mixed_plan.shares["episodes"] == {"new": 0.6, "old": 0.4}
    assert mixed_plan.fill > 0.9
    # Empty rows fill the last batch of an epoch, and no other.
    assert (used[: len(rows)] > 0).all() and len(used) - len(rows) < 4


def test_a_resumed_stream_goes_on_where_it_stopped(mixed_plan):
    whole = stream(mixed_plan)
    assert len(whole) == mixed_plan.steps == len(mixed_plan.source)
    for start in (0, 1, mixed_plan.steps_per_epoch[0], mixed_plan.steps - 1, mixed_plan.steps):
        rest = stream(mixed_plan, start)
        assert len(rest) == len(whole) - start
        for left, right in zip(rest, whole[start:], strict=True):
            assert_batches_equal(left, right)


def test_two_processes_read_the_rows_of_one(mixed_plan):
    whole = stream(mixed_plan)
    parts = [stream(mixed_plan, rows=np.array(rows)) for rows in ([0, 2], [1, 3])]
    for batch, even, odd in zip(whole, *parts, strict=True):
        for name in batch:
            np.testing.assert_array_equal(batch[name][[0, 2]], even[name])
            np.testing.assert_array_equal(batch[name][[1, 3]], odd[name])
    # Hosts that share a tensor axis hold the same rows.
    same = stream(mixed_plan, rows=np.array([1, 3]))
    for left, right in zip(same, parts[1], strict=True):
        assert_batches_equal(left, right)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.integers(0, 10**6), st.integers(1, 6), st.floats(0.1, 3.0), st.integers(0, 2**31))
def test_any_plan_keeps_its_promises(make_dataset, tmp_path_factory, number, rows, epochs, seed):
    name = tmp_path_factory.mktemp("plan").name
    lengths = make_lengths(np.random.default_rng(number), 1 + number % 40)
    directory = make_dataset(name, lengths)
    plan = train_plan({"d": directory}, ALONE, 24, 20, rows=rows, epochs=epochs, seed=seed)
    assert plan.steps >= 1 and len(plan.steps_per_epoch) == np.ceil(epochs)
    assert all(len(plan.source.contents(step)) == rows for step in range(plan.steps))
    if epochs >= 1:
        seen = episodes_of(plan.source, range(plan.steps_per_epoch[0]))
        assert sorted(seen) == sorted(("d", f"episode-{i}") for i in range(len(lengths)))


def test_steps_of_fractional_passes(make_dataset):
    # 20 episodes fill 10 rows of 20 tokens, 5 steps of 2 rows.
    directory = make_dataset("d", [(10, 3)] * 20)
    steps = {
        epochs: train_plan({"d": directory}, ALONE, 20, 8, rows=2, epochs=epochs, seed=0).steps
        for epochs in (0.1, 0.5, 1, 1.2, 1.25, 2, 2.6)
    }
    assert steps == {0.1: 1, 0.5: 3, 1: 5, 1.2: 6, 1.25: 7, 2: 10, 2.6: 13}


def test_the_target_capacity_is_chosen_for_all_splits(make_dataset):
    directory = make_dataset("d", [(10, 2)] * 90, validation=[(18, 17)])
    plan = train_plan({"d": directory}, ALONE, 20, None, 2, 1, 0, target_multiple=8)
    assert plan.max_targets == 24
    assert plan.source[0]["targets"].shape == (2, 24)


def test_evaluation_holds_every_episode_once_in_a_fixed_order(make_dataset):
    lengths = make_lengths(np.random.default_rng(1), 30)
    directory = make_dataset("d", [(5, 1)], validation=lengths)
    batches = eval_batches(directory, "validation", 40, None, rows=4, target_multiple=8)
    seen = [i for _, i in episodes_of(batches, range(len(batches)))]
    assert sorted(seen) == sorted(f"episode-{i}" for i in range(30))
    total = sum(int((batch["target_weights"] > 0).sum()) for batch in batches)
    assert total == sum(targets for _, targets in lengths)
    assert_batches_equal(batches[0], batches[0])
    with pytest.raises(IndexError, match="outside of the plan"):
        batches[len(batches)]


def test_errors_in_the_reader_end_the_run(mixed_plan, make_dataset):
    shard = mixed_plan.source.splits[0].directory / "train-00000.arrayrecord"
    shard.write_bytes(b"broken")
    with pytest.raises(DatasetError, match="was changed after it was prepared"):
        stream(mixed_plan)


def test_plain_text_is_not_mixed_with_episodes(make_dataset):
    datasets = {
        "new": make_dataset("new", [(5, 2)]),
        "old": make_dataset("old", [(5, 2)], kind="text"),
    }
    with pytest.raises(DatasetError, match="'old' .* of kind 'text': plain text must not be mixed"):
        train_plan(datasets, MIXED, 8, 8, 1, 1, 0)


def test_plain_text_trains_alone(make_dataset):
    plan = train_plan({"d": make_dataset("d", [(5, 5)], kind="text")}, ALONE, 8, 8, 1, 1, 0)
    assert plan.steps == 1


def test_sources_and_directories_have_to_match(make_dataset):
    with pytest.raises(MixtureError, match="mixture names .*'old'.*directories are given for"):
        train_plan({"new": make_dataset("new", [(5, 2)])}, MIXED, 8, 8, 1, 1, 0)


@pytest.mark.parametrize(
    ("max_tokens", "max_targets", "message"),
    [
        (8, 8, "'episode-1' with 9 tokens, limit 8.*raise max_seq_len"),
        (9, 3, "'episode-1' with 4 targets, limit 3.*raise max_targets"),
    ],
)
def test_an_episode_that_no_row_holds_is_named(make_dataset, max_tokens, max_targets, message):
    directory = make_dataset("d", [(5, 2), (9, 4)])
    with pytest.raises(DatasetError, match=message):
        train_plan({"d": directory}, ALONE, max_tokens, max_targets, 1, 1, 0)


def test_an_empty_split_is_an_error(make_dataset):
    with pytest.raises(DatasetError, match="no episode in split 'validation'"):
        eval_batches(make_dataset("d", [(5, 2)]), "validation", 8, 8, 1)


def test_passes_and_rows_have_to_be_positive(make_dataset):
    directory = make_dataset("d", [(5, 2)])
    for rows, epochs in itertools.product((0, 1), (0, 1)):
        if rows and epochs:
            continue
        with pytest.raises(ValueError, match=f"passes is {epochs} and rows is {rows}"):
            train_plan({"d": directory}, ALONE, 8, 8, rows, epochs, 0)
