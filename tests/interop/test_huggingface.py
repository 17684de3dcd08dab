"""Models of transformers: equal logits after the import, and clear errors."""

import json

import jax.numpy as jnp
import numpy as np
import pytest
import torch
import transformers
from etils import epath
from safetensors.numpy import load_file, save_file

from mypt_jax import convert
from mypt_jax.conversation import tags
from mypt_jax.conversation.tokenizer import TokenizerError
from mypt_jax.interop.huggingface import llama_config, read_huggingface
from mypt_jax.interop.imported import ImportFailed, write_model
from mypt_jax.training.checkpoint import load_model
from tests.interop.byte_pairs import train

SIZES = dict(
    vocab_size=320,
    hidden_size=32,
    intermediate_size=48,
    num_hidden_layers=3,
    num_attention_heads=4,
    max_position_embeddings=128,
    initializer_range=0.3,
)
LLAMA3 = {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
          "original_max_position_embeddings": 32, "rope_theta": 500.0}  # fmt: skip
YARN = {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32,
        "rope_theta": 1000.0}  # fmt: skip
KINDS = {
    "untied": {"num_key_value_heads": 4},
    "tied, grouped, wide heads": {
        "num_key_value_heads": 2, "tie_word_embeddings": True, "head_dim": 12,
        "rope_parameters": {"rope_type": "default", "rope_theta": 77.0},
    },
    "biases, llama3": {
        "num_key_value_heads": 1, "attention_bias": True, "mlp_bias": True,
        "rope_parameters": LLAMA3,
    },
    "linear": {"rope_parameters": {"rope_type": "linear", "factor": 3.0, "rope_theta": 1e4}},
    "yarn": {"rms_norm_eps": 1e-3, "rope_parameters": YARN},
}  # fmt: skip


def save(directory, shard_size="1GB", **changes):
    """Writes a random model of transformers with a tokenizer, and returns it."""
    torch.manual_seed(0)
    model = transformers.LlamaForCausalLM(transformers.LlamaConfig(**SIZES | changes)).eval()
    with torch.no_grad():
        for weight in model.parameters():
            if weight.ndim == 1:  # norms and biases that are one and zero would test nothing
                weight += 0.2 * torch.randn_like(weight)
    model.save_pretrained(directory, max_shard_size=shard_size)
    train().save(str(directory / "tokenizer.json"))
    return model


def logits_of(loaded, ids: list[int]) -> np.ndarray:
    inputs = jnp.array([ids])
    return np.asarray(loaded.model(inputs, jnp.ones_like(inputs), jnp.arange(len(ids))[None])[0])


@pytest.mark.parametrize("kind", KINDS)
def test_logits_equal_those_of_transformers(tmp_path, kind):
    source = save(tmp_path, **KINDS[kind])
    write_model(read_huggingface(tmp_path), epath.Path(tmp_path) / "models" / "small")
    loaded = load_model(epath.Path(tmp_path) / "models" / "small")
    assert loaded.model.config.vocab_size == 384  # 320, 8 tags and padding, in 64s
    for seed in range(3):
        ids = np.random.default_rng(seed).integers(0, 320, 50).tolist()
        with torch.no_grad():
            expected = source(torch.tensor([ids])).logits[0].numpy()
        np.testing.assert_allclose(logits_of(loaded, ids)[:, :320], expected, atol=1e-4)


def test_shards_give_the_same_weights(tmp_path):
    for name, size in (("whole", "1GB"), ("parts", "20KB")):
        (tmp_path / name).mkdir()
        save(tmp_path / name, size)
    assert len(list((tmp_path / "parts").glob("*.safetensors"))) > 2
    whole, parts = (read_huggingface(tmp_path / name) for name in ("whole", "parts"))
    np.testing.assert_array_equal(
        whole.params["blocks"]["ffw_up"]["kernel"], parts.params["blocks"]["ffw_up"]["kernel"]
    )
    [second] = (tmp_path / "parts").glob("model-00002-of-*.safetensors")
    second.rename(tmp_path / "away")
    with pytest.raises(ImportFailed, match=f"{second.name} is missing"):
        read_huggingface(tmp_path / "parts")


def test_a_tag_starts_as_the_mean_of_related_tokens_and_other_rows_as_that_of_all(tmp_path):
    save(tmp_path)
    imported = read_huggingface(tmp_path)
    rows, tokenizer = imported.params["embedding"], imported.tokenizer
    related = tokenizer.encode(tags.RELATED_TEXT[tags.USER])
    np.testing.assert_allclose(
        rows[tokenizer.tag_ids[tags.USER]], rows[related].mean(axis=0), atol=1e-6
    )
    np.testing.assert_allclose(rows[tokenizer.pad_id], rows[:320].mean(axis=0), atol=1e-6)
    np.testing.assert_allclose(rows[-1], rows[:320].mean(axis=0), atol=1e-6)
    head = imported.params["head"]["kernel"]
    np.testing.assert_allclose(head[:, -1], head[:, :320].mean(axis=1), atol=1e-6)


def test_bfloat16_weights_are_read_exactly(tmp_path):
    model = save(tmp_path).to(torch.bfloat16)
    model.save_pretrained(tmp_path)
    embedding = read_huggingface(tmp_path).params["embedding"][:320]
    np.testing.assert_array_equal(embedding, model.model.embed_tokens.weight.detach().float())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"model_type": "gpt2"}, "model_type is 'gpt2'; only 'llama'"),
        ({"hidden_act": "gelu"}, "hidden_act is 'gelu'; only 'silu'"),
        ({"partial_rotary_factor": 0.5}, "partial_rotary_factor is 0.5; heads are rotated whole"),
        (
            {"rope_parameters": {"rope_type": "default", "partial_rotary_factor": 0.25}},
            "partial_rotary_factor is 0.25; heads are rotated whole",
        ),
        ({"hidden_size": None}, "hidden_size is None; it must be an integer of 1 or more"),
        ({"rope_parameters": {"rope_type": "dynamic", "factor": 2.0}}, "'dynamic' is unknown"),
        ({"rope_parameters": YARN | {"mscale": 2.0}}, r"yarn with \['mscale'\] is unknown"),
    ],
)
def test_a_network_that_is_not_ours_is_refused(change, message):
    values = transformers.LlamaConfig(**SIZES).to_dict() | {"model_type": "llama"} | change
    with pytest.raises(ImportFailed, match=message):
        llama_config(values)


LLAMA3_WITHOUT_LOW = {name: value for name, value in LLAMA3.items() if "low" not in name}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"num_attention_heads": 0}, "num_attention_heads is 0; it must be an integer of 1"),
        ({"num_hidden_layers": True}, "num_hidden_layers is True; it must be an integer of 1"),
        ({"num_key_value_heads": "x"}, "num_key_value_heads is 'x'; it must be an integer of 1"),
        ({"num_key_value_heads": 3}, "num_heads 4 is not a multiple of model.num_kv_heads 3"),
        ({"rms_norm_eps": None}, "rms_norm_eps is None; it must be a finite number above 0"),
        ({"rms_norm_eps": float("nan")}, "rms_norm_eps is nan; it must be a finite number above"),
        ({"rope_parameters": "x"}, "rope_parameters is 'x'; it must be an object or null"),
        (
            {"rope_parameters": None, "rope_scaling": "x"},
            "rope_scaling is 'x'; it must be an object or null",
        ),
        (
            {"rope_parameters": LLAMA3_WITHOUT_LOW},
            "low_freq_factor is None; it must be a finite number above 0",
        ),
        (
            {"rope_parameters": YARN | {"factor": None}},
            "factor is None; it must be a finite number above 0",
        ),
        ({"rope_parameters": YARN | {"factor": 0.5}}, "model.rope_factor is 0.5; it must be 1 or"),
        (
            {"rope_parameters": YARN | {"original_max_position_embeddings": "x"}},
            "original_max_position_embeddings is 'x'; it must be an integer of 1 or more",
        ),
    ],
)
def test_a_damaged_setting_is_named_with_its_file_and_what_it_must_be(tmp_path, change, message):
    save(tmp_path)
    path = tmp_path / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(ImportFailed, match=f"{path}: .*{message}"):
        read_huggingface(tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("config.json", "{", "not JSON"),
        ("config.json", "[]", "holds a list; it must be a JSON object"),
        ("model.safetensors.index.json", "{", "not JSON"),
        ("model.safetensors.index.json", "{}", "weight_map is None; it must be an object"),
        (
            "model.safetensors.index.json",
            '{"weight_map": {"lm_head.weight": 1}}',
            r"weight_map is \{'lm_head.weight': 1\}; it must be an object",
        ),
    ],
)
def test_a_damaged_file_is_named(tmp_path, name, text, message):
    save(tmp_path, "20KB")
    (tmp_path / name).write_text(text)
    with pytest.raises(ImportFailed, match=f"{tmp_path / name}: {message}"):
        read_huggingface(tmp_path)


def break_weights(directory, change):
    weights = load_file(directory / "model.safetensors")
    change(weights)
    save_file(weights, directory / "model.safetensors")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda w: w.pop("model.norm.weight"), "model.norm.weight: not among the weights"),
        (lambda w: w.update({"model.norm.weight": np.ones(5)}), r"shape \(5,\), but .* \(32,\)"),
        (lambda w: w.update({"model.extra": np.ones(5)}), "model.extra: a weight that no Llama"),
    ],
)
def test_weights_that_do_not_fit_are_refused(tmp_path, change, message):
    save(tmp_path)
    break_weights(tmp_path, change)
    with pytest.raises(ImportFailed, match=message):
        read_huggingface(tmp_path)


def test_damaged_and_missing_files_are_refused_and_leave_nothing(tmp_path, capsys):
    folder, run_dir = tmp_path / "hf", tmp_path / "run"
    folder.mkdir()
    save(folder)
    arguments = ["hf_to_mypt", f"--input={folder}", "--output=small", f"--run_dir={run_dir}"]
    whole = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(whole[:-100])
    assert convert.main(arguments) == 1
    assert "not a whole safetensors file" in capsys.readouterr().err
    (folder / "model.safetensors").unlink()
    assert convert.main(arguments) == 1
    assert "neither model.safetensors nor" in capsys.readouterr().err
    assert not run_dir.exists()
    (folder / "model.safetensors").write_bytes(whole)
    assert convert.main(arguments) == 0
    assert "models/small: 0.1M parameters, 3 layers of width 32" in capsys.readouterr().out
    assert convert.main(arguments) == 1
    assert "exists. Choose another --output" in capsys.readouterr().err
    arguments[2] = "--output=gs://bucket/small"
    assert convert.main(arguments) == 2
    assert "--output=gs://bucket/small: give a name for" in capsys.readouterr().err
    assert sorted(path.name for path in (run_dir / "models").iterdir()) == ["small"]


def test_a_tokenizer_that_does_not_fit_is_refused(tmp_path):
    save(tmp_path)
    train(400).save(str(tmp_path / "tokenizer.json"))
    with pytest.raises(ImportFailed, match="320 rows, but the tokenizer 3.. ids"):
        read_huggingface(tmp_path)
    definition = json.loads((tmp_path / "tokenizer.json").read_text())
    definition["normalizer"] = {"type": "Lowercase"}
    (tmp_path / "tokenizer.json").write_text(json.dumps(definition))
    with pytest.raises(TokenizerError, match="comes back as"):
        read_huggingface(tmp_path)


def test_the_command_names_its_conversions(capsys):
    assert convert.main([]) == 2
    assert "name a conversion first: hf_to_mypt" in capsys.readouterr().err
    assert convert.main(["--help"]) == 0
    assert "safetensors" in capsys.readouterr().out
