"""The network as it answers: a block of its own for every layer, and a cache of keys and values.

Letters in shape comments: B batch, T time, S slots of the cache, D embed, H heads, N key heads,
K head_dim, V vocabulary.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
from flax import nnx

from mypt_jax.model.attention import attend, masked_attention
from mypt_jax.model.gpt import (
    GPT,
    Block,
    Projection,
    Unembedding,
    is_any_split,
    look_up,
    rope_of,
    split_outs,
)
from mypt_jax.model.products import adapter_change, product
from mypt_jax.model.sharding import constrain, gathered

# Keys [B, N, K, S] and values [B, N, S, K] of each layer, as the products with them run fastest;
# arrays of their own, so that a write is in place.
Cache = tuple[tuple[jax.Array, jax.Array], ...]


class TurnedProjection(nnx.Module):
    """A projection with its kernel as [parts, out, in]: `product` says what that is for."""

    def __init__(self, projection: Projection, dtype: Any) -> None:
        """Turns the kernels [layers, in, *out], adapters added to them, in `dtype`."""
        kernel, bias = projection.kernel[...], projection.bias
        if projection.adapter_in is not None and projection.adapter_out is not None:
            change = adapter_change(projection.adapter_in[...], projection.adapter_out[...])
            kernel += projection.adapter_scale * change
        _, axis_in, *axes_out = projection.kernel.get_metadata("axes")
        if kernel.ndim == 3:
            kernel, axes_out = kernel[:, :, None], [None, *axes_out]
        turned = jnp.moveaxis(kernel, 1, 3).astype(dtype)
        self.kernel = nnx.Param(turned, axes=(*axes_out, axis_in))
        self.bias = None if bias is None else nnx.Param(bias[...].reshape(turned.shape[:3]))

    def __call__(self, x: jax.Array) -> jax.Array:
        """Maps [..., in] to [..., out]."""
        (out,) = self.parts(x)
        return out

    def parts(self, x: jax.Array) -> list[jax.Array]:
        """Does what `Projection.parts` does."""
        axes = self.kernel.get_metadata("axes")
        separate = is_any_split(axes)

        def matrices(weights: jax.Array) -> list[jax.Array]:  # [parts, out, ...] -> [out, ...] each
            return list(weights) if separate else [weights.reshape(-1, *weights.shape[2:])]

        rows = x.reshape(-1, x.shape[-1])
        kernels = matrices(gathered(self.kernel[...], axes, x.dtype))
        outs = [product(rows, kernel, 1, round_factors=False) for kernel in kernels]
        if self.bias is not None:
            biases = matrices(self.bias[...].astype(x.dtype))
            outs = [out + bias for out, bias in zip(outs, biases, strict=True)]
        return split_outs(outs, self.kernel.shape[0], x.shape[:-1])


class Decoder(nnx.Module):
    """What a model computes, without what training needs: nothing is stacked, rounded or dropped.

    Made once for many answers: copies of weights in every step would cost more than its products.
    """

    def __init__(self, model: GPT) -> None:
        """Copies the weights, with adapters and own rows in them, in the compute dtype."""
        self.config = model.config
        dtype, ids = self.config.dtype, jnp.array(model.own_ids, jnp.int32)

        def table(weights: jax.Array, own_rows: nnx.Param | None) -> nnx.Param:  # [V, D]
            whole = weights if own_rows is None else weights.at[ids].set(own_rows[...])
            return nnx.Param(whole.astype(dtype), axes=("vocab", "embed"))

        self.embedding = table(model.embedding[...], model.own_rows)
        head = None if model.head is None else model.head.kernel[...].T
        self.head = None if head is None else table(head, model.own_head_rows)
        self.position_embedding = model.position_embedding
        self.final_norm = model.final_norm
        self.head_bias = model.head_bias
        structure, stacked = nnx.split(_turned(model.blocks, dtype))
        self.blocks = nnx.List(
            nnx.merge(structure, _layer(stacked, layer)) for layer in range(self.config.num_layers)
        )

    def prefill(self, inputs: jax.Array, segment_ids: jax.Array) -> tuple[jax.Array, Cache]:
        """Runs right-padded prompts [B, T] and keeps their keys and values.

        Args:
            inputs: token ids [B, T].
            segment_ids: [B, T], 1 for the prompt, 0 for padding.

        Returns:
            hidden [B, T, D], and a cache of T slots.
        """

        def attend_to(query: jax.Array, key: jax.Array, value: jax.Array, layer: int) -> tuple:
            mixed = attend(query, key, value, segment_ids, self.config.attention)
            return mixed, (key.swapaxes(2, 3), value)

        positions = jnp.broadcast_to(jnp.arange(inputs.shape[1]), inputs.shape)
        return self._run(inputs, positions, attend_to)

    def decode(
        self,
        tokens: jax.Array,
        positions: jax.Array,
        cache: Cache,
        slot: jax.Array,
        is_seen: jax.Array,
    ) -> tuple[jax.Array, Cache]:
        """Runs one new token a row against a cache, after writing its key and value into it.

        Args:
            tokens: ids [B].
            positions: [B], of the tokens in their conversations.
            cache: of S slots.
            slot: where all rows write, [].
            is_seen: bool [B, S], which slots a row sees, `slot` too.

        Returns:
            hidden [B, D], and the cache.
        """

        def attend_to(query: jax.Array, key: jax.Array, value: jax.Array, layer: int) -> tuple:
            keys, values = cache[layer]
            write = jax.lax.dynamic_update_slice_in_dim
            keys = write(keys, key.swapaxes(2, 3), slot, axis=3)
            values = write(values, value, slot, axis=2)
            mixed = masked_attention(query, keys.swapaxes(2, 3), values, is_seen[:, None])
            return mixed, (keys, values)

        hidden, cache = self._run(tokens[:, None], positions[:, None], attend_to)
        return hidden[:, 0], cache

    def logits(self, hidden: jax.Array) -> jax.Array:
        """Maps [..., D] to float32 logits [..., V]."""
        head = self.embedding if self.head is None else self.head
        bias = None if self.head_bias is None else self.head_bias[...]
        unembedding = Unembedding(
            weights=head[...],
            bias=bias,
            own_rows=None,
            vocab_axis=0,
            own_ids=(),
            round_factors=False,
        )
        with jax.named_scope("head"):
            return unembedding.gathered(hidden.dtype).logits(hidden)

    def _run(
        self, inputs: jax.Array, positions: jax.Array, attend_to: Callable[..., tuple]
    ) -> tuple[jax.Array, Cache]:
        x = look_up(self.embedding[...], inputs)
        if self.position_embedding is not None:
            x = x + self.position_embedding[...][positions]
        x = constrain(x.astype(self.config.dtype), "batch", "time", None)
        rope, kept = rope_of(positions, self.config), []
        for layer, block in enumerate(self.blocks):
            x, of_layer = block(x, rope, partial(attend_to, layer=layer))
            kept.append(of_layer)
        return self.final_norm(x), tuple(kept)


@partial(jax.jit, static_argnums=1)
def _turned(blocks: Block, dtype: str) -> Block:
    turned = nnx.clone(blocks, variables=False)
    for name, part in vars(blocks).items():
        if isinstance(part, Projection):
            setattr(turned, name, TurnedProjection(part, dtype))
    return turned


@jax.jit
def _layer(stacked: nnx.State, index: int) -> nnx.State:
    # one program for all layers: one that returns all of them takes seconds to compile
    take = partial(jax.lax.dynamic_index_in_dim, index=index, keepdims=False)
    return jax.tree.map(take, stacked)
