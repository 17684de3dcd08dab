"""English or German: by function words first, by letters second, by a trained model last."""

import functools
import re
from typing import TYPE_CHECKING

from eval.words import FUNCTION_WORDS_DE, FUNCTION_WORDS_EN, normalise, split_words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Words of both languages, or so common as names and loans that they prove nothing.
_NO_EVIDENCE = (FUNCTION_WORDS_EN & FUNCTION_WORDS_DE) | frozenset(
    "all am an hat her man so war was will per pro die i".split()
)
_COMMON_EN = frozenset(
    """answer begins book called car cats children city color colour cost costs day days
    dog dogs ends eat eats good has hello house know large live lives make makes meeting
    morning name named need needs new old people price red said say says see sells small
    starts take takes thank thanks town used water week weeks work works year years
    yellow green blue black white""".split()
)
_COMMON_DE = frozenset(
    """antwort arbeitet auto beginnt beträgt blau braucht buch danke endet farbe fährt fünf
    geht gelb gerne grau groß grün guten hallo haus heißen hund jahr jahre jahren katze
    kinder klein kocht kosten kostet kommen lebt leute macht mag morgen neu neue preis
    rot sagt schwarz stadt stunde tag tage treffen uhr verkauft weiß weit wohnt woche
    wochen zeit""".split()
)
_EVIDENCE_EN = (FUNCTION_WORDS_EN | _COMMON_EN) - _NO_EVIDENCE
_EVIDENCE_DE = (FUNCTION_WORDS_DE | _COMMON_DE) - _NO_EVIDENCE
_HEADER = re.compile(r"^[ \t]*[A-Z][A-Z_;&/ -]+:", re.MULTILINE)
_MIN_LEAD = 1.5  # a text that mixes both more evenly is in neither
_MIN_PROBABILITY = 0.8  # of the trained model, where no function word speaks


def is_evidence(word: str) -> bool:
    """Says whether a word speaks for one of the languages; a name should not."""
    return word.casefold() in _EVIDENCE_EN | _EVIDENCE_DE


@functools.cache
def _trained_model() -> "LanguageIdentifier":
    """Loads the language identifier, restricted to English and German."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(["de", "en"])
    return model


def detect_language(text: str) -> str | None:
    """Returns "en" or "de", or None where the text gives no clear answer.

    Headers in capitals (`SUMMARY:`) are left out: they are English in both languages.
    """
    text = normalise(_HEADER.sub(" ", text))
    words = [word.replace("’", "'").casefold() for word in split_words(text)]
    if not words:
        return None
    english = sum(word in _EVIDENCE_EN for word in words)
    german: float = sum(word in _EVIDENCE_DE for word in words)
    german += 0.5 * words.count("die")
    # Umlauts prove German only weakly: English text may name Müller.
    german += 0.5 * bool(re.search("[äöüß]", text))
    if english or german:
        more, less = max(english, german), min(english, german)
        if more < _MIN_LEAD * less:
            return None
        return "en" if english > german else "de"
    language, probability = _trained_model().classify(text)
    return language if probability >= _MIN_PROBABILITY else None
