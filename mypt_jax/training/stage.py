"""A stage's configuration, read key by key into values that the rest of the code takes."""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from mypt_jax.config import ConfigError, Settings, suggestion
from mypt_jax.data.mixture import Mixture
from mypt_jax.model.config import GPTConfig
from mypt_jax.training.slips import Slips


@dataclasses.dataclass(frozen=True)
class Stage:
    """A configuration, read and checked key by key.

    Attributes: as in configs/common.py; `effective` is the whole tree as it was given, and `lora`
    is None where its rank is 0.
    """

    stage: str
    parent_stage: str
    seed: int
    model: GPTConfig
    kind: str
    mixture: Mixture
    max_seq_len: int
    rows_per_step: int
    passes: float
    target_multiple: int
    slips: float
    slips_until: float
    optimizer: dict[str, Any]
    lora: dict[str, Any] | None
    microbatches: int
    num_evals: int
    log_every: int
    min_steps: int
    num_samples: int
    sample_tokens: int
    plateau_gain: float
    mesh: dict[str, int]
    effective: dict[str, Any]

    @property
    def step_seed(self) -> int | None:
        """The seed of what a step draws at random; None = it draws nothing."""
        return self.seed if self.model.dropout > 0 or self.slips > 0 else None

    def make_slips(self, tag_ids: Iterable[int], num_steps: int) -> Slips | None:
        """Returns the slips of a run, which leave the tags as they are; None = there are none."""
        if not self.slips:
            return None
        return Slips(self.slips, tuple(tag_ids), round(self.slips_until * num_steps))


def read_stage(config: Mapping[str, Any]) -> Stage:
    """Reads a configuration; every key is used, or it is an error.

    Raises:
        ConfigError: naming the key, and what is wrong with it.
    """
    settings = Settings(config)
    data, train = settings.section("data"), settings.section("train")
    optimizer, gate = settings.section("optimizer"), settings.section("gate")
    lora = settings.section("lora")
    rank = lora.integer("rank")
    adapters = {"rank": rank, "alpha": lora.number("alpha"), "targets": lora.text("targets")}
    microbatches = optimizer.integer("microbatches", at_least=1)
    numbers = ("learning_rate", "final_fraction", "weight_decay", "b1", "b2", "clip_norm")
    # the gate reads these from the model's directory; here they are only checked
    gate.flag("required"), gate.numbers("content_bars")
    gate.number("format_slack", at_most=2.0), gate.number("max_points_unseen")
    gate.optional_number("handwritten_content_slack", at_most=100.0)
    mesh = settings.section("mesh")
    stage = Stage(
        stage=settings.text("stage"),
        parent_stage=settings.text("parent_stage"),
        seed=settings.integer("seed"),
        model=GPTConfig.from_dict(settings.section("model").everything()),
        kind=data.text("kind", ("episodes", "text")),
        mixture=read_mixture(data),
        max_seq_len=data.integer("max_seq_len", at_least=2),
        rows_per_step=data.integer("rows_per_step", at_least=1),
        passes=data.number("passes"),
        target_multiple=data.integer("target_multiple", at_least=1),
        slips=data.number("slips", at_most=0.5),
        slips_until=data.number("slips_until", at_most=1.0),
        optimizer={
            **{name: optimizer.number(name) for name in numbers},
            "schedule": optimizer.text("schedule"),
            "warmup_steps": optimizer.integer("warmup_steps"),
            "damp_rare_tokens": optimizer.flag("damp_rare_tokens"),
            "muon": optimizer.flag("muon"),
        },
        lora=adapters if rank else None,
        microbatches=microbatches,
        num_evals=train.integer("num_evals", at_least=1),
        log_every=train.integer("log_every", at_least=1),
        min_steps=train.integer("min_steps", at_least=1),
        num_samples=train.integer("num_samples"),
        sample_tokens=train.integer("sample_tokens", at_least=1),
        plateau_gain=train.number("plateau_gain", at_most=1.0),
        mesh={name: mesh.integer(name, at_least=-1) for name in ("data", "fsdp", "tensor")},
        effective=dict(config),
    )
    settings.check_all_used()
    if stage.max_seq_len > stage.model.max_seq_len:
        raise ConfigError(
            f"config.data.max_seq_len is {stage.max_seq_len}, more than config.model.max_seq_len "
            f"{stage.model.max_seq_len}. Shorten the rows or choose a model with longer ones."
        )
    return stage


def read_mixture(data: Settings) -> Mixture:
    """Reads which sources a stage mixes; the primary one comes first."""
    shares = data.numbers("shares")
    primary = data.text("name")
    if primary not in shares:
        hint = suggestion(primary, list(shares))
        raise ConfigError(
            f"config.data.name is {primary!r}, not a key of config.data.shares.{hint}"
        )
    return Mixture(
        names=(primary, *sorted(shares.keys() - {primary})),
        shares=shares,
        unit=data.text("share_unit"),
        max_repeats=data.number("max_repeats"),
        weight_exponent=data.number("weight_exponent", at_most=1.0),
        primary=primary,
    )
