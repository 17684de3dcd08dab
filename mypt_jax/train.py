r"""Trains one stage: from its parent's weights, on its mixture, to checkpoints that a gate judges.

    python -m mypt_jax.train --config=configs/phase3a1_format_lock.py:tiny \
        --model_name=phase3a1_format_lock --init_from_model=domain_base \
        --dataset_dir=runs/default/data/3a1 [--replay_dir=NAME=DIR]… [--config.data.passes=2]

The same command again resumes a run that was stopped, and does nothing for a finished one.
On several hosts it is run on each of them (docs/scaling.md).
--dry_run checks everything and prints what the run would be, without training.
Exit codes: 0 done, 1 error, 2 wrong usage, 75 stopped by a signal with everything saved.
"""

from mypt_jax import command

if __name__ == "__main__":
    command.use_huge_pages()  # before the other imports: it starts the process again

import contextlib
import dataclasses
import functools
import sys
from collections.abc import Generator
from typing import Any

import jax
from absl import flags
from etils import epath
from flax import nnx
from jax.experimental import multihost_utils
from jax.sharding import Mesh, NamedSharding

from mypt_jax import processes
from mypt_jax.config import render, suggestion
from mypt_jax.conversation import tags
from mypt_jax.conversation.render import format_hash
from mypt_jax.conversation.tokenizer import Tokenizer, load_tokenizer
from mypt_jax.data.mixture import Mixture
from mypt_jax.data.pipeline import TrainPlan, eval_batches, train_batches, train_plan
from mypt_jax.data.records import open_split
from mypt_jax.model.adapters import Adapters, split_trained
from mypt_jax.model.config import GPTConfig
from mypt_jax.model.sharding import batch_sharding, make_mesh
from mypt_jax.paths import absolute
from mypt_jax.show import row_text
from mypt_jax.training import checkpoint, describe, preflight, run_directory
from mypt_jax.training.evaluation import (
    AnswerSamples,
    Evaluator,
    evaluation_figures,
    sample_prompts,
)
from mypt_jax.training.loop import Loop, LoopOptions, Preempted, Totals
from mypt_jax.training.metrics import MetricsWriter, Progress
from mypt_jax.training.optimizer import make_optimizer
from mypt_jax.training.stage import Stage, read_stage
from mypt_jax.training.state import TrainState, create_state
from mypt_jax.training.step import Batch, make_train_step, rows_of_process, to_device

# ------------------------------------------------------------------------------------ command line


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the command's flags."""

    def text(name: str, what: str, required: bool = False) -> None:
        flags.DEFINE_string(name, None, what, flag_values=flag_values, required=required)

    def switch(name: str, what: str) -> None:
        flags.DEFINE_boolean(name, False, what, flag_values=flag_values)

    command.define_config(flag_values)
    command.define_run_dir(flag_values)
    text("model_name", "Name of the new model, made under RUN_DIR/models/.", required=True)
    text("dataset_dir", "Prepared data of the stage.", required=True)
    text("init_from_model", "Parent: a model's name or directory; its best weights are taken.")
    text("tokenizer", "Tokenizer, only for a run without a parent.")
    flags.DEFINE_multi_string(
        "replay_dir", [], "NAME=DIR of a replay source; once for each.", flag_values=flag_values
    )
    switch("dry_run", "Check everything and print what the run would be.")
    switch("allow_failed_gate", "Start from a parent whose gate failed or is missing.")


def read_datasets(
    dataset_dir: str, replay_dirs: list[str], mixture: Mixture
) -> dict[str, epath.Path]:
    """Returns the directory of every source of the mixture.

    Raises:
        UsageError: if a directory is missing, or is of no source.
    """
    datasets = {mixture.primary: epath.Path(dataset_dir)}
    for argument in replay_dirs:
        name, equals, directory = argument.partition("=")
        if not equals or not directory:
            raise command.UsageError(f"--replay_dir={argument}: write it as NAME=DIR.")
        if name not in mixture.names or name in datasets:
            known = [n for n in mixture.names if n not in datasets]
            why = "given twice" if name in datasets else "not in config.data.shares"
            hint = suggestion(name, known)
            raise command.UsageError(f"--replay_dir={argument}: {name!r} is {why}.{hint}")
        datasets[name] = epath.Path(directory)
    for name in mixture.names:
        if name not in datasets:
            raise command.UsageError(
                f"config.data.shares has {name!r} with {mixture.shares[name]:.0%}: give its "
                f"directory with --replay_dir={name}=DIR."
            )
    return datasets


# ----------------------------------------------------------------------------------------- parent


def find_parent(name: str | None, run_dir: str) -> preflight.Parent | None:
    """Returns the checkpoint that --init_from_model names; its weights are not read yet."""
    if name is None:
        return None
    model_dir = checkpoint.resolve_model(name, run_dir)
    step = checkpoint.best_step(model_dir)
    metadata = checkpoint.read_metadata(model_dir, step)
    return preflight.Parent(
        model_dir=model_dir,
        name=name,
        stage=metadata["stage"],
        step=step,
        hash=checkpoint.checkpoint_hash(model_dir, step),
        metadata=metadata,
    )


def find_tokenizer(parent: preflight.Parent | None, name: str | None, run_dir: str) -> Tokenizer:
    """Returns the parent's tokenizer, or without a parent the one that --tokenizer names."""
    if parent and name:
        raise command.UsageError("--tokenizer: a run with a parent takes the parent's tokenizer.")
    if parent:
        return load_tokenizer(parent.model_dir / "tokenizer")
    if name is None:
        raise command.UsageError("--tokenizer is missing: a run without a parent needs one.")
    return load_tokenizer(command.resolve_tokenizer(name, run_dir))


# ------------------------------------------------------------------------------------------- main


@dataclasses.dataclass(frozen=True)
class Given:
    """What the command line names, found and checked.

    Attributes:
        stage: the configuration.
        model_dir: where the new model goes.
        parent: checkpoint to start from, or None.
        gate: how its gate stands, for the lineage.
        tokenizer: of parent, data and new model.
        datasets: directory of every source.
        inputs: hashes of all that is given.
    """

    stage: Stage
    model_dir: epath.Path
    parent: preflight.Parent | None
    gate: str
    tokenizer: Tokenizer
    datasets: dict[str, epath.Path]
    inputs: dict[str, Any]


def main(args: flags.FlagValues) -> int:
    """Trains the stage that the flags describe."""
    place = processes.join()
    # ---- what is given
    given = read_given(args)
    stage = given.stage
    there = run_directory.check_owner(given.model_dir, stage.effective, given.inputs)
    summary = run_directory.read_summary(given.model_dir) if there else None
    if summary and not args.dry_run:
        if place.index == 0:
            run_directory.take(given.model_dir, stage.effective, given.inputs, given.tokenizer)
        print(f"{given.model_dir} is finished: {describe.describe_summary(summary)}")
        return command.DONE
    # ---- what the run would be
    plan = make_plan(given)
    mesh = make_stage_mesh(stage)
    _, abstract = checkpoint.abstract_model(stage.model, mesh, adapters_of(given))
    print(render(stage.effective))
    print(describe.describe_plan(plan, stage))
    num_trained = sum(leaf.size for leaf in jax.tree.leaves(split_trained(abstract)[0]))
    print(describe.describe_cost(plan, stage, num_trained))
    row = {name: values[0] for name, values in plan.source[0].items()}
    contents = plan.source.contents(0)[0]
    print(f"first row      {row_text(row, contents, given.tokenizer, sys.stdout.isatty())}")
    if args.dry_run:
        return command.DONE
    # ---- training
    command.enable_compilation_cache(args.run_dir)
    with jax.set_mesh(mesh):
        return run(given, plan, mesh)


def read_given(args: flags.FlagValues) -> Given:
    """Finds and checks all that the command line names; makes nothing."""
    stage = read_stage(args.config.to_dict())
    datasets = read_datasets(args.dataset_dir, args.replay_dir, stage.mixture)
    parent = find_parent(args.init_from_model, args.run_dir)
    gate = preflight.check_parent(parent, stage.parent_stage, args.run_dir, args.allow_failed_gate)
    if parent:
        preflight.check_same_shape(GPTConfig.from_dict(parent.metadata["model"]), stage.model)
    tokenizer = find_tokenizer(parent, args.tokenizer, args.run_dir)
    preflight.check_datasets(datasets, tokenizer, stage.kind)
    preflight.check_vocabulary(tokenizer, stage.model.vocab_size)
    return Given(
        stage=stage,
        model_dir=absolute(args.run_dir) / "models" / args.model_name,
        parent=parent,
        gate=gate,
        tokenizer=tokenizer,
        datasets=datasets,
        inputs=run_directory.describe_inputs(datasets, tokenizer, parent),
    )


def make_plan(given: Given) -> TrainPlan:
    """Plans every step and refuses a run that is too short or that trains the wrong tokens."""
    stage = given.stage
    plan = plan_stage(stage, given.datasets)
    preflight.check_length(plan.steps, stage.min_steps, stage.passes, stage.rows_per_step)
    preflight.check_masks(plan.source[0], stage.kind)
    return plan


def plan_stage(stage: Stage, datasets: dict[str, epath.Path]) -> TrainPlan:
    """Plans every step of a stage."""
    return train_plan(
        datasets,
        stage.mixture,
        max_tokens=stage.max_seq_len,
        max_targets=None,
        rows=stage.rows_per_step,
        epochs=stage.passes,
        seed=stage.seed,
        target_multiple=stage.target_multiple,
    )


def make_stage_mesh(stage: Stage) -> Mesh:
    """Makes the device mesh, over whose data and fsdp axes the rows of a step must divide."""
    mesh = make_mesh(stage.mesh["data"], stage.mesh["fsdp"], stage.mesh["tensor"])
    shards = mesh.shape["data"] * mesh.shape["fsdp"]
    preflight.check_rows(stage.rows_per_step, stage.microbatches, shards)
    return mesh


def related_ids(given: Given) -> dict[int, list[int]]:
    """Returns the ids of the tags that the parent has never seen, with ids of related tokens."""
    if given.parent is None or given.parent.stage != "domain" or given.stage.kind != "episodes":
        return {}
    encode, ids = given.tokenizer.encode, given.tokenizer.tag_ids
    seen = given.parent.metadata.get("imported", {}).get("tags_of_the_source", ())
    return {ids[tag]: encode(text) for tag, text in tags.RELATED_TEXT.items() if tag not in seen}


def adapters_of(given: Given) -> Adapters | None:
    """Returns the adapters that the stage trains, the rows of all tags with them.

    Raises:
        UsageError: there is no parent whose weights they could change.
    """
    if given.stage.lora is None:
        return None
    if given.parent is None:
        raise command.UsageError("config.lora.rank needs --init_from_model: weights to adapt.")
    return Adapters(**given.stage.lora, rows=tuple(sorted(given.tokenizer.tag_ids.values())))


def run(given: Given, plan: TrainPlan, mesh: Mesh) -> int:
    """Runs the stage from where it stands to its end."""
    stage, sharding = given.stage, batch_sharding(mesh)
    # ---- state
    adapters = adapters_of(given)
    graphdef, abstract = checkpoint.abstract_model(stage.model, mesh, adapters)
    trained, _ = split_trained(abstract)
    tx, schedule = make_optimizer(**stage.optimizer, num_steps=plan.steps, params=trained)
    parent = (given.parent.model_dir, given.parent.step) if given.parent else None
    related = related_ids(given)
    state, why = create_state(
        stage.model, tx, stage.seed, mesh, given.model_dir, parent, related, adapters
    )
    start_step = int(state.step)
    # ---- checks that need the weights
    progress = Progress(plan.steps, start_step)
    progress.note(f"start          {why}")
    evaluator = make_evaluator(given, plan, graphdef, sharding)
    if start_step == 0:
        check_first_batch(given, plan, evaluator, state, progress)
    take_directory(given)
    # ---- loop
    metadata = make_metadata(given, plan, adapters)
    slips = stage.make_slips(given.tokenizer.tag_ids.values(), plan.steps)
    with contextlib.ExitStack() as stack:
        loop = Loop(
            options=LoopOptions(
                num_steps=plan.steps,
                num_evals=stage.num_evals,
                log_every=stage.log_every,
                plateau_gain=stage.plateau_gain,
                primary=stage.mixture.primary,
            ),
            train_step=make_train_step(graphdef, tx, stage.microbatches, stage.step_seed, slips),
            evaluate=evaluator.run,
            schedule=schedule,
            name_records=functools.partial(name_records, plan),
            checkpoints=stack.enter_context(checkpoint.CheckpointWriter(given.model_dir)),
            metadata=metadata,
            totals=read_totals(given.model_dir, start_step),
            progress=progress,
            writer=stack.enter_context(MetricsWriter(given.model_dir, start_step)),
        )
        batches = device_batches(plan, start_step, sharding)
        try:
            loop.run(state, start_step, stack.enter_context(contextlib.closing(batches)))
        except Preempted as stopped:
            progress.note(f"{stopped}. The same command goes on from there.")
            return command.PREEMPTED
    finish(given, plan, metadata, loop.totals, progress)
    return command.DONE


def finish(
    given: Given, plan: TrainPlan, metadata: dict[str, Any], totals: Totals, progress: Progress
) -> None:
    """Writes summary.json, the mark of a finished run, and the last line on the screen."""
    if jax.process_index() != 0:
        return
    best_step = checkpoint.best_step(given.model_dir)
    summary = describe.make_summary(
        given.stage, plan, metadata, dataclasses.asdict(totals), best_step
    )
    checkpoint.write_json(given.model_dir / "summary.json", summary)
    progress.note(f"done           {describe.describe_summary(summary)}\n{given.model_dir}")


def make_evaluator(
    given: Given, plan: TrainPlan, graphdef: nnx.GraphDef, sharding: NamedSharding
) -> Evaluator:
    """Builds the evaluation of the run: all validation episodes of every source, a few answers."""
    stage = given.stage
    rows = rows_of_process(sharding, stage.rows_per_step)
    batches = {
        name: eval_batches(
            directory,
            "validation",
            max_tokens=stage.max_seq_len,
            rows=stage.rows_per_step,
            max_targets=plan.max_targets,
            rows_of_process=rows,
        )
        for name, directory in given.datasets.items()
    }
    samples = None
    if stage.kind == "episodes" and stage.num_samples:
        validation = open_split(given.datasets[stage.mixture.primary], "validation")
        prompts = sample_prompts(validation, given.tokenizer, stage.num_samples)
        samples = AnswerSamples(graphdef, given.tokenizer, prompts, stage.sample_tokens)
    tag_ids = list(given.tokenizer.tag_ids.values())
    return Evaluator(graphdef, tag_ids, batches, sharding, samples)


def check_first_batch(
    given: Given,
    plan: TrainPlan,
    evaluator: Evaluator,
    state: TrainState,
    progress: Progress,
) -> None:
    """Compares the loss before any update with chance; see `preflight.check_initial_loss`."""
    vocab_size = given.stage.model.vocab_size
    rows = rows_of_process(evaluator.sharding, given.stage.rows_per_step)
    batch = plan.source.for_rows(rows)[0]
    figures = evaluation_figures(evaluator.sums(state.params, [batch]))
    from_scratch = given.parent is None and not given.stage.model.copying_start
    warnings = preflight.check_initial_loss(figures, vocab_size, from_scratch)
    progress.note(f"first batch    {preflight.describe_loss(figures, vocab_size)}")
    for warning in warnings:
        progress.note(f"warning: {warning}")


def take_directory(given: Given) -> None:
    """Makes the model's directory this run's own, on process 0, when all processes got here."""
    if jax.process_count() > 1:
        multihost_utils.sync_global_devices("all checks passed")
    if jax.process_index() == 0:
        run_directory.take(given.model_dir, given.stage.effective, given.inputs, given.tokenizer)
    if jax.process_count() > 1:
        multihost_utils.sync_global_devices("directory is there")


def make_metadata(given: Given, plan: TrainPlan, adapters: Adapters | None) -> dict[str, Any]:
    """Returns what every checkpoint of the run says of itself."""
    stage, parent = given.stage, given.parent
    own: dict[str, Any] = {}
    if adapters and parent:
        described = checkpoint.describe_adapters(adapters, parent.model_dir, parent.step)
        own["adapters"] = described
    lineage: list[dict[str, Any]] = []
    entry = None
    if parent:
        entry = {
            "stage": parent.stage,
            "dir": str(parent.model_dir),
            "step": parent.step,
            "hash": parent.hash,
            "gate": given.gate,
        }
        lineage = [*parent.metadata["lineage"], entry]
        if "imported" in parent.metadata:
            own["imported"] = parent.metadata["imported"]
    return {
        "stage": stage.stage,
        "model": stage.model.to_dict(),
        "tokenizer_hash": given.tokenizer.hash,
        "format_hash": format_hash(),
        "datasets": given.inputs["datasets"],
        "parent": entry,
        "lineage": lineage,
        "max_seq_len": stage.max_seq_len,
        "max_targets": plan.max_targets,
        **own,
    }


def name_records(plan: TrainPlan, step: int) -> str:
    """Returns the episodes of a step, counted from 1, as "source/id, source/id, …"."""
    names = [f"{source}/{name}" for row in plan.source.contents(step - 1) for source, name in row]
    return ", ".join(names)


def read_totals(model_dir: epath.Path, start_step: int) -> Totals:
    """Returns what a resumed run has done before."""
    if start_step == 0:
        return Totals()
    return Totals(**checkpoint.read_metadata(model_dir, start_step)["totals"])


def device_batches(
    plan: TrainPlan, start_step: int, sharding: NamedSharding
) -> Generator[Batch, None, None]:
    """Yields the global batches from a step on."""
    rows = rows_of_process(sharding, plan.source.rows)
    for batch in train_batches(plan, start_step, rows):
        yield to_device(batch, sharding)


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
