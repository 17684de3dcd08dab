import dataclasses
import json
from concurrent import futures
from pathlib import Path

import pytest

from mypt_jax import steps
from mypt_jax.processes import Place
from mypt_jax.steps import Runner, Step, StepFailed

# `python -m json.tool IN OUT` is a command that reads, writes, and can fail.
COPY = "json.tool"


@pytest.fixture
def step(tmp_path) -> Step:
    source, output = tmp_path / "in.json", tmp_path / "out.json"
    source.write_text("[1]")
    return Step("3a1", "copy it", (COPY, str(source), str(output)), (source,), (output,))


def run(step: Step, tmp_path: Path, *forced: str) -> bool:
    """Runs a step as a new start of the curriculum would; returns whether it ran."""
    return Runner(tmp_path / "run", frozenset(forced), Place()).run(step)


def test_a_step_runs_once_and_again_when_something_changed(step, tmp_path, capfd):
    assert run(step, tmp_path)
    assert json.loads(step.outputs[0].read_text()) == [1]
    assert f"$ python -m {COPY} {step.inputs[0]} {step.outputs[0]}\n" in capfd.readouterr().out
    assert not run(step, tmp_path)
    assert capfd.readouterr().out == "[1/1] 3a1: copy it: unchanged, skipped\n"

    step.inputs[0].write_text("[2]")
    assert run(step, tmp_path)
    assert json.loads(step.outputs[0].read_text()) == [2]
    assert not run(step, tmp_path)

    step.outputs[0].unlink()
    assert run(step, tmp_path)
    assert not run(step, tmp_path, "3a2")
    assert run(step, tmp_path, "3a1", "3a2")

    other = Step("3a1", "copy it", (*step.argv, "--compact"), step.inputs, step.outputs)
    assert run(other, tmp_path)


def test_a_failed_step_passes_its_exit_code_on_and_runs_again(step, tmp_path):
    step.inputs[0].write_text("not JSON")
    for _ in range(2):
        with pytest.raises(StepFailed, match="^3a1.copy it ended with exit code 1$") as failure:
            run(step, tmp_path)
        assert failure.value.code == 1


def test_a_step_that_did_not_write_what_it_should_is_an_error(step, tmp_path):
    promised = tmp_path / "promised.json"
    step = Step("3a1", "copy it", step.argv, step.inputs, (promised,))
    with pytest.raises(
        ValueError, match="3a1.copy it ended well but did not write .*promised.json"
    ):
        run(step, tmp_path)


def copy_step(source: Path, output: Path) -> Step:
    return Step(
        "3a1", f"make {output.stem}", (COPY, str(source), str(output)), (source,), (output,)
    )


def test_steps_wait_for_what_they_read(tmp_path):
    a, b, c, d = (tmp_path / f"{name}.json" for name in "abcd")
    a.write_text("[1]")
    steps = [copy_step(c, d), copy_step(b, c), copy_step(a, b)]
    runner = Runner(tmp_path / "run", frozenset(), Place())
    assert runner.run_all(steps) == 3
    assert json.loads(d.read_text()) == [1]
    assert Runner(tmp_path / "run", frozenset(), Place()).run_all(steps) == 0
    a.write_text("[2]")
    c.unlink()
    # b is made anew, so everything after it is too.
    assert Runner(tmp_path / "run", frozenset(), Place()).run_all(steps) == 3
    assert json.loads(d.read_text()) == [2]


def test_what_reads_the_output_of_a_failed_step_does_not_run(tmp_path):
    a, b, c, other = (tmp_path / f"{name}.json" for name in ("a", "b", "c", "other"))
    a.write_text("not JSON")
    c.write_text("[1]")
    steps = [copy_step(a, b), copy_step(b, tmp_path / "never.json"), copy_step(c, other)]
    with pytest.raises(StepFailed, match="3a1.make b ended with exit code 1"):
        Runner(tmp_path / "run", frozenset(), Place()).run_all(steps)
    assert not (tmp_path / "never.json").exists()


def train_step(tmp_path: Path, source: Path) -> Step:
    summary = tmp_path / "run" / "models" / "m" / "summary.json"
    argv = (COPY, str(source), str(summary))
    keeps = summary.parent
    return Step("3a1", "train m", argv, (source,), (summary,), keeps=keeps, resumes=True)


def test_a_model_of_other_inputs_is_moved_aside_and_an_interrupted_one_goes_on(tmp_path):
    source, models = tmp_path / "in.json", tmp_path / "run" / "models"
    source.write_text("not JSON")
    step = train_step(tmp_path, source)
    with pytest.raises(StepFailed):
        run(step, tmp_path)
    (models / "m").mkdir(parents=True)
    (models / "m" / "checkpoint").write_text("half way")
    with pytest.raises(StepFailed):
        run(step, tmp_path)  # the same command with the same inputs resumes
    assert (models / "m" / "checkpoint").read_text() == "half way"

    source.write_text("[1]")  # other inputs
    with pytest.raises(StepFailed):  # json.tool does not make the directory that train would
        run(step, tmp_path)
    assert (models / "m.old1" / "checkpoint").read_text() == "half way"
    assert not (models / "m").exists()


def test_free_settings_are_given_anew_to_what_was_made(tmp_path):
    source, output, model = tmp_path / "in.json", tmp_path / "out.json", tmp_path / "model"
    source.write_text("[1]")

    def train(rate: str, bar: str) -> Step:
        argv, given = (COPY, str(source), str(output)), {"settings": rate, "free_settings": bar}
        return Step("3a1", "train", argv, (source,), (output,), keeps=model, resumes=True, **given)

    assert run(train("rate 1", "bar 90"), tmp_path)
    model.mkdir()
    assert not run(train("rate 1", "bar 90"), tmp_path)
    assert run(train("rate 1", "bar 92"), tmp_path)  # which the command takes note of
    assert not run(train("rate 1", "bar 92"), tmp_path)
    assert model.exists()
    assert run(train("rate 2", "bar 92"), tmp_path)
    assert not model.exists() and (tmp_path / "model.old1").exists()


def test_what_does_not_resume_is_moved_aside_even_for_the_same_inputs(tmp_path):
    source, made = tmp_path / "in.json", tmp_path / "run" / "tokenizer"
    source.write_text("not JSON")
    argv = (COPY, str(source), str(made / "x"))
    step = Step("domain", "tokenizer", argv, (source,), (made,), keeps=made)
    made.mkdir(parents=True)
    (made / "old").write_text("of an earlier run")
    with pytest.raises(StepFailed):
        run(step, tmp_path)
    assert (made.with_name("tokenizer.old1") / "old").read_text() == "of an earlier run"
    assert not made.exists()


SECOND = Place(1, 2)


def test_the_second_process_waits_for_what_the_first_one_makes(step, tmp_path, capfd):
    second = Runner(tmp_path / "run", frozenset(), SECOND)
    with futures.ThreadPoolExecutor(1) as pool:
        waits = pool.submit(second.run, step)
        assert Runner(tmp_path / "run", frozenset(), Place(0, 2)).run(step)
        assert waits.result(timeout=60) is False
    assert json.loads(step.outputs[0].read_text()) == [1]
    assert capfd.readouterr().out.count(f"$ python -m {COPY}") == 1


def test_the_second_process_fails_as_the_first_one_does(step, tmp_path, monkeypatch):
    monkeypatch.setattr(steps, "_LOOK_SECONDS", 0.001)  # the failure stands only for a moment here
    step.inputs[0].write_text("not JSON")
    with pytest.raises(StepFailed):
        Runner(tmp_path / "run", frozenset(), Place(0, 2)).run(step)
    # what failed earlier is no answer
    second = Runner(tmp_path / "run", frozenset(), SECOND)
    with futures.ThreadPoolExecutor(1) as pool:
        waits = pool.submit(second.run, step)
        while not waits.done():
            with pytest.raises(StepFailed):
                Runner(tmp_path / "run", frozenset(), Place(0, 2)).run(step)
        with pytest.raises(StepFailed, match="^3a1.copy it ended with exit code 1$"):
            waits.result()


def test_all_processes_run_what_they_make_together_even_if_it_is_made(step, tmp_path):
    together = dataclasses.replace(step, on_all_hosts=True)
    for _ in range(2):
        for index in (0, 1):
            assert Runner(tmp_path / "run", frozenset(), Place(index, 2)).run(together)
    record = json.loads((tmp_path / "run" / "steps" / "3a1.copy_it.json").read_text())
    assert record["state"] == "done"


def test_a_step_that_a_signal_ended_counts_as_stopped_with_everything_saved(tmp_path):
    wait = "import os, signal; os.kill(os.getppid(), signal.SIGTERM); signal.pause()"
    step = Step("3a1", "wait", ("timeit", "-n1", "-r1", wait), (), (tmp_path / "never",))
    after = Step("3a1", "after", ("json.tool", "--help"), (), ())
    runner = Runner(tmp_path / "run", frozenset(), Place())
    with runner.stoppable():
        for each in (step, after):  # and no other one begins
            with pytest.raises(StepFailed, match="ended with exit code 75$"):
                runner.run(each)
    assert not (tmp_path / "run" / "steps" / "3a1.after.json").exists()
