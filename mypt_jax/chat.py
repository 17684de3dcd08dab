"""Talks with a trained model in the terminal.

    python -m mypt_jax.chat --model=phase3a4_structured_output --system="You are MyPT."

The model sees the whole conversation. A line that begins with / is for the program:

    /reset          forgets the conversation, keeps the system text
    /system TEXT    forgets it and sets another system text; without TEXT none
    /quit           ends, as Ctrl-D does
"""

import sys
from collections.abc import Callable, Iterable, Iterator

from absl import flags

from mypt_jax import command
from mypt_jax.conversation.episode import Message
from mypt_jax.conversation.tokenizer import Tokenizer
from mypt_jax.generate import define_sampling, make_sampler
from mypt_jax.inference.answers import Prompt, encode_prompt, stop_ids
from mypt_jax.inference.decode import DecodeError, stream
from mypt_jax.inference.sampling import Sampler
from mypt_jax.model.decoder import Decoder
from mypt_jax.model.gpt import GPT
from mypt_jax.training.checkpoint import load_model, resolve_model

UNFINISHED = "\ufffd"  # what a character decodes to before all its bytes are there


class Chat:
    """A conversation with a model.

    Args:
        model: the network.
        tokenizer: of the model.
        sampler: how tokens are chosen.
        max_tokens: most tokens of an answer.
        system: system text; "" for none.
    """

    def __init__(
        self, model: GPT, tokenizer: Tokenizer, sampler: Sampler, max_tokens: int, system: str = ""
    ):
        self._decoder = Decoder(model)  # once, for all answers
        self._tokenizer = tokenizer
        self._sampler = sampler
        self._max_tokens = max_tokens
        self.reset(system)

    def reset(self, system: str | None = None) -> None:
        """Forgets the conversation; sets another system text if one is given."""
        if system is not None:
            self._system = system
        self.messages = [Message("system", self._system)] if self._system else []

    def answer(self, text: str) -> Iterator[str]:
        """Yields the answer in pieces of whole characters, then adds both turns to the history.

        Raises:
            DecodeError: the conversation leaves no room for an answer; it stays as it was.
        """
        turns = [*self.messages, Message("user", text)]
        prompt = encode_prompt(Prompt("chat", tuple(turns), (), self._max_tokens), self._tokenizer)
        said = ""

        def spelled() -> Iterator[str]:
            nonlocal said
            for generation in stream(
                self._decoder, prompt, self._max_tokens, stop_ids(self._tokenizer), self._sampler
            ):
                said = self._tokenizer.spell(generation.ids)
                yield said

        yield from whole_pieces(spelled())
        self.messages = [*turns, Message("assistant", said)]


def whole_pieces(texts: Iterable[str]) -> Iterator[str]:
    """Yields what each text adds to the one before, characters only once they are whole.

    texts    M   M?   Mü   Müh      (? = the first byte of ü)
    pieces   M        ü    h
    """
    shown = text = ""
    for text in texts:
        whole = text.rstrip(UNFINISHED)
        if len(whole) > len(shown):
            yield whole[len(shown) :]
            shown = whole
    if len(text) > len(shown):  # it ends in the middle of a character
        yield text[len(shown) :]


def talk(chat: Chat, lines: Iterable[str], write: Callable[[str], None]) -> None:
    """Answers lines until they end or one says /quit.

    Args:
        chat: the conversation.
        lines: what the user types.
        write: shows a piece of text at once.
    """
    for line in lines:
        word, _, rest = line.strip().partition(" ")
        if word == "/quit":
            return
        if word == "/reset":
            chat.reset()
        elif word == "/system":
            chat.reset(rest.strip())
        elif word.startswith("/"):
            write(f"{word} is not known; there are /reset, /system TEXT and /quit.\n")
        elif word:
            _show_answer(chat, line.strip(), write)


def _show_answer(chat: Chat, text: str, write: Callable[[str], None]) -> None:
    try:
        for piece in chat.answer(text):
            write(piece)
    except DecodeError:
        write("The conversation is longer than the model can hold. Begin anew with /reset.")
    write("\n")


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the command's flags."""
    flags.DEFINE_string(
        "model", None, "A model's name or directory.", flag_values=flag_values, required=True
    )
    flags.DEFINE_string(
        "system", "You are MyPT.", "System text; empty for none.", flag_values=flag_values
    )
    define_sampling(flag_values)
    command.define_run_dir(flag_values)


def main(args: flags.FlagValues) -> int:
    """Talks until the user has enough."""
    sampler = make_sampler(args)
    loaded = load_model(resolve_model(args.model, args.run_dir))
    chat = Chat(loaded.model, loaded.tokenizer, sampler, args.max_tokens, args.system)
    talk(chat, _typed_lines(), lambda text: print(text, end="", flush=True))
    return command.DONE


def _typed_lines() -> Iterator[str]:
    is_terminal = sys.stdin.isatty()
    while True:
        if is_terminal:
            print("> ", end="", flush=True)
        line = sys.stdin.readline()
        if not line:
            return
        yield line


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
