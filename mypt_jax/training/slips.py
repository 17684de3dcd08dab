"""Slips in what the model has said so far: it learns to go on after one of its own.

In training every earlier token of an answer is right. In use now and then one is not, and a model
that has never seen that goes astray from there (exposure bias: Bengio et al. 2015,
arXiv:1506.03099). The last steps may be without them, to learn to be exact.
"""

import dataclasses
from collections.abc import Mapping

import jax
import jax.numpy as jnp


@dataclasses.dataclass(frozen=True)
class Slips:
    """How many slips there are.

    Attributes:
        rate: chance of every token of an answer to be read as another one; where that would be a
            tag or padding, the right one is read.
        tag_ids: of the tags, which stay as they are.
        steps: how many steps have slips, from the first on.
    """

    rate: float
    tag_ids: tuple[int, ...]
    steps: int

    def put_in(
        self, batch: Mapping[str, jax.Array], key: jax.Array, step: jax.Array | int
    ) -> dict[str, jax.Array]:
        """Replaces some inputs that are tokens of an answer by other tokens of the same row.

        Targets and prompts stay as they are.

        Args:
            batch: as for `loss.loss_sums`.
            key: the same key replaces the same tokens by the same ones.
            step: steps done before this one.

        Returns:
            The batch with other `inputs`.
        """
        inputs, segments, places = batch["inputs"], batch["segment_ids"], batch["target_positions"]
        tags, end = jnp.array(self.tag_ids), inputs.shape[1]
        slip_key, other_key = jax.random.split(key)
        # a target of one place is the input of the next, unless its episode ends before that
        after = jnp.minimum(places + 1, end - 1)
        is_input = (places + 1 < end) & (_at(segments, after) == _at(segments, after - 1))
        is_content = (batch["target_weights"] > 0) & ~jnp.isin(batch["targets"], tags)
        source = jax.random.randint(other_key, places.shape, 0, end)
        others = _at(inputs, source)
        is_other_content = (_at(segments, source) > 0) & ~jnp.isin(others, tags)
        rate = jnp.where(step < self.steps, self.rate, 0.0)
        slips = jax.random.bernoulli(slip_key, rate, places.shape)
        slips &= is_input & is_content & is_other_content
        rows = jnp.arange(inputs.shape[0])[:, None]
        # all others are written past the end, which drops them
        replaced = inputs.at[rows, jnp.where(slips, after, end)].set(others, mode="drop")
        return {**batch, "inputs": replaced}


def _at(values: jax.Array, places: jax.Array) -> jax.Array:
    return jnp.take_along_axis(values, places, axis=1)
