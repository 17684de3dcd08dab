"""GGUF that leaves the house: read again, it is the same model with the same tokenizer."""

import dataclasses
import json
import resource

import gguf
import numpy as np
import pytest
import tokenizers
from etils import epath
from flax import nnx
from tokenizers import decoders, models, pre_tokenizers, trainers

from mypt_jax import convert
from mypt_jax.conversation import tags
from mypt_jax.interop.gguf import halves_from_neighbours, read_gguf
from mypt_jax.interop.gguf_export import neighbours_from_halves, write_gguf
from mypt_jax.interop.huggingface import read_huggingface
from mypt_jax.interop.huggingface_export import ExportFailed, chat_template
from mypt_jax.interop.imported import write_model
from mypt_jax.training.checkpoint import load_model
from tests.interop.byte_pairs import TEXT
from tests.interop.test_gguf import leaves
from tests.interop.test_huggingface import KINDS, LLAMA3, YARN, save

# Two of the eight rotations of a head are divided in part: the least that tells the scaling.
WIDE_LLAMA3 = {
    "head_dim": 16,
    "attention_bias": True,
    "mlp_bias": True,
    "rope_parameters": LLAMA3 | {"rope_theta": 100.0},
}
HELD = {name: KINDS[name] for name in ("untied", "tied, grouped, wide heads", "linear", "yarn")} | {
    "yarn, betas": {"rope_parameters": YARN | {"beta_fast": 16.0, "beta_slow": 2.0}},
    "biases, llama3": WIDE_LLAMA3,
}


def stored(tmp_path, change=lambda definition: definition, **changes):
    """Imports a random model with trained tag rows; returns it as it is stored.

    `change` returns another `tokenizer.json` in place of the one it is called with.
    """
    folder = tmp_path / "in"
    folder.mkdir()
    save(folder, **changes)
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\n")
    path = folder / "tokenizer.json"
    path.write_text(json.dumps(change(json.loads(path.read_text()))))
    imported = read_huggingface(folder)
    for token_id in imported.tokenizer.tag_ids.values():
        imported.params["embedding"][token_id] += 0.5
    write_model(imported, epath.Path(tmp_path) / "run/models/small")
    return load_model(epath.Path(tmp_path) / "run/models/small")


@pytest.mark.parametrize("kind", HELD)
def test_what_is_written_is_read_again(tmp_path, kind):
    loaded = stored(tmp_path, **HELD[kind])
    write_gguf(loaded, tmp_path / "m.gguf")
    again = read_gguf(tmp_path / "m.gguf")
    assert again.config == loaded.model.config
    ours, theirs = leaves(read_params(loaded)), leaves(again.params)
    assert ours.keys() == theirs.keys()
    trained = sorted(loaded.tokenizer.tag_ids.values())
    for name, value in ours.items():
        if name in ("embedding", "head.kernel"):  # what fills up is made anew
            rows = [*range(320), *trained]
            axis = 0 if name == "embedding" else 1
            value, found = (np.take(x, rows, axis) for x in (value, theirs[name]))
        else:
            found = theirs[name]
        np.testing.assert_array_equal(value, found, name)
    text = f"Füße: 39 euros. <|endoftext|> {tags.EOT}"
    assert again.tokenizer.encode(text) == loaded.tokenizer.encode(text)
    assert again.tokenizer.tag_ids == loaded.tokenizer.tag_ids
    assert again.source["license"] == "apache-2.0"


def read_params(loaded) -> dict:
    return nnx.to_pure_dict(nnx.state(loaded.model))


def fields_of(path) -> dict:
    reader = gguf.GGUFReader(str(path))
    return {name: field.contents() for name, field in reader.fields.items()}


def test_it_says_where_answers_stop_and_how_they_are_asked_for(tmp_path):
    loaded = stored(tmp_path)
    write_gguf(loaded, tmp_path / "m.gguf")
    fields = fields_of(tmp_path / "m.gguf")
    ids = loaded.tokenizer.tag_ids
    assert fields["tokenizer.ggml.eos_token_id"] == ids[tags.ASSISTANT_END]
    assert fields["tokenizer.ggml.eot_token_id"] == ids[tags.EOT]
    assert fields["tokenizer.ggml.padding_token_id"] == loaded.tokenizer.pad_id
    assert fields["tokenizer.ggml.add_bos_token"] is False
    assert fields["tokenizer.chat_template"] == chat_template()
    assert fields["tokenizer.ggml.pre"] == "gpt-2"
    kinds = fields["tokenizer.ggml.token_type"]
    assert len(kinds) == fields["llama.vocab_size"] == 384
    assert {kinds[i] for i in ids.values()} == {gguf.TokenType.CONTROL}
    assert set(kinds[329:]) == {gguf.TokenType.UNUSED}


def test_rows_go_to_neighbours_and_back():
    rows = np.arange(24).reshape(12, 2)
    assert neighbours_from_halves(np.array(list("abcABC")), 1).tolist() == list("aAbBcC")
    np.testing.assert_array_equal(halves_from_neighbours(neighbours_from_halves(rows, 3), 3), rows)


def test_what_gguf_cannot_hold_is_refused(tmp_path, capsys):
    loaded = stored(tmp_path)
    arguments = ["mypt_to_gguf", "--input=small", f"--run_dir={tmp_path}/run"]
    assert convert.main([*arguments, f"--output={tmp_path}/in"]) == 1
    assert "exists. Choose another --output" in capsys.readouterr().err
    wrong = dataclasses.replace(loaded.model.config, norm="layernorm")
    loaded.model.config = wrong
    with pytest.raises(ExportFailed, match="LayerNorm"):
        write_gguf(loaded, tmp_path / "m.gguf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "run"]


def with_other_tokens(definition, **options):
    """Adds <tool>, which is not special, and <|im_end|>, which is."""
    tokenizer = tokenizers.Tokenizer.from_str(json.dumps(definition))
    tokenizer.add_tokens([tokenizers.AddedToken("<tool>", normalized=False, **options)])
    tokenizer.add_special_tokens(["<|im_end|>"])
    return json.loads(tokenizer.to_str())


def test_tokens_have_the_type_with_which_llama_cpp_reads_them_as_we_do(tmp_path):
    loaded = stored(tmp_path, with_other_tokens, vocab_size=322)
    write_gguf(loaded, tmp_path / "m.gguf")
    fields = fields_of(tmp_path / "m.gguf")
    tokens, kinds = (fields[f"tokenizer.ggml.{name}"] for name in ("tokens", "token_type"))
    assert (tokens[0], kinds[0]) == ("[unused 0]", gguf.TokenType.UNUSED)  # <|endoftext|>
    assert (tokens[1], kinds[1]) == ("!", gguf.TokenType.NORMAL)
    assert (tokens[320], kinds[320]) == ("<tool>", gguf.TokenType.USER_DEFINED)
    assert (tokens[321], kinds[321]) == ("[unused 321]", gguf.TokenType.UNUSED)  # <|im_end|>
    assert (tokens[322], kinds[322]) == (tags.SYSTEM, gguf.TokenType.CONTROL)
    assert (tokens[330], kinds[330]) == (tags.PAD, gguf.TokenType.CONTROL)
    assert (tokens[331], kinds[331]) == ("[unused 331]", gguf.TokenType.UNUSED)
    again = read_gguf(tmp_path / "m.gguf").tokenizer
    for text in ("Say <tool>!", "<|im_end|>", "<|endoftext|>", "[unused 0]"):
        assert again.encode(text) == loaded.tokenizer.encode(text)
    assert again.decode([320, 321, 0, 1]) == loaded.tokenizer.decode([320, 321, 0, 1]) == "<tool>!"


def test_a_token_that_takes_spaces_with_it_is_refused(tmp_path):
    loaded = stored(tmp_path, lambda d: with_other_tokens(d, rstrip=True), vocab_size=322)
    with pytest.raises(ExportFailed, match="the token '<tool>' has rstrip"):
        write_gguf(loaded, tmp_path / "m.gguf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "run"]


def of_llama_3(_):
    """Trains byte pairs that split words as Llama 3 does."""
    pattern = (
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|"
        r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    )
    tokenizer = tokenizers.Tokenizer(models.BPE(ignore_merges=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(tokenizers.Regex(pattern), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=319,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=["<|begin_of_text|>"],
        show_progress=False,
    )
    tokenizer.train_from_iterator(["1234567 TOM'S lamps,\n\n12 a.\n", *TEXT] * 20, trainer)
    definition = json.loads(tokenizer.to_str())
    definition["model"]["vocab"]["ĠZebra"] = 319  # no merges lead to it
    return definition


def test_byte_pairs_of_llama_3_give_the_same_ids(tmp_path):
    loaded = stored(tmp_path, of_llama_3)
    assert loaded.tokenizer.encode(" Zebra") == [319]
    write_gguf(loaded, tmp_path / "m.gguf")
    assert fields_of(tmp_path / "m.gguf")["tokenizer.ggml.pre"] == "llama-bpe"
    again = read_gguf(tmp_path / "m.gguf").tokenizer
    for text in (*TEXT[:3], "1234567 TOM'S lamps,\n\n12 a.\n", " Zebra", "  Zebras \r\n ½ 日本"):
        assert again.encode(text) == loaded.tokenizer.encode(text)


def without_whole_words(_):
    definition = of_llama_3(_)
    definition["model"]["ignore_merges"] = False
    return definition


def test_words_that_llama_cpp_would_merge_in_another_way_are_refused(tmp_path):
    loaded = stored(tmp_path, without_whole_words)
    message = "'Sequence' with ignore_merges False is none of gpt-2, smollm, llama-bpe"
    with pytest.raises(ExportFailed, match=message):
        write_gguf(loaded, tmp_path / "m.gguf")


def test_rotations_of_a_llama_3_are_a_table(tmp_path):
    write_gguf(stored(tmp_path, **WIDE_LLAMA3), tmp_path / "m.gguf")
    reader = gguf.GGUFReader(str(tmp_path / "m.gguf"))
    [table] = [tensor.data for tensor in reader.tensors if tensor.name == "rope_freqs.weight"]
    # turns in 32 places: 5.09, 2.86, 1.61, 0.91 …; below 1 all is divided by 8, above 4 nothing
    np.testing.assert_allclose(table, [1, 1.495526, 3.299539, 8, 8, 8, 8, 8], rtol=1e-6)
    assert "llama.rope.scaling.type" not in reader.fields


def test_a_full_disk_leaves_nothing(tmp_path):
    loaded = stored(tmp_path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limits[1]))  # bytes; the file has 200,000
    try:
        with pytest.raises(OSError):
            write_gguf(loaded, tmp_path / "m.gguf")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "run"]
    write_gguf(loaded, tmp_path / "m.gguf")
    assert (tmp_path / "m.gguf").stat().st_size > 200_000
