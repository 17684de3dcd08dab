"""Literal ids and masks of one episode of each kind, read over by hand.

In the comments `▁` starts a word and `_` is a space.
"""

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
    # <system> ▁ You ▁ar e ▁M y PT . <eot> \n <user> ▁S ay ▁the ▁w ord ▁l amp . <eot> \n <assistant>
    [2, 386, 378, 333, 387, 325, 409, 343, 27, 9, 11, 3, 308, 349, 318, 317, 385, 371, 330, 27]
    # ▁L amp . </assistant> <eot>
    + [9, 11, 4, 369, 330, 27, 5, 9],
    "0" * 23 + "1" * 5,
)
# The first answer is context only; the emoji is four bytes.
MINIMAL_QA = (
    '[{"role": "user", "content": "Ist die Mühle grün?"},'
    ' {"role": "assistant", "content": "Ja.", "train": false},'
    ' {"role": "user", "content": "Und 😀?"},'
    ' {"role": "assistant", "content": "I don\'t know."}]',
    # <user> ▁I st ▁d ie ▁M ü hle ▁ g r ün ? <eot> \n <assistant> ▁ J a . </assistant> <eot> \n
    [3, 368, 305, 326, 358, 325, 413, 382, 386, 408, 391, 366, 36, 9, 11, 4, 386, 440, 392, 27]
    # <user> ▁ U n d _ <0xF0> <0x9F> <0x98> <0x80> ? <eot> \n <assistant>
    + [5, 9, 11, 3, 386, 422, 390, 403, 12, 289, 208, 201, 177, 36, 9, 11, 4]
    # ▁I ▁d on 't ▁ kn ow . </assistant> <eot>
    + [368, 326, 323, 20, 386, 359, 315, 27, 5, 9],
    "0" * 37 + "1" * 10,
)
TASKS = (
    '[{"role": "user", "content": "Kest owns the mill."}, {"role": "assistant",'
    ' "content": "KEY_FACTS:\\n- owner: Kest\\nSUMMARY:\\nKest owns it."}]',
    # <user> ▁Kest ▁own s ▁the ▁ mi ll . <eot> \n <assistant>
    [3, 311, 334, 389, 318, 386, 362, 322, 27, 9, 11, 4]
    # ▁K EY _ ▁F AC TS : \n - _ ▁own er :_ ▁Kest \n
    + [306, 340, 43, 367, 337, 344, 30, 11, 26, 12, 334, 353, 31, 311, 11]
    # ▁S UMM ARY : \n ▁Kest ▁own s ▁i t . </assistant> <eot>
    + [308, 377, 375, 30, 11, 311, 334, 389, 327, 388, 27, 5, 9],
    "0" * 12 + "1" * 28,
)
STRUCTURED = (
    '[{"role": "system", "content": "You are MyPT."}, {"role": "user", "content": "JSON?"},'
    ' {"role": "assistant", "content": "{\\"name\\": \\"Kest\\", \\"value\\": null}"}]',
    # <system> ▁ You ▁ar e ▁M y PT . <eot> \n <user> ▁ J S O N ? <eot> \n <assistant>
    [2, 386, 378, 333, 387, 325, 409, 343, 27, 9, 11, 3, 386, 440, 400, 442, 441, 36, 9, 11, 4]
    # { " ▁n ame " :_ " ▁Kest " , _ " ▁v al ue " :_ ▁n u ll } </assistant> <eot>
    + [45, 14, 328, 379, 14, 31, 14, 311, 14, 25, 12, 14, 329, 348, 316, 14, 31, 328, 397, 322]
    + [47, 5, 9],
    "0" * 21 + "1" * 23,
)
# The tool on offer stands in a system turn; the call is trained, its result is not.
TOOL_CHAINS = (
    '[{"role": "user", "content": "What is Kest?"},'
    ' {"role": "assistant", "content": "", "tool_calls":'
    ' [{"name": "web_search", "args": {"query": "Kest"}}]},'
    ' {"role": "tool", "content": "{\\"results\\": []}"},'
    ' {"role": "assistant", "content": "I don\'t know."}]',
    # <system> ▁ Too ls :_ [ { " ▁n ame " :_ " ▁web _ ▁s earch " , _
    [2, 386, 376, 360, 31, 39, 45, 14, 328, 379, 14, 31, 14, 335, 43, 374, 336, 14, 25, 12]
    # " ▁ar gs " :_ { " ▁q ue ry " :_ " ▁ st r ing " } } ] <eot> \n
    + [14, 333, 356, 14, 31, 45, 14, 372, 316, 363, 14, 31, 14, 386, 305, 391, 383, 14, 47, 47]
    # <user> ▁ Wh at ▁i s ▁Kest ? <eot> \n <assistant>
    + [41, 9, 11, 3, 386, 346, 319, 327, 389, 311, 36, 9, 11, 4]
    # <tool> { " ▁n ame " :_ " ▁web _ ▁s earch " , _ " ▁ar gs " :_
    + [6, 45, 14, 328, 379, 14, 31, 14, 335, 43, 374, 336, 14, 25, 12, 14, 333, 356, 14, 31]
    # { " ▁q ue ry " :_ " ▁Kest " } } </tool> </assistant> <eot>
    + [45, 14, 372, 316, 363, 14, 31, 14, 311, 14, 47, 47, 7, 5, 9]
    # \n <toolresult> { " ▁r esu lts " :_ [ ] } <eot> \n <assistant>
    + [11, 8, 45, 14, 373, 381, 384, 14, 31, 39, 41, 47, 9, 11, 4]
    # ▁I ▁d on 't ▁ kn ow . </assistant> <eot>
    + [368, 326, 323, 20, 386, 359, 315, 27, 5, 9],
    "0" * 54 + "1" * 35 + "0" * 15 + "1" * 10,
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
