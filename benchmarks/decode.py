"""Measures greedy decoding in tokens a second: ours, and transformers' `generate`.

    pip install -r requirements-test.txt
    python -m benchmarks.decode [--rounds=3] [--tokens=64]

Both have the shape of SmolLM2-135M with random weights, and answer 1, 16 or 64 prompts of 30
tokens at once, each with exactly --tokens tokens; reading the prompts counts. Every variant runs in
processes of its own, one after the other in every round, with one answer to warm up; the figures
are medians, and the last line of a batch size compares our best variant with the other's best.
"""

import dataclasses
import json
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from absl import flags

from benchmarks.rounds import compare, run_rounds
from configs import models
from mypt_jax import command
from mypt_jax.inference.decode import generate
from mypt_jax.model import GPTConfig, create_model, make_mesh
from mypt_jax.model.decoder import Decoder

OURS = ("ours fp32", "ours bf16")
OTHERS = ("transformers fp32", "transformers bf16")
BATCHES = (1, 16, 64)
PROMPT = 30
TIMES = 3


def model_config(num_layers: int | None) -> GPTConfig:
    """Returns the preset's network, if asked for with fewer layers."""
    config = GPTConfig.from_dict(models.get_model("smollm2_135m").to_dict())
    return dataclasses.replace(config, num_layers=num_layers) if num_layers else config


def time_answers(answer: Callable[[np.ndarray], None], vocab_size: int, tokens: int) -> list[float]:
    """Returns tokens a second for every batch size.

    Args:
        answer: takes prompts [B, 30] and generates `tokens` tokens for each.
        vocab_size: of the model.
        tokens: of each answer.
    """
    rng, found = np.random.default_rng(0), []
    for batch in BATCHES:
        seconds = []
        for _ in range(TIMES + 1):
            prompts = rng.integers(0, vocab_size, (batch, PROMPT), dtype=np.int32)
            start = time.perf_counter()
            answer(prompts)
            seconds.append(time.perf_counter() - start)
        found.append(batch * tokens / statistics.median(seconds[1:]))
    return found


def measure_ours(variant: str, tokens: int, num_layers: int | None) -> list[float]:
    """Decodes with our cache."""
    config = model_config(num_layers)
    if variant == "ours bf16":
        config = dataclasses.replace(config, dtype="bfloat16")
    decoder = Decoder(create_model(config, 0, make_mesh(data=1)))

    def answer(prompts: np.ndarray) -> None:
        # nothing stops an answer but its length
        answers = generate(decoder, list(prompts), [tokens] * len(prompts), {})
        assert all(len(one.ids) == tokens for one in answers)

    return time_answers(answer, config.vocab_size, tokens)


def measure_transformers(variant: str, tokens: int, num_layers: int | None) -> list[float]:
    """Decodes with `generate`."""
    # only here: these packages are not needed for anything else
    import torch
    import transformers

    config = model_config(num_layers)
    torch.manual_seed(0)
    shape = transformers.LlamaConfig(
        vocab_size=config.vocab_size,
        hidden_size=config.embed_dim,
        intermediate_size=config.ffw_dim,
        num_hidden_layers=config.num_layers,
        num_attention_heads=config.num_heads,
        num_key_value_heads=config.num_kv_heads,
        rope_theta=config.rope_theta,
        rms_norm_eps=config.norm_eps,
        tie_word_embeddings=True,
        eos_token_id=None,
        bos_token_id=None,
    )
    model = transformers.LlamaForCausalLM(shape).eval()
    if "bf16" in variant:
        model = model.to(torch.bfloat16)

    def answer(prompts: np.ndarray) -> None:
        ids = torch.from_numpy(prompts).long()
        with torch.inference_mode():
            out = model.generate(
                ids,
                attention_mask=torch.ones_like(ids),
                max_new_tokens=tokens,
                do_sample=False,
                pad_token_id=0,
            )
        assert out.shape == (len(prompts), PROMPT + tokens)

    return time_answers(answer, config.vocab_size, tokens)


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the benchmark's flags, and --variant for the child processes."""
    flags.DEFINE_integer("rounds", 3, "Rounds.", lower_bound=1, flag_values=flag_values)
    flags.DEFINE_integer(
        "tokens", 64, "Tokens of each answer.", lower_bound=1, flag_values=flag_values
    )
    flags.DEFINE_integer(
        "layers", None, "Layers, to try the script with fewer.", flag_values=flag_values
    )
    flags.DEFINE_enum(
        "variant",
        None,
        OURS + OTHERS,
        "Measure this one, here, and print JSON.",
        flag_values=flag_values,
    )


def main(args: flags.FlagValues) -> None:
    """Prints tokens a second of every variant and batch size, and ratios."""
    if args.variant:
        measure = measure_ours if args.variant in OURS else measure_transformers
        print(json.dumps(measure(args.variant, args.tokens, args.layers)))
        return
    given = [f"--tokens={args.tokens}"] + ([f"--layers={args.layers}"] if args.layers else [])
    found = run_rounds("benchmarks.decode", OURS + OTHERS, args.rounds, *given)
    for place, batch in enumerate(BATCHES):
        print(f"batch {batch}")
        speeds = {variant: [one[place] for one in rounds] for variant, rounds in found.items()}
        compare(speeds, OURS, "tokens/s")


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
