"""Shared fixtures. The device count must be set before jax starts, hence at the top."""

import os
import pathlib

os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["XLA_FLAGS"] = "--xla_force_host_platform_device_count=8"
os.environ["JAX_DISABLE_MOST_OPTIMIZATIONS"] = "1"  # compiles in a quarter of the time
# Programs are compiled once for all tests, the commands that they start, and the next run.
os.environ["JAX_COMPILATION_CACHE_DIR"] = str(
    pathlib.Path(__file__).parents[1] / ".pytest_cache" / "jax"
)
os.environ["JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS"] = "0"
os.environ["JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES"] = "-1"
# Commands that are started by tests need not start twice; see `command.use_huge_pages`.
os.environ["GLIBC_TUNABLES"] = "glibc.malloc.hugetlb=1"

import pytest
from hypothesis import settings

from mypt_jax.conversation.tokenizer import SentencePieceTokenizer, train_sentencepiece

# A busy machine must not fail a property that holds.
settings.register_profile("mypt", deadline=None)
settings.load_profile("mypt")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the longest first: beside them the many short ones fill the other cores."""
    items.sort(key=lambda item: "e2e" not in item.path.parts)


CORPUS = [
    "You are MyPT. Say yes. Say the word lamp. What is the capital of France? Paris.",
    "The keeper of the mill is Brandolf Kest. The colour of Bransen is green.",
    "Die Farbe von Bransen ist grün. Ich weiß nicht, wem die Mühle gehört.",
    "KEY_FACTS:\n- Owner: Brandolf Kest\n- budget 4,200 euros\nSUMMARY:\nThe work is done.",
    'Tools: [{"name": "web_search", "description": "Search.", "args": {"query": "string"}}]',
    '{"name": "web_search", "args": {"query": "Python tutorials"}} {"results": [], "ok": true}',
    "Answer in at most 10 words. Fasse den Text in einem Satz zusammen. Danke, gerne!",
]


@pytest.fixture(scope="session")
def tokenizer() -> SentencePieceTokenizer:
    """A real tokenizer of about 400 pieces, trained here in well under a second."""
    return SentencePieceTokenizer(train_sentencepiece(CORPUS * 3, vocab_size=400))
