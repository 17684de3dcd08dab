"""Models in the format of Hugging Face: the Llama family, safetensors and `tokenizer.json`.

    config.json  tokenizer.json  model.safetensors
    config.json  tokenizer.json  model.safetensors.index.json  model-00001-of-00002.safetensors …

Their weights are [out, in], ours [in, out], stacked over the layers; both rotate half against half.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import safetensors
from etils import epath

from mypt_jax.conversation.tokenizer import (
    JSON_FILE,
    HuggingFaceTokenizer,
    tags_of,
    with_tags,
)
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

CONFIG_FILE, WEIGHTS_FILE = "config.json", "model.safetensors"
INDEX_FILE = f"{WEIGHTS_FILE}.index.json"


def read_huggingface(directory: epath.PathLike) -> Imported:
    """Reads a model and its tokenizer; tags that it lacks get rows of their own.

    Raises:
        ImportFailed: a file is missing or damaged, the architecture is another one, or sizes,
            weights and tokenizer do not belong together.
        TokenizerError: the tokenizer is not a byte-level one.
    """
    directory = epath.Path(directory)
    values = read_json(directory / CONFIG_FILE)
    definition = _read(directory / JSON_FILE)
    config = llama_config(values, str(directory / CONFIG_FILE))
    weight_files = _weight_files(directory)
    weights = _Weights(weight_files)
    params = llama_params(weights, config)
    tokenizer = HuggingFaceTokenizer(with_tags(definition), str(directory / JSON_FILE))
    source = {
        "kind": "huggingface",
        "files": {path.name: sha256_of(path) for path in weight_files},
        "license": read_license(directory / "README.md"),
    }
    return add_rows(Imported(config, params, tokenizer, source), tags_of(definition))


def read_license(card: epath.Path) -> str | None:
    """Returns the licence that a model card names between its first two lines of dashes, or None.

    Args:
        card: the card; there need not be one.
    """
    text = card.read_bytes().decode(errors="replace") if card.exists() else ""
    head = re.match(r"---\s*\n(.*?)\n---", text, re.DOTALL)
    found = re.search(r"^license:[ \t]*[\"']?([\w.+-]+)", head[1], re.MULTILINE) if head else None
    return found[1] if found else None


# --- Sizes -----------------------------------------------------------------------------------


def llama_config(values: Mapping[str, Any], where: str = CONFIG_FILE) -> GPTConfig:
    """Translates a `config.json` of the Llama family.

    Args:
        values: its content.
        where: names the file in errors.

    Raises:
        ImportFailed: names the setting that is damaged, or that this network does not have.
    """
    kind = values.get("model_type")
    if kind != "llama":
        raise ImportFailed(f"{where}: model_type is {kind!r}; only 'llama' can be read.")
    for name, allowed in (("hidden_act", "silu"), ("pretraining_tp", 1)):
        if values.get(name, allowed) != allowed:
            raise ImportFailed(f"{where}: {name} is {values[name]!r}; only {allowed!r} works.")
    scaling = values.get("rope_parameters") or values.get("rope_scaling") or {}
    if not isinstance(scaling, dict):
        name = "rope_parameters" if values.get("rope_parameters") else "rope_scaling"
        raise ImportFailed(f"{where}: {name} is {scaling!r}; it must be an object or null.")
    scaling = {name: value for name, value in scaling.items() if value is not None}
    rotated = number_in({**values, **scaling}, "partial_rotary_factor", where, 1.0)
    if rotated != 1.0:
        raise ImportFailed(
            f"{where}: partial_rotary_factor is {rotated:g}; heads are rotated whole here, only 1 "
            "works."
        )
    longest = size_in(values, "max_position_embeddings", where)
    width, heads = (size_in(values, name, where) for name in ("hidden_size", "num_attention_heads"))
    try:
        return GPTConfig(
            vocab_size=size_in(values, "vocab_size", where),
            num_layers=size_in(values, "num_hidden_layers", where),
            embed_dim=width,
            num_heads=heads,
            num_kv_heads=size_in(values, "num_key_value_heads", where, heads),
            head_dim=size_in(values, "head_dim", where, width // heads),
            ffw_dim=size_in(values, "intermediate_size", where),
            max_seq_len=longest,
            norm_eps=number_in(values, "rms_norm_eps", where, 1e-6),
            tie_embeddings=bool(values.get("tie_word_embeddings", False)),
            attention_bias=bool(values.get("attention_bias", False)),
            ffw_bias=bool(values.get("mlp_bias", False)),
            rope_theta=number_in({**values, **scaling}, "rope_theta", where, 10000.0),
            **_rope_scaling(scaling, longest, where),
        )
    except ConfigError as error:
        raise ImportFailed(f"{where}: {error}") from error


def _rope_scaling(scaling: Mapping[str, Any], longest: int, where: str) -> dict[str, Any]:
    kind = scaling.get("rope_type", scaling.get("type", "default"))
    if kind == "default":
        return {}
    if kind not in ("linear", "llama3", "yarn"):
        raise ImportFailed(
            f"{where}: rope scaling {kind!r} is unknown; known are linear, llama3 and yarn."
        )
    found = {"rope_scaling": kind, "rope_factor": number_in(scaling, "factor", where)}
    if kind == "linear":
        return found
    if kind == "llama3":
        low = number_in(scaling, "low_freq_factor", where)
        high = number_in(scaling, "high_freq_factor", where)
    else:
        low = number_in(scaling, "beta_slow", where, 1.0)
        high = number_in(scaling, "beta_fast", where, 32.0)
        unusual = sorted({"attention_factor", "mscale", "mscale_all_dim"} & scaling.keys())
        if unusual or not scaling.get("truncate", True):
            raise ImportFailed(f"{where}: yarn with {unusual or 'truncate'} is unknown.")
    return {
        **found,
        "rope_original_len": size_in(scaling, "original_max_position_embeddings", where, longest),
        "rope_low_freq": low,
        "rope_high_freq": high,
    }


# --- Weights ---------------------------------------------------------------------------------


def llama_params(weights: Mapping[str, np.ndarray], config: GPTConfig) -> dict[str, Any]:
    """Translates weights named as in transformers' LlamaForCausalLM to parameters of ours.

    Raises:
        ImportFailed: one is missing, has another shape, or is none of a Llama.
    """
    c = config
    used: set[str] = set()

    def get(name: str, shape: tuple[int, ...]) -> np.ndarray:
        used.add(name)
        return take(weights, name, shape)

    def stack(parts: tuple[str, ...], sizes: tuple[int, int], bias: bool) -> dict[str, np.ndarray]:
        """Stacks [out, in] of all layers to [L, in, (parts,) out], and biases likewise."""
        size_in, size_out = sizes
        layers = range(c.num_layers)
        names = [[f"model.layers.{i}.{part}" for part in parts] for i in layers]
        kernel = np.array(
            [[get(f"{n}.weight", (size_out, size_in)).T for n in row] for row in names]
        )
        found = {"kernel": np.moveaxis(kernel, 1, 2) if len(parts) > 1 else kernel[:, 0]}
        if bias:
            biases = np.array([[get(f"{n}.bias", (size_out,)) for n in row] for row in names])
            found["bias"] = biases if len(parts) > 1 else biases[:, 0]
        return found

    def norm(name: str) -> dict[str, np.ndarray]:
        names = [f"model.layers.{i}.{name}.weight" for i in range(c.num_layers)]
        return {"scale": np.array([get(n, (c.embed_dim,)) for n in names])}

    width = c.embed_dim
    params: dict[str, Any] = {
        "embedding": get("model.embed_tokens.weight", (c.vocab_size, width)),
        "blocks": {
            "attention_norm": norm("input_layernorm"),
            "query": stack(("self_attn.q_proj",), (width, c.attention_dim), c.attention_bias),
            "key_value": stack(
                ("self_attn.k_proj", "self_attn.v_proj"), (width, c.kv_dim), c.attention_bias
            ),
            "attention_out": stack(
                ("self_attn.o_proj",), (c.attention_dim, width), c.attention_bias
            ),
            "ffw_norm": norm("post_attention_layernorm"),
            "ffw_up": stack(("mlp.gate_proj", "mlp.up_proj"), (width, c.ffw_dim), c.ffw_bias),
            "ffw_down": stack(("mlp.down_proj",), (c.ffw_dim, width), c.ffw_bias),
        },
        "final_norm": {"scale": get("model.norm.weight", (width,))},
    }
    if not c.tie_embeddings:
        params["head"] = {"kernel": get("lm_head.weight", (c.vocab_size, width)).T}
    # old files keep tables that follow from the sizes, and tied heads
    left = sorted(
        name
        for name in set(weights) - used
        if not name.endswith("rotary_emb.inv_freq")
        and not (c.tie_embeddings and name == "lm_head.weight")
    )
    if left:
        raise ImportFailed(f"{left[0]}: a weight that no Llama has ({len(left)} such weights).")
    return params


class _Weights(Mapping[str, np.ndarray]):
    """The weights of several files, each read when it is asked for."""

    def __init__(self, files: list[epath.Path]):
        self._files: dict[str, Any] = {}
        for path in files:
            try:
                opened = safetensors.safe_open(str(path), framework="numpy")
            except Exception as error:  # the package has errors of its own, and OSError
                raise ImportFailed(f"{path}: not a whole safetensors file ({error}).") from error
            self._files.update(dict.fromkeys(opened.keys(), opened))

    def __getitem__(self, name: str) -> np.ndarray:
        return self._files[name].get_tensor(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def _weight_files(directory: epath.Path) -> list[epath.Path]:
    single, index = directory / WEIGHTS_FILE, directory / INDEX_FILE
    if single.exists():
        return [single]
    if not index.exists():
        raise ImportFailed(
            f"{directory}: neither {WEIGHTS_FILE} nor {INDEX_FILE}. Only safetensors are read; "
            "files of pickled weights can hold code."
        )
    names = read_json(index).get("weight_map")
    if not isinstance(names, dict) or not all(isinstance(name, str) for name in names.values()):
        raise ImportFailed(
            f"{index}: weight_map is {str(names)[:60]}; it must be an object {{weight: file name}}."
        )
    files = [directory / name for name in sorted(set(names.values()))]
    missing = [path.name for path in files if not path.exists()]
    if missing:
        raise ImportFailed(f"{directory}: {', '.join(missing)} is missing, {INDEX_FILE} names it.")
    return files


def _read(path: epath.Path) -> bytes:
    if not path.exists():
        raise ImportFailed(f"{path}: there is no such file.")
    return path.read_bytes()
