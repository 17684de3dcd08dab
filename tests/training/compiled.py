"""Reads what XLA made of a program: its collectives, and which outputs take an input's place."""

import dataclasses
import re

_COLLECTIVES = (
    "all-gather",
    "all-reduce",
    "all-to-all",
    "collective-broadcast",
    "collective-permute",
    "ragged-all-to-all",
    "reduce-scatter",
)
# `%name = TYPE kind(` or, in two halves, `kind-start(`; TYPE is one array's or a tuple's
_INSTRUCTION = re.compile(rf" = (\(.*?\)|\S+) ({'|'.join(_COLLECTIVES)})(?:-start)?\(")
_ARRAY = re.compile(r"\w+\[([\d,]*)\]")
_ALIAS = re.compile(r"\{(\d+)\}: \((\d+), \{\}")


@dataclasses.dataclass(frozen=True)
class Collective:
    """One array that devices exchange.

    Attributes:
        kind: "all-gather", "all-reduce", …
        shape: of the result on one device.
    """

    kind: str
    shape: tuple[int, ...]


def collectives(hlo: str) -> list[Collective]:
    """Lists the collectives of a compiled program's text; one of several arrays counts as several.

    %a = f32[72,32]{1,0} all-gather(%b), …            all-gather (72, 32)
    %c = (f32[], f32[3,4]{1,0}) all-reduce(%d, %e)    all-reduce (), all-reduce (3, 4)
    """
    return [
        Collective(kind, tuple(int(size) for size in sizes.split(",") if size))
        for types, kind in _INSTRUCTION.findall(hlo)
        for sizes in _ARRAY.findall(types)
    ]


def aliases(hlo: str) -> dict[int, int]:
    """Returns which outputs lie where a donated input lay, by their places in the flat lists."""
    header = hlo.split("\n", 1)[0]
    start = header.find("input_output_alias={")
    listed = header[start : header.index("}, entry_computation_layout", start)] if start > 0 else ""
    return {int(output): int(given) for output, given in _ALIAS.findall(listed)}


def copies(hlo: str) -> list[str]:
    """Lists the copies of whole arguments, and those that are results, scalars aside."""
    entry = hlo[hlo.index("\nENTRY ") :]
    arguments = set(re.findall(r"%(\S+) = \S+ parameter\(", entry))
    results = set(re.findall(r"%([^\s,)]+)", re.search(r"ROOT .* tuple\((.*?)\)", entry)[1]))
    made = re.findall(r"%(\S+) = \w+\[\d[\d,]*\]\S* copy\(%([^\s)]+)\)", entry)
    return [copy for copy, source in made if source in arguments or copy in results]
