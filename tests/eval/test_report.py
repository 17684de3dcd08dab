import json

import pytest

from eval import report
from eval.gate import hold_gate
from eval.report import ReportError, make_report
from mypt_jax import command
from tests.eval.builders import CONFIG, answers, candidate, prompt, write_lines, write_suite


def finish_model(run_dir, name, stage, parent=None, lineage=(), wrong=0, gate=True, dev="passed"):
    """Writes what a finished run leaves, and holds its gate on ready answers.

    With dev="failed" the final set is asked even so, and with dev="none" there is no dev set.
    """
    model_dir = run_dir / "models" / name
    model_dir.mkdir(parents=True)
    summary = {
        "stage": stage, "parent": parent, "lineage": list(lineage), "datasets": {"own": "f" * 64},
        "shares": {u: {"own": 1.0} for u in ("episodes", "supervised_tokens", "weight")},
        "steps": 40, "tokens": 9000, "supervised_tokens": 800, "seconds": 90.0, "best_step": 30,
        "validation_loss": 1.25,
    }  # fmt: skip
    config = CONFIG | {"gate": CONFIG["gate"] | {"required": gate}}
    (model_dir / "summary.json").write_text(json.dumps(summary))
    (model_dir / "config.json").write_text(json.dumps(config))
    curve = [{"step": n, "kind": "train", "loss": 3.0 / n} for n in range(1, 40)]
    curve += [{"step": n, "kind": "validation/own", "loss": 4.0 / n} for n in (10, 20, 30)]
    write_lines(model_dir / "metrics.jsonl", curve)
    if gate:
        suite = run_dir / "suites" / f"{stage}_final.jsonl"
        if not suite.exists():
            write_suite(suite, stage=stage)
        judged = candidate(model_dir, stage, parent)
        responses = judged.gate_dir / f"responses_{stage}_final.jsonl"
        write_lines(responses, answers(suite, wrong))
        if parent:
            old = run_dir / "suites" / f"{parent['stage']}_final.jsonl"
            path = judged.gate_dir / f"responses_{parent['stage']}_final.jsonl"
            write_lines(path, answers(old, wrong=3))
        if dev in ("passed", "failed"):
            path = judged.gate_dir / f"responses_{stage}_dev.jsonl"
            write_lines(path, answers(suite, wrong=200 if dev == "failed" else 0))
            hold_gate(judged, stage, "dev", [suite])
        hold_gate(judged, stage, "final", [suite], dev)
    verdict = "passed" if gate else "not required"
    return {
        "stage": stage,
        "dir": str(model_dir),
        "step": 30,
        "hash": "ab" * 32,
        "gate": verdict if not wrong else "failed",
    }


def run_report(run_dir):
    return command.run(report.main, report.define_flags, [f"--run_dir={run_dir}"])


def test_a_run_is_reported(tmp_path, capsys):
    base = finish_model(tmp_path, "base", "domain", gate=False)
    one = finish_model(tmp_path, "one", "old", lineage=[base])
    finish_model(tmp_path, "two", "own", one, [base, one], wrong=10)
    assert run_report(tmp_path) == command.DONE
    written = json.loads((tmp_path / "report.json").read_text())
    assert [s["stage"] for s in written["stages"]] == ["domain", "old", "own"]
    own = written["stages"][2]
    assert (own["steps"], own["supervised_tokens"], own["validation_loss"]) == (40, 800, 1.25)
    assert own["parent"]["dir"].endswith("models/one")
    exact = own["gate"]["exact"]
    assert (exact["value"], exact["n"], exact["bar"], exact["passed"]) == (0.96667, 300, 0.9, True)
    assert own["gate"]["exact@unseen_template"]["n"] == 150
    assert own["retention"]["old/exact"]["value"] == pytest.approx(444 / 450, abs=1e-4)
    assert written["retention"]["old/exact"]["one"] == 1.0
    assert (tmp_path / "plots" / "two.png").read_bytes().startswith(b"\x89PNG")
    page = (tmp_path / "report.md").read_text()
    assert "All gates passed." in page
    assert "![losses of two](plots/two.png)" in page
    assert "exact: got 'wrong', want ['0']" in page
    out = capsys.readouterr().out
    assert "96.7" in out
    assert "passed" in out


@pytest.mark.parametrize(("dev", "passed"), [("passed", True), ("none", True), ("failed", False)])
def test_the_final_set_alone_passes_no_gate(tmp_path, dev, passed):
    finish_model(tmp_path, "one", "old", dev=dev)
    report = make_report(tmp_path)
    [stage] = report["stages"]
    assert (report["passed"], stage["passed"]) == (passed, passed)
    assert any("dev failed" in problem for problem in stage["problems"]) is (not passed)


def test_dev_that_failed_later_shuts_a_gate(tmp_path):
    finish_model(tmp_path, "one", "old")
    path = tmp_path / "models" / "one" / "gates" / "30-abababab" / "dev.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"passed": False}))
    [stage] = make_report(tmp_path)["stages"]
    assert stage["passed"] is False
    (path.parent / "final.json").unlink()
    [stage] = make_report(tmp_path)["stages"]
    assert (stage["passed"], stage["problems"]) == (
        False,
        ["dev failed, so the final set was not asked"],
    )


def test_stages_that_were_not_reached_fail_the_report(tmp_path, capsys):
    """A curriculum that was stopped while it trained the second of three stages."""
    one = finish_model(tmp_path, "one", "old")
    for stage in ("own", "last"):
        write_suite(tmp_path / "suites" / f"{stage}_final.jsonl", stage=stage)
    for name, inputs in (("two", {}), ("base", {"imported": {}}), ("two.old1", {})):
        (tmp_path / "models" / name).mkdir()
        config = json.dumps({"stage": "domain" if inputs else "own"})
        (tmp_path / "models" / name / "config.json").write_text(config)
        (tmp_path / "models" / name / "inputs.json").write_text(json.dumps(inputs))
    assert run_report(tmp_path) == command.GATE_FAILED
    written = json.loads((tmp_path / "report.json").read_text())
    assert [(s["stage"], s["passed"]) for s in written["stages"]] == [("old", True)]
    assert written["not_reached"] == {"last": "not reached", "own": "two is not trained yet"}
    page = (tmp_path / "report.md").read_text()
    assert "**Not all gates passed.**" in page
    assert "- last: **not reached**\n- own: **two is not trained yet**\n" in page
    assert "last: not reached\nown: two is not trained yet\n" in capsys.readouterr().out
    finish_model(tmp_path, "three", "last", one, [one])
    (tmp_path / "models" / "two").rename(tmp_path / "models" / "two.old2")
    finish_model(tmp_path, "two", "own", one, [one])
    assert run_report(tmp_path) == command.DONE


def test_a_moved_run_shows_the_same_answers(tmp_path):
    finish_model(tmp_path / "before", "one", "own", wrong=10)
    assert run_report(tmp_path / "before") == command.DONE
    page = (tmp_path / "before" / "report.md").read_text()
    assert "exact: got 'wrong', want ['0']" in page
    (tmp_path / "before").rename(tmp_path / "run")
    assert run_report(tmp_path / "run") == command.DONE
    moved = (tmp_path / "run" / "report.md").read_text()
    assert moved == page.replace("Report of before", "Report of run")


def test_answers_that_cannot_be_shown_are_named(tmp_path):
    finish_model(tmp_path, "one", "own")
    suite = tmp_path / "suites" / "own_final.jsonl"
    write_lines(suite, [prompt(n) | {"max_tokens": 9} for n in range(300)])
    run_report(tmp_path)
    page = (tmp_path / "report.md").read_text()
    assert "They can't be shown: " in page
    assert "responses_own_final.jsonl does not hold the answers to the prompts as they are" in page
    suite.unlink()
    run_report(tmp_path)
    page = (tmp_path / "report.md").read_text()
    assert "They can't be shown: no suite file suites/own_final.jsonl" in page


def test_a_failed_gate_fails_the_report(tmp_path):
    finish_model(tmp_path, "one", "old", wrong=200)
    assert run_report(tmp_path) == command.GATE_FAILED
    assert "**Not all gates passed.**" in (tmp_path / "report.md").read_text()


def test_a_second_attempt_stands_for_its_stage_if_it_passed(tmp_path):
    finish_model(tmp_path, "one", "old", wrong=200)
    finish_model(tmp_path, "one_attempt2", "old")
    written = make_report(tmp_path)
    assert written["passed"]
    (stage,) = written["stages"]
    assert stage["model"] == "one_attempt2"
    assert [(a["model"], a["passed"]) for a in stage["attempts"]] == [
        ("one", False),
        ("one_attempt2", True),
    ]


def test_what_inherits_from_a_failed_gate_does_not_pass(tmp_path, capsys):
    one = finish_model(tmp_path, "one", "old", wrong=200)
    finish_model(tmp_path, "two", "own", one, [one])
    finish_model(tmp_path, "one_attempt2", "old")  # what `two` was not trained from
    assert run_report(tmp_path) == command.GATE_FAILED
    old, own = make_report(tmp_path)["stages"]
    assert (old["model"], old["passed"]) == ("one_attempt2", True)
    assert (own["passed"], own["problems"]) == (
        False,
        ["trained from one, whose gate was: failed"],
    )
    assert "trained from one, whose gate was: failed" in capsys.readouterr().out
    hold_again = tmp_path / "models" / "one" / "gates" / "30-abababab"
    for name in ("final", "dev"):
        path = hold_again / f"{name}.json"
        sets = {"dev": "passed", "final": "passed"}
        path.write_text(json.dumps(json.loads(path.read_text()) | {"passed": True, "sets": sets}))
    assert make_report(tmp_path)["stages"][1]["passed"]  # its gate has passed since


def test_a_model_that_was_moved_aside_is_no_attempt(tmp_path):
    finish_model(tmp_path, "one.old1", "own")
    with pytest.raises(ReportError, match="no finished model"):
        make_report(tmp_path)
    finish_model(tmp_path, "one", "own", wrong=200)
    [stage] = make_report(tmp_path)["stages"]
    assert (stage["model"], stage["passed"]) == ("one", False)
    assert [attempt["model"] for attempt in stage["attempts"]] == ["one"]


def test_a_missing_gate_fails_the_report(tmp_path):
    finish_model(tmp_path, "one", "old")
    (tmp_path / "models" / "one" / "gates" / "30-abababab" / "final.json").unlink()
    assert not make_report(tmp_path)["passed"]


def test_an_empty_run_is_an_error(tmp_path):
    with pytest.raises(ReportError, match="no finished model"):
        make_report(tmp_path)
    assert run_report(tmp_path) == command.ERROR
