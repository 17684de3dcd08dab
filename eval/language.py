"""English or German: by function words first, by letters second, by a trained model last."""

import functools
import re
from typing import TYPE_CHECKING

from eval.words import EVIDENCE_DE, EVIDENCE_EN, normalise, split_words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_HEADER = re.compile(r"^[ \t]*[A-Z][A-Z_;&/ -]+:", re.MULTILINE)
_MIN_LEAD = 1.5  # a text that mixes both more evenly is in neither
_MIN_PROBABILITY = 0.8  # of the trained model, where no function word speaks


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
    english = sum(word in EVIDENCE_EN for word in words)
    german: float = sum(word in EVIDENCE_DE for word in words)
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
