import ast
import importlib
import pathlib

import jax
import jax.numpy as jnp
import pytest

from configs import common, models
from mypt_jax.config import ConfigError, Settings, differences, render
from mypt_jax.model.config import GPTConfig
from mypt_jax.model.sharding import make_mesh
from mypt_jax.training import checkpoint
from mypt_jax.training.optimizer import make_optimizer
from mypt_jax.training.stage import read_stage
from mypt_jax.training.state import TrainState
from mypt_jax.training.step import make_train_step

SFT = (
    "phase3a1_format_lock",
    "phase3a2_minimal_qa",
    "phase3a3_tasks",
    "phase3a4_structured_output",
)
STAGES = ("copy_warmup", "domain_base", *SFT)


def load(name: str, preset: str):
    return importlib.import_module(f"configs.{name}").get_config(preset)


@pytest.mark.parametrize("preset", ["tiny", "750m"])
@pytest.mark.parametrize("name", STAGES)
def test_every_stage_and_preset_is_read_to_the_last_key(name, preset):
    stage = read_stage(load(name, preset).to_dict())
    assert stage.mixture.primary in stage.mixture.names


@pytest.mark.parametrize("name", SFT)
def test_a_pretrained_model_is_adapted_with_its_weights_frozen(name):
    stage = read_stage(load(name, "smollm2_135m").to_dict())
    assert stage.lora == {"rank": 16, "alpha": 16.0, "targets": ".*"}
    assert not stage.optimizer["muon"] and not stage.optimizer["damp_rare_tokens"]
    assert (stage.model.num_heads, stage.model.num_kv_heads) == (9, 3)


def test_stages_follow_each_other():
    links = [(load(n, "tiny").stage, load(n, "tiny").parent_stage) for n in STAGES]
    assert links == [
        ("copy", "none"),
        ("domain", "copy"),
        ("3a1", "domain"),
        ("3a2", "3a1"),
        ("3a3", "3a2"),
        ("3a4", "3a3"),
    ]


def test_the_750m_stages_have_the_hyperparameters_of_the_original_runs():
    rates, shares = [], []
    for name in SFT:
        config = load(name, "750m")
        optimizer = config.optimizer
        assert (optimizer.b1, optimizer.b2) == (0.9, 0.95)
        assert (optimizer.weight_decay, optimizer.clip_norm) == (0.05, 1.0)
        assert 0.05 <= config.model.dropout <= 0.1
        assert 2 <= config.data.passes <= 3.5
        rates.append(optimizer.learning_rate)
        shares.append(config.data.shares.to_dict())
    assert rates == [7e-5, 5e-5, 3e-5, 1.5e-5]
    assert shares == [
        {"format_lock": 1.0},
        {"minimal_qa": 0.8, "format_lock": 0.2},
        {"tasks": 0.7, "minimal_qa": 0.2, "format_lock": 0.1},
        {"structured": 0.7, "tasks": 0.2, "gold": 0.1},
    ]


def test_the_presets_have_the_sizes_that_they_name():
    sizes = {
        p: GPTConfig.from_dict(models.get_model(p).to_dict()).num_params() for p in models.PRESETS
    }
    assert sizes == {"tiny": 1_791_360, "smollm2_135m": 134_551_872, "750m": 698_860_800}


def test_750m_steps_have_finite_shapes_by_abstract_evaluation():
    """One update on 750m shapes: nothing is allocated, every array keeps its shape and type."""
    config = GPTConfig.from_dict(models.get_model("750m").to_dict())
    settings = load("phase3a1_format_lock", "750m").optimizer.to_dict()
    del settings["microbatches"]
    mesh = make_mesh(data=8, fsdp=1, tensor=1)
    with jax.set_mesh(mesh):
        graphdef, params = checkpoint.abstract_model(config, mesh)
        tx, rates = make_optimizer(**settings, num_steps=60, params=params)
        state = TrainState(
            params, jax.eval_shape(tx.init, params), jax.ShapeDtypeStruct((), jnp.int32)
        )
        shapes = {
            **dict.fromkeys(("inputs", "segment_ids", "positions"), ((8, 256), jnp.int32)),
            **dict.fromkeys(("target_positions", "targets"), ((8, 128), jnp.int32)),
            "target_weights": ((8, 128), jnp.float32),
        }
        batch = {name: jax.ShapeDtypeStruct(*shape) for name, shape in shapes.items()}
        step = make_train_step(graphdef, tx, num_microbatches=1, seed=0)
        new_state, figures = jax.eval_shape(step, state, batch)
    before = [(leaf.shape, leaf.dtype) for leaf in jax.tree.leaves(state)]
    assert [(leaf.shape, leaf.dtype) for leaf in jax.tree.leaves(new_state)] == before
    assert figures["loss_sum"].dtype == jnp.float32
    assert (figures["loss_sum"].shape, figures["grad_norm"].shape) == ((), ())
    assert [float(rates(step)) for step in (0, 9, 59)] == pytest.approx([7e-6, 7e-5, 7e-6])


@pytest.mark.parametrize("name", ["common", "models", *STAGES])
def test_configs_import_only_ml_collections_and_each_other(name):
    tree = ast.parse(pathlib.Path(f"configs/{name}.py").read_text())
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
        if isinstance(node, ast.Import):
            imported.update(alias.name.split(".")[0] for alias in node.names)
    assert imported <= {"ml_collections", "configs"}


def test_an_unknown_preset_names_the_known_ones():
    with pytest.raises(ValueError, match="no preset 'huge'; there are: tiny, smollm2_135m, 750m"):
        common.get_config("huge")


def test_a_key_that_does_not_exist_is_refused_with_a_suggestion():
    config = load("phase3a1_format_lock", "tiny")
    with pytest.raises(AttributeError, match='Did you mean "passes"'):
        config.data.pases = 2.0


def changed(**values) -> dict:
    """A stage's config with "section.key" values replaced, as a user's own file might."""
    config = load("phase3a2_minimal_qa", "tiny").to_dict()
    for path, value in values.items():
        section, _, key = path.rpartition("__")
        target = config[section] if section else config
        target[key] = value
    return config


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"data__max_seq_len": None}, "config.data.max_seq_len has no value. Set it in"),
        ({"stage": None}, "config.stage has no value"),
        ({"data__rows_per_step": True}, "config.data.rows_per_step is True, it must be a whole"),
        ({"data__rows_per_step": 0}, "config.data.rows_per_step is 0, it must be at least 1"),
        (
            {"data__kind": "txt"},
            "config.data.kind is 'txt', which is not known. Did you mean 'text'",
        ),
        ({"data__pases": 2.0}, "these keys have no effect, remove them: config.data.pases"),
        ({"notes": "x"}, "no effect, remove them: config.notes"),
        ({"model__num_layer": 4}, "model.num_layer is not a setting of the model. Did you mean"),
        ({"data__name": "minimal_q"}, "not a key of config.data.shares. Did you mean 'minimal_qa'"),
        ({"data__max_seq_len": 600}, "more than config.model.max_seq_len 512"),
        ({"gate__format_slack": 3.0}, "config.gate.format_slack is 3, it must be from 0 to 2"),
        ({"data__shares": {"minimal_qa": 0.8, "format_lock": 0.3}}, "shares sum to 1.1, not to 1"),
    ],
)
def test_bad_values_are_named_with_the_remedy(values, message):
    with pytest.raises(ValueError, match=message):
        read_stage(changed(**values))


def test_a_missing_key_is_named_with_the_closest_one():
    config = load("phase3a1_format_lock", "tiny").to_dict()
    config["train"]["log_evry"] = config["train"].pop("log_every")
    with pytest.raises(
        ConfigError, match="config.train.log_every is missing. Did you mean 'log_evry'"
    ):
        read_stage(config)


def test_settings_report_every_key_that_nobody_read():
    settings = Settings({"a": 1, "b": {"c": 2.0, "d": "x"}, "e": {"f": 1}})
    assert (settings.integer("a"), settings.section("b").number("c")) == (1, 2.0)
    with pytest.raises(ConfigError, match="remove them: config.b.d, config.e"):
        settings.check_all_used()


def test_differences_name_every_changed_value():
    old = {"seed": 0, "data": {"passes": 1.0, "rows": 8}}
    new = {"seed": 1, "data": {"passes": 1.0, "kind": "text"}}
    assert differences(old, new) == [
        "config.data.kind: nothing before, text now",
        "config.data.rows: 8 before, nothing now",
        "config.seed: 0 before, 1 now",
    ]


def test_the_effective_config_is_printed_one_key_a_line():
    assert render({"seed": 0, "data": {"name": "x"}}) == 'config.seed = 0\nconfig.data.name = "x"'
