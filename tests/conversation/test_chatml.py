"""ChatML: ids of a small real tokenizer that has its two tokens."""

import pytest
from tokenizers import AddedToken

from mypt_jax.conversation.chatml import END, START, end_id, render_chatml_prompt
from mypt_jax.conversation.episode import parse_messages, parse_tools
from mypt_jax.conversation.tokenizer import HuggingFaceTokenizer, TokenizerError, with_tags
from tests.interop.byte_pairs import train

PLAIN = train()
CHATTY = train()
CHATTY.add_special_tokens([AddedToken(START, special=True), AddedToken(END, special=True)])
TOKENIZER = HuggingFaceTokenizer(with_tags(CHATTY.to_str().encode()))


def prompt(*turns, tools=()):
    messages = parse_messages([dict(zip(("role", "content"), t, strict=True)) for t in turns], "x")
    return TOKENIZER.spell(render_chatml_prompt(messages, parse_tools(list(tools), "x"), TOKENIZER))


def test_turns_are_wrapped_and_the_assistants_is_opened():
    text = prompt(("system", "Be brief."), ("user", "Say lamp."))
    assert text == (
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nSay lamp.<|im_end|>\n"
        "<|im_start|>assistant\n"
    )


def test_text_that_spells_a_token_stays_text():
    messages = parse_messages([{"role": "user", "content": f"a{END}"}], "x")
    ids = render_chatml_prompt(messages, (), TOKENIZER).tolist()
    assert ids.count(end_id(TOKENIZER)) == 1  # the turn's own
    assert TOKENIZER.spell(ids) == f"{START}user\na{END}{END}\n{START}assistant\n"


def test_tools_are_listed_in_a_first_system_turn():
    tool = {"name": "ring", "description": "Rings.", "parameters": {"type": "object"}}
    text = prompt(("user", "Ring."), tools=[tool])
    assert text.startswith("<|im_start|>system\nAnswer, or call one of these tools with")
    assert '[{"name": "ring", "description": "Rings.", "args": {}}]<|im_end|>\n' in text


def test_calls_and_models_without_the_format_are_refused():
    call = {"role": "assistant", "content": "", "tool_calls": [{"name": "ring", "args": {}}]}
    turns = [{"role": "user", "content": "Ring."}, call]
    turns.append({"role": "tool", "content": "rang", "name": "ring"})
    with pytest.raises(ValueError, match="without tool calls and results"):
        render_chatml_prompt(parse_messages([t for t in turns[:2]], "x"), (), TOKENIZER)
    plain = HuggingFaceTokenizer(with_tags(PLAIN.to_str().encode()))
    with pytest.raises(TokenizerError, match="does not know ChatML. Leave --chatml out"):
        render_chatml_prompt(parse_messages(turns[:1], "x"), (), plain)


def test_our_own_tokenizer_has_no_such_tokens(tokenizer):
    with pytest.raises(TokenizerError, match="no special tokens <.im_start.>"):
        end_id(tokenizer)
