"""Recognises an answer that says "I don't know" in English or German."""

import re

from eval.words import normalise, split_sentences

_ENGLISH = (
    r"\bi (?:really |simply |honestly )?(?:do not|don't) (?:know|have)\b",
    r"\bi (?:cannot|can't|can not) (?:know|say|tell|answer)\b",
    r"\bi (?:have no (?:idea|information|way)|am (?:not able|unable) to)\b",
    r"\bi(?:'m| am) (?:not (?:sure|certain|aware)|unable to)\b",
    r"\b(?:is|are|was|were) (?:not known|unknown)\b|\b(?:an|some\w*) unknown\b",
    r"\b(?:text|context|note|passage|source|document|information|message|list|that|it) "
    r"(?:does not|doesn't|do not|don't|did not|didn't) "
    r"(?:say|state|mention|tell|specify|give|contain|reveal)\b",
    r"\b(?:is|are|was|were)(?: not|n't) "
    r"(?:said|stated|mentioned|given|specified|included|in the)\b",
    r"\bno(?:body| one) (?:can |could )?knows?\b",
    r"\b(?:cannot|can't) be known\b",
    r"\bthere is no information\b",
    r"^(?:sorry, )?no idea\b",
)
_GERMAN = (
    r"\bwei(?:ß|ss) ich(?: \w+){0,3} nichts?\b",
    r"\bich wei(?:ß|ss)(?: (?:es|das|dies|leider|auch|darüber|davon|dazu|hierzu))* nichts?\b",
    r"\bich (?:\w+ )?nicht (?:weiß|weiss|kenne)\b",
    r"\b(?:kenne|weiß|weiss) ich(?: \w+)? nicht\b",
    r"\bich kenne (?!nur\b)(?:\w+ ){1,6}nicht\b",
    r"\b(?:ist|sind|war) (?:mir |uns |hier )?(?:\w+ ){0,2}nichts? "
    r"(?:bekannt|genannt|angegeben|erwähnt)\b",
    r"\b(?:ist|sind|mir) (?:\w+ ){0,3}unbekannt\b",
    r"\b(?:etwas|jemand\w*) unbekannte[ms]\b",
    r"\b(?:eine?[nmr]?|zu) unbekannte[nmrs]? \w+",
    r"\b(?:wird|werden) (?:\w+ ){0,4}nicht (?:genannt|erwähnt|angegeben|gesagt)\b",
    r"\bkeine (?:ahnung|information|informationen|angabe|angaben)\b",
    r"\b(?:kann|können) (?:\w+ ){1,5}nicht (?:wissen|sagen|beantworten|beurteilen)\b",
    r"\b(?:kann|weiß) niemand\b|\bniemand (?:kann|weiß)\b",
    r"\bkann niemand wissen\b",
    r"\b(?:steht|geht) (?:\w+ ){0,3}nicht\b(?= (?:im|in|aus|da|dort|hervor|drin|dabei)\b|[.,!])",
    r"\bgeht aus \w+ \w+ nicht hervor\b",
    r"\b(?:text|kontext|notiz|quelle|angabe|nachricht|liste) (?:sagt|nennt|verrät|erwähnt|enthält)"
    r"(?: \w+){0,5} nichts?\b",
    r"\blässt sich (?:\w+ ){0,4}nicht (?:sagen|wissen|beantworten)\b",
)
_PATTERNS = re.compile("|".join((*_ENGLISH, *_GERMAN)))


def says_unknown(text: str) -> bool:
    """Decides whether the first sentence of `text` says that the answer is not known."""
    sentences = split_sentences(text)
    if not sentences:
        return False
    first = normalise(sentences[0]).casefold().replace("’", "'")
    return _PATTERNS.search(first) is not None
