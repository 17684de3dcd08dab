import dataclasses
import json
import math

import numpy as np
import pytest
from etils import epath

from configs import models
from mypt_jax import command, train
from mypt_jax.data.records import DatasetError
from mypt_jax.model.config import GPTConfig
from mypt_jax.training import preflight
from mypt_jax.training.preflight import Parent, PreflightError


@pytest.fixture
def parent(tmp_path, small_config) -> Parent:
    (tmp_path / "config.json").write_text(json.dumps({"gate": {"required": True}}))
    return Parent(
        model_dir=epath.Path(tmp_path),
        name="phase3a1",
        stage="3a1",
        step=40,
        hash="abcdef0123456789",
        metadata={"stage": "3a1", "model": small_config.to_dict(), "lineage": []},
    )


def write_verdict(parent, result):
    gate_dir = parent.model_dir / "gates" / "40-abcdef01"
    gate_dir.mkdir(parents=True)
    sets = {"dev": "passed", "final": "passed" if result.get("passed") else "failed"}
    (gate_dir / "dev.json").write_text(json.dumps({"sets": {"dev": "passed"}}))
    (gate_dir / "final.json").write_text(json.dumps({"sets": sets} | result))


def test_a_parent_of_the_right_stage_whose_gate_passed(parent):
    write_verdict(parent, {"passed": True, "stage": "3a1"})
    assert preflight.check_parent(parent, "3a1", "runs/x", False) == "passed"


@pytest.mark.parametrize(
    ("result", "verdict"),
    [
        (None, "missing"),
        ({"passed": False, "stage": "3a1"}, "failed"),
        ({"passed": "yes", "stage": "3a1"}, "failed"),
        ({"passed": True, "stage": "3a2"}, "failed"),
        ({"stage": "3a1"}, "failed"),
    ],
)
def test_a_gate_that_did_not_pass_names_the_command(parent, result, verdict):
    if result is not None:
        write_verdict(parent, result)
    command = "python -m eval.gate --model=phase3a1 --stage=3a1 --run_dir=runs/x"
    with pytest.raises(PreflightError, match=f"is {verdict}.*\n    {command}\n"):
        preflight.check_parent(parent, "3a1", "runs/x", False)
    assert preflight.check_parent(parent, "3a1", "runs/x", True) == verdict


def test_a_gate_of_another_step_does_not_count(parent):
    write_verdict(parent, {"passed": True, "stage": "3a1"})
    other = dataclasses.replace(parent, step=60)
    with pytest.raises(PreflightError, match="is missing"):
        preflight.check_parent(other, "3a1", "runs/x", False)


def test_a_stage_may_do_without_a_gate(parent):
    (parent.model_dir / "config.json").write_text(json.dumps({"gate": {"required": False}}))
    assert preflight.check_parent(parent, "3a1", "runs/x", False) == "not required"


def test_the_wrong_parent_is_refused_even_with_the_flag(parent):
    with pytest.raises(
        PreflightError, match="needs a parent of stage '3a2', but .* of stage '3a1'"
    ):
        preflight.check_parent(parent, "3a2", "runs/x", True)
    with pytest.raises(PreflightError, match="needs no parent"):
        preflight.check_parent(parent, "none", "runs/x", True)
    with pytest.raises(PreflightError, match="--init_from_model=MODEL"):
        preflight.check_parent(None, "3a1", "runs/x", True)
    assert preflight.check_parent(None, "none", "runs/x", False) == "not required"


def test_a_parent_with_other_sizes_is_refused(small_config):
    free = dataclasses.replace(small_config, dropout=0.1, remat="full", max_seq_len=256)
    preflight.check_same_shape(small_config, free)
    wider = dataclasses.replace(small_config, ffw_dim=32)
    with pytest.raises(PreflightError, match="model.ffw_dim: parent 24, config 32"):
        preflight.check_same_shape(small_config, wider)
    learned = dataclasses.replace(small_config, position="learned")
    longer = dataclasses.replace(learned, max_seq_len=256)
    with pytest.raises(PreflightError, match="model.max_seq_len: parent 128, config 256"):
        preflight.check_same_shape(learned, longer)


def test_the_flags_of_the_refusal_make_a_stage_of_the_parent_s_sizes():
    given = models.get_model("smollm2_135m").to_dict()
    scaled = {"rope_scaling": "llama3", "rope_factor": 8.0, "rope_original_len": 2048}
    parent = GPTConfig.from_dict(given | scaled | {"num_layers": 16, "tie_embeddings": False})
    line = ["--config=configs/phase3a1_format_lock.py:750m", "--model_name=m", "--dataset_dir=d"]

    def child(*flags: str) -> GPTConfig:
        args = command.parse_flags(train.define_flags, [*line, *flags])
        return GPTConfig.from_dict(args.config.model.to_dict())

    with pytest.raises(PreflightError, match="no preset has its sizes, give them: ") as refused:
        preflight.check_same_shape(parent, child())
    flags = str(refused.value).split("give them: ")[1].split(" ")
    assert {"--config.model.num_layers=16", "--config.model.rope_scaling=llama3"} <= set(flags)
    preflight.check_same_shape(parent, child(*flags))


def test_data_of_another_tokenizer_format_or_kind_is_refused(run_dir, tokenizer, tmp_path):
    say = run_dir / "data" / "say"
    preflight.check_datasets({"say": say}, tokenizer, "episodes")
    with pytest.raises(DatasetError, match="kind 'text', but kind 'episodes' is needed"):
        preflight.check_datasets({"t": run_dir / "data" / "text"}, tokenizer, "episodes")
    manifest = json.loads((say / "manifest.json").read_text())
    for key, message in (("tokenizer_hash", "another tokenizer"), ("format_hash", "renderer")):
        changed = epath.Path(tmp_path) / key
        changed.mkdir()
        (changed / "manifest.json").write_text(json.dumps(manifest | {key: "0" * 64}))
        with pytest.raises(DatasetError, match=message):
            preflight.check_datasets({"say": changed}, tokenizer, "episodes")


def test_a_model_needs_a_row_for_every_token(tokenizer):
    preflight.check_vocabulary(tokenizer, tokenizer.vocab_size)
    with pytest.raises(PreflightError, match="Set config.model.vocab_size to at least"):
        preflight.check_vocabulary(tokenizer, tokenizer.vocab_size - 1)


def batch(segments: list[int], weights: list[float]) -> dict[str, np.ndarray]:
    return {"segment_ids": np.array([segments]), "target_weights": np.array([weights])}


def test_masks_of_zeros_or_ones_are_refused():
    preflight.check_masks(batch([1, 1, 1, 0], [1.0, 0.0]), "episodes")
    with pytest.raises(PreflightError, match="no token of the first step is trained"):
        preflight.check_masks(batch([1, 1, 1, 0], [0.0, 0.0]), "episodes")
    everything = batch([1, 1, 1, 0], [1.0, 0.5, 0.5])
    with pytest.raises(PreflightError, match="all 3 tokens of the first step are trained"):
        preflight.check_masks(everything, "episodes")
    preflight.check_masks(everything, "text")


def test_a_run_too_short_to_learn_says_what_would_help():
    preflight.check_length(30, 30, passes=1.0, rows=16)
    with pytest.raises(PreflightError) as error:
        preflight.check_length(12, 30, passes=1.25, rows=16)
    text = str(error.value)
    assert "the run has 12 steps, at least 30 are needed" in text
    assert "Use 3 times as many episodes" in text
    assert "--config.data.passes=3.2" in text
    assert "--config.data.rows_per_step=6" in text


def test_rows_must_divide_over_devices_and_microbatches():
    preflight.check_rows(16, microbatches=2, data_devices=8)
    with pytest.raises(PreflightError, match="rows_per_step is 8; it must be a multiple of"):
        preflight.check_rows(8, microbatches=2, data_devices=8)


@pytest.mark.parametrize(
    ("loss", "from_scratch", "diagnosis"),
    [
        (7.0, True, None),
        (8.5, True, "The initialisation of config.model is off"),
        (4.0, True, "The initialisation of config.model is off"),
        (3.5, False, None),
        (10.1, False, "far worse than guessing. Most likely the parent was trained with another"),
        (math.nan, False, "the weights are broken"),
        (math.inf, True, "the weights are broken"),
    ],
)
def test_the_first_loss_is_compared_with_chance(loss, from_scratch, diagnosis):
    figures = {"content_loss": loss, "tag_loss": 15.0}
    if diagnosis is None:
        assert preflight.check_initial_loss(figures, 1024, from_scratch) == []
    else:
        with pytest.raises(PreflightError, match=diagnosis):
            preflight.check_initial_loss(figures, 1024, from_scratch)


def test_a_parent_that_is_sure_of_something_else_is_a_warning():
    [warning] = preflight.check_initial_loss({"content_loss": 7.5}, 1024, False)
    assert "7.50, chance is ln(1024) = 6.93" in warning


def test_the_first_loss_is_shown_with_tags_apart():
    figures = {"content_loss": 4.213, "tag_loss": 9.8}
    assert preflight.describe_loss(figures, 1024) == "content 4.21, tags 9.80, chance 6.93"
    assert preflight.describe_loss({"content_loss": 6.9}, 1024) == "content 6.90, chance 6.93"
