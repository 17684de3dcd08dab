import dataclasses
import io
import json
import os
import signal

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from mypt_jax.data.pipeline import train_batches
from mypt_jax.model.sharding import batch_sharding, make_mesh
from mypt_jax.training import checkpoint
from mypt_jax.training.checkpoint import CheckpointWriter
from mypt_jax.training.evaluation import evaluation_figures, plateau
from mypt_jax.training.loop import (
    Loop,
    LoopOptions,
    Preempted,
    Totals,
    TrainingStopped,
    evaluation_steps,
)
from mypt_jax.training.metrics import MetricsWriter, Progress, clock, si
from mypt_jax.training.optimizer import make_optimizer
from mypt_jax.training.slips import Slips
from mypt_jax.training.state import TrainState, create_state
from mypt_jax.training.step import make_train_step, rows_of_process, split_rows, to_device
from tests.training.settings import OPTIMIZER

NUM_STEPS = 4


@pytest.fixture(scope="module", autouse=True)
def mesh_is_set(mesh):
    with jax.set_mesh(mesh):
        yield


@pytest.fixture(scope="module")
def parts(small_config, mesh):
    """Model structure, optimizer and learning rates."""
    graphdef, abstract = checkpoint.abstract_model(small_config, mesh)
    changes = {"learning_rate": 1e-2, "schedule": "cosine", "warmup_steps": 2}
    changes |= {"num_steps": NUM_STEPS, "damp_rare_tokens": True, "muon": True}
    tx, rates = make_optimizer(**OPTIMIZER | changes, params=abstract)
    return graphdef, tx, rates


@pytest.fixture(scope="module")
def train_step(parts):
    graphdef, tx, _ = parts
    return make_train_step(graphdef, tx, num_microbatches=1, seed=0)


@pytest.fixture(scope="module")
def first_state(small_config, parts, mesh):
    """A state of random weights; take a copy, a step consumes what it is given."""
    return create_state(small_config, parts[1], 0, mesh, checkpoint.epath.Path("/none"), None)[0]


class Run:
    """A loop in a directory of its own, on the real data and step."""

    def __init__(self, model_dir, small_config, mesh, parts, train_step, plan, first_state):
        _, tx, rates = parts
        self.model_dir, self.plan, self.mesh = model_dir, plan, mesh
        if checkpoint.whole_steps(model_dir):
            self.state, self.why = create_state(small_config, tx, 0, mesh, model_dir, None)
        else:
            self.state = jax.tree.map(jnp.copy, first_state)
        self.start = int(self.state.step)
        model_dir.mkdir(exist_ok=True)
        self.losses = iter([3.0, 2.0, 1.0])
        self.screen = io.StringIO()
        self.train_step, self.rates = train_step, rates

    def go(self, batches, totals=None):
        with (
            CheckpointWriter(self.model_dir) as checkpoints,
            MetricsWriter(self.model_dir, self.start) as writer,
        ):
            self.loop = Loop(
                options=LoopOptions(NUM_STEPS, 2, 2, 0.005, "say"),
                train_step=self.train_step,
                evaluate=lambda params: {"say": {"loss": next(self.losses), "token_accuracy": 0.5}},
                schedule=self.rates,
                name_records=lambda step: f"the records of step {step}",
                checkpoints=checkpoints,
                metadata={"stage": "3a1"},
                totals=totals or Totals(),
                progress=Progress(NUM_STEPS, self.start, self.screen),
                writer=writer,
            )
            return self.loop.run(self.state, self.start, batches)

    def batches(self, signal_at=None):
        for step, batch in enumerate(train_batches(self.plan, self.start), start=self.start + 1):
            if step == signal_at:
                for _ in range(2):  # as from a scheduler and from a parent that hands it on
                    os.kill(os.getpid(), signal.SIGTERM)
            yield to_device(batch, batch_sharding(self.mesh))


@pytest.fixture
def make_run(small_config, mesh, parts, train_step, plan, first_state):
    return lambda model_dir: Run(
        model_dir, small_config, mesh, parts, train_step, plan, first_state
    )


def same(a, b):
    for x, y in zip(jax.tree.leaves(a), jax.tree.leaves(b), strict=True):
        np.testing.assert_array_equal(np.asarray(x), np.asarray(y))


def test_stopped_at_any_step_and_resumed_is_the_uninterrupted_run(make_run, tmp_path, plan):
    whole = make_run(tmp_path / "whole").go(make_run(tmp_path / "whole").batches())
    assert int(whole.step) == NUM_STEPS
    for stop_at in range(1, NUM_STEPS):
        model_dir = tmp_path / f"stopped-{stop_at}"
        first = make_run(model_dir)
        with pytest.raises(Preempted, match=f"stopped by a signal at step {stop_at}"):
            first.go(first.batches(signal_at=stop_at))
        assert checkpoint.whole_steps(model_dir)[-1] == stop_at
        second = make_run(model_dir)
        assert second.why == f"resumed from step {stop_at} of {model_dir}"
        totals = Totals(**checkpoint.read_metadata(model_dir, stop_at)["totals"])
        same(second.go(second.batches(), totals), whole)
        lines = [json.loads(line) for line in (model_dir / "metrics.jsonl").open()]
        steps = [line["step"] for line in lines if line["kind"] == "train"]
        assert steps == sorted(set(steps))
        assert steps[-1] == NUM_STEPS
        batches = [plan.source[step] for step in range(NUM_STEPS)]
        tokens = sum(int((batch["segment_ids"] > 0).sum()) for batch in batches)
        assert second.loop.totals.tokens == tokens


def test_what_a_run_leaves_behind(make_run, tmp_path):
    run = make_run(tmp_path / "model")
    run.go(run.batches())
    assert checkpoint.whole_steps(run.model_dir) == [2, 4]
    assert checkpoint.best_step(run.model_dir) == 4
    metadata = checkpoint.read_metadata(run.model_dir, 4)
    assert (metadata["stage"], metadata["step"]) == ("3a1", 4)
    assert metadata["totals"]["losses"] == [3.0, 2.0]
    assert list((run.model_dir / "tensorboard").iterdir())
    lines = [json.loads(line) for line in (run.model_dir / "metrics.jsonl").open()]
    assert [(line["step"], line["kind"]) for line in lines] == [
        (2, "train"),
        (2, "validation/say"),
        (4, "train"),
        (4, "validation/say"),
    ]
    assert "step 4 validation say: loss 2.000, token_accuracy 50.0%" in run.screen.getvalue()


def test_a_loss_that_is_not_finite_stops_the_run(make_run, tmp_path):
    run = make_run(tmp_path / "model")
    run.state = TrainState(
        jax.tree.map(lambda x: x * jnp.nan, run.state.params), run.state.optimizer, run.state.step
    )
    with pytest.raises(TrainingStopped, match="step 1: loss nan.*the records of step 1"):
        run.go(run.batches())
    assert checkpoint.whole_steps(run.model_dir) == []


def test_a_step_without_targets_stops_the_run(make_run, tmp_path):
    run = make_run(tmp_path / "model")

    def batches():
        for step, batch in enumerate(run.batches(), start=1):
            weights = batch["target_weights"]
            yield {**batch, "target_weights": weights * (step != 2)}

    with pytest.raises(TrainingStopped, match="step 2 has no target.*the records of step 2"):
        run.go(batches())
    assert checkpoint.whole_steps(run.model_dir) == []


def test_an_error_in_the_data_ends_the_run(make_run, tmp_path):
    run = make_run(tmp_path / "model")

    def batches():
        yield next(run.batches())
        raise OSError("a shard is gone")

    with pytest.raises(OSError, match="a shard is gone"):
        run.go(batches())


def test_one_batch_of_8_rows_is_8_microbatches_of_one(small_config, mesh, plan):
    # on one device, so that a microbatch may be one row
    one = jax.sharding.Mesh(mesh.devices.reshape(-1)[:1].reshape(1, 1, 1), mesh.axis_names)
    # rounding makes of the last bit of a sum, which depends on its order, one of bfloat16
    config = dataclasses.replace(small_config, round_factors=False)
    graphdef, _ = checkpoint.abstract_model(config, one)
    tx = optax.sgd(1.0)
    batch = to_device(plan.source[0], batch_sharding(one))
    results = []
    with jax.set_mesh(one):
        for parts in (1, 8):
            state, _ = create_state(config, tx, 0, one, checkpoint.epath.Path("/none"), None)
            step = make_train_step(graphdef, tx, parts, seed=None)
            results.append(step(state, batch))
    (whole, figures), (state, other) = results
    for name in ("loss_sum", "weight_sum", "num_targets", "num_tokens", "grad_norm"):
        np.testing.assert_allclose(other[name], figures[name], rtol=1e-5)
    for a, b in zip(jax.tree.leaves(state.params), jax.tree.leaves(whole.params), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("slips", [None, Slips(0.3, tuple(range(9)), 1)])
def test_microbatches_work_on_8_devices(parts, mesh, plan, first_state, slips):
    graphdef, tx, _ = parts
    rows = jax.tree.map(lambda x: np.concatenate([x, x]), plan.source[0])
    batch = to_device(rows, batch_sharding(mesh))
    figures = []
    for num_microbatches in (1, 2):
        step = make_train_step(graphdef, tx, num_microbatches, seed=0, slips=slips)
        figures.append(step(jax.tree.map(jnp.copy, first_state), batch)[1])
    np.testing.assert_allclose(figures[0]["loss_sum"], figures[1]["loss_sum"], rtol=1e-5)
    np.testing.assert_allclose(figures[0]["grad_norm"], figures[1]["grad_norm"], rtol=1e-4)


def test_a_step_has_slips_where_they_are_asked_for_and_the_same_ones_again(
    parts, mesh, plan, train_step, first_state
):
    graphdef, tx, _ = parts
    batch = to_device(plan.source[0], batch_sharding(mesh))
    with_slips = make_train_step(graphdef, tx, 1, seed=0, slips=Slips(0.3, tuple(range(9)), 1))
    plain, one, again = (
        step(jax.tree.map(jnp.copy, first_state), batch)[1]
        for step in (train_step, with_slips, with_slips)
    )
    assert one["loss_sum"] == again["loss_sum"] != plain["loss_sum"]
    assert one["num_targets"] == plain["num_targets"]
    assert one["weight_sum"] == plain["weight_sum"]


def test_the_state_is_donated(make_run, tmp_path, train_step):
    run = make_run(tmp_path / "model")
    old = jax.tree.leaves(run.state)
    train_step(run.state, next(run.batches()))
    assert all(leaf.is_deleted() for leaf in old)


def test_rows_of_microbatches_stay_on_their_device():
    rows = jnp.arange(8)
    assert split_rows(rows, 2).tolist() == [[0, 2, 4, 6], [1, 3, 5, 7]]
    assert split_rows(rows, 1).tolist() == [[0, 1, 2, 3, 4, 5, 6, 7]]


def test_rows_of_a_process_are_those_of_its_devices():
    mesh = make_mesh(data=2, fsdp=2, tensor=2)
    assert rows_of_process(batch_sharding(mesh), 8).tolist() == [0, 1, 2, 3, 4, 5, 6, 7]


def test_evaluations_are_spread_evenly_and_the_last_step_is_one():
    assert evaluation_steps(100, 4) == {25, 50, 75, 100}
    assert evaluation_steps(7, 2) == {4, 7}
    assert evaluation_steps(3, 5) == {1, 2, 3}


@pytest.mark.parametrize(
    ("losses", "expected"),
    [
        ([3.0, 2.0], False),
        ([3.0, 2.0, 1.0], False),
        ([3.0, 2.0, 2.0, 2.0], True),
        ([3.0, 2.0, 1.995, 1.98], False),
        ([3.0, 2.0, 1.995, 1.995], True),
        ([2.0, 2.1, 2.2], True),
    ],
)
def test_a_plateau_is_two_evaluations_without_gain(losses, expected):
    assert plateau(losses, 0.005) is expected


def test_figures_are_sums_divided():
    sums = {
        "loss_sum": 6.0,
        "weight_sum": 3.0,
        "content_loss_sum": 8.0,
        "content_count": 4.0,
        "tag_loss_sum": 0.0,
        "tag_count": 0.0,
        "correct_count": 1.0,
        "target_count": 4.0,
        "exact_count": 1.0,
        "episode_count": 2.0,
    }
    assert evaluation_figures(sums) == {
        "loss": 2.0,
        "content_loss": 2.0,
        "token_accuracy": 0.25,
        "exact_rate": 0.5,
        "episodes": 2.0,
    }


def test_figures_after_the_resumed_step_are_dropped(tmp_path):
    line = '{"step": %d, "kind": "train", "loss": 1.0}\n'
    (tmp_path / "metrics.jsonl").write_text(line % 10 + line % 20 + line % 30)
    with MetricsWriter(checkpoint.epath.Path(tmp_path), 20) as writer:
        writer.write(21, "train", {"loss": 0.5})
    steps = [json.loads(line)["step"] for line in (tmp_path / "metrics.jsonl").open()]
    assert steps == [10, 20, 21]


def test_progress_is_plain_lines_where_nobody_watches():
    screen = io.StringIO()
    progress = Progress(10, 0, screen)
    figures = {
        "loss": 2.5,
        "learning_rate": 1e-3,
        "tokens_per_second": 12345.0,
        "targets_per_second": 999.0,
    }
    progress.update(5, figures)
    progress.update(6, figures)  # too soon after the last line
    progress.note("a note")
    assert screen.getvalue() == (
        "step 5/10  loss 2.500  lr 1.00e-03  12.3k tokens/s  999 supervised/s  left --:--\na note\n"
    )


def test_durations_and_counts_are_short():
    assert [clock(s) for s in (5, 65, 3725)] == ["0:05", "1:05", "1:02:05"]
    assert [si(v) for v in (999, 12345, 1.5e6)] == ["999", "12.3k", "1.5M"]
