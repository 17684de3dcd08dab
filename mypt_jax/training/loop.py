"""The loop of one stage: update, report, evaluate, save; stops cleanly when it is told to.

The host never waits for a step that it has just dispatched: figures stay on the device until the
next report, and by then they are ready.
"""

import dataclasses
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jax
import numpy as np
from jax.experimental import multihost_utils

from mypt_jax.model.adapters import split_trained
from mypt_jax.training.checkpoint import CheckpointWriter, Params
from mypt_jax.training.evaluation import plateau
from mypt_jax.training.metrics import MetricsWriter, Progress
from mypt_jax.training.state import TrainState
from mypt_jax.training.step import Batch, Figures

PROMPT_SHOWN = 70  # characters of a sample's prompt on the screen
SAMPLES_SHOWN = 2  # all of them are in metrics.jsonl


class TrainingStopped(ValueError):
    """Training can't go on: the loss is not finite, or a step has nothing to learn from."""


class Preempted(Exception):
    """The process was told to stop, and everything is saved."""


class StopSignal:
    """Hears SIGTERM and SIGINT, so that the run can save before it ends.

    On several processes jax's own service hears SIGTERM, and all agree on the step.
    """

    def __init__(self) -> None:
        self._heard = False
        self._previous: dict[signal.Signals, Any] = {}

    def __enter__(self) -> "StopSignal":
        if jax.process_count() == 1:
            for number in (signal.SIGTERM, signal.SIGINT):
                self._previous[number] = signal.signal(number, self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    def _hear(self, *_: object) -> None:
        self._heard = True
        # A second Ctrl-C ends the process at once. A second SIGTERM must not: a scheduler sends
        # it to the whole job, and a parent that gets it too hands it on.
        signal.signal(signal.SIGINT, self._previous[signal.SIGINT])

    def heard(self, step: int) -> bool:
        """Says whether to stop after this step."""
        if jax.process_count() == 1:
            return self._heard
        return multihost_utils.reached_preemption_sync_point(step)


def evaluation_steps(num_steps: int, num_evals: int) -> frozenset[int]:
    """Returns the steps after which to evaluate, evenly spread; the last step is one of them.

    100 steps, 4 evaluations: 25, 50, 75, 100
    """
    num_evals = min(num_evals, num_steps)
    return frozenset(round(num_steps * (i + 1) / num_evals) for i in range(num_evals))


@dataclasses.dataclass
class Totals:
    """What a run has done so far, kept in the checkpoint.

    Attributes:
        tokens: tokens read, padding aside.
        supervised_tokens: of these, targets.
        seconds: time spent, evaluations included, over all processes that took part in turn.
        losses: validation loss of the primary source at every evaluation.
    """

    tokens: int = 0
    supervised_tokens: int = 0
    seconds: float = 0.0
    losses: list[float] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True)
class LoopOptions:
    """How a run is reported.

    Attributes:
        num_steps: updates of the whole stage.
        num_evals: evaluations, each with a checkpoint.
        log_every: steps between two reports.
        plateau_gain: smaller relative gains of the validation loss are called a plateau.
        primary: the source whose validation loss decides which checkpoint is best.
    """

    num_steps: int
    num_evals: int
    log_every: int
    plateau_gain: float
    primary: str


class Loop:
    """Runs a stage from its state to its last step.

    Args:
        options: how the run is reported.
        train_step: see `make_train_step`.
        evaluate: weights -> figures per source; "samples" may be among them.
        schedule: step -> learning rate.
        name_records: step -> ids of its episodes, for errors.
        checkpoints: where to save.
        metadata: what every checkpoint says of itself.
        totals: what was done before; counted on.
        progress: the line on the screen.
        writer: figures on disk.
    """

    def __init__(
        self,
        options: LoopOptions,
        train_step: Callable[[TrainState, Batch], tuple[TrainState, Figures]],
        evaluate: Callable[[Params], dict[str, dict[str, Any]]],
        schedule: Callable[[int], Any],
        name_records: Callable[[int], str],
        checkpoints: CheckpointWriter,
        metadata: Mapping[str, Any],
        totals: Totals,
        progress: Progress,
        writer: MetricsWriter,
    ):
        self.options = options
        self.totals = totals
        self._train_step = train_step
        self._evaluate = evaluate
        self._schedule = schedule
        self._name_records = name_records
        self._checkpoints = checkpoints
        self._metadata = metadata
        self._progress = progress
        self._writer = writer
        self._pending: list[tuple[int, Figures]] = []  # steps that were not reported yet
        self._clock = time.monotonic()

    def run(self, state: TrainState, start_step: int, batches: Iterator[Batch]) -> TrainState:
        """Trains from `start_step` to the last step.

        Raises:
            TrainingStopped: if the loss is not finite or a step has no target.
            Preempted: after SIGTERM, with everything saved.
        """
        evaluation = evaluation_steps(self.options.num_steps, self.options.num_evals)
        self._clock = time.monotonic()
        with StopSignal() as stop:
            for step in range(start_step, self.options.num_steps):
                state, figures = self._train_step(state, next(batches))
                done = step + 1
                self._pending.append((done, figures))
                if done in evaluation:
                    self._evaluate_and_save(done, state)
                elif done % self.options.log_every == 0:
                    # all but the step that was just dispatched: the device is never kept waiting
                    self._report(self._pending[:-1])
                    self._checkpoints.seal_if_committed()
                if stop.heard(done) and done < self.options.num_steps:
                    if done not in evaluation:
                        self._report(self._pending)
                        self._save(done, state, None)
                    raise Preempted(f"stopped by a signal at step {done}, everything is saved")
        return state

    def _report(self, entries: list[tuple[int, Figures]]) -> None:
        """Fetches the figures of steps, checks them and shows them."""
        if not entries:
            return
        self._pending = self._pending[len(entries) :]
        fetched = jax.device_get([figures for _, figures in entries])
        for (step, _), figures in zip(entries, fetched, strict=True):
            self._check(step, figures)
        seconds = self._lap()
        sums = {name: float(sum(f[name] for f in fetched)) for name in fetched[0]}
        self.totals.tokens += int(sums["num_tokens"])
        self.totals.supervised_tokens += int(sums["num_targets"])
        last = entries[-1][0]
        shown = {
            "loss": sums["loss_sum"] / sums["weight_sum"],
            "learning_rate": float(self._schedule(last - 1)),
            "grad_norm": sums["grad_norm"] / len(entries),
            "tokens_per_second": sums["num_tokens"] / seconds,
            "targets_per_second": sums["num_targets"] / seconds,
        }
        self._progress.update(last, shown)
        self._writer.write(last, "train", shown)

    def _check(self, step: int, figures: Mapping[str, Any]) -> None:
        if figures["weight_sum"] == 0:
            raise TrainingStopped(
                f"step {step} has no target: nothing to learn from in {self._name_records(step)}. "
                "Look at these episodes with python -m mypt_jax.show."
            )
        if not np.isfinite(figures["loss_sum"]) or not np.isfinite(figures["grad_norm"]):
            raise TrainingStopped(
                f"step {step}: loss {figures['loss_sum'] / figures['weight_sum']}, gradient norm "
                f"{figures['grad_norm']}. Its episodes: {self._name_records(step)}. Lower the "
                "learning rate or look at these episodes; checkpoints before this step are kept."
            )

    def _lap(self) -> float:
        """Returns the seconds since the last lap and adds them to the total."""
        now = time.monotonic()
        seconds, self._clock = now - self._clock, now
        self.totals.seconds += seconds
        return max(seconds, 1e-9)

    def _evaluate_and_save(self, step: int, state: TrainState) -> None:
        self._report(self._pending)  # an error is found before anything is saved
        figures = self._evaluate(state.params)
        loss = figures[self.options.primary]["loss"]
        if not np.isfinite(loss):
            raise TrainingStopped(f"step {step}: validation loss is {loss}. Nothing was saved.")
        self.totals.losses.append(loss)
        self._lap()
        for source, values in figures.items():
            self._writer.write(step, f"validation/{source}", values)
            self._progress.note(f"  step {step} validation {source}: {_spell(values)}")
            for answer in values.get("answers", [])[:SAMPLES_SHOWN]:
                self._progress.note(f"    {_spell_answer(answer)}")
        if plateau(self.totals.losses, self.options.plateau_gain):
            self._progress.note(
                f"  plateau: two evaluations without a gain of {self.options.plateau_gain:.1%}; "
                "more passes over the same data will hardly help"
            )
        self._save(step, state, loss)

    def _save(self, step: int, state: TrainState, loss: float | None) -> None:
        metadata = {**self._metadata, "step": step, "totals": dataclasses.asdict(self.totals)}
        trained, _ = split_trained(state.params)
        self._checkpoints.save(step, trained, state.optimizer, metadata, loss)


def _spell(values: Mapping[str, Any]) -> str:
    """Returns "loss 1.234, stop_rate 99.0 %"; counts and texts are for the file only."""
    parts = []
    for name, value in values.items():
        if isinstance(value, float) and name != "episodes":
            is_rate = name.endswith(("rate", "accuracy"))
            parts.append(f"{name} {value:.1%}" if is_rate else f"{name} {value:.3f}")
    return ", ".join(parts)


def _spell_answer(answer: Mapping[str, str]) -> str:
    """Returns "…end of the prompt" -> "answer" (closed), on one line."""
    prompt, output = answer["prompt"], answer["output"]
    tail = prompt if len(prompt) <= PROMPT_SHOWN else "…" + prompt[-PROMPT_SHOWN:]
    return f"{tail!r} -> {output!r} ({answer['stop_reason']})"
