import importlib.util
import json
import re

import pytest

from mypt_jax import command, fit, prepare

WORDS = ("lamp", "mill", "green", "keeper", "capital", "bridge", "river", "stone")
# the real configs, shrunk until they compile in seconds
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
    "optimizer.muon": False,  # it has one moment a matrix
    "train.min_steps": 2,
}
NEEDS_LIBTPU = pytest.mark.skipif(
    importlib.util.find_spec("libtpu") is None,
    reason="compiling for TPUs needs libtpu: pip install 'jax[tpu]==0.10.2'",
)


def run(tmp_path, *more: str, **changes) -> tuple[int, dict]:
    """Runs the command on the shrunken 3a-1; returns its exit code and what it wrote."""
    values = SHRUNK | {key.replace("__", "."): value for key, value in changes.items()}
    arguments = [
        "--config=configs/phase3a1_format_lock.py:tiny",
        f"--json={tmp_path / 'fit.json'}",
        *(f"--config.{key}={value}" for key, value in values.items()),
        *more,
    ]
    code = command.run(fit.main, fit.define_flags, arguments)
    path = tmp_path / "fit.json"
    return code, json.loads(path.read_text()) if path.exists() else {}


def test_a_step_on_the_devices_here(tmp_path, capsys):
    code, figures = run(tmp_path, mesh__data=2, mesh__fsdp=4)
    assert code == command.DONE
    assert figures["mesh"] == {"data": 2, "fsdp": 4, "tensor": 1}
    assert (figures["rows"], figures["max_seq_len"]) == (8, 64)
    # a quarter of a row of episodes
    assert (figures["max_targets"], figures["targets_per_step"]) == (16, 128)
    # a layer has 4 x 16 x 16 + 3 x 16 x 24 + 2 norms of 16, the model 400 rows and one norm more
    assert figures["parameters"] == 2208 + 400 * 16 + 16
    # 6 x layers x tokens + 6 x head x places + 12 x width x T/2 x tokens
    by_hand = 6 * 2208 * 512 + 6 * 6400 * 128 + 12 * 16 * 32 * 512
    assert figures["flops_per_step"] == by_hand == 14_843_904
    # weights and two moments, a quarter of them on each of four devices; only norms are whole
    whole = 4 * 3 * figures["parameters"]
    assert whole / 4 < figures["state_bytes"] < whole / 3
    # the state is donated; new are the step's figures, and on CPUs a pointer for each output
    assert figures["copied_bytes"] < 500
    parts = ("state_bytes", "copied_bytes", "temporary_bytes", "program_bytes")
    assert figures["total_bytes"] == sum(figures[part] for part in parts)
    # gathered on the way forward; twice (scan over one layer, then its gradient) at most
    kernels = 4 * (4 * 16 * 16 + 3 * 16 * 24)
    assert kernels <= figures["collective_bytes"]["all-gather"]
    seconds = figures["flops_per_step"] / (8 * figures["chip"]["peak_flops"] * 0.4)
    assert figures["seconds_per_step"] == pytest.approx(seconds)
    printed = capsys.readouterr().out
    assert "\na step         8 rows, T = 64, S = 16: 512 tokens, 128 supervised places\n" in printed
    assert printed.endswith("\nfits           yes\n")


def test_a_step_that_does_not_fit_says_what_to_change(tmp_path, capsys):
    too_large = {"data__rows_per_step": 8 << 20, "data__max_seq_len": 128}
    code, figures = run(tmp_path, model__logits_chunk=0, **too_large)
    assert code == command.ERROR
    assert not figures["fits"] and figures["total_bytes"] > figures["chip"]["memory_bytes"]
    printed = capsys.readouterr()
    assert printed.out.endswith("\nfits           no\n")
    assert printed.err.startswith("error: the step needs ")
    assert "    --config.model.logits_chunk=256: few logits at once\n" in printed.err
    assert "    --config.data.rows_per_step=4194304: fewer rows\n" in printed.err


def test_a_data_set_gives_targets_steps_and_minutes(tmp_path, tokenizer):
    lines = []
    for i in range(200):
        one, two = WORDS[i % 8], WORDS[i // 8 % 8]
        messages = [
            {"role": "user", "content": f"Say the word {one} {i}."},
            {"role": "assistant", "content": f"{one} {two} {i}"},
        ]
        lines.append(json.dumps({"id": f"say-{i}", "messages": messages}) + "\n")
    (tmp_path / "say.jsonl").write_text("".join(lines))
    tokenizer.save(tmp_path / "tokenizer")
    given = [f"--input={tmp_path}/say.jsonl", f"--tokenizer={tmp_path}/tokenizer"]
    given += [f"--output={tmp_path}/data", "--val_split=0.1"]
    assert command.run(prepare.main, prepare.define_flags, given) == command.DONE
    code, figures = run(tmp_path, f"--dataset_dir={tmp_path}/data", "--mfu=0.5", data__passes=1.5)
    assert code == command.DONE
    first, half = figures["steps_per_epoch"]
    assert (figures["steps"], half) == (first + half, -(-first // 2))
    assert figures["max_targets"] % 16 == 0
    assert 0 < figures["filled_targets_per_step"] < figures["filled_tokens_per_step"] <= 512
    minutes = figures["steps"] * figures["seconds_per_step"] / 60
    assert figures["minutes"] == pytest.approx(minutes)


def test_search_finds_where_the_memory_ends():
    asked = []

    def total(units):
        asked.append(units)
        size = 100 + 30 * units
        return size if size <= 1000 else None

    assert fit.most_units(total, 1000) == (30, 1000)
    assert asked == [1, 7, 30, 31]  # memory grows linearly: the end is found at once
    assert fit.most_units(lambda units: None, 1000) == (0, None)
    assert fit.most_units(lambda units: units * units if units < 10 else None, 81) == (9, 81)


@pytest.mark.parametrize(
    "size",
    [
        lambda units: 100 + 30 * units + units % 7 * 20,  # not even growing
        lambda units: units if units < 1000 else 50 * units,
        lambda units: 50 * units if units < 1000 else 50_000 + units,
        lambda units: int(units**1.3),
        lambda units: int(1000 * units**0.8),
    ],
)
@pytest.mark.parametrize("capacity", [2000, 10**6, 10**9])
def test_search_ends_where_memory_does_not_grow_linearly(size, capacity):
    asked = {}

    def total(units):
        asked[units] = size(units) if size(units) <= capacity else None
        return asked[units]

    found, taken = fit.most_units(total, capacity)
    assert asked[found] == taken == size(found)
    # the next one asked, at most a hundredth larger, does not fit
    more = min(units for units in asked if units > found)
    assert asked[more] is None and more - found <= max(1, found // 100)
    assert len(asked) < 30


@pytest.mark.slow
def test_search_tries_every_remat_policy(tmp_path, capsys):
    code, figures = run(tmp_path, "--search", data__rows_per_step=8 << 12, model__num_layers=4)
    assert code == command.DONE
    found = {one["remat"]: one["rows"] for one in figures["search"]}
    assert list(found) == ["none", "elementwise", "dots", "full"]
    assert 8 << 12 < found["none"] < found["full"]
    assert f"search         remat full: {found['full']} rows a step, " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--topology=v9:2x2"], command.ERROR, "--topology=v9:2x2: not known. Use 'host'"),
        (["--max_targets=65"], command.USAGE, "--max_targets=65: config.data.max_seq_len allows"),
        (["--replay_dir=a=b"], command.USAGE, "--replay_dir needs --dataset_dir"),
    ],
)
def test_bad_arguments_are_named(tmp_path, capsys, arguments, code, message):
    assert run(tmp_path, *arguments)[0] == code
    assert message in capsys.readouterr().err


@NEEDS_LIBTPU
def test_a_step_for_a_tpu_that_is_not_here(tmp_path):
    changes = {
        "model__attention": "splash",
        "model__dtype": "bfloat16",
        "model__remat": "full",
        "model__logits_chunk": 16,
        "data__max_seq_len": 128,
        "mesh__data": 1,
        "mesh__fsdp": 8,
    }
    code, figures = run(tmp_path, "--topology=v5e:2x4", **changes)
    assert code == command.DONE
    assert figures["chip"] == {
        "kind": "TPU v5 lite",
        "peak_flops": 197e12,
        "memory_bytes": 15.75 * 2**30,
    }
    assert figures["copied_bytes"] < 4096  # the state is donated
    assert figures["collective_bytes"]["all-gather"] > 0
    # the compiler itself refuses what is far too large
    code, figures = run(
        tmp_path, "--topology=v5e:2x4", **changes | {"data__rows_per_step": 8 << 16}
    )
    assert code == command.ERROR
    assert not figures["fits"]
    assert re.match(r"the step needs [\d.]+ of 15.75 GiB a chip.", figures["error"])


@pytest.mark.skipif(importlib.util.find_spec("libtpu") is not None, reason="libtpu is here")
def test_without_libtpu_the_remedy_is_named(tmp_path, capsys):
    assert run(tmp_path, "--topology=v5e:2x4")[0] == command.ERROR
    assert "needs libtpu. Install it with pip install 'jax[tpu]==" in capsys.readouterr().err
