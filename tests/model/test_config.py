import dataclasses

import pytest

from configs.models import get_model
from mypt_jax.model.config import ConfigError, GPTConfig
from tests.model.networks import LLAMA, ORIGINAL


def preset(name: str) -> GPTConfig:
    return GPTConfig.from_dict(get_model(name).to_dict())


def test_presets_have_the_documented_size():
    assert preset("tiny").num_params() == 1_791_360
    assert preset("750m").num_params() == 698_860_800


def test_flops_of_a_step_by_hand():
    # one layer: 2*4*4 + 2*4*4 attention, 3*4*8 ffw, 2*4 norms = 168 parameters
    config = GPTConfig(
        vocab_size=10,
        num_layers=1,
        embed_dim=4,
        num_heads=2,
        num_kv_heads=2,
        head_dim=2,
        ffw_dim=8,
        max_seq_len=8,
    )
    # 6 * 168 * 16 tokens, 6 * 10 * 4 * 5 places, 12 * 1 * 4 * (8 / 2) * 16 tokens
    assert config.step_flops(num_tokens=16, num_targets=5, seq_len=8) == 16128 + 1200 + 3072


@pytest.mark.parametrize("config", [LLAMA, ORIGINAL])
def test_dict_round_trip(config):
    assert GPTConfig.from_dict(config.to_dict()) == config


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"num_layers": 0}, "model.num_layers is 0; it must be an integer of 1 or more."),
        ({"embed_dim": 16.0}, "model.embed_dim is 16.0"),
        ({"vocab_size": True}, "model.vocab_size is True"),
        ({"norm": "batchnorm"}, "model.norm is 'batchnorm'; choose one of rmsnorm, layernorm."),
        ({"attention": "flash"}, "choose one of xla, splash, cudnn"),
        ({"num_kv_heads": 3}, "model.num_heads 4 is not a multiple of model.num_kv_heads 3"),
        ({"head_dim": 5}, "model.head_dim is 5; rope rotates pairs"),
        ({"rope_scaling": "dynamic"}, "model.rope_scaling is 'dynamic'; choose one of"),
        ({"rope_factor": 0.5}, "model.rope_factor is 0.5; it must be 1 or more"),
        ({"rope_scaling": "yarn"}, "needs a rope_original_len of 1 or more .it is 0"),
        ({"dropout": 1.0}, "model.dropout is 1.0"),
        ({"norm_eps": 0.0}, "model.norm_eps"),
        ({"logits_chunk": -1}, "model.logits_chunk is -1"),
    ],
)
def test_impossible_settings_are_refused(changes, message):
    with pytest.raises(ConfigError, match=message.replace("[", r"\[")):
        dataclasses.replace(LLAMA, **changes)


def test_an_unknown_key_is_refused_with_a_suggestion():
    values = LLAMA.to_dict() | {"num_layer": 3}
    with pytest.raises(ConfigError, match="model.num_layer is not .* Did you mean 'num_layers'"):
        GPTConfig.from_dict(values)


def test_a_missing_size_is_refused():
    values = LLAMA.to_dict()
    del values["ffw_dim"]
    with pytest.raises(ConfigError, match="without a value: ffw_dim"):
        GPTConfig.from_dict(values)
