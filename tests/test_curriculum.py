import importlib
import json
import os
import re
from pathlib import Path

import pytest
from etils import epath

from configs import curriculum as config_file
from data_gen import generator
from mypt_jax import command, curriculum, prepare, train
from mypt_jax.config import ConfigError
from mypt_jax.curriculum import Curriculum
from mypt_jax.steps import Step


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


@pytest.mark.parametrize("preset", ["tiny", "smollm2_135m", "750m"])
def test_a_record_that_a_stage_cannot_pack_is_refused_when_data_are_prepared(tmp_path, preset):
    steps = all_steps(tiny(tmp_path, preset))
    rows: dict[str, list[int]] = {}  # tokens in a row, of every training on a data set
    for step in steps:
        if step.argv[0] == "mypt_jax.train":
            args = command.parse_flags(train.define_flags, step.argv[1:])
            replayed = [entry.split("=")[1] for entry in args.replay_dir]
            for folder in (args.dataset_dir, *replayed):
                rows.setdefault(folder, []).append(args.config.data.max_seq_len)
    prepared = [step for step in steps if step.argv[0] == "mypt_jax.prepare"]
    of_episodes = [step for step in prepared if "--kind=text" not in step.argv]
    assert len(of_episodes) == 5
    for step in of_episodes:
        args = command.parse_flags(prepare.define_flags, step.argv[1:])
        assert args.max_seq_len == min(rows[args.output])


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


def test_flags_for_every_training_come_from_the_command_line(tmp_path):
    line = "--config.train_flags=('--config.mesh.fsdp=8', '--config.train.num_evals=20')"
    args = command.parse_flags(
        curriculum.define_flags, ["--config=configs/curriculum.py:750m", line]
    )
    trained = [step for step in all_steps(Curriculum(args.config)) if "mypt_jax.train" in step.argv]
    assert len(trained) == 4
    for step in trained:
        stage = command.parse_flags(train.define_flags, step.argv[1:]).config
        assert (stage.mesh.fsdp, stage.train.num_evals) == (8, 20)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("max_atempts", 5, "have no effect, remove them: config.max_atempts"),
        ("stages.tasks.epsodes", 5, "have no effect, remove them: config.stages.tasks.epsodes"),
        ("max_attempts", 0, "config.max_attempts is 0, it must be at least 1"),
        ("stages.tasks.episodes", "many", "config.stages.tasks.episodes is 'many', it must be a"),
        ("stages.tasks.options", "--clauses", "options is '--clauses', it must be a list of texts"),
        ("val_split", 5.0, "config.val_split is 5, it must be from 0 to 0.5"),
        ("stage_order", ("task",), "stage_order has 'task', not in config.stages. Did you mean"),
    ],
)
def test_a_key_that_says_nothing_or_too_much_is_refused(key, value, message):
    config = config_file.get_config("tiny")
    *path, name = key.split(".")
    place = config
    for part in path:
        place = place[part]
    with place.ignore_type():
        place[name] = value
    with pytest.raises(ConfigError, match=re.escape(message)):
        Curriculum(config)


def test_data_are_prepared_again_by_other_code(tmp_path):
    for step in tiny(tmp_path).prepare_steps():
        code = {"mypt_jax/conversation", "mypt_jax/data", "mypt_jax/prepare.py"}
        assert code <= {str(path) for path in step.inputs}, step.name


def test_a_training_is_another_one_by_its_settings_and_not_by_its_bars(tmp_path):
    plan = tiny(tmp_path)
    first = plan.stage_steps("tasks", "parent", 1, ())[0]
    plan.config.train_flags = ("--config.gate.max_points_unseen=4.0", "--config.mesh.data=1")
    judged = plan.stage_steps("tasks", "parent", 1, ())[0]
    assert judged.settings == first.settings and judged.free_settings != first.free_settings
    trained = plan.stage_steps("tasks", "parent", 1, ("--config.data.passes=1.5",))[0]
    assert trained.settings != first.settings
    assert not [path for path in first.inputs if str(path).startswith("configs")]


def test_a_base_that_can_chat_is_asked_before_and_after(tmp_path):
    assert tiny(tmp_path).knowledge_steps("last") == []
    plan = tiny(tmp_path, "smollm2_135m")
    before, after, compare = plan.knowledge_steps("last")
    assert before.argv[:2] == ("mypt_jax.generate", "--model=smollm2") and "--chatml" in before.argv
    assert after.argv[1] == "--model=last" and "--chatml" not in after.argv
    assert "--most_lost=10.0" in compare.argv
    assert {*before.outputs, *after.outputs} <= {*compare.inputs}
    for step in (before, after, compare):
        define_flags = importlib.import_module(step.argv[0]).define_flags
        assert command.parse_flags(define_flags, step.argv[1:])


def test_an_unknown_stage_to_start_from_is_refused(tmp_path):
    with pytest.raises(
        ValueError, match="--from=3a9: no such stage; choose one of domain, 3a1, 3a2"
    ):
        curriculum.run_curriculum(tiny(tmp_path).config, "3a9")


@pytest.mark.parametrize("flags", [["--config.data.passes=1.875"], []])
def test_a_retry_takes_what_the_last_gate_advises(tmp_path, flags):
    gate = tmp_path / "gates" / "40-abc"
    gate.mkdir(parents=True)
    for seconds, (name, advice) in enumerate({"final": flags, "dev": ["--config.seed=1"]}.items()):
        (gate / f"{name}.json").write_text(json.dumps({"retry": advice}))
        os.utime(gate / f"{name}.json", (0, 9 - seconds))
    assert curriculum.stored_overrides(epath.Path(tmp_path)) == tuple(flags)


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
