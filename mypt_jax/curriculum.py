"""Runs the whole curriculum, stage after stage, each behind its gate.

    python -m mypt_jax.curriculum --config=configs/curriculum.py:tiny [--from=3a2]

Every step is a documented command of its own; it is printed before it runs, as a child process.
A step whose command and inputs did not change since it last ended well is not run again, so the
same line continues an interrupted run. A training is known by its settings: another text of its
config file does not train it anew, nor do other sections mesh, train and gate. Nothing is
overwritten: a model that is to be trained anew is moved aside first.

On several hosts it is run on each of them, with a run directory that all of them reach. The first
one makes the data, for which the others wait; all of them train and answer together.

Exit codes: 0 all gates passed, 3 a gate failed, or more was lost of what the base knew than
config.knowledge.most_lost, 75 stopped by a signal with everything saved, otherwise the code of the
step that failed.
"""

import functools
import json
import sys

from absl import flags
from etils.epath import Path
from ml_collections import ConfigDict

from mypt_jax import command
from mypt_jax.config import FREE_SECTIONS, ConfigError, Settings, suggestion
from mypt_jax.processes import find_place
from mypt_jax.steps import Runner, Step, StepFailed, timed_child


def check_config(config: ConfigDict) -> None:
    """Makes sure that a curriculum's configuration has every key, and no other.

    Raises:
        ConfigError: names the key, its value and what is expected.
    """
    settings = Settings(config.to_dict())
    for key in ("preset", "run_dir", "base_model"):
        settings.text(key)
    settings.integer("seed")
    settings.number("val_split", at_most=0.5)
    settings.integer("max_attempts", at_least=1)
    settings.texts("train_flags")
    knowledge = settings.section("knowledge")
    knowledge.text("suite"), knowledge.number("most_lost", at_most=100.0)
    base = settings.section("base")
    if base.flag("build"):
        for key in ("copy_config", "domain_config"):
            base.text(key)
        for key in ("vocab_size", "domain_documents", "copy_documents", "probe_prompts"):
            base.integer(key, at_least=1)
        base.number("train_minutes")
    else:
        base.everything()  # how one would be built
    stages = settings.sections("stages")
    for stage in stages.values():
        for key in ("stage", "model_name", "config"):
            stage.text(key)
        for key in ("episodes", "seen_prompts", "unseen_prompts"):
            stage.integer(key, at_least=1)
        stage.integer("max_answer_tokens")
        stage.number("train_minutes")
        for key in ("replay", "options"):
            stage.texts(key)
    for name in settings.texts("stage_order"):
        if name not in stages:
            hint = suggestion(name, list(stages))
            raise ConfigError(f"config.stage_order has {name!r}, not in config.stages.{hint}")
    settings.check_all_used()


class Curriculum:
    """The steps of a curriculum config, in order.

    Args:
        config: what configs/curriculum.py returns.

    Raises:
        ConfigError: see `check_config`.
    """

    def __init__(self, config: ConfigDict):
        check_config(config)
        self.config = config
        self.run_dir = Path(config.run_dir)
        # A base that is not built here brings its own.
        base_dir = self.run_dir / "models" / config.base_model
        self.tokenizer = (self.run_dir if config.base.build else base_dir) / "tokenizer"
        self.stages = [config.stages[name] for name in config.stage_order]
        self.code = (Path("data_gen"), Path("eval/rules.py"), Path("mypt_jax/conversation"))
        # What turns episodes into records: other code makes other records of the same episodes.
        self.preparation = (
            Path("mypt_jax/conversation"),
            Path("mypt_jax/data"),
            Path("mypt_jax/prepare.py"),
        )

    def dataset(self, name: str) -> Path:
        """Returns the prepared data set of a source: a stage's, gold, or the base's texts."""
        stage = self.config.stages[name].stage if name in self.config.stages else name
        return self.run_dir / "data" / stage

    def suite(self, stage: str, which: str) -> Path:
        """Returns the file of generated gate prompts."""
        return self.run_dir / "suites" / f"{stage}_{which}.jsonl"

    def data_steps(self) -> list[Step]:
        """Returns the steps that write all texts, episodes and gate prompts, and the tokenizer."""
        base, names = self.config.base, self.config.stage_order
        # Answers are limited in tokens only once there is a tokenizer.
        free = [name for name in names if not self.config.stages[name].max_answer_tokens]
        limited = [name for name in names if name not in free]
        steps = [step for name in free for step in self._episode_steps(name)]
        if base.build:
            domain = self.run_dir / "text" / "domain.jsonl"
            count = f"--documents={base.domain_documents}"
            steps.append(self._generate("domain", "data_gen.domain_text", domain, count))
            for which in ("dev", "final"):
                prompts = (f"--suite={which}", f"--seen={base.probe_prompts}")
                suite = self.suite("domain", which)
                steps.append(self._generate("domain", "data_gen.domain_text", suite, *prompts))
            steps.append(self._tokenizer([domain, *map(self._episodes, free)]))
            copy = self.run_dir / "text" / "copy.jsonl"
            extra = (f"--documents={base.copy_documents}", f"--tokenizer={self.tokenizer}")
            steps.append(self._generate("copy", "data_gen.copy_task", copy, *extra))
        steps += [step for name in limited for step in self._episode_steps(name)]
        return steps

    def _episode_steps(self, name: str) -> list[Step]:
        entry = self.config.stages[name]
        limit = (f"--tokenizer={self.tokenizer}",) if entry.max_answer_tokens else ()
        extra = (*entry.options, *limit)
        make = functools.partial(self._generate, entry.stage, f"data_gen.{name}")
        prompts = (f"--seen={entry.seen_prompts}", f"--unseen={entry.unseen_prompts}")
        return [
            make(self._episodes(name), f"--episodes={entry.episodes}", *extra),
            *(
                make(self.suite(entry.stage, which), f"--suite={which}", *prompts, *extra)
                for which in ("dev", "final")
            ),
        ]

    def _tokenizer(self, inputs: list[Path]) -> Step:
        argv = (
            "mypt_jax.train_tokenizer",
            f"--input={','.join(map(str, inputs))}",
            f"--output={self.tokenizer}",
            f"--vocab_size={self.config.base.vocab_size}",
        )
        outputs = (self.tokenizer,)
        return Step("domain", "tokenizer", argv, tuple(inputs), outputs, keeps=self.tokenizer)

    def base_steps(self) -> list[Step]:
        """Returns the steps that train the stand-in for a domain model, and its gate."""
        base = self.config.base
        if not base.build:
            return []
        minutes = base.train_minutes / 2
        return [
            self._train("copy", "copy_warmup", base.copy_config, None, (), minutes),
            self._train(
                "domain", self.config.base_model, base.domain_config, "copy_warmup", (), minutes
            ),
            self._gate("domain", self.config.base_model),
        ]

    def prepare_steps(self) -> list[Step]:
        """Returns the steps that turn texts and episodes into records, gold included."""
        suites = [self.suite(e.stage, w) for e in self.stages for w in ("dev", "final")]
        suites += [Path(f"eval/handwritten/{e.stage}.jsonl") for e in self.stages]
        excludes = tuple(f"--exclude={path}" for path in suites)
        longest = self.row_lengths()

        def episodes(name: str, source: Path, *extra: str) -> Step:
            # A record that is longer than a row is refused here, and not after the stages before.
            limit = [f"--max_seq_len={longest[name]}"] if name in longest else []
            return self._prepare(name, source, "--no_duplicates", *limit, *extra, *excludes)

        steps = [episodes("gold", Path("data_gen/gold/gold.jsonl"))]
        if self.config.base.build:
            for name in ("copy", "domain"):
                source = self.run_dir / "text" / f"{name}.jsonl"
                steps.append(self._prepare(name, source, "--kind=text"))
        for name in self.config.stage_order:
            most = self.config.stages[name].max_answer_tokens
            limit = (f"--max_answer_tokens={most}",) if most else ()
            steps.append(episodes(name, self._episodes(name), *limit))
        return steps

    def row_lengths(self) -> dict[str, int]:
        """Returns the shortest rows that each source of episodes is packed into, in tokens."""
        found: dict[str, int] = {}
        for name in self.config.stage_order:
            entry = self.config.stages[name]
            length = self._stage_config(entry.config).data.max_seq_len
            for source in (name, *entry.replay):
                found[source] = min(length, found.get(source, length))
        return found

    def _stage_config(self, path: str, *extra: str) -> ConfigDict:
        """Returns the configuration of a training, with the flags that it is given."""
        argv = [f"--config={path}:{self.config.preset}", *self.config.train_flags, *extra]
        return command.parse_flags(command.define_config, argv).config

    def stage_steps(
        self, name: str, parent: str, attempt: int, extra: tuple[str, ...]
    ) -> list[Step]:
        """Returns training and gate of one attempt at a stage."""
        entry = self.config.stages[name]
        model = entry.model_name if attempt == 1 else f"{entry.model_name}_attempt{attempt}"
        train = self._train(
            entry.stage,
            model,
            entry.config,
            parent,
            entry.replay,
            entry.train_minutes,
            *extra,
            source=name,
        )
        return [train, self._gate(entry.stage, model)]

    def knowledge_steps(self, model: str) -> list[Step]:
        """Returns the steps that ask base and `model` what no stage teaches, and compare them."""
        knowledge, folder = self.config.knowledge, self.run_dir / "knowledge"
        if not knowledge.suite:
            return []
        suite, page = Path(knowledge.suite), folder / "page.md"
        answers = {name: folder / f"{name}.jsonl" for name in ("before", "after")}

        def ask(name: str, model: str, made: str, *extra: str) -> Step:
            argv = (
                "mypt_jax.generate",
                f"--model={model}",
                f"--run_dir={self.run_dir}",
                f"--prompts={suite}",
                f"--output={answers[name]}",
                *extra,
            )
            inputs = (suite, self.run_dir / "models" / model / made)
            outputs, action = (answers[name],), f"answer {name}"
            return Step("knowledge", action, argv, inputs, outputs, 30.0, on_all_hosts=True)

        compare = (
            "eval.compare",
            f"--suite={suite}",
            f"--before={answers['before']}",
            f"--after={answers['after']}",
            f"--most_lost={knowledge.most_lost}",
            f"--page={page}",
        )
        read = (suite, *answers.values(), Path("eval"))
        return [
            ask("before", self.config.base_model, "inputs.json", "--chatml"),
            ask("after", model, "summary.json"),
            Step("knowledge", "compare", compare, read, (page,)),
        ]

    def _episodes(self, name: str) -> Path:
        return self.run_dir / "episodes" / f"{name}.jsonl"

    def _generate(self, stage: str, module: str, output: Path, *extra: str) -> Step:
        argv = (module, f"--output={output}", *extra, f"--seed={self.config.seed}")
        action = f"generate {output.stem}"
        limited = any(flag.startswith("--tokenizer=") for flag in extra)
        inputs = (*self.code, self.tokenizer) if limited else self.code
        return Step(stage, action, argv, inputs, (output,), 6.0)

    def _prepare(self, name: str, source: Path, *extra: str) -> Step:
        output = self.dataset(name)
        argv = (
            "mypt_jax.prepare",
            f"--input={source}",
            f"--output={output}",
            f"--tokenizer={self.tokenizer}",
            f"--val_split={self.config.val_split}",
            *extra,
        )
        excluded = tuple(Path(e.split("=", 1)[1]) for e in extra if e.startswith("--exclude="))
        inputs = (source, self.tokenizer, *excluded, *self.preparation)
        return Step(output.name, f"prepare {name}", argv, inputs, (output / "manifest.json",), 6.0)

    def _train(
        self,
        stage: str,
        model: str,
        config: str,
        parent: str | None,
        replay: tuple[str, ...],
        minutes: float,
        *extra: str,
        source: str = "",
    ) -> Step:
        dataset = self.dataset(source or stage)
        argv = [
            "mypt_jax.train",
            f"--config={config}:{self.config.preset}",
            f"--model_name={model}",
            f"--run_dir={self.run_dir}",
            f"--dataset_dir={dataset}",
        ]
        inputs = [dataset]
        if parent:
            argv.append(f"--init_from_model={parent}")
            is_given = parent == self.config.base_model and not self.config.base.build
            # What a model that was not trained here came from, in place of how it was trained.
            made = "inputs.json" if is_given else "summary.json"
            inputs.append(self.run_dir / "models" / parent / made)
        else:
            argv.append(f"--tokenizer={self.tokenizer}")
        for name in replay:
            argv.append(f"--replay_dir={name}={self.dataset(name)}")
            inputs.append(self.dataset(name))
        model_dir = self.run_dir / "models" / model
        outputs = (model_dir / "summary.json",)
        action = f"train {model}"
        values = self._stage_config(config, *extra).to_dict()
        free = {name: values.pop(name) for name in sorted(FREE_SECTIONS)}
        return Step(
            stage,
            action,
            (*argv, *self.config.train_flags, *extra),
            tuple(inputs),
            outputs,
            minutes * 60,
            keeps=model_dir,
            resumes=True,
            on_all_hosts=True,
            settings=json.dumps(values),
            free_settings=json.dumps(free),
        )

    def _gate(self, stage: str, model: str) -> Step:
        argv = ("eval.gate", f"--model={model}", f"--stage={stage}", f"--run_dir={self.run_dir}")
        model_dir = self.run_dir / "models" / model
        suites = [self.suite(stage, which) for which in ("dev", "final")]
        hand = Path(f"eval/handwritten/{stage}.jsonl")
        inputs = (
            *suites,
            *([hand] if hand.exists() else []),
            model_dir / "summary.json",
            model_dir / "config.json",  # with the bars
            Path("eval"),
        )
        outputs = (model_dir / "gates",)
        return Step(stage, f"gate {model}", argv, inputs, outputs, 25.0, on_all_hosts=True)


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the command's flags."""
    command.define_config(flag_values)
    flags.DEFINE_string(
        "from",
        None,
        "Run all steps of this stage and of later ones again.",
        flag_values=flag_values,
    )


def main(args: flags.FlagValues) -> int:
    """Runs the curriculum that --config describes."""
    return run_curriculum(args.config, args["from"].value)


def run_curriculum(config: ConfigDict, from_stage: str | None) -> int:
    """Runs every step of the curriculum; returns the exit code.

    Raises:
        ValueError: if `from_stage` is no stage of this curriculum.
    """
    curriculum = Curriculum(config)
    names = ["domain", *(entry.stage for entry in curriculum.stages)]
    if from_stage is not None and from_stage not in names:
        raise ValueError(f"--from={from_stage}: no such stage; choose one of {', '.join(names)}.")
    forced = names[names.index(from_stage) :] if from_stage else []
    place = find_place()
    forced += ["copy"] if "domain" in forced else []
    again = [entry for entry in curriculum.stages if entry.stage in forced]
    forced += ["gold"] if any("gold" in entry.replay for entry in again) else []
    runner = Runner(curriculum.run_dir, frozenset(forced), place)
    made = curriculum.data_steps() + curriculum.prepare_steps()
    first_attempts = []
    parent = config.base_model
    for name in config.stage_order:
        first_attempts += curriculum.stage_steps(name, parent, 1, ())
        parent = config.stages[name].model_name
    last = curriculum.knowledge_steps(parent)
    runner.planned = made + curriculum.base_steps() + first_attempts + last
    try:
        with runner.stoppable():
            runner.run_all(made)
            for step in curriculum.base_steps():
                runner.run(step)
            parent = config.base_model
            for name in config.stage_order:
                parent = _pass_stage(curriculum, runner, name, parent)
            for step in curriculum.knowledge_steps(parent):
                step.outputs[0].parent.mkdir(exist_ok=True)
                runner.run(step)
    except StepFailed as failure:
        if failure.code == command.GATE_FAILED and place.index == 0:
            _report(config)
        print(f"\nstopped: {failure}", flush=True)
        return failure.code
    return _report(config) if place.index == 0 else command.DONE


def _pass_stage(curriculum: Curriculum, runner: Runner, name: str, parent: str) -> str:
    """Trains and gates a stage until an attempt passes; returns the model that did.

    Raises:
        StepFailed: if a command failed, or the last attempt's gate did.
    """
    config = curriculum.config
    extra: tuple[str, ...] = ()
    for attempt in range(1, config.max_attempts + 1):
        train, gate = curriculum.stage_steps(name, parent, attempt, extra)
        try:
            runner.run(train)
            runner.run(gate)
            return train.outputs[0].parent.name
        except StepFailed as failure:
            if failure.code != command.GATE_FAILED or attempt == config.max_attempts:
                raise
            extra = stored_overrides(train.outputs[0].parent)
            if not extra:
                raise
            print(f"\nthe gate of {name} failed; trying again with {' '.join(extra)}", flush=True)
    raise AssertionError("max_attempts is at least 1")


def stored_overrides(model_dir: Path) -> tuple[str, ...]:
    """Returns the config overrides of the next attempt, which the failed gate has stored.

    There are none where another training would not help, as with too few prompts.
    """
    results = sorted(model_dir.glob("gates/*/*.json"), key=lambda path: path.stat().mtime)
    return tuple(json.loads(results[-1].read_text())["retry"])


def _report(config: ConfigDict) -> int:
    print(f"\n$ python -m eval.report --run_dir={config.run_dir}", flush=True)
    return timed_child(["eval.report", f"--run_dir={config.run_dir}"], set())[0]


if __name__ == "__main__":
    command.use_huge_pages()
    sys.exit(command.run(main, define_flags))
