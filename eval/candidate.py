"""The model that a gate judges, and its answers: generated once, then read from disk."""

import dataclasses
import json
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from etils import epath

from eval.scoring import Bars, GateError, bars_from_config
from eval.suites import SuiteLine
from mypt_jax.conversation.episode import dump_json, read_jsonl
from mypt_jax.paths import write_whole

if TYPE_CHECKING:
    from mypt_jax.training.checkpoint import Loaded


@dataclasses.dataclass
class Candidate:
    """The model that is judged, with what its directory says."""

    model_dir: epath.Path
    config: dict[str, Any]
    metadata: dict[str, Any]
    step: int
    hash: str
    loaded: "Loaded | None"  # None if all its answers are there already

    @property
    def run_dir(self) -> epath.Path:
        """Returns the run's directory, in whose models/ this one lies."""
        return self.model_dir.parent.parent

    @property
    def gate_dir(self) -> epath.Path:
        """Returns where this checkpoint's results lie."""
        return self.model_dir / "gates" / f"{self.step}-{self.hash[:8]}"

    @property
    def bars(self) -> Bars:
        """Returns the bars that the model's config asks for."""
        return bars_from_config(self.config["gate"], count_params(self.metadata["model"]))


def load_candidate(name: str, stage: str, run_dir: str) -> Candidate:
    """Loads the best checkpoint of a model.

    Raises:
        GateError: The model is of another stage.
    """
    from mypt_jax.training.checkpoint import load_model, resolve_model  # rescoring needs no jax

    model_dir = resolve_model(name, run_dir)
    config = json.loads((model_dir / "config.json").read_text())
    loaded = load_model(model_dir)
    if loaded.metadata["stage"] != stage:
        raise GateError(
            f"{model_dir} was trained for stage {loaded.metadata['stage']!r}, not {stage!r}. Give "
            f"--stage={loaded.metadata['stage']} or another --model."
        )
    return Candidate(model_dir, config, loaded.metadata, loaded.step, loaded.hash, loaded)


def count_params(sizes: dict[str, Any]) -> int:
    """Returns the number of parameters of a model with these sizes."""
    from mypt_jax.training import checkpoint  # starts jax, which most scoring does without

    return checkpoint.count_params(sizes)


def read_responses(path: epath.Path, lines: Sequence[SuiteLine]) -> dict[str, dict[str, Any]]:
    """Reads saved responses of a suite by id.

    Raises:
        GateError: A line is no response, or belongs to no prompt of the suite.
    """
    ids = {line.id for line in lines}
    responses: dict[str, dict[str, Any]] = {}
    if not path.exists():
        raise GateError(f"no responses file {path}")
    for where, raw in read_jsonl(path):
        for key, kind in (("id", str), ("output", str), ("stop_reason", str), ("n_tokens", int)):
            if not isinstance(raw.get(key), kind):
                raise GateError(f"{where}: {key} is {raw.get(key)!r}; not a line of responses")
        if raw["id"] not in ids:
            raise GateError(
                f"{where}: id {raw['id']!r} is no prompt of the suite. Give the suite that these "
                "responses answer."
            )
        if raw["id"] in responses:
            raise GateError(f"{where}: a second response to {raw['id']!r}")
        responses[raw["id"]] = raw
    return responses


def stored_responses(
    path: epath.Path, lines: Sequence[SuiteLine]
) -> dict[str, dict[str, Any]] | None:
    """Returns stored responses if they answer exactly these prompts, else None."""
    if not path.exists():
        return None
    responses = {raw["id"]: raw for _, raw in read_jsonl(path)}
    for line in lines:
        if responses.get(line.id, {}).get("prompt_hash") != line.prompt_hash:
            return None
    return {line.id: responses[line.id] for line in lines}


def _generate(candidate: Candidate, lines: Sequence[SuiteLine]) -> dict[str, dict[str, Any]]:
    """Answers the prompts with the model, greedily."""
    from mypt_jax.inference.answers import Prompt, answer_prompts  # rescoring needs no jax

    prompts = [
        Prompt(
            id=line.id,
            messages=line.messages,
            tools=line.tools,
            max_tokens=line.max_tokens,
            text=line.text,
        )
        for line in lines
    ]
    loaded = candidate.loaded
    assert loaded is not None, f"{candidate.model_dir} was not loaded"
    answers = answer_prompts(loaded.model, loaded.tokenizer, prompts)
    hashes = {line.id: line.prompt_hash for line in lines}
    return {a["id"]: {**a, "prompt_hash": hashes[a["id"]]} for a in answers}


def answer_suite(
    candidate: Candidate, stage: str, which: str, lines: Sequence[SuiteLine]
) -> tuple[dict[str, dict[str, Any]], bool]:
    """Returns the candidate's responses, and whether they were generated now.

    They are written to the gate's directory; what is there for the same prompts is used.
    """
    path = candidate.gate_dir / f"responses_{stage}_{which}.jsonl"
    stored = stored_responses(path, lines)
    if stored is not None:
        return stored, False
    start = time.monotonic()
    print(f"answering {len(lines)} prompts of {stage} {which} …", flush=True)
    responses = _generate(candidate, lines)
    print(f"  done in {time.monotonic() - start:.0f} s", flush=True)
    write_once(path, "".join(dump_json(responses[line.id]) + "\n" for line in lines))
    return responses, True


def write_once(path: epath.Path, text: str) -> None:
    """Writes a file whole or not at all; on several hosts the first one does."""
    import jax  # only called with a model at hand

    if jax.process_index() == 0:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
