"""A small model in a run's directory, for the tests of commands that use one."""

import dataclasses

from flax import nnx

from mypt_jax.model.config import GPTConfig
from mypt_jax.model.gpt import GPT
from mypt_jax.training.checkpoint import CheckpointWriter, write_json
from tests.model.networks import LLAMA, make


def save_model(
    run_dir, tokenizer, name: str = "small", bias: dict[str, float] | None = None
) -> GPT:
    """Writes a random model as RUN_DIR/models/NAME.

    Args:
        run_dir: epath of the run.
        tokenizer: stored with the model.
        name: of the model.
        bias: tags whose logits are raised, so that answers contain them.
    """
    config: GPTConfig = dataclasses.replace(
        LLAMA, vocab_size=tokenizer.vocab_size, max_seq_len=96, head_bias=True
    )
    model = make(config)
    for tag, amount in (bias or {}).items():
        model.head_bias[tokenizer.tag_ids[tag]] += amount
    model_dir = run_dir / "models" / name
    tokenizer.save(model_dir / "tokenizer")
    write_json(model_dir / "config.json", {"model": config.to_dict()})
    metadata = {"stage": "3a1", "model": config.to_dict(), "tokenizer_hash": tokenizer.hash}
    with CheckpointWriter(model_dir) as writer:
        writer.save(1, nnx.to_pure_dict(nnx.state(model)), {"count": 0}, metadata, 1.0)
        writer.seal()
    return model
