r"""Raw prompts of the command line, parsed back into messages.

Accepted are the chat format's own text and the paired tags of the PyTorch original:

    <myPT_system>You are MyPT.<myPT_eot>\n<myPT_user>Say yes.<myPT_eot>\n<myPT_assistant>
    <myPT_system>You are MyPT.</myPT_system><myPT_user>Say yes.</myPT_user><myPT_assistant>

Between tags a newline may also be the two characters `\` and `n`, as a shell passes it in double
quotes. Inside content nothing is unescaped.
"""

import json
import re
from typing import Any

from mypt_jax.conversation import tags
from mypt_jax.conversation.episode import (
    EpisodeError,
    Message,
    check_role_order,
    dump_json,
    parse_messages,
    parse_tools,
)

_WHERE = "prompt"
_CLOSING = {role: f"</{tag[1:]}" for role, tag in tags.ROLE_TAGS.items()}
_TAG = re.compile("|".join(map(re.escape, (*tags.TAGS, *sorted({*_CLOSING.values()})))))
_BETWEEN_TAGS = re.compile(r"(?:[\r\n]|\\[rn])+")
_TOOLS = re.compile(r"(?:\A| )Tools: (?=\[)")
_ROLES = {tag: role for role, tag in tags.ROLE_TAGS.items()}


class PromptError(ValueError):
    """A raw prompt that is no conversation; the message shows the place."""


def parse_prompt(text: str) -> tuple[tuple[Message, ...], tuple[dict[str, Any], ...]]:
    """Parses a raw prompt that ends with the `<myPT_assistant>` to continue.

    Returns:
        (messages, tools), which render to the prompt in the chat format's spelling.

    Raises:
        PromptError: If it does not parse; shows where.
    """
    raw: list[dict[str, Any]] = []
    position = _skip(text, 0)
    while True:
        tag = _TAG.match(text, position)
        role = _ROLES.get(tag.group()) if tag else None
        if tag is None or role is None:
            raise _error(text, position, f"expected one of {', '.join(_ROLES)}")
        if role == "assistant" and _skip(text, tag.end()) == len(text):
            break
        message, position = _parse_turn(text, tag.end(), role)
        raw.append(message)
    tools = _take_tools(raw)
    try:
        messages = parse_messages(raw, _WHERE) if raw else ()
        check_role_order((*messages, Message("assistant", "")), _WHERE)
    except EpisodeError as error:
        raise PromptError(str(error)) from error
    return messages, tools


def _parse_turn(text: str, start: int, role: str) -> tuple[dict[str, Any], int]:
    """Returns the raw message whose content begins at `start`, and where the next turn begins."""
    tag = _next_tag(text, start, role)
    message: dict[str, Any] = {"role": role, "content": text[start : tag.start()]}
    while role == "assistant" and tag.group() == tags.TOOL:
        end = _next_tag(text, tag.end(), role)
        if end.group() != tags.TOOL_END:
            raise _error(text, end.start(), f"expected {tags.TOOL_END}")
        message.setdefault("tool_calls", []).append(_parse_call(text, tag.end(), end.start()))
        tag = _next_tag(text, end.end(), role)
        if tag.start() != end.end():
            raise _error(text, end.end(), "expected a tag; text can't follow a tool call")
    if tag.group() not in {tags.EOT, _CLOSING[role]}:
        raise _error(text, tag.start(), f"expected {tags.EOT} or {_CLOSING[role]} first")
    position = _skip(text, tag.end())
    if tag.group() != tags.EOT and text.startswith(tags.EOT, position):
        position = _skip(text, position + len(tags.EOT))
    return message, position


def _next_tag(text: str, start: int, role: str) -> re.Match[str]:
    tag = _TAG.search(text, start)
    if tag is None:
        raise _error(text, start, f"the {role} turn that begins here is not closed")
    return tag


def _parse_call(text: str, start: int, end: int) -> Any:
    try:
        return json.loads(text[start:end])
    except json.JSONDecodeError as error:
        raise _error(text, start + error.pos, f"the tool call is not JSON ({error.msg})") from error


def _take_tools(raw: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Takes the tools on offer out of the system text, if it ends with them as rendered."""
    if not raw or raw[0]["role"] != "system":
        return ()
    content = raw[0]["content"]
    for match in _TOOLS.finditer(content):
        try:
            tools = parse_tools(json.loads(content[match.end() :]), _WHERE)
        except ValueError:
            continue
        if tools and dump_json(list(tools)) == content[match.end() :]:
            raw[0]["content"] = content[: match.start()]
            if not raw[0]["content"]:
                del raw[0]
            return tools
    return ()


def _skip(text: str, position: int) -> int:
    newlines = _BETWEEN_TAGS.match(text, position)
    return newlines.end() if newlines else position


def _error(text: str, position: int, problem: str) -> PromptError:
    before = repr(text[max(0, position - 30) : position])[1:-1]
    after = repr(text[position : position + 30])[1:-1]
    return PromptError(
        f"prompt, character {position}: {problem}, at the mark: {before} >>>HERE>>> {after}\n"
        f"A prompt is {tags.USER}…{tags.EOT} and ends with {tags.ASSISTANT}."
    )
