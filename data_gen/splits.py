"""Which side of the train/dev/final border a payload or a template is on.

The side is a hash of the thing itself, so every generator, seed and size agrees about it, and no
list of held-out items has to travel with the data. (`prepare` takes the validation set out of
`train`, grouped by the same payloads and templates.)
"""

import hashlib

SPLITS = ("train", "dev", "final")
# Shares of payloads and templates in percent: dev and final get 8 each.
_LIMITS = (("train", 84), ("dev", 92), ("final", 100))


def digest(text: str) -> int:
    """Returns a stable 64-bit hash of `text` (Python's own `hash` differs between processes)."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:8], "big")


def split_of(key: str) -> str:
    """Returns "train", "dev" or "final" for a payload or template text."""
    bucket = digest("split:" + key) % 100
    return next(name for name, limit in _LIMITS if bucket < limit)
