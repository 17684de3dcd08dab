"""Turns models of other formats into models of ours, and ours into those.

    python -m mypt_jax.convert hf_to_mypt --input=DIR --output=NAME [--run_dir=runs/default]
    python -m mypt_jax.convert gguf_to_mypt --input=FILE.gguf --output=NAME
    python -m mypt_jax.convert torch_to_mypt --input=DIR --output=NAME --tokenizer=gpt2.tiktoken
    python -m mypt_jax.convert mypt_to_hf --input=NAME --output=DIR
    python -m mypt_jax.convert mypt_to_gguf --input=NAME --output=FILE.gguf

hf_to_mypt reads a Hugging Face folder of the Llama family (config.json, tokenizer.json,
safetensors), gguf_to_mypt a file for llama.cpp of the same family, quantised or not, torch_to_mypt
a checkpoint directory of the PyTorch original, with GPT-2's byte pairs as a tokenizer.json or a
tiktoken file. The result lies under RUN_DIR/models/NAME: a base model of the stage `domain`, from
which 3a-1 starts with --init_from_model=NAME. The tags of the chat format get rows of their own.

mypt_to_hf writes a model (its best step, as gates take it) with its tokenizer, chat template, stop
ids and a model card into a new folder, for transformers and the servers that read its format;
mypt_to_gguf writes one file in float32 for llama.cpp. Both write to a disk and not to a bucket.
"""

import sys
from collections.abc import Callable

from absl import flags
from etils import epath

from mypt_jax import command
from mypt_jax.interop.gguf import read_gguf
from mypt_jax.interop.gguf_export import write_gguf
from mypt_jax.interop.huggingface import read_huggingface
from mypt_jax.interop.huggingface_export import read_gate, write_huggingface
from mypt_jax.interop.imported import Imported, write_model
from mypt_jax.interop.mypt_torch import read_mypt_torch
from mypt_jax.paths import absolute, is_local
from mypt_jax.training.checkpoint import Loaded, load_model, resolve_model

READERS: dict[str, Callable[[flags.FlagValues], Imported]] = {
    "hf_to_mypt": lambda args: read_huggingface(args.input),
    "gguf_to_mypt": lambda args: read_gguf(args.input),
    "torch_to_mypt": lambda args: read_mypt_torch(args.input, args.tokenizer),
}
WRITERS: dict[str, Callable[[Loaded, epath.Path, str], None]] = {
    "mypt_to_hf": lambda loaded, model_dir, output: write_huggingface(
        loaded, output, read_gate(model_dir, loaded)
    ),
    "mypt_to_gguf": lambda loaded, _, output: write_gguf(loaded, output),
}
NAMES = (*READERS, *WRITERS)


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the command's flags."""
    for name, what in (
        ("input", "Folder or file to read; a model's name for an export."),
        ("output", "Name of the new model; a new folder or file for an export."),
    ):
        flags.DEFINE_string(name, None, what, flag_values=flag_values, required=True)
    flags.DEFINE_string(
        "tokenizer", None, "GPT-2's byte pairs, for torch_to_mypt.", flag_values=flag_values
    )
    command.define_run_dir(flag_values)


def convert(args: flags.FlagValues, name: str) -> None:
    """Reads a model, writes it in the other format and says what it is."""
    if args.tokenizer is not None and name != "torch_to_mypt":
        raise command.UsageError(f"--tokenizer: {name} takes the model's own tokenizer.")
    if name in WRITERS:
        if not is_local(args.output):
            raise command.UsageError(
                f"--output={args.output}: an export is written to a disk, not to a bucket. Give a "
                "local path, then copy it with the storage's own tool (gcloud storage cp, …)."
            )
        model_dir = resolve_model(args.input, args.run_dir)
        loaded = load_model(model_dir)
        WRITERS[name](loaded, model_dir, args.output)
        print(f"{args.output}: {args.input}, step {loaded.step} ({loaded.hash[:8]})")
        return
    if not is_local(args.output):
        raise command.UsageError(
            f"--output={args.output}: give a name for the new model, and the bucket as --run_dir."
        )
    model_dir = absolute(args.run_dir) / "models" / args.output
    imported = READERS[name](args)
    write_model(imported, model_dir)
    config = imported.config
    print(
        f"{model_dir}: {config.num_params() / 1e6:.1f}M parameters, {config.num_layers} layers of "
        f"width {config.embed_dim}, vocabulary {imported.tokenizer.vocab_size} in "
        f"{config.vocab_size} rows, up to {config.max_seq_len} tokens"
    )


def main(arguments: list[str]) -> int:
    """Runs the conversion that the first argument names."""
    name = arguments[0] if arguments else ""
    if name in NAMES:
        return command.run(lambda args: convert(args, name), define_flags, arguments[1:], __doc__)

    def refuse(_: flags.FlagValues) -> None:
        raise command.UsageError(f"name a conversion first: {', '.join(NAMES)}; not {name!r}.")

    if name.startswith("-"):
        return command.run(refuse, define_flags, arguments, __doc__)
    return command.run(refuse, lambda _: None, [], __doc__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
