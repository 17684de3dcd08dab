"""The frame of every command: flags, help, one-line errors and exit codes.

A command module defines its flags in one function and does its work in another, so that importing
it has no effect and any number of commands can live in one process:

    def define_flags(flag_values: flags.FlagValues) -> None:
        flags.DEFINE_string("input", None, "Episodes.", flag_values=flag_values, required=True)
        command.define_run_dir(flag_values)
        command.define_config(flag_values)                  # only if it takes --config

    def main(args: flags.FlagValues) -> int:
        print(args.input, args.run_dir, args.config.seed)
        return command.DONE

    if __name__ == "__main__":
        sys.exit(command.run(main, define_flags))           # --help prints the module docstring

In a test: `assert command.run(show.main, show.define_flags, ["--input=x.jsonl"]) == command.DONE`.
"""

import contextlib
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from absl import flags
from etils import epath
from ml_collections import config_flags

from mypt_jax.config import flatten, suggestion
from mypt_jax.paths import absolute

DONE = 0
ERROR = 1
USAGE = 2
GATE_FAILED = 3
PREEMPTED = 75
INTERRUPTED = 130  # what shells report after Ctrl-C

_OUR_PACKAGES = frozenset({"mypt_jax", "eval", "data_gen", "configs", "__main__"})
_CONFIG_FLAG = re.compile(r"^--?config[=\n](.*)$", re.MULTILINE)
_OVERRIDE_FLAG = re.compile(r"--?config\.([^=]+)")

_HUGE_PAGES = "glibc.malloc.hugetlb=1"

Main = Callable[[flags.FlagValues], int | None]
DefineFlags = Callable[[flags.FlagValues], None]


class UsageError(ValueError):
    """A command line that makes no sense; ends with exit code 2."""


def run(
    main: Main,
    define_flags: DefineFlags,
    argv: Sequence[str] | None = None,
    doc: str | None = None,
) -> int:
    """Runs a command and returns its exit code.

    Errors that say what to do (ValueError of ours, OSError) become one `error: …` on stderr; what
    nobody foresaw keeps its traceback. Both give exit code 1, a wrong command line gives 2.

    Args:
        main: Does the work with the parsed flags; None counts as done.
        define_flags: Defines the command's flags on the FlagValues that it is given.
        argv: Arguments without the program's name; those of the process by default.
        doc: What --help shows; the docstring of the module that `main` is in by default.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        if {"--help", "-help", "-h"} & set(arguments):
            print(help_text(main, define_flags, doc), flush=True)
            return DONE
        return main(parse_flags(define_flags, arguments)) or DONE
    except UsageError as error:
        print(f"error: {error}\nSee --help.", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader, for example `head`, has seen enough; keep the interpreter from flushing more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        if _explains_itself(error):
            print(f"error: {_message(error)}", file=sys.stderr)
        else:
            traceback.print_exc()
        return ERROR


def parse_flags(define_flags: DefineFlags, arguments: Sequence[str]) -> flags.FlagValues:
    """Parses a command line into fresh flag values.

    Raises:
        UsageError: If a flag is unknown, missing or malformed, or something is no flag at all.
    """
    flags.FLAGS.mark_as_parsed()  # libraries that ask the global flags get their defaults
    flag_values = flags.FlagValues()
    define_flags(flag_values)
    config_path = _config_path(arguments)
    if config_path and not os.path.exists(config_path.split(":", 1)[0]):
        raise UsageError(f"--config={config_path}: there is no such file.")
    try:
        with _process_arguments(arguments) as program_and_arguments:
            rest = flag_values(program_and_arguments)[1:]
    except flags.Error as error:
        raise UsageError(_plain_flag_error(error)) from error
    except (AttributeError, KeyError) as error:
        unknown = _unknown_override(define_flags, arguments)
        if unknown is None:
            raise
        raise UsageError(unknown) from error
    if rest:
        raise UsageError(f"{rest[0]!r} is no flag; flags look like --name=value.")
    return flag_values


def help_text(main: Main, define_flags: DefineFlags, doc: str | None = None) -> str:
    """Returns `doc`, or the docstring of main's module, and the flags with their defaults."""
    flag_values = flags.FlagValues()
    define_flags(flag_values)
    doc = doc or sys.modules[main.__module__].__doc__ or ""
    lines = [doc.rstrip(), "", "Flags:"]
    for name in sorted(flag_values):
        flag = flag_values[name]
        default = "" if flag.default is None else f" (default: {flag.default})"
        lines.append(f"  --{'[no]' * bool(flag.boolean)}{name}: {flag.help}{default}")
    return "\n".join(lines)


def define_run_dir(flag_values: flags.FlagValues) -> None:
    """Defines --run_dir, under which a name of a model or tokenizer is looked up."""
    flags.DEFINE_string("run_dir", "runs/default", "Directory of the run.", flag_values=flag_values)


def define_config(flag_values: flags.FlagValues) -> None:
    """Defines --config=FILE.py[:PRESET], whose values --config.a.b=VALUE overrides."""
    config_flags.DEFINE_config_file(
        "config", None, "Config file and preset; --config.a.b=VALUE overrides.", flag_values
    )
    flags.mark_flag_as_required("config", flag_values)


def resolve_tokenizer(name_or_dir: str, run_dir: str) -> epath.Path:
    """Returns where a tokenizer lies: a name under the run's directory, or a path.

    Raises:
        FileNotFoundError: If it is at neither place.
    """
    places = [epath.Path(run_dir) / name_or_dir, epath.Path(name_or_dir)]
    for place in places:
        if place.exists():
            return place
    raise FileNotFoundError(
        f"there is no tokenizer {name_or_dir!r}: neither {places[0]} nor {places[1]} exists. "
        "Make one with python -m mypt_jax.train_tokenizer."
    )


def enable_compilation_cache(run_dir: str) -> None:
    """Makes jax keep compiled programs for the next start.

    They lie in the run's directory, or where the user has set JAX_COMPILATION_CACHE_DIR.
    """
    import jax  # here, because commands that never compile must start without it

    if "JAX_COMPILATION_CACHE_DIR" not in os.environ:
        jax.config.update("jax_compilation_cache_dir", str(absolute(run_dir) / "jax_cache"))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)


def use_huge_pages() -> None:
    """Starts this command again, in the same process, with huge pages for the memory it asks for.

    XLA on CPU allocates its temporaries anew in every step and gives them back afterwards: in
    pages of 4 KB, touching them takes up to half of the step (`benchmarks.train_step`). glibc asks
    Linux for pages of 2 MB if an environment variable says so, which it reads once, at the start.
    """
    given = os.environ.get("GLIBC_TUNABLES", "")
    if sys.platform != "linux" or _HUGE_PAGES.partition("=")[0] in given:
        return
    os.environ["GLIBC_TUNABLES"] = f"{given}:{_HUGE_PAGES}".lstrip(":")
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


@contextlib.contextmanager
def _process_arguments(arguments: Sequence[str]) -> Iterator[list[str]]:
    """Sets sys.argv while flags are parsed, because config_flags looks for overrides there."""
    before = sys.argv
    sys.argv = [before[0], *arguments]
    try:
        yield sys.argv
    finally:
        sys.argv = before


def _config_path(arguments: Sequence[str]) -> str | None:
    joined = "\n".join(arguments)
    match = _CONFIG_FLAG.search(joined)
    return match.group(1) if match else None


def _unknown_override(define_flags: DefineFlags, arguments: Sequence[str]) -> str | None:
    """Explains the first override that names no key of the config, if there is one."""
    flag_values = flags.FlagValues()
    define_flags(flag_values)
    with _process_arguments([]):  # without the overrides, one of which failed
        config: Any = flag_values["config"]
        config.parse(_config_path(arguments))
    known = flatten(config.value.to_dict())
    for argument in arguments:
        if match := _OVERRIDE_FLAG.match(argument):
            name = f"config.{match.group(1)}"
            if not any(key == name or key.startswith(f"{name}.") for key in known):
                return f"--{name}: the config has no such key.{suggestion(name, list(known))}"
    return None


def _plain_flag_error(error: flags.Error) -> str:
    """Returns the point of an absl error, without the traceback of a config file inside it."""
    text = str(error).strip()
    if missing := re.match(r"flag --(\S+)=None: .* must have a value", text):
        return f"--{missing.group(1)} is missing."
    lines = text.splitlines()
    return lines[0] if len(lines) == 1 else f"{lines[0]} {lines[-1]}"


def _message(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror and error.filename:
        return f"{error.filename}: {error.strerror}."
    return str(error)


def _explains_itself(error: Exception) -> bool:
    """Tells whether the message is meant for the user: raised by our own code, or by the system."""
    if isinstance(error, OSError):
        return True
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    package = frames[-1].f_globals.get("__name__", "").split(".")[0]
    return isinstance(error, ValueError) and package in _OUR_PACKAGES
