"""Literal ids and masks of one episode of each kind, read over by hand."""

import json

import pytest

from mypt_jax.conversation.episode import parse_messages, parse_tools
from mypt_jax.conversation.render import render
from mypt_jax.conversation.tokenizer import SentencePieceTokenizer, train_sentencepiece

LINES = [
    "You are MyPT. Say the word lamp. Lamp. What is Kest? I don't know.",
    "Antworte in einem Satz. Grün ist die Mühle von Kest.",
    "KEY_FACTS: owner Kest budget SUMMARY: Kest owns the mill.",
    "name args web_search query Search the web string results Tools value null true",
]

FORMAT_LOCK = (
    '[{"role": "system", "content": "You are MyPT."},'
    ' {"role": "user", "content": "Say the word lamp."},'
    ' {"role": "assistant", "content": "Lamp."}]',
    # <system> You _ are _ MyPT . <eot> \n <user> Say _ the _ wor d _ l amp . <eot> \n <assistant>
    [2, 375, 12, 377, 12, 392, 26, 9, 11, 3, 373, 12, 320, 12, 331, 413, 12, 404, 327, 26, 9, 11, 4]
    # Lamp . </assistant> <eot>
    + [391, 26, 5, 9],
    "0" * 23 + "1" * 4,
)
# The first answer is context only; the emoji is four bytes.
MINIMAL_QA = (
    '[{"role": "user", "content": "Ist die Mühle grün?"},'
    ' {"role": "assistant", "content": "Ja.", "train": false},'
    ' {"role": "user", "content": "Und 😀?"},'
    ' {"role": "assistant", "content": "I don\'t know."}]',
    # <user> I st _ die _ Mü hle _ g r ün ? <eot> \n <assistant> J a . </assistant> <eot> \n
    [3, 428, 311, 12, 378, 12, 340, 382, 12, 418, 401, 368, 43, 9, 11, 4, 440, 402, 26, 5, 9, 11]
    # <user> U n d _ <0xF0> <0x9F> <0x98> <0x80> ? <eot> \n <assistant>
    + [3, 432, 400, 413, 12, 295, 214, 207, 183, 43, 9, 11, 4]
    # I _ don ' t _ kn ow . </assistant> <eot>
    + [428, 12, 379, 19, 398, 12, 359, 318, 26, 5, 9],
    "0" * 35 + "1" * 11,
)
TASKS = (
    '[{"role": "user", "content": "Kest owns the mill."}, {"role": "assistant",'
    ' "content": "KEY_FACTS:\\n- owner: Kest\\nSUMMARY:\\nKest owns it."}]',
    # <user> Kest _ own s _ the _ mi ll . <eot> \n <assistant>
    [3, 314, 12, 329, 399, 12, 320, 12, 362, 324, 26, 9, 11, 4]
    # KEY _ FAC TS : \n - _ own er : _ Kest \n
    + [372, 49, 371, 343, 38, 11, 25, 12, 329, 353, 38, 12, 314, 11]
    # SUMM ARY : \n Kest _ own s _ i t . </assistant> <eot>
    + [393, 369, 38, 11, 314, 12, 329, 399, 12, 406, 398, 26, 5, 9],
    "0" * 14 + "1" * 28,
)
STRUCTURED = (
    '[{"role": "system", "content": "You are MyPT."}, {"role": "user", "content": "JSON?"},'
    ' {"role": "assistant", "content": "{\\"name\\": \\"Kest\\", \\"value\\": null}"}]',
    # <system> You _ are _ MyPT . <eot> \n <user> J S O N ? <eot> \n <assistant>
    [2, 375, 12, 377, 12, 392, 26, 9, 11, 3, 440, 410, 442, 441, 43, 9, 11, 4]
    # { " n ame " : _ " Kest " , _ " val ue " : _ nu ll } </assistant> <eot>
    + [51, 14, 400, 376, 14, 38, 12, 14, 314, 14, 24, 12, 14, 388, 319, 14, 38, 12, 363, 324, 53]
    + [5, 9],
    "0" * 18 + "1" * 23,
)
# The tool on offer stands in a system turn; the call is trained, its result is not.
TOOL_CHAINS = (
    '[{"role": "user", "content": "What is Kest?"},'
    ' {"role": "assistant", "content": "", "tool_calls":'
    ' [{"name": "web_search", "args": {"query": "Kest"}}]},'
    ' {"role": "tool", "content": "{\\"results\\": []}"},'
    ' {"role": "assistant", "content": "I don\'t know."}]',
    # <system> Too ls : _ [ { " n ame " : _ " web _ s earch " , _
    [2, 374, 360, 38, 12, 45, 51, 14, 400, 376, 14, 38, 12, 14, 330, 49, 399, 332, 14, 24, 12]
    # " args " : _ { " que ry " : _ " str ing " } } ] <eot> \n
    + [14, 396, 14, 38, 12, 51, 14, 386, 364, 14, 38, 12, 14, 387, 383, 14, 53, 53, 47, 9, 11]
    # <user> What _ is _ Kest ? <eot> \n <assistant>
    + [3, 395, 12, 358, 12, 314, 43, 9, 11, 4]
    # <tool> { " n ame " : _ " web _ s earch " , _ " args " : _
    + [6, 51, 14, 400, 376, 14, 38, 12, 14, 330, 49, 399, 332, 14, 24, 12, 14, 396, 14, 38, 12]
    # { " que ry " : _ " Kest " } } </tool> </assistant> <eot>
    + [51, 14, 386, 364, 14, 38, 12, 14, 314, 14, 53, 53, 7, 5, 9]
    # \n <toolresult> { " r esu lts " : _ [ ] } <eot> \n <assistant>
    + [11, 8, 51, 14, 401, 381, 385, 14, 38, 12, 45, 47, 53, 9, 11, 4]
    # I _ don ' t _ kn ow . </assistant> <eot>
    + [428, 12, 379, 19, 398, 12, 359, 318, 26, 5, 9],
    "0" * 52 + "1" * 36 + "0" * 16 + "1" * 11,
)


@pytest.mark.parametrize(
    ("messages", "ids", "mask"), [FORMAT_LOCK, MINIMAL_QA, TASKS, STRUCTURED, TOOL_CHAINS]
)
def test_golden_ids_and_masks(messages, ids, mask):
    tokenizer = SentencePieceTokenizer(train_sentencepiece(LINES * 5, 450))
    offered = [{"name": "web_search", "args": {"query": "string"}}] if "tool" in messages else []
    rendered = render(
        parse_messages(json.loads(messages), "golden"), parse_tools(offered, "golden"), tokenizer
    )
    assert rendered.ids.tolist() == ids
    assert "".join("1" if trained else "0" for trained in rendered.trained) == mask
