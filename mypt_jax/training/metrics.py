"""What a run tells: a line on the screen, metrics.jsonl and TensorBoard events."""

import contextlib
import json
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

import jax
from etils import epath

from mypt_jax.paths import write_whole

# Between two lines where nobody watches a bar: enough to see progress, little enough to read.
PLAIN_LINE_SECONDS = 10.0
BAR_WIDTH = 24


class MetricsWriter:
    """Appends figures to a model's directory; on all processes but 0 it does nothing.

    Args:
        model_dir: gets `metrics.jsonl` and `tensorboard/`.
        start_step: figures of later steps, from a run that was cut off, are dropped.
    """

    def __init__(self, model_dir: epath.Path, start_step: int):
        self._path = model_dir / "metrics.jsonl"
        self._events = None
        if jax.process_index() != 0:
            return
        with _hidden("torch"):  # which it would load, in three seconds, for the name of a type
            from tensorboardX import SummaryWriter  # the other processes need not load it

        self._lines = _lines_until(self._path, start_step)
        self._events = SummaryWriter(str(model_dir / "tensorboard"), purge_step=start_step + 1)

    def write(self, step: int, kind: str, figures: Mapping[str, Any]) -> None:
        """Writes one line {"step", "kind", …}; numbers also go to TensorBoard as kind/name."""
        if self._events is None:
            return
        self._lines.append(json.dumps({"step": step, "kind": kind, **figures}) + "\n")
        # as a whole and in one move: cloud storage can't append, and a kill leaves no half line
        write_whole(self._path, "".join(self._lines))
        for name, value in figures.items():
            if isinstance(value, (int, float)):
                self._events.add_scalar(f"{kind}/{name}", value, step)

    def __enter__(self) -> "MetricsWriter":
        return self

    def __exit__(self, *_: object) -> None:
        if self._events is not None:
            self._events.close()


@contextlib.contextmanager
def _hidden(module: str) -> Iterator[None]:
    """Makes a module look as if it were not installed, unless it is loaded already."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]


def _lines_until(path: epath.Path, step: int) -> list[str]:
    if not path.exists():
        return []
    lines = path.read_text().splitlines(keepends=True)
    return [line for line in lines if json.loads(line)["step"] <= step]


class Progress:
    """One line that moves on a terminal, and plain lines elsewhere.

    Args:
        num_steps: of the whole run.
        start_step: where this process starts.
        stream: where to print; sys.stdout by default.
    """

    def __init__(self, num_steps: int, start_step: int, stream: TextIO | None = None):
        self._num_steps = num_steps
        self._stream = stream or sys.stdout
        self._is_terminal = self._stream.isatty()
        self._first: tuple[int, float] | None = None
        self._start_step = start_step
        self._last_line_time = 0.0
        self._bar_shown = False

    def update(self, step: int, figures: Mapping[str, float]) -> None:
        """Shows where the run is.

        Args:
            step: updates done.
            figures: loss, learning_rate, tokens_per_second, targets_per_second.
        """
        now = time.monotonic()
        if self._first is None:
            self._first = (step, now)  # what came before was mostly compilation
        text = (
            f"step {step}/{self._num_steps}  loss {figures['loss']:.3f}  "
            f"lr {figures['learning_rate']:.2e}  {si(figures['tokens_per_second'])} tokens/s  "
            f"{si(figures['targets_per_second'])} supervised/s  {self._time_left(step, now)}"
        )
        if self._is_terminal:
            done = round(BAR_WIDTH * step / self._num_steps)
            bar = "█" * done + "·" * (BAR_WIDTH - done)
            self._stream.write(f"\r\x1b[2K{bar}  {text}")
            self._bar_shown = True
        elif step == self._num_steps or now - self._last_line_time >= PLAIN_LINE_SECONDS:
            self._stream.write(text + "\n")
            self._last_line_time = now
        self._stream.flush()

    def note(self, text: str) -> None:
        """Prints lines that stay."""
        if self._bar_shown:
            self._stream.write("\r\x1b[2K")
            self._bar_shown = False
        self._stream.write(text + "\n")
        self._stream.flush()

    def _time_left(self, step: int, now: float) -> str:
        assert self._first is not None
        first_step, first_time = self._first
        if step == first_step:
            return "left --:--"
        seconds = (now - first_time) / (step - first_step) * (self._num_steps - step)
        return f"left {clock(seconds)}"


def clock(seconds: float) -> str:
    """Returns "1:02:03" or "2:03"."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def si(value: float) -> str:
    """Returns "12.3k" for 12345."""
    for limit, unit in ((1e6, "M"), (1e3, "k")):
        if value >= limit:
            return f"{value / limit:.1f}{unit}"
    return f"{value:.0f}"
