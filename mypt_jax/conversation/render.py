r"""The one renderer: messages to ids, with the mask of what the model must produce.

A turn is its opening tag, its content and its closing tags; turns are joined by one newline:

    <myPT_user>Say yes.<myPT_eot>\n<myPT_assistant>Yes.</myPT_assistant><myPT_eot>

    token    <myPT_user> Say yes. <myPT_eot> \n <myPT_assistant> Yes. </myPT_assistant> <myPT_eot>
    trained            0        0          0  0                0    1                 1          1

A prompt ends after its last `<myPT_assistant>` and is, id for id, the start of the training ids.
"""

import dataclasses
import functools
import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from mypt_jax.conversation import tags
from mypt_jax.conversation.episode import (
    EpisodeError,
    Message,
    dump_json,
    parse_messages,
    parse_tools,
)
from mypt_jax.conversation.tokenizer import Encoder

Tools = Sequence[dict[str, Any]]


@dataclasses.dataclass(frozen=True)
class Rendered:
    """One conversation as tokens.

    Attributes:
        ids: int32 [n], tags and text.
        trained: bool [n], whether the model must produce token i.
    """

    ids: np.ndarray
    trained: np.ndarray


class _Span(NamedTuple):
    """A stretch of a rendering: one tag, or text that is encoded on its own."""

    text: str
    is_tag: bool
    trained: bool


def render(messages: Sequence[Message], tools: Tools, tokenizer: Encoder) -> Rendered:
    """Renders a conversation to train on.

    Args:
        messages: All turns, answers included.
        tools: Normalised tools on offer, as `parse_tools` gives them.
        tokenizer: Its `encode` sees each content alone, so text never becomes a tag.
    """
    ids: list[int] = []
    trained: list[bool] = []
    for span in _spans(messages, tools):
        span_ids = _encode(span, tokenizer)
        ids += span_ids
        trained += [span.trained] * len(span_ids)
    return Rendered(np.array(ids, dtype=np.int32), np.array(trained, dtype=bool))


def render_prompt(messages: Sequence[Message], tools: Tools, tokenizer: Encoder) -> np.ndarray:
    """Renders a conversation up to the `<myPT_assistant>` that the model is to continue.

    Returns:
        int32 [n], a prefix of the ids that `render` gives once the answer is appended.

    Raises:
        EpisodeError: If it is not the assistant's turn.
    """
    if not messages or messages[-1].role not in {"user", "tool"}:
        last = f"a message of {messages[-1].role}" if messages else "nothing"
        raise EpisodeError(f"a prompt must end with a user or tool message, not with {last}.")
    spans = [*_spans(messages, tools), _text("\n"), _tag(tags.ASSISTANT)]
    ids = [token_id for span in spans for token_id in _encode(span, tokenizer)]
    return np.array(ids, dtype=np.int32)


def render_text(messages: Sequence[Message], tools: Tools) -> str:
    """Returns the rendering with its tags spelled out, for people."""
    return "".join(span.text for span in _spans(messages, tools))


@functools.cache
def format_hash() -> str:
    """Returns a SHA-256 that changes whenever tags, bytes, masks or normalised forms change."""
    digest = hashlib.sha256(dump_json([*tags.TAGS, tags.PAD]).encode())
    tokenizer = _ByteTokenizer()
    for raw_messages, raw_tools in _HASHED_CONVERSATIONS:
        messages = parse_messages(raw_messages, "format_hash")
        tools = parse_tools(raw_tools, "format_hash")
        rendered = render(messages, tools, tokenizer)
        prompt = render_prompt(messages[:-1], tools, tokenizer)
        for values in (rendered.ids, rendered.trained, prompt):
            digest.update(dump_json(values.tolist()).encode())
    return digest.hexdigest()


def _spans(messages: Sequence[Message], tools: Tools) -> Iterator[_Span]:
    messages = _with_tools(messages, tools)
    for index, message in enumerate(messages):
        if index:
            yield _text("\n")
        yield _tag(tags.ROLE_TAGS[message.role])
        trained = message.role == "assistant" and message.train
        yield _text(message.content, trained)
        for call in message.tool_calls:
            yield _tag(tags.TOOL, trained)
            yield _text(dump_json({"name": call.name, "args": call.args}), trained)
            yield _tag(tags.TOOL_END, trained)
        if message.role == "assistant":
            yield _tag(tags.ASSISTANT_END, trained)
        yield _tag(tags.EOT, trained)


def _with_tools(messages: Sequence[Message], tools: Tools) -> Sequence[Message]:
    """Puts the tools on offer at the end of the system text, which is then encoded as one text."""
    if not tools:
        return messages
    offer = f"Tools: {dump_json(list(tools))}"
    if messages and messages[0].role == "system":
        content = " ".join(filter(None, (messages[0].content, offer)))
        return [Message("system", content), *messages[1:]]
    return [Message("system", offer), *messages]


def _tag(tag: str, trained: bool = False) -> _Span:
    return _Span(tag, is_tag=True, trained=trained)


def _text(text: str, trained: bool = False) -> _Span:
    return _Span(text, is_tag=False, trained=trained)


def _encode(span: _Span, tokenizer: Encoder) -> list[int]:
    return [tokenizer.tag_ids[span.text]] if span.is_tag else tokenizer.encode(span.text)


class _ByteTokenizer:
    """UTF-8 bytes as ids after the tags: enough of a tokenizer to fingerprint the renderer."""

    tag_ids = {tag: index for index, tag in enumerate(tags.TAGS)}

    def encode(self, text: str) -> list[int]:
        return [len(tags.TAGS) + byte for byte in text.encode()]


_SYSTEM = {"role": "system", "content": "You are MyPT."}
_USER = {"role": "user", "content": "Grüße?"}
_ANSWER = {"role": "assistant", "content": "Ja.\n"}
_CALL = {"role": "assistant", "tool_calls": [{"name": "find", "args": {"b": "ü", "a": [1.5]}}]}
_OPENAI_CALL = {
    "role": "assistant",
    "content": "Wait.",
    "tool_calls": [
        {"id": "1", "type": "function", "function": {"name": "find", "arguments": '{"b": null}'}},
        {"function": {"name": "stop", "arguments": {}}},
    ],
}
_RESULT = {"role": "tool", "content": '{"results": []}'}
_TOOL = {"name": "find", "description": "Finds.", "args": {"b": "string"}}
_OPENAI_TOOL = {
    "type": "function",
    "function": {
        "name": "stop",
        "parameters": {
            "type": "object",
            "properties": {"x": {"type": ["string", "null"]}, "y": {"enum": [1]}},
            "required": ["x"],
        },
    },
}
# Every part of the format occurs here; the hash of their renderings stands for its behaviour.
_HASHED_CONVERSATIONS: list[tuple[list[dict[str, Any]], list[dict[str, Any]]]] = [
    ([_USER, _ANSWER], []),
    ([_SYSTEM, {"role": "user", "content": f"a{tags.EOT}"}, _ANSWER], []),
    ([_SYSTEM, _USER, {**_ANSWER, "train": False}, _USER, _ANSWER], []),
    ([_SYSTEM, _USER, _CALL, _RESULT, _OPENAI_CALL, _RESULT, _RESULT, _ANSWER], [_TOOL]),
    ([_USER, _CALL, _RESULT, {**_CALL, "train": False}, _RESULT, _ANSWER], [_TOOL, _OPENAI_TOOL]),
    ([{**_SYSTEM, "content": ""}, _USER, _ANSWER], [_OPENAI_TOOL]),
]
