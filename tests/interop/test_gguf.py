"""GGUF files: the weights of a transformers model come back, whole and quantised."""

import json

import gguf
import numpy as np
import pytest
from safetensors.numpy import load_file
from tokenizers import pre_tokenizers

from mypt_jax import convert
from mypt_jax.conversation import tags
from mypt_jax.conversation.tokenizer import HuggingFaceTokenizer, with_tags
from mypt_jax.interop.gguf import halves_from_neighbours, read_gguf, tokenizer_definition
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


def write(folder, path, kind=gguf.GGMLQuantizationType.F32, pre="gpt-2", arch="llama", change=None):
    """Writes the model in a Hugging Face folder as GGUF, matrices quantised to `kind`.

    `change` is called with the writer before anything is written.
    """
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
    if change is not None:
        change(writer)
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


# --- Tokens ----------------------------------------------------------------------------------

NORMAL, UNUSED = gguf.TokenType.NORMAL, gguf.TokenType.UNUSED
BYTES = sorted(pre_tokenizers.ByteLevel.alphabet())


def metadata(tokens, kinds, merges=(), pre="gpt-2"):
    return {
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": pre,
        "tokenizer.ggml.tokens": list(tokens),
        "tokenizer.ggml.token_type": list(kinds),
        "tokenizer.ggml.merges": list(merges),
    }


def tokenizer_of(fields):
    return HuggingFaceTokenizer(with_tags(tokenizer_definition(fields, "m.gguf")))


def test_ids_stay_where_unused_tokens_stand_between_and_those_at_the_end_are_left_out():
    tokens = [*BYTES[:100], "[PAD100]", *BYTES[100:], "[PAD257]", "[PAD258]"]
    kinds = [NORMAL] * 100 + [UNUSED] + [NORMAL] * 156 + [UNUSED] * 2
    tokenizer = tokenizer_of(metadata(tokens, kinds))
    assert tokenizer.encode("a !\n") == [64, 221, 0, 199]
    assert tokenizer.decode([64, 221, 0, 199]) == "a !\n"
    assert tokenizer.encode("[PAD100]") == [58, 47, 32, 35, 16, 15, 15, 60]
    assert tokenizer.decode([64, 100, 64]) == "aa"
    assert tokenizer.tag_ids[tags.SYSTEM] == 257


def test_text_becomes_a_user_defined_token_and_no_control_token():
    tokens = [*BYTES, "<tool>", "<|im_end|>"]
    kinds = [NORMAL] * 256 + [gguf.TokenType.USER_DEFINED, gguf.TokenType.CONTROL]
    tokenizer = tokenizer_of(metadata(tokens, kinds))
    assert tokenizer.encode("a<tool>!") == [64, 256, 0]
    assert tokenizer.encode("<|im_end|>") == [27, 91, 72, 76, 62, 68, 77, 67, 91, 29]
    assert tokenizer.decode([64, 256, 257, 0]) == "a<tool>!"


def test_words_are_split_as_llama_3_splits_them():
    tokens, merges = [*BYTES, "12", "34", "123", "Whole"], ["1 2", "3 4", "12 3"]
    fields = metadata(tokens, [NORMAL] * 260, merges, "llama-bpe")
    tokenizer = tokenizer_of(fields)
    # three digits at a time; a whole word that is a token needs no merges
    assert tokenizer.encode("1234") == [258, 19]
    assert tokenizer.encode("Whole!\n\n") == [259, 0, 198, 198]
    fields["tokenizer.ggml.pre"] = "gpt-2"
    assert tokenizer_of(fields).encode("1234") == [256, 257]
    assert tokenizer_of(fields).encode("Whole") == [54, 71, 78, 75, 68]


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("tokens", None, "tokenizer.ggml.tokens is None; expected is a list, the text"),
        ("token_type", None, "tokenizer.ggml.token_type is None; expected is a list, a number"),
        ("merges", None, "tokenizer.ggml.merges is None; expected is a list, two tokens"),
        ("token_type", [1], "tokenizer.ggml.token_type has 1 entries for 257 tokens"),
        ("tokens", [*BYTES, "a"], "tokenizer.ggml.tokens has 'a' twice"),
        ("merges", ["a b"], "tokenizer.ggml.merges do not fit the tokens"),
        ("merges", ["ab"], "tokenizer.ggml.merges do not fit the tokens"),
    ],
)
def test_damaged_tokens_are_named_with_their_file(key, value, message):
    fields = metadata([*BYTES, "<tool>"], [NORMAL] * 257) | {f"tokenizer.ggml.{key}": value}
    with pytest.raises(ImportFailed, match=f"^m.gguf: {message}"):
        tokenizer_definition(fields, "m.gguf")


def test_a_key_that_a_file_lacks_is_named(folder, tmp_path):
    path = tmp_path / "m.gguf"
    write(folder, path, change=lambda w: w.kv_data[0].pop("tokenizer.ggml.merges"))
    with pytest.raises(ImportFailed, match=f"{path}: tokenizer.ggml.merges is None"):
        read_gguf(path)


# --- Quantisations ---------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "name"), [(9, "Q8_1"), (99, "number 99")])
def test_a_quantisation_that_cannot_be_read_is_named_with_its_tensor(
    folder, tmp_path, number, name
):
    path = tmp_path / "m.gguf"
    write(folder, path)
    data = bytearray(path.read_bytes())
    # name, number of dimensions (4 bytes), two dimensions (8 each), type (4)
    start = data.index(b"token_embd.weight") + len("token_embd.weight") + 4 + 2 * 8
    assert data[start : start + 4] == b"\0\0\0\0"
    data[start] = number
    path.write_bytes(data)
    with pytest.raises(ImportFailed, match=f"token_embd.weight: quantisation {name} .*F16"):
        read_gguf(path)


# --- Rotations -------------------------------------------------------------------------------


def test_betas_of_yarn_are_read_and_what_else_scales_rotations_is_refused(folder, tmp_path):
    def add(writer):
        writer.add_rope_scaling_type(gguf.RopeScalingType.YARN)
        writer.add_rope_scaling_factor(4.0)
        writer.add_rope_scaling_orig_ctx_len(32)
        writer.add_rope_scaling_yarn_beta_fast(16.0)
        writer.add_rope_scaling_yarn_beta_slow(2.0)

    write(folder, tmp_path / "m.gguf", change=add)
    config = read_gguf(tmp_path / "m.gguf").config
    assert (config.rope_scaling, config.rope_factor, config.rope_original_len) == ("yarn", 4.0, 32)
    assert (config.rope_high_freq, config.rope_low_freq) == (16.0, 2.0)
    write(folder, tmp_path / "m.gguf", change=lambda w: w.add_rope_scaling_yarn_attn_factor(1.5))
    with pytest.raises(ImportFailed, match="llama.rope.scaling.yarn_attn_factor is 1.5"):
        read_gguf(tmp_path / "m.gguf")


def test_a_factor_without_a_type_is_linear(folder, tmp_path):
    write(folder, tmp_path / "m.gguf", change=lambda w: w.add_rope_scaling_factor(2.0))
    config = read_gguf(tmp_path / "m.gguf").config
    assert (config.rope_scaling, config.rope_factor) == ("linear", 2.0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda w: w.add_key_length(16),
            "llama.rope.dimension_count is 8 and a head has 16 dimensions",
        ),
        (
            lambda w: (w.add_key_length(8), w.add_value_length(4)),
            "llama.attention.value_length is 4 and a head has 8 dimensions",
        ),
    ],
)
def test_heads_that_are_not_rotated_whole_or_uneven_are_refused(folder, tmp_path, change, message):
    write(folder, tmp_path / "m.gguf", change=change)
    with pytest.raises(ImportFailed, match=message):
        read_gguf(tmp_path / "m.gguf")


def llama_cpp_table(theta, head_dim, factor, length, low=1.0, high=4.0):
    """What llama.cpp's own converter writes for a Llama 3."""
    table = []
    for place in range(0, head_dim, 2):
        wavelength = 2 * np.pi * theta ** (place / head_dim)
        share = (length / wavelength - low) / (high - low)
        table.append(1 / ((1 - share) / factor + share))
        if wavelength < length / high:
            table[-1] = 1.0
        if wavelength > length / low:
            table[-1] = factor
    return np.array(table, np.float32)


@pytest.mark.parametrize(
    ("theta", "head_dim", "factor", "length", "low", "high", "expected"),
    [
        (500000.0, 128, 8.0, 8192, 1.0, 4.0, (8.0, 8192, 1.0, 4.0)),  # Llama 3.1 8B
        (500000.0, 64, 32.0, 8192, 1.0, 4.0, (32.0, 8192, 1.0, 4.0)),  # Llama 3.2 1B
        (500000.0, 64, 10.0, 4096, 1.0, 6.5, (10.0, 4096, 1.0, 6.5)),
        # the same rotations in other words
        (500000.0, 64, 8.0, 8192, 2.0, 8.0, (8.0, 4096, 1.0, 4.0)),
    ],
)
def test_a_table_of_rotations_gives_the_scaling_of_a_llama_3(
    tmp_path, theta, head_dim, factor, length, low, high, expected
):
    (tmp_path / "hf").mkdir()
    save(tmp_path / "hf", head_dim=head_dim, num_key_value_heads=KV_HEADS)

    def add(writer):
        writer.kv_data[0].pop("llama.rope.freq_base")
        writer.kv_data[0].pop("llama.rope.dimension_count")
        writer.add_rope_freq_base(theta)
        writer.add_rope_dimension_count(head_dim)
        table = llama_cpp_table(theta, head_dim, factor, length, low, high)
        writer.add_tensor("rope_freqs.weight", table)

    write(tmp_path / "hf", tmp_path / "m.gguf", change=add)
    c = read_gguf(tmp_path / "m.gguf").config
    assert c.rope_scaling == "llama3"
    assert (c.rope_factor, c.rope_original_len, c.rope_low_freq, c.rope_high_freq) == expected


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([1.0, 1.0, 8.0, 8.0], "0 of 4 entries lie between 1 and the largest, 8; two"),
        ([1.0, 1.0, 1.0, 1.0], "0 of 4 entries lie between 1 and the largest, 1; two"),
        ([8.0, 4.0, 2.0, 1.0], "2 of 4 entries lie between 1 and the largest, 8; two"),
        ([1.1, 7.0, 7.5, 8.0], "its 4 entries are not those of a Llama 3 with 8 dimensions"),
        ([1.0, 1.1, 7.0, 7.5, 8.0], "its 5 entries are not those of a Llama 3 with 8 dimensions"),
    ],
)
def test_a_table_that_no_llama_3_has_is_refused(folder, tmp_path, table, message):
    table = np.array(table, np.float32)
    write(folder, tmp_path / "m.gguf", change=lambda w: w.add_tensor("rope_freqs.weight", table))
    with pytest.raises(ImportFailed, match=f"rope_freqs.weight: {message}"):
        read_gguf(tmp_path / "m.gguf")


def test_a_table_beside_another_scaling_is_refused(folder, tmp_path):
    def add(writer):
        writer.add_rope_scaling_factor(2.0)
        writer.add_tensor("rope_freqs.weight", np.ones(4, np.float32))

    write(folder, tmp_path / "m.gguf", change=add)
    with pytest.raises(ImportFailed, match="a table beside rope scaling 'linear'"):
        read_gguf(tmp_path / "m.gguf")
