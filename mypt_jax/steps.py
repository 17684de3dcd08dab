"""Steps that are commands of their own: run when they must, recorded, on one host or several."""

import contextlib
import dataclasses
import hashlib
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent import futures
from typing import Any

from etils.epath import Path

from mypt_jax import command
from mypt_jax.paths import write_whole
from mypt_jax.processes import Place

# Steps other than training take about this long; used for the estimate alone.
_OTHER_STEP_SECONDS = 12.0
# So long the expected times count as if they had been measured: the first steps are short, run side
# by side, and say little about the training that follows.
_TRUSTED_SECONDS = 300.0
# Between two looks of a host that waits for the first one's data.
_LOOK_SECONDS = 2.0


@dataclasses.dataclass(frozen=True)
class Step:
    """One command of the curriculum.

    Attributes:
        stage: the stage that it belongs to, e.g. "3a1".
        action: what it does, e.g. "train".
        argv: module name and arguments, after `python -m`.
        inputs: files and directories whose content decides whether it must run again.
        outputs: what must exist afterwards.
        seconds: how long it is expected to take.
        keeps: a directory that the command refuses to overwrite: what it holds from other inputs
            is moved aside first.
        resumes: whether the command goes on from what an interrupted one left there.
        on_all_hosts: whether every process of the run takes part, and not the first one alone.
        settings: what else decides whether it must run again, as text; flags "--config.…" are in
            it, or in the free ones.
        free_settings: what the command may be given anew for what it has made: it runs again, and
            goes on from there.
    """

    stage: str
    action: str
    argv: tuple[str, ...]
    inputs: tuple[Path, ...]
    outputs: tuple[Path, ...]
    seconds: float = _OTHER_STEP_SECONDS
    keeps: Path | None = None
    resumes: bool = False
    on_all_hosts: bool = False
    settings: str = ""
    free_settings: str = ""

    @property
    def name(self) -> str:
        """The step's name in records and headings, e.g. "3a1.train"."""
        return f"{self.stage}.{self.action}"


class StepFailed(Exception):
    """A child ended with another exit code than 0, which is passed on."""

    def __init__(self, step: Step, code: int):
        super().__init__(f"{step.name} ended with exit code {code}")
        self.code = code


class Runner:
    """Runs steps, keeps a record of each beside the run, and says where it is.

    Of several processes the first one keeps the records and runs every step; the others wait for
    what it makes alone, and run what all of them make together.

    Args:
        run_dir: the run's directory; records go to its `steps/`.
        forced: stages whose steps run even if nothing changed.
        place: which process of how many this is.
    """

    def __init__(self, run_dir: Path, forced: frozenset[str], place: Place):
        self.records = Path(run_dir) / "steps"
        self.records.mkdir(parents=True, exist_ok=True)
        self.forced = forced
        self.place = place
        self.start = time.monotonic()
        self.done = 0
        self.planned: list[Step] = []
        self.spent_expected = 0.0
        self._children: set[subprocess.Popen] = set()
        self._stopped = False

    @contextlib.contextmanager
    def stoppable(self) -> Iterator[None]:
        """Hands a SIGTERM on to the children, so that they can save; starts no others then."""

        def stop(*_: object) -> None:
            self._stopped = True
            for child in tuple(self._children):
                child.terminate()

        previous = signal.signal(signal.SIGTERM, stop)
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, previous)

    def run(self, step: Step) -> bool:
        """Runs a step if it must; returns whether it ran.

        Raises:
            StepFailed: if the command failed.
        """
        return self.run_all([step]) > 0

    def run_all(self, steps: Sequence[Step]) -> int:
        """Runs those of the steps that must; returns how many ran.

        As many run at once as there are cores; a step waits for those whose outputs it reads.

        Raises:
            StepFailed: if a command failed; the others that were running have ended then.
        """
        waiting, count = list(steps), 0
        if self.place.index > 0:
            self._await([step for step in steps if not step.on_all_hosts])
            waiting = [step for step in steps if step.on_all_hosts]
        running: dict[futures.Future, Step] = {}
        at_once = os.cpu_count() or 1
        with futures.ThreadPoolExecutor(at_once) as pool:
            while waiting or running:
                unmade = {path for s in (*waiting, *running.values()) for path in s.outputs}
                ready = [step for step in waiting if unmade.isdisjoint(step.inputs)]
                for step in ready[: at_once - len(running)]:
                    self._go_on(step)
                    waiting.remove(step)
                    key = self._begin(step)
                    if key:
                        self._record(step, key | {"state": "started"})
                        running[pool.submit(timed_child, step.argv, self._children)] = step
                        count += 1
                for future in _first_done(running):
                    self._end(running.pop(future), *future.result())
        return count

    def _go_on(self, step: Step) -> None:
        if self._stopped:
            raise StepFailed(step, command.PREEMPTED)

    def _await(self, steps: Sequence[Step]) -> None:
        """Waits until the first process has made what the steps make.

        A training starts only when all processes have joined, so what this takes for done may at
        worst be made anew while they wait for each other.
        """
        unmade = {step: self._read_record(step) for step in steps}
        if unmade:
            print(f"waiting for the first process: {len(unmade)} steps", flush=True)
        while unmade:
            for step, before in tuple(unmade.items()):
                self._go_on(step)
                record = self._read_record(step)
                if record.get("state") == "failed" and record != before:
                    raise StepFailed(step, record["code"])
                if self._is_finished(step, record) and _holds(record, _key(step)):
                    del unmade[step]
            if unmade:
                time.sleep(_LOOK_SECONDS)
        self.done += len(steps)
        self.planned = [step for step in self.planned if step not in steps]

    def _is_finished(self, step: Step, record: Mapping[str, Any]) -> bool:
        return record.get("state") == "done" and all(path.exists() for path in step.outputs)

    def _begin(self, step: Step) -> dict[str, Any] | None:
        """Announces a step; returns what it runs with and reads, or None if it need not run."""
        self.done += 1
        if step in self.planned:
            self.planned.remove(step)
        key, old = _key(step), self._read_record(step)
        same, finished = _holds(old, key), self._is_finished(step, old)
        free = {"free_settings": step.free_settings}
        made = same and finished and step.stage not in self.forced
        given_anew = made and not _holds(old, free)
        made = made and not given_anew
        # What all take part in is run again for all of them: it ends at once where nothing is left
        # to do, and no process has to know what another one found.
        if made and not (step.on_all_hosts and self.place.count > 1):
            print(f"{self._place(step)}: unchanged, skipped", flush=True)
            return None
        goes_on = made or given_anew or (step.resumes and same and not finished)
        if step.keeps and step.keeps.exists() and not goes_on and self.place.index == 0:
            _move_aside(step.keeps)
        print(f"\n{self._place(step)} ({self._time_left(step)})", flush=True)
        print(f"$ python -m {shlex.join(step.argv)}", flush=True)
        return key | free

    def _end(self, step: Step, code: int, seconds: float) -> None:
        self.spent_expected += step.seconds
        if self.place.index == 0:
            self._record_end(step, code, seconds)
        if code or self._stopped:
            raise StepFailed(step, command.PREEMPTED if self._stopped else code)

    def _record_end(self, step: Step, code: int, seconds: float) -> None:
        missing = [str(path) for path in step.outputs if not path.exists()]
        if missing and not code:
            raise ValueError(f"{step.name} ended well but did not write {', '.join(missing)}.")
        ended = {"seconds": round(seconds, 2), "ended": time.time()}
        state = {"state": "failed", "code": code} if code else {"state": "done"}
        self._record(step, self._read_record(step) | state | ended)

    def _path(self, step: Step) -> Path:
        return self.records / f"{step.name}.json".replace(" ", "_")

    def _read_record(self, step: Step) -> dict[str, Any]:
        path = self._path(step)
        return json.loads(path.read_text()) if path.exists() else {}

    def _record(self, step: Step, record: Mapping[str, Any]) -> None:
        if self.place.index > 0:
            return
        # whole, because the other processes read it at any time
        write_whole(self._path(step), json.dumps(record, indent=1))

    def _place(self, step: Step) -> str:
        return f"[{self.done}/{self.done + len(self.planned)}] {step.stage}: {step.action}"

    def _time_left(self, step: Step) -> str:
        expected = step.seconds + sum(other.seconds for other in self.planned)
        elapsed = time.monotonic() - self.start
        pace = (elapsed + _TRUSTED_SECONDS) / (self.spent_expected + _TRUSTED_SECONDS)
        return f"{_clock(elapsed)} elapsed, about {_clock(expected * pace)} left"


def _move_aside(directory: Path) -> None:
    """Renames a directory that other inputs made, or that is to be made anew."""
    number = 1
    while (aside := directory.with_name(f"{directory.name}.old{number}")).exists():
        number += 1
    directory.rename(aside)
    print(f"{directory} came from other inputs; it is kept as {aside}", flush=True)


def timed_child(argv: Sequence[str], children: set[subprocess.Popen]) -> tuple[int, float]:
    """Runs a module to its end, in `children` meanwhile; returns its exit code and seconds.

    One that a signal ended has the exit code that shells report for it.
    """
    begin = time.monotonic()
    child = subprocess.Popen([sys.executable, "-m", *argv])
    children.add(child)
    code = child.wait()
    children.remove(child)
    return code if code >= 0 else 128 - code, time.monotonic() - begin


def _first_done(running: dict[futures.Future, Step]) -> set[futures.Future]:
    """Waits until one or more end; an interrupt, which the children get too, until all do."""
    try:
        return futures.wait(running, return_when=futures.FIRST_COMPLETED).done
    except KeyboardInterrupt:
        return futures.wait(running).done


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _key(step: Step) -> dict[str, Any]:
    """Returns what a step runs with and reads: if it is the same, so is what the step makes."""
    argv = [part for part in step.argv if not (step.settings and part.startswith("--config."))]
    return {
        "argv": argv,
        "inputs": _fingerprints(step.inputs),
        "settings": step.settings,
    }


def _holds(record: Mapping[str, Any], key: Mapping[str, Any]) -> bool:
    return {name: record.get(name) for name in key} == key


def _fingerprints(paths: Sequence[Path]) -> dict[str, str]:
    """Returns path -> SHA-256; a directory counts as all its files, what is not there as none."""
    files = [file for path in paths for file in _files(path) if file.suffix != ".pyc"]
    return {str(file): _digest(file.read_bytes()) for file in files}


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for entry in path.iterdir() for file in _files(entry))
    return [path] if path.exists() else []
