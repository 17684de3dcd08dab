import importlib
import json
from pathlib import Path

import pytest
from ml_collections import ConfigDict

from configs import curriculum as config_file
from data_gen import generator
from mypt_jax import command, curriculum
from mypt_jax.curriculum import Curriculum, Runner, Step, StepFailed

# `python -m json.tool IN OUT` is a command that reads, writes, and can fail.
COPY = "json.tool"


@pytest.fixture
def step(tmp_path) -> Step:
    source, output = tmp_path / "in.json", tmp_path / "out.json"
    source.write_text("[1]")
    return Step("3a1", "copy it", (COPY, str(source), str(output)), (source,), (output,))


def run(step: Step, tmp_path: Path, *forced: str) -> bool:
    """Runs a step as a new start of the curriculum would; returns whether it ran."""
    return Runner(tmp_path / "run", frozenset(forced)).run(step)


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
    runner = Runner(tmp_path / "run", frozenset())
    assert runner.run_all(steps) == 3
    assert json.loads(d.read_text()) == [1]
    assert Runner(tmp_path / "run", frozenset()).run_all(steps) == 0
    a.write_text("[2]")
    c.unlink()
    # b is made anew, so everything after it is too.
    assert Runner(tmp_path / "run", frozenset()).run_all(steps) == 3
    assert json.loads(d.read_text()) == [2]


def test_what_reads_the_output_of_a_failed_step_does_not_run(tmp_path):
    a, b, c, other = (tmp_path / f"{name}.json" for name in ("a", "b", "c", "other"))
    a.write_text("not JSON")
    c.write_text("[1]")
    steps = [copy_step(a, b), copy_step(b, tmp_path / "never.json"), copy_step(c, other)]
    with pytest.raises(StepFailed, match="3a1.make b ended with exit code 1"):
        Runner(tmp_path / "run", frozenset()).run_all(steps)
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


def tiny(tmp_path: Path, preset: str = "tiny") -> Curriculum:
    config = config_file.get_config(preset)
    config.run_dir = str(tmp_path / "run")
    return Curriculum(config)


def all_steps(plan: Curriculum) -> list[Step]:
    steps = plan.data_steps() + plan.base_steps() + plan.prepare_steps()
    parent = plan.config.base_model
    for name in plan.config.stage_order:
        steps += plan.stage_steps(name, parent, 1, ())
        parent = plan.config.stages[name].model_name
    return steps


def test_the_stages_follow_each_other(tmp_path):
    steps = all_steps(tiny(tmp_path))
    trained = [step for step in steps if step.action.startswith("train ")]
    assert [step.stage for step in trained] == ["copy", "domain", "3a1", "3a2", "3a3", "3a4"]
    parents = [
        [a.split("=")[1] for a in step.argv if a.startswith("--init_from_model=")]
        for step in trained
    ]
    names = [step.action.removeprefix("train ") for step in trained]
    assert parents == [[], *([name] for name in names[:-1])]
    gates = [step.stage for step in steps if step.action.startswith("gate ")]
    assert gates == ["domain", "3a1", "3a2", "3a3", "3a4"]


def test_every_gate_prompt_is_excluded_from_all_data(tmp_path):
    plan = tiny(tmp_path)
    suites = {f"--exclude={plan.suite(s.stage, w)}" for s in plan.stages for w in ("dev", "final")}
    suites |= {f"--exclude=eval/handwritten/{stage.stage}.jsonl" for stage in plan.stages}
    prepared = [step for step in plan.prepare_steps() if "--kind=text" not in step.argv]
    assert len(prepared) == len(plan.stages) + 1
    for step in prepared:
        assert suites <= set(step.argv), step.name


@pytest.mark.parametrize("preset", ["tiny", "750m"])
def test_every_command_line_is_one_that_its_command_accepts(tmp_path, preset):
    steps = all_steps(tiny(tmp_path, preset))
    assert len(steps) > 20
    for step in steps:
        module = importlib.import_module(step.argv[0])
        define_flags = getattr(module, "define_flags", generator.define_flags)
        args = command.parse_flags(define_flags, step.argv[1:])
        if "replay_dir" in args:  # each source of the config, and no other, is given
            given = {entry.split("=")[0] for entry in args.replay_dir}
            assert {args.config.data.name, *given} == set(args.config.data.shares)
            assert args.config.stage == step.stage


def test_an_unknown_stage_to_start_from_is_refused(tmp_path):
    with pytest.raises(
        ValueError, match="--from=3a9: no such stage; choose one of domain, 3a1, 3a2"
    ):
        curriculum.run_curriculum(tiny(tmp_path).config, "3a9")


@pytest.mark.parametrize(
    ("regressions", "expected"),
    [
        ([], ("--config.data.passes=1.875",)),
        (["3a1/closed"], ("--config.data.shares.r=0.1667", "--config.data.shares.s=0.0833",
                          "--config.data.shares.p=0.75")),
    ],
)  # fmt: skip
def test_a_retry_raises_replay_after_a_regression_and_passes_otherwise(
    tmp_path, regressions, expected
):
    shares = {"p": 0.8, "r": 2 / 15, "s": 1 / 15}
    data = {"name": "p", "passes": 1.25, "shares": shares}
    (tmp_path / "config.json").write_text(json.dumps({"data": data}))
    (tmp_path / "gates" / "40-abc").mkdir(parents=True)
    result = tmp_path / "gates" / "40-abc" / "final.json"
    result.write_text(json.dumps({"regressions": regressions}))
    policy = ConfigDict({"retry_replay_points": 0.05, "retry_passes_factor": 1.5})
    assert curriculum.retry_overrides(policy, tmp_path) == expected


def test_what_depends_on_the_tokenizer_is_made_again_with_another_one(tmp_path):
    steps = tiny(tmp_path).data_steps()
    using = [s for s in steps if any(a.startswith("--tokenizer=") for a in s.argv)]
    assert [s.action for s in using] == [
        "generate copy",
        "generate format_lock",
        "generate 3a1_dev",
        "generate 3a1_final",
    ]
    assert all(tmp_path / "run" / "tokenizer" in step.inputs for step in using)
