"""Rules for JSON answers and tool calls written as JSON."""

import json
import math
from typing import Any

import jsonschema
import referencing

from eval.verdict import RuleError, RuleResult, failed, passed, verdict


class _NotJson(ValueError):
    pass


def parse_json(output: str) -> object:
    """Parses the whole output as one JSON value.

    Raises:
        ValueError: Anything that is not strict JSON: text around it, a code fence, NaN, Infinity,
            a key that occurs twice, a number beyond float range.
    """

    def pairs(items: list[tuple[str, object]]) -> dict:
        keys = [key for key, _ in items]
        if len(set(keys)) < len(keys):
            raise _NotJson(f"key {next(k for k in keys if keys.count(k) > 1)!r} occurs twice")
        return dict(items)

    def constant(name: str) -> None:
        raise _NotJson(f"{name} is not JSON")

    def number(text: str) -> float:
        if not math.isfinite(float(text)):
            raise _NotJson(f"number {text} is out of range")
        return float(text)

    try:
        return json.loads(
            output, object_pairs_hook=pairs, parse_constant=constant, parse_float=number
        )
    except RecursionError as error:
        raise _NotJson("nested too deeply") from error


def equal_json(left: Any, right: Any) -> bool:
    """Compares two JSON values with their types: true is not 1, 1 is not 1.0."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(equal_json(left[k], right[k]) for k in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(equal_json, left, right))
    return left == right


def _parse(output: str) -> tuple[object, str | None]:
    """Returns (value, None), or (None, why it does not parse)."""
    try:
        return parse_json(output), None
    except ValueError as error:
        return None, f"not JSON: {error}"


def json_parses(output: str) -> RuleResult:
    """Passes if the whole output is one strict JSON value."""
    _, problem = _parse(output)
    return failed(problem) if problem else passed()


def json_schema(output: str, *, schema: dict) -> RuleResult:
    """Passes if the output is JSON and valid against the JSON Schema."""
    # Draft 7: its own check of a schema is ten times as fast as that of 2020-12.
    validator = jsonschema.Draft7Validator
    try:
        validator.check_schema(schema)
    except jsonschema.SchemaError as error:
        raise RuleError(
            f"rule json_schema: the schema itself is invalid: {error.message}"
        ) from error
    value, problem = _parse(output)
    if problem:
        return failed(problem)
    # An empty registry: a schema may not send us to the network.
    checker = validator(schema, registry=referencing.Registry())
    found = next(iter(checker.iter_errors(value)), None)
    return failed(f"{found.json_path}: {found.message}"[:200]) if found else passed()


def _look_up(value: object, path: str) -> tuple[bool, object]:
    """Returns (found, value) at a path such as `person.name` or `items[0].price`."""
    for step in path.replace("[", ".").replace("]", "").split("."):
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return False, None
    return True, value


def json_values(output: str, *, expected: dict) -> RuleResult:
    """Passes if every path of `expected` holds exactly its value, types included."""
    if not expected:
        raise RuleError("rule json_values: expected is empty; name at least one path")
    value, problem = _parse(output)
    if problem:
        return failed(problem)
    for path, wanted in expected.items():
        found, got = _look_up(value, path)
        if not found:
            return failed(f"{path} is missing")
        if not equal_json(got, wanted):
            return failed(f"{path} is {got!r}, expected {wanted!r}")
    return passed()


def json_equals(output: str, *, expected: object) -> RuleResult:
    """Passes if the output is JSON equal to `expected`, types included, key order aside."""
    value, problem = _parse(output)
    if problem:
        return failed(problem)
    return verdict(equal_json(value, expected), f"got {value!r}, expected {expected!r}"[:300])


def _key_paths(value: object, prefix: str = "") -> set[str]:
    """Returns the dotted paths of all keys; positions in arrays are left out."""
    if isinstance(value, list):
        return {path for item in value for path in _key_paths(item, prefix)}
    if not isinstance(value, dict):
        return set()
    paths = {prefix + key for key in value}
    return paths.union(*(_key_paths(item, f"{prefix}{key}.") for key, item in value.items()))


def no_extra_keys(output: str, *, keys: list[str]) -> RuleResult:
    """Passes if the JSON has no key outside `keys` (dotted paths; array positions left out)."""
    value, problem = _parse(output)
    if problem:
        return failed(problem)
    known = {".".join(k.split(".")[: n + 1]) for k in keys for n in range(k.count(".") + 1)}
    extra = sorted(_key_paths(value) - known)
    return verdict(not extra, f"extra keys {extra}")


def parse_tool_call(output: str) -> dict | None:
    """Returns the call if the whole output is `{"name": …, "args": {…}}`, else None."""
    value, problem = _parse(output)
    if problem or not isinstance(value, dict) or set(value) != {"name", "args"}:
        return None
    is_call = isinstance(value["name"], str) and value["name"] and isinstance(value["args"], dict)
    return value if is_call else None


def tool_decision(output: str, *, expected: str) -> RuleResult:
    """Passes if the output is a tool call ("tool"), or an answer that is none ("direct").

    An output that opens like JSON and does not parse is neither.
    """
    if expected not in ("tool", "direct"):
        raise RuleError(f"rule tool_decision: expected is {expected!r}; use 'tool' or 'direct'")
    call = parse_tool_call(output)
    if expected == "tool":
        return verdict(call is not None, "not a tool call")
    if call is not None:
        return failed(f"calls {call['name']!r}")
    if output.strip().startswith(("{", "[", "```")) and _parse(output)[1]:
        return failed("broken JSON, not a direct answer")
    return passed()


def no_tool(output: str) -> RuleResult:
    """Passes if the output is a direct answer and not a tool call."""
    return tool_decision(output, expected="direct")


def tool_call(
    output: str, *, name: str, args: dict, alternatives: list[dict] | None = None
) -> RuleResult:
    """Passes if the output calls tool `name` with exactly `args`, or with one of `alternatives`."""
    accepted = [args, *(alternatives or [])]
    if not all(isinstance(other, dict) for other in accepted):
        raise RuleError("rule tool_call: alternatives must be a list of other arguments (objects)")
    call = parse_tool_call(output)
    if call is None:
        return failed("not a tool call")
    reason = f"called {call['name']} with {call['args']}, expected {name} with {args}"
    is_right = call["name"] == name and any(equal_json(call["args"], a) for a in accepted)
    return verdict(is_right, reason[:300])
