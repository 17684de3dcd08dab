import dataclasses

import pytest

from mypt_jax.conversation.episode import EpisodeError, Message
from mypt_jax.inference.answers import (
    Prompt,
    PromptFileError,
    answer_prompts,
    encode_prompt,
    read_prompts,
    stop_ids,
)
from tests.model.networks import LLAMA, make

SAY = '{"id": "a", "messages": [{"role": "user", "content": "Say yes."}]'


@pytest.fixture(scope="module")
def model(tokenizer):
    return make(dataclasses.replace(LLAMA, vocab_size=tokenizer.vocab_size))


def say(text: str, max_tokens: int = 5, prompt_id: str = "a") -> Prompt:
    return Prompt(prompt_id, (Message("user", text),), (), max_tokens)


def read(tmp_path, *lines: str) -> list[Prompt]:
    path = tmp_path / "prompts.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines))
    return read_prompts(path, max_tokens=9)


def test_lines_become_prompts_and_other_keys_are_ignored(tmp_path):
    prompts = read(
        tmp_path,
        SAY + ', "max_tokens": 4, "checks": [], "stage": "3a1"}',
        '{"id": "b", "text": "The capital of France is"}',
    )
    assert prompts == [
        Prompt("a", (Message("user", "Say yes."),), (), 4),
        Prompt("b", (), (), 9, text="The capital of France is"),
    ]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (['{"messages": []}'], "prompts.jsonl:1: id is None"),
        (['{"id": "a"}'], "prompts.jsonl:1: give either messages or text"),
        ([SAY + ', "text": "x"}'], "prompts.jsonl:1: give either messages or text"),
        ([SAY + ', "max_tokens": 0}'], "prompts.jsonl:1: max_tokens is 0"),
        ([SAY + ', "max_tokens": true}'], "prompts.jsonl:1: max_tokens is True"),
        (['{"id": "a", "text": ""}'], "prompts.jsonl:1: text is ''"),
        (
            [SAY[:-1] + ', {"role": "assistant", "content": "Yes."}]}'],
            "prompts.jsonl:1: 'a' ends with a message of assistant",
        ),
        ([SAY + "}", SAY + "}"], "prompts.jsonl:2: id 'a' was already used at .*prompts.jsonl:1"),
    ],
)
def test_a_line_that_is_no_prompt_is_refused(tmp_path, lines, message):
    with pytest.raises(PromptFileError, match=message):
        read(tmp_path, *lines)


def test_a_line_that_is_not_json_is_refused(tmp_path):
    with pytest.raises(EpisodeError, match="prompts.jsonl:2"):
        read(tmp_path, SAY + "}", "nonsense")


def test_answers_keep_the_order_and_say_how_they_ended(model, tokenizer):
    prompts = [say(f"Say {word}.", 3 + i, word) for i, word in enumerate(["one", "two", "six"])]
    answers = answer_prompts(model, tokenizer, prompts)
    assert [answer["id"] for answer in answers] == ["one", "two", "six"]
    for answer, limit in zip(answers, (3, 4, 5), strict=True):
        assert set(answer) == {"id", "output", "stopped", "stop_reason", "n_tokens"}
        assert answer["stopped"] is (answer["stop_reason"] == "closed")
        assert answer["n_tokens"] == limit if answer["stop_reason"] == "length" else limit - 1


@pytest.mark.parametrize(
    ("tag", "reason", "stopped"),
    [("</myPT_assistant>", "closed", True), ("<myPT_eot>", "eot", False)],
)
def test_a_tag_ends_the_answer_and_is_no_part_of_it(model, tokenizer, tag, reason, stopped):
    biased = make(dataclasses.replace(model.config, head_bias=True))
    biased.head_bias[tokenizer.tag_ids[tag]] = 1e4  # always the argmax
    [answer] = answer_prompts(biased, tokenizer, [say("Say yes.")])
    assert answer == {
        "id": "a",
        "output": "",
        "stopped": stopped,
        "stop_reason": reason,
        "n_tokens": 0,
    }


def test_inner_tags_are_spelled_out(model, tokenizer):
    biased = make(dataclasses.replace(model.config, head_bias=True))
    biased.head_bias[tokenizer.tag_ids["<myPT_tool>"]] = 1e4
    [answer] = answer_prompts(biased, tokenizer, [say("Say yes.", 2)])
    assert answer["output"] == "<myPT_tool><myPT_tool>"
    assert (answer["stop_reason"], answer["n_tokens"]) == ("length", 2)


def test_a_prompt_that_is_too_long_is_named(model, tokenizer):
    prompts = [say("Yes."), say("word " * 100, prompt_id="long-one")]
    with pytest.raises(PromptFileError, match="prompt 'long-one' has .* the model holds 64"):
        answer_prompts(model, tokenizer, prompts)


def test_a_conversation_must_end_with_a_question(model, tokenizer):
    finished = Prompt("a", (Message("user", "Say yes."), Message("assistant", "Yes.")), (), 5)
    with pytest.raises(EpisodeError, match="must end with a user or tool message"):
        answer_prompts(model, tokenizer, [finished])


def test_a_text_is_encoded_as_it_stands(tokenizer):
    ids = encode_prompt(Prompt("a", (), (), 5, text="The capital"), tokenizer)
    assert ids.tolist() == tokenizer.encode("The capital")


def test_stop_ids_are_the_closing_tag_and_eot(tokenizer):
    tag_ids = tokenizer.tag_ids
    assert stop_ids(tokenizer) == {
        tag_ids["</myPT_assistant>"]: "closed",
        tag_ids["<myPT_eot>"]: "eot",
    }
