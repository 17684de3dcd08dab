"""Measures supervised tokens a second in training: ours, and TRL's SFTTrainer on this machine.

    pip install -r benchmarks/requirements.txt
    python -m benchmarks.against_trl [--lora] [--rounds=3] [--steps=6]

Both train the shape of SmolLM2-135M with random weights on the same random episodes of 30 prompt
and 4 to 40 answer tokens, about 2048 tokens a step: all parameters, or with --lora adapters of rank
16 on all matrices of the layers (TRL with peft; ours trains nine rows of the embedding as well). A
step is reading its batch, its gradients and AdamW. Every variant runs in processes of its own, one
after the other in every round; the first two steps of each are left out, the figures are medians,
and the last line compares our best variant with TRL's best.

    ours rounded   the preset: float32, factors of matrix products rounded to bfloat16
    ours bf16      computed in bfloat16, float32 weights
    TRL padded     a batch of episodes, padded to the longest
    TRL packed     rows of 128 tokens, best fit, without padding between episodes
"""

import dataclasses
import itertools
import json
import statistics
import sys
import tempfile
import time

import jax
import numpy as np
from absl import flags

from benchmarks.episodes import PROMPT, make_episodes, plan_of
from benchmarks.rounds import compare, run_rounds
from benchmarks.stage_step import time_steps
from configs import phase3a1_format_lock
from mypt_jax import command
from mypt_jax.data.pipeline import train_batches
from mypt_jax.model import GPTConfig, make_mesh
from mypt_jax.model.adapters import Adapters
from mypt_jax.training.stage import read_stage

OURS = ("ours rounded", "ours bf16")
TRLS = ("TRL padded fp32", "TRL packed fp32", "TRL padded bf16", "TRL packed bf16")
ROW, ROWS = 128, 16
PADDED_EPISODES = 40  # of 52 tokens on average: as many tokens as ROWS rows
RANK = 16
WARM_STEPS = 2

# seconds and supervised tokens of every step
Steps = list[tuple[float, int]]


def model_config(num_layers: int | None) -> tuple[GPTConfig, dict]:
    """Returns the preset's network and its stage's settings of the optimizer."""
    stage = read_stage(phase3a1_format_lock.get_config("smollm2_135m").to_dict())
    if num_layers is None:
        return stage.model, stage.optimizer
    changed = {"num_layers": num_layers, "scan_unroll": num_layers}
    return dataclasses.replace(stage.model, **changed), stage.optimizer


def episodes_for(config: GPTConfig, steps: int) -> list[np.ndarray]:
    """Returns the episodes of so many steps, and a few more."""
    return list(make_episodes((steps + 2) * PADDED_EPISODES, config.vocab_size))


def measure_ours(variant: str, steps: int, lora: bool, num_layers: int | None) -> Steps:
    """Trains with our step."""
    config, optimizer = model_config(num_layers)
    if variant == "ours bf16":
        config = dataclasses.replace(config, dtype="bfloat16")
    tags = tuple(range(config.vocab_size - 9, config.vocab_size))
    adapters = Adapters(RANK, float(RANK), ".*", tags) if lora else None
    mesh = make_mesh(data=1)
    with tempfile.TemporaryDirectory() as directory, jax.set_mesh(mesh):
        plan = plan_of(episodes_for(config, steps), directory, ROW, ROWS)
        batches = itertools.islice(train_batches(plan), steps)
        return time_steps(config, optimizer, adapters, batches, mesh)


def measure_trl(variant: str, steps: int, lora: bool, num_layers: int | None) -> Steps:
    """Trains with TRL's trainer."""
    # only here: these packages are not needed for anything else
    import datasets
    import peft
    import tokenizers
    import torch
    import transformers
    import trl

    config, optimizer = model_config(num_layers)
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
        use_cache=False,
    )
    words = tokenizers.Tokenizer(tokenizers.models.WordLevel({"<pad>": 0, "<eos>": 1}, "<pad>"))
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="<pad>", eos_token="<eos>"
    )
    rows = [
        {"input_ids": ids.tolist(), "labels": [-100] * PROMPT + ids[PROMPT:].tolist()}
        for ids in episodes_for(config, steps)
    ]
    packed = "packed" in variant
    times, counts = [], []

    class Clock(transformers.TrainerCallback):
        def on_step_end(self, *_: object, **__: object) -> None:
            times.append(time.perf_counter())

    with tempfile.TemporaryDirectory() as directory:
        arguments = trl.SFTConfig(
            output_dir=directory,
            max_steps=steps,
            per_device_train_batch_size=ROWS if packed else PADDED_EPISODES,
            packing=packed,
            max_length=ROW,
            bf16="bf16" in variant,
            use_cpu=True,
            gradient_checkpointing=False,
            learning_rate=optimizer["learning_rate"],
            weight_decay=optimizer["weight_decay"],
            max_grad_norm=optimizer["clip_norm"],
            logging_strategy="no",
            save_strategy="no",
            report_to="none",
            disable_tqdm=True,
        )
        trainer = trl.SFTTrainer(
            model=transformers.LlamaForCausalLM(shape),
            args=arguments,
            train_dataset=datasets.Dataset.from_list(rows),
            processing_class=tokenizer,
            peft_config=peft.LoraConfig(
                r=RANK, lora_alpha=RANK, target_modules="all-linear", task_type="CAUSAL_LM"
            )
            if lora
            else None,
            callbacks=[Clock()],
        )
        collate = trainer.data_collator

        def count(examples: list) -> dict:
            batch = collate(examples)
            counts.append(int((batch["labels"] != -100).sum()))
            return batch

        trainer.data_collator = count
        times.append(time.perf_counter())
        trainer.train()
    # batches are read ahead: there may be more of them than steps
    return list(zip(np.diff(times).tolist(), counts[:steps], strict=True))


def targets_per_second(steps: Steps) -> float:
    """Returns supervised tokens a second, by the median step."""
    return statistics.median(targets / seconds for seconds, targets in steps[WARM_STEPS:])


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the benchmark's flags, and --variant for the child processes."""
    flags.DEFINE_boolean("lora", False, "Adapters of rank 16.", flag_values=flag_values)
    flags.DEFINE_integer("rounds", 3, "Rounds.", lower_bound=1, flag_values=flag_values)
    flags.DEFINE_integer(
        "steps", 6, "Steps of each process.", lower_bound=WARM_STEPS + 1, flag_values=flag_values
    )
    flags.DEFINE_integer(
        "layers", None, "Layers, to try the script with fewer.", flag_values=flag_values
    )
    flags.DEFINE_enum(
        "variant",
        None,
        OURS + TRLS,
        "Measure this one, here, and print JSON.",
        flag_values=flag_values,
    )


def main(args: flags.FlagValues) -> None:
    """Prints supervised tokens a second of every variant, and our best over TRL's best."""
    if args.variant:
        measure = measure_ours if args.variant in OURS else measure_trl
        steps = measure(args.variant, args.steps, args.lora, args.layers)
        print(json.dumps(targets_per_second(steps)))
        return
    given = [f"--steps={args.steps}", f"--{'' if args.lora else 'no'}lora"]
    given += [f"--layers={args.layers}"] if args.layers else []
    speeds = run_rounds("benchmarks.against_trl", OURS + TRLS, args.rounds, *given)
    print("adapters of rank 16" if args.lora else "all parameters")
    compare(speeds, OURS, "supervised tokens/s")


if __name__ == "__main__":
    command.use_huge_pages()
    sys.exit(command.run(main, define_flags))
