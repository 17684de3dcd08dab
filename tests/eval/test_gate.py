import json
import subprocess
import sys

import pytest
from etils import epath

from eval import gate
from eval.gate import (
    GateError,
    find_suites,
    has_dev_set,
    hold_gate,
    next_step,
    read_suites,
    stored_dev,
)
from eval.suites import describe_files, find_file
from mypt_jax import command
from mypt_jax.training.preflight import Parent, PreflightError, check_parent
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
    hold_gate(candidate(model_dir, "old"), "old", "final", [suite], "passed")
    return {"stage": "old", "dir": str(model_dir), "step": 30, "hash": "ab" * 32}, suite


@pytest.mark.parametrize(("lost", "regressions"), [(0, []), (4, []), (20, ["old/exact"])])
def test_final_compares_with_the_parent(tmp_path, lost, regressions):
    parent, old_suite = parent_of(tmp_path)
    suite = write_suite(tmp_path / "own.jsonl")
    model_dir = tmp_path / "models" / "own"
    store(model_dir, "own", "final", answers(suite))
    store(model_dir, "old", "final", answers(old_suite, wrong=lost))
    judged = candidate(model_dir, parent=parent)
    result = hold_gate(judged, "own", "final", [suite], "passed")
    record = read_result(model_dir, "final")
    assert result.passed is (not regressions)
    assert record["regressions"] == regressions
    assert set(record["suites"]) == {"own", "old"}
    assert {c["metric"] for c in record["retention"]} == {"closed", "no_tag_text", "exact"}
    if regressions:
        overrides = ["--config.data.shares.own=0.75", "--config.data.shares.old=0.25"]
        assert record["retry"] == overrides
        assert f"--init_from_model={parent['dir']} {' '.join(overrides)}" in next_step(
            judged, result
        )


def test_a_grandchild_is_held_to_all_earlier_stages(tmp_path):
    parent, old_suite = parent_of(tmp_path)
    middle_suite = write_suite(tmp_path / "middle.jsonl", stage="middle")
    middle_dir = tmp_path / "models" / "middle"
    store(middle_dir, "middle", "final", answers(middle_suite))
    store(middle_dir, "old", "final", answers(old_suite))
    hold_gate(candidate(middle_dir, "middle", parent), "middle", "final", [middle_suite], "passed")
    suite = write_suite(tmp_path / "own.jsonl")
    model_dir = tmp_path / "models" / "own"
    store(model_dir, "own", "final", answers(suite))
    store(model_dir, "middle", "final", answers(middle_suite))
    store(model_dir, "old", "final", answers(old_suite, wrong=50))
    grandparent = {"stage": "middle", "dir": str(middle_dir), "step": 30, "hash": "ab" * 32}
    judged = candidate(model_dir, parent=grandparent, lineage=[parent, grandparent])
    result = hold_gate(judged, "own", "final", [suite], "passed")
    assert result.regressions == ["old/exact"]
    assert result.problems == []


def test_a_parent_without_a_gate_fails_the_child(tmp_path):
    suite = write_suite(tmp_path / "own.jsonl")
    model_dir = tmp_path / "models" / "own"
    store(model_dir, "own", "final", answers(suite))
    parent = {"stage": "old", "dir": str(tmp_path / "gone"), "step": 30, "hash": "ab" * 32}
    result = hold_gate(candidate(model_dir, parent=parent), "own", "final", [suite], "passed")
    assert not result.passed
    assert "python -m eval.gate --model=" in result.problems[0]


def test_a_suite_that_changed_since_fails_the_child(tmp_path):
    parent, old_suite = parent_of(tmp_path)
    write_lines(old_suite, [prompt(n, "seen", "old") | {"max_tokens": 9} for n in range(300)])
    suite = write_suite(tmp_path / "own.jsonl")
    model_dir = tmp_path / "models" / "own"
    store(model_dir, "own", "final", answers(suite))
    result = hold_gate(candidate(model_dir, parent=parent), "own", "final", [suite], "passed")
    assert not result.passed
    assert "have changed since" in result.problems[0]


def test_a_base_model_leaves_nothing_to_keep(tmp_path):
    suite = write_suite(tmp_path / "own.jsonl")
    model_dir = tmp_path / "models" / "own"
    store(model_dir, "own", "final", answers(suite))
    base = {"stage": "domain", "dir": str(tmp_path / "gone"), "step": 1, "hash": "cd" * 32}
    assert hold_gate(candidate(model_dir, parent=base), "own", "final", [suite], "passed").passed


def test_an_earlier_stage_that_the_parent_was_not_asked_fails_the_child(tmp_path):
    parent, _ = parent_of(tmp_path)
    lineage = [{**parent, "stage": "older", "dir": str(tmp_path / "models" / "older")}, parent]
    suite = write_suite(tmp_path / "own.jsonl")
    model_dir = tmp_path / "models" / "own"
    store(model_dir, "own", "final", answers(suite))
    store(model_dir, "old", "final", answers(tmp_path / "old.jsonl"))
    judged = candidate(model_dir, parent=parent, lineage=lineage)
    result = hold_gate(judged, "own", "final", [suite], "passed")
    assert not result.passed
    [problem] = result.problems
    assert problem.startswith("the parent's gate did not ask the prompts of older. ")
    command_line = f"--model={tmp_path}/models/older --stage=older --run_dir={tmp_path}"
    assert problem.endswith(f"python -m eval.gate {command_line}")


def test_a_metric_that_only_the_parents_config_has_a_bar_for_is_kept_too(tmp_path):
    lines = [prompt(n, "seen", "old") for n in range(300)]
    lines += [prompt(n, "seen", "old", "politeness") | {"id": f"p-{n}"} for n in range(150)]
    old_suite = write_lines(tmp_path / "old.jsonl", lines)
    parent_dir, model_dir = tmp_path / "models" / "old", tmp_path / "models" / "own"
    store(parent_dir, "old", "final", answers(old_suite))
    judged = candidate(parent_dir, "old")
    judged.config = CONFIG | {"gate": CONFIG["gate"] | {"content_bars": {"politeness": 90.0}}}
    assert hold_gate(judged, "old", "final", [old_suite], "passed").passed
    suite = write_suite(tmp_path / "own.jsonl")
    store(model_dir, "own", "final", answers(suite))
    impolite = answers(old_suite)[:300] + answers(old_suite, wrong=20)[300:]
    store(model_dir, "old", "final", impolite)
    parent = {"stage": "old", "dir": str(parent_dir), "step": 30, "hash": "ab" * 32}
    result = hold_gate(candidate(model_dir, parent=parent), "own", "final", [suite], "passed")
    assert result.regressions == ["old/politeness"]


# ------------------------------------------------------------------------------------ a moved run


def make_run(run_dir, is_old):
    """Makes a run with the gate of a parent, and a child that only lacks its own gate."""
    suite = write_suite(run_dir / "suites" / "old_final.jsonl", stage="old")
    parent_dir, child_dir = run_dir / "models" / "old", run_dir / "models" / "own"
    store(parent_dir, "old", "final", answers(suite))
    hold_gate(candidate(parent_dir, "old"), "old", "final", [suite], "passed")
    if is_old:  # as results were stored once
        path = parent_dir / "gates" / f"30-{HASH8}" / "final.json"
        record = json.loads(path.read_text())
        record["suites"]["old"][0]["path"] = str(suite)
        path.write_text(json.dumps(record))
    own = write_suite(run_dir / "suites" / "own_final.jsonl")
    store(child_dir, "own", "final", answers(own))
    store(child_dir, "old", "final", answers(suite))
    return {"stage": "old", "dir": str(parent_dir), "step": 30, "hash": "ab" * 32}


@pytest.mark.parametrize("is_old", [False, True])
def test_the_gate_of_a_moved_run_finds_the_suites_of_its_parents(tmp_path, is_old):
    parent = make_run(tmp_path / "before", is_old)
    (tmp_path / "elsewhere").mkdir()
    moved = (tmp_path / "before").rename(tmp_path / "elsewhere" / "run")
    own = moved / "suites" / "own_final.jsonl"
    child_dir = moved / "models" / "own"
    result = hold_gate(candidate(child_dir, parent=parent), "own", "final", [own], "passed")
    assert (result.problems, result.passed) == ([], True)
    assert {stage: [file["path"] for file in files] for stage, files in
            read_result(child_dir, "final")["suites"].items()} == {
        "own": ["suites/own_final.jsonl"], "old": ["suites/old_final.jsonl"],
    }  # fmt: skip


def test_a_suite_of_the_repository_is_named_by_its_place_there(tmp_path):
    hand = epath.Path(gate.__file__).parent / "handwritten" / "3a1.jsonl"
    [described] = describe_files([hand], tmp_path)
    assert described["path"] == "eval/handwritten/3a1.jsonl"
    assert find_file(described["path"], tmp_path) == hand
    assert find_file("/old/clone/eval/handwritten/3a1.jsonl", tmp_path) == hand


def test_an_earlier_suite_that_is_gone_is_named(tmp_path):
    parent = make_run(tmp_path, False)
    (tmp_path / "suites" / "old_final.jsonl").unlink()
    own = tmp_path / "suites" / "own_final.jsonl"
    judged = candidate(tmp_path / "models" / "own", parent=parent)
    result = hold_gate(judged, "own", "final", [own], "passed")
    assert not result.passed
    [problem] = result.problems
    assert problem.startswith("the prompts of old that the parent answered: no suite file ")
    assert "suites/old_final.jsonl" in problem


# --------------------------------------------------------------------------------- dev and final


def gate_of(model_dir, **held):
    """Holds sets of a gate with `wrong` answers of each part, in their order."""
    suite = write_suite(model_dir.parent.parent / "own.jsonl")
    results = {}
    for which, (wrong, dev) in held.items():
        store(model_dir, "own", which, answers(suite, wrong=wrong))
        results[which] = hold_gate(candidate(model_dir), "own", which, [suite], dev)
    return results


def verdict_for_a_child(model_dir):
    """Returns how preflight takes the gate, and what it says where it refuses."""
    (model_dir / "config.json").write_text(json.dumps({"gate": {"required": True}}))
    parent = Parent(epath.Path(model_dir), "own", "own", 30, "ab" * 32, {})
    verdict = check_parent(parent, "own", "runs/x", True)
    if verdict != "passed":
        with pytest.raises(PreflightError, match=rf"is {verdict}\. Run it"):
            check_parent(parent, "own", "runs/x", False)
    return verdict


@pytest.mark.parametrize(
    ("held", "sets", "verdict"),
    [
        ({"dev": (0, "-"), "final": (0, "passed")}, {"dev": "passed", "final": "passed"}, "passed"),
        ({"final": (0, "none")}, {"dev": "none", "final": "passed"}, "passed"),
        (
            {"dev": (100, "-"), "final": (0, "failed")},
            {"dev": "failed", "final": "passed"},
            "dev failed",
        ),
        ({"final": (0, "missing")}, {"dev": "missing", "final": "passed"}, "dev missing"),
        ({"final": (100, "none")}, {"dev": "none", "final": "failed"}, "failed"),
        (
            {"dev": (100, "-"), "final": (100, "failed")},
            {"dev": "failed", "final": "failed"},
            "failed",
        ),
    ],
)
def test_a_gate_opens_only_if_both_sets_passed(tmp_path, held, sets, verdict):
    model_dir = tmp_path / "models" / "own"
    results = gate_of(model_dir, **held)
    record = read_result(model_dir, "final")
    assert record["sets"] == sets
    assert record["passed"] is results["final"].passed is (verdict == "passed")
    assert verdict_for_a_child(model_dir) == verdict
    if verdict.startswith("dev"):
        assert any(f"the gate stays shut: {verdict}" in problem for problem in record["problems"])
        assert next_step(candidate(model_dir), results["final"]) == record["problems"][0]


def test_dev_that_fails_when_it_is_held_again_shuts_the_gate(tmp_path):
    model_dir = tmp_path / "models" / "own"
    gate_of(model_dir, dev=(0, "-"), final=(0, "passed"))
    assert verdict_for_a_child(model_dir) == "passed"
    gate_of(model_dir, dev=(100, "-"))
    assert verdict_for_a_child(model_dir) == "dev failed"
    (model_dir / "gates" / f"30-{HASH8}" / "dev.json").unlink()
    assert verdict_for_a_child(model_dir) == "dev missing"


def test_a_result_that_does_not_say_how_dev_stood_opens_nothing(tmp_path):
    model_dir = tmp_path / "models" / "own"
    gate_of(model_dir, dev=(0, "-"), final=(0, "passed"))
    path = model_dir / "gates" / f"30-{HASH8}" / "final.json"
    record = json.loads(path.read_text())
    del record["sets"]
    path.write_text(json.dumps(record))
    assert verdict_for_a_child(model_dir) == "failed"


def test_a_stored_dev_result_counts_for_the_same_prompts_and_bars(tmp_path):
    model_dir, suite = tmp_path / "models" / "own", tmp_path / "own.jsonl"
    assert stored_dev(candidate(model_dir), "own", [suite]) == "missing"
    gate_of(model_dir, dev=(0, "-"))
    assert stored_dev(candidate(model_dir), "own", [suite]) == "passed"
    assert stored_dev(candidate(model_dir), "other", [suite]) == "missing"
    stricter = candidate(model_dir)
    stricter.config = CONFIG | {"gate": CONFIG["gate"] | {"content_bars": {"exact": 99.0}}}
    assert stored_dev(stricter, "own", [suite]) == "missing"
    gate_of(model_dir, dev=(100, "-"))
    assert stored_dev(candidate(model_dir), "own", [suite]) == "failed"
    write_suite(suite, seen=301)
    assert stored_dev(candidate(model_dir), "own", [suite]) == "missing"
    suite.unlink()
    assert stored_dev(candidate(model_dir), "own", [suite]) == "missing"


def test_only_a_stage_of_your_own_may_do_without_dev(tmp_path):
    assert has_dev_set("own", tmp_path, [])
    assert has_dev_set("3a1", tmp_path, ["mine.jsonl"])
    assert not has_dev_set("own", tmp_path, ["mine.jsonl"])
    write_suite(tmp_path / "suites" / "own_dev.jsonl")
    assert has_dev_set("own", tmp_path, ["mine.jsonl"])


# ------------------------------------------------------------------------------------------ suites


def test_suites_are_found_by_stage_and_set(tmp_path):
    dev = write_suite(tmp_path / "suites" / "3a1_dev.jsonl", stage="3a1")
    final = write_suite(tmp_path / "suites" / "3a1_final.jsonl", stage="3a1")
    assert find_suites("3a1", "dev", tmp_path, []) == [dev]
    found = find_suites("3a1", "final", tmp_path, [])
    assert found[0] == final
    assert [p.parts[-2:] for p in found[1:]] == [("handwritten", "3a1.jsonl")]
    assert find_suites("3a1", "dev", tmp_path, ["a.jsonl"]) == [dev]
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
    "argv",
    [
        [],
        ["--model=m"],
        ["--responses=r.jsonl"],
        ["--model=m", "--stage=s", "--sets=test"],
        ["--model=m", "--stage=s", "--sets="],
    ],
)
def test_wrong_usage(argv):
    assert run_gate(*argv) == command.USAGE


def test_scoring_does_not_start_jax():
    code = "import eval.gate, eval.report, sys; sys.exit('jax' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
