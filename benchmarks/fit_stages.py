"""Compiles the four 750M stages for TPU slices, with data of the curriculum's own size.

    pip install 'jax[tpu]==0.10.2'
    python -m benchmarks.fit_stages [--topology=v5e:2x4] [--topology=v6e:2x4]

Makes what `configs/curriculum.py:750m` would start from and make (text and a tokenizer of 50304
entries in place of a base's, episodes, prepared data), then asks `mypt_jax.fit` of every stage and
topology, with the attention of TPUs. Nothing is trained and no TPU is needed. Run again, it goes on
where it stopped. Ends with a table, or with exit code 1 at the first step that does not fit.
"""

import json
import sys

from absl import flags
from etils.epath import Path

from configs import curriculum as curriculum_config
from mypt_jax import command
from mypt_jax.curriculum import Curriculum
from mypt_jax.processes import Place
from mypt_jax.steps import Runner, Step, StepFailed

DOCUMENTS, VOCABULARY = 100_000, 50304
SETTINGS = ("--config.model.attention=splash", "--config.mesh.fsdp=8")
GIB = 2**30


def tokenizer_steps(curriculum: Curriculum) -> list[Step]:
    """Returns the steps that make the tokenizer which a base would bring."""
    text, tokenizer = curriculum.run_dir / "text" / "domain.jsonl", curriculum.tokenizer
    write = ("data_gen.domain_text", f"--output={text}", f"--documents={DOCUMENTS}")
    train = (
        "mypt_jax.train_tokenizer",
        f"--input={text}",
        f"--output={tokenizer}",
        f"--vocab_size={VOCABULARY}",
    )
    return [
        Step("domain", "generate domain", write, curriculum.code, (text,)),
        Step("domain", "tokenizer", train, (text,), (tokenizer,), keeps=tokenizer),
    ]


def fit_step(curriculum: Curriculum, name: str, topology: str) -> Step:
    """Returns the step that compiles a stage for a topology; its output is what fit found."""
    train = curriculum.stage_steps(name, "domain_v5", 1, ())[0]
    given = [a for a in train.argv if a.startswith(("--config=", "--dataset_dir", "--replay_dir"))]
    found = curriculum.run_dir / "fit" / f"{train.stage}_{topology.replace(':', '_')}.json"
    argv = ("mypt_jax.fit", *given, *SETTINGS, f"--topology={topology}", f"--json={found}")
    data = tuple(path / "manifest.json" for path in train.inputs if path.parent.name == "data")
    return Step(train.stage, f"fit {topology}", argv, (*data, Path("mypt_jax")), (found,), 90.0)


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines --topology and --run_dir."""
    flags.DEFINE_multi_string(
        "topology",
        ["v5e:2x4", "v6e:2x4"],
        "Slices to compile for, as mypt_jax.fit knows them.",
        flag_values=flag_values,
    )
    flags.DEFINE_string(
        "run_dir", "runs/fit_stages", "Where data and results go.", flag_values=flag_values
    )


def main(args: flags.FlagValues) -> int:
    """Makes the data, compiles every stage, and prints what a chip holds."""
    config = curriculum_config.get_config("750m")
    config.run_dir = args.run_dir
    curriculum = Curriculum(config)
    compiled = [fit_step(curriculum, n, t) for t in args.topology for n in config.stage_order]
    runner = Runner(curriculum.run_dir, frozenset(), Place())
    made = [
        *tokenizer_steps(curriculum),
        *curriculum.data_steps(),
        *curriculum.prepare_steps(),
    ]
    runner.planned = [*made, *compiled]
    (curriculum.run_dir / "fit").mkdir(parents=True, exist_ok=True)
    try:
        runner.run_all(made)
        for step in compiled:
            runner.run(step)
    except StepFailed as failure:
        print(f"\nstopped: {failure}")
        return failure.code
    print(f"\n{'stage':6s} {'topology':10s} {'rows':>5s} {'T':>5s} {'S':>5s} {'GiB a chip':>11s}")
    for step in compiled:
        [found] = step.outputs
        figures = json.loads(found.read_text())
        size = f"{figures['rows']:5d} {figures['max_seq_len']:5d} {figures['max_targets']:5d}"
        topology = step.action.removeprefix("fit ")
        print(f"{step.stage:6s} {topology:10s} {size} {figures['total_bytes'] / GIB:11.2f}")
    return command.DONE


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
