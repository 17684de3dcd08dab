"""Writes a model of ours as a GGUF file that llama.cpp, and what is built on it, can serve."""

import json
from pathlib import Path

import gguf
import numpy as np
import tokenizers
from etils import epath
from flax import nnx

from mypt_jax.conversation import tags
from mypt_jax.conversation.tokenizer import HuggingFaceTokenizer
from mypt_jax.interop.gguf import NAMES, PRE_TOKENIZERS
from mypt_jax.interop.huggingface_export import (
    ExportFailed,
    chat_template,
    check_is_llama,
    llama_weights,
)
from mypt_jax.model.config import GPTConfig
from mypt_jax.training.checkpoint import Loaded


def write_gguf(loaded: Loaded, path: epath.PathLike) -> None:
    """Writes weights in float32, sizes, tokenizer, chat template and stop ids into one file.

    Args:
        loaded: the model.
        path: must not exist; it appears whole, or not at all.

    Raises:
        ExportFailed: names the feature that a `llama` of llama.cpp does not have.
    """
    path = Path(path)
    if path.exists():
        raise ExportFailed(f"{path} exists. Choose another --output, or move it away.")
    config, tokenizer = loaded.model.config, loaded.tokenizer
    check_is_llama(config)
    if config.rope_scaling not in ("none", "linear", "yarn"):
        raise ExportFailed(f"rope scaling {config.rope_scaling!r} cannot be written to GGUF here.")
    if not isinstance(tokenizer, HuggingFaceTokenizer):
        raise ExportFailed(
            "the tokenizer reads words by rules of its own, which llama.cpp does not have. Only "
            "models that were imported with their byte pairs can be exported."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    writer = gguf.GGUFWriter(str(partial), "llama")
    writer.add_name(f"stage {loaded.metadata['stage']}, checkpoint {loaded.hash[:12]}")
    _add_sizes(writer, config)
    _add_tokenizer(writer, tokenizer, config.vocab_size)
    weights = llama_weights(nnx.to_pure_dict(nnx.state(loaded.model)), config)
    for name, weight in weights.items():
        heads = {"self_attn.q_proj.": config.num_heads, "self_attn.k_proj.": config.num_kv_heads}
        for part, count in heads.items():
            if part in name:
                weight = neighbours_from_halves(weight, count)
        writer.add_tensor(_our_name(name), np.ascontiguousarray(weight))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    partial.rename(path)


def neighbours_from_halves(weight: np.ndarray, num_heads: int) -> np.ndarray:
    """Orders the rows of each head as llama.cpp rotates them; undoes `halves_from_neighbours`."""
    halves = weight.reshape(num_heads, 2, -1, *weight.shape[1:])
    return halves.swapaxes(1, 2).reshape(weight.shape)


def _our_name(name: str) -> str:
    for ours, theirs in NAMES.items():
        if "{}" not in theirs:
            if name == theirs:
                return ours
            continue
        before, after = theirs.split("{}")
        layer, _, rest = name.removeprefix(before).partition(".")
        if name.startswith(before) and f".{rest}".startswith(f"{after}."):
            return f"{ours.format(layer)}.{rest.rpartition('.')[2]}"
    raise ExportFailed(f"{name}: GGUF has no name for this weight.")


def _add_sizes(writer: gguf.GGUFWriter, config: GPTConfig) -> None:
    writer.add_vocab_size(config.vocab_size)
    writer.add_block_count(config.num_layers)
    writer.add_context_length(config.max_seq_len)
    writer.add_embedding_length(config.embed_dim)
    writer.add_feed_forward_length(config.ffw_dim)
    writer.add_head_count(config.num_heads)
    writer.add_head_count_kv(config.num_kv_heads)
    writer.add_key_length(config.head_dim)
    writer.add_value_length(config.head_dim)
    writer.add_rope_dimension_count(config.head_dim)
    writer.add_layer_norm_rms_eps(config.norm_eps)
    writer.add_rope_freq_base(config.rope_theta)
    if config.rope_scaling != "none":
        writer.add_rope_scaling_type(gguf.RopeScalingType(config.rope_scaling))
        writer.add_rope_scaling_factor(config.rope_factor)
    if config.rope_scaling == "yarn":
        writer.add_rope_scaling_orig_ctx_len(config.rope_original_len)


def _add_tokenizer(writer: gguf.GGUFWriter, tokenizer: HuggingFaceTokenizer, rows: int) -> None:
    definition = json.loads(tokenizer.definition)
    pre = _name_of_pre_tokenizer(definition["pre_tokenizer"])
    ids = {**definition["model"]["vocab"]}
    ids |= {token["content"]: token["id"] for token in definition["added_tokens"]}
    special = {token["content"] for token in definition["added_tokens"] if token["special"]}
    tokens = [f"[unused {row}]" for row in range(rows)]
    kinds = [gguf.TokenType.UNUSED] * rows
    for token, token_id in ids.items():
        tokens[token_id] = token
        kinds[token_id] = gguf.TokenType.CONTROL if token in special else gguf.TokenType.NORMAL
    merges = definition["model"]["merges"]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_merges([m if isinstance(m, str) else " ".join(m) for m in merges])
    writer.add_add_bos_token(False)
    # an answer ends with the first of the two; a bare end of turn stops too
    writer.add_eos_token_id(tokenizer.tag_ids[tags.ASSISTANT_END])
    writer.add_eot_token_id(tokenizer.tag_ids[tags.EOT])
    writer.add_pad_token_id(tokenizer.pad_id)
    writer.add_chat_template(chat_template())


def _name_of_pre_tokenizer(wanted: dict) -> str:
    """Returns llama.cpp's name of what comes before the merges.

    Raises:
        ExportFailed: it has none that is known here.
    """
    for name, known in PRE_TOKENIZERS.items():
        probe = tokenizers.Tokenizer(tokenizers.models.BPE())
        probe.pre_tokenizer = known
        if json.loads(probe.to_str())["pre_tokenizer"] == wanted:
            return name
    raise ExportFailed(
        f"the pre-tokenizer {wanted.get('type')!r} is none of {', '.join(PRE_TOKENIZERS)}."
    )
