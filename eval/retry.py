"""What to change after a failed gate: overrides of the next training from the same parent.

After a fall of an earlier stage's metric the next training gets more replay, after anything else
more passes. A source that would then be seen more often than config.data.max_repeats gets the
share that it can reach, because the trainer refuses more.
"""

import json
import math
from collections.abc import Mapping
from typing import Any

from etils import epath

from mypt_jax.paths import sha256_of

REPLAY_POINTS = 0.05  # added to all replay together, as a share of the mixed stream
PASSES_FACTOR = 1.5
# Shares are rounded down to these digits, and the primary source gets the rest: they sum to 1, and
# no rounding asks more of a source than it has.
_DIGITS = 5


def source_sizes(run_dir: epath.Path, datasets: Mapping[str, str], unit: str) -> dict[str, int]:
    """Returns what the training split of each source holds, in the unit of the shares.

    Args:
        run_dir: the run's directory, whose data/*/manifest.json are read.
        datasets: SHA-256 of the manifest of each source, as a checkpoint states it.
        unit: "episodes" or "supervised_tokens", see config.data.share_unit.

    Returns:
        {name: episodes or supervised tokens}, without the sources that lie elsewhere.
    """
    manifests = {sha256_of(path): path for path in run_dir.glob("data/*/manifest.json")}
    key = {"episodes": "episodes", "supervised_tokens": "targets"}[unit]
    return {
        name: json.loads(manifests[digest].read_text())["splits"]["train"][key]
        for name, digest in datasets.items()
        if digest in manifests
    }


def retry_overrides(
    data: Mapping[str, Any], regressed: bool, sizes: Mapping[str, int]
) -> tuple[str, ...]:
    """Returns the flags that the next training from the same parent adds.

    Args:
        data: config.data of the model that failed.
        regressed: a metric of an earlier stage fell.
        sizes: see `source_sizes`; a source that is not in it is taken to be large enough.

    Returns:
        "--config.data.passes=…", where they change, and "--config.data.shares.NAME=…" of all
        sources, where one changes.
    """
    shares, passes = dict(data["shares"]), data["passes"]
    primary = data["name"]
    if regressed and len(shares) > 1:
        own = shares[primary]
        points = min(REPLAY_POINTS, own / 2)
        # which source teaches what fell is not known here: each gets its part
        shares = {name: s * (1 + points / (1 - own)) for name, s in shares.items()}
        shares[primary] = own - points
    else:
        passes = round(passes * PASSES_FACTOR, 2)
    shares = _reachable(shares, primary, passes, data["max_repeats"], sizes)
    overrides = []
    if passes != data["passes"]:
        overrides.append(f"--config.data.passes={passes:g}")
    if shares != data["shares"]:
        rounded = _round_down(shares, primary)
        overrides += [f"--config.data.shares.{name}={s:g}" for name, s in rounded.items()]
    return tuple(overrides)


def _reachable(
    shares: Mapping[str, float],
    primary: str,
    passes: float,
    max_repeats: float,
    sizes: Mapping[str, int],
) -> dict[str, float]:
    """Lowers the shares that need more repeats than allowed; what is left goes to all sources.

    The primary source gives `passes` times its size, and the others in proportion to it: the same
    limit as mypt_jax.data.mixture.check_reachable, which sees every episode.
    """
    lowered = dict(shares)
    for name in shares.keys() & sizes.keys() - {primary}:
        if primary in sizes:
            most = max_repeats * sizes[name] / (passes * sizes[primary]) * shares[primary]
            if shares[name] > most * (1 + 1e-9):
                lowered[name] = most
    if lowered == shares:
        return lowered
    total = math.fsum(lowered.values())
    return {name: share / total for name, share in lowered.items()}


def _round_down(shares: Mapping[str, float], primary: str) -> dict[str, float]:
    unit = 10**_DIGITS
    # the small addend keeps whole units, such as 0.00007, which floats put just below 7
    rounded = {name: math.floor(share * unit + 1e-9) / unit for name, share in shares.items()}
    others = math.fsum(share for name, share in rounded.items() if name != primary)
    return rounded | {primary: round(1 - others, _DIGITS)}
