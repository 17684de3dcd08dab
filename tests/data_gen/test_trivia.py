"""General knowledge for pretrained models, and that none of it is what the check asks."""

import collections
import re
from pathlib import Path

import pytest

from data_gen import facts, format_lock, generator, minimal_qa, slots, trivia, trivia_de
from eval import rules
from eval.suites import read_suite

ROOT = Path(__file__).parents[2]
ASKED = read_suite(ROOT / "eval/general_knowledge.jsonl")
RELATIONS = trivia.RELATIONS + trivia_de.RELATIONS


def words(text: str) -> set[str]:
    """Returns the words of a text that say what it is about."""
    found = {word.lower().rstrip("s") for word in re.findall(r"[A-Za-z]{5,}", text)}
    return found - {"there", "where", "which", "whose", "called"}


def taught() -> list[tuple[str, tuple[str, ...]]]:
    known = [(x, (y,)) for relation in RELATIONS for x, y in trivia.table(relation).items()]
    return known + [pair for table in facts.TABLES.values() for pair in table().items()]


def test_no_stage_teaches_what_the_check_of_general_knowledge_asks():
    assert len(ASKED) == 100
    for line in ASKED:
        question = line.shown_prompt
        [check] = [check for check in line.checks if check["rule"] == "contains_answer"]
        expected = {text.lower() for text in check["expected"]}
        for subject, answers in taught():
            same = expected & {answer.lower() for answer in answers}
            assert not (same and words(subject) & words(question)), (question, subject)


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.name)
def test_a_relation_has_facts_and_sentences(relation):
    table = trivia.table(relation)
    assert len(table) >= 8 and all(table) and all(table.values())
    assert bool(relation.clause) == bool(relation.sentence)
    for x, y in table.items() if relation.clause else ():
        sentence = relation.sentence.format(x=x, y=y)
        assert rules.evaluate({"rule": "max_sentences", "metric": "m", "limit": 1}, sentence).passed
        assert {x, y} <= {part for part in (x, y) if part in sentence}


@pytest.mark.parametrize("module, name", [(format_lock, "trivia"), (minimal_qa, "trivia")])
def test_trivia_takes_its_share_only_where_it_is_asked_for(module, name):
    plain, asking = module.stage(), module.stage(True)
    assert name not in {family.name for family in plain.families}
    rows = generator.generate(asking, 300, 0, "train", unseen=False)
    count = sum(row["family"] == name for row in rows)
    assert 0.10 * 300 <= count <= 0.15 * 300


def test_short_answers_are_asked_for_in_german_too():
    rows = generator.generate(format_lock.stage(True), 600, 0, "train", unseen=False)
    german = [row for row in rows if row["language"] == "de"]
    known = [row for row in german if row["family"] == "german_trivia"]
    assert 0.10 * 600 <= len(known) <= 0.15 * 600
    answers = {y for relation in trivia_de.RELATIONS for y in trivia.table(relation).values()}
    assert {row["messages"][-1]["content"] for row in known} <= answers
    others = collections.Counter(row["family"] for row in german if row not in known)
    assert set(others) == {
        *("say_word", "arithmetic", "compare", "number_word", "opposite", "next_previous")
    }
    assert 0.06 * 600 <= others.total() <= 0.13 * 600


def test_german_short_answers_are_right():
    days = slots.weekdays("de")
    found = collections.Counter()
    rows = generator.generate(format_lock.stage(True), 6000, 0, "train", unseen=False)
    for row in rows:
        *_, question, answer = (message["content"] for message in row["messages"])
        if row["language"] != "de" or row["family"] not in ("next_previous", "compare", "say_word"):
            continue
        found[row["family"]] += 1
        if row["family"] == "say_word":
            assert answer in question
        elif row["family"] == "compare":
            numbers = [int(number) for number in re.findall(r"\b\d{1,3}\b", question)]
            best = min if re.search("klein|niedrig", question) else max
            # a lead may tell numbers, too
            assert int(answer) in numbers and int(answer) == best(numbers[-_count(question) :])
        elif answer in days and (step := re.search(r"\b(nach|vor) (\w+tag|Mittwoch)\b", question)):
            index = days.index(step[2]) + (1 if step[1] == "nach" else -1)
            is_before = "kommt gleich nach" in question  # "Dienstag kommt gleich nach"
            assert is_before or answer == days[index % 7]
    assert min(found.values()) > 30 and len(found) == 3


def _count(question: str) -> int:
    """Returns how many numbers a question compares."""
    return 3 if "am " in question else 2


def test_a_model_from_nothing_is_asked_in_english_alone():
    rows = generator.generate(format_lock.STAGE, 300, 0, "train", unseen=False)
    assert {row["language"] for row in rows} == {"en"}
