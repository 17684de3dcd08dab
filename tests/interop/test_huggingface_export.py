"""What leaves the house: transformers loads it, renders as we do, says the same and stops."""

import dataclasses
import json

import numpy as np
import pytest
import torch
import transformers
from etils import epath
from hypothesis import given, settings
from hypothesis import strategies as st

from mypt_jax import convert
from mypt_jax.conversation import tags
from mypt_jax.conversation.episode import Message, dump_json, parse_tools
from mypt_jax.conversation.render import render, render_prompt
from mypt_jax.inference.decode import generate
from mypt_jax.interop.huggingface import read_huggingface
from mypt_jax.interop.huggingface_export import (
    ExportFailed,
    check_is_llama,
    llama_values,
    write_huggingface,
)
from mypt_jax.interop.imported import write_model
from mypt_jax.training.checkpoint import load_model
from tests.conversation.conversations import conversations, plain_texts, tools
from tests.interop.test_huggingface import KINDS, logits_of, save
from tests.model.networks import ORIGINAL


def export(tmp_path, **changes):
    """Imports a random model and exports it again; returns ours and transformers'."""
    save(tmp_path / "in", **changes)
    write_model(read_huggingface(tmp_path / "in"), epath.Path(tmp_path) / "run/models/small")
    loaded = load_model(epath.Path(tmp_path) / "run/models/small")
    write_huggingface(loaded, tmp_path / "out")
    theirs = transformers.AutoModelForCausalLM.from_pretrained(tmp_path / "out").eval()
    return loaded, theirs


@pytest.fixture(autouse=True)
def folder(tmp_path):
    (tmp_path / "in").mkdir()


@pytest.mark.parametrize("kind", KINDS)
def test_transformers_computes_the_same_logits_and_greedy_text(tmp_path, kind):
    loaded, theirs = export(tmp_path, **KINDS[kind])
    ids = np.random.default_rng(0).integers(0, 329, 40).tolist()
    with torch.no_grad():
        expected = theirs(torch.tensor([ids])).logits[0].numpy()
    np.testing.assert_allclose(logits_of(loaded, ids), expected, atol=1e-4)
    prompt = torch.tensor([ids[:9]])
    said = theirs.generate(prompt, attention_mask=torch.ones_like(prompt), max_new_tokens=12)
    stops = {loaded.tokenizer.tag_ids[tag]: tag for tag in (tags.ASSISTANT_END, tags.EOT)}
    [ours] = generate(loaded.model, [np.array(ids[:9], np.int32)], [12], stops)
    answer = [i for i in said[0, 9:].tolist() if i not in stops]
    assert answer == ours.ids


def test_generation_stops_by_itself_where_ours_does(tmp_path):
    loaded, theirs = export(tmp_path)
    end = loaded.tokenizer.tag_ids[tags.ASSISTANT_END]
    with torch.no_grad():  # this model says nothing but the end
        theirs.lm_head.weight.zero_()
        theirs.model.norm.weight.zero_()
        theirs.lm_head.bias = torch.nn.Parameter(torch.zeros(theirs.config.vocab_size))
        theirs.lm_head.bias[end] = 1.0
    prompt = torch.tensor([[5, 6]])
    said = theirs.generate(prompt, attention_mask=torch.ones_like(prompt), max_new_tokens=9)
    assert said[0].tolist() == [5, 6, end]


@pytest.fixture(scope="module")
def tokenizers_of_both(tmp_path_factory):
    tmp_path = tmp_path_factory.mktemp("export")
    (tmp_path / "in").mkdir()
    loaded, _ = export(tmp_path)
    theirs = transformers.AutoTokenizer.from_pretrained(tmp_path / "out")
    return loaded.tokenizer, theirs


def raw(message: Message) -> dict:
    value = {"role": message.role, "content": message.content}
    if message.tool_calls:
        value["tool_calls"] = [dataclasses.asdict(call) for call in message.tool_calls]
    return value


WITHOUT_TAGS = st.one_of(plain_texts, st.sampled_from(["<b>", "a < b", "<|endoftext|>", "<myPT_"]))


@settings(max_examples=300, deadline=None)
@given(messages=conversations(WITHOUT_TAGS), offered=tools)
def test_the_template_gives_the_ids_of_our_renderer(tokenizers_of_both, messages, offered):
    ours, theirs = tokenizers_of_both
    given_messages = [raw(message) for message in messages]
    found = theirs.apply_chat_template(given_messages, tools=list(offered) or None)
    assert found["input_ids"] == render(messages, offered, ours).ids.tolist()
    prompt = theirs.apply_chat_template(
        given_messages[:-1], tools=list(offered) or None, add_generation_prompt=True
    )
    assert prompt["input_ids"] == render_prompt(messages[:-1], offered, ours).tolist()


@pytest.mark.parametrize("tag", tags.spelled())
def test_the_template_refuses_the_text_of_a_tag(tokenizers_of_both, tag):
    _, theirs = tokenizers_of_both
    texts = (f"a {tag}", tag.upper())
    for text in texts:
        with pytest.raises(Exception, match="holds the text of a tag"):
            theirs.apply_chat_template([{"role": "user", "content": text}])
    call = {"name": "find", "args": {"x": tag}}
    with pytest.raises(Exception, match="holds the text of a tag"):
        theirs.apply_chat_template(
            [{"role": "user", "content": "?"}, {"role": "assistant", "tool_calls": [call]}]
        )


def test_tools_and_calls_may_have_the_nested_form(tokenizers_of_both):
    ours, theirs = tokenizers_of_both
    parameters = {
        "type": "object",
        "properties": {"x": {"type": ["string", "null"]}, "y": {"enum": [1]}},
        "required": ["x"],
    }
    nested = [{"type": "function", "function": {"name": "find", "parameters": parameters}}]
    messages = [{"role": "system", "content": ""}, {"role": "user", "content": "Grüße?"}]
    found = theirs.apply_chat_template(messages, tools=nested, add_generation_prompt=True)
    parsed = (Message("system", ""), Message("user", "Grüße?"))
    expected = render_prompt(parsed, parse_tools(nested, "here"), ours)
    assert found["input_ids"] == expected.tolist()
    with pytest.raises(Exception, match="must be an object"):
        theirs.apply_chat_template(
            [
                {"role": "user", "content": "?"},
                {
                    "role": "assistant",
                    "tool_calls": [{"function": {"name": "find", "arguments": dump_json({})}}],
                },
            ]
        )


def test_the_sizes_come_back(tmp_path):
    loaded, _ = export(tmp_path, **KINDS["biases, llama3"])
    again = read_huggingface(tmp_path / "out")
    assert again.config == loaded.model.config
    np.testing.assert_array_equal(again.params["embedding"], loaded.model.embedding[...])
    values = json.loads((tmp_path / "out" / "config.json").read_text())
    assert values == llama_values(loaded.model.config, loaded.tokenizer)


def test_the_command_writes_a_card_and_refuses_a_taken_folder(tmp_path, capsys):
    loaded, _ = export(tmp_path)
    assert "not judged" in (tmp_path / "out" / "README.md").read_text()
    gate_dir = tmp_path / "run/models/small/gates" / f"0-{loaded.hash[:8]}"
    gate_dir.mkdir(parents=True)
    rows = [
        {"metric": "closed", "part": "seen", "value": 0.995, "n": 400, "bar": 0.99},
        {"metric": "exact/sum", "part": "seen", "value": 0.1, "n": 20, "bar": None},
    ]
    (gate_dir / "final.json").write_text(json.dumps({"passed": True, "metrics": rows}))
    arguments = ["mypt_to_hf", "--input=small", f"--run_dir={tmp_path}/run"]
    assert convert.main([*arguments, f"--output={tmp_path}/again"]) == 0
    card = (tmp_path / "again" / "README.md").read_text()
    assert "# Stage domain" in card and "imported from huggingface (model.safetensors)" in card
    assert "gate of the stage passed" in card and "exact/sum" not in card
    assert "| closed | seen | 99.5 | 400 | 99.0 |" in card
    assert convert.main([*arguments, f"--output={tmp_path}/again"]) == 1
    assert "exists. Choose another --output" in capsys.readouterr().err


def test_a_network_that_is_no_llama_is_refused_by_its_features():
    with pytest.raises(ExportFailed) as failed:
        check_is_llama(ORIGINAL)
    for feature in ("learned positions", "LayerNorm", "GELU", "a bias of the head"):
        assert feature in str(failed.value)
