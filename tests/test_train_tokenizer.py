import json

import pytest

from mypt_jax import command, train_tokenizer
from mypt_jax.conversation.tokenizer import load_tokenizer

EPISODE = {
    "id": "e",
    "messages": [
        {"role": "user", "content": "Wie heißt die Mühle?"},
        {"role": "assistant", "content": "Kest."},
    ],
}


def run(*argv: str) -> int:
    return command.run(train_tokenizer.main, train_tokenizer.define_flags, argv)


@pytest.fixture
def inputs(tmp_path):
    documents = tmp_path / "text.jsonl"
    documents.write_text(
        '{"id": "a", "text": "The mill of Kest."}\n'
        '{"id": "b", "parts": [["name: ", 0], ["Kest", 1.0]]}\n'
    )
    episodes = tmp_path / "episodes.jsonl"
    episodes.write_text(json.dumps(EPISODE) + "\n")
    return f"{documents},{episodes}"


def test_texts_parts_and_message_contents_are_used(inputs):
    lines = [line for path in inputs.split(",") for line in train_tokenizer.training_lines(path)]
    assert lines == ["The mill of Kest.", "name: Kest", "Wie heißt die Mühle?", "Kest."]


def test_the_command_writes_the_same_tokenizer_twice(inputs, tmp_path, capsys):
    output = tmp_path / "run" / "tokenizer"
    assert run(f"--input={inputs}", f"--output={output}", "--vocab_size=400") == command.DONE
    model = (output / "tokenizer.model").read_bytes()
    tokenizer = load_tokenizer(output)
    assert f"{tokenizer.vocab_size} ids from 52 characters" in capsys.readouterr().out
    assert run(f"--input={inputs}", f"--output={output}", "--vocab_size=400") == command.DONE
    assert (output / "tokenizer.model").read_bytes() == model


def test_another_tokenizer_is_not_overwritten(inputs, tmp_path, capsys):
    output = tmp_path / "tokenizer"
    assert run(f"--input={inputs}", f"--output={output}", "--vocab_size=400") == command.DONE
    model = (output / "tokenizer.model").read_bytes()
    first = inputs.split(",")[0]
    assert run(f"--input={first}", f"--output={output}", "--vocab_size=400") == command.ERROR
    assert "holds another tokenizer" in capsys.readouterr().err
    assert (output / "tokenizer.model").read_bytes() == model


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "a"}', "x.jsonl:1: neither a document nor an episode"),
        ('{"id": "a", "text": 3}', "x.jsonl:1: neither a document nor an episode"),
        ("plain text", "x.jsonl:1: not JSON"),
        ('{"id": "a", "messages": []}', "x.jsonl:1: messages must be a list"),
        ('{"id": "a", "text": "1 2"}', "holds no letters"),
        ("", "holds no letters"),
    ],
)
def test_other_input_is_refused(tmp_path, capsys, line, message):
    path = tmp_path / "x.jsonl"
    path.write_text(line)
    assert run(f"--input={path}", f"--output={tmp_path / 'out'}") == command.ERROR
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_unwritable_output_is_one_clear_error(inputs, tmp_path, capsys):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    assert run(f"--input={inputs}", f"--output={blocked}/tokenizer") == command.ERROR
    assert capsys.readouterr().err.startswith(f"error: {blocked}/tokenizer: ")


def test_empty_texts_are_read_over(tmp_path, capsys):
    path = tmp_path / "x.jsonl"
    path.write_text('{"id": "a", "text": ""}\n{"id": "b", "text": "The mill of Kest."}\n')
    arguments = (f"--input={path}", f"--output={tmp_path / 'out'}", "--vocab_size=400")
    assert run(*arguments) == command.DONE
    assert "from 17 characters" in capsys.readouterr().out
