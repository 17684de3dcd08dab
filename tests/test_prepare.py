import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mypt_jax import command, prepare
from mypt_jax.conversation.render import format_hash
from mypt_jax.data.records import DatasetError, open_split, read_manifest
from mypt_jax.prepare import split_by_group


def make_episode(number: int, **keys) -> dict:
    messages = [
        {"role": "user", "content": f"Say the word lamp {number}."},
        {"role": "assistant", "content": f"lamp {number}"},
    ]
    return {"id": f"e-{number}", "messages": messages, **keys}


EPISODES = [make_episode(number) for number in range(40)]


class Workspace:
    """A directory with a tokenizer, in which the command runs."""

    def __init__(self, directory: Path, tokenizer):
        self.directory = directory
        self.output = directory / "prepared"
        tokenizer.save(directory / "tokenizer")

    def write(self, name: str, lines: list) -> Path:
        path = self.directory / name
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_text("".join(f"{text}\n" for text in texts))
        return path

    def run(self, lines: list | None = None, *flags: str) -> int:
        path = self.directory / "in.jsonl"
        if lines is not None:
            self.write("in.jsonl", lines)
        arguments = [f"--input={path}", f"--tokenizer={self.directory / 'tokenizer'}"]
        arguments += [f"--output={self.output}", *flags]
        return command.run(prepare.main, prepare.define_flags, arguments)

    def files(self) -> dict[str, bytes]:
        """All that the output directory holds, and what lies beside it."""
        paths = [p for p in self.directory.rglob("*") if p.is_file() and p.name != "in.jsonl"]
        return {str(path): path.read_bytes() for path in paths}


@pytest.fixture
def workspace(tmp_path, tokenizer) -> Workspace:
    return Workspace(tmp_path, tokenizer)


def test_a_dataset_directory(workspace, tokenizer, capsys):
    assert workspace.run(EPISODES, "--val_split=0.25") == 0
    manifest = read_manifest(workspace.output)
    assert manifest["kind"] == "episodes" and manifest["name"] == "prepared"
    assert manifest["tokenizer_hash"] == tokenizer.hash
    assert manifest["format_hash"] == format_hash()
    assert manifest["counts"] == {"read": 40, "written": 40, "refused": 0}
    assert manifest["splits"]["train"]["episodes"] == 30
    assert manifest["splits"]["validation"]["episodes"] == 10
    assert (workspace.output / "refused.jsonl").read_text() == ""
    assert not [p for p in workspace.directory.iterdir() if p.name.startswith(".")]
    printed = capsys.readouterr().out
    assert "read 40 = written 40 + refused 0" in printed
    assert "distinct prompts 40, answers 40" in printed


def test_the_records_are_the_rendered_episodes(workspace, tokenizer):
    workspace.run(EPISODES)
    train, validation = (open_split(workspace.output, s) for s in ("train", "validation"))
    records = [split.record(i) for split in (train, validation) for i in range(len(split))]
    assert sorted(record.id for record in records) == sorted(e["id"] for e in EPISODES)
    for record in records:
        number = record.id.removeprefix("e-")
        assert tokenizer.spell(record.targets) == f"lamp {number}</myPT_assistant><myPT_eot>"
        assert tokenizer.spell(record.inputs) == (
            f"<myPT_user>Say the word lamp {number}.<myPT_eot>\n"
            f"<myPT_assistant>lamp {number}</myPT_assistant>"
        )


def test_the_same_input_gives_the_same_bytes(workspace):
    assert workspace.run(EPISODES) == 0
    first = workspace.files()
    assert workspace.run(EPISODES) == 0
    assert workspace.files() == first


def test_several_inputs_are_one_dataset(workspace):
    more = workspace.write("more.jsonl", [make_episode(number) for number in range(100, 110)])
    workspace.write("in.jsonl", EPISODES)
    assert workspace.run(None, f"--input={workspace.directory / 'in.jsonl'},{more}") == 0
    manifest = read_manifest(workspace.output)
    assert [source["read"] for source in manifest["sources"]] == [40, 10]
    assert manifest["counts"]["written"] == 50


def message(role: str, content: str) -> dict:
    return {"role": role, "content": content}


STRUCTURAL_FAULTS = {
    "not JSON": ('{"id": "x", ', "not JSON"),
    "misspelt key": (make_episode(99, familly="x"), "unknown key 'familly'.*'family'"),
    "missing key": ({"id": "x"}, "has no 'messages'"),
    "unknown role": ({"id": "x", "messages": [message("usr", "a")]}, "unknown role 'usr'"),
    "assistant first": (
        {"id": "x", "messages": [message("assistant", "a")]},
        "'assistant' can't stand",
    ),
    "duplicate id": (make_episode(3), "id 'e-3' was already used at .*in.jsonl:4"),
    "lone surrogate": ('{"id": "x", "messages": [{"role": "user", "content": "\\ud800"}]}', "surr"),
}


@pytest.mark.parametrize("fault", STRUCTURAL_FAULTS)
def test_a_structural_fault_names_its_line_and_touches_nothing(workspace, capsys, fault):
    assert workspace.run(EPISODES) == 0
    before = workspace.files()
    line, expected = STRUCTURAL_FAULTS[fault]
    capsys.readouterr()
    assert workspace.run([*EPISODES, line], "--max_refused=9") == 1
    error = capsys.readouterr().err
    assert error.startswith(f"error: {workspace.directory / 'in.jsonl'}:41: ")
    assert re.search(expected, error)
    assert len(error.strip().splitlines()) == 1
    assert workspace.files() == before


def test_bytes_that_are_no_utf8_name_their_line(workspace, capsys):
    path = workspace.write("in.jsonl", EPISODES)
    path.write_bytes(path.read_bytes() + b'{"id": "\xff"}\n')
    assert workspace.run() == 1
    assert "in.jsonl:41: not UTF-8" in capsys.readouterr().err


LONG = make_episode(50) | {"messages": [message("user", "a " * 60), message("assistant", "b")]}
EMPTY = make_episode(51) | {"messages": [message("user", "a"), message("assistant", " ")]}
UNTRAINED = make_episode(52) | {
    "messages": [message("user", "a"), message("assistant", "b") | {"train": False}]
}


def test_single_bad_episodes_are_listed_and_fail(workspace, capsys):
    assert workspace.run(EPISODES) == 0
    before = workspace.files()
    bad = [LONG, *EPISODES, EMPTY, UNTRAINED]
    assert workspace.run(bad, "--max_seq_len=100", "--max_refused=2") == 1
    error = capsys.readouterr().err
    assert "3 of 43 episodes are refused, --max_refused allows 2" in error
    assert "in.jsonl:1: has 128 tokens, limit 100 (--max_seq_len)" in error
    listing = workspace.directory / "prepared.refused.jsonl"
    assert str(listing) in error
    lines = [json.loads(line) for line in listing.read_text().splitlines()]
    assert [line["id"] for line in lines] == ["e-50", "e-51", "e-52"]
    assert [line["where"].rsplit(":", 1)[1] for line in lines] == ["1", "42", "43"]
    assert "answer is empty" in lines[1]["reason"] and "no assistant turn" in lines[2]["reason"]
    assert {k: v for k, v in workspace.files().items() if k != str(listing)} == before


def test_allowed_refusals_are_kept_with_the_dataset(workspace):
    bad = [*EPISODES, LONG, EMPTY]
    assert workspace.run(bad, "--max_seq_len=100") == 1
    assert workspace.run(bad, "--max_seq_len=100", "--max_refused=2") == 0
    manifest = read_manifest(workspace.output)
    assert manifest["counts"] == {"read": 42, "written": 40, "refused": 2}
    refused = [json.loads(x) for x in (workspace.output / "refused.jsonl").read_text().splitlines()]
    assert [line["id"] for line in refused] == ["e-50", "e-51"]
    assert not (workspace.directory / "prepared.refused.jsonl").exists()
    assert max(manifest["splits"][s]["max_tokens"] for s in ("train", "validation")) < 100


def test_an_input_without_a_usable_episode_is_an_error(workspace, capsys):
    assert workspace.run([EMPTY], "--max_refused=1") == 1
    assert workspace.run([]) == 1
    assert capsys.readouterr().err.count("holds no episode that could be written") == 2
    assert not workspace.output.exists()


def test_answers_are_limited_in_content_tokens(workspace, tokenizer, capsys):
    answer = "lamp and mill"
    limit = len(tokenizer.encode(answer))
    turns = [message("user", "a"), message("assistant", "lamp"), message("user", "b")]
    episode = {"id": "x", "messages": [*turns, message("assistant", answer)]}
    lines = [episode, make_episode(1)]
    assert workspace.run(lines, f"--max_answer_tokens={limit}") == 0
    assert workspace.run(lines, f"--max_answer_tokens={limit - 1}") == 1
    assert f"an answer has {limit} content tokens, limit {limit - 1}" in capsys.readouterr().err


def test_the_share_of_very_short_answers_is_reported(workspace, tokenizer, capsys):
    short = make_episode(1) | {"messages": [message("user", "a"), message("assistant", ".")]}
    long = make_episode(2) | {"messages": [message("user", "b"), message("assistant", ". . . .")]}
    assert len(tokenizer.encode(". . . .")) > 3
    assert workspace.run([short, long]) == 0
    figures = read_manifest(workspace.output)["audit"]["answer_tokens"]
    assert figures["1_to_3_rate"] == 0.5
    assert "1-3 tokens 50.0%" in capsys.readouterr().out


def test_a_gate_prompt_in_the_data_is_refused_with_both_lines(workspace, capsys):
    prompt = [message("user", "say the word  LAMP 7.")]
    suite = workspace.write("suite.jsonl", [{"id": "s", "messages": prompt, "max_tokens": 5}])
    assert workspace.run(EPISODES, f"--exclude={suite}") == 1
    error = capsys.readouterr().err
    assert f"{workspace.directory / 'in.jsonl'}:8 is the prompt of {suite}:1" in error
    assert not workspace.output.exists()


def test_a_proof_of_no_contamination_is_kept(workspace, capsys):
    suites = [
        workspace.write(name, [{"id": "s", "messages": [message("user", name)]}])
        for name in ("dev.jsonl", "final.jsonl")
    ]
    assert workspace.run(EPISODES, *(f"--exclude={suite}" for suite in suites)) == 0
    excluded = read_manifest(workspace.output)["excluded_suites"]
    assert [(entry["path"], entry["prompts"]) for entry in excluded] == [
        (str(s), 1) for s in suites
    ]
    assert f"none of the 1 prompts of {suites[1]} is in the data" in capsys.readouterr().out


def test_duplicate_prompts_are_a_warning_or_an_error(workspace, capsys):
    lines = [*EPISODES, make_episode(5) | {"id": "again"}]
    assert workspace.run(lines) == 0
    captured = capsys.readouterr()
    assert "warning: 1 prompts occur more than once: " in captured.err
    assert "in.jsonl:41 repeats" in captured.err and "in.jsonl:6" in captured.err
    assert read_manifest(workspace.output)["duplicate_prompts"] == 1
    before = workspace.files()
    assert workspace.run(lines, "--no_duplicates") == 1
    assert "error: 1 prompts occur more than once" in capsys.readouterr().err
    assert workspace.files() == before


def ids_of(workspace: Workspace, split: str) -> set[str]:
    data = open_split(workspace.output, split)
    return {data.record(i).id for i in range(len(data))}


def test_payloads_and_templates_stay_on_one_side(workspace):
    by_payload = [make_episode(n, payload=f"p{n % 20}", template=f"t{n % 7}") for n in range(100)]
    by_template = [make_episode(n, template=f"t{n % 20}") for n in range(100, 200)]
    assert workspace.run(by_payload + by_template, "--val_split=0.2") == 0
    held_out = {int(name.removeprefix("e-")) for name in ids_of(workspace, "validation")}
    assert len(held_out) == 40
    payloads = {n % 20 for n in held_out if n < 100}
    templates = {n % 20 for n in held_out if n >= 100}
    assert len(held_out) == 5 * (len(payloads) + len(templates))


def test_the_stage_of_the_episodes_is_kept(workspace):
    assert workspace.run([make_episode(n, stage="3a1") for n in range(9)]) == 0
    assert read_manifest(workspace.output)["stage"] == "3a1"
    assert workspace.run([make_episode(n, stage=f"3a{n % 2}") for n in range(9)]) == 0
    assert read_manifest(workspace.output)["stage"] is None


GROUPS = st.lists(st.integers(0, 59).map("g{}".format), min_size=60, max_size=150)


@given(GROUPS.filter(lambda groups: len(set(groups)) > 1), st.floats(0.05, 0.5))
def test_the_split_is_close_to_what_was_asked(groups, val_split):
    held_out = split_by_group(groups, val_split)
    largest = max(groups.count(group) for group in groups)
    assert abs(held_out.sum() - val_split * len(groups)) <= largest
    sides = {(group, bool(side)) for group, side in zip(groups, held_out, strict=True)}
    assert len(sides) == len(set(groups))
    # In another order the same groups are held out.
    again = split_by_group(groups[::-1], val_split)[::-1]
    np.testing.assert_array_equal(again, held_out)


def test_small_sets_are_split_too():
    assert split_by_group(["a", "b", "c"], 0.1).sum() == 1
    assert split_by_group(["a", "b", "c"], 0).sum() == 0
    with pytest.raises(DatasetError, match="of one group"):
        split_by_group(["a", "a"], 0.1)
    with pytest.raises(DatasetError, match="--val_split=1.0"):
        split_by_group(["a", "b"], 1.0)


def test_plain_text_is_prepared_as_text(workspace, tokenizer):
    texts = [{"id": f"d-{n}", "text": f"The mill {n} is old. The mill is old."} for n in range(20)]
    parts = {"id": "p", "parts": [["The colour", 0], [" is green.", 1]]}
    assert workspace.run([*texts, parts], "--kind=text", "--novel_weight=0.2") == 0
    manifest = read_manifest(workspace.output)
    assert manifest["kind"] == "text" and manifest["counts"]["written"] == 21
    splits = [open_split(workspace.output, name) for name in ("train", "validation")]
    records = {r.id: r for s in splits for r in (s.record(i) for i in range(len(s)))}
    assert tokenizer.spell(records["p"].targets) == "is green."
    assert set(records["p"].target_weights.tolist()) == {1.0}
    weights = records["d-3"].target_weights
    assert len(weights) == len(records["d-3"].inputs)
    assert {round(float(w), 3) for w in weights} == {0.2, 1.0}


def test_episodes_are_no_text_and_text_is_no_episode(workspace, capsys):
    assert workspace.run(EPISODES, "--kind=text") == 1
    assert "unknown key 'messages' in document" in capsys.readouterr().err
    assert workspace.run([{"id": "a", "text": "b"}]) == 1
    assert "unknown key 'text' in episode" in capsys.readouterr().err


def test_wrong_usage_is_told_apart(workspace, capsys):
    assert workspace.run(EPISODES, "--novel_weight=0.2") == 2
    assert workspace.run(EPISODES, "--kind=chats") == 2
    assert workspace.run(EPISODES, "--val_split=1.5") == 1
    assert workspace.run(None, "--input=missing.jsonl") == 1
    assert "missing.jsonl: there is no such file" in capsys.readouterr().err


def test_what_is_no_dataset_is_not_replaced(workspace, capsys):
    workspace.output.mkdir()
    (workspace.output / "thesis.txt").write_text("mine")
    assert workspace.run(EPISODES) == 1
    assert "is no dataset, so it is not replaced" in capsys.readouterr().err
    assert (workspace.output / "thesis.txt").read_text() == "mine"


def test_an_unwritable_output_is_one_error(workspace, capsys):
    workspace.write("file", ["x"])
    workspace.write("in.jsonl", EPISODES)
    assert workspace.run(None, f"--output={workspace.directory / 'file' / 'prepared'}") == 1
    assert capsys.readouterr().err.count("error: ") == 1
    assert workspace.run(None, "--output=/proc/prepared") == 1
    assert "error: " in capsys.readouterr().err


def test_the_command_starts_without_jax():
    code = "import sys, mypt_jax.prepare; sys.exit('jax' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env=os.environ, check=False).returncode == 0
