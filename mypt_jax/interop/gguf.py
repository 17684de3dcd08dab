"""Models in GGUF, the format of llama.cpp: the architecture `llama`, whole or quantised.

Weights are dequantised to float32. llama.cpp rotates neighbours and not halves, so the rows of each
head of its q and k stand in another order: first and second half in turns.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import gguf
import numpy as np
import tokenizers
from etils import epath
from tokenizers import decoders, models, pre_tokenizers

from mypt_jax.conversation.tokenizer import HuggingFaceTokenizer, tags_of, with_tags
from mypt_jax.interop.huggingface import llama_config, llama_params
from mypt_jax.interop.imported import Imported, ImportFailed, add_rows, sha256_of

PREFIX = "llama"
_DIGITS = pre_tokenizers.Digits(individual_digits=True)
_BYTES = pre_tokenizers.ByteLevel(add_prefix_space=False)
# `tokenizer.ggml.pre` -> what comes before the merges.
PRE_TOKENIZERS = {
    "gpt-2": _BYTES,
    "smollm": pre_tokenizers.Sequence([_DIGITS, _BYTES]),
}
# `tokenizer.ggml.token_type` of special tokens.
_SPECIAL = frozenset((gguf.TokenType.CONTROL, gguf.TokenType.USER_DEFINED))
# Weights of llama.cpp -> of transformers, `{}` is the layer.
NAMES = {
    "token_embd.weight": "model.embed_tokens.weight",
    "output_norm.weight": "model.norm.weight",
    "output.weight": "lm_head.weight",
    "blk.{}.attn_norm": "model.layers.{}.input_layernorm",
    "blk.{}.attn_q": "model.layers.{}.self_attn.q_proj",
    "blk.{}.attn_k": "model.layers.{}.self_attn.k_proj",
    "blk.{}.attn_v": "model.layers.{}.self_attn.v_proj",
    "blk.{}.attn_output": "model.layers.{}.self_attn.o_proj",
    "blk.{}.ffn_norm": "model.layers.{}.post_attention_layernorm",
    "blk.{}.ffn_gate": "model.layers.{}.mlp.gate_proj",
    "blk.{}.ffn_up": "model.layers.{}.mlp.up_proj",
    "blk.{}.ffn_down": "model.layers.{}.mlp.down_proj",
}


def read_gguf(path: epath.PathLike) -> Imported:
    """Reads a model and its tokenizer from one file; tags that it lacks get rows of their own.

    Raises:
        ImportFailed: the file is missing or damaged, the architecture, a quantisation or the
            tokenizer is unknown, or sizes, weights and tokenizer do not belong together.
    """
    path = epath.Path(path)
    if path.is_dir() or not path.exists():
        raise ImportFailed(f"{path}: there is no such file. --input is the .gguf file itself.")
    try:
        reader = gguf.GGUFReader(str(path))
        fields = {name: field.contents() for name, field in reader.fields.items()}
    except Exception as error:  # the package trusts the file, and fails in many ways
        raise ImportFailed(f"{path}: not a whole GGUF file ({error}).") from error
    weights = _Weights(reader, fields)
    config = llama_config(_llama_values(fields, weights))
    params = llama_params(weights, config)
    definition = tokenizer_definition(fields)
    tokenizer = HuggingFaceTokenizer(with_tags(definition), str(path))
    source = {"kind": "gguf", "files": {path.name: sha256_of(path)}}
    return add_rows(Imported(config, params, tokenizer, source), tags_of(definition))


def _llama_values(fields: Mapping[str, Any], weights: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """Returns the sizes as a `config.json` of transformers has them."""
    kind = fields.get("general.architecture")
    if kind != "llama":
        raise ImportFailed(f"general.architecture is {kind!r}; only 'llama' can be read.")
    if "rope_freqs.weight" in weights:
        raise ImportFailed("rope_freqs.weight: tables of rotations are not read; use the original.")

    def field(name: str, default: Any = None) -> Any:
        value = fields.get(f"{PREFIX}.{name}", default)
        # written in float32: 1e-5 and not 9.9999997e-6
        return float(f"{value:.7g}") if isinstance(value, float) else value

    scaling = field("rope.scaling.type", "none")
    heads = field("attention.head_count")
    return {
        "model_type": "llama",
        "vocab_size": len(fields.get("tokenizer.ggml.tokens", [])),
        "num_hidden_layers": field("block_count"),
        "hidden_size": field("embedding_length"),
        "num_attention_heads": heads,
        "num_key_value_heads": field("attention.head_count_kv"),
        "head_dim": field("attention.key_length") or field("rope.dimension_count"),
        "intermediate_size": field("feed_forward_length"),
        "max_position_embeddings": field("context_length"),
        "rms_norm_eps": field("attention.layer_norm_rms_epsilon"),
        "tie_word_embeddings": "lm_head.weight" not in weights,
        "attention_bias": "model.layers.0.self_attn.q_proj.bias" in weights,
        "mlp_bias": "model.layers.0.mlp.up_proj.bias" in weights,
        "rope_parameters": {
            "rope_theta": field("rope.freq_base", 10000.0),
            "rope_type": "default" if scaling == "none" else scaling,
            "factor": field("rope.scaling.factor", 1.0),
            "original_max_position_embeddings": field("rope.scaling.original_context_length"),
        },
    }


class _Weights(Mapping[str, np.ndarray]):
    """The weights by the names of transformers, each dequantised when it is asked for."""

    def __init__(self, reader: gguf.GGUFReader, fields: Mapping[str, Any]):
        self._tensors = {_their_name(tensor.name): tensor for tensor in reader.tensors}
        self._heads = {
            "self_attn.q_proj.": fields.get("llama.attention.head_count", 1),
            "self_attn.k_proj.": fields.get("llama.attention.head_count_kv", 1),
        }

    def __getitem__(self, name: str) -> np.ndarray:
        tensor = self._tensors[name]
        try:
            weight = gguf.dequantize(tensor.data, tensor.tensor_type)
        except NotImplementedError as error:
            raise ImportFailed(
                f"{tensor.name}: quantisation {tensor.tensor_type.name} can't be read."
            ) from error
        for part, heads in self._heads.items():
            if part in name:
                return halves_from_neighbours(weight, heads)
        return weight

    def __iter__(self) -> Iterator[str]:
        return iter(self._tensors)

    def __len__(self) -> int:
        return len(self._tensors)


def _their_name(name: str) -> str:
    if name in NAMES:
        return NAMES[name]
    start, _, rest = name.partition(".")
    layer, _, rest = rest.partition(".")
    part, _, kind = rest.partition(".")
    pattern = NAMES.get(f"{start}.{{}}.{part}")
    return f"{pattern.format(layer)}.{kind}" if pattern else name


def halves_from_neighbours(weight: np.ndarray, num_heads: int) -> np.ndarray:
    """Orders the rows of each head so that pairs are halves apart and no longer neighbours.

    Args:
        weight: [heads * K, in] or a bias [heads * K]; rows of a head in pairs 0 0' 1 1' ….
        num_heads: how many heads it has.

    Returns:
        the same shape; rows of a head 0 1 … 0' 1' ….
    """
    pairs = weight.reshape(num_heads, -1, 2, *weight.shape[1:])
    return pairs.swapaxes(1, 2).reshape(weight.shape)


def tokenizer_definition(fields: Mapping[str, Any]) -> bytes:
    """Builds a `tokenizer.json` from the byte pairs in the metadata of a file.

    Raises:
        ImportFailed: the tokenizer is missing, or of a kind that is not known.
    """
    kind, pre = fields.get("tokenizer.ggml.model"), fields.get("tokenizer.ggml.pre")
    if kind != "gpt2" or pre not in PRE_TOKENIZERS:
        raise ImportFailed(
            f"tokenizer.ggml.model is {kind!r} and tokenizer.ggml.pre {pre!r}; byte pairs ('gpt2') "
            f"with {' or '.join(PRE_TOKENIZERS)} can be read. Convert the original folder with "
            "hf_to_mypt."
        )
    kinds = fields["tokenizer.ggml.token_type"]
    tokens = [
        token
        for token, kind in zip(fields["tokenizer.ggml.tokens"], kinds, strict=True)
        if kind != gguf.TokenType.UNUSED  # they fill up the rows, and come last
    ]
    merges = [tuple(merge.split(" ")) for merge in fields["tokenizer.ggml.merges"]]
    vocabulary = {token: token_id for token_id, token in enumerate(tokens)}
    tokenizer = tokenizers.Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    tokenizer.pre_tokenizer = PRE_TOKENIZERS[pre]
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(
        [
            tokenizers.AddedToken(token, special=True, normalized=False)
            for token, kind_ in zip(tokens, kinds, strict=False)
            if kind_ in _SPECIAL
        ]
    )
    return tokenizer.to_str(pretty=True).encode()
