"""The hand-written files: gold episodes, and gate prompts that are never training data."""

import collections
import json
from pathlib import Path

import pytest

from eval import suites
from mypt_jax.conversation.episode import read_episodes

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "data_gen" / "gold" / "gold.jsonl"
STAGES = ["3a1", "3a2", "3a3", "3a4"]


def _prompts(lines) -> set[str]:
    return {
        json.dumps([m["content"] for m in line["messages"] if m["role"] == "user"])
        for line in lines
    }


def _gold_lines() -> list[dict]:
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def test_gold_has_150_valid_episodes_in_both_languages_with_distinct_prompts():
    episodes = [episode for _, episode in read_episodes(GOLD)]
    assert len(episodes) >= 150
    german = sum(episode.language == "de" for episode in episodes)
    assert german >= 50
    prompts = [(e.messages[-2].content, bool(e.tools)) for e in episodes]
    assert len(set(prompts)) == len(prompts)


def test_gold_shows_all_four_behaviours():
    answers = [line["messages"][-1]["content"] for line in _gold_lines()]
    assert sum(len(answer.split()) <= 3 for answer in answers) >= 30
    assert sum(answer.startswith(("I don't know", "Ich weiß nicht")) for answer in answers) >= 10
    assert sum(answer.startswith("KEY_FACTS:\n- ") for answer in answers) >= 8
    assert sum(answer.startswith("{") for answer in answers) >= 25


def _kind(line: dict) -> str:
    answer = line["messages"][-1]["content"]
    if answer.startswith('{"name": '):
        return "tool call"
    if line.get("tools"):
        return "direct answer beside tools"
    if answer.startswith("{"):
        return "JSON"
    if ":\n" in answer:
        return "sections"
    return "one to three words" if len(answer.split()) <= 3 else "sentences"


def test_the_card_of_gold_says_what_is_in_the_file():
    lines = _gold_lines()
    answers = [line["messages"][-1]["content"] for line in lines]
    words = collections.Counter(len(answer.split()) for answer in answers)
    card = json.loads(GOLD.with_suffix(".card.json").read_text(encoding="utf-8"))
    assert card == {
        "stage": "gold",
        "name": "gold",
        "source": "written by hand, no templates",
        "episodes": len(lines),
        "languages": dict(collections.Counter(line["language"] for line in lines)),
        "answers": dict(collections.Counter(map(_kind, lines))),
        "answer_words": {str(n): words[n] for n in sorted(words)},
        "distinct_prompts": len({json.dumps([x["messages"][:-1], x.get("tools")]) for x in lines}),
        "distinct_answers": len(set(answers)),
    }


@pytest.mark.parametrize("stage", STAGES)
def test_handwritten_prompts_are_enough_and_are_not_gold(stage):
    path = ROOT / "eval" / "handwritten" / f"{stage}.jsonl"
    lines = suites.read_suite(path)
    raw = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) >= 60
    assert {line["part"] for line in raw} == {"handwritten"}
    assert {line["language"] for line in raw} == {"en", "de"}
    assert not _prompts(raw) & _prompts(_gold_lines())
