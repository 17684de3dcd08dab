"""The whole curriculum: which stages, in which order, with how much data.

    python -m mypt_jax.curriculum --config=configs/curriculum.py:tiny

`tiny` starts from nothing and is to take 20 minutes at most on two CPU cores; it does not pass yet
(see the README). `750m` starts from a base model that is already in the run's directory and runs
the same stages.
"""

from ml_collections import ConfigDict


def get_config(preset: str = "tiny") -> ConfigDict:
    """Returns the curriculum of a preset: "tiny", "smollm2_135m" or "750m"."""
    if preset not in ("tiny", "smollm2_135m", "750m"):
        raise ValueError(
            f"configs/curriculum.py: unknown preset {preset!r}; use tiny, smollm2_135m or 750m."
        )
    config = ConfigDict()
    config.preset = preset
    config.run_dir = f"runs/{preset}"
    config.seed = 0
    config.val_split = 0.1  # share of each data set that is held out for validation
    config.base_model = "domain_v5"
    # Further flags of every training, for example "--config.mesh.fsdp=8".
    config.train_flags = ()
    # A stage whose gate fails is tried again from the same parent, with more steps, or with more
    # replay where an earlier format suffered, as the gate advises.
    config.max_attempts = 2
    # Questions that no stage teaches, answered by the base in ChatML and by the last stage, and how
    # many points may be lost. "" = they are not asked, as of a base that cannot chat.
    config.knowledge = ConfigDict({"suite": "", "most_lost": 10.0})
    config.base = _tiny_base() if preset == "tiny" else ConfigDict({"build": False})
    config.stage_order = ("format_lock", "minimal_qa", "tasks", "structured")
    config.stages = _stages()
    if preset == "tiny":
        _tiny(config)
    elif preset == "smollm2_135m":
        _smollm2(config)
    else:
        config.stages.tasks.options = ("--long_sources=0.3",)
    return config


def _stages() -> ConfigDict:
    stages = ConfigDict()
    stages.format_lock = _stage("3a1", "phase3a1_format_lock", 500, (400, 560), replay=())
    stages.minimal_qa = _stage(
        "3a2", "phase3a2_minimal_qa", 1000, (420, 420), replay=("format_lock",)
    )
    stages.tasks = _stage(
        "3a3", "phase3a3_tasks", 1500, (400, 400), replay=("minimal_qa", "format_lock")
    )
    stages.structured = _stage(
        "3a4", "phase3a4_structured_output", 800, (1180, 1000), replay=("tasks", "gold")
    )
    return stages


def _stage(
    stage: str, model_name: str, episodes: int, prompts: tuple[int, int], replay: tuple[str, ...]
) -> ConfigDict:
    """Describes a stage; `prompts` are the seen and unseen ones of a gate set.

    There are so many of them that every metric with a bar gets its 150, or 300, prompts.
    """
    return ConfigDict(
        {
            "stage": stage,
            "model_name": model_name,
            "config": f"configs/{model_name}.py",
            "episodes": episodes,
            "seen_prompts": prompts[0],
            "unseen_prompts": prompts[1],
            # 0 = no limit; "1-5 tokens" is what format lock teaches.
            "max_answer_tokens": 5 if stage == "3a1" else 0,
            "replay": replay,
            # Further flags of the stage's generator.
            "options": (),
            # Expected minutes of the stage's training, for the estimate of the time left.
            "train_minutes": 10.0,
        }
    )


def _tiny_base() -> ConfigDict:
    return ConfigDict(
        {
            "build": True,
            "copy_config": "configs/copy_warmup.py",
            "domain_config": "configs/domain_base.py",
            "vocab_size": 6144,
            "domain_documents": 36000,
            "copy_documents": 4000,
            "probe_prompts": 400,
            "train_minutes": 2.1,
        }
    )


def _tiny(config: ConfigDict) -> None:
    """A model that starts from nothing needs more episodes than one that can already read."""
    sizes = {"format_lock": 12000, "minimal_qa": 26000, "tasks": 20000, "structured": 28000}
    minutes = {"format_lock": 0.7, "minimal_qa": 3.3, "tasks": 6.0, "structured": 8.8}
    for name, episodes in sizes.items():
        config.stages[name].episodes = episodes
        config.stages[name].train_minutes = minutes[name]
    config.stages.tasks.options = ("--clauses",)
    config.stages.structured.options = ("--literal",)
    # 3 % of so many are enough, and every evaluation reads all of them.
    config.val_split = 0.03
    config.stages.structured.replay = ("tasks", "minimal_qa", "format_lock", "gold")


def _smollm2(config: ConfigDict) -> None:
    """A pretrained model on two CPU cores: `make smollm2` puts it there first."""
    config.base_model = "smollm2"
    config.knowledge.suite = "eval/general_knowledge.jsonl"
    sizes = {"format_lock": 9000, "minimal_qa": 7500, "tasks": 4000, "structured": 4000}
    minutes = {"format_lock": 5.0, "minimal_qa": 14.5, "tasks": 16.0, "structured": 17.0}
    for name, episodes in sizes.items():
        config.stages[name].episodes = episodes
        config.stages[name].train_minutes = minutes[name]
    config.stages.format_lock.unseen_prompts = 740  # trivia takes its share of them
    # a model that has general knowledge keeps it only if it is asked for
    config.stages.format_lock.options = ("--trivia",)
    config.stages.minimal_qa.options = ("--trivia",)
    config.val_split = 0.02  # an evaluation reads all of them
    config.stages.structured.replay = ("tasks", "minimal_qa", "format_lock", "gold")
