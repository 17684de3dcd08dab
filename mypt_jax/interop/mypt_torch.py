"""Models of the PyTorch original: `model.pt`, `config.json` and the state of its tokenizer.

Its vocabulary is GPT-2's and then its special tokens, whose order differs between its versions:
rows are found by the checkpoint's own `tokenizer.json`. Weights are [out, in], ours [in, out].
"""

import base64
import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np
import tokenizers
from etils import epath
from tokenizers import decoders, models, pre_tokenizers

from mypt_jax.conversation import tags
from mypt_jax.conversation.tokenizer import JSON_FILE, HuggingFaceTokenizer, with_tags
from mypt_jax.interop.imported import (
    Imported,
    ImportFailed,
    add_rows,
    number_in,
    read_json,
    size_in,
    take,
)
from mypt_jax.model.config import ConfigError, GPTConfig
from mypt_jax.paths import sha256_of

WEIGHTS_FILE, CONFIG_FILE = "model.pt", "config.json"


def read_mypt_torch(directory: epath.PathLike, tokenizer_file: epath.PathLike | None) -> Imported:
    """Reads a checkpoint directory of the original.

    Args:
        directory: holds model.pt, config.json and tokenizer.json.
        tokenizer_file: GPT-2's byte pairs, as a `tokenizer.json` of Hugging Face or a file of
            tiktoken ("base64 rank" lines).

    Raises:
        ImportFailed: a file is missing, damaged or holds code, or they do not belong together.
    """
    directory = epath.Path(directory)
    if tokenizer_file is None:
        raise ImportFailed(
            "--tokenizer is missing: the original does not store GPT-2's byte pairs. Give them as "
            "a tokenizer.json of Hugging Face or a .tiktoken file."
        )
    values, state = (read_json(directory / name) for name in (CONFIG_FILE, JSON_FILE))
    weights = _load_weights(directory / WEIGHTS_FILE)
    config = mypt_config(values, weights)
    params = mypt_params(weights, config)
    tokenizer = _read_tokenizer(epath.Path(tokenizer_file), state)
    digest = sha256_of(directory / WEIGHTS_FILE)
    source = {"kind": "pytorch_original", "files": {WEIGHTS_FILE: digest}}
    known_rows = _known_rows(state, config.vocab_size)
    return add_rows(Imported(config, params, tokenizer, source), known_rows)


# --- Sizes and weights -----------------------------------------------------------------------


def mypt_config(values: Mapping[str, Any], weights: Mapping[str, np.ndarray]) -> GPTConfig:
    """Translates a `config.json`; what it lacks is what the first versions were.

    Raises:
        ImportFailed: names a setting that is missing, damaged or unknown.
    """
    names = ("vocab_size", "n_layer", "n_embd", "n_head", "block_size")
    sizes = {name: size_in(values, name, CONFIG_FILE) for name in names}
    kinds = {
        "pos_encoding": ("learned", "rope"),
        "mlp_type": ("gelu", "swiglu"),
        "norm_type": ("layernorm", "rmsnorm"),
    }
    chosen = {name: values.get(name, allowed[0]) for name, allowed in kinds.items()}
    for name, allowed in kinds.items():
        if chosen[name] not in allowed:
            raise ImportFailed(
                f"config.json: {name} is {chosen[name]!r}; known are {' and '.join(allowed)}."
            )
    is_swiglu, is_rope = chosen["mlp_type"] == "swiglu", chosen["pos_encoding"] == "rope"
    up = "blocks.0.fwd.w_gate.weight" if is_swiglu else "blocks.0.fwd.net.0.weight"
    if up not in weights:
        raise ImportFailed(f"{up}: not among the weights of {WEIGHTS_FILE}.")
    scale = number_in(values, "rope_scale", CONFIG_FILE, 1.0) if is_rope else 1.0
    try:
        return GPTConfig(
            vocab_size=sizes["vocab_size"],
            num_layers=sizes["n_layer"],
            embed_dim=sizes["n_embd"],
            num_heads=sizes["n_head"],
            num_kv_heads=sizes["n_head"],
            head_dim=sizes["n_embd"] // sizes["n_head"],
            ffw_dim=weights[up].shape[0],
            max_seq_len=sizes["block_size"],
            norm=chosen["norm_type"],
            norm_eps=1e-6 if chosen["norm_type"] == "rmsnorm" else 1e-5,
            position=chosen["pos_encoding"],
            rope_theta=number_in(values, "rope_theta", CONFIG_FILE, 10000.0),
            rope_scaling="linear" if scale != 1.0 else "none",
            rope_factor=scale,
            activation=chosen["mlp_type"],
            tie_embeddings=bool(values.get("tie_weights", False)),
            attention_bias=any(f"blocks.0.sa.{n}.bias" in weights for n in ("qkv", "proj")),
            ffw_bias=not is_swiglu,
            head_bias=True,
        )
    except ConfigError as error:
        raise ImportFailed(f"{CONFIG_FILE}: {error}") from error


def mypt_params(weights: Mapping[str, np.ndarray], config: GPTConfig) -> dict[str, Any]:
    """Translates the weights of the original to parameters of ours.

    Raises:
        ImportFailed: one is missing, has another shape, or is none of these networks'.
    """
    c, width = config, config.embed_dim
    used: set[str] = set()

    def get(name: str, shape: tuple[int, ...]) -> np.ndarray:
        used.add(name)
        return take(weights, name, shape)

    def optional(name: str, shape: tuple[int, ...]) -> np.ndarray:
        return get(name, shape) if name in weights else np.zeros(shape, np.float32)

    def layers(name: str, shape: tuple[int, ...], read: Any = get) -> np.ndarray:
        return np.array([read(f"blocks.{i}.{name}", shape) for i in range(c.num_layers)])

    def norm(name: str) -> dict[str, np.ndarray]:
        found = {"scale": layers(f"{name}.weight", (width,))}
        if c.norm == "layernorm":
            found["bias"] = layers(f"{name}.bias", (width,))
        return found

    # [L, 3D, D] -> [L, D, 3, D]
    qkv = layers("sa.qkv.weight", (3 * width, width)).reshape(-1, 3, width, width)
    qkv = qkv.transpose(0, 3, 1, 2)
    blocks: dict[str, Any] = {
        "attention_norm": norm("ln1"),
        "query": {"kernel": qkv[:, :, 0]},
        "key_value": {"kernel": qkv[:, :, 1:]},
        "attention_out": {"kernel": layers("sa.proj.weight", (width, width)).swapaxes(1, 2)},
        "ffw_norm": norm("ln2"),
    }
    if c.attention_bias:
        bias = layers("sa.qkv.bias", (3 * width,), optional).reshape(-1, 3, width)
        blocks["query"]["bias"], blocks["key_value"]["bias"] = bias[:, 0], bias[:, 1:]
        blocks["attention_out"]["bias"] = layers("sa.proj.bias", (width,), optional)
    names = ("w_gate", "w_up") if c.activation == "swiglu" else ("net.0",)
    down = "w_down" if c.activation == "swiglu" else "net.2"
    ups = [layers(f"fwd.{name}.weight", (c.ffw_dim, width)).swapaxes(1, 2) for name in names]
    blocks["ffw_up"] = {"kernel": np.stack(ups, axis=2)}
    blocks["ffw_down"] = {"kernel": layers(f"fwd.{down}.weight", (width, c.ffw_dim)).swapaxes(1, 2)}
    if c.ffw_bias:
        blocks["ffw_up"]["bias"] = layers("fwd.net.0.bias", (c.ffw_dim,))[:, None]
        blocks["ffw_down"]["bias"] = layers("fwd.net.2.bias", (width,))
    final = {"scale": get("ln_f.weight", (width,))}
    if c.norm == "layernorm":
        final["bias"] = get("ln_f.bias", (width,))
    params: dict[str, Any] = {
        "embedding": get("token_embedding_table.weight", (c.vocab_size, width)),
        "blocks": blocks,
        "final_norm": final,
        "head_bias": get("lm_head.bias", (c.vocab_size,)),
    }
    if c.position == "learned":
        shape = (c.max_seq_len, width)
        params["position_embedding"] = get("position_embedding_table.weight", shape)
    head = optional("lm_head.weight", (c.vocab_size, width))
    if not c.tie_embeddings:
        params["head"] = {"kernel": get("lm_head.weight", (c.vocab_size, width)).T}
    elif "lm_head.weight" in used and not np.array_equal(head, params["embedding"]):
        raise ImportFailed("lm_head.weight differs from the embedding, but tie_weights is true.")
    left = sorted(set(weights) - used)
    if left:
        raise ImportFailed(f"{left[0]}: an unknown weight ({len(left)} such weights).")
    return params


def _load_weights(path: epath.Path) -> dict[str, np.ndarray]:
    """Reads `model.pt` with torch's loader that runs no code."""
    try:
        import torch  # an optional extra, and slow to start
    except ImportError as error:
        raise ImportFailed(
            "reading model.pt needs PyTorch. Install the version that this repository names: "
            "pip install '.[torch]' in its folder."
        ) from error
    if not path.exists():
        raise ImportFailed(f"{path}: there is no such file.")
    try:
        loaded = torch.load(str(path), map_location="cpu", weights_only=True)
    except Exception as error:  # torch has a kind of error for every way to fail
        reason = str(error).strip().splitlines()[0]
        raise ImportFailed(
            f"{path}: damaged, or it holds more than weights, which could be code ({reason})"
        ) from error
    loaded = loaded.get("state_dict", loaded) if isinstance(loaded, dict) else loaded
    if not isinstance(loaded, dict) or not all(map(torch.is_tensor, loaded.values())):
        raise ImportFailed(f"{path}: holds no state_dict.")
    return {name: tensor.float().numpy() for name, tensor in loaded.items()}


# --- Tokenizer -------------------------------------------------------------------------------


def _known_rows(state: Mapping[str, Any], num_rows: int) -> dict[str, int]:
    """Returns the rows of our tags, where the original's table of special tokens has them."""
    table = state.get("special_token_encoder", {})
    rows = {tag: table.get(tags.ORIGINAL_NAMES.get(tag, tag)) for tag in tags.TAGS}
    known = {tag: row for tag, row in rows.items() if row is not None}
    for tag, row in known.items():
        if not isinstance(row, int) or not 0 <= row < num_rows:
            raise ImportFailed(
                f"tokenizer.json: {tag} has id {row!r}, but the weights have {num_rows} rows."
            )
    return known


def _read_tokenizer(path: epath.Path, state: Mapping[str, Any]) -> HuggingFaceTokenizer:
    kind = state.get("token_kind", "gpt2")
    if kind != "gpt2":
        raise ImportFailed(f"tokenizer.json: token_kind is {kind!r}; only 'gpt2' can be read.")
    if not path.exists():
        raise ImportFailed(f"{path}: there is no such file.")
    raw = path.read_bytes()
    definition = raw if raw.lstrip().startswith(b"{") else definition_of_ranks(raw, str(path))
    base = tokenizers.Tokenizer.from_str(definition.decode()).get_vocab_size()
    expected = state.get("base_vocab_size", base)
    if base != expected:
        raise ImportFailed(
            f"{path}: {base} tokens, but the checkpoint was trained with {expected}."
        )
    return HuggingFaceTokenizer(with_tags(definition, str(path)), str(path))


def definition_of_ranks(lines: bytes, where: str) -> bytes:
    """Builds a `tokenizer.json` from a file of tiktoken: a token in base64 and its rank a line.

    A merge is the last one that makes a token, from the ranks below its own. GPT-2's end of text
    follows the last rank.

    Raises:
        ImportFailed: a line is something else.
    """
    try:
        pairs = [line.split() for line in lines.splitlines() if line.strip()]
        ranks = {base64.b64decode(token, validate=True): int(rank) for token, rank in pairs}
    except ValueError as error:
        raise ImportFailed(f"{where}: not a tokenizer.json, nor a tiktoken file.") from error
    spelled = _byte_letters()

    def spell(token: bytes) -> str:
        return "".join(spelled[byte] for byte in token)

    by_rank = sorted(ranks, key=lambda token: ranks[token])
    merges = [_last_merge(token, ranks) for token in by_rank if len(token) > 1]
    tokenizer = tokenizers.Tokenizer(
        models.BPE(
            vocab={spell(token): rank for token, rank in ranks.items()},
            merges=[(spell(one), spell(other)) for one, other in merges],
        )
    )
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([tokenizers.AddedToken("<|endoftext|>", special=True)])
    return tokenizer.to_str().encode()


def _last_merge(token: bytes, ranks: Mapping[bytes, int]) -> tuple[bytes, bytes]:
    parts = [bytes([byte]) for byte in token]
    while len(parts) > 2:
        pairs = itertools.pairwise(parts)
        joined = [ranks.get(one + other, len(ranks)) for one, other in pairs]
        place = int(np.argmin(joined))
        parts[place : place + 2] = [parts[place] + parts[place + 1]]
    return parts[0], parts[1]


def _byte_letters() -> list[str]:
    """Returns the letter that byte-level tokenizers write for each of the 256 bytes.

    Visible characters of Latin-1 stand for themselves; the others, in order, are those from U+0100.
    """
    visible = {*range(33, 127), *range(161, 173), *range(174, 256)}
    others = iter(range(256, 512))
    return [chr(byte if byte in visible else next(others)) for byte in range(256)]
