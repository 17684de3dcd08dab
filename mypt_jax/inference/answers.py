"""Prompts from files, answers to files: the model as text in, text out."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from etils import epath

from mypt_jax.conversation import chatml, tags
from mypt_jax.conversation.episode import Message, parse_messages, parse_tools, read_jsonl
from mypt_jax.conversation.render import render_prompt
from mypt_jax.conversation.tokenizer import Tokenizer
from mypt_jax.inference.decode import generate
from mypt_jax.inference.sampling import Sampler
from mypt_jax.model.gpt import GPT


class PromptFileError(ValueError):
    """A prompt that cannot be answered as it stands."""


@dataclasses.dataclass(frozen=True)
class Prompt:
    """What to answer.

    Attributes:
        id: names the answer.
        messages: a conversation that ends with a user or tool turn; empty for a completion.
        tools: tools on offer.
        max_tokens: most tokens of the answer, the closing tag included.
        text: plain text to go on with, instead of messages (for a base model).
    """

    id: str
    messages: tuple[Message, ...]
    tools: tuple[dict[str, Any], ...]
    max_tokens: int
    text: str | None = None


def stop_ids(tokenizer: Tokenizer) -> dict[int, str]:
    """Returns the ids that end an answer, with their stop reasons."""
    return {
        tokenizer.tag_ids[tags.ASSISTANT_END]: "closed",
        tokenizer.tag_ids[tags.EOT]: "eot",
    }


def read_prompts(path: epath.PathLike, max_tokens: int) -> list[Prompt]:
    """Reads a JSONL file of prompts; keys that are not a prompt's are passed over.

    Args:
        path: lines of {"id", "messages" or "text", "tools"?, "max_tokens"?}.
        max_tokens: limit for the lines that state none.

    Raises:
        PromptFileError: a line lacks a key, has both texts, or repeats an id; names file and line.
        EpisodeError: a line is not JSON, or its messages or tools are malformed.
    """
    prompts: list[Prompt] = []
    seen: dict[str, str] = {}
    for where, raw in read_jsonl(path):
        prompt = _parse_prompt(raw, where, max_tokens)
        if prompt.id in seen:
            raise PromptFileError(
                f"{where}: id {prompt.id!r} was already used at {seen[prompt.id]}."
            )
        seen[prompt.id] = where
        prompts.append(prompt)
    return prompts


def _parse_prompt(raw: dict[str, Any], where: str, max_tokens: int) -> Prompt:
    if not isinstance(raw.get("id"), str):
        raise PromptFileError(f"{where}: id is {raw.get('id')!r}; every prompt needs a text as id.")
    if ("messages" in raw) == ("text" in raw):
        raise PromptFileError(f"{where}: give either messages or text.")
    limit = raw.get("max_tokens", max_tokens)
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise PromptFileError(
            f"{where}: max_tokens is {limit!r}; it must be an integer of 1 or more."
        )
    if "text" in raw and not (isinstance(raw["text"], str) and raw["text"]):
        raise PromptFileError(f"{where}: text is {raw['text']!r}; it must be a text, not empty.")
    messages = parse_messages(raw["messages"], where) if "messages" in raw else ()
    if messages and messages[-1].role not in ("user", "tool"):
        raise PromptFileError(
            f"{where}: {raw['id']!r} ends with a message of {messages[-1].role}; a prompt ends "
            "with one of user or tool, which is then answered."
        )
    return Prompt(
        id=raw["id"],
        messages=messages,
        tools=parse_tools(raw.get("tools", []), where),
        max_tokens=limit,
        text=raw.get("text"),
    )


def answer_prompts(
    model: GPT,
    tokenizer: Tokenizer,
    prompts: Sequence[Prompt],
    sampler: Sampler | None = None,
    batch_size: int = 64,
    on_answers: Callable[[int], object] = lambda count: None,
    in_chatml: bool = False,
) -> list[dict[str, Any]]:
    """Answers prompts; one result a prompt, in their order.

    Args:
        model: the network.
        tokenizer: of the model.
        prompts: what to answer.
        sampler: None is greedy.
        batch_size: most prompts answered at once.
        on_answers: is called with the number of answers so far, as it grows.
        in_chatml: asks in ChatML, the format of many models before they learn ours.

    Returns:
        {"id", "output", "stopped", "stop_reason", "n_tokens"} each. `output` is the text up to the
        closing tag, with tags inside it spelled out; `stopped` is true only for "closed".

    Raises:
        PromptFileError: a prompt leaves no room for an answer; names its id.
        EpisodeError: messages do not end where an answer is due.
        TokenizerError: the model does not know ChatML.
        ValueError: a conversation cannot be written in ChatML.
    """
    if in_chatml:
        encoded = [chatml.render_chatml_prompt(p.messages, p.tools, tokenizer) for p in prompts]
        ends = {chatml.end_id(tokenizer): "closed"}
    else:
        encoded, ends = [encode_prompt(p, tokenizer) for p in prompts], stop_ids(tokenizer)
    longest = model.config.max_seq_len
    for prompt, ids in zip(prompts, encoded, strict=True):
        if not 0 < len(ids) < longest:
            raise PromptFileError(
                f"prompt {prompt.id!r} has {len(ids)} tokens; the model holds {longest} with the "
                "answer (model.max_seq_len). Shorten it."
            )
    limits = [prompt.max_tokens for prompt in prompts]
    answers = generate(model, encoded, limits, ends, sampler, batch_size, on_answers)
    return [
        {
            "id": prompt.id,
            "output": tokenizer.spell(answer.ids),
            "stopped": answer.stop_reason == "closed",
            "stop_reason": answer.stop_reason,
            "n_tokens": len(answer.ids),
        }
        for prompt, answer in zip(prompts, answers, strict=True)
    ]


def encode_prompt(prompt: Prompt, tokenizer: Tokenizer) -> np.ndarray:
    """Returns the ids int32 [n] that the model is to continue."""
    if prompt.text is not None:
        return np.array(tokenizer.encode(prompt.text), np.int32)
    return render_prompt(prompt.messages, prompt.tools, tokenizer)
