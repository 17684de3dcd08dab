"""The decoder-only network: embeddings, one stacked block scanned over the layers, a head.

Letters in shape comments: B batch, T time, S supervised places, D embed, H heads, N key heads,
K head_dim, F ffw, V vocabulary, L layers.
"""

import dataclasses
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx
from jax.sharding import Mesh
from jax.sharding import PartitionSpec as P

from mypt_jax.model.attention import attend, check_backend
from mypt_jax.model.config import GPTConfig
from mypt_jax.model.copying import copying_weights
from mypt_jax.model.products import adapted_product, is_rounding_fast, product
from mypt_jax.model.sharding import (
    ShardingError,
    constrain,
    dividing_spec,
    gathered,
    is_split,
    param_shardings,
)

# Takes query [B, H, T, K], key and value [B, N, T, K]; returns [B, H, T, K] and what to keep.
Attend = Callable[..., tuple[jax.Array, Any]]


def _normal(rngs: nnx.Rngs, shape: tuple[int, ...], axes: tuple, std: float) -> nnx.Param:
    return nnx.Param(std * jax.random.normal(rngs.params(), shape, jnp.float32), axes=axes)


def _constant(shape: tuple[int, ...], axes: tuple, value: float) -> nnx.Param:
    return nnx.Param(jnp.full(shape, value, jnp.float32), axes=axes)


def _rounds_factors(config: GPTConfig) -> bool:
    return config.round_factors and is_rounding_fast()


class Projection(nnx.Module):
    """A matrix with an optional bias, in float32, applied in the dtype of its input."""

    def __init__(
        self,
        config: GPTConfig,
        rngs: nnx.Rngs,
        shape: tuple[int, ...],
        axes: tuple[str | None, ...],
        use_bias: bool,
        std: float,
    ) -> None:
        """Makes the parameters.

        Args:
            config: says whether factors are rounded.
            rngs: source of the initial values.
            shape: [layers, in, *out], or [in, out] for a head.
            axes: logical names of `shape`.
            use_bias: whether there is a bias of shape [layers, *out].
            std: of the initial values.
        """
        self.round_factors = _rounds_factors(config)
        self.kernel = _normal(rngs, shape, axes, std)
        num_stacked = 1 if axes[0] == "layers" else 0
        bias_shape = shape[:num_stacked] + shape[num_stacked + 1 :]
        bias_axes = axes[:num_stacked] + axes[num_stacked + 1 :]
        self.bias = _constant(bias_shape, bias_axes, 0.0) if use_bias else None
        self.adapter_in: nnx.Param | None = nnx.data(None)
        self.adapter_out: nnx.Param | None = nnx.data(None)
        self.adapter_scale = 0.0

    def add_adapter(self, rank: int, alpha: float, rngs: nnx.Rngs) -> None:
        """Adds two thin matrices whose product counts alpha / rank times; see `model.adapters`."""
        layers, size_in, *size_out = self.kernel.shape
        axes = self.kernel.get_metadata("axes")
        shape, std = (layers, size_in, rank), size_in**-0.5
        self.adapter_in = _normal(rngs, shape, (axes[0], axes[1], None), std)
        out_axes = (axes[0], None, *axes[2:])
        self.adapter_out = _constant((layers, rank, *size_out), out_axes, 0.0)
        self.adapter_scale = alpha / rank

    def __call__(self, x: jax.Array) -> jax.Array:
        """Maps [..., in] to [..., out]."""
        (out,) = self.parts(x)
        return out

    def parts(self, x: jax.Array) -> list[jax.Array]:
        """Maps [..., in] to as many arrays [..., out] as the kernel [in, parts, out] has parts.

        Where devices hold parts of the kernel, there is a product a part: an axis of parts in
        activations, or merged with `out`, would be moved between devices or within their memory,
        and its gradient too. Elsewhere one product for all is faster.
        """
        axes = self.kernel.get_metadata("axes")[-self.kernel.ndim :]
        separate = is_any_split(axes)

        def matrices(weights: jax.Array) -> list[jax.Array]:  # [in, parts, out] -> [in, out] each
            if separate and weights.ndim == 3:
                return [weights[:, part] for part in range(weights.shape[1])]
            return [weights.reshape(weights.shape[0], -1)]

        rows = x.reshape(-1, x.shape[-1])
        kernels = matrices(gathered(self.kernel[...], axes, x.dtype))
        if self.adapter_in is None or self.adapter_out is None:
            outs = [product(rows, kernel, 0, self.round_factors) for kernel in kernels]
        else:
            thin, wide = self.adapter_in[...], matrices(self.adapter_out[...])
            outs = [
                adapted_product(rows, kernel, thin, part, self.adapter_scale, self.round_factors)
                for kernel, part in zip(kernels, wide, strict=True)
            ]
        if self.bias is not None:
            biases = matrices(self.bias[...].astype(x.dtype)[None])
            outs = [out + bias for out, bias in zip(outs, biases, strict=True)]
        num_parts = 1 if self.kernel.ndim == 2 else self.kernel.shape[1]
        return split_outs(outs, num_parts, x.shape[:-1])


def is_any_split(axes: tuple[str | None, ...]) -> bool:
    """Says whether devices hold parts of an array with these logical axes."""
    mesh = jax.sharding.get_abstract_mesh()
    return any(is_split(axis, mesh) for axis in axes if axis)


def split_outs(outs: list[jax.Array], num_parts: int, shape: tuple[int, ...]) -> list[jax.Array]:
    """Splits products [M, *] into the parts [*shape, out] that are joined in them."""
    split = [jnp.split(out, num_parts // len(outs), axis=-1) for out in outs]
    return [part.reshape(*shape, -1) for parts in split for part in parts]


class Norm(nnx.Module):
    """RMSNorm or LayerNorm over the last axis, computed in float32."""

    def __init__(self, config: GPTConfig, layers: tuple[int, ...] = ()) -> None:
        """Makes scales of one and, for LayerNorm, biases of zero; `layers` is (L,) or ()."""
        axes = ("layers",) * len(layers) + ("norm",)
        shape = (*layers, config.embed_dim)
        self.eps = config.norm_eps
        self.scale = _constant(shape, axes, 1.0)
        self.bias = _constant(shape, axes, 0.0) if config.norm == "layernorm" else None

    def __call__(self, x: jax.Array) -> jax.Array:
        """Normalises [..., D]; keeps the dtype."""
        y = x.astype(jnp.float32)
        if self.bias is not None:
            y = y - jnp.mean(y, axis=-1, keepdims=True)
        y = y * jax.lax.rsqrt(jnp.mean(y * y, axis=-1, keepdims=True) + self.eps)
        y = y * self.scale[...]
        if self.bias is not None:
            y = y + self.bias[...]
        return y.astype(x.dtype)


def rope_frequencies(config: GPTConfig) -> tuple[np.ndarray, float]:
    """Returns the radians a position of every pair, float32 [K/2], and the factor of the tables.

    linear   all are divided by rope_factor (Chen et al. 2023, arXiv:2306.15595)
    llama3   those with fewer than rope_low_freq turns in rope_original_len are divided, those with
             more than rope_high_freq are not, others partly (Llama 3.1's `rope_type` of that name)
    yarn     the same with a share that falls over the index of the pair, and tables that grow by
             0.1 ln(rope_factor) + 1 (Peng et al. 2023, arXiv:2309.00071)
    """
    half, c = config.head_dim // 2, config
    plain = c.rope_theta ** (-np.arange(half) / half)
    if c.rope_scaling == "none":
        return plain.astype(np.float32), 1.0
    if c.rope_scaling == "linear":
        return (plain / c.rope_factor).astype(np.float32), 1.0
    if c.rope_scaling == "llama3":
        turns = c.rope_original_len * plain / (2 * np.pi)
        kept = (turns - c.rope_low_freq) / (c.rope_high_freq - c.rope_low_freq)
        scale = 1.0
    else:

        def pair_of(turns: float) -> float:
            """Returns the index of the pair with so many turns, between two indices."""
            length = c.rope_original_len / (2 * np.pi * turns)
            return half * np.log(length) / np.log(c.rope_theta)

        first = max(np.floor(pair_of(c.rope_high_freq)), 0)
        last = min(np.ceil(pair_of(c.rope_low_freq)), c.head_dim - 1)
        kept = 1.0 - (np.arange(half) - first) / max(last - first, 0.001)
        scale = 0.1 * np.log(c.rope_factor) + 1.0
    kept = np.clip(kept, 0.0, 1.0)
    return (plain * (kept + (1.0 - kept) / c.rope_factor)).astype(np.float32), float(scale)


def rope_tables(positions: jax.Array, config: GPTConfig) -> tuple[jax.Array, jax.Array]:
    """Returns the factors of `rotate`, float32 [B, 1, T, K] each, at `positions` [B, T].

    They are cos, cos and -sin, sin of the angles of the K/2 pairs.
    """
    frequencies, scale = rope_frequencies(config)
    angles = positions[:, None, :, None].astype(jnp.float32) * frequencies
    cos, sin = jnp.cos(angles) * scale, jnp.sin(angles) * scale
    return jnp.concatenate([cos, cos], axis=-1), jnp.concatenate([-sin, sin], axis=-1)


def rope_of(positions: jax.Array, config: GPTConfig) -> tuple[jax.Array, jax.Array] | None:
    """Returns `rope_tables`, or None for a model without them."""
    return rope_tables(positions, config) if config.position == "rope" else None


def rotate(x: jax.Array, rope: tuple[jax.Array, jax.Array]) -> jax.Array:
    """Rotates the pairs (i, i + K/2) of [B, H, T, K] by the angles of `rope_tables`."""
    own, other = (part.astype(x.dtype) for part in rope)
    # On CPU, halves that are computed apart and joined take six times as long as this.
    return x * own + jnp.roll(x, x.shape[-1] // 2, axis=-1) * other


def dropout(x: jax.Array, rate: float, key: jax.Array | None) -> jax.Array:
    """Zeroes a share `rate` of the values and scales the rest up; the identity without a key."""
    if key is None or rate == 0.0:
        return x
    keep = jax.random.bernoulli(key, 1.0 - rate, x.shape)
    return jnp.where(keep, x / (1.0 - rate), 0.0).astype(x.dtype)


class Block(nnx.Module):
    """All layers at once: every parameter has a leading axis of layers.

    `__call__` is one layer; the scan in `GPT` calls it on slices of the stacked parameters.
    """

    def __init__(self, config: GPTConfig, rngs: nnx.Rngs) -> None:
        """Makes the stacked parameters of `config.num_layers` layers."""
        c, layers = config, config.num_layers
        std_in = c.embed_dim**-0.5
        # Every layer adds two outputs to the residual stream: keep their sum at unit scale.
        to_residual = (2 * layers) ** -0.5
        self.config = config
        self.attention_norm = Norm(c, (layers,))
        self.query = Projection(
            c,
            rngs,
            (layers, c.embed_dim, c.attention_dim),
            ("layers", "embed", "heads"),
            c.attention_bias,
            std_in,
        )
        self.key_value = Projection(
            c,
            rngs,
            (layers, c.embed_dim, 2, c.kv_dim),
            ("layers", "embed", None, "kv_heads"),
            c.attention_bias,
            std_in,
        )
        self.attention_out = Projection(
            c,
            rngs,
            (layers, c.attention_dim, c.embed_dim),
            ("layers", "heads", "embed"),
            c.attention_bias,
            c.attention_dim**-0.5 * to_residual,
        )
        self.ffw_norm = Norm(c, (layers,))
        num_up = 2 if c.activation == "swiglu" else 1
        self.ffw_up = Projection(
            c,
            rngs,
            (layers, c.embed_dim, num_up, c.ffw_dim),
            ("layers", "embed", None, "ffw"),
            c.ffw_bias,
            std_in,
        )
        self.ffw_down = Projection(
            c,
            rngs,
            (layers, c.ffw_dim, c.embed_dim),
            ("layers", "ffw", "embed"),
            c.ffw_bias,
            c.ffw_dim**-0.5 * to_residual,
        )

    def __call__(
        self,
        x: jax.Array,
        rope: tuple[jax.Array, jax.Array] | None,
        attend_to: Attend,
        dropout_key: jax.Array | None = None,
    ) -> tuple[jax.Array, Any]:
        """Runs one layer on [B, T, D]; also returns what `attend_to` keeps."""
        keys = (None, None) if dropout_key is None else jax.random.split(dropout_key)
        with jax.named_scope("attention"):
            query, key, value = self._heads(self.attention_norm(x), rope)
            mixed, kept = attend_to(query, key, value)
            mixed = self.attention_out(mixed.swapaxes(1, 2).reshape(*x.shape[:-1], -1))
            x = x + dropout(mixed, self.config.dropout, keys[0])
        with jax.named_scope("feed_forward"):
            x = x + dropout(self._feed_forward(self.ffw_norm(x)), self.config.dropout, keys[1])
        return constrain(x, "batch", "time", None), kept

    def _heads(
        self, x: jax.Array, rope: tuple[jax.Array, jax.Array] | None
    ) -> tuple[jax.Array, jax.Array, jax.Array]:
        def split(y: jax.Array) -> jax.Array:  # [B, T, H*K] -> [B, H, T, K]
            return y.reshape(*y.shape[:2], -1, self.config.head_dim).swapaxes(1, 2)

        query, key, value = map(split, (self.query(x), *self.key_value.parts(x)))
        if rope is not None:
            query, key = rotate(query, rope), rotate(key, rope)
        return query, key, value

    def _feed_forward(self, x: jax.Array) -> jax.Array:
        if self.config.activation == "swiglu":
            gate, up = self.ffw_up.parts(x)
            return self.ffw_down(jax.nn.silu(gate) * up)
        return self.ffw_down(jax.nn.gelu(self.ffw_up(x), approximate=False))


REMAT_POLICIES = {
    "elementwise": jax.checkpoint_policies.dots_saveable,
    "dots": jax.checkpoint_policies.dots_with_no_batch_dims_saveable,
    "full": jax.checkpoint_policies.nothing_saveable,
}


class GPT(nnx.Module):
    """A decoder-only language model over packed rows."""

    def __init__(self, config: GPTConfig, rngs: nnx.Rngs) -> None:
        """Makes float32 parameters; `create_model` does this sharded and from a seed."""
        check_backend(config.attention)
        c = config
        self.config = config
        table = (c.vocab_size, c.embed_dim), ("vocab", "embed")
        self.embedding = _normal(rngs, *table, c.embed_dim**-0.5)
        is_learned = c.position == "learned"
        positions = (c.max_seq_len, c.embed_dim), ("time", "embed")
        self.position_embedding = (
            _normal(rngs, *positions, c.embed_dim**-0.5) if is_learned else None
        )
        self.blocks = Block(c, rngs)
        self.final_norm = Norm(c)
        head = (c.embed_dim, c.vocab_size), ("embed", "vocab")
        is_untied = not c.tie_embeddings
        self.head = Projection(c, rngs, *head, False, c.embed_dim**-0.5) if is_untied else None
        self.head_bias = _constant((c.vocab_size,), ("vocab",), 0.0) if c.head_bias else None
        self.own_ids: tuple[int, ...] = ()
        self.own_rows: nnx.Param | None = nnx.data(None)
        self.own_head_rows: nnx.Param | None = nnx.data(None)
        if c.copying_start:
            self._start_copying(rngs)

    def add_own_rows(self, ids: tuple[int, ...]) -> None:
        """Gives ids rows beside those of embedding and head; see `model.adapters`."""
        self.own_ids = ids
        shape = (len(ids), self.config.embed_dim)
        self.own_rows = _constant(shape, (None, "embed"), 0.0)
        if self.head is not None:
            self.own_head_rows = _constant(shape, (None, "embed"), 0.0)

    def _start_copying(self, rngs: nnx.Rngs) -> None:
        blocks = self.blocks
        kernels = {
            "embedding": self.embedding,
            "query": blocks.query.kernel,
            "key_value": blocks.key_value.kernel,
            "attention_out": blocks.attention_out.kernel,
            "ffw_down": blocks.ffw_down.kernel,
        }
        values = {name: kernel[...] for name, kernel in kernels.items()}
        for name, value in copying_weights(rngs.params(), self.config, values).items():
            kernels[name][...] = value

    def __call__(
        self,
        inputs: jax.Array,
        segment_ids: jax.Array,
        positions: jax.Array,
        target_positions: jax.Array | None = None,
        dropout_key: jax.Array | None = None,
    ) -> jax.Array:
        """Returns float32 logits [B, S, V] at `target_positions`, or [B, T, V] without them."""
        hidden = self.hidden(inputs, segment_ids, positions, dropout_key)
        if target_positions is not None:
            hidden = take_places(hidden, target_positions)
        return self.logits(hidden)

    def hidden(
        self,
        inputs: jax.Array,
        segment_ids: jax.Array,
        positions: jax.Array,
        dropout_key: jax.Array | None = None,
    ) -> jax.Array:
        """Runs all layers and the last norm on packed rows.

        Args:
            inputs: token ids [B, T].
            segment_ids: [B, T], 1.. an episode, 0 padding.
            positions: [B, T], restarting at 0 in every segment.
            dropout_key: turns dropout on; the same key drops the same values.

        Returns:
            [B, T, D] in the compute dtype.
        """
        config = self.config
        x = self._embed(inputs, positions)
        if dropout_key is not None:
            dropout_key, layers_key = jax.random.split(dropout_key)
            x = dropout(x, config.dropout, dropout_key)
            dropout_key = jax.random.split(layers_key, config.num_layers)
        rope = rope_of(positions, config)
        block, stacked = nnx.split(self.blocks)

        def attend_to(query: jax.Array, key: jax.Array, value: jax.Array) -> tuple:
            return attend(query, key, value, segment_ids, config.attention), None

        def layer(x: jax.Array, sliced: tuple) -> tuple[jax.Array, Any]:
            params, key = sliced
            return nnx.merge(block, params)(x, rope, attend_to, key)

        if config.remat != "none":
            # Forward and backward are loops of their own, which no compiler merges again: there
            # is nothing to prevent, and barriers cost memory. Unrolled, they are one program.
            unrolled = config.scan_unroll >= config.num_layers
            policy = REMAT_POLICIES[config.remat]
            layer = jax.checkpoint(layer, policy=policy, prevent_cse=unrolled)
        x, _ = jax.lax.scan(layer, x, (stacked, dropout_key), unroll=config.scan_unroll)
        return self.final_norm(x)

    def _embed(self, inputs: jax.Array, positions: jax.Array) -> jax.Array:
        x = look_up(self.embedding[...], inputs)
        if self.own_rows is not None:
            is_own = (inputs[..., None] == jnp.array(self.own_ids)).astype(x.dtype)
            x = jnp.where(is_own.any(axis=-1, keepdims=True), is_own @ self.own_rows[...], x)
        if self.position_embedding is not None:
            x = x + self.position_embedding[...][positions]
        return constrain(x.astype(self.config.dtype), "batch", "time", None)

    def logits(self, hidden: jax.Array) -> jax.Array:
        """Maps [..., D] to float32 logits [..., V]."""
        return self.unembedding().gathered(hidden.dtype).logits(hidden)

    def unembedding(self) -> "Unembedding":
        """Returns what maps hidden states to logits, apart from the rest of the model."""
        tied = self.head is None
        weights = self.embedding if self.head is None else self.head.kernel
        rows = self.own_rows if tied else self.own_head_rows
        return Unembedding(
            weights=weights[...],
            bias=None if self.head_bias is None else self.head_bias[...],
            own_rows=None if rows is None else rows[...],
            vocab_axis=0 if tied else 1,
            own_ids=self.own_ids,
            round_factors=_rounds_factors(self.config),
        )


@jax.tree_util.register_dataclass
@dataclasses.dataclass(frozen=True)
class Unembedding:
    """The map from hidden states to logits, by itself: a tree of arrays.

    Attributes:
        weights: [V, D] if `vocab_axis` is 0, else [D, V].
        bias: [V] or None.
        own_rows: [N, D] or None; weights of `own_ids`, instead of those in `weights`.
        vocab_axis: of `weights`.
        own_ids: ids with weights of their own, N.
        round_factors: see `product`.
    """

    weights: jax.Array
    bias: jax.Array | None
    own_rows: jax.Array | None
    vocab_axis: int = dataclasses.field(metadata={"static": True})
    own_ids: tuple[int, ...] = dataclasses.field(metadata={"static": True})
    round_factors: bool = dataclasses.field(metadata={"static": True})

    def gathered(self, dtype: Any) -> "Unembedding":
        """Returns it in the compute dtype, with the parts of D on one device; see `sharding`."""
        axes = ("vocab", "embed") if self.vocab_axis == 0 else ("embed", "vocab")
        return dataclasses.replace(self, weights=gathered(self.weights, axes, dtype))

    def logits(self, hidden: jax.Array) -> jax.Array:
        """Maps [..., D] to float32 logits [..., V]."""
        factors = hidden.reshape(-1, hidden.shape[-1]), self.weights.astype(hidden.dtype)
        logits = product(*factors, 1 - self.vocab_axis, self.round_factors, jnp.float32)
        logits = logits.reshape(*hidden.shape[:-1], -1)
        if self.own_rows is not None:
            own = jnp.einsum("...d,nd->...n", hidden, self.own_rows.astype(hidden.dtype),
                             preferred_element_type=jnp.float32)  # fmt: skip
            logits = logits.at[..., jnp.array(self.own_ids)].set(own)
        return logits if self.bias is None else logits + self.bias


def look_up(table: jax.Array, ids: jax.Array) -> jax.Array:
    """Returns the rows [B, T, D] of a table [V, D] at `ids` [B, T].

    Every device collects the parts of the table along D, looks up its own rows of the batch, and
    keeps its part of the gradient's sum; left to the compiler, each would hold that sum whole. Only
    where the vocabulary is split as well, the compiler does better.
    """
    mesh = jax.sharding.get_abstract_mesh()
    if not is_split("embed", mesh):
        return table[ids]
    rows = dividing_spec(ids.shape, ("batch", None), mesh)[0]
    if rows is None or is_split("vocab", mesh):
        return constrain(table, "vocab", None)[ids]
    _, fsdp = rows

    def on_one_device(part: jax.Array, ids: jax.Array) -> jax.Array:
        return jax.lax.all_gather(part, fsdp, axis=1, tiled=True)[ids]

    return jax.shard_map(
        on_one_device,
        in_specs=(P(None, fsdp), P(rows)),
        out_specs=P(rows),
        check_vma=False,
    )(table, ids)


def take_places(hidden: jax.Array, places: jax.Array) -> jax.Array:
    """Picks [B, S, D] out of [B, T, D] at `places` [B, S]; zeros where a place is past the end.

    A product with a one-hot matrix: its gradient is a product too, and not a scatter.
    """
    one_hot = jax.nn.one_hot(places, hidden.shape[1], dtype=hidden.dtype)
    return jnp.einsum("bst,btd->bsd", one_hot, hidden, precision=jax.lax.Precision.HIGHEST)


def check_heads(config: GPTConfig, mesh: Mesh) -> None:
    """Refuses a mesh that cuts through a head; the width of all heads together may well divide.

    Raises:
        ShardingError: names the heads, the mesh's size and the remedy.
    """
    for name in ("num_heads", "num_kv_heads"):
        if getattr(config, name) % mesh.shape["tensor"]:
            raise ShardingError(
                f"model.{name} {getattr(config, name)} does not divide over mesh.tensor "
                f"{mesh.shape['tensor']}. Choose a mesh.tensor that divides it."
            )


def create_model(config: GPTConfig, seed: int, mesh: Mesh) -> GPT:
    """Makes a model whose parameters are sharded from birth.

    Raises:
        ShardingError: the heads or another axis do not divide over the mesh.
    """
    check_heads(config, mesh)

    def init() -> nnx.State:
        return nnx.state(GPT(config, nnx.Rngs(params=seed)))

    graphdef, abstract = nnx.split(nnx.eval_shape(lambda: GPT(config, nnx.Rngs(params=seed))))
    params = jax.jit(init, out_shardings=param_shardings(abstract, mesh))()
    return nnx.merge(graphdef, params)
