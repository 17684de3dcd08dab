"""The whole configuration tree with its defaults; a stage's file states only what differs.

A stage's file calls `get_config(preset)` and changes a few values. Keys that are not in this tree
are refused: when a stage's file is loaded, on the command line, and when the command reads it.
"""

import ml_collections
from ml_collections import config_dict

from configs import models


def get_config(preset: str) -> ml_collections.ConfigDict:
    """Returns the defaults for a model preset, locked against new keys.

    Args:
        preset: a key of `models.PRESETS`.

    Raises:
        ValueError: if there is no such preset.
    """
    config = ml_collections.ConfigDict()
    config.stage = config_dict.placeholder(str)  # what it teaches: copy, domain, 3a1 … 3a4
    config.parent_stage = config_dict.placeholder(str)  # "none" = starts from nothing
    config.seed = 0  # initial weights, dropout, order of the data

    config.model = models.get_model(preset)

    config.data = ml_collections.ConfigDict()
    config.data.kind = "episodes"  # "episodes" (chat, with masks) or "text" (every token a target)
    config.data.name = config_dict.placeholder(str)  # the source that --dataset_dir holds
    config.data.max_seq_len = config_dict.placeholder(int)  # T, tokens in a row
    config.data.rows_per_step = config_dict.placeholder(int)  # B, rows in a step on all devices
    config.data.passes = 1.0  # times every primary episode is seen
    config.data.shares = config_dict.placeholder(ml_collections.ConfigDict)  # {source: share}
    config.data.share_unit = "episodes"  # or "supervised_tokens"
    config.data.max_repeats = 4.0  # no source is seen more often than this
    config.data.weight_exponent = 0.0  # a of: token weight = (the episode's trained tokens)^-a
    # share of the answers' tokens that the model reads as others in training, see training/slips.py
    config.data.slips = 0.0
    config.data.slips_until = 1.0  # share of the steps that have slips, from the first on
    # S, supervised places in a row, is a multiple of it; CPUs have no tiles to fill
    config.data.target_multiple = 128 if preset == "750m" else 16

    config.optimizer = ml_collections.ConfigDict()
    config.optimizer.learning_rate = config_dict.placeholder(float)  # highest, after warm-up
    config.optimizer.schedule = "cosine"  # or "constant"
    config.optimizer.warmup_steps = 10  # steps from zero to learning_rate
    # cosine: last learning rate / highest
    config.optimizer.final_fraction = 0.02 if preset == "tiny" else 0.1
    config.optimizer.weight_decay = 0.05  # matrices only; not embeddings, norms, biases
    config.optimizer.b1 = 0.9
    # rows of rare tokens get few gradients: a long memory keeps their steps small
    config.optimizer.b2 = 0.99 if preset == "tiny" else 0.95
    # tokens that do not occur keep their embeddings; 750m has the AdamW that it was tuned with
    config.optimizer.damp_rare_tokens = preset == "tiny"
    # matrices take steps of equal length in all directions; learns this small model's stages in
    # fewer steps, see docs/what_was_tried.md
    config.optimizer.muon = preset == "tiny"
    config.optimizer.clip_norm = 1.0  # largest norm of the gradient of all parameters
    config.optimizer.microbatches = 1  # parts of a step; more need less memory, same result

    config.lora = ml_collections.ConfigDict()
    # width of the adapters that are trained instead of the weights; 0 = none
    config.lora.rank = 16 if preset == "smollm2_135m" else 0
    config.lora.alpha = 16.0  # an adapter counts alpha / rank times
    config.lora.targets = ".*"  # regular expression: query, key_value, attention_out, ffw_up, …

    config.train = ml_collections.ConfigDict()
    config.train.num_evals = 4  # evaluations, each with a checkpoint, evenly over the run
    config.train.log_every = 20  # steps between two lines of the log
    config.train.min_steps = 30  # a shorter run is refused: it can't learn
    config.train.num_samples = 16  # validation prompts answered greedily at an evaluation; 0 = none
    config.train.sample_tokens = 64  # longest sample, in tokens
    config.train.plateau_gain = 0.005  # a smaller relative gain of the loss is called a plateau

    config.mesh = ml_collections.ConfigDict()
    # one of them may be -1: the devices that the others leave
    config.mesh.data = 1 if preset == "750m" else -1  # copies of the model
    config.mesh.fsdp = -1 if preset == "750m" else 1  # devices that share one copy's parameters
    config.mesh.tensor = 1  # devices that share one matrix product

    config.gate = ml_collections.ConfigDict()
    config.gate.required = True  # a later stage may start only after this one's gate passed
    config.gate.content_bars = ml_collections.ConfigDict()  # {metric: bar in %}, where not default
    config.gate.format_slack = 0.0  # points by which format bars are lowered (tiny only: up to 2)
    config.gate.max_points_unseen = 5.0  # points that unseen templates may stay behind
    # the same for content on hand-written prompts, 20 or more of a metric; None = not judged
    config.gate.handwritten_content_slack = config_dict.placeholder(float)
    if preset == "smollm2_135m":
        config.gate.handwritten_content_slack = 5.0
    return config.lock()
