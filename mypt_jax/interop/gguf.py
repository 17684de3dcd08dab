"""Models in GGUF, the format of llama.cpp: the architecture `llama`, whole or quantised.

Weights are dequantised to float32. llama.cpp rotates neighbours and not halves, so the rows of each
head of its q and k stand in another order: first and second half in turns.
"""

import dataclasses
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import gguf
import numpy as np
import tokenizers
from etils import epath
from tokenizers import decoders, models, pre_tokenizers

from mypt_jax.conversation.tokenizer import HuggingFaceTokenizer, tags_of, with_tags
from mypt_jax.interop.huggingface import llama_config, llama_params
from mypt_jax.interop.imported import Imported, ImportFailed, add_rows
from mypt_jax.model.config import GPTConfig
from mypt_jax.model.gpt import rope_frequencies
from mypt_jax.paths import sha256_of

PREFIX = "llama"
# By how much the frequency of each pair is divided, float32 [K/2]: how a Llama 3 is scaled.
ROPE_TABLE = "rope_freqs.weight"
_DIGITS = pre_tokenizers.Digits(individual_digits=True)
_BYTES = pre_tokenizers.ByteLevel(add_prefix_space=False)
# The pattern in the tokenizer.json of Llama 3.
_LLAMA3_WORDS = tokenizers.Regex(
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
# `tokenizer.ggml.pre` -> what comes before the merges, and whether a word that is a token as a
# whole goes without them.
PRE_TOKENIZERS = {
    "gpt-2": (_BYTES, False),
    "smollm": (pre_tokenizers.Sequence([_DIGITS, _BYTES]), False),
    "llama-bpe": (
        pre_tokenizers.Sequence(
            [
                pre_tokenizers.Split(_LLAMA3_WORDS, "isolated"),
                pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
            ]
        ),
        True,
    ),
}
# `tokenizer.ggml.token_type` of tokens that merges never make. Text that spells one becomes it
# if it is USER_DEFINED, and stays text if not.
_ADDED = frozenset(
    (
        gguf.TokenType.UNKNOWN,
        gguf.TokenType.CONTROL,
        gguf.TokenType.USER_DEFINED,
        gguf.TokenType.UNUSED,
    )
)
# What `{PREFIX}.rope.scaling.` may be followed by; `finetuned` changes nothing.
_SCALING = frozenset(
    (
        "type",
        "factor",
        "original_context_length",
        "yarn_beta_fast",
        "yarn_beta_slow",
        "finetuned",
    )
)
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
        ImportFailed: the file is missing or damaged, the architecture, a quantisation, the
            tokenizer or how rotations are scaled is unknown, or sizes, weights and tokenizer do
            not belong together.
    """
    path = epath.Path(path)
    if path.is_dir() or not path.exists():
        raise ImportFailed(f"{path}: there is no such file. --input is the .gguf file itself.")
    try:
        reader = _Reader(str(path))
        fields = {name: field.contents() for name, field in reader.fields.items()}
    except ImportFailed:
        raise
    except Exception as error:  # the package trusts the file, and fails in many ways
        raise ImportFailed(f"{path}: not a whole GGUF file ({error}).") from error
    tables = [_dequantised(tensor) for tensor in reader.tensors if tensor.name == ROPE_TABLE]
    weights = _Weights(reader, fields)
    values = _llama_values(fields, weights)
    definition = tokenizer_definition(fields, str(path))
    for table in tables:
        values["rope_parameters"] |= llama3_scaling(table, values["rope_parameters"])
    config = llama_config(values, str(path))
    for table in tables:
        _check_rope_table(table, config)
    params = llama_params(weights, config)
    tokenizer = HuggingFaceTokenizer(with_tags(definition), str(path))
    license_name = fields.get("general.license")
    source = {
        "kind": "gguf",
        "files": {path.name: sha256_of(path)},
        "license": license_name if isinstance(license_name, str) else None,
    }
    return add_rows(Imported(config, params, tokenizer, source), tags_of(definition))


def _llama_values(fields: Mapping[str, Any], weights: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """Returns the sizes as a `config.json` of transformers has them."""
    architecture = fields.get("general.architecture")
    if architecture != "llama":
        raise ImportFailed(f"general.architecture is {architecture!r}; only 'llama' can be read.")
    known = {f"{PREFIX}.rope.scaling.{name}" for name in _SCALING}
    for name in fields:
        if name.startswith(f"{PREFIX}.rope.scaling.") and name not in known:
            raise ImportFailed(
                f"{name} is {fields[name]!r}; rotations are not scaled that way here. Use a model "
                "without it."
            )

    def field(name: str, default: Any = None) -> Any:
        value = fields.get(f"{PREFIX}.{name}", default)
        # written in float32: 1e-5 and not 9.9999997e-6
        return float(f"{value:.7g}") if isinstance(value, float) else value

    factor = field("rope.scaling.factor", 1.0)
    # llama.cpp takes a factor without a type as linear
    scaling = field("rope.scaling.type", "none" if factor == 1.0 else "linear")
    heads, head_dim = field("attention.head_count"), field("attention.key_length")
    for name in ("attention.value_length", "rope.dimension_count"):
        size = field(name, head_dim)
        head_dim = head_dim or size  # old files have no key_length
        if size != head_dim:
            raise ImportFailed(
                f"{PREFIX}.{name} is {size!r} and a head has {head_dim!r} dimensions; values are "
                "as wide as keys here, and heads rotated whole. Use a model of that kind."
            )
    return {
        "model_type": "llama",
        "vocab_size": len(fields.get("tokenizer.ggml.tokens", [])),
        "num_hidden_layers": field("block_count"),
        "hidden_size": field("embedding_length"),
        "num_attention_heads": heads,
        "num_key_value_heads": field("attention.head_count_kv"),
        "head_dim": head_dim,
        "intermediate_size": field("feed_forward_length"),
        "max_position_embeddings": field("context_length"),
        "rms_norm_eps": field("attention.layer_norm_rms_epsilon"),
        "tie_word_embeddings": "lm_head.weight" not in weights,
        "attention_bias": "model.layers.0.self_attn.q_proj.bias" in weights,
        "mlp_bias": "model.layers.0.mlp.up_proj.bias" in weights,
        "rope_parameters": {
            "rope_theta": field("rope.freq_base", 10000.0),
            "rope_type": "default" if scaling == "none" else scaling,
            "factor": factor,
            "original_max_position_embeddings": field("rope.scaling.original_context_length"),
            "beta_fast": field("rope.scaling.yarn_beta_fast"),
            "beta_slow": field("rope.scaling.yarn_beta_slow"),
        },
    }


def llama3_scaling(table: np.ndarray, rope: Mapping[str, Any]) -> dict[str, Any]:
    """Finds the Llama-3 scaling that `rope_freqs.weight` comes from.

    An entry is 1 / (share + (1 - share) / factor), where share = (turns - low) / (high - low)
    between 0 and 1, and turns = length * frequency / (2 pi) (llama.cpp's convert_hf_to_gguf.py).
    So over the frequency, the share is a line: its slope is length / (2 pi (high - low)), at 0 it
    is -low / (high - low). Length, low and high times the same number give the same table; low is
    taken to be 1, as in every Llama 3.

    Args:
        table: [K/2], by how much the frequency of each pair is divided.
        rope: `rope_theta`, and `rope_type`, which must be "default".

    Returns:
        what `rope_parameters` of a `config.json` say of it; to be checked against the table.

    Raises:
        ImportFailed: fewer than two entries lie on the line, or the file has another scaling too.
    """
    if rope["rope_type"] != "default":
        raise ImportFailed(
            f"{ROPE_TABLE}: a table beside rope scaling {rope['rope_type']!r}; only one of the two "
            "can be read. Convert the original folder with hf_to_mypt."
        )
    table = table.astype(np.float64)
    frequencies = rope["rope_theta"] ** (-np.arange(len(table)) / len(table))
    factor = float(f"{table.max():.6g}")  # entries are float32
    partly = (table > 1.0 + 1e-6) & (table < factor * (1.0 - 1e-6))
    slope = start = 0.0
    if partly.sum() >= 2:
        shares = (factor / table[partly] - 1.0) / (factor - 1.0)
        slope, start = np.polyfit(frequencies[partly], shares, 1).tolist()
    if start >= 0.0:
        raise ImportFailed(
            f"{ROPE_TABLE}: {partly.sum()} of {len(table)} entries lie between 1 and the largest, "
            f"{factor:g}; two on a rising line are needed to find the scaling of a Llama 3. "
            "Convert the original folder with hf_to_mypt: its config.json names the scaling."
        )
    high = float(f"{1.0 - 1.0 / start:.5g}")
    return {
        "rope_type": "llama3",
        "factor": factor,
        "low_freq_factor": 1.0,
        "high_freq_factor": high,
        "original_max_position_embeddings": round(slope * 2.0 * math.pi * (high - 1.0)),
    }


def rope_table(config: GPTConfig) -> np.ndarray:
    """Returns by how much `config` divides the frequency of each pair, float32 [K/2]."""
    plain, _ = rope_frequencies(dataclasses.replace(config, rope_scaling="none"))
    scaled, _ = rope_frequencies(config)
    return plain / scaled


def _check_rope_table(table: np.ndarray, config: GPTConfig) -> None:
    ours = rope_table(config)
    if table.shape != ours.shape or not np.allclose(table, ours, rtol=1e-6, atol=0.0):
        raise ImportFailed(
            f"{ROPE_TABLE}: its {table.size} entries are not those of a Llama 3 with "
            f"{config.head_dim} dimensions a head. Convert the original folder with hf_to_mypt."
        )


class _Reader(gguf.GGUFReader):
    """The package's reader, which names the tensor of a type that the package does not have."""

    def _get_tensor_info_field(self, orig_offs: int) -> gguf.ReaderField:
        field = super()._get_tensor_info_field(orig_offs)
        kind = int(field.parts[4][0])
        if kind not in set(gguf.GGMLQuantizationType):
            raise _unreadable(field.name, f"number {kind}")
        return field


def _dequantised(tensor: gguf.ReaderTensor) -> np.ndarray:
    try:
        return gguf.dequantize(tensor.data, tensor.tensor_type)
    except NotImplementedError as error:
        raise _unreadable(tensor.name, tensor.tensor_type.name) from error


def _unreadable(name: str, kind: str) -> ImportFailed:
    return ImportFailed(
        f"{name}: quantisation {kind} can't be read. Convert the file to a type that the package "
        "gguf reads, for example with llama.cpp's llama-quantize --allow-requantize IN OUT F16."
    )


class _Weights(Mapping[str, np.ndarray]):
    """The weights by the names of transformers, each dequantised when it is asked for."""

    def __init__(self, reader: gguf.GGUFReader, fields: Mapping[str, Any]):
        self._tensors = {
            _their_name(tensor.name): tensor
            for tensor in reader.tensors
            if tensor.name != ROPE_TABLE
        }
        self._heads = {
            "self_attn.q_proj.": fields.get("llama.attention.head_count", 1),
            "self_attn.k_proj.": fields.get("llama.attention.head_count_kv", 1),
        }

    def __getitem__(self, name: str) -> np.ndarray:
        weight = _dequantised(self._tensors[name])
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


def tokenizer_definition(fields: Mapping[str, Any], where: str) -> bytes:
    """Builds a `tokenizer.json` from the byte pairs in the metadata of a file.

    Every token keeps its id. Unused tokens at the end, which fill up the rows, are left out; one
    in between is a special token, which no text leads to and which gives no text.

    Args:
        fields: {key: value} of the file.
        where: name of the file, for errors.

    Raises:
        ImportFailed: the tokenizer or a part of it is missing or damaged, or of a kind that is not
            known.
    """
    kind, pre = fields.get("tokenizer.ggml.model"), fields.get("tokenizer.ggml.pre")
    if kind != "gpt2" or pre not in PRE_TOKENIZERS:
        raise ImportFailed(
            f"tokenizer.ggml.model is {kind!r} and tokenizer.ggml.pre {pre!r}; byte pairs ('gpt2') "
            f"with {' or '.join(PRE_TOKENIZERS)} can be read. Convert the original folder with "
            "hf_to_mypt."
        )
    tokens, kinds = _tokens(fields, where)
    merges = _list(fields, "merges", where, "two tokens with a space in between for each merge")
    vocabulary = {token: token_id for token_id, token in enumerate(tokens)}
    words, whole_words = PRE_TOKENIZERS[pre]
    pairs = [tuple(merge.split(" ")) for merge in merges]
    try:
        model = models.BPE(vocab=vocabulary, merges=pairs, ignore_merges=whole_words)
    except Exception as error:  # the package raises nothing more special
        raise ImportFailed(
            f"{where}: tokenizer.ggml.merges do not fit the tokens ({error}). Convert the original "
            "folder with hf_to_mypt."
        ) from error
    tokenizer = tokenizers.Tokenizer(model)
    tokenizer.pre_tokenizer = words
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_tokens(
        [
            tokenizers.AddedToken(
                token, special=kind != gguf.TokenType.USER_DEFINED, normalized=False
            )
            for token, kind in zip(tokens, kinds, strict=True)
            if kind in _ADDED
        ]
    )
    return tokenizer.to_str(pretty=True).encode()


def _tokens(fields: Mapping[str, Any], where: str) -> tuple[list[str], list[int]]:
    """Returns text and type of each token, up to the last one that is used."""
    tokens = _list(fields, "tokens", where, "the text of each token")
    kinds = _list(fields, "token_type", where, "a number for each token, 3 for a control token")
    if len(kinds) != len(tokens):
        raise ImportFailed(
            f"{where}: tokenizer.ggml.token_type has {len(kinds)} entries for {len(tokens)} "
            "tokens. Convert the original folder with hf_to_mypt."
        )
    used = [token_id for token_id, kind in enumerate(kinds) if kind != gguf.TokenType.UNUSED]
    num_tokens = max(used, default=-1) + 1
    tokens, kinds = tokens[:num_tokens], kinds[:num_tokens]
    if twice := [token for token, count in Counter(tokens).items() if count > 1]:
        raise ImportFailed(
            f"{where}: tokenizer.ggml.tokens has {twice[0]!r} twice. Convert the original folder "
            "with hf_to_mypt."
        )
    return tokens, kinds


def _list(fields: Mapping[str, Any], name: str, where: str, content: str) -> list[Any]:
    key = f"tokenizer.ggml.{name}"
    if not isinstance(fields.get(key), list):
        raise ImportFailed(
            f"{where}: {key} is {fields.get(key)!r}; expected is a list, {content}. Convert the "
            "original folder with hf_to_mypt."
        )
    return fields[key]
