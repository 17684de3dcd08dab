"""The copying start: a new model continues what it has seen before, and still is a model."""

import dataclasses

import jax
import numpy as np
import pytest

from configs.models import get_model
from mypt_jax.model.config import ConfigError, GPTConfig
from mypt_jax.model.gpt import create_model
from mypt_jax.model.sharding import make_mesh


def _config(**changes) -> GPTConfig:
    tiny = GPTConfig.from_dict(get_model("tiny").to_dict())
    return dataclasses.replace(tiny, **changes)


def _share_copied(config: GPTConfig) -> float:
    """Returns how often the second of two equal halves of random tokens is continued rightly."""
    rng = np.random.default_rng(0)
    half = rng.integers(20, 1000, (8, 24))
    tokens = np.concatenate([half, half], axis=1)
    mesh = make_mesh(data=8, fsdp=1, tensor=1)
    with jax.set_mesh(mesh):
        model = create_model(config, seed=0, mesh=mesh)
        positions = np.broadcast_to(np.arange(48), tokens.shape)
        logits = model(tokens, np.ones_like(tokens), positions)
    return float((np.asarray(logits)[:, 24:-1].argmax(-1) == tokens[:, 25:]).mean())


def test_a_new_model_copies_and_without_the_start_it_does_not():
    assert _share_copied(_config()) > 0.5
    assert _share_copied(_config(copying_start=False)) < 0.05


def test_another_seed_gives_other_weights():
    mesh = make_mesh(data=8, fsdp=1, tensor=1)
    with jax.set_mesh(mesh):
        first, second = (create_model(_config(), seed, mesh) for seed in (0, 1))
    assert not np.allclose(first.embedding[...], second.embedding[...])
    assert np.isfinite(np.asarray(first.embedding[...])).all()


@pytest.mark.parametrize(
    "changes",
    [
        {"num_layers": 1},
        {"rope_theta": 10_000.0},
        {"num_kv_heads": 2},
        {"position": "learned"},
        {"num_heads": 8, "num_kv_heads": 8, "head_dim": 16},
    ],
)
def test_sizes_that_cannot_hold_it_are_refused(changes):
    with pytest.raises(ConfigError, match="model.copying_start needs"):
        _config(**changes)
