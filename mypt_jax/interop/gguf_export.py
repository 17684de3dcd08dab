"""Writes a model of ours as a GGUF file that llama.cpp, and what is built on it, can serve."""

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import tokenizers
from etils import epath
from flax import nnx

from mypt_jax.conversation import tags
from mypt_jax.conversation.tokenizer import HuggingFaceTokenizer
from mypt_jax.interop.gguf import NAMES, PRE_TOKENIZERS, ROPE_TABLE, rope_table
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
        ExportFailed: names the feature that a `llama` of llama.cpp does not have, or the token
            that it would read in another way.
    """
    path = Path(path)
    if path.exists():
        raise ExportFailed(f"{path} exists. Choose another --output, or move it away.")
    config, tokenizer = loaded.model.config, loaded.tokenizer
    check_is_llama(config)
    if not isinstance(tokenizer, HuggingFaceTokenizer):
        raise ExportFailed(
            "the tokenizer reads words by rules of its own, which llama.cpp does not have. Only "
            "models that were imported with their byte pairs can be exported."
        )
    partial = path.with_name(f".{path.name}.partial")
    writer = gguf.GGUFWriter(str(partial), "llama")
    if license_name := loaded.metadata.get("imported", {}).get("license"):
        writer.add_license(license_name)
    writer.add_name(f"stage {loaded.metadata['stage']}, checkpoint {loaded.hash[:12]}")
    _add_sizes(writer, config)
    _add_tokenizer(writer, tokenizer, config.vocab_size)
    _add_weights(writer, llama_weights(nnx.to_pure_dict(nnx.state(loaded.model)), config), config)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with contextlib.closing(writer):
            writer.write_header_to_file()
            writer.write_kv_data_to_file()
            writer.write_tensors_to_file()
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)


def neighbours_from_halves(weight: np.ndarray, num_heads: int) -> np.ndarray:
    """Orders the rows of each head as llama.cpp rotates them; undoes `halves_from_neighbours`."""
    halves = weight.reshape(num_heads, 2, -1, *weight.shape[1:])
    return halves.swapaxes(1, 2).reshape(weight.shape)


def _add_weights(
    writer: gguf.GGUFWriter, weights: Mapping[str, np.ndarray], config: GPTConfig
) -> None:
    heads = {"self_attn.q_proj.": config.num_heads, "self_attn.k_proj.": config.num_kv_heads}
    for name, weight in weights.items():
        for part, count in heads.items():
            if part in name:
                weight = neighbours_from_halves(weight, count)
        writer.add_tensor(_our_name(name), np.ascontiguousarray(weight))
    if config.rope_scaling == "llama3":
        writer.add_tensor(ROPE_TABLE, rope_table(config))


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
    if config.rope_scaling in ("linear", "yarn"):  # of llama3 there is a table
        writer.add_rope_scaling_type(gguf.RopeScalingType(config.rope_scaling))
        writer.add_rope_scaling_factor(config.rope_factor)
    if config.rope_scaling == "yarn":
        writer.add_rope_scaling_orig_ctx_len(config.rope_original_len)
        writer.add_rope_scaling_yarn_beta_fast(config.rope_high_freq)
        writer.add_rope_scaling_yarn_beta_slow(config.rope_low_freq)


def _add_tokenizer(writer: gguf.GGUFWriter, tokenizer: HuggingFaceTokenizer, rows: int) -> None:
    definition = json.loads(tokenizer.definition)
    pre = _name_of_pre_tokenizer(definition)
    tokens = [f"[unused {row}]" for row in range(rows)]
    kinds = [gguf.TokenType.UNUSED] * rows
    for token, token_id in definition["model"]["vocab"].items():
        tokens[token_id], kinds[token_id] = token, gguf.TokenType.NORMAL
    for token in definition["added_tokens"]:
        text, kind = _exported_token(token)
        tokens[token["id"]], kinds[token["id"]] = text, kind
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


def _exported_token(token: Mapping[str, Any]) -> tuple[str, gguf.TokenType]:
    """Returns the text and the type with which llama.cpp reads an added token as we do.

    Text that spells a CONTROL token becomes it in prompts alone, which the chat template makes;
    text that spells a USER_DEFINED one always does; none becomes an UNUSED one, which gives no
    text either, as special tokens of the source here.

    Raises:
        ExportFailed: it takes spaces beside it, or is a whole word only.
    """
    text = token["content"]
    if text in (*tags.TAGS, tags.PAD):
        return text, gguf.TokenType.CONTROL
    if token["special"]:
        # llama.cpp takes <|im_end|> and its like for CONTROL by their text, whatever their type
        return f"[unused {token['id']}]", gguf.TokenType.UNUSED
    if found := [name for name in ("lstrip", "rstrip", "single_word") if token[name]]:
        raise ExportFailed(f"the token {text!r} has {found[0]}, which GGUF cannot hold.")
    return text, gguf.TokenType.USER_DEFINED


def _name_of_pre_tokenizer(definition: Mapping[str, Any]) -> str:
    """Returns llama.cpp's name of what comes before the merges.

    Args:
        definition: content of a `tokenizer.json`.

    Raises:
        ExportFailed: it has none that is known here.
    """
    kind, wanted = definition["model"]["type"], definition["pre_tokenizer"]
    if kind != "BPE":
        raise ExportFailed(f"the tokenizer is of the kind {kind!r}; only byte pairs are exported.")
    ignores_merges = definition["model"].get("ignore_merges", False)
    for name, (words, whole_words) in PRE_TOKENIZERS.items():
        probe = tokenizers.Tokenizer(tokenizers.models.BPE())
        probe.pre_tokenizer = words
        if (json.loads(probe.to_str())["pre_tokenizer"], whole_words) == (wanted, ignores_merges):
            return name
    raise ExportFailed(
        f"the pre-tokenizer {wanted and wanted['type']!r} with ignore_merges {ignores_merges} is "
        f"none of {', '.join(PRE_TOKENIZERS)}, and llama.cpp would give other ids."
    )
