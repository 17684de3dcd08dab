r"""Copy warm-up: rows of random tokens in which a span occurs again; loss on the second occurrence.

    python -m mypt_jax.train --config=configs/copy_warmup.py:tiny --model_name=copy_warmup \
        --dataset_dir=runs/default/data/copy --tokenizer=tokenizer

Plain text teaches a small model late to copy a name that it has never seen; this teaches it early.
Measured with 2500 documents: 141 steps, 67 s on two busy CPU cores, validation loss 1.00, 91 % of
the tokens right.
"""

import ml_collections

from configs import common


def get_config(preset: str = "tiny") -> ml_collections.ConfigDict:
    """Returns the stage's configuration; presets: tiny."""
    config = common.get_config(preset)
    config.stage = "copy"
    config.parent_stage = "none"
    config.gate.required = False  # the domain base's copy probe judges both

    config.data.kind = "text"
    config.data.name = "copy"
    config.data.shares = ml_collections.ConfigDict({"copy": 1.0})
    config.data.max_seq_len = 128
    config.data.rows_per_step = 16

    config.optimizer.learning_rate = 1.5e-3
    config.optimizer.warmup_steps = 20
    config.optimizer.final_fraction = 0.5
    config.train.num_evals = 2
    return config
