import json
import subprocess
import sys

import pytest

from eval import gate
from eval.gate import GateError, find_suites, hold_gate, next_step, read_suites
from mypt_jax import command
from tests.eval.builders import CONFIG, MODEL, answers, candidate, prompt, write_lines, write_suite

HASH8 = "abababab"


def store(model_dir, stage, which, responses, step=30):
    path = model_dir / "gates" / f"{step}-{HASH8}" / f"responses_{stage}_{which}.jsonl"
    write_lines(path, responses)
    return path


def read_result(model_dir, which):
    return json.loads((model_dir / "gates" / f"30-{HASH8}" / f"{which}.json").read_text())


def run_gate(*argv):
    return command.run(gate.main, gate.define_flags, list(argv))


# ------------------------------------------------------------------------------- a gate, on answers


def test_a_gate_stores_what_it_found(tmp_path):
    suite = write_suite(tmp_path / "own.jsonl")
    model_dir = tmp_path / "models" / "own"
    store(model_dir, "own", "dev", answers(suite, wrong=3))
    result = hold_gate(candidate(model_dir), "own", "dev", [suite])
    record = read_result(model_dir, "dev")
    assert result.passed
    assert record["passed"] is True
    assert (record["stage"], record["set"], record["step"]) == ("own", "dev", 30)
    assert (record["regressions"], record["problems"], record["attempt"]) == ([], [], 0)
    exact = next(m for m in record["metrics"] if (m["metric"], m["part"]) == ("exact", "seen"))
    assert (exact["value"], exact["n"], exact["bar"], exact["passed"]) == (0.99, 300, 0.9, True)
    assert exact["low"] < 0.99 < exact["high"]


def test_a_failed_gate_says_what_to_try(tmp_path):
    suite = write_suite(tmp_path / "own.jsonl")
    model_dir = tmp_path / "models" / "own"
    store(model_dir, "own", "dev", answers(suite, wrong=100))
    judged = candidate(model_dir)
    result = hold_gate(judged, "own", "dev", [suite])
    assert not result.passed
    assert read_result(model_dir, "dev")["passed"] is False
    assert "--config.data.passes=3" in next_step(judged, result)


def test_too_few_prompts_are_the_problem_that_is_named(tmp_path):
    suite = write_suite(tmp_path / "own.jsonl", seen=20, unseen=0)
    model_dir = tmp_path / "models" / "own"
    store(model_dir, "own", "dev", answers(suite))
    judged = candidate(model_dir)
    result = hold_gate(judged, "own", "dev", [suite])
    assert not result.passed
    assert "20 prompts, at least 300" in next_step(judged, result)


# --------------------------------------------------------------------------------------- retention


def parent_of(tmp_path, wrong=0):
    """Holds the parent's gate of stage `old` and returns how a child refers to it."""
    suite = write_suite(tmp_path / "old.jsonl", stage="old")
    model_dir = tmp_path / "models" / "old"
    store(model_dir, "old", "final", answers(suite, wrong=wrong))
    hold_gate(candidate(model_dir, "old"), "old", "final", [suite])
    return {"stage": "old", "dir": str(model_dir), "step": 30, "hash": "ab" * 32}, suite


@pytest.mark.parametrize(("lost", "regressions"), [(0, []), (4, []), (20, ["old/exact"])])
def test_final_compares_with_the_parent(tmp_path, lost, regressions):
    parent, old_suite = parent_of(tmp_path)
    suite = write_suite(tmp_path / "own.jsonl")
    model_dir = tmp_path / "models" / "own"
    store(model_dir, "own", "final", answers(suite))
    store(model_dir, "old", "final", answers(old_suite, wrong=lost))
    judged = candidate(model_dir, parent=parent)
    result = hold_gate(judged, "own", "final", [suite])
    record = read_result(model_dir, "final")
    assert result.passed is (not regressions)
    assert record["regressions"] == regressions
    assert set(record["suites"]) == {"own", "old"}
    assert {c["metric"] for c in record["retention"]} == {"closed", "no_tag_text", "exact"}
    if regressions:
        shares = {"own": 0.8, "old": 0.15, "gold": 0.05}
        judged.config = {**CONFIG, "data": {**CONFIG["data"], "shares": shares}}
        advice = next_step(judged, result)
        for share in ("own=0.75", "old=0.1875", "gold=0.0625"):
            assert f"--config.data.shares.{share}" in advice


def test_a_grandchild_is_held_to_all_earlier_stages(tmp_path):
    parent, old_suite = parent_of(tmp_path)
    middle_suite = write_suite(tmp_path / "middle.jsonl", stage="middle")
    middle_dir = tmp_path / "models" / "middle"
    store(middle_dir, "middle", "final", answers(middle_suite))
    store(middle_dir, "old", "final", answers(old_suite))
    hold_gate(candidate(middle_dir, "middle", parent), "middle", "final", [middle_suite])
    suite = write_suite(tmp_path / "own.jsonl")
    model_dir = tmp_path / "models" / "own"
    store(model_dir, "own", "final", answers(suite))
    store(model_dir, "middle", "final", answers(middle_suite))
    store(model_dir, "old", "final", answers(old_suite, wrong=50))
    grandparent = {"stage": "middle", "dir": str(middle_dir), "step": 30, "hash": "ab" * 32}
    result = hold_gate(candidate(model_dir, parent=grandparent), "own", "final", [suite])
    assert result.regressions == ["old/exact"]


def test_a_parent_without_a_gate_fails_the_child(tmp_path):
    suite = write_suite(tmp_path / "own.jsonl")
    model_dir = tmp_path / "models" / "own"
    store(model_dir, "own", "final", answers(suite))
    parent = {"stage": "old", "dir": str(tmp_path / "gone"), "step": 30, "hash": "ab" * 32}
    result = hold_gate(candidate(model_dir, parent=parent), "own", "final", [suite])
    assert not result.passed
    assert "python -m eval.gate --model=" in result.problems[0]


def test_a_suite_that_changed_since_fails_the_child(tmp_path):
    parent, old_suite = parent_of(tmp_path)
    write_lines(old_suite, [prompt(n, "seen", "old") | {"max_tokens": 9} for n in range(300)])
    suite = write_suite(tmp_path / "own.jsonl")
    model_dir = tmp_path / "models" / "own"
    store(model_dir, "own", "final", answers(suite))
    result = hold_gate(candidate(model_dir, parent=parent), "own", "final", [suite])
    assert not result.passed
    assert "have changed since" in result.problems[0]


def test_a_base_model_leaves_nothing_to_keep(tmp_path):
    suite = write_suite(tmp_path / "own.jsonl")
    model_dir = tmp_path / "models" / "own"
    store(model_dir, "own", "final", answers(suite))
    base = {"stage": "domain", "dir": str(tmp_path / "gone"), "step": 1, "hash": "cd" * 32}
    assert hold_gate(candidate(model_dir, parent=base), "own", "final", [suite]).passed


# ------------------------------------------------------------------------------------------ suites


def test_suites_are_found_by_stage_and_set(tmp_path):
    dev = write_suite(tmp_path / "suites" / "3a1_dev.jsonl", stage="3a1")
    final = write_suite(tmp_path / "suites" / "3a1_final.jsonl", stage="3a1")
    assert find_suites("3a1", "dev", tmp_path, []) == [dev]
    found = find_suites("3a1", "final", tmp_path, [])
    assert found[0] == final
    assert [p.parts[-2:] for p in found[1:]] == [("handwritten", "3a1.jsonl")]
    assert find_suites("own", "final", tmp_path, ["a.jsonl"]) == [tmp_path.__class__("a.jsonl")]
    with pytest.raises(GateError, match="Generate it"):
        find_suites("own", "final", tmp_path, [])


def test_a_suite_of_another_stage_is_refused(tmp_path):
    with pytest.raises(GateError, match="of stage 'own', not '3a1'"):
        read_suites([write_suite(tmp_path / "s.jsonl")], "3a1")


def test_an_id_in_two_files_is_refused(tmp_path):
    paths = [write_lines(tmp_path / f"{n}.jsonl", [prompt(1)]) for n in range(2)]
    with pytest.raises(GateError, match="occurs in two"):
        read_suites(paths, "own")


# ------------------------------------------------------------------------------------- rescoring


def test_rescoring_needs_no_model(tmp_path, capsys):
    suite = write_suite(tmp_path / "own.jsonl")
    good = write_lines(tmp_path / "good.jsonl", answers(suite))
    bad = write_lines(tmp_path / "bad.jsonl", answers(suite, wrong=40))
    assert run_gate(f"--suite={suite}", f"--responses={good}") == command.DONE
    assert run_gate(f"--suite={suite}", f"--responses={bad}") == command.GATE_FAILED
    out = capsys.readouterr().out
    assert "exact on seen: 86.7 %, bar 90.0 %" in out
    assert "Say 0." in out
    assert "got 'wrong', want ['0']" in out


def test_rescoring_takes_the_bars_of_a_model(tmp_path):
    suite = write_suite(tmp_path / "own.jsonl")
    bad = write_lines(tmp_path / "bad.jsonl", answers(suite, wrong=40)[:300])
    responses = write_lines(
        tmp_path / "r.jsonl", answers(suite, wrong=40)[:300] + answers(suite)[300:]
    )
    config = CONFIG | {"model": MODEL, "gate": CONFIG["gate"] | {"content_bars": {"exact": 85.0}}}
    (tmp_path / "models" / "m").mkdir(parents=True)
    (tmp_path / "models" / "m" / "config.json").write_text(json.dumps(config))
    arguments = [f"--run_dir={tmp_path}", "--model=m", f"--suite={suite}"]
    assert run_gate(*arguments, f"--responses={responses}") == command.DONE
    assert run_gate(*arguments, f"--responses={bad}") == command.GATE_FAILED


BAD_RESPONSES = [
    ([{"id": "own-seen-0"}], "not a line of responses"),
    ([{"id": "x", "output": "", "stop_reason": "closed", "n_tokens": 1}], "no prompt of the suite"),
]


@pytest.mark.parametrize(("lines", "message"), BAD_RESPONSES)
def test_bad_responses_are_an_error(tmp_path, capsys, lines, message):
    suite = write_suite(tmp_path / "own.jsonl")
    path = write_lines(tmp_path / "r.jsonl", lines)
    assert run_gate(f"--suite={suite}", f"--responses={path}") == command.ERROR
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    "argv", [[], ["--model=m"], ["--responses=r.jsonl"], ["--model=m", "--stage=s", "--sets=test"]]
)
def test_wrong_usage(argv):
    assert run_gate(*argv) == command.USAGE


def test_scoring_does_not_start_jax():
    code = "import eval.gate, eval.report, sys; sys.exit('jax' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
