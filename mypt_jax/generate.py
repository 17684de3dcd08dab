r"""Answers a prompt, or a file of prompts, with a trained model.

    python -m mypt_jax.generate --model=phase3a1_format_lock \
        --prompt="<myPT_user>Say yes.<myPT_eot>\n<myPT_assistant>"
    python -m mypt_jax.generate --model=phase3a1_format_lock \
        --prompts=prompts.jsonl --output=responses.jsonl

A raw prompt's answer goes to stdout, and how it ended to stderr. A file has lines of {"id",
"messages" or "text", "tools"?, "max_tokens"?}; its answers are lines of {"id", "output", "stopped",
"stop_reason", "n_tokens"} in the same order. Greedy unless --temperature is given.
On several hosts it is run on each of them; the first one writes.
"""

import sys
import time
from typing import Any

from absl import flags
from etils import epath
from rich.console import Console
from rich.progress import Progress

from mypt_jax import command, processes
from mypt_jax.conversation import tags
from mypt_jax.conversation.episode import dump_json
from mypt_jax.conversation.prompt import parse_prompt
from mypt_jax.inference.answers import Prompt, answer_prompts, read_prompts
from mypt_jax.inference.sampling import Sampler
from mypt_jax.training.checkpoint import load_model, resolve_model


def define_sampling(flag_values: flags.FlagValues) -> None:
    """Defines the flags that `make_sampler` reads."""
    flags.DEFINE_float("temperature", 0.0, "0 is greedy.", flag_values=flag_values)
    flags.DEFINE_float("top_p", 1.0, "Share of likely tokens drawn from.", flag_values=flag_values)
    flags.DEFINE_integer("seed", 0, "Of the draws.", flag_values=flag_values)
    flags.DEFINE_integer(
        "max_tokens", 256, "Most tokens of an answer, the closing tag too.", flag_values=flag_values
    )


def make_sampler(args: flags.FlagValues) -> Sampler:
    """Returns how the next token is chosen.

    Raises:
        UsageError: a draw is asked for without a temperature, or there is no token to draw.
    """
    if args.temperature == 0.0 and (args.top_p != 1.0 or args.seed != 0):
        raise command.UsageError("--top_p and --seed need --temperature above 0.")
    if args.max_tokens < 1:
        raise command.UsageError(f"--max_tokens={args.max_tokens}: ask for at least 1.")
    return Sampler(args.temperature, args.top_p, args.seed)


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the command's flags."""
    for name, what in (
        ("prompt", f"A raw prompt that ends with {tags.ASSISTANT}."),
        ("prompts", "A JSONL file of prompts."),
        ("output", "The JSONL file of answers, with --prompts."),
    ):
        flags.DEFINE_string(name, None, what, flag_values=flag_values)
    flags.DEFINE_string(
        "model", None, "A model's name or directory.", flag_values=flag_values, required=True
    )
    flags.DEFINE_integer(
        "batch_size", 64, "Most prompts answered at once.", flag_values=flag_values, lower_bound=1
    )
    flags.DEFINE_bool(
        "chatml",
        False,
        "Ask in ChatML, the format of many imported models before they learn this one.",
        flag_values=flag_values,
    )
    define_sampling(flag_values)
    command.define_run_dir(flag_values)


def main(args: flags.FlagValues) -> int:
    """Answers what the flags name."""
    if (args.prompt is None) == (args.prompts is None):
        raise command.UsageError("Give either --prompt or --prompts.")
    if (args.prompts is None) != (args.output is None):
        raise command.UsageError("--prompts and --output belong together.")
    sampler = make_sampler(args)
    place = processes.join()
    command.enable_compilation_cache(args.run_dir)
    model_dir = resolve_model(args.model, args.run_dir)
    if args.prompt is not None:
        messages, tools = parse_prompt(args.prompt)
        prompts = [Prompt("prompt", messages, tools, args.max_tokens)]
        loaded = load_model(model_dir)
        [answer] = answer_prompts(
            loaded.model, loaded.tokenizer, prompts, sampler, 1, in_chatml=args.chatml
        )
        print(answer["output"])
        print(f"[{answer['stop_reason']}, {answer['n_tokens']} tokens]", file=sys.stderr)
        return command.DONE
    return _answer_file(args, model_dir, sampler, writes=place.index == 0)


def _answer_file(
    args: flags.FlagValues, model_dir: epath.Path, sampler: Sampler, writes: bool
) -> int:
    prompts = read_prompts(args.prompts, args.max_tokens)
    if not writes:
        _answers(args, model_dir, sampler, prompts, show=False)
        return command.DONE
    output = epath.Path(args.output)
    partial = output.with_name(f".{output.name}.partial")
    partial.write_text("")  # an unwritable place must show before the work, and not after it
    start = time.monotonic()
    try:
        answers = _answers(args, model_dir, sampler, prompts, show=True)
        partial.write_text("".join(f"{dump_json(answer)}\n" for answer in answers))
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)
    num_closed = sum(answer["stopped"] for answer in answers)
    print(
        f"{output}: {len(answers)} answers, {num_closed} closed, "
        f"{time.monotonic() - start:.0f} seconds"
    )
    return command.DONE


def _answers(
    args: flags.FlagValues,
    model_dir: epath.Path,
    sampler: Sampler,
    prompts: list[Prompt],
    show: bool,
) -> list[dict[str, Any]]:
    """Answers the prompts, with a progress bar on stderr if `show`."""
    loaded = load_model(model_dir)
    with Progress(console=Console(stderr=True), disable=not show) as progress:
        task = progress.add_task("answering", total=len(prompts))
        return answer_prompts(
            loaded.model,
            loaded.tokenizer,
            prompts,
            sampler,
            args.batch_size,
            lambda count: progress.update(task, completed=count),
            args.chatml,
        )


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
