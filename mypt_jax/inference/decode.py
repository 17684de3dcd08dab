"""Batched generation with a key-value cache: ragged prompts, early stop, rows refilled at once.

The cache of a batch has B rows of S = P + A slots. A row's prompt lies in its first P slots,
right-padded. The A slots after them are a ring that all rows share: step i of the batch writes slot
P + i % A of every row, whichever token of its own answer the row is at. So one slice is written
a step, in place, and a finished row takes the next prompt while the others go on.

    row 0   prompt prompt prompt  .    | own  own  own  own       started at step 0
    row 1   prompt   .      .     .    |  .    .   own  own       started at step 2
"""

import contextlib
import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx
from jax.sharding import Mesh, NamedSharding

from mypt_jax.inference.sampling import Sampler, choose
from mypt_jax.model.config import GPTConfig
from mypt_jax.model.decoder import Cache, Decoder
from mypt_jax.model.gpt import GPT
from mypt_jax.model.sharding import constrain

SMALLEST_PROMPT = 32  # slots; shapes below are not worth a compilation
SMALLEST_ANSWER = 16
SMALLEST_GROUP = 8  # batches; fewer are answered faster in a longer shape than they compile
RUNNING = -1
LENGTH_REASON = "length"
RUNNING_REASON = "running"


class DecodeError(ValueError):
    """Prompts that cannot be answered."""


@dataclasses.dataclass(frozen=True)
class Generation:
    """One answer.

    Attributes:
        ids: generated tokens, without the one that stopped it.
        stop_reason: what `stop_ids` says of the stopping token, "length" at the limit, or
            "running" for an answer that goes on (only from `stream`).
    """

    ids: list[int]
    stop_reason: str


@jax.tree_util.register_dataclass
@dataclasses.dataclass(frozen=True)
class Rows:
    """State of a batch; see the module's text for the slots.

    Attributes:
        cache: keys [B, N, K, S] and values [B, N, S, K] of each layer.
        answers: ids int32 [B, A], a ring as in the cache; column i % A holds what step i chose.
        step: steps done by the batch, int32 [].
        started: step at which the row's answer began, int32 [B].
        prompt_lengths: int32 [B].
        prompt_indices: int32 [B].
        limits: most tokens of the row's answer, int32 [B].
        last: newest token of the row, int32 [B].
        first: first token of the row's answer, int32 [B].
        num_tokens: tokens chosen for the row, the stopping one too, int32 [B].
        stop: RUNNING, the index of the stop id, or the number of stop ids for "length", int32 [B].
    """

    cache: Cache
    answers: jax.Array
    step: jax.Array
    started: jax.Array
    prompt_lengths: jax.Array
    prompt_indices: jax.Array
    limits: jax.Array
    last: jax.Array
    first: jax.Array
    num_tokens: jax.Array
    stop: jax.Array


@jax.tree_util.register_dataclass
@dataclasses.dataclass(frozen=True)
class Refill:
    """Prompts that enter a batch together.

    Attributes:
        tokens: ids int32 [R, P], right-padded.
        lengths: int32 [R].
        indices: of the prompts in the caller's list, int32 [R].
        limits: most tokens of each answer, int32 [R]; 0 where there is no prompt.
        rows: distinct free rows that they enter, int32 [R].
    """

    tokens: jax.Array
    lengths: jax.Array
    indices: jax.Array
    limits: jax.Array
    rows: jax.Array


@dataclasses.dataclass(frozen=True)
class Group:
    """Prompts that are answered in one shape.

    Attributes:
        indices: of the prompts, in the order in which they are begun, int [N].
        prompt_slots: P, a power of two.
        answer_slots: A, a power of two.
    """

    indices: np.ndarray
    prompt_slots: int
    answer_slots: int


def generate(
    model: GPT | Decoder,
    prompts: Sequence[np.ndarray],
    max_tokens: Sequence[int],
    stop_ids: Mapping[int, str],
    sampler: Sampler | None = None,
    batch_size: int = 64,
    on_answers: Callable[[int], object] = lambda count: None,
) -> list[Generation]:
    """Answers prompts of any lengths; the order is kept and no answer depends on the others.

    Args:
        model: the network, on one device or sharded; a GPT is made into a Decoder first.
        prompts: ids, int32 [n] each.
        max_tokens: most tokens of each answer, the stopping one included; fewer where the prompt
            leaves fewer in the model's max_seq_len.
        stop_ids: ids that end an answer, with the reason to report.
        sampler: None is greedy.
        batch_size: most prompts answered at once.
        on_answers: is called with the number of answers so far, as it grows.

    Raises:
        DecodeError: a prompt is empty, or leaves no room for an answer.
    """
    decoder = model if isinstance(model, Decoder) else Decoder(model)
    limits = _answer_limits(decoder, prompts, max_tokens)
    lengths = np.array([len(prompt) for prompt in prompts], np.int64)
    answers: dict[int, Generation] = {}
    for group in plan_groups(lengths, limits, batch_size):
        batch = Batch(decoder, group, stop_ids, sampler or Sampler(), batch_size)
        for finished in batch.answer_all(prompts, limits):
            answers.update(finished)
            on_answers(len(answers))
    return [answers[index] for index in range(len(prompts))]


def stream(
    model: GPT | Decoder,
    prompt: np.ndarray,
    max_tokens: int,
    stop_ids: Mapping[int, str],
    sampler: Sampler | None = None,
) -> Iterator[Generation]:
    """Yields the answer so far after every token; the arguments are those of `generate`."""
    decoder = model if isinstance(model, Decoder) else Decoder(model)
    limits = _answer_limits(decoder, [prompt], [max_tokens])
    [group] = plan_groups(np.array([len(prompt)]), limits, 1)
    batch = Batch(decoder, group, stop_ids, sampler or Sampler(), 1)
    batch.enter(np.array([0]), [prompt], limits)
    yield (generation := batch.read_row(0))
    while generation.stop_reason == RUNNING_REASON:
        batch.advance(max_running=0, max_steps=1)
        yield (generation := batch.read_row(0))


def plan_groups(lengths: np.ndarray, limits: np.ndarray, batch_size: int) -> list[Group]:
    """Sorts prompts into few shapes: each shape is compiled once.

    A group is a power of two of prompt slots; one of fewer than SMALLEST_GROUP batches joins the
    next longer one. The longest answers begin first, so that few rows run alone at the end.

    Args:
        lengths: of the prompts, int [N].
        limits: of the answers, int [N].
        batch_size: most prompts answered at once.
    """
    slots = np.array([_power_of_two(n, SMALLEST_PROMPT) for n in lengths], np.int64)
    groups, waiting = [], np.zeros(0, np.int64)
    for size in np.unique(slots):
        waiting = np.concatenate([waiting, np.flatnonzero(slots == size)])
        if len(waiting) < SMALLEST_GROUP * batch_size and size < slots.max():
            continue
        order = np.lexsort((waiting, -limits[waiting]))
        answer_slots = _power_of_two(int(limits[waiting].max()), SMALLEST_ANSWER)
        groups.append(Group(waiting[order], int(size), answer_slots))
        waiting = waiting[:0]
    return groups


def _power_of_two(size: int, smallest: int) -> int:
    return max(smallest, 1 << (int(size) - 1).bit_length())


def _answer_limits(
    decoder: Decoder, prompts: Sequence[np.ndarray], max_tokens: Sequence[int]
) -> np.ndarray:
    longest = decoder.config.max_seq_len
    limits = []
    for index, (prompt, limit) in enumerate(zip(prompts, max_tokens, strict=True)):
        limits.append(min(limit, longest - len(prompt)))
        if len(prompt) == 0 or limits[-1] < 1:
            raise DecodeError(
                f"prompt {index} has {len(prompt)} tokens and asks for an answer of up to {limit}; "
                f"the model holds {longest} (max_seq_len). Give a prompt of 1 to {longest - 1} "
                "tokens and max_tokens of 1 or more."
            )
    return np.array(limits, np.int64)


class Batch:
    """The rows that are decoded together, and which prompt each of them answers.

    Args:
        decoder: the network.
        group: the prompts, which fix the shape.
        stop_ids: ids that end an answer, with their reasons.
        sampler: how tokens are chosen.
        batch_size: most rows; a power of two is used.
    """

    def __init__(
        self,
        decoder: Decoder,
        group: Group,
        stop_ids: Mapping[int, str],
        sampler: Sampler,
        batch_size: int,
    ):
        self._group = group
        self._size = min(_power_of_two(batch_size, 1), _power_of_two(len(group.indices), 1))
        self._refill_size = max(self._size // 4, 1)
        self._reasons = [*stop_ids.values(), LENGTH_REASON]
        graphdef, self._params = nnx.split(decoder)
        self._static = (graphdef, tuple(stop_ids), sampler)
        self._mesh = _mesh_of(self._params)
        with _on(self._mesh):
            self._rows = _empty_rows(
                decoder.config, self._size, group.prompt_slots, group.answer_slots, len(stop_ids)
            )
        self._owners = np.full(self._size, -1)

    def answer_all(
        self, prompts: Sequence[np.ndarray], limits: np.ndarray
    ) -> Iterator[dict[int, Generation]]:
        """Answers all prompts of the group; yields answers by index as they are finished."""
        waiting = self._group.indices
        while len(waiting) or (self._owners >= 0).any():
            while len(waiting) and (self._owners < 0).sum() >= self._refill_size:
                self.enter(waiting[: self._refill_size], prompts, limits)
                waiting = waiting[self._refill_size :]
            self.advance(self._size - self._refill_size if len(waiting) else 0)
            yield self._take_finished()

    def enter(self, indices: np.ndarray, prompts: Sequence[np.ndarray], limits: np.ndarray) -> None:
        """Puts up to R prompts into free rows and chooses the first token of their answers."""
        size = self._refill_size
        free = np.flatnonzero(self._owners < 0)[:size]
        arrays: dict[str, Any] = {
            "tokens": np.zeros((size, self._group.prompt_slots), np.int32),
            "lengths": np.ones(size, np.int32),
            "indices": np.zeros(size, np.int32),
            "limits": np.zeros(size, np.int32),
            "rows": free.astype(np.int32),
        }
        for place, index in enumerate(indices):
            arrays["tokens"][place, : len(prompts[index])] = prompts[index]
            arrays["lengths"][place] = len(prompts[index])
            arrays["indices"][place] = index
            arrays["limits"][place] = limits[index]
        self._owners[free[: len(indices)]] = indices
        with _on(self._mesh):
            self._rows = _enter(*self._static, self._params, self._rows, Refill(**arrays))

    def advance(self, max_running: int, max_steps: int = np.iinfo(np.int32).max) -> None:
        """Decodes until at most `max_running` rows are running, or for `max_steps`."""
        with _on(self._mesh):
            self._rows = _advance(
                *self._static,
                self._params,
                self._rows,
                np.int32(max_running),
                np.int32(max_steps),
            )

    def read_row(self, row: int) -> Generation:
        """Returns what a row has answered so far."""
        return self._read(row, *self._fetch())

    def _take_finished(self) -> dict[int, Generation]:
        fetched, finished = self._fetch(), {}
        for row in np.flatnonzero(self._owners >= 0):
            generation = self._read(int(row), *fetched)
            if generation.stop_reason != RUNNING_REASON:
                finished[int(self._owners[row])] = generation
                self._owners[row] = -1
        return finished

    def _fetch(self) -> tuple[np.ndarray, ...]:
        rows = self._rows
        return jax.device_get((rows.first, rows.answers, rows.started, rows.num_tokens, rows.stop))

    def _read(
        self,
        row: int,
        first: np.ndarray,
        answers: np.ndarray,
        started: np.ndarray,
        num_tokens: np.ndarray,
        stop: np.ndarray,
    ) -> Generation:
        columns = (started[row] + np.arange(num_tokens[row] - 1)) % answers.shape[1]
        ids = [int(first[row]), *map(int, answers[row, columns])]
        if stop[row] == RUNNING:
            return Generation(ids, RUNNING_REASON)
        reason = self._reasons[stop[row]]
        return Generation(ids if reason == LENGTH_REASON else ids[:-1], reason)


def _mesh_of(params: nnx.State) -> Mesh | None:
    sharding = jax.tree.leaves(params)[0].sharding
    mesh = sharding.mesh if isinstance(sharding, NamedSharding) else None
    return mesh if isinstance(mesh, Mesh) else None


def _on(mesh: Mesh | None) -> contextlib.AbstractContextManager:
    return contextlib.nullcontext() if mesh is None else jax.set_mesh(mesh)


@partial(jax.jit, static_argnums=(0, 1, 2, 3, 4))
def _empty_rows(
    config: GPTConfig, size: int, prompt_slots: int, answer_slots: int, num_stops: int
) -> Rows:
    slots, heads = prompt_slots + answer_slots, (size, config.num_kv_heads)
    zeros = jnp.zeros(size, jnp.int32)
    return _lay_out(
        Rows(
            cache=tuple(
                (
                    jnp.zeros((*heads, config.head_dim, slots), config.dtype),
                    jnp.zeros((*heads, slots, config.head_dim), config.dtype),
                )
                for _ in range(config.num_layers)
            ),
            answers=jnp.zeros((size, answer_slots), jnp.int32),
            step=jnp.int32(0),
            started=zeros,
            prompt_lengths=zeros,
            prompt_indices=zeros,
            limits=zeros,
            last=zeros,
            first=zeros,
            num_tokens=zeros,
            stop=jnp.full(size, num_stops, jnp.int32),
        )
    )


@partial(jax.jit, static_argnums=(0, 1, 2), donate_argnums=4)
def _enter(
    graphdef: nnx.GraphDef,
    stop_ids: tuple[int, ...],
    sampler: Sampler,
    params: nnx.State,
    rows: Rows,
    refill: Refill,
) -> Rows:
    """Prefills prompts, writes them over free rows and chooses their first tokens."""
    decoder: Decoder = nnx.merge(graphdef, params)
    is_prompt = jnp.arange(refill.tokens.shape[1]) < refill.lengths[:, None]
    hidden, new = decoder.prefill(refill.tokens, is_prompt.astype(jnp.int32))
    hidden = jnp.take_along_axis(hidden, refill.lengths[:, None, None] - 1, axis=1)[:, 0]
    zeros = jnp.zeros_like(refill.lengths)
    token = choose(decoder.logits(hidden), sampler, refill.indices, zeros)
    stop = _stop_of(token, zeros + 1, refill.limits, stop_ids)
    # a place without a prompt leaves its row as free as it was
    stop = jnp.where(refill.limits > 0, stop, len(stop_ids))

    def write(place: jax.Array, cache: Cache) -> Cache:
        at = (refill.rows[place], 0, 0, 0)

        def write_row(old: jax.Array, prompts: jax.Array) -> jax.Array:
            prompt = jax.lax.dynamic_slice_in_dim(prompts, place, 1)
            return jax.lax.dynamic_update_slice(old, prompt, at)

        return jax.tree.map(write_row, cache, new)

    at = refill.rows
    return _lay_out(
        dataclasses.replace(
            rows,
            cache=jax.lax.fori_loop(0, at.shape[0], write, rows.cache),
            started=rows.started.at[at].set(rows.step),
            prompt_lengths=rows.prompt_lengths.at[at].set(refill.lengths),
            prompt_indices=rows.prompt_indices.at[at].set(refill.indices),
            limits=rows.limits.at[at].set(refill.limits),
            last=rows.last.at[at].set(token),
            first=rows.first.at[at].set(token),
            num_tokens=rows.num_tokens.at[at].set(1),
            stop=rows.stop.at[at].set(stop),
        )
    )


@partial(jax.jit, static_argnums=(0, 1, 2), donate_argnums=4)
def _advance(
    graphdef: nnx.GraphDef,
    stop_ids: tuple[int, ...],
    sampler: Sampler,
    params: nnx.State,
    rows: Rows,
    max_running: jax.Array,
    max_steps: jax.Array,
) -> Rows:
    """Decodes until at most `max_running` rows run, or for `max_steps`."""
    decoder: Decoder = nnx.merge(graphdef, params)

    def goes_on(carry: tuple[jax.Array, Rows]) -> jax.Array:
        num_steps, rows = carry
        return (num_steps < max_steps) & (jnp.sum(rows.stop == RUNNING) > max_running)

    def step(carry: tuple[jax.Array, Rows]) -> tuple[jax.Array, Rows]:
        num_steps, rows = carry
        return num_steps + 1, _lay_out(_step(decoder, stop_ids, sampler, rows))

    return jax.lax.while_loop(goes_on, step, (jnp.int32(0), rows))[1]


def _step(decoder: Decoder, stop_ids: tuple[int, ...], sampler: Sampler, rows: Rows) -> Rows:
    """Feeds every row its newest token and chooses the next one; finished rows stay as they are."""
    answer_slots = rows.answers.shape[1]
    prompt_slots = rows.cache[0][0].shape[3] - answer_slots
    slot = rows.step % answer_slots
    age = rows.step - rows.started
    # slot s of the ring is written now, or was (step - s) % A steps ago
    since = (rows.step - jnp.arange(answer_slots)) % answer_slots
    is_seen = jnp.concatenate(
        [jnp.arange(prompt_slots) < rows.prompt_lengths[:, None], since <= age[:, None]], axis=1
    )
    hidden, cache = decoder.decode(
        rows.last, rows.prompt_lengths + age, rows.cache, prompt_slots + slot, is_seen
    )
    token = choose(decoder.logits(hidden), sampler, rows.prompt_indices, age + 1)
    is_running = rows.stop == RUNNING
    num_tokens = rows.num_tokens + is_running
    stop = _stop_of(token, num_tokens, rows.limits, stop_ids)
    column = jnp.where(is_running, token, rows.answers[:, slot])
    return dataclasses.replace(
        rows,
        cache=cache,
        answers=rows.answers.at[:, slot].set(column),
        step=rows.step + 1,
        last=token,
        num_tokens=num_tokens,
        stop=jnp.where(is_running, stop, rows.stop),
    )


def _stop_of(
    token: jax.Array, num_tokens: jax.Array, limits: jax.Array, stop_ids: tuple[int, ...]
) -> jax.Array:
    """Returns RUNNING, the index of the stop id that `token` is, or their number at the limit."""
    stop = jnp.where(num_tokens >= limits, len(stop_ids), RUNNING)
    for index, stop_id in enumerate(stop_ids):
        stop = jnp.where(token == stop_id, index, stop)
    return stop.astype(jnp.int32)


def _lay_out(rows: Rows) -> Rows:
    """Spreads the cache over the mesh; every process holds all the rest, to read it."""
    small = jax.tree.map(
        lambda x: constrain(x, *[None] * x.ndim), dataclasses.replace(rows, cache=())
    )
    axes = ("batch", "kv_heads", None, None)
    cache = jax.tree.map(lambda x: constrain(x, *axes), rows.cache)
    return dataclasses.replace(small, cache=cache)
