"""General knowledge for pretrained models, and that none of it is what the check asks."""

import re
from pathlib import Path

import pytest

from data_gen import facts, format_lock, generator, minimal_qa, trivia, trivia_de
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
    said = [row for row in german if row["family"] == "say_word"]
    assert 0.10 * 600 <= len(known) <= 0.15 * 600
    assert 0.01 * 600 <= len(said) == len(german) - len(known)
    answers = {y for relation in trivia_de.RELATIONS for y in trivia.table(relation).values()}
    assert {row["messages"][-1]["content"] for row in known} <= answers
    for row in said:
        *_, question, answer = row["messages"]
        assert answer["content"] in question["content"]


def test_a_model_from_nothing_is_asked_in_english_alone():
    rows = generator.generate(format_lock.STAGE, 300, 0, "train", unseen=False)
    assert {row["language"] for row in rows} == {"en"}
