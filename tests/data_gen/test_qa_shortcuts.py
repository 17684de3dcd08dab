"""Nothing on the surface of a question without a fixed topic says whether it has an answer."""

import collections
import random
import re

import pytest

from data_gen import minimal_qa
from data_gen.deeds import deeds
from data_gen.generator import Draw
from data_gen.open_questions import everyday, open_questions
from eval.unknown import says_unknown
from eval.words import FUNCTION_WORDS_DE, FUNCTION_WORDS_EN

_LEAST = 40
# How far from the share of all questions a feature's share of refusals may be.
_FAR = 0.25


def _features(prompt, language):
    words = re.findall(r"\w+|[^\w\s]", prompt)
    grammar = {"en": FUNCTION_WORDS_EN, "de": FUNCTION_WORDS_DE}[language]
    yield "opens", " ".join(words[:2])
    yield "ends", words[-1]
    yield "characters", len(prompt) // 40
    yield "commas", prompt.count(",")
    yield "capitals", min(4, len(re.findall(r"\b[A-ZÄÖÜ]", prompt)))
    yield "digits", any(char.isdigit() for char in prompt)
    for word in {word.lower() for word in words} & grammar:
        yield "word", word


def _refusals(make, language, count):
    """Asks each question of `count` groups alone; returns for every feature how it was answered."""
    found, overall = collections.defaultdict(list), []
    for seed in range(count):
        # No conversations are made of the final side, so each draft is one question.
        for draft in make(Draw(random.Random(seed), language, "final", "train")):
            refused = says_unknown(draft.messages[-1]["content"])
            overall.append(refused)
            for feature in _features(draft.messages[-2]["content"], language):
                found[feature].append(refused)
    return found, sum(overall) / len(overall)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("make", [open_questions, everyday, minimal_qa.world_facts, deeds])
def test_no_article_pronoun_opening_or_length_says_whether_there_is_an_answer(make, language):
    found, overall = _refusals(make, language, 300)
    assert 0.35 <= overall <= 0.5
    counted = {name: answers for name, answers in found.items() if len(answers) >= _LEAST}
    assert len(counted) > 40
    far = {
        name: (sum(answers), len(answers))
        for name, answers in counted.items()
        if abs(sum(answers) / len(answers) - overall) > _FAR
    }
    assert not far, overall
