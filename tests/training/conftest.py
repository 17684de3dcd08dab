"""A small network and small data sets, for the tests of the trainer."""

import dataclasses
import json

import pytest
from etils import epath

from configs.models import get_model
from mypt_jax import command, prepare
from mypt_jax.data.mixture import Mixture
from mypt_jax.data.pipeline import train_plan
from mypt_jax.model.config import GPTConfig
from mypt_jax.model.sharding import make_mesh

WORDS = ("lamp", "mill", "green", "keeper", "yes", "capital", "work", "bridge", "river", "stone")


@pytest.fixture(scope="session")
def small_config(tokenizer) -> GPTConfig:
    """The tiny preset, shrunk."""
    tiny = GPTConfig.from_dict(get_model("tiny").to_dict())
    return dataclasses.replace(
        tiny,
        vocab_size=tokenizer.vocab_size,
        num_layers=2,
        embed_dim=16,
        num_heads=2,
        num_kv_heads=2,
        head_dim=8,
        ffw_dim=24,
        max_seq_len=128,
        copying_start=False,  # its heads are too small for that
    )


@pytest.fixture(scope="session")
def mesh():
    return make_mesh(data=8, fsdp=1, tensor=1)


@pytest.fixture(scope="session")
def run_dir(tmp_path_factory, tokenizer) -> epath.Path:
    """A run's directory with a tokenizer and the prepared data sets say, ask and text."""
    root = epath.Path(tmp_path_factory.mktemp("run"))
    tokenizer.save(root / "tokenizer")
    say, ask, text = [], [], []
    for i in range(400):
        one, two = WORDS[i % 10], WORDS[i // 10 % 10]
        say.append(_episode(f"say-{i}", f"Say the word {one} {two} {i}.", f"{one} {two} {i}"))
        ask.append(
            _episode(f"ask-{i}", f"The {one} {i} is {two}. What is it?", f"It is {two} {i}.")
        )
        text.append({"id": f"text-{i}", "text": f"The {one} of the {two} {i} is {one}, not {two}."})
    for name, lines, kind in (
        ("say", say, "episodes"),
        ("ask", ask, "episodes"),
        ("text", text, "text"),
    ):
        path = root / f"{name}.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        arguments = [
            f"--input={path}",
            f"--output={root}/data/{name}",
            f"--tokenizer={root}/tokenizer",
            "--val_split=0.1",
            f"--kind={kind}",
        ]
        assert command.run(prepare.main, prepare.define_flags, arguments) == 0
    return root


def _episode(name: str, question: str, answer: str) -> dict:
    messages = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    return {"id": name, "messages": messages}


@pytest.fixture(scope="session")
def plan(run_dir):
    """12 steps of 8 rows of `say`, T = 64."""
    mixture = Mixture(
        names=("say",),
        shares={"say": 1.0},
        unit="episodes",
        max_repeats=4.0,
        weight_exponent=0.5,
        primary="say",
    )
    return train_plan(
        {"say": run_dir / "data" / "say"},
        mixture,
        max_tokens=64,
        max_targets=None,
        rows=8,
        epochs=0.5,
        seed=0,
        target_multiple=16,
    )
