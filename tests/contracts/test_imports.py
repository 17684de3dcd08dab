"""Who may import whom: every room knows only the rooms before it, and most start without jax."""

import json
import subprocess
import sys

import pytest

from mypt_jax.conversation.episode import dump_json
from tests.contracts.source import PACKAGES, ROOT, imports, is_inside, loaded_by, modules

# What each room may import of ours, itself aside; the longest name that fits a module counts.
# `command` is the frame of every command, `config` reads configurations, `paths` tells disks from
# buckets, `processes` joins those of several hosts, `steps` runs commands: they know no room.
MAY_IMPORT = {
    "mypt_jax.command": ("mypt_jax.config", "mypt_jax.paths"),
    "mypt_jax.config": (),
    "mypt_jax.paths": (),
    "mypt_jax.processes": ("mypt_jax.command",),
    "mypt_jax.conversation": (),
    "mypt_jax.data": ("mypt_jax.conversation", "mypt_jax.paths"),
    "mypt_jax.model": (),
    "mypt_jax.inference": ("mypt_jax.model", "mypt_jax.conversation"),
    "mypt_jax.training": (
        "mypt_jax.config",
        "mypt_jax.conversation",
        "mypt_jax.data",
        "mypt_jax.model",
        "mypt_jax.inference",
        "mypt_jax.paths",
    ),
    "mypt_jax.interop": (
        "mypt_jax.conversation",
        "mypt_jax.model",
        "mypt_jax.paths",
        "mypt_jax.training.checkpoint",
    ),
    "mypt_jax.steps": ("mypt_jax.command", "mypt_jax.paths", "mypt_jax.processes"),
    "mypt_jax.curriculum": (
        "mypt_jax.command",
        "mypt_jax.config",
        "mypt_jax.processes",
        "mypt_jax.steps",
    ),
    "mypt_jax": ("mypt_jax",),  # the other commands
    "configs": (),
    # the rules with the pure modules that they are made of
    "data_gen": ("mypt_jax.conversation", "mypt_jax.command", "eval.rules", "eval.words"),
    "eval": (
        "mypt_jax.conversation",
        "mypt_jax.inference",
        "mypt_jax.training.checkpoint",
        "mypt_jax.command",
        "mypt_jax.processes",
        "mypt_jax.paths",
    ),
}
ACCELERATOR = ("jax", "jaxlib", "flax", "optax", "orbax")
# Start-up time, and a parent that touched the accelerator would lock its children out.
WITHOUT_JAX = sorted(
    name
    for name in modules()
    if is_inside(name, "mypt_jax.conversation")
    or (is_inside(name, "mypt_jax.data") and name != "mypt_jax.data.pipeline")
    or is_inside(name, "configs")
    or is_inside(name, "data_gen")
    or name in loaded_by("eval.rules")
    or name in ("mypt_jax.curriculum", "mypt_jax.steps", "mypt_jax.config", "mypt_jax.paths")
)
STARTS_WITHOUT_JAX = sorted(
    {
        *WITHOUT_JAX,
        "mypt_jax.command",
        "mypt_jax.processes",
        "mypt_jax.prepare",
        "mypt_jax.show",
        "mypt_jax.train_tokenizer",
        "eval.report",
    }
)


def room(name: str) -> str:
    return max((r for r in MAY_IMPORT if is_inside(name, r)), key=len)


def is_ours(name: str) -> bool:
    return name.split(".")[0] in (*PACKAGES, "tests")


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_room_imports_only_the_rooms_before_it(name):
    allowed = (room(name), *MAY_IMPORT[room(name)])
    wrong = [
        other
        for other in imports(name)
        if is_ours(other) and not any(is_inside(other, package) for package in allowed)
    ]
    assert not wrong, f"{name} imports {wrong}; {room(name)} may import only {allowed}"


@pytest.mark.parametrize("name", [n for n in modules() if is_inside(n, "mypt_jax")])
def test_the_library_imports_nothing_that_is_built_on_it(name):
    wrong = [o for o in imports(name) if is_ours(o) and not is_inside(o, "mypt_jax")]
    assert not wrong, f"{name} imports {wrong}; what the library needs of them reaches it as files"


@pytest.mark.parametrize("name", [n for n in modules() if is_inside(n, "configs")])
def test_configs_import_only_ml_collections_and_each_other(name):
    wrong = [o for o in imports(name) if o.split(".")[0] not in ("configs", "ml_collections")]
    assert not wrong, f"{name} imports {wrong}"


@pytest.mark.parametrize("name", WITHOUT_JAX)
def test_data_and_rules_never_import_jax_themselves(name):
    wrong = [o for o in imports(name) if o.split(".")[0] in ACCELERATOR]
    assert not wrong, f"{name} imports {wrong}, if only inside a function"


@pytest.mark.parametrize("name", STARTS_WITHOUT_JAX)
def test_nothing_that_is_imported_leads_to_jax(name):
    ways = {o: way for o, way in loaded_by(name).items() if o.split(".")[0] in ACCELERATOR}
    assert not ways, f"importing {name} leads to jax: {' -> '.join(next(iter(ways.values())))}"


def test_only_the_checkpoint_module_knows_orbax():
    users = [n for n in modules() if any(is_inside(o, "orbax") for o in imports(n))]
    assert users == ["mypt_jax.training.checkpoint"]


def test_only_the_pipeline_knows_grain():
    users = [n for n in modules() if any(is_inside(o, "grain") for o in imports(n))]
    assert users == ["mypt_jax.data.pipeline"]


RUN_WITHOUT_JAX = """
import importlib, json, sys

names, commands = json.loads(sys.argv[1])
for name in names:
    importlib.import_module(name)
    for forbidden in ("jax", "flax", "optax", "orbax", "grain"):
        assert forbidden not in sys.modules, f"importing {name} loaded {forbidden}"
from mypt_jax import command
for name, argv in commands:
    module = sys.modules[name]
    assert command.run(module.main, module.define_flags, argv) == 0, (name, argv)
    assert "jax" not in sys.modules, f"{name} {argv} loaded jax"
"""


OPEN_EVENTS = """
import sys
from etils import epath
from mypt_jax.training.metrics import MetricsWriter

with MetricsWriter(epath.Path(sys.argv[1]), 0) as writer:
    writer.write(1, "train", {"loss": 2.0})
assert "torch" not in sys.modules
import torch
"""


def test_a_training_starts_without_torch_where_it_is_installed(tmp_path):
    child = subprocess.run(
        [sys.executable, "-c", OPEN_EVENTS, str(tmp_path)], cwd=ROOT, capture_output=True, text=True
    )
    assert child.returncode == 0, child.stderr
    assert [p.name.split(".")[0] for p in (tmp_path / "tensorboard").iterdir()] == ["events"]


def test_a_fresh_process_stays_without_jax(tokenizer, tmp_path):
    tokenizer.save(tmp_path / "tokenizer")
    episode = {
        "id": "a",
        "messages": [
            {"role": "user", "content": "Say yes."},
            {"role": "assistant", "content": "Yes."},
        ],
    }
    lines = [dump_json(episode | {"id": f"e{n}", "payload": str(n)}) for n in range(4)]
    data = tmp_path / "a.jsonl"
    data.write_text("".join(f"{line}\n" for line in lines))
    given = [f"--input={data}", f"--tokenizer={tmp_path / 'tokenizer'}"]
    commands = [
        ("mypt_jax.prepare", [*given, f"--output={tmp_path / 'data'}", "--val_split=0.25"]),
        ("mypt_jax.show", given),
    ]
    child = subprocess.run(
        [sys.executable, "-c", RUN_WITHOUT_JAX, json.dumps([STARTS_WITHOUT_JAX, commands])],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert child.returncode == 0, child.stderr
