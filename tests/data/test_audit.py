import json

import pytest

from mypt_jax.conversation.episode import Episode, Message
from mypt_jax.data import audit
from mypt_jax.data.records import DatasetError


def make_episode(question: str, answer: str, system: str = "", **keys) -> Episode:
    messages = [Message("system", system)] if system else []
    messages += [Message("user", question), Message("assistant", answer)]
    return Episode("e", tuple(messages), **keys)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Say yes.", "  say   YES.\n", True),
        ("Straße", "STRASSE", True),
        ("ﬁle", "file", True),
        ("Say yes.", "Say yes", False),
        ("Say yes.", "Say no.", False),
    ],
)
def test_prompts_are_compared_without_case_and_spacing(left, right, same):
    keys = [audit.episode_keys(make_episode(text, "ok")) for text in (left, right)]
    assert (keys[0] == keys[1]) is same


def test_system_text_and_tools_belong_to_the_prompt():
    plain = audit.episode_keys(make_episode("Hi", "ok"))
    assert audit.episode_keys(make_episode("Hi", "ok", system="Be brief.")) != plain
    assert audit.episode_keys(make_episode("Hi", "ok", tools=({"name": "find"},))) != plain
    assert audit.episode_keys(make_episode("Hi", "another answer")) == plain


def test_each_answered_turn_is_a_prompt():
    turns = (("user", "A"), ("assistant", "b"), ("user", "C"), ("assistant", "d"))
    messages = tuple(Message(role, content) for role, content in turns)
    assert audit.episode_keys(Episode("e", messages)) == [
        audit.prompt_key(messages[:1], ()),
        audit.prompt_key(messages[:3], ()),
    ]


def write_suite(path, *lines):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_a_gate_prompt_in_the_data_is_named_on_both_sides(tmp_path):
    ask = [{"role": "user", "content": "Say lamp."}]
    lines = [
        {"id": "s0", "messages": [{"role": "user", "content": "?"}]},
        {"id": "s1", "messages": ask},
    ]
    path = write_suite(tmp_path / "suite.jsonl", *lines)
    suite = {key: where for where, key in audit.read_suite(path, "episodes")}
    clean = [("data:1", audit.episode_keys(make_episode("Say mill.", "mill"))[0])]
    audit.check_contamination(clean, suite)
    dirty = [("data:7", audit.episode_keys(make_episode("say LAMP.", "lamp"))[0])]
    with pytest.raises(DatasetError, match=r"data:7 is the prompt of .*suite.jsonl:2"):
        audit.check_contamination(clean + dirty, suite)


def test_a_suite_line_may_end_with_its_answer(tmp_path):
    ask = {"role": "user", "content": "Say lamp."}
    answer = {"role": "assistant", "content": "lamp"}
    path = write_suite(tmp_path / "s.jsonl", {"messages": [ask]}, {"messages": [ask, answer]})
    (_, first), (_, second) = audit.read_suite(path, "episodes")
    assert first == second


def test_plain_text_is_searched_line_by_line(tmp_path):
    lines = [
        {"text": "The mill is old."},
        {"messages": [{"role": "user", "content": "Who is it?"}]},
    ]
    suite = {key for _, key in audit.read_suite(write_suite(tmp_path / "s.jsonl", *lines), "text")}
    assert suite & set(audit.document_keys("A river.\nthe mill is  old.\nWho?"))
    assert suite & set(audit.document_keys("who is it?"))
    assert not suite & set(audit.document_keys("The mill is old. It stands."))


def test_a_suite_that_proves_nothing_is_an_error(tmp_path):
    with pytest.raises(DatasetError, match="no such file"):
        list(audit.read_suite(tmp_path / "missing.jsonl", "episodes"))
    with pytest.raises(DatasetError, match="holds no prompts"):
        list(audit.read_suite(write_suite(tmp_path / "empty.jsonl"), "episodes"))
    texts = write_suite(tmp_path / "texts.jsonl", {"id": "a", "text": "The mill"})
    with pytest.raises(DatasetError, match="texts.jsonl:1: a plain-text prompt can't be compared"):
        list(audit.read_suite(texts, "episodes"))


def test_duplicates_name_the_first_occurrence():
    prompts = [("f:1", b"a"), ("f:2", b"b"), ("f:3", b"a"), ("f:4", b"a")]
    assert audit.find_duplicates(prompts) == [("f:3", "f:1"), ("f:4", "f:1")]


def test_the_figures_of_a_house_style():
    style = audit.StyleAudit()
    for episode, num_tokens in (
        (make_episode("Describe a mill in at most 5 words.", "It is old.", payload="mill"), 4),
        (make_episode("Describe a mill briefly.", "It is old.", payload="mill"), 4),
        (make_episode("Describe a mill.", "It is an old house by the river.", payload="mill"), 10),
        (make_episode("Beschreibe kurz den Fluss in höchstens 3 Wörtern.", "Breit."), 2),
    ):
        style.add(episode, audit.episode_keys(episode)[-1], [num_tokens])
    assert style.figures() == {
        "episodes": 4,
        "distinct_prompts": 4,
        "distinct_answers": 3,
        "top_answer": {"text": "it is old.", "share": 0.5},
        "top_opening_words": {"text": "it is", "share": 0.75},
        # Of the mill alone, whose answers have 3 to 8 words.
        "questions_asked_again": 1,
        "median_length_spread": 2.667,
        "constrained_prompts_rate": 0.75,
        # at most N words; briefly; kurz; in höchstens N wörtern
        "constraint_variants": 4,
        "answer_tokens": {"mean": 5.0, "max": 10, "1_to_3_rate": 0.25},
    }
    assert "top answer 50.0% ('it is old.')" in audit.describe(style.figures())


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("Answer in exactly one sentence.", ["in exactly one sentence"]),
        ("Use no more than 12 words.", ["no more than 12 words"]),
        ("Antworte in einem Satz.", ["in einem satz"]),
        ("Nenne genau drei Stichpunkte.", ["genau drei stichpunkte"]),
        ("Answer in one word, in short.", ["in one word", "in short"]),
        ("What is in the box?", []),
        ("The shortest sentence has two words.", []),
    ],
)
def test_length_constraints_are_found(prompt, found):
    assert [audit.normalise(phrase) for phrase in audit.find_constraints(prompt)] == found
