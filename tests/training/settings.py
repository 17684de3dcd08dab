"""Settings of the optimizer that tests change a few of."""

OPTIMIZER = {
    "learning_rate": 1e-3,
    "schedule": "constant",
    "warmup_steps": 1,
    "num_steps": 10,
    "final_fraction": 0.1,
    "weight_decay": 0.05,
    "b1": 0.9,
    "b2": 0.95,
    "damp_rare_tokens": False,
    "muon": False,
    "clip_norm": 1.0,
}
