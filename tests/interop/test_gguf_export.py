"""GGUF that leaves the house: read again, it is the same model with the same tokenizer."""

import dataclasses

import gguf
import numpy as np
import pytest
from etils import epath
from flax import nnx

from mypt_jax import convert
from mypt_jax.conversation import tags
from mypt_jax.interop.gguf import halves_from_neighbours, read_gguf
from mypt_jax.interop.gguf_export import neighbours_from_halves, write_gguf
from mypt_jax.interop.huggingface import read_huggingface
from mypt_jax.interop.huggingface_export import ExportFailed, chat_template
from mypt_jax.interop.imported import write_model
from mypt_jax.training.checkpoint import load_model
from tests.interop.test_gguf import leaves
from tests.interop.test_huggingface import KINDS, save

HELD = ("untied", "tied, grouped, wide heads", "linear", "yarn")


def stored(tmp_path, **changes):
    """Imports a random model with trained tag rows; returns it as it is stored."""
    folder = tmp_path / "in"
    folder.mkdir()
    save(folder, **changes)
    imported = read_huggingface(folder)
    for token_id in imported.tokenizer.tag_ids.values():
        imported.params["embedding"][token_id] += 0.5
    write_model(imported, epath.Path(tmp_path) / "run/models/small")
    return load_model(epath.Path(tmp_path) / "run/models/small")


@pytest.mark.parametrize("kind", HELD)
def test_what_is_written_is_read_again(tmp_path, kind):
    loaded = stored(tmp_path, **KINDS[kind])
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


def read_params(loaded) -> dict:
    return nnx.to_pure_dict(nnx.state(loaded.model))


def test_it_says_where_answers_stop_and_how_they_are_asked_for(tmp_path):
    loaded = stored(tmp_path)
    write_gguf(loaded, tmp_path / "m.gguf")
    reader = gguf.GGUFReader(str(tmp_path / "m.gguf"))
    fields = {name: field.contents() for name, field in reader.fields.items()}
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
    loaded = stored(tmp_path, **KINDS["biases, llama3"])
    with pytest.raises(ExportFailed, match="rope scaling 'llama3'"):
        write_gguf(loaded, tmp_path / "m.gguf")
    assert not list(tmp_path.glob("*.gguf")) and not list(tmp_path.glob(".*"))
    arguments = ["mypt_to_gguf", "--input=small", f"--run_dir={tmp_path}/run"]
    assert convert.main([*arguments, f"--output={tmp_path}/in"]) == 1
    assert "exists. Choose another --output" in capsys.readouterr().err
    wrong = dataclasses.replace(loaded.model.config, norm="layernorm")
    loaded.model.config = wrong
    with pytest.raises(ExportFailed, match="LayerNorm"):
        write_gguf(loaded, tmp_path / "m.gguf")
