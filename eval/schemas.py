"""Rules for answers with headed sections, and for staying with a source text."""

import difflib
import re

from eval.verdict import RuleError, RuleResult, failed, passed, verdict
from eval.words import (
    FUNCTION_WORDS,
    NUMBER_WORDS,
    contains_phrase,
    find_numbers,
    normalise,
    number_spellings,
    split_sentences,
    split_words,
)

_HEADER = re.compile(r"[A-Z][A-Z_;&/ -]+:")
_SUFFIXES = ("'s", "’s", "s", "es", "n", "en", "e", "er", "em", "ed", "d", "ing", "t", "te", "ten")
_NAME_SUFFIXES = ("'s", "’s", "s", "es", "n", "en", "e")
# German nouns that a summary may use of itself; all other capitalised words count as names.
_PLAIN_NOUNS = frozenset(
    """text bericht notiz nachricht treffen sitzung termin kosten preis frist ende anfang
    beginn jahr tag tage tagen woche wochen monat monate uhr euro grund ziel plan
    problem risiko risiken kunde kunden firma team teams projekt personen person leute
    angaben zusammenfassung ergebnis aufgabe aufgaben menschen ort datum summe zahl
    stunden minuten arbeit prozent teil""".split()
)


def split_sections(output: str, names: list[str]) -> dict[str, str] | str:
    """Splits `output` at lines that open with one of `names` and a colon.

    Returns:
        The text of each section, or a reason (str) why the output does not have exactly these
        sections, each once, in this order, none empty, with nothing before the first.
    """
    names = [name.rstrip(":") for name in names]
    bodies: dict[str, list[str]] = {}
    for line in output.strip().splitlines():
        name = next((n for n in names if line.startswith(n + ":")), None)
        if name is None and not bodies:
            return f"text before {names[0]}: {line[:40]!r}"
        if name is None:
            if header := _HEADER.match(line):
                return f"unexpected section {header.group()!r}"
            bodies[next(reversed(bodies))].append(line)
        elif name in bodies:
            return f"section {name} occurs twice"
        else:
            bodies[name] = [line[len(name) + 1 :]]
    if list(bodies) != names:
        return f"sections are {list(bodies)}, expected {names}"
    sections = {name: "\n".join(lines).strip() for name, lines in bodies.items()}
    empty = [name for name, body in sections.items() if not body]
    return f"section {empty[0]} is empty" if empty else sections


def sections(output: str, *, names: list[str]) -> RuleResult:
    """Passes if the output consists of exactly these sections, in order, none empty."""
    if not names:
        raise RuleError("rule sections: names is empty; list at least one section")
    found = split_sections(output, names)
    return failed(found) if isinstance(found, str) else passed()


def find_bullets(output: str) -> list[str]:
    """Returns the text of the lines that open with `- `."""
    return [line[2:].strip() for line in output.splitlines() if line.startswith("- ")]


def key_facts_structure(
    output: str,
    *,
    min_bullets: int = 3,
    max_bullets: int = 7,
    min_sentences: int = 1,
    max_sentences: int = 3,
) -> RuleResult:
    """Passes for `KEY_FACTS:`, a line `- …` for each fact, then `SUMMARY:` and its sentences."""
    found = split_sections(output, ["KEY_FACTS", "SUMMARY"])
    if isinstance(found, str):
        return failed(found)
    if not re.match(r"KEY_FACTS:[ \t]*\n", output.strip()):
        return failed("no line break after KEY_FACTS:")
    lines = [line for line in found["KEY_FACTS"].splitlines() if line.strip()]
    for line in lines:
        if not line.startswith("- ") or not any(c.isalnum() for c in line):
            return failed(f"not a bullet: {line[:40]!r}")
    if not min_bullets <= len(lines) <= max_bullets:
        return failed(f"{len(lines)} bullets, allowed {min_bullets} to {max_bullets}")
    if len({normalise(line) for line in lines}) < len(lines):
        return failed("a bullet occurs twice")
    if find_bullets(found["SUMMARY"]):
        return failed("SUMMARY holds bullets")
    count = len(split_sentences(found["SUMMARY"]))
    reason = f"SUMMARY has {count} sentences, allowed {min_sentences} to {max_sentences}"
    return verdict(min_sentences <= count <= max_sentences, reason)


class _Source:
    """The words and numbers that a source text, and nothing else, allows."""

    def __init__(self, source: str, allowed: list[str]):
        text = normalise(source + " \n " + " ".join(allowed))
        self.words = {word.casefold() for word in split_words(text)}
        self.words |= {part for word in self.words for part in re.split(r"[-‑]", word)}
        self.names = [w.casefold() for w in split_words(text) if w[:1].isupper()]
        self.numbers = {s for n in find_numbers(text) for s in number_spellings(n)}
        self.numbers |= {part for n in self.numbers for part in n.split(":")}
        self.numbers |= {NUMBER_WORDS[word] for word in self.words if word in NUMBER_WORDS}

    def has_number(self, number: str) -> bool:
        return not self.numbers.isdisjoint(number_spellings(number))

    def has_word(self, word: str) -> bool:
        """Decides whether `word` stands in the source, inflection endings aside."""
        folded = word.casefold()
        if folded in self.words:
            return True
        is_name = word[:1].isupper()
        stems = {folded} | {
            folded.removesuffix(s) for s in (_NAME_SUFFIXES if is_name else _SUFFIXES)
        }
        endings = _NAME_SUFFIXES if is_name else _SUFFIXES
        for stem in (s for s in stems if len(s) >= 3):
            if stem in self.words:
                return True
            if (stem == folded or not is_name) and any(stem + e in self.words for e in endings):
                return True
        parts = re.split(r"[-‑]", word)
        return len(parts) > 1 and all(self.has_word(part) for part in parts if part)

    def resembles_name(self, word: str) -> str | None:
        """Returns the name of the source that `word` is a bad copy of, if any."""
        close = difflib.get_close_matches(word.casefold(), self.names, n=1, cutoff=0.75)
        return close[0] if close else None


def _check_source(rule: str, source: str) -> None:
    if not source.strip():
        raise RuleError(f"rule {rule}: source is empty; give the text that the answer rests on")


def _ungrounded(text: str, source: _Source, min_share: float) -> str | None:
    """Returns why a bullet is not grounded in the source, or None."""
    for number in find_numbers(text):
        if not source.has_number(number):
            return f"number {number} is not in the source"
    words = [w for w in split_words(text) if not w[0].isdigit()]
    content = [w for w in words if w.casefold() not in FUNCTION_WORDS and len(w) > 1]
    missing = [w for w in content if not source.has_word(w) and not _is_known_number(w, source)]
    if not words and not find_numbers(text):
        return "empty bullet"
    names = [w for w in missing if w[:1].isupper() and w.casefold() not in _PLAIN_NOUNS]
    inner_names = [w for w in names if not normalise(text).startswith(w)]
    if inner_names and min_share < 1:
        return f"{inner_names[0]!r} is not in the source"
    if content and 1 - len(missing) / len(content) < min_share:
        return f"{missing[0]!r} is not in the source"
    return None


def _is_known_number(word: str, source: _Source) -> bool:
    return NUMBER_WORDS.get(word.casefold()) in source.numbers


def bullets_grounded(
    output: str, *, source: str, allowed: list[str] | None = None, min_share: float = 1.0
) -> RuleResult:
    """Passes if in every `- ` bullet the content words, names and numbers are in the source.

    `allowed` adds words (labels such as `Deadline`); `min_share` is the share of a bullet's content
    words that must be found, names and numbers always. The score is the share of good bullets.
    """
    _check_source("bullets_grounded", source)
    bullets = find_bullets(output)
    if not bullets:
        return failed("no bullets")
    text = _Source(source, allowed or [])
    reasons = [r for r in (_ungrounded(b, text, min_share) for b in bullets) if r]
    if not reasons:
        return passed()
    return failed(reasons[0], 1 - len(reasons) / len(bullets))


def numbers_and_names_from_source(
    output: str, *, source: str, allowed: list[str] | None = None
) -> RuleResult:
    """Passes if all numbers and all names of the output are in the source.

    A name is a capitalised word inside a sentence (plain German nouns aside), and at the start of
    one a word that is a near miss of a name of the source.
    """
    _check_source("numbers_and_names_from_source", source)
    text = _Source(source, allowed or [])
    body = re.sub(_HEADER.pattern, "\n", output) if "\n" in output.strip() else output
    for number in find_numbers(re.sub(r"(?m)^\s*\d+[.)] ", "", body)):
        if not text.has_number(number):
            return failed(f"number {number} is not in the source")
    for sentence in split_sentences(re.sub(r"(?m)^\s*(?:- |\d+[.)] )", "", body)):
        for place, word in enumerate(split_words(sentence)):
            if not word[:1].isupper() or word == "I" or word.startswith(("I'", "I’")):
                continue
            folded = word.casefold()
            if folded in FUNCTION_WORDS or folded in _PLAIN_NOUNS or text.has_word(word):
                continue
            if place or text.resembles_name(word):
                return failed(f"name {word!r} is not in the source")
    return passed()


def facts_covered(output: str, *, facts: list[list[str]], min_share: float = 1.0) -> RuleResult:
    """Passes if at least `min_share` of the facts stand in the output in an accepted spelling."""
    if not facts or any(not spellings for spellings in facts):
        raise RuleError("rule facts_covered: facts must be lists of accepted spellings, none empty")
    missing = [f[0] for f in facts if not any(contains_phrase(output, s) for s in f)]
    share = 1 - len(missing) / len(facts)
    return verdict(share >= min_share - 1e-9, f"{share:.0%} of the facts, missing {missing}")
