import json
import re
from pathlib import Path

import numpy as np
import pytest

from mypt_jax import command, prepare, show
from mypt_jax.conversation.episode import Message, dump_json, parse_episode
from mypt_jax.conversation.render import render, render_text
from mypt_jax.conversation.tokenizer import SentencePieceTokenizer, train_sentencepiece
from mypt_jax.data.records import record_from_rendered

DOCS = Path(__file__).parent.parent / "docs"
SAY_YES = {
    "id": "yes",
    "messages": [
        {"role": "user", "content": "Say yes."},
        {"role": "assistant", "content": "Yes.\nYes."},
    ],
}


@pytest.fixture(scope="module")
def words():
    """A tokenizer that knows the words of these tests as one token each."""
    return SentencePieceTokenizer(train_sentencepiece(["Say yes Yes"] * 9, 400))


@pytest.fixture
def files(words, tmp_path):
    """Paths of two episodes and of their tokenizer."""
    words.save(tmp_path / "run" / "tokenizer")
    path = tmp_path / "episodes.jsonl"
    silent = [SAY_YES["messages"][0], {"role": "assistant", "content": "No.", "train": False}]
    second = {"id": "twice", "messages": [*silent, *SAY_YES["messages"]]}
    path.write_text("".join(dump_json(raw) + "\n" for raw in (SAY_YES, second)))
    return [f"--input={path}", f"--run_dir={tmp_path / 'run'}"]


def run(*argv: str) -> int:
    return command.run(show.main, show.define_flags, argv)


def test_episodes_are_shown_with_trained_tokens_in_brackets(files, capsys):
    assert run(*files) == command.DONE
    assert capsys.readouterr().out == (
        "yes: 14 tokens, 7 trained\n"
        "<myPT_user>|▁Say|▁yes|.|<myPT_eot>|⏎\n"
        "<myPT_assistant>|[▁Yes]|[.]|[⏎]\n[▁Yes]|[.]|[</myPT_assistant>]|[<myPT_eot>]\n\n"
        "twice: 28 tokens, 7 trained\n"
        "<myPT_user>|▁Say|▁yes|.|<myPT_eot>|⏎\n"
        "<myPT_assistant>|▁|N|o|.|</myPT_assistant>|<myPT_eot>|⏎\n"
        "<myPT_user>|▁Say|▁yes|.|<myPT_eot>|⏎\n"
        "<myPT_assistant>|[▁Yes]|[.]|[⏎]\n[▁Yes]|[.]|[</myPT_assistant>]|[<myPT_eot>]\n\n"
    )


def test_colours_are_used_when_asked_for(files, capsys):
    assert run(*files, "--color") == command.DONE
    output = capsys.readouterr().out
    assert "|\033[1;32m▁Yes\033[0m|\033[1;32m.\033[0m|" in output
    assert "|\033[90m▁yes\033[0m|\033[90m.\033[0m|" in output
    assert "[▁Yes]" not in output


def test_json_lines(files, words, capsys):
    assert run(*files, "--json") == command.DONE
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    say, yes, answer = (words.encode(word)[0] for word in ("Say", "yes", "Yes"))
    assert first == {
        "id": "yes",
        "ids": [3, say, yes, 26, 9, 11, 4, answer, 26, 11, answer, 26, 5, 9],
        "mask": [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1],
        "pieces": ["<myPT_user>", "▁Say", "▁yes", ".", "<myPT_eot>", "\n", "<myPT_assistant>"]
        + ["▁Yes", ".", "\n", "▁Yes", ".", "</myPT_assistant>", "<myPT_eot>"],
        "trained_text": "Yes.\nYes.</myPT_assistant><myPT_eot>",
    }
    assert second["id"] == "twice"
    assert second["trained_text"] == first["trained_text"]
    assert sum(second["mask"]) == 7


ROW = {
    "inputs": np.array([3, 20, 4, 21, 3, 22, 4, 0]),
    "segment_ids": np.array([1, 1, 1, 1, 2, 2, 2, 0]),
    "target_positions": np.array([2, 3, 6, 8]),
    "targets": np.array([21, 5, 23, 0]),
    "target_weights": np.array([1.0, 0.5, 1.0, 0.0]),
}


def test_a_packed_row_is_taken_apart(words):
    contents = [("primary", "a"), ("replay", "b")]
    first, second = show.row_segments(ROW, contents, words)
    assert first == {
        "segment": 1,
        "source": "primary",
        "id": "a",
        "inputs": [3, 20, 4, 21],
        "pieces": ["<myPT_user>", "(", "<myPT_assistant>", ")"],
        "target_positions": [2, 3],
        "targets": [21, 5],
        "target_pieces": [")", "</myPT_assistant>"],
        "target_weights": [1.0, 0.5],
    }
    assert (second["source"], second["target_positions"], second["targets"]) == (
        "replay",
        [2],
        [23],
    )
    assert show.row_text(ROW, contents, words, color=False) == (
        "7 of 8 tokens, 3 of 4 targets used\n\n"
        "segment 1: primary/a, 4 inputs, 2 targets\n"
        "<myPT_user>|(|<myPT_assistant>→)|)→</myPT_assistant>\n\n"
        "segment 2: replay/b, 3 inputs, 1 targets\n"
        "<myPT_user>|*|<myPT_assistant>→+"
    )


def prepared(words, tmp_path, episode) -> list[str]:
    """Prepares forty copies of an episode; returns the flags that show them."""
    words.save(tmp_path / "tokenizer")
    path = tmp_path / "mine.jsonl"
    lines = [
        dump_json({**episode, "id": f"e{i}", "template": f"t/{i}", "payload": f"p{i}"})
        for i in range(40)
    ]
    path.write_text("\n".join(lines))
    argv = [f"--input={path}", f"--output={tmp_path / 'mine'}", "--val_split=0.1"]
    argv.append(f"--tokenizer={tmp_path / 'tokenizer'}")
    assert command.run(prepare.main, prepare.define_flags, argv) == command.DONE
    return [f"--dataset={tmp_path / 'mine'}", f"--tokenizer={tmp_path / 'tokenizer'}"]


@pytest.fixture
def dataset(words, tmp_path):
    return prepared(words, tmp_path, SAY_YES)


def test_a_row_of_prepared_data_is_shown(dataset, capsys):
    capsys.readouterr()
    assert run(*dataset, "--row=1", "--max_seq_len=30") == command.DONE
    output = capsys.readouterr().out
    assert re.match(r"row 1 of \d+: 26 of 30 tokens, 14 of \d+ targets used\n", output)
    assert re.search(r"\n\nsegment 2: mine/e\d+, 13 inputs, 7 targets\n<myPT_user>\|▁Say\|", output)
    assert "<myPT_assistant>→▁Yes|▁Yes→.|.→⏎\n" in output
    assert run(*dataset, "--row=1", "--max_seq_len=30", "--json") == command.DONE
    segments = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [segment["segment"] for segment in segments] == [1, 2]
    assert segments[0]["target_positions"] == [6, 7, 8, 9, 10, 11, 12]


def test_rows_are_as_long_as_the_longest_episode(words, tmp_path, capsys):
    long = {"messages": [{"role": "user", "content": "Say" + " yes" * 300}, SAY_YES["messages"][1]]}
    flags = prepared(words, tmp_path, long)
    capsys.readouterr()
    assert run(*flags) == command.DONE
    # two tags, "Say", 300 words, the end of the turn, a line break, the answer's six and its end
    assert capsys.readouterr().out.startswith("row 0 of 36: 311 of 311 tokens")


def test_faults_are_one_clear_error(dataset, files, tmp_path, capsys):
    assert run(*dataset, "--row=999") == command.USAGE
    assert "--row=999: there are" in capsys.readouterr().err
    assert run(*dataset, "--max_seq_len=8") == command.ERROR
    assert "limit 8" in capsys.readouterr().err
    assert run() == command.USAGE
    assert "give either --input" in capsys.readouterr().err
    assert run(files[0], "--tokenizer=nowhere") == command.ERROR
    assert "there is no tokenizer 'nowhere'" in capsys.readouterr().err
    other = SentencePieceTokenizer(train_sentencepiece(["other words"], 400))
    other.save(tmp_path / "other")
    assert run(dataset[0], f"--tokenizer={tmp_path / 'other'}") == command.ERROR
    assert "prepared with another tokenizer" in capsys.readouterr().err
    (tmp_path / "bad.jsonl").write_text('{"id": "a", "mesages": []}\n')
    assert run(f"--input={tmp_path / 'bad.jsonl'}", files[1]) == command.ERROR
    assert "bad.jsonl:1: unknown key 'mesages'" in capsys.readouterr().err


def test_the_table_of_the_loss_masking_page_is_true(words):
    messages = (Message("user", "Say yes."), Message("assistant", "Yes."))
    rendered = render(messages, (), words)
    record = record_from_rendered(rendered, "yes")
    target_of = dict(zip(record.target_positions.tolist(), record.targets.tolist(), strict=True))

    def cell(token_id: int | None) -> str:
        if token_id is None:
            return ""
        return f"`{words.piece(token_id)}`".replace(" ", "·").replace("\n", "⏎")

    inputs = [*record.inputs.tolist(), None]
    expected = [
        (str(i), cell(token_id), str(int(trained)), cell(inputs[i]), cell(target_of.get(i)))
        for i, (token_id, trained) in enumerate(zip(rendered.ids, rendered.trained, strict=True))
    ]
    page = (DOCS / "loss_masking.md").read_text()
    rows = re.findall(r"^\| \d+ \|.*$", page, re.MULTILINE)
    assert [tuple(c.strip() for c in row.strip("|").split("|")) for row in rows] == expected


def test_the_rendering_on_the_episodes_page_is_true():
    page = (DOCS / "episodes.md").read_text()
    blocks = ["\n".join(b) for b in _indented_blocks(page)]
    raw = next(json.loads(block) for block in blocks if block.startswith('{"id": "w-1"'))
    episode = parse_episode(raw, "docs")
    assert render_text(episode.messages, episode.tools) in blocks


def _indented_blocks(page: str) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in page.splitlines():
        if line.startswith("    "):
            blocks[-1].append(line[4:])
        elif blocks[-1]:
            blocks.append([])
    return blocks
