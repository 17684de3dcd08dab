"""The network: sizes, layers, attention and sharding; it knows nothing of text or data."""

from mypt_jax.model.config import ConfigError, GPTConfig
from mypt_jax.model.gpt import GPT, create_model
from mypt_jax.model.sharding import ShardingError, make_mesh

__all__ = ["GPT", "ConfigError", "GPTConfig", "ShardingError", "create_model", "make_mesh"]
