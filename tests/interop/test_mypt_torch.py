"""The PyTorch original: equal logits after the import, tags by name, and no code from files."""

import base64
import json
import math
import sys

import numpy as np
import pytest
import tokenizers
import torch
from etils import epath
from torch import nn
from torch.nn import functional

from mypt_jax import convert
from mypt_jax.conversation import tags
from mypt_jax.interop.imported import ImportFailed, write_model
from mypt_jax.interop.mypt_torch import definition_of_ranks, read_mypt_torch
from mypt_jax.training.checkpoint import load_model
from tests.interop.byte_pairs import TEXT, train
from tests.interop.test_huggingface import logits_of

BASE = 320  # byte pairs and the end of text
SPECIAL = ["<myPT_think>", "<myPT_eot>", "</myPT_assistant>", "<myPT_system>", "</myPT_system>",
           "<myPT_toolcall>", "<myPT_user>", "<myPT_assistant>"]  # fmt: skip
SIZES = {"vocab_size": 384, "n_embd": 32, "n_head": 4, "n_layer": 2, "block_size": 64}
MODERN = {"pos_encoding": "rope", "mlp_type": "swiglu", "norm_type": "rmsnorm",
          "rope_theta": 500.0, "tie_weights": True}  # fmt: skip
KINDS = {
    "first version": {},
    "biases": {"bias": True},
    "modern": MODERN,
    "longer context": MODERN | {"rope_scale": 4.0, "tie_weights": False},
    "tied, gelu, rope": {"pos_encoding": "rope", "tie_weights": True, "norm_type": "layernorm"},
}


class RMSNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * self.weight


class Attention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c = c
        bias = c.get("bias", False)
        self.qkv = nn.Linear(c["n_embd"], 3 * c["n_embd"], bias=bias)
        self.proj = nn.Linear(c["n_embd"], c["n_embd"], bias=bias)

    def forward(self, x):
        time, width = x.shape
        heads = self.c["n_head"]
        q, k, v = (
            part.view(time, heads, width // heads).transpose(0, 1)
            for part in self.qkv(x).split(width, dim=-1)
        )
        if self.c.get("pos_encoding") == "rope":
            q, k = self.rotate(q), self.rotate(k)
        scores = q @ k.transpose(1, 2) / math.sqrt(width // heads)
        past = torch.ones(time, time).tril().bool()
        out = scores.masked_fill(~past, -math.inf).softmax(-1) @ v
        return self.proj(out.transpose(0, 1).reshape(time, width))

    def rotate(self, x):
        half = x.shape[-1] // 2
        frequencies = self.c.get("rope_theta", 10000.0) ** (-torch.arange(half) / half)
        positions = torch.arange(x.shape[1]) / self.c.get("rope_scale", 1.0)
        angles = positions[:, None] * frequencies
        one, other = x[..., :half], x[..., half:]
        cos, sin = angles.cos(), angles.sin()
        return torch.cat([one * cos - other * sin, one * sin + other * cos], dim=-1)


class SwiGLU(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.w_gate = nn.Linear(width, 48, bias=False)
        self.w_up = nn.Linear(width, 48, bias=False)
        self.w_down = nn.Linear(48, width, bias=False)

    def forward(self, x):
        return self.w_down(functional.silu(self.w_gate(x)) * self.w_up(x))


class Gelu(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)
        )

    def forward(self, x):
        return self.net(x)


class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        norm = RMSNorm if c.get("norm_type") == "rmsnorm" else nn.LayerNorm
        self.sa = Attention(c)
        self.fwd = (SwiGLU if c.get("mlp_type") == "swiglu" else Gelu)(c["n_embd"])
        self.ln1, self.ln2 = norm(c["n_embd"]), norm(c["n_embd"])

    def forward(self, x):
        x = x + self.sa(self.ln1(x))
        return x + self.fwd(self.ln2(x))


class Original(nn.Module):
    """The original's network, as its checkpoints describe it."""

    def __init__(self, c):
        super().__init__()
        norm = RMSNorm if c.get("norm_type") == "rmsnorm" else nn.LayerNorm
        self.token_embedding_table = nn.Embedding(c["vocab_size"], c["n_embd"])
        if c.get("pos_encoding", "learned") == "learned":
            self.position_embedding_table = nn.Embedding(c["block_size"], c["n_embd"])
        self.blocks = nn.ModuleList(Block(c) for _ in range(c["n_layer"]))
        self.ln_f = norm(c["n_embd"])
        self.lm_head = nn.Linear(c["n_embd"], c["vocab_size"])
        if c.get("tie_weights"):
            self.lm_head.weight = self.token_embedding_table.weight

    def forward(self, ids):
        x = self.token_embedding_table(ids)
        if hasattr(self, "position_embedding_table"):
            x = x + self.position_embedding_table(torch.arange(len(ids)))
        for block in self.blocks:
            x = block(x)
        return self.lm_head(self.ln_f(x))


def save(directory, wrap=True, **changes):
    """Writes a random checkpoint of the original and GPT-2-like byte pairs; returns the model."""
    torch.manual_seed(0)
    config = SIZES | changes
    model = Original(config)
    with torch.no_grad():
        for weight in model.parameters():
            weight += 0.2 * torch.randn_like(weight)
    state = model.state_dict()
    torch.save({"state_dict": state, "step": 7} if wrap else state, directory / "model.pt")
    (directory / "config.json").write_text(json.dumps(config))
    table = {name: BASE + index for index, name in enumerate(SPECIAL)}
    tokenizer = {"token_kind": "gpt2", "base_vocab_size": BASE, "special_token_encoder": table}
    (directory / "tokenizer.json").write_text(json.dumps(tokenizer))
    train(BASE).save(str(directory / "gpt2.json"))
    return model


@pytest.mark.parametrize("kind", KINDS)
def test_logits_equal_those_of_the_original(tmp_path, kind):
    original = save(tmp_path, wrap=kind != "modern", **KINDS[kind])
    imported = read_mypt_torch(tmp_path, tmp_path / "gpt2.json")
    write_model(imported, epath.Path(tmp_path) / "models" / "small")
    loaded = load_model(epath.Path(tmp_path) / "models" / "small")
    ids = np.random.default_rng(0).integers(0, BASE, 40).tolist()
    with torch.no_grad():
        expected = original(torch.tensor(ids)).numpy()
    np.testing.assert_allclose(logits_of(loaded, ids)[:, :BASE], expected[:, :BASE], atol=1e-4)


def test_rows_of_tags_are_found_by_their_names(tmp_path):
    original = save(tmp_path)
    imported = read_mypt_torch(tmp_path, tmp_path / "gpt2.json")
    theirs = original.token_embedding_table.weight.detach().numpy()
    rows, ids = imported.params["embedding"], imported.tokenizer.tag_ids
    for name, tag in (("<myPT_user>", tags.USER), ("<myPT_toolcall>", tags.TOOL)):
        row = BASE + SPECIAL.index(name)
        np.testing.assert_array_equal(rows[ids[tag]], theirs[row])
        assert imported.params["head_bias"][ids[tag]] == original.lm_head.bias[row]
    # this checkpoint never had a tool result
    related = imported.tokenizer.encode(tags.RELATED_TEXT[tags.TOOL_RESULT])
    np.testing.assert_allclose(rows[ids[tags.TOOL_RESULT]], theirs[related].mean(axis=0), atol=1e-6)
    assert tags.TOOL_RESULT not in imported.source["tags_of_the_source"]
    assert tags.USER in imported.source["tags_of_the_source"]


def test_tiktoken_ranks_are_the_byte_pairs_that_they_came_from(tmp_path):
    bytes_of = {letter: byte for byte, letter in enumerate(_letters())}
    tokenizer = train(BASE)
    tokens = [t for t in tokenizer.get_vocab() if t != "<|endoftext|>"]
    # tiktoken counts from the bytes on; the end of text comes last
    tokens.sort(key=tokenizer.token_to_id)
    lines = [
        base64.b64encode(bytes(bytes_of[c] for c in token)) + b" %d" % rank
        for rank, token in enumerate(tokens)
    ]
    rebuilt = tokenizers.Tokenizer.from_str(definition_of_ranks(b"\n".join(lines), "x").decode())
    assert rebuilt.token_to_id("<|endoftext|>") == len(tokens)
    for text in (*TEXT[:3], "unheard-of wörds 2024"):
        one, other = tokenizer.encode(text).tokens, rebuilt.encode(text).tokens
        assert one == other


def _letters() -> list[str]:
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1),
                 *range(ord("®"), ord("ÿ") + 1)]  # fmt: skip
    letters, extra = [], 256
    for byte in range(256):
        if byte in printable:
            letters.append(chr(byte))
        else:
            letters.append(chr(extra))
            extra += 1
    return letters


class Code:
    """An object whose unpickling would run code."""

    def __reduce__(self):
        return (print, ("this must never be printed",))


def test_a_file_with_code_is_refused_and_nothing_runs(tmp_path, capsys):
    save(tmp_path)
    torch.save({"state_dict": {"x": Code()}}, tmp_path / "model.pt")
    arguments = ["torch_to_mypt", f"--input={tmp_path}", "--output=m", f"--run_dir={tmp_path}/run"]
    assert convert.main([*arguments, f"--tokenizer={tmp_path}/gpt2.json"]) == 1
    printed = capsys.readouterr()
    assert "holds more than weights, which could be code" in printed.err
    assert "this must never be printed" not in printed.out
    assert not (tmp_path / "run").exists()
    assert convert.main(arguments) == 1
    assert "--tokenizer is missing" in capsys.readouterr().err


def change_json(path, **changes):
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


@pytest.mark.parametrize(
    ("name", "changes", "message"),
    [
        ("config.json", {"n_embd": None}, "n_embd is None; it must be an integer of 1 or more"),
        ("config.json", {"n_head": 0}, "n_head is 0; it must be an integer of 1 or more"),
        (
            "config.json",
            {"pos_encoding": "rope", "rope_theta": None},
            "rope_theta is None; it must be a finite number above 0",
        ),
        (
            "config.json",
            {"pos_encoding": "rope", "rope_scale": 0.5},
            "config.json: model.rope_factor is 0.5; it must be 1 or more",
        ),
        ("config.json", {"pos_encoding": "alibi"}, "'alibi'; known are learned and rope"),
        ("config.json", {"mlp_type": "swiglu"}, "w_gate.weight: not among the weights"),
        ("config.json", {"n_layer": 3}, "blocks.2.*: not among the weights"),
        ("config.json", {"n_layer": 1}, "blocks.1.*: an unknown weight"),
        ("config.json", {"tie_weights": True}, "lm_head.weight differs from the embedding"),
        ("tokenizer.json", {"token_kind": "char"}, "only 'gpt2' can be read"),
        ("tokenizer.json", {"base_vocab_size": 50257}, "320 tokens, but .* with 50257"),
        ("tokenizer.json", {"special_token_encoder": {"<myPT_eot>": 999}}, "id 999"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path, name, changes, message):
    save(tmp_path)
    change_json(tmp_path / name, **changes)
    with pytest.raises(ImportFailed, match=message):
        read_mypt_torch(tmp_path, tmp_path / "gpt2.json")


def test_missing_pytorch_is_named_with_a_remedy_that_exists(tmp_path, monkeypatch):
    save(tmp_path)
    monkeypatch.setitem(sys.modules, "torch", None)  # as if it were not installed
    with pytest.raises(ImportFailed, match=r"needs PyTorch\..* pip install '\.\[torch\]' in its"):
        read_mypt_torch(tmp_path, tmp_path / "gpt2.json")


def test_damaged_and_missing_files_are_refused(tmp_path):
    save(tmp_path)
    whole = (tmp_path / "model.pt").read_bytes()
    (tmp_path / "model.pt").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ImportFailed, match="damaged"):
        read_mypt_torch(tmp_path, tmp_path / "gpt2.json")
    (tmp_path / "model.pt").unlink()
    with pytest.raises(ImportFailed, match="model.pt: there is no such file"):
        read_mypt_torch(tmp_path, tmp_path / "gpt2.json")
