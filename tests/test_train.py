import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import jax
import numpy as np
import pytest
from etils import epath
from flax import nnx

from mypt_jax import command, prepare, train
from mypt_jax.conversation import tags
from mypt_jax.conversation.tokenizer import SentencePieceTokenizer, load_tokenizer
from mypt_jax.interop.imported import Imported, write_model
from mypt_jax.model.adapters import Adapters, split_trained
from mypt_jax.model.sharding import make_mesh
from mypt_jax.training import checkpoint

WORDS = ("lamp", "mill", "green", "keeper", "yes", "capital", "work", "bridge", "river", "stone")
# the real configs, shrunk until a run takes seconds
SHRUNK = {
    "model.vocab_size": 400,
    "model.num_layers": 1,
    "model.embed_dim": 16,
    "model.num_heads": 2,
    "model.num_kv_heads": 2,
    "model.head_dim": 8,
    "model.ffw_dim": 24,
    "model.copying_start": False,  # its heads are too small for that
    "model.max_seq_len": 128,
    "data.max_seq_len": 64,
    "data.rows_per_step": 8,
    "optimizer.warmup_steps": 2,
    "train.min_steps": 2,
    "train.num_evals": 1,
    "train.num_samples": 2,
    "train.sample_tokens": 4,
}


class Workbench:
    """A run's directory with prepared data, and the train command on it."""

    def __init__(self, root: Path):
        self.root = root

    def arguments(
        self, config: str, model_name: str, data: str, *more: str, **changes
    ) -> list[str]:
        values = SHRUNK | {key.replace("__", "."): value for key, value in changes.items()}
        return [
            f"--config=configs/{config}.py:tiny",
            f"--run_dir={self.root}",
            f"--model_name={model_name}",
            f"--dataset_dir={self.root}/data/{data}",
            *(f"--config.{key}={value}" for key, value in values.items()),
            *more,
        ]

    def train(self, *args: str, **changes) -> int:
        return command.run(train.main, train.define_flags, self.arguments(*args, **changes))

    def files(self) -> dict[str, float]:
        """Every file of every model with its time of change."""
        models = self.root / "models"
        return {str(p): p.stat().st_mtime for p in models.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def bench(tmp_path_factory, tokenizer: SentencePieceTokenizer) -> Workbench:
    """Data sets `text`, `say` and `ask`, and a trained base `base` of stage domain."""
    root = tmp_path_factory.mktemp("bench")
    tokenizer.save(str(root / "tokenizer"))
    lines: dict[str, list[dict]] = {"text": [], "say": [], "ask": []}
    for i in range(300):
        one, two = WORDS[i % 10], WORDS[i // 10 % 10]
        text = f"The {one} of the {two} {i} is {one}, not {two}."
        lines["text"].append({"id": f"text-{i}", "text": text})
        for name, question, answer in (
            ("say", f"Say the word {one} {two} {i}.", f"{one} {two} {i}"),
            ("ask", f"The {one} {i} is {two}. What is it?", f"It is {two} {i}."),
        ):
            messages = [
                {"role": "user", "content": question},
                {"role": "assistant", "content": answer},
            ]
            lines[name].append({"id": f"{name}-{i}", "messages": messages})
    for name, values in lines.items():
        path = root / f"{name}.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in values))
        arguments = [
            f"--input={path}",
            f"--output={root}/data/{name}",
            f"--tokenizer={root}/tokenizer",
            "--val_split=0.1",
            f"--kind={'text' if name == 'text' else 'episodes'}",
        ]
        assert command.run(prepare.main, prepare.define_flags, arguments) == 0
    made = Workbench(root)
    code = made.train(
        "domain_base",
        "base",
        "text",
        "--tokenizer=tokenizer",
        parent_stage="none",
        gate__required=False,
        data__passes=0.3,
    )
    assert code == 0
    return made


@pytest.fixture(scope="module")
def locked(bench) -> Workbench:
    """The bench with `fl`, a model of stage 3a1 without a gate's verdict."""
    code = bench.train("phase3a1_format_lock", "fl", "say", "--init_from_model=base")
    assert code == 0
    return bench


def test_a_run_leaves_what_the_next_commands_need(locked):
    model_dir = locked.root / "models" / "fl"
    summary = json.loads((model_dir / "summary.json").read_text())
    base = json.loads((locked.root / "models" / "base" / "summary.json").read_text())
    assert summary["stage"] == "3a1"
    parent = summary["parent"]
    assert (parent["stage"], parent["step"], parent["gate"]) == (
        "domain",
        base["best_step"],
        "not required",
    )
    base_dir = locked.root / "models" / "base"
    assert parent["hash"] == checkpoint.checkpoint_hash(base_dir, base["best_step"])
    assert [entry["stage"] for entry in summary["lineage"]] == ["domain"]
    assert summary["shares"]["episodes"] == {"format_lock": 1.0}
    assert summary["best_step"] == summary["steps"] == checkpoint.best_step(model_dir)
    assert summary["supervised_tokens"] < summary["tokens"]
    assert summary["validation_loss"] > 0
    config = json.loads((model_dir / "config.json").read_text())
    assert (config["stage"], config["data"]["max_seq_len"]) == ("3a1", 64)
    loaded = checkpoint.load_model(model_dir)
    assert loaded.metadata["stage"] == "3a1"
    kinds = {json.loads(line)["kind"] for line in (model_dir / "metrics.jsonl").open()}
    assert kinds == {"train", "validation/format_lock", "validation/samples"}


def test_a_finished_run_is_not_run_again(locked, capsys):
    before = locked.files()
    assert locked.train("phase3a1_format_lock", "fl", "say", "--init_from_model=base") == 0
    assert "fl is finished: stage 3a1" in capsys.readouterr().out
    after = locked.files()
    changed = {Path(p).name for p in after if after[p] != before.get(p)}
    assert changed <= {"config.json", "inputs.json", "tokenizer.model"}


@pytest.mark.parametrize(
    ("changes", "difference"),
    [
        ({"seed": 1}, "config.seed: 0 before, 1 now"),
        ({"optimizer__learning_rate": 1e-4}, "config.optimizer.learning_rate: 0.0016 before"),
    ],
)
def test_a_directory_of_another_config_is_never_overwritten(locked, capsys, changes, difference):
    before = locked.files()
    code = locked.train("phase3a1_format_lock", "fl", "say", "--init_from_model=base", **changes)
    assert code == 1
    error = capsys.readouterr().err
    assert "holds another run (stage 3a1)" in error
    assert difference in error
    assert locked.files() == before


def test_a_directory_of_another_stage_or_data_is_never_overwritten(locked, capsys):
    before = locked.files()
    assert locked.train("phase3a1_format_lock", "base", "say", "--init_from_model=fl") == 1
    assert locked.train("phase3a1_format_lock", "fl", "ask", "--init_from_model=base") == 1
    assert "inputs.datasets.format_lock: " in capsys.readouterr().err
    assert locked.files() == before


def test_a_directory_that_is_not_ours_is_left_alone(bench, capsys):
    foreign = bench.root / "models" / "foreign"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("mine")
    assert bench.train("phase3a1_format_lock", "foreign", "say", "--init_from_model=base") == 1
    assert "is not empty and holds no model of ours" in capsys.readouterr().err
    assert [p.name for p in foreign.iterdir()] == ["thesis.txt"]


REPLAY = "--replay_dir=format_lock={root}/data/say"


def qa(bench, *more: str, name: str = "qa", parent: str = "fl", **changes) -> int:
    replay = REPLAY.format(root=bench.root)
    arguments = (replay, f"--init_from_model={parent}", *more)
    return bench.train("phase3a2_minimal_qa", name, "ask", *arguments, **changes)


def test_a_stage_needs_the_right_parent_and_its_gate(locked, capsys):
    assert qa(locked, parent="base") == 1
    assert "needs a parent of stage '3a1'" in capsys.readouterr().err
    assert qa(locked) == 1
    error = capsys.readouterr().err
    assert f"python -m eval.gate --model=fl --stage=3a1 --run_dir={locked.root}" in error
    assert not (locked.root / "models" / "qa").exists()


def test_a_dry_run_shows_the_plan_and_makes_nothing(locked, capsys):
    before = locked.files()
    assert qa(locked, "--allow_failed_gate", "--dry_run") == 0
    shown = capsys.readouterr().out
    for words in (
        "config.data.passes = 1.8",
        "1.8 passes over minimal_qa",
        "8 rows, T = 64, S = ",
        "minimal_qa       74.0%     74.0%",
        "parameters",
        "time           about",
        "segment 1: ",
        "→</myPT_assistant>",
    ):
        assert words in shown
    assert locked.files() == before
    assert not (locked.root / "models" / "qa").exists()


def test_a_750m_dry_run_needs_no_memory_for_it(bench, capsys):
    """The plan of a 699M model that starts from nothing, on a laptop."""
    arguments = [
        "--config=configs/domain_base.py:750m",
        f"--run_dir={bench.root}",
        "--model_name=large",
        f"--dataset_dir={bench.root}/data/text",
        "--tokenizer=tokenizer",
        "--config.data.max_seq_len=64",
        "--config.data.rows_per_step=8",
        "--config.train.min_steps=2",
        "--dry_run",
    ]
    assert command.run(train.main, train.define_flags, arguments) == 0
    assert "698.9M parameters, 11.18 GB" in capsys.readouterr().out


def test_going_on_without_a_gate_is_recorded(locked):
    assert qa(locked, "--allow_failed_gate", data__passes=0.5) == 0
    summary = json.loads((locked.root / "models" / "qa" / "summary.json").read_text())
    gates = [(entry["stage"], entry["gate"]) for entry in summary["lineage"]]
    assert gates == [("domain", "not required"), ("3a1", "missing")]
    episodes = summary["shares"]["episodes"]
    assert episodes["format_lock"] == pytest.approx(0.26, abs=0.01)
    lines = [json.loads(line) for line in (locked.root / "models/qa/metrics.jsonl").open()]
    sources = {line["kind"] for line in lines if line["kind"].startswith("validation/")}
    assert sources == {
        "validation/minimal_qa",
        "validation/format_lock",
        "validation/samples",
    }


@pytest.mark.parametrize(
    ("more", "changes", "code", "message"),
    [
        ((), {"train__min_steps": 100}, 1, "at least 100 are needed to learn anything"),
        ((), {"optimizer__microbatches": 2}, 1, "must be a multiple of"),
        ((), {"mesh__tensor": 3}, 1, "does not make 8 devices"),
        ((), {"model__ffw_dim": 32}, 1, "model.ffw_dim: parent 24, config 32"),
        ((), {"data__pases": 2}, 2, "Did you mean 'config.data.passes'"),
        (("--replay_dir=tasks=x",), {}, 2, "'tasks' is not in config.data.shares"),
        (("--replay_dir=tasks",), {}, 2, "write it as NAME=DIR"),
        (("--tokenizer=tokenizer",), {}, 2, "takes the parent's tokenizer"),
        (("--no_such_flag",), {}, 2, "no_such_flag"),
    ],
)
def test_a_bad_command_line_is_one_clear_error(bench, capsys, more, changes, code, message):
    before = bench.files()
    arguments = ("phase3a1_format_lock", "new", "say", "--init_from_model=base", *more)
    assert bench.train(*arguments, **changes) == code
    error = capsys.readouterr().err
    assert message in error
    assert "Traceback" not in error
    assert bench.files() == before
    assert not (bench.root / "models" / "new").exists()


def test_text_is_never_mixed_with_episodes(locked, capsys):
    replay = f"--replay_dir=format_lock={locked.root}/data/text"
    arguments = ("phase3a2_minimal_qa", "mix", "ask", replay, "--init_from_model=fl")
    assert locked.train(*arguments, "--allow_failed_gate") == 1
    assert "kind 'text', but kind 'episodes' is needed" in capsys.readouterr().err


def test_a_missing_replay_source_is_named(locked, capsys):
    arguments = ("phase3a2_minimal_qa", "mix", "ask", "--init_from_model=fl", "--allow_failed_gate")
    assert locked.train(*arguments) == 2
    assert "give its directory with --replay_dir=format_lock=DIR" in capsys.readouterr().err


def test_a_share_that_cannot_be_reached_says_which_can(locked, capsys):
    arguments = ("phase3a2_minimal_qa", "mix", "ask", REPLAY.format(root=locked.root))
    more = ("--init_from_model=fl", "--allow_failed_gate")
    changes = {"data__shares__minimal_qa": 0.1, "data__shares__format_lock": 0.9}
    assert locked.train(*arguments, *more, **changes) == 1
    assert "Reachable is" in capsys.readouterr().err


def test_an_unwritable_directory_is_one_clear_error(bench, capsys):
    (bench.root / "file").write_text("")
    arguments = bench.arguments("phase3a1_format_lock", "x", "say", "--init_from_model=base")
    base = f"--init_from_model={bench.root}/models/base"
    arguments = [base if a.startswith("--init") else a for a in arguments]
    arguments = [
        f"--run_dir={bench.root}/file" if a.startswith("--run_dir") else a for a in arguments
    ]
    assert command.run(train.main, train.define_flags, arguments) == 1
    error = capsys.readouterr().err
    assert "Not a directory" in error
    assert "Traceback" not in error


def test_a_damaged_parent_is_refused(bench, capsys, tmp_path):
    copied = tmp_path / "damaged"
    shutil.copytree(bench.root / "models" / "base", copied)
    step = checkpoint.best_step(copied)
    files = [f for f in (copied / "checkpoints" / str(step) / "params").rglob("*") if f.is_file()]
    largest = max(files, key=lambda f: f.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[-1] ^= 1
    largest.write_bytes(content)
    assert bench.train("phase3a1_format_lock", "y", "say", f"--init_from_model={copied}") == 1
    assert f"checkpoints/{step} is damaged" in capsys.readouterr().err
    assert not (bench.root / "models" / "y").exists()


@pytest.mark.slow
def test_a_process_that_is_told_to_stop_saves_and_goes_on(bench):
    """SIGTERM ends with code 75; SIGKILL loses what was not saved; the result stays the same."""

    def start(model_name: str) -> subprocess.Popen:
        arguments = bench.arguments(
            "phase3a1_format_lock",
            model_name,
            "say",
            "--init_from_model=base",
            data__passes=4,
            data__max_repeats=10,
            train__num_evals=3,
            train__log_every=1,
        )
        return subprocess.Popen([sys.executable, "-m", "mypt_jax.train", *arguments])

    def wait_for(path: Path) -> None:
        deadline = time.monotonic() + 120
        while not path.exists() or not path.read_text().count("\n"):
            assert time.monotonic() < deadline
            time.sleep(0.02)

    whole, stopped = bench.root / "models" / "whole", bench.root / "models" / "stopped"
    assert start("whole").wait() == 0
    process = start("stopped")
    wait_for(stopped / "metrics.jsonl")
    process.send_signal(signal.SIGTERM)
    assert process.wait() == command.PREEMPTED
    resumed_from = checkpoint.whole_steps(stopped)[-1]
    process = start("stopped")
    wait_for(stopped / "metrics.jsonl")
    process.kill()
    process.wait()
    assert checkpoint.whole_steps(stopped)[-1] >= resumed_from
    assert start("stopped").wait() == 0
    steps = [checkpoint.whole_steps(path)[-1] for path in (whole, stopped)]
    assert steps[0] == steps[1]
    params = [jax.tree.leaves(jax.device_get(_params(path, steps[0]))) for path in (whole, stopped)]
    for a, b in zip(*params, strict=True):
        np.testing.assert_array_equal(a, b)


def _params(model_dir: Path, step: int):
    return nnx.to_pure_dict(nnx.state(checkpoint.load_model(model_dir, step).model))


ADAPTED = {"lora__rank": 2, "lora__targets": "query|ffw_up", "optimizer__muon": False}


def test_a_stage_keeps_the_tags_that_imported_weights_know(bench):
    base = checkpoint.load_model(bench.root / "models" / "base")
    params = nnx.to_pure_dict(nnx.state(base.model))
    tokenizer = load_tokenizer(bench.root / "tokenizer")
    source = {"kind": "mypt_torch", "files": {}, "tags_of_the_source": [tags.USER]}
    imported = Imported(base.model.config, params, tokenizer, source)
    write_model(imported, epath.Path(bench.root) / "models" / "brought")
    still = {"optimizer__learning_rate": 1e-12, "data__passes": 0.2}
    more = ("--init_from_model=brought",)
    assert bench.train("phase3a1_format_lock", "from_brought", "say", *more, **still) == 0
    trained = checkpoint.load_model(bench.root / "models" / "from_brought")
    assert trained.metadata["imported"] == source
    before, after = (np.asarray(model.embedding[...]) for model in (base.model, trained.model))
    user, assistant = (tokenizer.tag_ids[tag] for tag in (tags.USER, tags.ASSISTANT))
    np.testing.assert_allclose(after[user], before[user], atol=1e-6)
    related = tokenizer.encode(tags.RELATED_TEXT[tags.ASSISTANT])
    np.testing.assert_allclose(after[assistant], before[related].mean(axis=0), atol=1e-6)
    assert np.abs(after[assistant] - before[assistant]).max() > 1e-3


def test_adapters_are_stored_alone_and_read_with_their_base(bench, capsys, tmp_path):
    base = checkpoint.load_model(bench.root / "models" / "base")
    argument = "--init_from_model=base"
    assert bench.train("phase3a1_format_lock", "thin", "say", argument, **ADAPTED) == 0
    # query 16 x 2 + 2 x 16, ffw_up 16 x 2 + 2 x 48, eight rows of 16
    assert " parameters, 320 trained in their place, " in capsys.readouterr().out
    model_dir = bench.root / "models" / "thin"
    step = checkpoint.best_step(model_dir)
    described = checkpoint.read_metadata(model_dir, step)["adapters"]
    assert (described["rank"], described["base"]["hash"]) == (2, base.hash)
    adapters = Adapters(2, 16.0, "query|ffw_up", tuple(described["rows"]))
    abstract = checkpoint.abstract_model(base.model.config, make_mesh(), adapters)[1]
    with pytest.raises(checkpoint.CheckpointError):  # there is no more
        checkpoint.restore(model_dir, step, "params", abstract)
    stored = checkpoint.restore(model_dir, step, "params", split_trained(abstract)[0])
    assert set(_leaves(stored)) == {
        *(f"blocks.{name}.adapter_{end}" for name in ("query", "ffw_up") for end in ("in", "out")),
        "own_rows",
    }
    # read as a plain model: what is adapted has changed, the rest is the base's
    before, after = (
        _leaves(nnx.to_pure_dict(nnx.state(loaded.model)))
        for loaded in (base, checkpoint.load_model(model_dir))
    )
    changed = {name for name in before if not np.array_equal(before[name], after[name])}
    assert changed == {"blocks.query.kernel", "blocks.ffw_up.kernel", "embedding"}
    # a stage on top of it, with adapters of its own
    assert qa(bench, "--allow_failed_gate", name="thinner", parent="thin", **ADAPTED) == 0
    thinner = bench.root / "models" / "thinner"
    entry = checkpoint.read_metadata(thinner, checkpoint.best_step(thinner))["adapters"]["base"]
    assert (entry["name"], entry["hash"]) == ("thin", checkpoint.checkpoint_hash(model_dir, step))
    assert checkpoint.load_model(thinner)
    # moved away, it finds its base where it was; beside it a changed one is not taken
    moved = tmp_path / "models"
    shutil.copytree(model_dir, moved / "thin")
    shutil.copytree(bench.root / "models" / "base", moved / "base")
    [sealed] = (moved / "base" / "integrity").glob("*.json")
    sealed.write_text(sealed.read_text() + " ")
    assert checkpoint.load_model(moved / "thin")
    assert checkpoint.find_base(moved / "thin", described["base"]) == bench.root / "models/base"
    missing = described["base"] | {"dir": str(tmp_path / "nowhere")}
    with pytest.raises(checkpoint.CheckpointError, match="adapters of base, step .* Put it back"):
        checkpoint.find_base(moved / "thin", missing)


def _leaves(tree: dict, prefix: str = "") -> dict[str, np.ndarray]:
    found = {}
    for name, value in tree.items():
        path = f"{prefix}{name}"
        found |= (
            _leaves(value, f"{path}.") if isinstance(value, dict) else {path: np.asarray(value)}
        )
    return found


def test_adapters_need_weights_to_adapt(bench, capsys):
    code = bench.train(
        "domain_base", "none", "text", "--tokenizer=tokenizer", parent_stage="none", lora__rank=2
    )
    assert code == 2
    assert "config.lora.rank needs --init_from_model" in capsys.readouterr().err
