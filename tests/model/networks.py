"""Small networks and batches for the tests, and the same networks in plain numpy."""

import dataclasses
import math

import numpy as np
from flax import nnx

from mypt_jax.model.config import GPTConfig
from mypt_jax.model.gpt import GPT

LLAMA = GPTConfig(
    vocab_size=24,
    num_layers=2,
    embed_dim=16,
    num_heads=4,
    num_kv_heads=2,
    head_dim=6,
    ffw_dim=20,
    max_seq_len=64,
    norm_eps=1e-5,
    rope_theta=500.0,
    tie_embeddings=False,
)
# The PyTorch original's defaults, tied, with all biases.
ORIGINAL = dataclasses.replace(
    LLAMA,
    num_kv_heads=4,
    head_dim=4,
    norm="layernorm",
    position="learned",
    activation="gelu",
    tie_embeddings=True,
    attention_bias=True,
    ffw_bias=True,
    head_bias=True,
)


def make(config: GPTConfig, seed: int = 0) -> GPT:
    """Returns a model whose every parameter, biases and scales too, is random and large."""
    return stir(GPT(config, nnx.Rngs(params=seed)), seed)


def stir(model: GPT, seed: int) -> GPT:
    """Adds noise to every parameter of a model, and returns it."""
    rng = np.random.default_rng(seed)

    def stirred(value: np.ndarray) -> np.ndarray:
        return value + rng.normal(0.0, 0.3, value.shape).astype(np.float32)

    nnx.update(model, nnx.map_state(lambda _, v: v.replace(stirred(v[...])), nnx.state(model)))
    return model


def pack(episodes, num_slots: int, num_places: int) -> dict[str, np.ndarray]:
    """Packs [(ids, target_positions, targets, weights), …] into one row."""
    batch = {
        "inputs": np.zeros((1, num_slots), np.int32),
        "segment_ids": np.zeros((1, num_slots), np.int32),
        "positions": np.zeros((1, num_slots), np.int32),
        "target_positions": num_slots + np.arange(num_places, dtype=np.int32)[None],
        "targets": np.zeros((1, num_places), np.int32),
        "target_weights": np.zeros((1, num_places), np.float32),
    }
    at = place = 0
    for number, (ids, target_positions, targets, weights) in enumerate(episodes, start=1):
        here = slice(at, at + len(ids))
        batch["inputs"][0, here] = ids
        batch["segment_ids"][0, here] = number
        batch["positions"][0, here] = np.arange(len(ids))
        places = slice(place, place + len(targets))
        batch["target_positions"][0, places] = at + np.array(target_positions)
        batch["targets"][0, places] = targets
        batch["target_weights"][0, places] = weights
        at, place = at + len(ids), place + len(targets)
    return batch


def reference_logits(model: GPT, ids: list[int]) -> np.ndarray:
    """Computes logits [T, V] of one sequence in float64, loop by loop."""
    c = model.config
    params = nnx.to_pure_dict(nnx.state(model))
    p = _float64(params)
    x = p["embedding"][ids]
    if c.position == "learned":
        x = x + p["position_embedding"][: len(ids)]
    for index in range(c.num_layers):
        layer = _slice(p["blocks"], index)
        x = x + _attention(c, layer, _norm(c, layer["attention_norm"], x))
        x = x + _feed_forward(c, layer, _norm(c, layer["ffw_norm"], x))
    x = _norm(c, p["final_norm"], x)
    head = p["embedding"].T if c.tie_embeddings else p["head"]["kernel"]
    return x @ head + (p["head_bias"] if c.head_bias else 0.0)


def _float64(tree):
    if isinstance(tree, dict):
        return {name: _float64(value) for name, value in tree.items()}
    return np.asarray(tree, np.float64)


def _slice(tree, index):
    if isinstance(tree, dict):
        return {name: _slice(value, index) for name, value in tree.items()}
    return tree[index]


def _norm(c, p, x):
    if c.norm == "layernorm":
        x = x - x.mean(-1, keepdims=True)
    x = x / np.sqrt((x**2).mean(-1, keepdims=True) + c.norm_eps) * p["scale"]
    return x + p["bias"] if c.norm == "layernorm" else x


def _attention(c, p, x):
    time = len(x)
    query = x @ p["query"]["kernel"]
    key = x @ p["key_value"]["kernel"][:, 0]
    value = x @ p["key_value"]["kernel"][:, 1]
    if c.attention_bias:
        query = query + p["query"]["bias"]
        key, value = key + p["key_value"]["bias"][0], value + p["key_value"]["bias"][1]
    heads = np.zeros((time, c.num_heads * c.head_dim))
    for head in range(c.num_heads):
        mine = slice(head * c.head_dim, (head + 1) * c.head_dim)
        group = head // (c.num_heads // c.num_kv_heads)
        shared = slice(group * c.head_dim, (group + 1) * c.head_dim)
        q, k = _rope(c, query[:, mine]), _rope(c, key[:, shared])
        for t in range(time):
            scores = k[: t + 1] @ q[t] / math.sqrt(c.head_dim)
            weights = np.exp(scores - scores.max())
            heads[t, mine] = weights / weights.sum() @ value[: t + 1, shared]
    return heads @ p["attention_out"]["kernel"] + p["attention_out"].get("bias", 0.0)


def _rope(c, x):
    if c.position != "rope":
        return x
    half = c.head_dim // 2
    out = np.zeros_like(x)
    for t in range(len(x)):
        for i in range(half):
            angle = t * c.rope_theta ** (-2 * i / c.head_dim)
            first, second = x[t, i], x[t, i + half]
            out[t, i] = first * math.cos(angle) - second * math.sin(angle)
            out[t, i + half] = second * math.cos(angle) + first * math.sin(angle)
    return out


def _feed_forward(c, p, x):
    up = np.stack([x @ p["ffw_up"]["kernel"][:, i] for i in range(p["ffw_up"]["kernel"].shape[1])])
    if c.ffw_bias:
        up = up + p["ffw_up"]["bias"][:, None]
    if c.activation == "swiglu":
        hidden = up[0] / (1.0 + np.exp(-up[0])) * up[1]
    else:
        hidden = 0.5 * up[0] * (1.0 + np.vectorize(math.erf)(up[0] / math.sqrt(2.0)))
    return hidden @ p["ffw_down"]["kernel"] + p["ffw_down"].get("bias", 0.0)
