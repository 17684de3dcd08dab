from pathlib import Path

import pytest

from tests.e2e.miniature import python


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """A directory with a tokenizer and 300 prepared episodes."""
    place = tmp_path_factory.mktemp("two_processes")
    episodes, tokenizer = place / "episodes.jsonl", place / "tokenizer"
    python("data_gen.format_lock", f"--output={episodes}", "--episodes=300")
    python(
        "mypt_jax.train_tokenizer",
        f"--input={episodes}",
        f"--output={tokenizer}",
        "--vocab_size=600",
    )
    python(
        "mypt_jax.prepare",
        f"--input={episodes}",
        f"--output={place / 'data'}",
        f"--tokenizer={tokenizer}",
    )
    return place
