import json

import pytest

from eval.gate import _HANDWRITTEN
from eval.rules import evaluate
from eval.suites import CONTENT_BARS, FORMAT_BARS, STAGE_METRICS, SuiteError, read_suite
from eval.words import split_sentences
from tests.eval.builders import prompt, write_lines


def test_a_line_gets_the_universal_checks(tmp_path):
    (line,) = read_suite(write_lines(tmp_path / "s.jsonl", [prompt(7)]))
    assert [check["metric"] for check in line.checks] == ["closed", "no_tag_text", "exact"]
    assert line.messages[0].content == "Say 7."


def test_a_plain_text_gets_only_its_own(tmp_path):
    raw = {
        "id": "t", "text": "Kest. The owner is", "max_tokens": 8, "stage": "domain",
        "part": "seen",
        "checks": [{"metric": "copy_probe", "rule": "starts_with", "expected": ["Kest"]}],
    }  # fmt: skip
    (line,) = read_suite(write_lines(tmp_path / "s.jsonl", [raw]))
    assert [check["metric"] for check in line.checks] == ["copy_probe"]


BAD_LINES = [
    ({"parts": "seen"}, "did you mean 'part'"),
    ({"part": "unseen"}, "part is 'unseen'"),
    ({"max_tokens": 0}, "at least 1"),
    ({"max_tokens": True}, "at least 1"),
    ({"stage": ""}, "must be a text"),
    ({"text": "x"}, "either messages"),
    ({"messages": [{"role": "assistant", "content": "x"}]}, "at the start"),
    ({"messages": [{"role": "robot", "content": "x"}]}, "unknown role"),
    ({"checks": {}}, "list of objects"),
    ({"checks": [{"metric": "m", "rule": "max_word"}]}, "did you mean 'max_words'"),
    ({"checks": [{"metric": "m", "rule": "exact_answer", "expected": []}]}, "none empty"),
]


@pytest.mark.parametrize(("change", "message"), BAD_LINES)
def test_a_bad_line_is_an_error_with_its_place(tmp_path, change, message):
    path = write_lines(tmp_path / "s.jsonl", [prompt(1), prompt(2) | change])
    with pytest.raises(SuiteError, match=message) as error:
        read_suite(path)
    assert str(error.value).startswith(f"{path}:2: ")


@pytest.mark.parametrize("key", ["id", "stage", "part", "max_tokens", "checks"])
def test_a_missing_key_is_an_error(tmp_path, key):
    line = {k: v for k, v in prompt(1).items() if k != key}
    with pytest.raises(SuiteError, match=f"'{key}' is missing"):
        read_suite(write_lines(tmp_path / "s.jsonl", [line]))


def test_bad_files_are_errors(tmp_path):
    with pytest.raises(SuiteError, match="no suite file"):
        read_suite(tmp_path / "none.jsonl")
    (tmp_path / "empty.jsonl").write_text("\n")
    with pytest.raises(SuiteError, match="empty"):
        read_suite(tmp_path / "empty.jsonl")
    (tmp_path / "text.jsonl").write_text("hello\n")
    with pytest.raises(SuiteError, match="text.jsonl:1: not JSON"):
        read_suite(tmp_path / "text.jsonl")
    with pytest.raises(SuiteError, match="occurs twice"):
        read_suite(write_lines(tmp_path / "twice.jsonl", [prompt(1), prompt(1)]))


def test_the_hash_names_the_prompt_and_nothing_else(tmp_path):
    lines = [
        prompt(1),
        prompt(1) | {"id": "b", "checks": [], "part": "handwritten"},
        prompt(1) | {"id": "c", "max_tokens": 9},
        prompt(2) | {"id": "d"},
    ]
    first, same, longer, other = read_suite(write_lines(tmp_path / "s.jsonl", lines))
    assert first.prompt_hash == same.prompt_hash
    assert len({first.prompt_hash, longer.prompt_hash, other.prompt_hash}) == 3


def test_every_metric_of_a_stage_has_a_bar():
    assert not FORMAT_BARS.keys() & CONTENT_BARS.keys()
    named = {metric for metrics in STAGE_METRICS.values() for metric in metrics}
    assert named | {"closed", "no_tag_text"} == FORMAT_BARS.keys() | CONTENT_BARS.keys()


def test_all_hand_written_suites_are_valid():
    for stage in ("3a1", "3a2", "3a3", "3a4"):
        lines = read_suite(_HANDWRITTEN / f"{stage}.jsonl")
        assert len(lines) >= 60
        assert {line.part for line in lines} == {"handwritten"}
        assert {line.stage for line in lines} == {stage}
        judged = {check["metric"] for line in lines for check in line.checks}
        assert judged >= {"closed", "no_tag_text", *STAGE_METRICS[stage]} - {"repeat_word", "known"}
        assert len({json.dumps(line.prompt_hash) for line in lines}) == len(lines)


def test_every_hand_written_task_has_a_text_and_an_instruction_of_its_own():
    lines = read_suite(_HANDWRITTEN / "3a3.jsonl")
    texts, instructions = set(), set()
    for line in lines:
        source = next(c["source"] for c in line.checks if c["metric"] == "grounded")
        parts = line.messages[-1].content.split("\n\n")
        parts.remove(source)
        assert 3 <= len(split_sentences(source)) <= 6
        texts.add(source)
        instructions.update(parts)
    assert len(texts) == len(instructions) == len(lines)
    assert sum(line.language == "de" for line in lines) == len(lines) // 2


OFF_TOPIC = [
    "",
    "I don't know.",
    "The sky is blue today. It is late.",
    "TL;DR: Der Himmel ist blau.",
    "KEY_FACTS:\n- The sky is blue.\n- The sea is deep.\n- It is late.\nSUMMARY:\nThe sky is blue.",
    "RISIKEN:\n- Das Meer ist tief.\nSUMMARY:\nDas Meer ist tief.",
    "COSTS:\n- The sea: 7 euros\nSORTED:\n- The sea: 7 euros\nCONCLUSION:\nThe sea is cheap.",
]


@pytest.mark.parametrize("answer", OFF_TOPIC)
def test_an_off_topic_answer_fails_every_hand_written_task(answer):
    response = {"stop_reason": "closed", "n_tokens": 20}
    for line in read_suite(_HANDWRITTEN / "3a3.jsonl"):
        assert not all(evaluate(check, answer, response).passed for check in line.checks), line.id
