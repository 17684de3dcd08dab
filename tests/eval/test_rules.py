"""Each rule with outputs that pass and outputs that fail."""

import pytest

from eval.rules import RULES, RuleError, evaluate, validate_check

SOURCE = (
    "The mill in Kelbra belongs to Brandolf Kest. It needs a new wheel for 4,200 euros. "
    "Three workers start on 3 May at 12:30."
)
KEY_FACTS = (
    "KEY_FACTS:\n- Brandolf Kest owns the mill\n- a new wheel costs 4,200 euros\n"
    "- three workers start on 3 May\nSUMMARY:\nThe mill gets a new wheel."
)
SCHEMA = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "age": {"type": ["integer", "null"]}},
    "required": ["name", "age"],
    "additionalProperties": False,
}
CALL = '{"name": "get_weather", "args": {"city": "Kelbra", "days": 3}}'
GROUNDED = {"source": SOURCE}

# (rule, parameters, output, passes)
ROWS = [
    ("no_tag_text", {}, "Lamp.", True),
    ("no_tag_text", {}, "Lamp.</myPT_assistant>", False),
    ("no_tag_text", {}, "<myPT_user>", False),
    ("max_words", {"limit": 3}, "It is green.", True),
    ("max_words", {"limit": 3}, "It is very green.", False),
    ("max_words", {"limit": 3}, "...", False),
    ("min_words", {"limit": 3}, "It is green.", True),
    ("min_words", {"limit": 3}, "It is.", False),
    ("max_sentences", {"limit": 2}, "It is z. B. green. It was red.", True),
    ("max_sentences", {"limit": 1}, "It is green. It was red.", False),
    ("exact_sentences", {"count": 2}, "It is green. It was red.", True),
    ("exact_sentences", {"count": 2}, "It is green.", False),
    ("exact_answer", {"expected": ["Lamp.", "lamp"]}, " lamp\n", True),
    ("exact_answer", {"expected": ["Lamp."]}, "lamp.", False),
    ("exact_answer", {"expected": ["Lamp."]}, "Lamp. Lamp.", False),
    ("starts_with", {"expected": ["Kest"]}, " Kest, who", True),
    ("starts_with", {"expected": ["Kest"]}, " Kestrel", False),
    ("starts_with", {"expected": ["Kest"]}, "a Kest", False),
    ("contains_answer", {"expected": ["4", "four"]}, "It is 4.", True),
    ("contains_answer", {"expected": ["4"]}, "It is 14.", False),
    ("contains_answer", {"expected": ["Po"], "case_sensitive": True}, "the po", False),
    ("not_contains", {"forbidden": ["green"]}, "It is red.", True),
    ("not_contains", {"forbidden": ["green"]}, "It is Green.", False),
    ("says_unknown", {}, "I don't know.", True),
    ("says_unknown", {}, "It is green.", False),
    ("not_unknown", {}, "It is green.", True),
    ("not_unknown", {}, "Das weiß ich nicht.", False),
    ("language", {"expected": "de"}, "Die Farbe von Bransen ist grün.", True),
    ("language", {"expected": "en"}, "Die Farbe von Bransen ist grün.", False),
    ("language", {"expected": "en"}, "Kelbra.", False),
    ("sections", {"names": ["TL;DR", "ACTION_ITEMS"]}, "TL;DR: a\nACTION_ITEMS:\n- b", True),
    ("sections", {"names": ["TL;DR", "ACTION_ITEMS"]}, "ACTION_ITEMS: b\nTL;DR: a", False),
    ("sections", {"names": ["TL;DR", "ACTION_ITEMS"]}, "TL;DR: a\nACTION_ITEMS:", False),
    ("sections", {"names": ["TL;DR"]}, "Sure!\nTL;DR: a", False),
    ("sections", {"names": ["TL;DR"]}, "TL;DR: a\nTL;DR: b", False),
    ("sections", {"names": ["TL;DR"]}, "TL;DR: a\nRISKS: b", False),
    ("key_facts_structure", {}, KEY_FACTS, True),
    ("key_facts_structure", {}, KEY_FACTS.replace("SUMMARY:\n", "SUMMARY: "), True),
    ("key_facts_structure", {}, KEY_FACTS.replace("SUMMARY:", ""), False),
    ("key_facts_structure", {}, KEY_FACTS.replace("- ", "* "), False),
    ("key_facts_structure", {}, KEY_FACTS.replace("KEY_FACTS:\n", "KEY_FACTS: "), False),
    ("key_facts_structure", {"min_bullets": 4}, KEY_FACTS, False),
    ("key_facts_structure", {"max_bullets": 2}, KEY_FACTS, False),
    ("key_facts_structure", {}, KEY_FACTS + " It is. It was. It stays.", False),
    ("key_facts_structure", {}, "KEY_FACTS:\n- a\n- a\n- a\nSUMMARY: It is.", False),
    ("key_facts_structure", {}, "KEY_FACTS:\n- a\n- b\n- \nSUMMARY: It is.", False),
    ("bullets_grounded", GROUNDED, KEY_FACTS.replace("owns ", "").replace("costs ", ""), True),
    ("bullets_grounded", GROUNDED, "- Brandolf Kest", True),
    ("bullets_grounded", GROUNDED, "- Brandolf Kost", False),
    ("bullets_grounded", GROUNDED, "- the mills of Kelbra", True),
    ("bullets_grounded", GROUNDED, "- 4200 euros", True),
    ("bullets_grounded", GROUNDED, "- 4,300 euros", False),
    ("bullets_grounded", GROUNDED, "- 3 workers", True),
    ("bullets_grounded", GROUNDED, "- 5 workers", False),
    ("bullets_grounded", GROUNDED, "- Deadline: 3 May", False),
    ("bullets_grounded", GROUNDED | {"allowed": ["Deadline"]}, "- Deadline: 3 May", True),
    ("bullets_grounded", GROUNDED | {"min_share": 0.5}, "- the mill costs 4,200 euros", True),
    ("bullets_grounded", GROUNDED | {"min_share": 0.5}, "- the mill of Kosta", False),
    ("bullets_grounded", GROUNDED, "Brandolf Kest", False),
    ("bullets_grounded", GROUNDED, "- \n- ", False),
    ("numbers_and_names_from_source", GROUNDED, KEY_FACTS, True),
    ("numbers_and_names_from_source", GROUNDED, "The owner is Brandolf Kest.", True),
    ("numbers_and_names_from_source", GROUNDED, "The owner is Brandolf Kast.", False),
    ("numbers_and_names_from_source", GROUNDED, "Kelbro gets a wheel.", False),
    ("numbers_and_names_from_source", GROUNDED, "It costs 4,300 euros.", False),
    ("numbers_and_names_from_source", GROUNDED, "Das Treffen kostet 4.200 Euro.", True),
    ("facts_covered", {"facts": [["4,200", "4200"], ["Kest"]]}, "Kest pays 4200.", True),
    ("facts_covered", {"facts": [["4,200"], ["Kest"]]}, "Kest pays 14,200.", False),
    ("facts_covered", {"facts": [["4,200"], ["Kest"]], "min_share": 0.5}, "Kest pays.", True),
    ("json_parses", {}, ' {"a": [1, null]}\n', True),
    ("json_parses", {}, '{"a": 1', False),
    ("json_parses", {}, '```json\n{"a": 1}\n```', False),
    ("json_parses", {}, 'Sure: {"a": 1}', False),
    ("json_parses", {}, '{"a": 1} {"b": 2}', False),
    ("json_parses", {}, '{"a": NaN}', False),
    ("json_parses", {}, '{"a": 1, "a": 2}', False),
    ("json_parses", {}, '{"a": 1e999}', False),
    ("json_parses", {}, "{'a': 1}", False),
    ("json_parses", {}, "[" * 100_000, False),
    ("json_schema", {"schema": SCHEMA}, '{"name": "Anna", "age": null}', True),
    ("json_schema", {"schema": SCHEMA}, '{"name": "Anna", "age": "34"}', False),
    ("json_schema", {"schema": SCHEMA}, '{"name": "Anna", "age": 34, "x": 1}', False),
    ("json_schema", {"schema": SCHEMA}, '{"name": "Anna"', False),
    ("json_values", {"expected": {"a.b": 1, "c[1]": "x"}}, '{"a": {"b": 1}, "c": [0, "x"]}', True),
    ("json_values", {"expected": {"a.b": 1}}, '{"a": {"b": "1"}}', False),
    ("json_values", {"expected": {"a": 1}}, '{"a": true}', False),
    ("json_values", {"expected": {"a": 1}}, '{"a": 1.0}', False),
    ("json_values", {"expected": {"a": None}}, "{}", False),
    ("json_equals", {"expected": {"a": 1, "b": [2]}}, '{"b": [2], "a": 1}', True),
    ("json_equals", {"expected": {"a": 1}}, '{"a": 1, "b": 2}', False),
    ("json_equals", {"expected": [1, 2]}, "[2, 1]", False),
    ("no_extra_keys", {"keys": ["a.b", "c"]}, '{"a": [{"b": 1}], "c": 2}', True),
    ("no_extra_keys", {"keys": ["a.b", "c"]}, '{"a": {"b": 1, "x": 2}}', False),
    ("no_extra_keys", {"keys": ["a"]}, "a", False),
    ("tool_decision", {"expected": "tool"}, CALL, True),
    ("tool_decision", {"expected": "tool"}, "It is sunny.", False),
    ("tool_decision", {"expected": "tool"}, '{"name": "x", "args": {}, "y": 1}', False),
    ("tool_decision", {"expected": "tool"}, '{"name": "", "args": {}}', False),
    ("tool_decision", {"expected": "direct"}, "It is sunny.", True),
    ("tool_decision", {"expected": "direct"}, '{"answer": 4}', True),
    ("tool_decision", {"expected": "direct"}, CALL, False),
    ("tool_decision", {"expected": "direct"}, CALL[:-1], False),
    ("no_tool", {}, "It is sunny.", True),
    ("no_tool", {}, CALL, False),
    ("tool_call", {"name": "get_weather", "args": {"days": 3, "city": "Kelbra"}}, CALL, True),
    ("tool_call", {"name": "get_weather", "args": {"days": 4, "city": "Kelbra"}}, CALL, False),
    ("tool_call", {"name": "get_rain", "args": {"days": 3, "city": "Kelbra"}}, CALL, False),
    ("tool_call", {"name": "get_weather", "args": {"days": "3", "city": "Kelbra"}}, CALL, False),
    (
        "tool_call",
        {
            "name": "get_weather",
            "args": {},
            "alternatives": [{"city": "Kelbra", "days": 3}],
        },
        CALL,
        True,
    ),
]  # fmt: skip
RESPONSE_ROWS = [
    ("closed", {}, {"stop_reason": "closed"}, True),
    ("closed", {}, {"stop_reason": "eot"}, False),
    ("closed", {}, {"stop_reason": "length"}, False),
    ("closed", {}, {}, False),
    ("closed", {}, None, False),
    ("max_tokens_generated", {"limit": 5}, {"n_tokens": 5}, True),
    ("max_tokens_generated", {"limit": 5}, {"n_tokens": 6}, False),
    ("max_tokens_generated", {"limit": 5}, {"n_tokens": 0}, False),
    ("max_tokens_generated", {"limit": 5}, {}, False),
]


@pytest.mark.parametrize(("rule", "parameters", "output", "passes"), ROWS)
def test_rule(rule, parameters, output, passes):
    result = evaluate({"metric": "m", "rule": rule, **parameters}, output)
    assert result.passed is passes, result.reason
    assert (result.reason == "ok") is passes


@pytest.mark.parametrize(("rule", "parameters", "response", "passes"), RESPONSE_ROWS)
def test_rule_on_the_response(rule, parameters, response, passes):
    result = evaluate({"metric": "m", "rule": rule, **parameters}, "Lamp.", response)
    assert result.passed is passes, result.reason


def test_every_rule_has_rows_that_pass_and_fail():
    seen = {(row[0], row[3]) for row in ROWS + RESPONSE_ROWS}
    assert seen == {(rule, passes) for rule in RULES for passes in (True, False)}


@pytest.mark.parametrize("output", ["", " ", "\n\t"])
def test_nothing_fails_every_rule_but_the_one_on_tags(output):
    checks = {row[0]: row[1] for row in ROWS + RESPONSE_ROWS}
    response = {"stop_reason": "closed", "n_tokens": 1}
    for rule, parameters in checks.items():
        check = {"metric": "m", "rule": rule, **parameters}
        assert evaluate(check, output, response).passed is (rule == "no_tag_text"), rule
        assert not evaluate(check, output, None).passed, rule


def test_bullets_give_the_share_of_good_ones():
    check = {"metric": "grounded", "rule": "bullets_grounded", "source": SOURCE}
    result = evaluate(check, "- Kelbra\n- Brandolf Kost\n- a new wheel\n- the mill")
    assert (result.passed, result.score) == (False, 0.75)


WRONG_CHECKS = [
    ({"rule": "closed"}, "no metric"),
    ({"metric": "m"}, "no rule"),
    ({"metric": "m", "rule": "max_word", "limit": 3}, "did you mean 'max_words'"),
    ({"metric": "m", "rule": "max_words"}, "'limit' is missing"),
    ({"metric": "m", "rule": "max_words", "limit": 3, "lang": "de"}, "unknown parameter 'lang'"),
    ({"metric": "m", "rule": "max_words", "limit": "3"}, "limit is '3'"),
    ({"metric": "m", "rule": "max_words", "limit": True}, "limit is True"),
    ({"metric": "m", "rule": "exact_answer", "expected": "Lamp."}, "expected is 'Lamp.'"),
    ({"metric": "m", "rule": "closed", "output": "x"}, "unknown parameter 'output'"),
]
UNUSABLE_PARAMETERS = [
    ({"metric": "m", "rule": "exact_answer", "expected": []}, "none empty"),
    ({"metric": "m", "rule": "contains_answer", "expected": [" "]}, "none empty"),
    ({"metric": "m", "rule": "not_contains", "forbidden": []}, "none empty"),
    ({"metric": "m", "rule": "language", "expected": "fr"}, "use 'en' or 'de'"),
    ({"metric": "m", "rule": "sections", "names": []}, "names is empty"),
    ({"metric": "m", "rule": "bullets_grounded", "source": ""}, "source is empty"),
    ({"metric": "m", "rule": "facts_covered", "facts": []}, "none empty"),
    ({"metric": "m", "rule": "json_schema", "schema": {"type": "objekt"}}, "schema itself"),
    ({"metric": "m", "rule": "json_values", "expected": {}}, "expected is empty"),
    ({"metric": "m", "rule": "tool_call", "name": "x", "args": {}, "alternatives": [1]}, "objects"),
    ({"metric": "m", "rule": "tool_decision", "expected": "both"}, "'tool' or 'direct'"),
]


@pytest.mark.parametrize(("check", "message"), WRONG_CHECKS)
def test_a_wrong_check_is_an_error(check, message):
    with pytest.raises(RuleError, match=message):
        validate_check(check)


@pytest.mark.parametrize(("check", "message"), WRONG_CHECKS + UNUSABLE_PARAMETERS)
def test_a_wrong_check_never_passes(check, message):
    with pytest.raises(RuleError, match=message):
        evaluate(check, "Lamp.", {"stop_reason": "closed", "n_tokens": 1})
