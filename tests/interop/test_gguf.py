"""GGUF files: the weights of a transformers model come back, whole and quantised."""

import json

import gguf
import numpy as np
import pytest
from safetensors.numpy import load_file

from mypt_jax import convert
from mypt_jax.interop.gguf import halves_from_neighbours, read_gguf
from mypt_jax.interop.huggingface import read_huggingface
from mypt_jax.interop.imported import ImportFailed
from tests.interop.test_huggingface import save

HEADS, KV_HEADS = 4, 2
PARTS = {
    "input_layernorm": "attn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "post_attention_layernorm": "ffn_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}


def neighbours_from_halves(weight: np.ndarray, heads: int) -> np.ndarray:
    """What llama.cpp's own converter does to q and k."""
    halves = weight.reshape(heads, 2, weight.shape[0] // heads // 2, *weight.shape[1:])
    return halves.swapaxes(1, 2).reshape(weight.shape)


def write(folder, path, kind=gguf.GGMLQuantizationType.F32, pre="gpt-2", arch="llama"):
    """Writes the model in a Hugging Face folder as GGUF, matrices quantised to `kind`."""
    writer = gguf.GGUFWriter(str(path), arch)
    values = json.loads((folder / "config.json").read_text())
    writer.add_block_count(values["num_hidden_layers"])
    writer.add_context_length(values["max_position_embeddings"])
    writer.add_embedding_length(values["hidden_size"])
    writer.add_feed_forward_length(values["intermediate_size"])
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_layer_norm_rms_eps(values["rms_norm_eps"])
    writer.add_rope_dimension_count(8)
    writer.add_rope_freq_base(500.0)
    definition = json.loads((folder / "tokenizer.json").read_text())
    vocabulary = definition["model"]["vocab"]
    tokens = sorted(vocabulary, key=vocabulary.get)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list(tokens)
    special = {token["content"] for token in definition["added_tokens"]}
    writer.add_token_types(
        [gguf.TokenType.CONTROL if t in special else gguf.TokenType.NORMAL for t in tokens]
    )
    writer.add_token_merges([" ".join(merge) for merge in definition["model"]["merges"]])
    top = {
        "model.embed_tokens.weight": "token_embd.weight",
        "model.norm.weight": "output_norm.weight",
        "lm_head.weight": "output.weight",
    }
    for name, weight in load_file(folder / "model.safetensors").items():
        if name in top:
            theirs = top[name]
        else:
            layer, _, part = name.removeprefix("model.layers.").partition(".")
            part, _, what = part.rpartition(".")
            theirs = f"blk.{layer}.{PARTS[part]}.{what}"
            heads = {"attn_q": HEADS, "attn_k": KV_HEADS}.get(PARTS[part])
            if heads:
                weight = neighbours_from_halves(weight, heads)
        if weight.ndim == 2 and kind != gguf.GGMLQuantizationType.F32:
            writer.add_tensor(theirs, gguf.quantize(weight, kind), raw_dtype=kind)
        else:
            writer.add_tensor(theirs, np.ascontiguousarray(weight))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "hf"
    folder.mkdir()
    rope = {"rope_type": "default", "rope_theta": 500.0}
    save(folder, num_key_value_heads=KV_HEADS, rope_parameters=rope, intermediate_size=64)
    return folder


def leaves(params: dict, prefix: str = "") -> dict[str, np.ndarray]:
    found = {}
    for name, value in params.items():
        found |= (
            leaves(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: value}
        )
    return found


def test_a_whole_file_gives_the_model_of_the_folder(folder, tmp_path):
    write(folder, tmp_path / "m.gguf")
    one, other = read_huggingface(folder), read_gguf(tmp_path / "m.gguf")
    assert one.config == other.config
    ours, theirs = leaves(one.params), leaves(other.params)
    assert ours.keys() == theirs.keys()
    for name, value in ours.items():
        np.testing.assert_array_equal(value, theirs[name], name)
    for text in ("Füße: 39 euros, says Tom.", "<|endoftext|> <myPT_user>"):
        assert one.tokenizer.encode(text) == other.tokenizer.encode(text)


@pytest.mark.parametrize("kind", ["Q8_0", "Q4_1", "F16"])
def test_quantised_weights_are_near_the_whole_ones(folder, tmp_path, kind):
    write(folder, tmp_path / "m.gguf", gguf.GGMLQuantizationType[kind])
    ours = leaves(read_huggingface(folder).params)
    theirs = leaves(read_gguf(tmp_path / "m.gguf").params)
    step = {"Q8_0": 0.01, "Q4_1": 0.15, "F16": 0.001}[kind]
    for name, value in ours.items():
        np.testing.assert_allclose(theirs[name], value, atol=step * np.abs(value).max())


def test_rows_of_q_and_k_go_back_to_halves():
    rows = np.array(["0", "0'", "1", "1'", "2", "2'", "3", "3'"])
    assert halves_from_neighbours(rows, 2).tolist() == ["0", "1", "0'", "1'", "2", "3", "2'", "3'"]


def test_unknown_kinds_and_damaged_files_are_refused(folder, tmp_path, capsys):
    path = tmp_path / "m.gguf"
    write(folder, path, pre="unheard-of")
    with pytest.raises(ImportFailed, match="tokenizer.ggml.pre 'unheard-of'"):
        read_gguf(path)
    write(folder, path, arch="qwen2")
    with pytest.raises(ImportFailed, match="general.architecture is 'qwen2'"):
        read_gguf(path)
    write(folder, path)
    path.write_bytes(path.read_bytes()[:-4000])
    arguments = [f"--input={path}", "--output=m", f"--run_dir={tmp_path / 'run'}"]
    assert convert.main(["gguf_to_mypt", *arguments]) == 1
    assert "not a whole GGUF file" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()
    with pytest.raises(ImportFailed, match="there is no such file"):
        read_gguf(tmp_path / "none.gguf")
