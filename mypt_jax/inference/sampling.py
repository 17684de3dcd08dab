"""How the next token is chosen from logits."""

import dataclasses

import jax
import jax.numpy as jnp


class SamplingError(ValueError):
    """Sampling settings that cannot be used."""


@dataclasses.dataclass(frozen=True)
class Sampler:
    """Greedy by default; with a temperature, random but repeatable.

    Attributes:
        temperature: 0: the argmax of the logits and nothing else; higher: flatter.
        top_p: only the likeliest tokens whose probabilities together reach it are drawn.
        seed: of the draws. A draw depends on the seed, the prompt's index and the token's index,
            and on no other prompt.
    """

    temperature: float = 0.0
    top_p: float = 1.0
    seed: int = 0

    def __post_init__(self):
        """Checks the settings.

        Raises:
            SamplingError: names the setting, its value and its limit.
        """
        if not 0.0 <= self.temperature < float("inf"):
            raise SamplingError(f"temperature is {self.temperature}; it must be 0 or more.")
        if not 0.0 < self.top_p <= 1.0:
            raise SamplingError(f"top_p is {self.top_p}; it must be above 0 and at most 1.")
        if not 0 <= self.seed < 2**32:
            raise SamplingError(f"seed is {self.seed}; it must be from 0 to 4294967295.")


def choose(
    logits: jax.Array, sampler: Sampler, prompt_indices: jax.Array, token_indices: jax.Array
) -> jax.Array:
    """Chooses one token a row.

    Args:
        logits: float32 [B, V].
        sampler: the settings, fixed when compiled.
        prompt_indices: int32 [B], of the rows' prompts.
        token_indices: int32 [B], of the tokens in their answers.

    Returns:
        ids int32 [B].
    """
    if sampler.temperature == 0.0:
        return jnp.argmax(logits, axis=-1).astype(jnp.int32)

    def draw(row: jax.Array, prompt: jax.Array, token: jax.Array) -> jax.Array:
        key = jax.random.fold_in(jax.random.key(sampler.seed), prompt)
        return jax.random.categorical(jax.random.fold_in(key, token), row)

    kept = _keep_top(logits / sampler.temperature, sampler.top_p)
    return jax.vmap(draw)(kept, prompt_indices, token_indices).astype(jnp.int32)


def _keep_top(logits: jax.Array, top_p: float) -> jax.Array:
    """Sets the logits outside the smallest set with probability `top_p` to minus infinity."""
    if top_p == 1.0:
        return logits
    order = jnp.argsort(-logits, axis=-1)
    probabilities = jnp.take_along_axis(jax.nn.softmax(logits, axis=-1), order, axis=-1)
    before = jnp.cumsum(probabilities, axis=-1) - probabilities
    ranks = jnp.argsort(order, axis=-1)
    is_kept = jnp.take_along_axis(before < top_p, ranks, axis=-1)
    return jnp.where(is_kept, logits, -jnp.inf)
