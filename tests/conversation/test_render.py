import numpy as np
import pytest
from hypothesis import given

from mypt_jax.conversation import tags
from mypt_jax.conversation.episode import EpisodeError, Message, parse_messages, parse_tools
from mypt_jax.conversation.render import format_hash, render, render_prompt, render_text
from tests.conversation.conversations import answer_text, conversations, tools

SAY_YES = (
    Message("system", "You are MyPT."),
    Message("user", "Say yes."),
    Message("assistant", "Yes."),
)


@given(messages=conversations(), offered=tools)
def test_trained_tokens_spell_exactly_the_trained_turns(tokenizer, messages, offered):
    rendered = render(messages, offered, tokenizer)
    trained = [m for m in messages if m.role == "assistant" and m.train]
    expected = "".join(answer_text(message) for message in trained)
    assert tokenizer.spell(rendered.ids[rendered.trained]) == expected


@given(messages=conversations(), offered=tools)
def test_each_prompt_is_a_prefix_in_ids_and_in_text(tokenizer, messages, offered):
    rendered = render(messages, offered, tokenizer)
    for index, message in enumerate(messages):
        if message.role == "assistant":
            prompt = render_prompt(messages[:index], offered, tokenizer)
            np.testing.assert_array_equal(rendered.ids[: len(prompt)], prompt)
            assert prompt[-1] == tokenizer.tag_ids[tags.ASSISTANT]
            text = tokenizer.spell(prompt)
            assert text == render_text(messages[:index], offered) + "\n<myPT_assistant>"
            assert render_text(messages, offered).startswith(text)


@given(messages=conversations(), offered=tools)
def test_content_adds_no_tag_to_those_of_the_structure(tokenizer, messages, offered):
    ids = render(messages, offered, tokenizer).ids.tolist()
    count = {tag: ids.count(token_id) for tag, token_id in tokenizer.tag_ids.items()}
    roles = [message.role for message in messages]
    num_calls = sum(len(message.tool_calls) for message in messages)
    without_system = bool(offered) and "system" not in roles
    assert count == {
        tags.SYSTEM: roles.count("system") + without_system,
        tags.USER: roles.count("user"),
        tags.ASSISTANT: roles.count("assistant"),
        tags.ASSISTANT_END: roles.count("assistant"),
        tags.TOOL: num_calls,
        tags.TOOL_END: num_calls,
        tags.TOOL_RESULT: roles.count("tool"),
        tags.EOT: len(roles) + without_system,
    }
    assert tokenizer.pad_id not in ids


@given(messages=conversations(), offered=tools)
def test_the_ids_spell_the_text_form(tokenizer, messages, offered):
    ids = render(messages, offered, tokenizer).ids
    assert tokenizer.spell(ids) == render_text(messages, offered)


def test_text_of_the_formats_own_examples():
    assert render_text(SAY_YES, ()) == (
        "<myPT_system>You are MyPT.<myPT_eot>\n<myPT_user>Say yes.<myPT_eot>\n"
        "<myPT_assistant>Yes.</myPT_assistant><myPT_eot>"
    )
    assert render_text(SAY_YES[1:], ()) == (
        "<myPT_user>Say yes.<myPT_eot>\n<myPT_assistant>Yes.</myPT_assistant><myPT_eot>"
    )


def test_text_of_a_tool_round():
    messages = parse_messages(
        [
            {"role": "user", "content": "Q"},
            {
                "role": "assistant",
                "tool_calls": [{"name": "web_search", "args": {"query": "größer"}}],
            },
            {"role": "tool", "content": '{"results": []}'},
            {"role": "assistant", "content": "Final answer."},
        ],
        "test",
    )
    offered = parse_tools(
        [{"name": "web_search", "description": "Search.", "args": {"query": "string"}}], "test"
    )
    assert render_text(messages, offered) == (
        '<myPT_system>Tools: [{"name": "web_search", "description": "Search.", '
        '"args": {"query": "string"}}]<myPT_eot>\n<myPT_user>Q<myPT_eot>\n'
        '<myPT_assistant><myPT_tool>{"name": "web_search", "args": {"query": "größer"}}</myPT_tool>'
        "</myPT_assistant><myPT_eot>\n"
        '<myPT_toolresult>{"results": []}<myPT_eot>\n'
        "<myPT_assistant>Final answer.</myPT_assistant><myPT_eot>"
    )
    with_system = (Message("system", "You are MyPT."), *messages)
    assert render_text(with_system, offered).startswith(
        '<myPT_system>You are MyPT. Tools: [{"name": "web_search"'
    )


def test_arrays_have_their_types(tokenizer):
    rendered = render(SAY_YES, (), tokenizer)
    assert (rendered.ids.dtype, rendered.trained.dtype) == (np.int32, bool)
    assert render_prompt(SAY_YES[:2], (), tokenizer).dtype == np.int32


@pytest.mark.parametrize("messages", [(), SAY_YES[:1], SAY_YES])
def test_a_prompt_must_be_the_assistants_turn(tokenizer, messages):
    with pytest.raises(EpisodeError, match="must end with a user or tool message"):
        render_prompt(messages, (), tokenizer)


def test_the_format_hash_changes_only_on_purpose():
    # Every data set and checkpoint carries it: a new value here makes all of them unusable.
    assert format_hash() == "ea9254b44c326b29bec9fdf0c966bd6a48922476ad2869def8e3620b3a8ab534"
