"""What a compiled program moves between devices, read from its HLO text."""

import math
import re
from collections import Counter
from collections.abc import Iterator

KINDS = ("all-gather", "all-reduce", "reduce-scatter", "all-to-all", "collective-permute")
_BYTES = {"pred": 1, "s8": 1, "u8": 1, "bf16": 2, "f16": 2, "s32": 4, "u32": 4, "f32": 4, "f64": 8}
_COMPUTATION = re.compile(r"^(ENTRY )?%([\w.\-]+) .*\{$")
_COLLECTIVE = re.compile(rf"= (\(?\S.*?) ({'|'.join(KINDS)})(-start)?\(")
_ARRAY = re.compile(r"(\w+)\[([\d,]*)\]")
_CALLED = re.compile(r"(?:calls|to_apply|body|async_execution_thread)=%([\w.\-]+)")
# {{0,1},{2,3}}, [2,2]<=[4], or mesh['a'=2,'b'=2] {'b'}
_GROUPS = re.compile(
    r"replica_groups=(?:\{\{([\d,]+)\}|\[\d+,(\d+)\]|mesh\[([^\]]*)\] \{([^}]*)\})"
)
_LIMIT = re.compile(r"[su]32\[\]\S* constant\((\d+)\)")


def collective_bytes(hlo: str) -> dict[str, int]:
    """Adds up the bytes that a device gets from or gives to others, by kind of collective.

    An array counts with its larger side: the result of an all-gather, the argument of a
    reduce-scatter. What lies in a loop counts as often as the loop turns. An asynchronous
    collective that the compiler has split over several instructions counts once.

    Args:
        hlo: text of a compiled program, of one device.
    """
    total: Counter[str] = Counter()
    for kind, size, _ in collectives(hlo):
        total[kind] += size
    return {kind: total[kind] for kind in KINDS if total[kind]}


def collectives(hlo: str) -> Iterator[tuple[str, int, str]]:
    """Yields every collective of a compiled program: kind, bytes over all turns, its line."""
    computations, entry = _computations(hlo)
    seen: set[tuple[str, str, str]] = set()
    for name, turns in _visits(computations, entry):
        for line in computations[name]:
            match = _COLLECTIVE.search(line)
            if not match:
                continue
            kind = match[2]
            if channel := re.search(r"channel_id=\d+", line):
                # of one collective; others, of another kind or shape, may use its number too
                piece = channel[0], kind, match[1]
                if piece in seen:
                    continue
                seen.add(piece)
            size = _size(match[1], kind, bool(match[3]))
            if kind == "reduce-scatter" and not match[3]:
                size *= _group_size(line)  # the text has the shape of the part that remains
            # TPUs have the sum and the cut of its result in one computation of this name
            if kind == "all-reduce" and name.startswith("all-reduce-scatter"):
                kind = "reduce-scatter"
            yield kind, turns * size, line.strip()


def _size(shape: str, kind: str, is_start: bool) -> int:
    arrays = [
        _BYTES[dtype] * math.prod(int(d) for d in dims.split(",") if d)
        for dtype, dims in _ARRAY.findall(shape)
        if dtype in _BYTES
    ]
    # a start names what goes in and what comes out, and on TPUs two numbers more
    return max(arrays) if is_start or kind == "collective-permute" else sum(arrays)


def _group_size(line: str) -> int:
    """Returns how many devices a collective joins, from any of the ways to write its groups."""
    match = _GROUPS.search(line)
    if match is None:
        raise ValueError(f"no replica_groups that can be read in: {line.strip()}")
    listed, size, axes, joined = match.groups()
    if listed:
        return listed.count(",") + 1
    if size:
        return int(size)
    sizes = dict(re.findall(r"'(\w+)'=(\d+)", axes))
    return math.prod(int(sizes[axis]) for axis in re.findall(r"'(\w+)'", joined))


def _computations(hlo: str) -> tuple[dict[str, list[str]], str]:
    """Returns the lines of every computation, and the name of the first one that runs."""
    found: dict[str, list[str]] = {}
    entry = name = ""
    for line in hlo.splitlines():
        if match := _COMPUTATION.match(line):
            name = match[2]
            found[name] = []
            entry = name if match[1] else entry
        elif name and line.startswith(" "):
            found[name].append(line)
    return found, entry


def _visits(computations: dict[str, list[str]], entry: str) -> Iterator[tuple[str, int]]:
    """Yields each computation that is reached, with the turns of the loops around it."""
    waiting, seen = [(entry, 1)], {entry}
    while waiting:
        name, turns = waiting.pop()
        yield name, turns
        for line in computations[name]:
            times = turns
            if loop := re.search(r" while\(.*condition=%([\w.\-]+)", line):
                times *= _num_turns(line, computations[loop[1]])
            for called in _CALLED.findall(line):
                if called in computations and called not in seen:
                    seen.add(called)
                    waiting.append((called, times))


def _num_turns(line: str, condition: list[str]) -> int:
    """Returns how often a loop turns: as the compiler notes it, or the limit of its counter."""
    if known := re.search(r'"known_trip_count":\{"n":"(\d+)"\}', line):
        return int(known[1])
    return max((int(limit) for limit in _LIMIT.findall("\n".join(condition))), default=1)
