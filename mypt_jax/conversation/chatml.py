"""ChatML, the format that many pretrained chat models come with; to hear them before a curriculum.

Nothing is trained in it: it shows what a model could do in the format that it knew.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from mypt_jax.conversation.episode import Message, dump_json
from mypt_jax.conversation.tokenizer import HuggingFaceTokenizer, Tokenizer, TokenizerError

START, END = "<|im_start|>", "<|im_end|>"


def end_id(tokenizer: Tokenizer) -> int:
    """Returns the id that ends a turn.

    Raises:
        TokenizerError: the model does not know the format.
    """
    special = tokenizer.special_ids if isinstance(tokenizer, HuggingFaceTokenizer) else {}
    if START not in special or END not in special:
        raise TokenizerError(
            f"the tokenizer has no special tokens {START} and {END}: its model does not know "
            "ChatML. Leave --chatml out."
        )
    return special[END]


# ChatML has no turn for tools: a first system turn says what ours leaves to training.
_TOOLS = 'Answer, or call one of these tools with {"name": …, "args": {…}} as your whole answer:\n'


def render_chatml_prompt(
    messages: Sequence[Message], tools: Sequence[dict[str, Any]], tokenizer: Tokenizer
) -> np.ndarray:
    """Returns the ids int32 [n] of a conversation whose next turn is the assistant's.

    Args:
        messages: turns of system, user and assistant with text alone.
        tools: on offer; a system turn before all others lists them.
        tokenizer: of a model that knows ChatML.

    Raises:
        TokenizerError: the model does not know the format.
        ValueError: a turn has tool calls, or is a tool's result.
    """
    end = end_id(tokenizer)
    assert isinstance(tokenizer, HuggingFaceTokenizer)  # others have no such id
    start = tokenizer.special_ids[START]
    turns = [("system", _TOOLS + dump_json(list(tools)))] if tools else []
    for message in messages:
        if message.role == "tool" or message.tool_calls:
            raise ValueError("--chatml takes conversations without tool calls and results.")
        turns.append((message.role, message.content))
    ids: list[int] = []
    for role, content in turns:
        text = f"{role}\n{content}"
        ids += [start, *tokenizer.encode(text), end, *tokenizer.encode("\n")]
    return np.array([*ids, start, *tokenizer.encode("assistant\n")], np.int32)
