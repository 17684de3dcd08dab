"""A gate with a model: an untrained one, which must fail and leave a whole record behind."""

import json

import jax
import pytest
from etils import epath
from flax import nnx

from eval import gate
from mypt_jax import command
from mypt_jax.model.config import GPTConfig
from mypt_jax.model.gpt import create_model
from mypt_jax.model.sharding import make_mesh
from mypt_jax.training.checkpoint import CheckpointWriter, checkpoint_hash
from tests.eval.builders import CONFIG, MODEL, prompt, write_lines


@pytest.fixture
def model_dir(tmp_path, tokenizer):
    config = MODEL | {"vocab_size": tokenizer.vocab_size, "max_seq_len": 64}
    mesh = make_mesh()
    params = nnx.to_pure_dict(nnx.state(create_model(GPTConfig.from_dict(config), 0, mesh)))
    directory = epath.Path(tmp_path) / "run" / "models" / "random"
    metadata = {
        "stage": "own", "model": config, "parent": None, "lineage": [],
        "tokenizer_hash": tokenizer.hash,
    }  # fmt: skip
    with CheckpointWriter(directory) as writer:
        writer.save(30, params, {"count": jax.numpy.zeros(())}, metadata, 1.0)
        writer.seal()
    tokenizer.save(directory / "tokenizer")
    (directory / "config.json").write_text(json.dumps(CONFIG))
    suites = tmp_path / "run" / "suites"
    for which in ("dev", "final"):
        write_lines(suites / f"own_{which}.jsonl", [prompt(n) for n in range(20)])
    return directory


def run_gate(model_dir, *argv):
    run_dir = model_dir.parent.parent
    arguments = ["--model=random", f"--run_dir={run_dir}", *argv]
    return command.run(gate.main, gate.define_flags, arguments)


@pytest.mark.slow
def test_an_untrained_model_fails_and_leaves_its_answers(model_dir, capsys):
    assert run_gate(model_dir, "--stage=own") == command.GATE_FAILED
    gate_dir = model_dir / "gates" / f"30-{checkpoint_hash(model_dir, 30)[:8]}"
    assert sorted(p.name for p in gate_dir.iterdir()) == ["dev.json", "responses_own_dev.jsonl"]
    assert "next: " in capsys.readouterr().out

    assert run_gate(model_dir, "--stage=own", "--force_final") == command.GATE_FAILED
    record = json.loads((gate_dir / "final.json").read_text())
    assert (record["passed"], record["stage"], record["attempt"]) == (False, "own", 1)
    lines = (gate_dir / "responses_own_final.jsonl").read_text().splitlines()
    responses = [json.loads(line) for line in lines]
    assert [r["id"] for r in responses] == [f"own-seen-{n}" for n in range(20)]
    assert set(responses[0]) == {
        "id", "output", "stopped", "stop_reason", "n_tokens", "prompt_hash",
    }  # fmt: skip

    # again: the answers are there, so nothing is generated and no attempt is counted
    assert run_gate(model_dir, "--stage=own", "--force_final") == command.GATE_FAILED
    assert json.loads((gate_dir / "final.json").read_text())["attempt"] == 1
    # the next attempt is a new candidate
    (gate_dir / "responses_own_final.jsonl").unlink()
    assert run_gate(model_dir, "--stage=own", "--sets=final") == command.GATE_FAILED
    assert json.loads((gate_dir / "final.json").read_text())["attempt"] == 2


@pytest.mark.slow
def test_a_gate_of_another_stage_is_an_error(model_dir, capsys):
    assert run_gate(model_dir, "--stage=3a1") == command.ERROR
    assert "was trained for stage 'own', not '3a1'" in capsys.readouterr().err
    assert run_gate(model_dir, "--stage=own", "--model=radnom") == command.ERROR
    assert "Did you mean 'random'" in capsys.readouterr().err
