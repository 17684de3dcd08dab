"""A small GPT and its assistant curriculum in JAX."""

__version__ = "0.1.0"
