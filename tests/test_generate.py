import json

import pytest
from etils import epath

from mypt_jax import command, generate
from mypt_jax.conversation.episode import Message
from mypt_jax.inference.answers import Prompt, answer_prompts
from mypt_jax.inference.sampling import Sampler
from tests.saved_model import save_model

RAW = r"<myPT_system>You are MyPT.<myPT_eot>\n<myPT_user>Say yes.<myPT_eot>\n<myPT_assistant>"
TURNS = (Message("system", "You are MyPT."), Message("user", "Say yes."))


@pytest.fixture(scope="module")
def run_dir(tmp_path_factory) -> epath.Path:
    return epath.Path(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def model(run_dir, tokenizer):
    return save_model(run_dir, tokenizer)


def run(run_dir, *arguments: str) -> int:
    return command.run(
        generate.main,
        generate.define_flags,
        ["--model=small", f"--run_dir={run_dir}", *arguments],
    )


def test_a_raw_prompt_is_answered_as_its_messages(run_dir, model, tokenizer, capsys):
    assert run(run_dir, f"--prompt={RAW}", "--max_tokens=7") == command.DONE
    printed = capsys.readouterr()
    [expected] = answer_prompts(model, tokenizer, [Prompt("a", TURNS, (), 7)])
    assert printed.out == expected["output"] + "\n"
    assert printed.err == f"[{expected['stop_reason']}, {expected['n_tokens']} tokens]\n"


def test_sampling_flags_reach_the_sampler(run_dir, model, tokenizer, capsys):
    flags = ("--temperature=1.5", "--top_p=0.9", "--seed=3", "--max_tokens=7")
    assert run(run_dir, f"--prompt={RAW}", *flags) == command.DONE
    prompt = Prompt("a", TURNS, (), 7)
    [expected] = answer_prompts(model, tokenizer, [prompt], Sampler(1.5, 0.9, 3), 1)
    assert capsys.readouterr().out == expected["output"] + "\n"


def test_a_file_is_answered_line_by_line(run_dir, model, tmp_path, capsys):
    prompts, output = tmp_path / "prompts.jsonl", tmp_path / "answers.jsonl"
    lines = [
        {"id": "b", "messages": [{"role": "user", "content": "Say no."}], "checks": ["ignored"]},
        {"id": "a", "text": "The capital", "max_tokens": 3},
    ]
    prompts.write_text("".join(json.dumps(line) + "\n" for line in lines))
    code = run(run_dir, f"--prompts={prompts}", f"--output={output}", "--max_tokens=4")
    assert code == command.DONE
    answers = [json.loads(line) for line in output.read_text().splitlines()]
    assert [answer["id"] for answer in answers] == ["b", "a"]
    assert [sorted(answer) for answer in answers] == [
        ["id", "n_tokens", "output", "stop_reason", "stopped"]
    ] * 2
    assert f"{output}: 2 answers" in capsys.readouterr().out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.jsonl", "prompts.jsonl"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Give either --prompt or --prompts"),
        ([f"--prompt={RAW}", "--prompts=x"], "Give either --prompt or --prompts"),
        (["--prompts=x"], "--prompts and --output belong together"),
        ([f"--prompt={RAW}", "--output=x"], "--prompts and --output belong together"),
        ([f"--prompt={RAW}", "--top_p=0.5"], "need --temperature above 0"),
        ([f"--prompt={RAW}", "--max_tokens=0"], "--max_tokens=0"),
    ],
)
def test_flags_that_contradict_each_other_are_wrong_usage(run_dir, arguments, message, capsys):
    assert run(run_dir, *arguments) == command.USAGE
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--prompt=Say yes."], "prompt"),
        ([f"--prompt={RAW}", "--temperature=-1"], "temperature is -1.0"),
        ([f"--prompt={RAW.replace('Say', 'Say ' * 99)}"], "the model holds 96"),
    ],
)
def test_bad_input_is_one_clear_error(run_dir, model, arguments, message, capsys):
    assert run(run_dir, *arguments) == command.ERROR
    error = capsys.readouterr().err
    assert error.startswith("error: ") and message in error and "Traceback" not in error


def test_a_bad_prompt_file_leaves_an_older_answer_file_alone(run_dir, model, tmp_path, capsys):
    prompts, output = tmp_path / "prompts.jsonl", tmp_path / "answers.jsonl"
    prompts.write_text('{"id": "a", "text": "' + "word " * 99 + '"}\n')
    output.write_text("older\n")
    assert run(run_dir, f"--prompts={prompts}", f"--output={output}") == command.ERROR
    assert "prompt 'a' has" in capsys.readouterr().err
    assert output.read_text() == "older\n"
    assert len(list(tmp_path.iterdir())) == 2


def test_an_output_that_cannot_be_written_is_an_error_before_the_work(run_dir, tmp_path, capsys):
    prompts = tmp_path / "prompts.jsonl"
    prompts.write_text('{"id": "a", "text": "Say"}\n')
    output = tmp_path / "missing" / "answers.jsonl"
    assert run(run_dir, f"--prompts={prompts}", f"--output={output}") == command.ERROR
    assert "No such file or directory" in capsys.readouterr().err


def test_an_unknown_model_is_an_error(run_dir, model, capsys):
    arguments = ["--model=smal", f"--run_dir={run_dir}", f"--prompt={RAW}"]
    assert command.run(generate.main, generate.define_flags, arguments) == command.ERROR
    assert "no model 'smal'" in capsys.readouterr().err
