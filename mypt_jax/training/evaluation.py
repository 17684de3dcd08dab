"""How good a model is while it trains: the whole validation set, and a few answers."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx
from jax.sharding import NamedSharding

from mypt_jax.conversation import tags
from mypt_jax.conversation.tokenizer import Tokenizer
from mypt_jax.data.pipeline import Batch as HostBatch
from mypt_jax.data.pipeline import StepSource
from mypt_jax.data.records import Split
from mypt_jax.inference.decode import generate
from mypt_jax.inference.sampling import Sampler
from mypt_jax.training.checkpoint import Params
from mypt_jax.training.loss import evaluation_sums
from mypt_jax.training.step import Batch, Figures, to_device


class Evaluator:
    """Computes the figures of the whole validation set of every source, always the same one.

    Args:
        graphdef: the model's structure.
        tag_ids: ids of the tags; their loss is reported apart.
        sources: per source, its validation batches with the rows of this process.
        sharding: of a batch.
        samples: prompts to answer, or None.
    """

    def __init__(
        self,
        graphdef: nnx.GraphDef,
        tag_ids: Sequence[int],
        sources: Mapping[str, StepSource],
        sharding: NamedSharding,
        samples: "AnswerSamples | None",
    ):
        self.sharding = sharding
        self._sources = sources
        self._samples = samples
        ids = jnp.array(sorted(tag_ids), jnp.int32)

        @jax.jit
        def sums_of_batch(params: Params, batch: Batch) -> Figures:
            return evaluation_sums(nnx.merge(graphdef, params), batch, ids)

        self._sums_of_batch = sums_of_batch

    def run(self, params: Params) -> dict[str, dict[str, Any]]:
        """Returns {source: {loss, content_loss, tag_loss, token_accuracy, exact_rate, …}}.

        With samples, {"samples": {stop_rate, answers}} is added.
        """
        figures: dict[str, dict[str, Any]] = {
            name: evaluation_figures(self.sums(params, (source[i] for i in range(len(source)))))
            for name, source in self._sources.items()
        }
        if self._samples:
            figures["samples"] = self._samples.run(params)
        return figures

    def sums(self, params: Params, batches: Iterable[HostBatch]) -> dict[str, float]:
        """Returns the sums of `loss.evaluation_sums` over all batches."""
        figures = [
            self._sums_of_batch(params, to_device(batch, self.sharding)) for batch in batches
        ]
        fetched = jax.device_get(figures)  # once: the device is never waited for in between
        return {name: sum(float(f[name]) for f in fetched) for name in fetched[0]}


def evaluation_figures(sums: Mapping[str, float]) -> dict[str, float]:
    """Turns sums into means; what has no target at all (tags, in plain text) is left out.

    Returns:
        loss (weighted, as trained), content_loss and tag_loss (nats a token), token_accuracy,
        exact_rate (episodes of which every trained token is right), episodes.
    """
    parts = {
        "loss": ("loss_sum", "weight_sum"),
        "content_loss": ("content_loss_sum", "content_count"),
        "tag_loss": ("tag_loss_sum", "tag_count"),
        "token_accuracy": ("correct_count", "target_count"),
        "exact_rate": ("exact_count", "episode_count"),
    }
    figures = {
        name: sums[above] / sums[below] for name, (above, below) in parts.items() if sums[below] > 0
    }
    return figures | {"episodes": sums["episode_count"]}


def plateau(losses: Sequence[float], gain: float) -> bool:
    """Says whether the last two evaluations did not beat the best one before by `gain`.

    Args:
        losses: validation losses, oldest first.
        gain: relative, for example 0.005.
    """
    if len(losses) < 3:
        return False
    return min(losses[-2:]) > min(losses[:-2]) * (1 - gain)


@dataclasses.dataclass(frozen=True)
class SamplePrompt:
    """A validation episode up to its first answer.

    Attributes:
        ids: int32 [n], ends with the assistant's opening tag.
        expected: text of the right answer.
    """

    ids: np.ndarray
    expected: str


def sample_prompts(validation: Split, tokenizer: Tokenizer, count: int) -> list[SamplePrompt]:
    """Takes prompts evenly from a validation split of episodes.

    A record's first trained place holds the last token of its first prompt.
    """
    prompts = []
    close = tokenizer.tag_ids[tags.ASSISTANT_END]
    for index in np.linspace(0, len(validation) - 1, min(count, len(validation))).astype(int):
        record = validation.record(int(index))
        answer = record.targets[: int(np.argmax(record.targets == close))]
        ids = record.inputs[: record.target_positions[0] + 1]
        prompts.append(SamplePrompt(ids, tokenizer.spell(answer)))
    return prompts


class AnswerSamples:
    """Answers a few validation prompts greedily, with the weights as they are.

    Args:
        graphdef: the model's structure.
        tokenizer: of the model.
        prompts: what to answer.
        max_tokens: longest answer.
    """

    def __init__(
        self,
        graphdef: nnx.GraphDef,
        tokenizer: Tokenizer,
        prompts: Sequence[SamplePrompt],
        max_tokens: int,
    ):
        self._graphdef = graphdef
        self._tokenizer = tokenizer
        self._prompts = prompts
        self._max_tokens = max_tokens
        ids = tokenizer.tag_ids
        self._stop_ids = {ids[tags.ASSISTANT_END]: "closed", ids[tags.EOT]: "eot"}

    def run(self, params: Params) -> dict[str, Any]:
        """Returns stop_rate (closed by the tag), exact_rate, and the answers."""
        answers = generate(
            nnx.merge(self._graphdef, params),
            [prompt.ids for prompt in self._prompts],
            [self._max_tokens] * len(self._prompts),
            self._stop_ids,
            Sampler(),
            batch_size=len(self._prompts),
        )
        lines = [
            {
                "prompt": self._tokenizer.spell(prompt.ids),
                "expected": prompt.expected,
                "output": self._tokenizer.spell(answer.ids),
                "stop_reason": answer.stop_reason,
            }
            for prompt, answer in zip(self._prompts, answers, strict=True)
        ]
        closed = [line for line in lines if line["stop_reason"] == "closed"]
        exact = [line for line in closed if line["output"] == line["expected"]]
        return {
            "stop_rate": len(closed) / len(lines),
            "exact_rate": len(exact) / len(lines),
            "answers": lines,
        }
