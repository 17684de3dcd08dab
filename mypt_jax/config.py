"""Reads a configuration so that every key counts; unknown, unused or empty ones are errors.

`Settings` hands out values of a config tree and remembers which were asked for. What nobody asked
for is reported by `check_all_used`, so a key with a typo can't be ignored in silence.
"""

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# What may change in the config of a run that was started: where it runs, how it is watched and how
# it is judged.
FREE_SECTIONS = frozenset({"mesh", "train", "gate"})


class ConfigError(ValueError):
    """A configuration that says something else than its author meant."""


def suggestion(name: str, known: Sequence[str]) -> str:
    """Returns " Did you mean 'x'?" for the closest known name, or the list of all of them."""
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f" Did you mean {close[0]!r}?"
    return f" There are: {', '.join(known)}." if known else ""


class Settings:
    """One section of a configuration, read key by key.

    Args:
        values: the section's keys; a value may be a section itself.
        path: how the section is called in errors, for example "config.data".
    """

    def __init__(self, values: Mapping[str, Any], path: str = "config"):
        self.path = path
        self._values = dict(values)
        self._used: set[str] = set()
        self._sections: dict[str, Settings] = {}

    def section(self, key: str) -> "Settings":
        """Returns a nested section; asked twice, the same one."""
        if key not in self._sections:
            value = self._take(key, Mapping, "a section")
            self._sections[key] = Settings(value, f"{self.path}.{key}")
        return self._sections[key]

    def integer(self, key: str, at_least: int = 0) -> int:
        """Returns a whole number."""
        value = self._take(key, int, "a whole number")
        if value < at_least:
            raise ConfigError(f"{self.path}.{key} is {value}, it must be at least {at_least}.")
        return value

    def number(self, key: str, at_least: float = 0.0, at_most: float = float("inf")) -> float:
        """Returns a number within its limits, both included."""
        value = float(self._take(key, (int, float), "a number"))
        if not at_least <= value <= at_most:
            limits = f"from {at_least:g} to {at_most:g}"
            raise ConfigError(f"{self.path}.{key} is {value:g}, it must be {limits}.")
        return value

    def optional_number(
        self, key: str, at_least: float = 0.0, at_most: float = float("inf")
    ) -> float | None:
        """Returns a number within its limits, or None where none is set."""
        if self._values.get(key, 0) is None:
            self._used.add(key)
            return None
        return self.number(key, at_least, at_most)

    def text(self, key: str, choices: Sequence[str] = ()) -> str:
        """Returns a text, one of `choices` if there are any."""
        value = self._take(key, str, "a text")
        if choices and value not in choices:
            hint = suggestion(value, choices)
            raise ConfigError(f"{self.path}.{key} is {value!r}, which is not known.{hint}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Returns a list of texts, which may be empty."""
        values = self._take(key, (tuple, list), "a list of texts")
        if not all(isinstance(value, str) for value in values):
            raise ConfigError(f"{self.path}.{key} is {values!r}, it must be a list of texts.")
        return tuple(values)

    def flag(self, key: str) -> bool:
        """Returns True or False."""
        return self._take(key, bool, "True or False")

    def sections(self, key: str) -> dict[str, "Settings"]:
        """Returns the sections of one whose keys are free, e.g. stages."""
        section = self.section(key)
        return {name: section.section(name) for name in section._values}

    def numbers(self, key: str) -> dict[str, float]:
        """Returns a section whose keys are free and whose values are numbers, e.g. shares."""
        section = self.section(key)
        return {name: section.number(name) for name in section._values}

    def everything(self) -> dict[str, Any]:
        """Returns all keys and values of a section that another reader checks."""
        for key, value in self._values.items():
            if value is None:
                raise self._empty(key)
        self._used.update(self._values)
        return dict(self._values)

    def check_all_used(self) -> None:
        """Makes sure that no key was left unread, here or further down.

        Raises:
            ConfigError: naming all keys that have no effect.
        """
        unused = list(self._unused())
        if unused:
            raise ConfigError(f"these keys have no effect, remove them: {', '.join(unused)}")

    def _unused(self) -> Iterator[str]:
        for key in self._values:
            if key in self._sections:
                yield from self._sections[key]._unused()
            elif key not in self._used:
                yield f"{self.path}.{key}"

    def _take(self, key: str, kind: type | tuple[type, ...], what: str) -> Any:
        if key not in self._values:
            hint = suggestion(key, list(self._values))
            raise ConfigError(f"{self.path}.{key} is missing.{hint}")
        value = self._values[key]
        if value is None:
            raise self._empty(key)
        # bool is an int to Python, but `rows_per_step = True` is a mistake
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise ConfigError(f"{self.path}.{key} is {value!r}, it must be {what}.")
        self._used.add(key)
        return value

    def _empty(self, key: str) -> ConfigError:
        name = f"{self.path}.{key}"
        return ConfigError(f"{name} has no value. Set it in the config file or with --{name}=…")


def flatten(tree: Mapping[str, Any], path: str = "config") -> dict[str, Any]:
    """Returns {"config.data.passes": 1.0, …} for a nested configuration."""
    flat: dict[str, Any] = {}
    for key, value in tree.items():
        if isinstance(value, Mapping):
            flat.update(flatten(value, f"{path}.{key}"))
        else:
            flat[f"{path}.{key}"] = value
    return flat


def differences(old: Mapping[str, Any], new: Mapping[str, Any], path: str = "config") -> list[str]:
    """Returns lines "config.seed: 0 before, 1 now" for every value that differs.

    Args:
        old: a nested configuration, as read back from JSON.
        new: the one to compare it with.
        path: how the root is called.
    """
    before, now = flatten(old, path), flatten(new, path)
    lines = []
    for key in sorted(before.keys() | now.keys()):
        old_value, new_value = before.get(key, "nothing"), now.get(key, "nothing")
        if old_value != new_value:
            lines.append(f"{key}: {old_value} before, {new_value} now")
    return lines


def render(tree: Mapping[str, Any]) -> str:
    """Returns the effective configuration for people, one key a line."""
    return "\n".join(f"{key} = {json.dumps(value)}" for key, value in flatten(tree).items())
