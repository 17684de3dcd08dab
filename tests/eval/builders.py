"""Suites, responses and candidates that the tests of this folder build."""

import json
from pathlib import Path

from eval.candidate import Candidate
from eval.suites import read_suite

STAGE = "own"
CONFIG = {
    "gate": {"content_bars": {}, "format_slack": 0.0, "max_points_unseen": 5.0},
    "data": {
        "name": "own",
        "passes": 2.0,
        "shares": {"own": 0.8, "old": 0.2},
        "share_unit": "episodes",
        "max_repeats": 4.0,
    },
}
MODEL = {
    "vocab_size": 64, "num_layers": 1, "embed_dim": 8, "num_heads": 1, "num_kv_heads": 1,
    "head_dim": 8, "ffw_dim": 8, "max_seq_len": 32, "norm": "rmsnorm", "norm_eps": 1e-6,
    "position": "rope", "rope_theta": 1e4, "activation": "swiglu", "tie_embeddings": True,
    "dropout": 0.0, "dtype": "float32", "remat": "none", "attention": "xla",
}  # fmt: skip


def prompt(number: int, part: str = "seen", stage: str = STAGE, metric: str = "exact") -> dict:
    """Returns a line of a suite: say a number."""
    return {
        "id": f"{stage}-{part}-{number}",
        "messages": [{"role": "user", "content": f"Say {number}."}],
        "max_tokens": 8,
        "stage": stage,
        "part": part,
        "checks": [{"metric": metric, "rule": "exact_answer", "expected": [str(number)]}],
    }


def write_lines(path: Path, lines: list[dict]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def write_suite(path: Path, stage: str = STAGE, seen: int = 300, unseen: int = 150) -> Path:
    lines = [prompt(n, "seen", stage) for n in range(seen)]
    lines += [prompt(n, "unseen_template", stage) for n in range(unseen)]
    return write_lines(path, lines)


def respond(line_id: str, output: str, stop_reason: str = "closed") -> dict:
    return {
        "id": line_id,
        "output": output,
        "stopped": stop_reason == "closed",
        "stop_reason": stop_reason,
        "n_tokens": len(output.split()),
    }


def answers(suite: Path, wrong: int = 0) -> list[dict]:
    """Returns the right answer to every prompt but the first `wrong` ones of each part."""
    lines = read_suite(suite)
    responses = []
    for line in lines:
        number = line.id.rsplit("-", 1)[1]
        output = "wrong" if int(number) < wrong else number
        responses.append(respond(line.id, output) | {"prompt_hash": line.prompt_hash})
    return responses


def candidate(
    model_dir: Path, stage: str = STAGE, parent: dict | None = None, lineage: list | None = None
) -> Candidate:
    """Returns a candidate without weights: its answers must lie in its gate's directory."""
    metadata = {
        "stage": stage,
        "model": MODEL,
        "parent": parent,
        "lineage": lineage or ([parent] if parent else []),
        "datasets": {},
    }
    return Candidate(model_dir, CONFIG, metadata, 30, "ab" * 32, None)
