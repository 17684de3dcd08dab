"""Runs the variants of a benchmark one after the other, in several rounds, and compares them."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType


def run_rounds(
    module: str,
    variants: Sequence[str],
    rounds: int,
    *flags: str,
    environments: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> dict:
    """Runs `python -m MODULE --variant=V …` for every variant of every round.

    Every variant runs in processes of its own; each prints one line of JSON as its last.

    Args:
        module: the benchmark.
        variants: what it compares.
        rounds: how often each of them runs.
        *flags: further flags of every run.
        environments: {variant: environment variables in which it differs}.

    Returns:
        {variant: [what it printed in each round]}.
    """
    found: dict[str, list] = {variant: [] for variant in variants}
    for round_ in range(rounds):
        for variant in variants:
            print(f"round {round_ + 1} of {rounds}: {variant} …", file=sys.stderr, flush=True)
            argv = [sys.executable, "-m", module, f"--variant={variant}", *flags]
            environ = {**os.environ, **environments.get(variant, {})}
            child = subprocess.run(argv, env=environ, stdout=subprocess.PIPE, text=True, check=True)
            found[variant].append(json.loads(child.stdout.splitlines()[-1]))
    return found


def compare(speeds: dict[str, list[float]], ours: Sequence[str], unit: str) -> None:
    """Prints medians, and the ratio of our best variant to the best other one.

    Args:
        speeds: {variant: speed in each round}.
        ours: which variants are ours.
        unit: of the speeds.
    """
    medians = {variant: statistics.median(values) for variant, values in speeds.items()}
    for variant, median in medians.items():
        print(f"  {variant:22s} {median:9.1f} {unit}")
    best = max(ours, key=lambda variant: medians[variant])
    other = max(medians.keys() - set(ours), key=lambda variant: medians[variant])
    ratios = [a / b for a, b in zip(speeds[best], speeds[other], strict=True)]
    print(f"  {best} / {other}: {statistics.median(ratios):.2f} x")
