import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mypt_jax.conversation.episode import (
    Episode,
    EpisodeError,
    EpisodeRefused,
    Message,
    ToolCall,
    check_trainable,
    dump_json,
    parse_episode,
    parse_messages,
    parse_tools,
    read_episodes,
    read_jsonl,
    to_json,
)
from tests.conversation.conversations import conversations, texts, tools

USER = {"role": "user", "content": "Say yes."}
ANSWER = {"role": "assistant", "content": "Yes."}
GOOD = {"id": "fl-1", "messages": [USER, ANSWER]}
CALL = {"role": "assistant", "tool_calls": [{"name": "find", "args": {"q": "x"}}]}


def test_a_full_episode_is_parsed():
    raw = {
        **GOOD,
        "tools": [{"name": "find", "description": "Finds.", "args": {"q": "string"}}],
        "language": "en",
        "stage": "3a1",
        "family": "say_word",
        "template": "say_word/07",
        "payload": "yes",
        "meta": {"free": [1, None]},
    }
    assert parse_episode(raw, "f:1") == Episode(
        id="fl-1",
        messages=(Message("user", "Say yes."), Message("assistant", "Yes.")),
        tools=({"name": "find", "description": "Finds.", "args": {"q": "string"}},),
        language="en",
        stage="3a1",
        family="say_word",
        template="say_word/07",
        payload="yes",
        meta={"free": [1, None]},
    )


@given(messages=conversations(), offered=tools, payload=st.none() | texts)
def test_what_is_written_reads_back_equal(messages, offered, payload):
    episode = Episode("x", messages, offered, payload=payload, meta={"a": 1})
    line = dump_json(to_json(episode))
    assert "\n" not in line
    assert parse_episode(json.loads(line), "f:1") == episode


def test_json_is_written_as_the_format_says():
    assert dump_json({"b": "ü\n", "a": [1, None, True]}) == '{"b": "ü\\n", "a": [1, null, true]}'
    with pytest.raises(ValueError, match="not JSON compliant"):
        dump_json({"a": float("nan")})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"mesages": []}, "f:1: unknown key 'mesages' in episode .did you mean 'messages'"),
        ({"id": 7}, "f:1: id must be text, not a number"),
        ({"id": ""}, "f:1: id is empty"),
        ({"id": "a\ud800"}, r"f:1: id: holds a lone surrogate .U\+D800"),
        ({"language": 1}, "f:1: language must be text"),
        ({"meta": []}, "f:1: meta must be an object, not a list"),
        ({"tools": {}}, "f:1: tools must be a list, not an object"),
        ({"messages": {}}, "f:1: messages must be a list with at least one message"),
        ({"messages": []}, "f:1: messages must be a list with at least one message"),
        ({"messages": ["Hi"]}, r"f:1: messages\[0\]: a message must be an object, not text"),
    ],
)
def test_faults_of_an_episode_name_place_and_value(change, message):
    with pytest.raises(EpisodeError, match=message):
        parse_episode({**GOOD, **change}, "f:1")


@pytest.mark.parametrize("key", ["id", "messages"])
def test_required_keys(key):
    with pytest.raises(EpisodeError, match=f"f:1: episode has no '{key}'"):
        parse_episode({k: v for k, v in GOOD.items() if k != key}, "f:1")


@pytest.mark.parametrize(
    ("messages", "message"),
    [
        ([USER, {**ANSWER, "trian": False}], r"\[1\]: unknown key 'trian' .*mean 'train'"),
        ([USER, {**ANSWER, "train": 0}], r"\[1\]: train must be true or false, not 0"),
        ([USER, {**ANSWER, "role": "asistant"}], r"unknown role 'asistant' .*mean 'assistant'"),
        ([{"content": "x"}], r"\[0\]: message has no 'role'"),
        ([{"role": "user"}], r"\[0\]: content is missing"),
        ([{"role": "user", "content": None}], r"\[0\]: content is missing"),
        ([{"role": "user", "content": ["x"]}], r"\[0\]: content must be text, not a list"),
        ([{"role": "user", "content": "\udc00"}], r"\[0\]: content: holds a lone surrogate"),
        ([ANSWER], "role 'assistant' can't stand at the start; it may follow user or tool"),
        ([USER, USER], "role 'user' can't stand after user"),
        ([USER, ANSWER, ANSWER], "role 'assistant' can't stand after assistant"),
        ([USER, {"role": "system", "content": "x"}], "role 'system' can't stand after user"),
        ([USER, {"role": "tool", "content": "x"}], "role 'tool' can't stand after user"),
        ([USER, ANSWER, {"role": "tool", "content": "x"}], "a tool result without a call"),
        ([{**USER, "tool_calls": CALL["tool_calls"]}], "tool_calls must be a list in an assistant"),
        ([USER, {**CALL, "tool_calls": {"name": "x"}}], "tool_calls must be a list in an assist"),
        ([USER, {**CALL, "tool_calls": ["x"]}], r"tool_calls\[0\]: a tool call must be an object"),
        ([USER, {**CALL, "tool_calls": [{"name": "x"}]}], "tool call has no 'args'"),
        ([USER, {**CALL, "tool_calls": [{"name": "", "args": {}}]}], "name is empty"),
        ([USER, {**CALL, "tool_calls": [{"name": "x", "args": "y"}]}], "args must be an object"),
        ([USER, {**CALL, "tool_calls": [{"name": "x", "arg": {}}]}], "unknown key 'arg' .*'args'"),
        (
            [USER, {**CALL, "tool_calls": [{"function": {"name": "x", "arguments": "{y"}}]}],
            "arguments: not JSON",
        ),
        (
            [USER, {**CALL, "tool_calls": [{"type": "code", "function": {"name": "x"}}]}],
            "type must be 'function', not 'code'",
        ),
    ],
)
def test_faults_of_messages_name_place_and_value(messages, message):
    with pytest.raises(EpisodeError, match=message):
        parse_messages(messages, "f:1")


@pytest.mark.parametrize(
    "call",
    [
        {"name": "find", "args": {"b": "ü", "a": 1}},
        {"name": "find", "arguments": {"b": "ü", "a": 1}},
        {"id": "c1", "type": "function", "function": {"name": "find", "args": {"b": "ü", "a": 1}}},
        {"function": {"name": "find", "arguments": '{"b": "ü", "a": 1}'}},
        {"function": {"name": "find", "arguments": '{"b": "\\u00fc", "a": 1}'}},
    ],
)
def test_every_form_of_a_call_becomes_one(call):
    messages = parse_messages(
        [USER, {"role": "assistant", "content": None, "tool_calls": [call]}], "f"
    )
    assert messages[1] == Message("assistant", "", (ToolCall("find", {"b": "ü", "a": 1}),))
    assert list(messages[1].tool_calls[0].args) == ["b", "a"]


def test_results_must_stand_in_the_order_of_their_calls():
    calls = [{"id": name, "function": {"name": name, "arguments": {}}} for name in "ab"]
    results = [{"role": "tool", "content": name, "tool_call_id": name} for name in "ab"]
    messages = [USER, {"role": "assistant", "tool_calls": calls}]
    assert len(parse_messages([*messages, *results, ANSWER], "f:1")) == 5
    with pytest.raises(EpisodeError, match=r"messages\[2\]: tool_call_id is 'b', but .* is 'a'"):
        parse_messages([*messages, *reversed(results), ANSWER], "f:1")


ARGS = {"q": "string", "n": "integer|null", "kind": "any"}
SCHEMA = {
    "type": "object",
    "properties": {
        "q": {"type": "string", "description": "What to find."},
        "n": {"type": ["integer", "null"]},
        "kind": {"enum": ["a", "b"]},
    },
    "required": ["q"],
}


@pytest.mark.parametrize(
    "tool",
    [
        {"args": ARGS, "description": "Finds.", "name": "find"},
        {"name": "find", "description": "Finds.", "parameters": SCHEMA},
        {"type": "function", "function": {"name": "find", "description": "Finds.", "args": ARGS}},
        {
            "function": {
                "name": "find",
                "description": "Finds.",
                "parameters": SCHEMA,
                "strict": True,
            }
        },
    ],
)
def test_every_form_of_a_tool_becomes_one(tool):
    expected = (
        '[{"name": "find", "description": "Finds.", '
        '"args": {"q": "string", "n": "integer|null", "kind": "any"}}]'
    )
    assert dump_json(list(parse_tools([tool], "f"))) == expected


def test_a_tool_may_have_no_description_and_no_args():
    assert parse_tools([{"name": "now"}], "f") == ({"name": "now", "args": {}},)
    assert parse_tools([{"name": "now", "parameters": {}}], "f") == ({"name": "now", "args": {}},)


@pytest.mark.parametrize(
    ("offered", "message"),
    [
        (["find"], r"tools\[0\]: a tool must be an object, not text"),
        ([{"args": {}}], r"tools\[0\]: tool has no 'name'"),
        ([{"name": "a"}, {"name": "a"}], "'a' is offered twice"),
        ([{"name": "a", "arg": {}}], "unknown key 'arg' in tool .did you mean 'args'"),
        ([{"name": "a", "args": []}], "args must be an object, not a list"),
        ([{"name": "a", "args": {"q": {}}}], r"args\['q'\] must be text, not an object"),
        ([{"name": "a", "args": {}, "parameters": {}}], "has both args and parameters"),
        ([{"name": "a", "parameters": []}], "must be a JSON Schema object with properties"),
        ([{"name": "a", "parameters": {"properties": {"q": {"type": 1}}}}], "type must be a name"),
    ],
)
def test_faults_of_tools_name_place_and_value(offered, message):
    with pytest.raises(EpisodeError, match=message):
        parse_tools(offered, "f:1")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", r"x.jsonl:2: not JSON: Expecting .* at column 2"),
        (b"[]", "x.jsonl:2: must be an object, not a list"),
        (b'{"a": 1} {"b": 2}', "x.jsonl:2: not JSON: Extra data at column 10"),
        (b'{"a": "\xff"}', "x.jsonl:2: not UTF-8 .byte 0xff at column 8"),
        (b'{"a": "\xed\xa0\x80"}', "x.jsonl:2: not UTF-8 .byte 0xed"),
        (b'{"a": "\\ud83d"}', r"x.jsonl:2: holds a lone surrogate .U\+D83D"),
        (b'{"a": {"b": 1, "b": 2}}', "the key 'b' occurs twice"),
        (b'{"a": NaN}', "NaN is not a JSON number"),
        (b'{"a": -Infinity}', "-Infinity is not a JSON number"),
        (b'{"a": ' + b"9" * 5000 + b"}", "x.jsonl:2: not usable as JSON"),
        (b"[" * 100_000, "x.jsonl:2: not usable as JSON"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, message):
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"good": true}\n' + line + b"\n")
    lines = read_jsonl(path)
    assert next(lines) == (f"{path}:1", {"good": True})
    with pytest.raises(EpisodeError, match=message):
        next(lines)


def test_lines_end_at_newlines_only_and_empty_ones_are_passed_over(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_bytes('{"a": "x\u2028y\\ud83d\\ude00"}\r\n\n{"b": 2}'.encode())
    assert list(read_jsonl(path)) == [
        (f"{path}:1", {"a": "x\u2028y😀"}),
        (f"{path}:3", {"b": 2}),
    ]


def test_an_id_may_occur_once(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text("".join(dump_json({**GOOD, "id": i}) + "\n" for i in ("a", "b", "a")))
    episodes = read_episodes(path)
    assert [next(episodes)[1].id, next(episodes)[1].id] == ["a", "b"]
    with pytest.raises(EpisodeError, match=r"x.jsonl:3: id 'a' was already used at .*x.jsonl:1"):
        next(episodes)


@pytest.mark.parametrize(
    ("messages", "message"),
    [
        ([USER, {**ANSWER, "content": ""}], r"f:1: messages\[1\]: the assistant's answer is empty"),
        ([USER, {**ANSWER, "content": " \n"}], "answer is empty"),
        ([USER, {**ANSWER, "train": False}], "f:1: no assistant turn is trained"),
        ([USER], "f:1: no assistant turn is trained"),
    ],
)
def test_episodes_without_a_lesson_are_refused(messages, message):
    with pytest.raises(EpisodeRefused, match=message):
        check_trainable(parse_episode({**GOOD, "messages": messages}, "f:1"), "f:1")


def test_a_call_alone_is_a_lesson():
    check_trainable(parse_episode({**GOOD, "messages": [USER, CALL]}, "f:1"), "f:1")
