"""Rules: pure functions from an output to passed or failed, with a reason.

A check is `{"metric": "exact", "rule": "exact_answer", "expected": ["Lamp."]}`: the metric that it
counts for, the rule, and the rule's parameters. `evaluate` applies it. An unknown rule and a
missing or unknown parameter are errors, never a pass; an empty output fails every rule but
`no_tag_text`, whose bar of 100 % is about tags alone: `closed` and the others count empty answers.

| rule | parameters | passes if |
|---|---|---|
| closed | | the response's `stop_reason` is "closed" |
| no_tag_text | | no spelling of a tag is in the output |
| max_tokens_generated | limit | the response has at most `limit` tokens |
| max_words, min_words | limit | words, counted as people do |
| max_sentences | limit | at most `limit` sentences |
| exact_sentences | count | exactly `count` sentences |
| exact_answer | expected [list] | the stripped output is one of them |
| starts_with | expected [list] | the stripped output opens with one of them, as whole words |
| contains_answer | expected [list], case_sensitive=false | one of them is in it, as whole words |
| not_contains | forbidden [list], case_sensitive=false | none of them is in it |
| says_unknown, not_unknown | | the first sentence says "I don't know" (or does not) |
| language | expected "en" or "de" | the text is clearly in that language |
| sections | names [list] | exactly these `NAME:` sections, in order, none empty |
| key_facts_structure | min_bullets=3, max_bullets=7, min_sentences=1, max_sentences=3 | the form |
| bullets_grounded | source, allowed=[], min_share=1 | every bullet's words are in the source |
| numbers_and_names_from_source | source, allowed=[] | nothing is invented |
| facts_covered | facts [[spelling, …], …], min_share=1 | enough facts are in the output |
| json_parses | | the whole output is one strict JSON value |
| json_schema | schema | valid against it |
| json_values | expected {path: value} | these values, types included (`a.b`, `items[0].c`) |
| json_equals | expected | equal, types included |
| no_extra_keys | keys [dotted paths] | no other keys |
| tool_decision | expected "tool" or "direct" | a tool call (or none) |
| tool_call | name, args, alternatives=[] | this tool with these arguments, or with other ones |
| no_tool | | a direct answer |
"""

import difflib
import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any

from eval import schemas, structured, unknown
from eval.language import detect_language
from eval.verdict import RuleError, RuleResult, failed, verdict
from eval.words import contains_phrase, normalise, split_sentences, split_words
from mypt_jax.conversation.tags import contains_tag_text

__all__ = ["RULES", "RuleError", "RuleResult", "evaluate", "validate_check"]


def closed(output: str, response: Mapping[str, Any] | None) -> RuleResult:
    """Passes if generation ended with the closing tag."""
    reason = (response or {}).get("stop_reason", "missing")
    return verdict(reason == "closed", f"stop_reason is {reason!r}")


def max_tokens_generated(
    output: str, response: Mapping[str, Any] | None, *, limit: int
) -> RuleResult:
    """Passes if the response holds at most `limit` tokens, closing tag aside."""
    count = (response or {}).get("n_tokens")
    if type(count) is not int:
        return failed("the response has no n_tokens")
    return verdict(0 < count <= limit, f"{count} tokens, limit {limit}")


def no_tag_text(output: str) -> RuleResult:
    """Passes if the output holds no spelling of a tag."""
    return verdict(not contains_tag_text(output), "tag text in the answer")


def max_words(output: str, *, limit: int) -> RuleResult:
    """Passes if the output has 1 to `limit` words."""
    count = len(split_words(output))
    return verdict(0 < count <= limit, f"{count} words, limit {limit}")


def min_words(output: str, *, limit: int) -> RuleResult:
    """Passes if the output has at least `limit` words."""
    count = len(split_words(output))
    return verdict(count >= limit, f"{count} words, at least {limit} wanted")


def max_sentences(output: str, *, limit: int) -> RuleResult:
    """Passes if the output has 1 to `limit` sentences."""
    count = len(split_sentences(output))
    return verdict(0 < count <= limit, f"{count} sentences, limit {limit}")


def exact_sentences(output: str, *, count: int) -> RuleResult:
    """Passes if the output has exactly `count` sentences."""
    found = len(split_sentences(output))
    return verdict(found == count, f"{found} sentences, {count} wanted")


def _check_expected(rule: str, expected: list[str]) -> None:
    if not expected or not all(isinstance(e, str) and e.strip() for e in expected):
        raise RuleError(f"rule {rule}: {expected!r} must be a list of strings, none empty")


def exact_answer(output: str, *, expected: list[str]) -> RuleResult:
    """Passes if the stripped output is one of the accepted answers."""
    _check_expected("exact_answer", expected)
    return verdict(output.strip() in expected, f"got {output.strip()[:80]!r}, want {expected}")


def starts_with(output: str, *, expected: list[str]) -> RuleResult:
    """Passes if the stripped output opens with an accepted text that ends at a word's end."""
    _check_expected("starts_with", expected)
    text = normalise(output)
    for start in map(normalise, expected):
        if text.startswith(start) and not (
            start[-1].isalnum() and text[len(start) :][:1].isalnum()
        ):
            return verdict(True, "ok")
    return failed(f"opens with {text[:60]!r}, want {expected}")


def contains_answer(
    output: str, *, expected: list[str], case_sensitive: bool = False
) -> RuleResult:
    """Passes if an accepted answer is in the output as whole words and whole numbers."""
    _check_expected("contains_answer", expected)
    found = any(contains_phrase(output, e, case_sensitive) for e in expected)
    return verdict(found, f"none of {expected} in {output.strip()[:80]!r}")


def not_contains(output: str, *, forbidden: list[str], case_sensitive: bool = False) -> RuleResult:
    """Passes if none of `forbidden` is in the output as whole words."""
    _check_expected("not_contains", forbidden)
    found = [f for f in forbidden if contains_phrase(output, f, case_sensitive)]
    return verdict(not found, f"contains {found}")


def says_unknown(output: str) -> RuleResult:
    """Passes if the first sentence says that the answer is not known."""
    return verdict(unknown.says_unknown(output), f"claims to know: {output.strip()[:80]!r}")


def not_unknown(output: str) -> RuleResult:
    """Passes if the output answers instead of saying that it does not know."""
    return verdict(not unknown.says_unknown(output), "says that it does not know")


def language(output: str, *, expected: str) -> RuleResult:
    """Passes if the output is clearly in the expected language, "en" or "de"."""
    if expected not in ("en", "de"):
        raise RuleError(f"rule language: expected is {expected!r}; use 'en' or 'de'")
    found = detect_language(output)
    return verdict(found == expected, f"language is {found or 'not clear'}, expected {expected}")


RULES: dict[str, Callable[..., RuleResult]] = {
    rule.__name__: rule
    for rule in (
        closed,
        no_tag_text,
        max_tokens_generated,
        max_words,
        min_words,
        max_sentences,
        exact_sentences,
        exact_answer,
        starts_with,
        contains_answer,
        not_contains,
        says_unknown,
        not_unknown,
        language,
        schemas.sections,
        schemas.key_facts_structure,
        schemas.bullets_grounded,
        schemas.numbers_and_names_from_source,
        schemas.facts_covered,
        structured.json_parses,
        structured.json_schema,
        structured.json_values,
        structured.json_equals,
        structured.no_extra_keys,
        structured.tool_decision,
        structured.tool_call,
        structured.no_tool,
    )
}
_READS_RESPONSE = frozenset(
    name for name, rule in RULES.items() if "response" in inspect.signature(rule).parameters
)


@functools.cache
def _parameters(rule: str) -> dict[str, inspect.Parameter]:
    """Returns the parameters that a check must or may give to `rule`."""
    parameters = inspect.signature(RULES[rule]).parameters
    return {key: p for key, p in parameters.items() if p.kind is p.KEYWORD_ONLY}


def _check_type(rule: str, parameter: inspect.Parameter, value: object) -> None:
    """Refuses a value of another type than the parameter's annotation."""
    kinds: dict[object, Any] = {int: int, str: str, bool: bool, dict: dict, float: (int, float)}
    annotation = parameter.annotation
    if annotation is object:
        return
    kind = kinds.get(annotation, list)
    optional = parameter.default is None and value is None
    if not optional and (
        not isinstance(value, kind) or (isinstance(value, bool) and annotation is not bool)
    ):
        raise RuleError(f"rule {rule}: {parameter.name} is {value!r}, expected {annotation}")


def validate_check(check: dict) -> None:
    """Refuses a check that no output could be judged by.

    Raises:
        RuleError: `metric` or `rule` is missing, the rule does not exist, a parameter is missing,
            unknown or of the wrong type.
    """
    for key in ("metric", "rule"):
        if not isinstance(check.get(key), str) or not check[key]:
            raise RuleError(f"check {check!r} has no {key}; write {{'metric': …, 'rule': …}}")
    name = check["rule"]
    if name not in RULES:
        near = difflib.get_close_matches(name, RULES, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"rules: {', '.join(RULES)}"
        raise RuleError(f"unknown rule {name!r}; {hint}")
    parameters = _parameters(name)
    given = check.keys() - {"metric", "rule"}
    if extra := sorted(given - parameters.keys()):
        raise RuleError(f"rule {name}: unknown parameter {extra[0]!r}; it takes {[*parameters]}")
    for key, parameter in parameters.items():
        if key in check:
            _check_type(name, parameter, check[key])
        elif parameter.default is parameter.empty:
            raise RuleError(f"rule {name}: parameter {key!r} is missing; it takes {[*parameters]}")


def evaluate(check: dict, output: str, response: Mapping[str, Any] | None = None) -> RuleResult:
    """Judges `output` by one check.

    Args:
        check: `{"metric": …, "rule": …, **parameters}`.
        output: The assistant's text, inner tags spelled out.
        response: The line that generation wrote: `stop_reason`, `n_tokens`.

    Raises:
        RuleError: The check itself is wrong.
    """
    validate_check(check)
    name = check["rule"]
    parameters = {k: v for k, v in check.items() if k not in ("metric", "rule")}
    leading = (output, response) if name in _READS_RESPONSE else (output,)
    result = RULES[name](*leading, **parameters)
    was_answered = response is not None
    if not output.strip() and not (name == "no_tag_text" and was_answered):
        return failed("empty output")
    return result
