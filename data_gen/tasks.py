"""Generates stage 3a-3: key facts and summaries, other schemas, and tasks of several steps.

    python -m data_gen.tasks --output=data/tasks.jsonl [--episodes=1500] [--seed=0]
        [--long_sources=0.3] [--suite=dev|final]

Every episode has a source text (`task_material`) and one instruction (`task_wordings`) before or
after it. Two to four instructions share a text. The conventions that make an answer predictable:

- bullets follow the order of the text; where fewer are asked than the text has facts, its first
  ones are taken;
- a bullet is a copied value with its label (`Budget: 4,200 euros`) or a copied clause;
- a summary starts with the first two of the bulleted facts.
"""

import dataclasses
import functools
import random
import sys
from collections.abc import Callable, Iterable

from absl import flags
from mypt_jax import command

from data_gen import generator
from data_gen.generator import Draft, Draw, Family, Stage
from data_gen.task_material import Fact, Plan, Source, build
from data_gen.task_wordings import HEADS, ROLE_HEADS, WORDINGS, amounts

LANGUAGES = {"en": 0.6, "de": 0.4}
SYSTEM = "You are MyPT."
# Characters of prompt and answer that fit a row of 256 tokens of the tiny tokenizer.
MAX_SHORT_CHARS = 560
_AND = {"en": " and ", "de": " und "}


@dataclasses.dataclass(frozen=True)
class Answer:
    """An answer, and what its checks need.

    Attributes:
        text: the answer.
        sections: its headings in order; empty for plain text.
        facts: facts of which at least `min_share` must be in any answer.
        bullets: number of bullets asked for as (least, most); (0, 0) if it has none.
        sentences: sentences asked for as (least, most).
    """

    text: str
    sections: tuple[str, ...]
    facts: tuple[Fact, ...]
    min_share: float
    bullets: tuple[int, int] = (0, 0)
    sentences: tuple[int, int] = (1, 3)
    exact: str = ""


# --- Answers ---------------------------------------------------------------------------------


def bullets(facts: Iterable[Fact]) -> str:
    """Writes facts as bullets, one a line."""
    return "\n".join(f"- {fact.bullet}" for fact in facts)


def summarise(source: Source, facts: list[Fact], count: int, language: str) -> str:
    """Writes a summary of `count` sentences, or fewer if the facts do not suffice.

    The first sentence holds two facts, each further one another fact; a risk or open question
    among the facts has the last sentence.
    """
    phrases = [f.phrase for f in facts if f.phrase and f.role not in ("risk", "question")]
    last = [f.phrase for f in facts if f.role in ("risk", "question")][: count - 1]
    last = last[:1] if phrases else []
    has_name = any(fact.role == "what" for fact in facts)
    subject = source.named_subject if has_name else source.subject
    rest = [f.sentence for f in facts if not f.phrase]
    if not phrases:
        return " ".join(f"{f.bullet}." if not f.label else f.sentence for f in facts[:count])
    sentences = [f"{subject} {_AND[language].join(phrases[:2])}."]
    sentences += [f"{source.pronoun} {phrase}." for phrase in phrases[2:]]
    return " ".join([*(sentences + rest)[: count - len(last)], *last])


def key_facts(
    source: Source, facts: list[Fact], count: int, asked: tuple[int, int], language: str,
    sentences: tuple[int, int] = (0, 0),
) -> Answer:  # fmt: skip
    """Answers with KEY_FACTS and a SUMMARY of `count` sentences."""
    text = f"KEY_FACTS:\n{bullets(facts)}\nSUMMARY:\n{summarise(source, facts, count, language)}"
    share = len(facts) / len(source.facts)
    wanted = sentences if sentences != (0, 0) else (count, count)
    return Answer(text, ("KEY_FACTS", "SUMMARY"), source.facts, share, asked, wanted)


def checks(answer: Answer, source: Source, language: str) -> list[dict]:
    """Lists what any answer to the same prompt must fulfil."""
    found = []
    if answer.sections == ("KEY_FACTS", "SUMMARY"):
        limits = dict(zip(("min_bullets", "max_bullets"), answer.bullets, strict=True))
        limits |= dict(zip(("min_sentences", "max_sentences"), answer.sentences, strict=True))
        rule = "key_facts_structure"
        found.append({"metric": rule, "rule": rule} | limits)
    elif answer.sections:
        found.append({"metric": "sections", "rule": "sections", "names": [*answer.sections]})
    has_bullets = "\n- " in answer.text
    rule = "bullets_grounded" if has_bullets else "numbers_and_names_from_source"
    found.append({"metric": "grounded", "rule": rule, "source": source.text})
    if not has_bullets:
        found[-1]["allowed"] = _plain_words(source, language)
    values = [[fact.value] for fact in answer.facts]
    found.append({
        "metric": "facts_covered", "rule": "facts_covered", "facts": values,
        "min_share": round(answer.min_share - 0.005, 3),
    })  # fmt: skip
    if answer.exact:
        found.append({"metric": f"exact/{answer.exact}", "rule": "exact_answer",
                      "expected": [answer.text]})  # fmt: skip
    return found
