"""What leaves the house: transformers loads it, renders as we do, says the same and stops."""

import dataclasses
import hashlib
import json

import numpy as np
import pytest
import tokenizers
import torch
import transformers
from etils import epath
from hypothesis import given, settings
from hypothesis import strategies as st

from mypt_jax import convert
from mypt_jax.conversation import tags
from mypt_jax.conversation.episode import Message, ToolCall, dump_json, parse_tools
from mypt_jax.conversation.render import render, render_prompt
from mypt_jax.conversation.tokenizer import HuggingFaceTokenizer, with_tags
from mypt_jax.inference.decode import generate
from mypt_jax.interop import huggingface_export
from mypt_jax.interop.huggingface import read_huggingface, read_license
from mypt_jax.interop.huggingface_export import (
    ExportFailed,
    check_is_llama,
    exported_tokenizer,
    llama_values,
    model_card,
    write_huggingface,
)
from mypt_jax.interop.imported import write_model
from mypt_jax.training.checkpoint import load_model
from tests.conversation.conversations import conversations, plain_texts, tools
from tests.interop.byte_pairs import add_tokens_outside, train
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


@pytest.mark.parametrize("content", [[{"type": "text", "text": "Hi"}], 5, None, "missing"])
def test_the_template_refuses_a_content_that_is_no_string(tokenizers_of_both, content):
    _, theirs = tokenizers_of_both
    last = {"role": "user"} | ({} if content == "missing" else {"content": content})
    with pytest.raises(Exception, match="content of a message must be a string: user"):
        theirs.apply_chat_template([last])
    answer = last | {"role": "assistant"}
    with pytest.raises(Exception, match="content of a message must be a string: assistant"):
        theirs.apply_chat_template([{"role": "user", "content": "?"}, answer])


def test_a_turn_of_calls_needs_no_content(tokenizers_of_both):
    ours, theirs = tokenizers_of_both
    call = {"name": "find", "args": {"x": 1}}
    user = {"role": "user", "content": "?"}
    parsed = (Message("user", "?"), Message("assistant", "", (ToolCall("find", {"x": 1}),)))
    expected = render(parsed, [], ours).ids.tolist()
    for none in ({}, {"content": None}):
        turn = {"role": "assistant", "tool_calls": [call]} | none
        assert theirs.apply_chat_template([user, turn])["input_ids"] == expected


SPECIALS = ("<|begin|>", "<|end|>", "<|reserved|>")


def test_ids_stay_where_special_tokens_follow_the_vocabulary(tmp_path):
    save(tmp_path / "in")
    source = train(316)
    add_tokens_outside(source, *SPECIALS)  # 316, 318, 319; <think> is 317
    source.save(str(tmp_path / "in" / "tokenizer.json"))
    write_model(read_huggingface(tmp_path / "in"), epath.Path(tmp_path) / "run/models/small")
    loaded = load_model(epath.Path(tmp_path) / "run/models/small")
    write_huggingface(loaded, tmp_path / "out")
    theirs = transformers.AutoTokenizer.from_pretrained(tmp_path / "out")
    ids = {tag: 320 + place for place, tag in enumerate((*tags.TAGS, tags.PAD))}
    assert {tag: theirs.convert_tokens_to_ids(tag) for tag in ids} == ids
    assert theirs.convert_tokens_to_ids(["<think>", *SPECIALS]) == [317, 316, 318, 319]
    assert theirs.eos_token_id == ids[tags.EOT] and theirs.pad_token_id == ids[tags.PAD]
    text = "<|begin|>Yes <think> <|end|><|reserved|>"
    assert theirs(text)["input_ids"] == loaded.tokenizer.encode(text)
    assert 317 in theirs(text)["input_ids"] and 316 not in theirs(text)["input_ids"]
    found = theirs.apply_chat_template([{"role": "user", "content": text}])
    assert found["input_ids"] == render([Message("user", text)], [], loaded.tokenizer).ids.tolist()
    again = read_huggingface(tmp_path / "out")
    assert again.tokenizer.tag_ids == loaded.tokenizer.tag_ids


def test_a_special_token_that_text_would_become_is_refused():
    source = train(316)
    add_tokens_outside(source, "qqq")
    definition = json.loads(source.to_str())
    definition["model"]["ignore_merges"] = True  # whole words are looked up first
    ours = HuggingFaceTokenizer(with_tags(json.dumps(definition).encode()))
    with pytest.raises(ExportFailed, match=r"text 'qqq' would be read as \[316\], but"):
        exported_tokenizer(ours)


def test_a_tokenizer_without_byte_pairs_is_refused():
    pieces = [(letter, 0.0) for letter in sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet())]
    source = tokenizers.Tokenizer(tokenizers.models.Unigram(pieces))
    source.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    source.decoder = tokenizers.decoders.ByteLevel()
    ours = HuggingFaceTokenizer(with_tags(source.to_str().encode()))
    with pytest.raises(ExportFailed, match="'Unigram'; only byte pairs"):
        exported_tokenizer(ours)


def test_a_failed_export_leaves_nothing(tmp_path, monkeypatch):
    save(tmp_path / "in")
    write_model(read_huggingface(tmp_path / "in"), epath.Path(tmp_path) / "run/models/small")
    loaded = load_model(epath.Path(tmp_path) / "run/models/small")
    left = tmp_path / "exports" / ".out.partial"
    left.mkdir(parents=True)  # by a try that was killed
    (left / "model-00001-of-00002.safetensors").write_text("old")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(huggingface_export, "save_file", full)
        with pytest.raises(OSError, match="No space left"):
            write_huggingface(loaded, tmp_path / "exports" / "out")
    assert list((tmp_path / "exports").iterdir()) == []
    left.mkdir()
    (left / "model-00001-of-00002.safetensors").write_text("old")
    write_huggingface(loaded, tmp_path / "exports" / "out")
    assert [path.name for path in (tmp_path / "exports").iterdir()] == ["out"]
    assert sorted(path.name for path in (tmp_path / "exports" / "out").iterdir()) == [
        "README.md",
        "chat_template.jinja",
        "config.json",
        "generation_config.json",
        "model.safetensors",
        "tokenizer.json",
        "tokenizer_config.json",
    ]


@pytest.mark.parametrize("name", ["mypt_to_hf", "mypt_to_gguf"])
def test_an_export_to_a_bucket_is_refused(tmp_path, monkeypatch, capsys, name):
    monkeypatch.chdir(tmp_path)
    save(tmp_path / "in")
    write_model(read_huggingface(tmp_path / "in"), epath.Path(tmp_path) / "run/models/small")
    arguments = [name, "--input=small", "--run_dir=run"]
    assert convert.main([*arguments, "--output=gs://bucket/small"]) == 2
    error = capsys.readouterr().err
    assert "--output=gs://bucket/small: an export is written to a disk" in error
    assert "Give a local path, then copy it" in error
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "run"]


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
    assert "# Stage domain" in card and "of domain were imported from huggingface:" in card
    digest = hashlib.sha256((tmp_path / "in" / "model.safetensors").read_bytes()).hexdigest()
    assert f"- model.safetensors, SHA-256 {digest}\n" in card
    assert "gate of the stage passed" in card and "exact/sum" not in card
    assert "| closed | seen | 99.5 | 400 | 99.0 |" in card
    assert convert.main([*arguments, f"--output={tmp_path}/again"]) == 1
    assert "exists. Choose another --output" in capsys.readouterr().err


def test_the_card_of_a_later_stage_names_the_source_and_its_licence(tmp_path):
    loaded, _ = export(tmp_path)
    base = {"stage": "domain", "hash": "a" * 64, "step": 0, "gate": "not required"}
    later = {"stage": "3a1", "hash": "b" * 64, "step": 90, "gate": "passed"}
    source = {"kind": "gguf", "files": {"small.gguf": "c" * 64}, "tags_of_the_source": []}
    metadata = {"stage": "3a2", "lineage": [base, later], "imported": source}
    card = model_card(dataclasses.replace(loaded, metadata=metadata))
    assert "# Stage 3a2" in card and "- 3a1: checkpoint bbbbbbbbbbbb, step 90" in card
    assert (
        "## Source\n\nThe weights of domain were imported from gguf:\n\n"
        f"- small.gguf, SHA-256 {'c' * 64}\n\n"
        "The licence of the original weights applies to this model too"
    ) in card
    metadata["imported"] = source | {"license": "apache-2.0"}
    card = model_card(dataclasses.replace(loaded, metadata=metadata))
    assert card.startswith("---\nlicense: apache-2.0\nlibrary_name: transformers\n")
    assert "Their licence, apache-2.0, applies to this model too." in card


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\nlanguage:\n- en\nlicense: apache-2.0\n---\n# Small\n", "apache-2.0"),
        ('---\nlicense: "mit"\n---\n', "mit"),
        ("---\r\nlicense: mit\r\n---\r\n", "mit"),
        ("---\ntags: [x]\n---\nlicense: mit\n", None),
        ("license: mit\n", None),
        ("", None),
        (None, None),
    ],
)
def test_the_licence_is_read_from_the_card(tmp_path, text, found):
    if text is not None:
        (tmp_path / "README.md").write_bytes(text.encode())
    assert read_license(epath.Path(tmp_path) / "README.md") == found


def test_a_network_that_is_no_llama_is_refused_by_its_features():
    with pytest.raises(ExportFailed) as failed:
        check_is_llama(ORIGINAL)
    for feature in ("learned positions", "LayerNorm", "GELU", "a bias of the head"):
        assert feature in str(failed.value)
