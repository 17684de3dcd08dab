r"""3a-3 tasks and summaries: KEY_FACTS, then SUMMARY; other schemas; several steps.

    python -m mypt_jax.train --config=configs/phase3a3_tasks.py:tiny \
        --model_name=phase3a3_tasks --init_from_model=phase3a2_minimal_qa \
        --dataset_dir=runs/default/data/3a3 --replay_dir=minimal_qa=runs/default/data/3a2 \
        --replay_dir=format_lock=runs/default/data/3a1

Measured with 20,000 episodes, tiny, from nothing: 3839 steps, 7.7 million tokens, slips for two
thirds of them; both sets passed once, and failed twice, by a tag in 1 and 3 of 882 answers, and
once by asked_numbers (89.8) and hand-written structure (40 of 46). The one that passed, final set,
seen / unseen templates: closed 99.8 / 99.8 %, key_facts_structure 95 / 97 %, grounded 99.4 / 99.2
%, facts_covered 94 / 97 %, asked_numbers 92 / 95 %; 82 hand-written prompts, each with a text and a
wording of its own: closed 94 % (bar 92), structure 89 % (88), asked_numbers 35 %; 1 of 38 lists is
sorted right. Of 3a-2 idk_kept falls by 2.1 points (470 prompts), of 3a-1 max_five_tokens by 1.6.
With other data and slips to the end, 3737 steps: structure 98 / 99 %, asked_numbers 94 / 98 %;
without slips 98 / 98 %, 94 / 97 %. Runs of the same recipe differ by several points. Of replay, 58
/ 30 / 12 % of tasks, 3a-2 and 3a-1 lost 3.2 points of idk_kept and of words repeated, 3.9 of
context_qa.
"""

import ml_collections

from configs import common


def get_config(preset: str = "tiny") -> ml_collections.ConfigDict:
    """Returns the stage's configuration; presets: tiny, smollm2_135m, 750m."""
    config = common.get_config(preset)
    config.stage = "3a3"
    config.parent_stage = "3a2"
    config.data.name = "tasks"

    if preset == "tiny":
        # more replay than 20 % and 10 %: in a prototype of 1M parameters
        # 3a-2 had almost no gradient beside these long answers
        config.data.shares = ml_collections.ConfigDict(
            {"tasks": 0.52, "minimal_qa": 0.32, "format_lock": 0.16}
        )
        config.data.max_seq_len = 288
        config.data.rows_per_step = 7
        config.data.passes = 2.1
        config.data.slips = 0.03
        config.data.slips_until = 0.67  # as in 3a-4
        config.data.weight_exponent = 0.5
        config.optimizer.learning_rate = 4e-3
        config.gate.format_slack = 2.0
        config.gate.content_bars = ml_collections.ConfigDict(
            {
                "grounded": 90.0,
                "facts_covered": 80.0,
            }
        )
        config.train.num_evals = 3
        config.train.sample_tokens = 160
    elif preset == "smollm2_135m":  # too few steps were measured yet, see the README
        config.data.shares = ml_collections.ConfigDict(
            {"tasks": 0.60, "minimal_qa": 0.26, "format_lock": 0.14}
        )
        config.data.max_seq_len = 320
        config.data.rows_per_step = 3
        config.data.passes = 1.0
        config.data.weight_exponent = 0.5
        config.optimizer.learning_rate = 3e-3
        config.train.sample_tokens = 160
        config.train.num_evals = 1
    else:
        config.data.shares = ml_collections.ConfigDict(
            {"tasks": 0.7, "minimal_qa": 0.2, "format_lock": 0.1}
        )
        config.model.dropout = 0.05
        config.data.max_seq_len = 1024  # 8 rows hold about 30 episodes of 60 to 400 tokens
        config.data.rows_per_step = 8
        config.data.passes = 2.5
        config.optimizer.learning_rate = 3e-5
        config.train.sample_tokens = 320
    return config
