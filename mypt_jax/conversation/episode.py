"""Episodes as they stand on disk: one conversation a JSONL line, read strictly.

    {"id": "fl-000123", "messages": [{"role": "user", "content": "Say yes."},
     {"role": "assistant", "content": "Yes."}], "tools": [], "language": "en", "stage": "3a1",
     "family": "say_word", "template": "say_word/07", "payload": "yes", "meta": {}}

Only `id` and `messages` are required. OpenAI's nested forms of tools and tool calls are accepted
and become `{"name", "description", "args"}` and `{"name", "args"}`.
"""

import dataclasses
import difflib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from etils import epath

# Which roles may stand before each role; None is the start of the conversation.
_MAY_FOLLOW = {
    "system": (None,),
    "user": (None, "system", "assistant"),
    "assistant": ("user", "tool"),
    "tool": ("assistant", "tool"),
}
_LABELS = ("language", "stage", "family", "template", "payload")
_EPISODE_KEYS = ("id", "messages", "tools", *_LABELS, "meta")
_MESSAGE_KEYS = ("role", "content", "tool_calls", "train")
_TOOL_MESSAGE_KEYS = ("role", "content", "train", "name", "tool_call_id")
_NESTED_CALL_KEYS = ("id", "type", "function")
_NESTED_TOOL_KEYS = ("type", "function")
_FLAT_TOOL_KEYS = ("name", "description", "args", "parameters", "strict", "return")


class EpisodeError(ValueError):
    """A fault in the structure of the data: nothing of the file can be trusted."""


class EpisodeRefused(ValueError):
    """One well-formed episode that can't be trained on: it is listed and counted."""


@dataclasses.dataclass(frozen=True)
class ToolCall:
    """A tool call inside an assistant turn."""

    name: str
    args: dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Message:
    """One turn; `train=False` makes an assistant turn context only."""

    role: str
    content: str
    tool_calls: tuple[ToolCall, ...] = ()
    train: bool = True


@dataclasses.dataclass(frozen=True)
class Episode:
    """One conversation to train on, with the labels that splits and reports need."""

    id: str
    messages: tuple[Message, ...]
    tools: tuple[dict[str, Any], ...] = ()
    language: str | None = None
    stage: str | None = None
    family: str | None = None
    template: str | None = None
    payload: str | None = None
    meta: dict[str, Any] = dataclasses.field(default_factory=dict)


def dump_json(value: Any) -> str:
    """Writes JSON as the chat format has it: `", "` and `": "`, UTF-8, keys in their order."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def read_jsonl(path: str | epath.Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Reads the objects of a JSONL file; empty lines are passed over.

    Yields:
        ("path:line", object) of each line.

    Raises:
        EpisodeError: If a line is not UTF-8, not one JSON object, repeats a key, or holds NaN or a
            lone surrogate.
    """
    with epath.Path(path).open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                where = f"{path}:{number}"
                yield where, _parse_line(line, where)


def read_episodes(path: str | epath.Path) -> Iterator[tuple[str, Episode]]:
    """Reads the episodes of a JSONL file; see `check_trainable` for what may still be wrong.

    Yields:
        ("path:line", episode) of each line.

    Raises:
        EpisodeError: If the structure is wrong or an id occurs twice.
    """
    first_seen: dict[str, str] = {}
    for where, raw in read_jsonl(path):
        episode = parse_episode(raw, where)
        if episode.id in first_seen:
            raise EpisodeError(
                f"{where}: id {episode.id!r} was already used at {first_seen[episode.id]}. "
                "Ids must be unique."
            )
        first_seen[episode.id] = where
        yield where, episode


def parse_episode(raw: Any, where: str) -> Episode:
    """Checks the structure of one episode.

    Raises:
        EpisodeError: Naming `where`, the place, the value and the remedy.
    """
    _check_keys(raw, _EPISODE_KEYS, ("id", "messages"), where, "episode")
    labels = {key: _text(raw[key], where, key) for key in _LABELS if raw.get(key) is not None}
    episode_id = _text(raw["id"], where, "id")
    if not episode_id:
        raise EpisodeError(f"{where}: id is empty. Give each episode an id of its own.")
    meta = raw.get("meta", {})
    if not isinstance(meta, dict):
        raise EpisodeError(f"{where}: meta must be an object, not {_type_name(meta)}.")
    return Episode(
        id=episode_id,
        messages=parse_messages(raw["messages"], where),
        tools=parse_tools(raw.get("tools", []), where),
        meta=meta,
        **labels,
    )


def check_trainable(episode: Episode, where: str) -> None:
    """Checks that every assistant turn says something and that one of them is trained.

    Raises:
        EpisodeRefused: If not; `where` names the line.
    """
    for index, message in enumerate(episode.messages):
        empty = not message.content.strip() and not message.tool_calls
        if message.role == "assistant" and empty:
            raise EpisodeRefused(f"{where}: messages[{index}]: the assistant's answer is empty.")
    if not any(message.role == "assistant" and message.train for message in episode.messages):
        raise EpisodeRefused(
            f"{where}: no assistant turn is trained. Add an answer or drop the episode."
        )


def to_json(episode: Episode) -> dict[str, Any]:
    """Returns the JSON object of an episode without default values; undoes `parse_episode`."""
    raw: dict[str, Any] = {
        "id": episode.id,
        "messages": [_message_to_json(message) for message in episode.messages],
    }
    if episode.tools:
        raw["tools"] = list(episode.tools)
    for label in _LABELS:
        if getattr(episode, label) is not None:
            raw[label] = getattr(episode, label)
    if episode.meta:
        raw["meta"] = episode.meta
    return raw


def parse_messages(raw: Any, where: str) -> tuple[Message, ...]:
    """Checks a list of messages and the order of their roles.

    Raises:
        EpisodeError: Naming `where`, the message, the value and the remedy.
    """
    if not isinstance(raw, list) or not raw:
        raise EpisodeError(f"{where}: messages must be a list with at least one message.")
    messages = tuple(
        _parse_message(item, f"{where}: messages[{index}]") for index, item in enumerate(raw)
    )
    check_role_order(messages, where)
    _check_call_ids(raw, where)
    return messages


def check_role_order(messages: Iterable[Message], where: str) -> None:
    """Checks that each turn may follow the one before it.

    Raises:
        EpisodeError: If not, for example if the assistant speaks first.
    """
    previous: Message | None = None
    for index, message in enumerate(messages):
        role_before = previous.role if previous else None
        calls = previous.tool_calls if previous else ()
        if role_before not in _MAY_FOLLOW[message.role]:
            after = f"after {role_before}" if role_before else "at the start"
            allowed = " or ".join(role or "the start" for role in _MAY_FOLLOW[message.role])
            raise EpisodeError(
                f"{where}: messages[{index}]: role {message.role!r} can't stand {after}; "
                f"it may follow {allowed}."
            )
        if message.role == "tool" and previous and previous.role == "assistant" and not calls:
            raise EpisodeError(
                f"{where}: messages[{index}]: a tool result without a call: the assistant message "
                "before it has no tool_calls."
            )
        previous = message


def parse_tools(raw: Any, where: str) -> tuple[dict[str, Any], ...]:
    """Normalises tools on offer to `{"name", "description", "args": {name: type}}`.

    Accepts that form itself, and OpenAI's with or without `{"type": "function", "function": …}`,
    whose JSON Schema `parameters` become `args`.

    Raises:
        EpisodeError: Naming `where`, the tool, the value and the remedy.
    """
    if not isinstance(raw, list):
        raise EpisodeError(f"{where}: tools must be a list, not {_type_name(raw)}.")
    tools = tuple(_parse_tool(item, f"{where}: tools[{index}]") for index, item in enumerate(raw))
    names = [tool["name"] for tool in tools]
    for name in names:
        if names.count(name) > 1:
            raise EpisodeError(f"{where}: tools: {name!r} is offered twice.")
    return tools


def _parse_line(line: bytes, where: str) -> dict[str, Any]:
    try:
        text = line.decode("utf-8").rstrip("\r\n")
        value = json.loads(text, object_pairs_hook=_unique_keys, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise EpisodeError(
            f"{where}: not UTF-8 (byte 0x{line[error.start]:02x} at column {error.start + 1}). "
            "Save the file as UTF-8."
        ) from error
    except json.JSONDecodeError as error:
        raise EpisodeError(
            f"{where}: not JSON: {error.msg} at column {error.colno}. "
            "Each line must hold one whole object."
        ) from error
    except (ValueError, RecursionError) as error:
        raise EpisodeError(f"{where}: not usable as JSON: {error}.") from error
    if not isinstance(value, dict):
        raise EpisodeError(f"{where}: must be an object, not {_type_name(value)}.")
    if "\\u" in text:  # only an escape can bring in half a character
        _check_unicode(dump_json(value), where)
    return value


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {repeated!r} occurs twice in one object")
    return value


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _parse_message(raw: Any, where: str) -> Message:
    role = raw.get("role") if isinstance(raw, dict) else None
    keys = _TOOL_MESSAGE_KEYS if role == "tool" else _MESSAGE_KEYS
    _check_keys(raw, keys, ("role",), where, "message")
    if not isinstance(role, str) or role not in _MAY_FOLLOW:
        hint = _suggestion(role, _MAY_FOLLOW)
        raise EpisodeError(
            f"{where}: unknown role {role!r}{hint}. Roles are {', '.join(_MAY_FOLLOW)}."
        )
    calls = raw.get("tool_calls") or []
    if not isinstance(calls, list) or (calls and role != "assistant"):
        raise EpisodeError(f"{where}: tool_calls must be a list in an assistant message.")
    train = raw.get("train", True)
    if not isinstance(train, bool):
        raise EpisodeError(f"{where}: train must be true or false, not {train!r}.")
    content = raw.get("content")
    if content is None and not calls:
        raise EpisodeError(f"{where}: content is missing.")
    return Message(
        role=role,
        content="" if content is None else _text(content, where, "content"),
        tool_calls=tuple(
            _parse_call(call, f"{where}: tool_calls[{index}]") for index, call in enumerate(calls)
        ),
        train=train,
    )


def _check_call_ids(raw_messages: list[dict[str, Any]], where: str) -> None:
    """Checks that results stand in the order of their calls, since the format keeps no ids."""
    waiting: list[str | None] = []
    for index, raw in enumerate(raw_messages):
        if raw["role"] == "assistant":
            waiting = [call.get("id") for call in raw.get("tool_calls") or []]
        elif raw["role"] == "tool":
            call_id = waiting.pop(0) if waiting else None
            result_id = raw.get("tool_call_id")
            if None not in (call_id, result_id) and call_id != result_id:
                raise EpisodeError(
                    f"{where}: messages[{index}]: tool_call_id is {result_id!r}, but the next call "
                    f"without a result is {call_id!r}. Put results in the order of their calls."
                )


def _parse_call(raw: Any, where: str) -> ToolCall:
    if isinstance(raw, dict) and "function" in raw:
        _check_keys(raw, _NESTED_CALL_KEYS, ("function",), where, "tool call")
        _check_function_type(raw, where)
        raw, where = raw["function"], f"{where}: function"
    args_key = "arguments" if isinstance(raw, dict) and "arguments" in raw else "args"
    _check_keys(raw, ("name", args_key), ("name", args_key), where, "tool call")
    args = raw[args_key]
    if args_key == "arguments" and isinstance(args, str):
        # OpenAI's form holds JSON in a string; rendering that as a string would encode it twice.
        args = _parse_line(args.encode("utf-8", "surrogatepass"), f"{where}: arguments")
    if not isinstance(args, dict):
        raise EpisodeError(f"{where}: {args_key} must be an object, not {_type_name(args)}.")
    _check_json(args, f"{where}: {args_key}")
    return ToolCall(_name(raw["name"], where), args)


def _parse_tool(raw: Any, where: str) -> dict[str, Any]:
    if isinstance(raw, dict) and "function" in raw:
        _check_keys(raw, _NESTED_TOOL_KEYS, ("function",), where, "tool")
        _check_function_type(raw, where)
        raw, where = raw["function"], f"{where}: function"
    _check_keys(raw, _FLAT_TOOL_KEYS, ("name",), where, "tool")
    if "args" in raw and "parameters" in raw:
        raise EpisodeError(f"{where}: has both args and parameters. Keep one of them.")
    tool: dict[str, Any] = {"name": _name(raw["name"], where)}
    if raw.get("description") is not None:
        tool["description"] = _text(raw["description"], where, "description")
    if raw.get("parameters") is not None:
        args = _args_of_schema(raw["parameters"], f"{where}: parameters")
    else:
        args = raw.get("args", {})
    if not isinstance(args, dict):
        raise EpisodeError(f"{where}: args must be an object, not {_type_name(args)}.")
    tool["args"] = {
        _text(name, where, "args"): _text(kind, where, f"args[{name!r}]")
        for name, kind in args.items()
    }
    return tool


def _args_of_schema(schema: Any, where: str) -> dict[str, str]:
    """Returns {name: type} of a JSON Schema object; an alternative of types becomes `a|b`."""
    properties = schema.get("properties", {}) if isinstance(schema, dict) else None
    if not isinstance(properties, dict):
        raise EpisodeError(f"{where}: must be a JSON Schema object with properties.")
    args = {}
    for name, prop in properties.items():
        kind = prop.get("type", "any") if isinstance(prop, dict) else None
        kinds = kind if isinstance(kind, list) else [kind]
        if not kinds or not all(isinstance(item, str) for item in kinds):
            raise EpisodeError(f"{where}: properties[{name!r}]: type must be a name of a type.")
        args[name] = "|".join(map(str, kinds))
    return args


def _message_to_json(message: Message) -> dict[str, Any]:
    raw: dict[str, Any] = {"role": message.role, "content": message.content}
    if message.tool_calls:
        raw["tool_calls"] = [dataclasses.asdict(call) for call in message.tool_calls]
    if not message.train:
        raw["train"] = False
    return raw


def _check_keys(
    raw: Any, known: tuple[str, ...], required: tuple[str, ...], where: str, what: str
) -> None:
    if not isinstance(raw, dict):
        raise EpisodeError(f"{where}: a {what} must be an object, not {_type_name(raw)}.")
    for key in raw:
        if key not in known:
            raise EpisodeError(
                f"{where}: unknown key {key!r} in {what}{_suggestion(key, known)}. "
                f"Keys are {', '.join(known)}; free data goes under the episode's meta."
            )
    for key in required:
        if key not in raw:
            raise EpisodeError(f"{where}: {what} has no {key!r}.")


def _check_function_type(raw: dict[str, Any], where: str) -> None:
    if raw.get("type", "function") != "function":
        raise EpisodeError(f"{where}: type must be 'function', not {raw['type']!r}.")


def _suggestion(key: Any, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(str(key), list(known), n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""


def _name(value: Any, where: str) -> str:
    if not _text(value, where, "name"):
        raise EpisodeError(f"{where}: name is empty.")
    return value


def _text(value: Any, where: str, key: str) -> str:
    if not isinstance(value, str):
        raise EpisodeError(f"{where}: {key} must be text, not {_type_name(value)}.")
    _check_unicode(value, f"{where}: {key}")
    return value


def _check_json(value: Any, where: str) -> None:
    try:
        _check_unicode(dump_json(value), where)
    except (TypeError, RecursionError) as error:
        raise EpisodeError(f"{where}: not usable as JSON: {error}.") from error


def _check_unicode(text: str, where: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise EpisodeError(
            f"{where}: holds a lone surrogate (U+{ord(text[error.start]):04X}), half of a "
            "character, which UTF-8 can't write. Repair the text where it was cut."
        ) from error


def _type_name(value: Any) -> str:
    names = {
        bool: "true or false", int: "a number", float: "a number", str: "text", list: "a list",
        dict: "an object", type(None): "null",
    }  # fmt: skip
    return names.get(type(value), type(value).__name__)
