"""Two models' answers to the same prompts, side by side."""

import json

from eval import compare
from mypt_jax import command

LINES = [
    {
        "id": name,
        "messages": [{"role": "user", "content": question}],
        "max_tokens": 8,
        "stage": "general",
        "part": "handwritten",
        "checks": [{"metric": "fact", "rule": "contains_answer", "expected": [answer]}],
    }
    for name, question, answer in (("a", "Red planet?", "Mars"), ("b", "Our star?", "Sun"))
]


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


def responses(*outputs):
    rows = []
    for line, output in zip(LINES, outputs, strict=False):
        how = {"stopped": True, "stop_reason": "closed", "n_tokens": 3}
        rows.append({"id": line["id"], "output": output, **how})
    return rows


def run(tmp_path, before, after, *more, monkeypatch):
    files = {"suite": LINES, "before": before, "after": after}
    argv = [f"--{n}={write(tmp_path / f'{n}.jsonl', rows)}" for n, rows in files.items()]
    monkeypatch.setattr("sys.argv", ["compare", *argv, *more])
    return command.run(compare.main, compare.define_flags)


def test_figures_before_and_after(tmp_path, capsys, monkeypatch):
    code = run(
        tmp_path, responses("It is Mars.", "The Sun."), responses("Mars", "moon"),
        monkeypatch=monkeypatch,
    )  # fmt: skip
    assert code == 0
    row = next(line for line in capsys.readouterr().out.splitlines() if " fact" in line)
    assert row.split()[:5] == ["fact", "2", "100.0", "50.0", "-50.0"]


def test_more_may_not_be_lost_than_allowed(tmp_path, capsys, monkeypatch):
    both, one = responses("Mars", "Sun"), responses("Mars", "moon")
    assert run(tmp_path, both, one, "--most_lost=50", monkeypatch=monkeypatch) == 0
    code = run(tmp_path, both, one, "--most_lost=49.9", monkeypatch=monkeypatch)
    assert code == command.GATE_FAILED
    assert "FAILED: fact lost 50.0 points, allowed are 49.9" in capsys.readouterr().out


def test_the_page_shows_every_answer_unedited(tmp_path, monkeypatch):
    page = tmp_path / "page.md"
    run(
        tmp_path, responses("It is\n```Mars```.", "Sun"), responses("Mars", "Sun"),
        f"--page={page}", monkeypatch=monkeypatch,
    )  # fmt: skip
    text = page.read_text()
    assert "### a\n\n```text\nRed planet?\n```\n" in text
    assert "before (closed, 3 tokens):\n\n````text\nIt is\n```Mars```.\n````\n" in text
    assert text.count("after (closed, 3 tokens)") == 2


def test_a_missing_answer_is_an_error(tmp_path, capsys, monkeypatch):
    code = run(tmp_path, responses("Mars", "Sun"), responses("Mars"), monkeypatch=monkeypatch)
    assert code == 1
    assert "after.jsonl lacks an answer to 'b'" in capsys.readouterr().err
