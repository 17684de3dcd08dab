import collections
import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_gen import facts, format_lock, generator, slots
from data_gen.splits import split_of
from mypt_jax.conversation.episode import parse_episode


def _answers(rows: list[dict]) -> list[str]:
    return [row["messages"][-1]["content"] for row in rows]


def _question(row: dict) -> str:
    return row["messages"][-2]["content"]


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    return generator.generate(format_lock.STAGE, 2000, 0, "train", unseen=False)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000), st.integers(300, 500))
def test_any_seed_gives_valid_varied_episodes(seed, count):
    rows = generator.generate(format_lock.STAGE, count, seed, "train", unseen=False)
    assert len({row["id"] for row in rows}) == count
    for record in generator.training_episodes(rows):
        episode = parse_episode(record, record["id"])
        assert episode.language == "en"
        assert [m.role for m in episode.messages][-2:] == ["user", "assistant"]
    families = collections.Counter(row["family"] for row in rows)
    assert len(families) >= 12
    assert max(families.values()) <= 0.15 * count
    assert collections.Counter(_answers(rows)).most_common(1)[0][1] <= 0.03 * count


def test_episodes_are_deterministic(rows):
    again = generator.generate(format_lock.STAGE, 2000, 0, "train", unseen=False)
    assert json.dumps(again) == json.dumps(rows)


def test_answers_are_bare_and_short(rows):
    for answer in _answers(rows):
        assert answer == answer.strip()
        assert len(answer.split()) <= 4
        assert not answer.endswith((".", "!", "?"))


def test_copies_keep_the_case_of_the_prompt(rows):
    copies = [row for row in rows if row["family"] in ("say_word", "repeat_name", "copy_code")]
    assert len(copies) > 400
    for row in copies:
        answer = row["messages"][-1]["content"]
        assert answer in _question(row)
        assert [c["metric"] for c in row["checks"]][-1] == "repeat_word"


def test_no_prompt_has_two_answers(rows):
    # The system turn aside, which says nothing about the answer.
    answers: dict[str, set[str]] = collections.defaultdict(set)
    for row in rows:
        answers[_question(row)].add(row["messages"][-1]["content"])
    assert [q for q, found in answers.items() if len(found) > 1] == []


def test_every_gate_prompt_is_new(rows):
    trained = {generator.prompt_key(row["messages"][:-1], []) for row in rows}
    for split in ("dev", "final"):
        suite = generator.suite(format_lock.STAGE, 200, 200, 0, split)
        prompts = {generator.prompt_key(row["messages"][:-1], []) for row in suite}
        assert len(prompts) == 400
        assert not prompts & trained
        for row in suite:
            side = "train" if row["part"] == "seen" else split
            assert split_of(row["template"]) == side
            assert "payload" not in row or split_of(row["payload"]) == split
            assert {"metric": "max_five_tokens", "rule": "max_tokens_generated", "limit": 5} in row[
                "checks"
            ]


def test_every_check_counts_for_the_family_too(rows):
    for row in rows:
        metrics = [check["metric"] for check in row["checks"]]
        skill = "exact" if "payload" in row else "known"
        assert metrics[:3] == ["max_five_tokens", skill, f"exact/{row['family']}"]


def test_a_tokenizer_limits_the_answers(tokenizer):
    accepts = generator.short_answers(tokenizer, 5)
    rows = generator.generate(format_lock.STAGE, 100, 0, "train", unseen=False, accepts=accepts)
    assert max(len(tokenizer.encode(answer)) for answer in _answers(rows)) <= 5


@pytest.mark.parametrize(
    ("subject", "table", "answer"),
    [
        ("of France", "capital", "Paris"), ("Not Found", "http_code", "404"),
        ("Peru", "continent", "South America"), ("Japan", "currency", "yen"),
        ("meters are in 3 kilometers", "unit_count", "3000"), ("kilometer", "unit_symbol", "km"),
        ("image/png", "media_ending", ".png"), ("mouse", "plural", "mice"),
        ("dog", "young", "puppy"), ("Germany", "country_domain", ".de"),
        ("Euro", "currency_code", "EUR"),
    ],
)  # fmt: skip
def test_known_facts(subject, table, answer):
    assert facts.TABLES[table]()[subject][0] == answer


def test_tables_have_no_holes():
    for name, make in facts.TABLES.items():
        for subject, answers in make().items():
            assert subject and all(answers), (name, subject)


@settings(max_examples=200)
@given(st.integers(), st.booleans())
def test_number_statements_are_judged_right(seed, is_true):
    first, rest = format_lock._larger(random.Random(seed), is_true)
    phrase, second = rest.rsplit(" ", 1)
    sign = 1 if phrase in ("greater than", "larger than", "more than") else -1
    assert (sign * (int(first) - int(second)) > 0) == is_true


@settings(max_examples=100)
@given(st.integers())
def test_false_capitals_are_false(seed):
    subject, predicate = format_lock._country(random.Random(seed), False)
    capitals = {c.capital: f"the capital {c.of}" for c in slots.countries("en")}
    assert capitals.get(subject) != predicate


def test_arithmetic_is_right(rows):
    signs = {"plus": 1, "+": 1, "minus": -1, "-": -1}
    checked = 0
    for row in rows:
        if row["family"] == "arithmetic" and "*" not in row["payload"]:
            a, sign, b = row["payload"].split()
            assert row["messages"][-1]["content"] == str(int(a) + signs[sign] * int(b))
            checked += 1
    assert checked > 30


@pytest.mark.parametrize(("language", "known"), [("en", "bagpipe"), ("de", "erwähnt")])
def test_rare_words_are_many_and_fit(language, known):
    words = slots.rare_words(language)
    assert known in words and len(words) == len(set(words)) > 7000
    assert all(slots.is_fit(word) and 3 <= len(word) <= 12 for word in words)


def test_words_to_say_are_short_and_some_of_them_rare(rows):
    said = [row["payload"] for row in rows if row["family"] == "say_word"]
    rare = set(said) & set(slots.rare_words("en")) - set(slots.words("en"))
    assert said and len(rare) > len(set(said)) / 4
    assert all(len(word) <= format_lock._SAID_LETTERS for word in said)
