import dataclasses

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import nnx

from mypt_jax.inference.decode import DecodeError, generate, plan_groups, stream
from mypt_jax.inference.sampling import Sampler
from mypt_jax.model.gpt import GPT, create_model
from mypt_jax.model.sharding import make_mesh
from tests.model.networks import LLAMA, ORIGINAL, make

STOP_IDS = {0: "closed", 1: "closed", 2: "closed", 3: "eot", 4: "eot"}
LONGEST = 64


def lively(config, seed=0) -> GPT:
    """Returns a model whose greedy answers vary, and stop now and then."""
    model = make(config, seed)
    model.embedding[...] = model.embedding[...] * 3.0
    return model


def ragged(num_prompts: int, longest: int) -> tuple[list[np.ndarray], list[int]]:
    rng = np.random.default_rng(5)
    lengths = rng.integers(1, longest + 1, num_prompts)
    prompts = [rng.integers(0, 24, n).astype(np.int32) for n in lengths]
    return prompts, [int(n) for n in rng.integers(1, 20, num_prompts)]


def recompute(model: GPT, prompts, limits) -> list[tuple[list[int], str]]:
    """Answers one by one, running the whole row again for every token."""
    graphdef, params = nnx.split(model)
    positions = jnp.arange(LONGEST)[None]

    @jax.jit
    def best(params, row, length):
        segment_ids = (positions < length).astype(jnp.int32)
        logits = nnx.merge(graphdef, params)(row[None], segment_ids, positions)
        return jnp.argmax(logits[0, length - 1])

    answers = []
    for prompt, limit in zip(prompts, limits, strict=True):
        ids, reason = list(prompt), "length"
        while len(ids) < min(len(prompt) + limit, LONGEST):
            row = np.zeros(LONGEST, np.int32)
            row[: len(ids)] = ids
            token = int(best(params, row, len(ids)))
            if token in STOP_IDS:
                reason = STOP_IDS[token]
                break
            ids.append(token)
        answers.append((ids[len(prompt) :], reason))
    return answers


@pytest.mark.parametrize("config", [LLAMA, ORIGINAL])
def test_decoding_equals_recomputation_for_ragged_prompts(config):
    model = lively(config)
    prompts, limits = ragged(13, 60)  # 60 + 20 is more than the model holds
    expected = recompute(model, prompts, limits)
    # few rows: rows are refilled while others run
    counts = []
    answers = generate(model, prompts, limits, STOP_IDS, batch_size=4, on_answers=counts.append)
    assert [(answer.ids, answer.stop_reason) for answer in answers] == expected
    assert counts == sorted(counts) and counts[-1] == 13 and len(set(counts)) > 2
    assert len({reason for _, reason in expected}) > 1
    assert len({len(ids) for ids, _ in expected}) > 4


def test_an_answer_does_not_depend_on_its_batch():
    model = lively(LLAMA)
    prompts, limits = ragged(9, 20)
    together = generate(model, prompts, limits, STOP_IDS, batch_size=16)
    assert generate(model, prompts, limits, STOP_IDS, batch_size=1) == together


def test_draws_depend_on_seed_and_prompt_index_alone():
    model = lively(LLAMA)
    prompts, limits = ragged(9, 20)
    prompts[1], limits[0], limits[1] = prompts[0], 12, 12
    one = generate(model, prompts, limits, STOP_IDS, Sampler(2.0, 0.9, seed=1), batch_size=8)
    again = generate(model, prompts, limits, STOP_IDS, Sampler(2.0, 0.9, seed=1), batch_size=2)
    other = generate(model, prompts, limits, STOP_IDS, Sampler(2.0, 0.9, seed=2), batch_size=8)
    assert one == again != other
    assert one[0] != one[1]


def test_answers_are_the_same_on_a_mesh():
    config = dataclasses.replace(LLAMA, num_heads=4, num_kv_heads=2, head_dim=4)
    prompts, limits = ragged(6, 20)
    answers = []
    for sizes in [(8, 1, 1), (2, 2, 2)]:
        model = create_model(config, seed=1, mesh=make_mesh(*sizes))
        model.embedding[...] = model.embedding[...] * 30.0
        answers.append(generate(model, prompts, limits, STOP_IDS, batch_size=8))
    assert answers[0] == answers[1]
    assert len({tuple(answer.ids) for answer in answers[0]}) > 2


def test_a_stream_grows_to_the_same_answer():
    model = lively(LLAMA)
    prompts, limits = ragged(13, 60)
    answers = generate(model, prompts, limits, STOP_IDS, batch_size=4)
    index = next(i for i, a in enumerate(answers) if a.stop_reason == "closed" and len(a.ids) > 1)
    steps = list(stream(model, prompts[index], limits[index], STOP_IDS))
    assert steps[-1] == answers[index]
    assert {step.stop_reason for step in steps[:-1]} == {"running"}
    assert [step.ids for step in steps[:-1]] == [
        answers[index].ids[:n] for n in range(1, len(answers[index].ids) + 1)
    ]


def test_no_prompts_give_no_answers():
    assert generate(make(LLAMA), [], [], STOP_IDS) == []


def test_short_groups_join_longer_ones_and_long_answers_begin_first():
    lengths = np.array([5, 40, 30, 70, 65, 3])
    limits = np.array([10, 20, 30, 40, 50, 60])
    [whole] = plan_groups(lengths, limits, batch_size=64)
    assert whole.indices.tolist() == [5, 4, 3, 2, 1, 0]
    assert (whole.prompt_slots, whole.answer_slots) == (128, 64)


def test_groups_large_enough_have_a_shape_of_their_own():
    lengths = np.array([20] * 9 + [100] * 2)
    groups = plan_groups(lengths, np.array([10] * 9 + [33] * 2), batch_size=1)
    assert [(g.prompt_slots, g.answer_slots, len(g.indices)) for g in groups] == [
        (32, 16, 9),
        (128, 64, 2),
    ]


@pytest.mark.parametrize(("length", "limit"), [(0, 5), (64, 5), (70, 5), (3, 0)])
def test_a_prompt_without_room_for_an_answer_is_refused(length, limit):
    prompts = [np.ones(3, np.int32), np.ones(length, np.int32)]
    with pytest.raises(DecodeError, match=f"prompt 1 has {length} tokens .* the model holds 64"):
        generate(make(LLAMA), prompts, [1, limit], STOP_IDS)
