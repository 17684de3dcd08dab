"""Measures where the time of a training step goes, and that of a generation.

    python -m benchmarks.profile [--preset=tiny] [--steps=6] [--tokens=32]

The step is that of the preset's 3a-3 with its optimizer, all parameters trained, with random
weights and full rows; the generation answers 16 prompts of 30 tokens at once. XLA records how long
each of its operations took, and its program says from which part of the model each of them comes.
The table has a row a part, and the time of matrix products apart from that of everything else.
Operations that run at the same time count each: on several cores the sum can be more than the
time on the clock.
"""

import collections
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import jax
import numpy as np
from absl import flags

from benchmarks.stage_step import full_rows, time_steps
from configs import phase3a3_tasks
from mypt_jax import command
from mypt_jax.inference.decode import generate
from mypt_jax.model import create_model, make_mesh
from mypt_jax.model.decoder import Decoder
from mypt_jax.training.stage import Stage, read_stage

VARIANTS = ("training", "generation")
# The model's `jax.named_scope`s; what lies in none of them is "other".
PARTS = ("attention", "feed_forward", "loss", "head", "optimizer", "other")
PROMPTS, PROMPT_LENGTH = 16, 30
WARM_STEPS = 2
# `  %name = shape opcode(…), metadata={op_name="jit(step)/jvp(attention)/dot_general" …`
_INSTRUCTION = re.compile(r'^\s*(?:ROOT )?%?(\S+) = .*metadata=\{[^}]*op_name="([^"]*)"')
# They hold other operations, which count themselves.
_HOLDER = re.compile(r"(while|call|conditional)\b")


def train(stage: Stage, steps: int, trace: Path) -> float:
    """Trains under the profiler, once compiled; returns the seconds of a step."""

    def batches() -> Iterator[dict[str, np.ndarray]]:
        rows = full_rows(
            stage.rows_per_step, stage.max_seq_len, stage.model.vocab_size, WARM_STEPS + steps
        )
        for number, batch in enumerate(rows):
            if number == WARM_STEPS:
                jax.profiler.start_trace(str(trace))
            yield batch

    mesh = make_mesh(data=1)
    with jax.set_mesh(mesh):
        timed = time_steps(stage.model, stage.optimizer, None, batches(), mesh)
    jax.profiler.stop_trace()
    return sum(seconds for seconds, _ in timed[WARM_STEPS:]) / steps


def answer(stage: Stage, tokens: int, trace: Path) -> float:
    """Generates under the profiler, once compiled; returns the seconds of a token of every row."""
    decoder = Decoder(create_model(stage.model, 0, make_mesh(data=1)))
    shape = (PROMPTS, PROMPT_LENGTH)
    prompts = list(np.random.default_rng(0).integers(0, stage.model.vocab_size, shape, np.int32))
    generate(decoder, prompts, [tokens] * PROMPTS, {})
    jax.profiler.start_trace(str(trace))
    start = time.perf_counter()
    generate(decoder, prompts, [tokens] * PROMPTS, {})
    seconds = time.perf_counter() - start
    jax.profiler.stop_trace()
    return seconds / tokens


def part_of(source: str) -> str:
    """Returns the innermost of `PARTS` in the source of an operation, such as "jvp(loss)/exp"."""
    found = [name for name in re.split("[^a-z_]+", source) if name in PARTS]
    return found[-1] if found else "other"


def is_product(source: str) -> bool:
    """Says whether an operation multiplies matrices, with what XLA has fused into it."""
    return source.endswith("dot_general")


def read_sources(texts: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Reads compiled programs.

    Args:
        texts: (name, text) of each.

    Returns:
        {(program, operation): where it comes from, scopes and primitive}.
    """
    return {
        (module, match[1]): match[2]
        for module, text in texts
        for line in text.splitlines()
        if (match := _INSTRUCTION.match(line))
    }


def sum_up(
    events: Iterable[dict], sources: dict[tuple[str, str], str]
) -> dict[str, tuple[float, float]]:
    """Adds up the recorded operations; returns {part: seconds of products, of all else}."""
    sums: dict[str, list[float]] = collections.defaultdict(lambda: [0.0, 0.0])
    for event in events:
        arguments = event.get("args", {})
        operation = arguments.get("hlo_op")
        if operation and not _HOLDER.match(operation):
            source = sources.get((arguments["hlo_module"], operation), "")
            sums[part_of(source)][0 if is_product(source) else 1] += event["dur"] / 1e6
    return {part: (sums[part][0], sums[part][1]) for part in PARTS if part in sums}


def print_table(variant: str, unit: str, seconds: float, parts: dict) -> None:
    """Prints milliseconds a step or a token."""
    total = sum(map(sum, parts.values()))
    print(f"\n{variant}: {seconds * 1e3:.1f} ms {unit} on the clock, {total * 1e3:.1f} recorded")
    print(f"  {'part':14s} {'products':>10s} {'all else':>10s} {'share':>7s}")
    for part, (products, rest) in parts.items():
        share = (products + rest) / total
        print(f"  {part:14s} {products * 1e3:7.1f} ms {rest * 1e3:7.1f} ms {share:7.1%}")


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the benchmark's flags, and --variant and --trace for the child processes."""
    flags.DEFINE_string("preset", "tiny", "Preset of the model.", flag_values=flag_values)
    flags.DEFINE_integer("steps", 6, "Steps to record.", lower_bound=1, flag_values=flag_values)
    flags.DEFINE_integer("tokens", 32, "Tokens to record.", lower_bound=1, flag_values=flag_values)
    flags.DEFINE_enum("variant", None, VARIANTS, "Record this, here.", flag_values=flag_values)
    flags.DEFINE_string("trace", None, "Where to record to.", flag_values=flag_values)


def main(args: flags.FlagValues) -> None:
    """Prints a table for training and one for generation."""
    if args.variant:
        stage = read_stage(phase3a3_tasks.get_config(args.preset).to_dict())
        trace = Path(args.trace)
        is_training = args.variant == "training"
        seconds = (
            train(stage, args.steps, trace) if is_training else answer(stage, args.tokens, trace)
        )
        print(seconds)
        return
    given = [f"--preset={args.preset}", f"--steps={args.steps}", f"--tokens={args.tokens}"]
    for variant in VARIANTS:
        with tempfile.TemporaryDirectory() as directory:
            trace, dump = Path(directory) / "trace", Path(directory) / "dump"
            argv = [sys.executable, "-m", "benchmarks.profile", f"--variant={variant}", *given]
            wanted = f"--xla_dump_to={dump} --xla_dump_hlo_as_text"
            environ = {**os.environ, "XLA_FLAGS": f"{os.environ.get('XLA_FLAGS', '')} {wanted}"}
            child = subprocess.run(
                [*argv, f"--trace={trace}"], env=environ, stdout=subprocess.PIPE, check=True
            )
            sources = read_sources(
                (path.name.split(".")[1], path.read_text())
                for path in dump.glob("*after_optimizations.txt")
            )
            [recorded] = trace.rglob("*.trace.json.gz")
            events = json.loads(gzip.decompress(recorded.read_bytes()))["traceEvents"]
        count, unit = (args.steps, "a step") if variant == "training" else (args.tokens, "a token")
        parts = {
            part: (products / count, rest / count)
            for part, (products, rest) in sum_up(events, sources).items()
        }
        print_table(variant, unit, float(child.stdout.split()[-1]), parts)


if __name__ == "__main__":
    command.use_huge_pages()
    sys.exit(command.run(main, define_flags))
