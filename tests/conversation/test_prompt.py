import numpy as np
import pytest
from hypothesis import given

from mypt_jax.conversation.episode import Message, ToolCall
from mypt_jax.conversation.prompt import PromptError, parse_prompt
from mypt_jax.conversation.render import render_prompt
from tests.conversation.conversations import conversations, plain_texts, tools

SAY_YES = (Message("system", "You are MyPT."), Message("user", "Say yes."))


@pytest.mark.parametrize(
    "text",
    [
        "<myPT_system>You are MyPT.<myPT_eot>\n<myPT_user>Say yes.<myPT_eot>\n<myPT_assistant>",
        r"<myPT_system>You are MyPT.<myPT_eot>\n<myPT_user>Say yes.<myPT_eot>\n<myPT_assistant>",
        "<myPT_system>You are MyPT.<myPT_eot><myPT_user>Say yes.<myPT_eot><myPT_assistant>\n",
        "<myPT_system>You are MyPT.</myPT_system><myPT_user>Say yes.</myPT_user><myPT_assistant>",
        "<myPT_system>You are MyPT.</myPT_system>\r\n<myPT_user>Say yes.</myPT_user>\n<myPT_eot>\n"
        "<myPT_assistant>",
    ],
)
def test_every_spelling_of_a_prompt_gives_the_same_messages(text):
    assert parse_prompt(text) == (SAY_YES, ())


def test_nothing_is_unescaped_inside_content():
    messages, _ = parse_prompt(r"<myPT_user>a\nb\n<myPT_eot>\n<myPT_assistant>")
    assert messages == (Message("user", r"a\nb\n"),)


def test_earlier_answers_may_be_closed_by_either_tag():
    messages, _ = parse_prompt(
        "<myPT_user>a</myPT_user><myPT_assistant>b</myPT_assistant>"
        "<myPT_user>c<myPT_eot>\n<myPT_assistant>d<myPT_eot>\n<myPT_user>e<myPT_eot><myPT_assistant>"
    )
    roles = ["user", "assistant", "user", "assistant", "user"]
    assert messages == tuple(map(Message, roles, "abcde"))


def test_a_tool_round_is_parsed():
    messages, offered = parse_prompt(
        '<myPT_system>Be brief. Tools: [{"name": "find", "args": {"q": "string"}}]<myPT_eot>\n'
        "<myPT_user>Q<myPT_eot>\n"
        '<myPT_assistant><myPT_tool>{"name": "find", "args": {"q": "x"}}</myPT_tool>'
        "</myPT_assistant><myPT_eot>\n<myPT_toolresult>none<myPT_eot>\n<myPT_assistant>"
    )
    assert offered == ({"name": "find", "args": {"q": "string"}},)
    assert messages == (
        Message("system", "Be brief."),
        Message("user", "Q"),
        Message("assistant", "", (ToolCall("find", {"q": "x"}),)),
        Message("tool", "none"),
    )


@given(messages=conversations(plain_texts), offered=tools)
def test_a_rendered_prompt_parses_back_into_the_same_ids(tokenizer, messages, offered):
    ids = render_prompt(messages[:-1], offered, tokenizer)
    parsed, parsed_tools = parse_prompt(tokenizer.spell(ids))
    np.testing.assert_array_equal(render_prompt(parsed, parsed_tools, tokenizer), ids)
    calls = [message.tool_calls for message in messages[:-1] if message.tool_calls]
    assert [message.tool_calls for message in parsed if message.tool_calls] == calls
    assert parsed_tools == offered


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Hello", r"character 0: expected one of <myPT_system>.*mark:  >>>HERE>>> Hello"),
        ("", "character 0: expected one of"),
        ("<myPT_user>U<myPT_eot>", "character 22: expected one of"),
        ("<myPT_user>U<myPT_eot>x<myPT_assistant>", "character 22: expected .*HERE>>> x<myPT"),
        ("<myPT_user>U<myPT_assistant>", "character 12: expected <myPT_eot> or </myPT_user> first"),
        ("<myPT_user>U", "character 11: the user turn that begins here is not closed"),
        (
            "<myPT_user>U<myPT_eot><myPT_assistant>Ye",
            "character 38: the assistant turn .* not closed",
        ),
        ("<myPT_assistant>", "role 'assistant' can't stand at the start"),
        ("<myPT_user>U<myPT_eot><myPT_user>V<myPT_eot><myPT_assistant>", "can't stand after user"),
        (
            "<myPT_user>U<myPT_eot><myPT_assistant><myPT_tool>{x}</myPT_tool></myPT_assistant>",
            "character 50: the tool call is not JSON",
        ),
    ],
)
def test_an_error_shows_where_the_prompt_goes_wrong(text, message):
    with pytest.raises(PromptError, match=message):
        parse_prompt(text)
