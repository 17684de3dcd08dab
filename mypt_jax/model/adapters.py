"""Low-rank adapters: what is trained when the weights of a model stay as they are.

A matrix W of a layer gets two thin ones, and W + (alpha / rank) A B is what it does (Hu et al.
2021, "LoRA", arXiv:2106.09685). A starts random and B as zeros, so that nothing changes at first.
Ids that the model has never seen get rows of their own beside those of the embedding, which are
trained whole.
"""

import dataclasses
import re
from typing import Any

import jax.numpy as jnp
from flax import nnx

from mypt_jax.model.config import ConfigError
from mypt_jax.model.gpt import GPT, Projection
from mypt_jax.model.products import adapter_change

# What the trained parameters are called; everything else is frozen where there are any.
TRAINED = frozenset({"adapter_in", "adapter_out", "own_rows", "own_head_rows"})

Params = dict[str, Any]  # nested names -> arrays


@dataclasses.dataclass(frozen=True)
class Adapters:
    """Which adapters a model has.

    Attributes:
        rank: width of the thin matrices.
        alpha: their product counts alpha / rank times.
        targets: regular expression; matrices of the layers whose name it fully matches get adapters
            (query, key_value, attention_out, ffw_up, ffw_down).
        rows: ids whose rows in embedding and head are trained.
    """

    rank: int
    alpha: float
    targets: str
    rows: tuple[int, ...]


def add_adapters(model: GPT, adapters: Adapters, rngs: nnx.Rngs) -> GPT:
    """Gives a model adapters, and rows of their own to some ids; returns the model.

    Raises:
        ConfigError: `targets` matches no matrix, or is no regular expression.
    """
    try:
        pattern = re.compile(adapters.targets)
    except re.error as error:
        raise ConfigError(f"lora.targets is {adapters.targets!r}: {error}.") from error
    matrices = {
        name: part for name, part in vars(model.blocks).items() if isinstance(part, Projection)
    }
    chosen = {name: part for name, part in matrices.items() if pattern.fullmatch(name)}
    if not chosen:
        raise ConfigError(
            f"lora.targets {adapters.targets!r} matches none of {', '.join(matrices)}."
        )
    for part in chosen.values():
        part.add_adapter(adapters.rank, adapters.alpha, rngs)
    model.add_own_rows(adapters.rows)
    return model


def split_trained(params: Params) -> tuple[Params, Params]:
    """Splits parameters into the trained ones and the frozen ones; without adapters none is."""
    if not _has_trained(params):
        return params, {}
    return _pick(params, True), _pick(params, False)


def join(one: Params, other: Params) -> Params:
    """Joins two trees of parameters without a leaf in common."""
    joined = dict(one)
    for name, value in other.items():
        joined[name] = join(joined[name], value) if name in joined else value
    return joined


def merged(params: Params, adapters: Adapters) -> Params:
    """Returns the parameters of the plain model that does what the one with adapters does.

    Args:
        params: with adapters.
        adapters: which ones.
    """
    plain = _merge_matrices(params, adapters.alpha / adapters.rank)
    ids = jnp.array(adapters.rows, jnp.int32)
    if "own_rows" in params:
        plain["embedding"] = plain["embedding"].at[ids].set(params["own_rows"])
    if "own_head_rows" in params:
        kernel = plain["head"]["kernel"].at[:, ids].set(params["own_head_rows"].T)
        plain["head"] = plain["head"] | {"kernel": kernel}
    return plain


def with_own_rows(params: Params, adapters: Adapters) -> Params:
    """Returns the own rows that start as what embedding and head have."""
    ids = jnp.array(adapters.rows, jnp.int32)
    rows = {"own_rows": params["embedding"][ids]}
    if "head" in params:
        rows["own_head_rows"] = params["head"]["kernel"][:, ids].T
    return rows


def _has_trained(params: Params) -> bool:
    return any(
        name in TRAINED or (isinstance(value, dict) and _has_trained(value))
        for name, value in params.items()
    )


def _pick(params: Params, trained: bool) -> Params:
    found: Params = {}
    for name, value in params.items():
        if isinstance(value, dict):
            if inner := _pick(value, trained):
                found[name] = inner
        elif (name in TRAINED) == trained:
            found[name] = value
    return found


def _merge_matrices(params: Params, scale: float) -> Params:
    found: Params = {}
    for name, value in params.items():
        if isinstance(value, dict):
            found[name] = _merge_matrices(value, scale)
        elif name not in TRAINED:
            found[name] = value
    if "adapter_in" in params:
        change = adapter_change(params["adapter_in"], params["adapter_out"])
        found["kernel"] = found["kernel"] + scale * change
    return found
