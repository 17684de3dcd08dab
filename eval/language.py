"""English or German: by function words first, by letters second, by a trained model last."""

import functools
import re

from eval.words import FUNCTION_WORDS_DE, FUNCTION_WORDS_EN, normalise, split_words

# Words of both languages, or so common as names and loans that they prove nothing.
_NO_EVIDENCE = (FUNCTION_WORDS_EN & FUNCTION_WORDS_DE) | frozenset(
    "all am an hat her man so war was will per pro die i".split()
)
_EVIDENCE_EN = (FUNCTION_WORDS_EN | {"know", "color", "colour", "named", "thanks", "hello"}) - (
    _NO_EVIDENCE
)
_EVIDENCE_DE = (FUNCTION_WORDS_DE | {"hallo", "danke", "gerne", "uhr", "farbe"}) - _NO_EVIDENCE
_HEADER = re.compile(r"^[ \t]*[A-Z][A-Z_;&/ -]+:", re.MULTILINE)
_MIN_PROBABILITY = 0.9  # of the trained model, where no function word speaks


@functools.cache
def _trained_model():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)
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
    german = sum(word in _EVIDENCE_DE for word in words)
    # Umlauts prove German only weakly: English text may name Müller.
    german += 0.5 * sum(bool(re.search("[äöüß]", word)) for word in words)
    german += 0.5 * words.count("die") + 0.5 * words.count("was") * (english == 0)
    if english != german:
        return "en" if english > german else "de"
    if english:
        return None
    language, probability = _trained_model().classify(text)
    return language if probability >= _MIN_PROBABILITY else None
