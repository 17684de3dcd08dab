r"""3a-2 minimal Q&A: one or two sentences, constraints, "I don't know", English and German.

    python -m mypt_jax.train --config=configs/phase3a2_minimal_qa.py:tiny \
        --model_name=phase3a2_minimal_qa --init_from_model=phase3a1_format_lock \
        --dataset_dir=runs/default/data/3a2 --replay_dir=format_lock=runs/default/data/3a1

Measured with 26,000 episodes, tiny: 2255 steps, 4.5 million tokens; both sets pass. Final set,
seen / unseen templates: closed 99.8 / 99.5 %, word_limit 99 / 99.6 %, idk_recall 91 / 89 %,
idk_kept 95 / 96 %, context_qa 92 / 94 %; hand-written closed 98 %, in their language 92 %; exact
answers of 3a-1 +1.3 points. When common things were refused too, and no invented ones stood beside:
with 22,000 episodes and 1841 steps idk_recall was 92 / 86.98 %, a hair more than 5 points apart
(another run passed); with 18,000 and 23 % replay exact answers of 3a-1 fell by 2.7 points.
"""

import ml_collections

from configs import common


def get_config(preset: str = "tiny") -> ml_collections.ConfigDict:
    """Returns the stage's configuration; presets: tiny, smollm2_135m, 750m."""
    config = common.get_config(preset)
    config.stage = "3a2"
    config.parent_stage = "3a1"
    config.data.name = "minimal_qa"
    config.data.shares = ml_collections.ConfigDict({"minimal_qa": 0.8, "format_lock": 0.2})

    if preset == "tiny":
        # with 20 % of 3a-1, words repeated fell by 2.9 points
        config.data.shares = ml_collections.ConfigDict({"minimal_qa": 0.74, "format_lock": 0.26})
        config.data.max_seq_len = 288
        config.data.rows_per_step = 7
        config.data.passes = 1.8
        config.data.weight_exponent = 0.5
        config.optimizer.learning_rate = 3.5e-3
        config.optimizer.warmup_steps = 50
        config.gate.format_slack = 2.0
        config.gate.content_bars = ml_collections.ConfigDict(
            {
                "word_limit": 88.0,
                "idk_recall": 78.0,
                "idk_kept": 85.0,
                "context_qa": 82.0,
            }
        )
    elif preset == "smollm2_135m":
        # with 20 % of 3a-1 and 466 steps at 3e-3, answers of at most five tokens fell by 3 points
        # and exact ones by 6; with 28 % and 755 steps by 2 and 4; with 36 % and 859 steps by 2.4
        # and 2.8, words repeated by 4.3 and what has to be known by 5.7; at 1.5e-3 by 2.4, 0.4, 2.6
        # and 1.2
        config.data.shares = ml_collections.ConfigDict({"minimal_qa": 0.64, "format_lock": 0.36})
        config.data.max_seq_len = 256
        config.data.rows_per_step = 4
        config.data.passes = 1.0
        config.data.weight_exponent = 0.5
        config.optimizer.learning_rate = 1.5e-3
        config.train.num_evals = 1
    else:
        config.model.dropout = 0.05
        config.data.max_seq_len = 256  # 8 rows hold about 30 episodes of 60 tokens
        config.data.rows_per_step = 8
        config.data.passes = 3.0
        config.optimizer.learning_rate = 5e-5
    return config
