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
from mypt_jax.train import find_parent
from mypt_jax.training.checkpoint import CheckpointWriter, checkpoint_hash
from mypt_jax.training.preflight import PreflightError, check_parent
from tests.eval.builders import CONFIG, MODEL, answers, prompt, write_lines, write_suite


@pytest.fixture
def model_dir(tmp_path, tokenizer):
    config = MODEL | {"vocab_size": tokenizer.vocab_size, "max_seq_len": 64}
    mesh = make_mesh()
    params = nnx.to_pure_dict(nnx.state(create_model(GPTConfig.from_dict(config), 0, mesh)))
    directory = epath.Path(tmp_path) / "run" / "models" / "random"
    metadata = {
        "stage": "own", "model": config, "parent": None, "lineage": [], "datasets": {},
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
def test_a_gate_that_dev_failed_is_not_opened_by_its_final_set(model_dir, capsys):
    """With ready answers: nothing is generated, and every command and file is the real one."""
    run_dir = model_dir.parent.parent
    config = CONFIG | {"gate": CONFIG["gate"] | {"required": True}}
    (model_dir / "config.json").write_text(json.dumps(config))
    gate_dir = model_dir / "gates" / f"30-{checkpoint_hash(model_dir, 30)[:8]}"
    for which, wrong in (("dev", 100), ("final", 0)):
        suite = write_suite(run_dir / "suites" / f"own_{which}.jsonl")
        write_lines(gate_dir / f"responses_own_{which}.jsonl", answers(suite, wrong))

    def verdict():
        parent = find_parent("random", str(run_dir))
        found = check_parent(parent, "own", run_dir, True)
        if found != "passed":
            with pytest.raises(PreflightError, match=f"is {found}. Run it"):
                check_parent(parent, "own", run_dir, False)
        return found

    assert run_gate(model_dir, "--stage=own", "--sets=final") == command.GATE_FAILED
    printed = capsys.readouterr().out
    assert "final: this set passed, but the gate FAILED" in printed
    assert "next: the gate stays shut: dev missing: " in printed
    assert verdict() == "dev missing"
    assert run_gate(model_dir, "--stage=own", "--force_final") == command.GATE_FAILED
    assert "next: the gate stays shut: dev failed" in capsys.readouterr().out
    assert verdict() == "dev failed"
    assert run_gate(model_dir, "--stage=own", "--sets=final") == command.GATE_FAILED
    assert verdict() == "dev failed"
    responses = answers(run_dir / "suites" / "own_dev.jsonl")
    write_lines(gate_dir / "responses_own_dev.jsonl", responses)
    assert run_gate(model_dir, "--stage=own", "--sets=dev") == command.DONE
    assert verdict() == "dev failed"  # as the final set has it, which was asked before
    assert run_gate(model_dir, "--stage=own", "--sets=final") == command.DONE
    assert verdict() == "passed"
    own = f"--suite={run_dir / 'suites' / 'own_final.jsonl'}"
    (run_dir / "suites" / "own_dev.jsonl").unlink()
    assert run_gate(model_dir, "--stage=own", own, "--sets=dev") == command.USAGE
    assert run_gate(model_dir, "--stage=own", own) == command.DONE
    assert json.loads((gate_dir / "final.json").read_text())["sets"]["dev"] == "none"


@pytest.mark.slow
def test_a_gate_of_another_stage_is_an_error(model_dir, capsys):
    assert run_gate(model_dir, "--stage=3a1") == command.ERROR
    assert "was trained for stage 'own', not '3a1'" in capsys.readouterr().err
    assert run_gate(model_dir, "--stage=own", "--model=radnom") == command.ERROR
    assert "Did you mean 'random'" in capsys.readouterr().err
