"""The advice of a failed gate is a command that the trainer takes."""

import json
import math
import re

import numpy as np
import pytest

from configs import curriculum
from eval.gate import Result, next_step
from eval.retry import retry_overrides, source_sizes
from eval.scoring import Change, Figure
from mypt_jax import command
from mypt_jax.data.mixture import MixtureError, check_reachable
from mypt_jax.paths import sha256_of
from mypt_jax.training.stage import read_stage
from tests.eval.builders import candidate

GOLD_EPISODES = 147  # of data_gen/gold, the validation split aside
FALL = Change("3a1", "closed", 0.9, 0.99, 400, -0.09, -0.12, -0.06, False)
MISS = Figure("closed", "seen", "format", 0.9, 300, 0.8, 0.95, 0.99, 300, False)


def read_config(path, preset, overrides=()):
    """Reads a config file with overrides as the trainer does."""
    argv = [f"--config={path}:{preset}", *overrides]
    return read_stage(command.parse_flags(command.define_config, argv).config.to_dict())


def prepare(run_dir, preset, names, scale):
    """Writes manifests as large as those of the curriculum; returns their hashes and sizes."""
    plan = curriculum.get_config(preset)
    sizes, hashes = {}, {}
    for name in names:
        whole = plan.stages[name].episodes if name != "gold" else GOLD_EPISODES
        sizes[name] = whole if name == "gold" else int(whole * (1 - plan.val_split) * scale)
        path = run_dir / "data" / name / "manifest.json"
        path.parent.mkdir(parents=True)
        train = {"episodes": sizes[name], "targets": sizes[name] * 9}
        path.write_text(json.dumps({"name": name, "splits": {"train": train}}))
        hashes[name] = sha256_of(path)
    return hashes, sizes


def episodes_of(sizes):
    return {name: np.ones(size, np.int64) for name, size in sizes.items()}


@pytest.mark.parametrize("scale", [1.0, 1.3])  # with more data gold is used up sooner
@pytest.mark.parametrize("changes", [[], [FALL]])
@pytest.mark.parametrize("preset", ["tiny", "smollm2_135m", "750m"])
@pytest.mark.parametrize("name", ["format_lock", "minimal_qa", "tasks", "structured"])
def test_the_trainer_takes_what_a_failed_gate_advises(tmp_path, name, preset, changes, scale):
    path = curriculum.get_config(preset).stages[name].config
    before = read_config(path, preset)
    judged = candidate(tmp_path / "models" / "own")
    judged.config = before.effective
    judged.metadata["datasets"], sizes = prepare(tmp_path, preset, before.mixture.names, scale)
    printed = next_step(judged, Result([MISS], changes, [], []))
    overrides = re.findall(r"--config\.\S+", printed)
    assert overrides
    assert "--dry_run" not in printed
    after = read_config(
        path, preset, overrides
    )  # a Mixture whose shares do not sum to 1 is refused
    assert abs(math.fsum(after.mixture.shares.values()) - 1) < 1e-9
    check_reachable(after.mixture, episodes_of(sizes), after.passes)
    own = before.mixture.primary
    if changes and len(before.mixture.shares) > 1:
        assert after.mixture.shares[own] == pytest.approx(
            before.mixture.shares[own] - 0.05, abs=3e-3
        )
        assert after.passes == before.passes
    else:
        assert after.passes == pytest.approx(1.5 * before.passes)


def test_passes_that_gold_cannot_reach_come_with_a_smaller_share_of_it():
    data = {
        "name": "own",
        "passes": 2.0,
        "shares": {"own": 0.6, "old": 0.3, "gold": 0.1},
        "share_unit": "episodes",
        "max_repeats": 4.0,
    }
    sizes = {"own": 600, "old": 600, "gold": 50}  # 200 of gold are seen, 4 times each
    assert retry_overrides(data, False, sizes) == (
        "--config.data.passes=3",
        "--config.data.shares.own=0.6207",  # 1800 : 900 : 200, and the rest of rounding
        "--config.data.shares.old=0.31034",
        "--config.data.shares.gold=0.06896",
    )
    assert retry_overrides(data, False, {}) == ("--config.data.passes=3",)
    assert retry_overrides(data, False, sizes | {"gold": 75}) == ("--config.data.passes=3",)


def test_sizes_are_in_the_unit_of_the_shares(tmp_path):
    hashes, _ = prepare(tmp_path, "tiny", ["structured", "gold"], 1.0)
    assert source_sizes(tmp_path, hashes, "supervised_tokens")["gold"] == 9 * GOLD_EPISODES
    assert source_sizes(tmp_path, hashes | {"far": "f" * 64}, "episodes").keys() == {
        "structured",
        "gold",
    }


def test_sources_of_unknown_size_ask_for_a_dry_run_first(tmp_path):
    printed = next_step(candidate(tmp_path / "models" / "own"), Result([MISS], [], [], []))
    assert "--config.data.passes=3\n" in printed
    assert "with --dry_run first: how often own, old would be seen is not known" in printed


def test_passes_alone_are_refused_where_gold_cannot_reach_them(tmp_path):
    """What the advice once was: the check that the tests above rely on refuses it."""
    before = read_config("configs/phase3a4_structured_output.py", "tiny")
    sizes = prepare(tmp_path, "tiny", before.mixture.names, 1.0)[1]
    with pytest.raises(MixtureError, match="of 'gold' needs"):
        check_reachable(before.mixture, episodes_of(sizes), before.passes * 1.5)
