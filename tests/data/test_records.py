import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mypt_jax.conversation.episode import parse_messages
from mypt_jax.conversation.render import render
from mypt_jax.data import records
from mypt_jax.data.records import DatasetError, decode_record, encode_record, open_split, shift


def test_shift_table():
    ids = np.array([11, 12, 21, 22, 23])
    record = shift(ids, np.array([False, False, True, True, True]), "e")
    assert record.inputs.tolist() == [11, 12, 21, 22]
    assert record.target_positions.tolist() == [1, 2, 3]
    assert record.targets.tolist() == [21, 22, 23]
    assert record.target_weights.tolist() == [1.0, 1.0, 1.0]


def test_shift_gives_each_target_its_own_weight():
    ids = np.array([5, 6, 7, 8])
    record = shift(ids, np.array([1, 0, 1, 1], bool), "e", np.array([9.0, 9.0, 0.5, 2.0]))
    assert record.target_positions.tolist() == [1, 2]
    assert record.targets.tolist() == [7, 8]
    assert record.target_weights.tolist() == [0.5, 2.0]


def test_an_episode_without_a_trained_token_is_refused_by_name():
    with pytest.raises(DatasetError, match="'lonely' has no trained token"):
        shift(np.array([1, 2]), np.array([True, False]), "lonely")


def test_the_closing_tags_of_an_episode_are_its_last_targets(tokenizer):
    raw = [{"role": "user", "content": "Say yes."}, {"role": "assistant", "content": "yes."}]
    rendered = render(parse_messages(raw, "here"), [], tokenizer)
    record = records.record_from_rendered(rendered, "e")
    assert len(record.inputs) == len(rendered.ids) - 1
    assert tokenizer.spell(record.targets) == "yes.</myPT_assistant><myPT_eot>"
    assert tokenizer.spell(record.inputs[record.target_positions[:1]]) == "<myPT_assistant>"


@given(
    st.lists(st.tuples(st.integers(0, 60000), st.booleans()), min_size=2, max_size=40),
    st.text(min_size=1, max_size=12).filter(lambda s: s.isprintable()),
)
def test_a_record_survives_serialisation(tokens, name):
    ids = np.array([token for token, _ in tokens])
    trained = np.array([mark for _, mark in tokens])
    trained[-1] = True
    record = shift(ids, trained, name)
    again = decode_record(encode_record(record))
    for field in dataclasses.fields(record):
        np.testing.assert_array_equal(getattr(again, field.name), getattr(record, field.name))
    for position, target in zip(again.target_positions, again.targets, strict=True):
        assert ids[position + 1] == target and trained[position + 1]


def test_ranges_joins_aranges():
    starts, lengths = np.array([5, 0, 9]), np.array([3, 0, 2])
    assert records.ranges(starts, lengths).tolist() == [5, 6, 7, 9, 10]


def test_gather_returns_records_in_the_asked_order(make_dataset):
    split = open_split(make_dataset("d", [(3, 2), (2, 1), (4, 2)]), "train")
    flat = split.gather(np.array([2, 0]))
    assert flat.lengths.tolist() == [[4, 2], [3, 2]]
    assert flat.inputs.tolist() == [200, 201, 202, 203, 0, 1, 2]
    assert flat.target_positions.tolist() == [2, 3, 1, 2]
    assert flat.targets.tolist() == [203, 204, 2, 3]
    assert split.record(1).id == "episode-1"


def test_a_set_beyond_memory_reads_the_same_records(make_dataset, monkeypatch):
    directory = make_dataset("d", [(3, 2), (2, 1), (4, 2), (5, 5)])
    monkeypatch.setattr(records, "RECORDS_PER_SHARD", 3)
    rewritten = make_dataset("sharded", [(3, 2), (2, 1), (4, 2), (5, 5)])
    in_memory = open_split(directory, "train").gather(np.array([3, 1, 3]))
    monkeypatch.setattr(records, "MEMORY_LIMIT_BYTES", 0)
    split = open_split(rewritten, "train")
    assert len(split.shards) == 2 and not split.fits_memory
    on_demand = split.gather(np.array([3, 1, 3]))
    for field in dataclasses.fields(in_memory):
        expected = getattr(in_memory, field.name)
        np.testing.assert_array_equal(getattr(on_demand, field.name), expected)


def test_the_manifest_counts_what_was_written(make_dataset):
    directory = make_dataset("d", [(3, 2), (7, 1)])
    entry = records.read_manifest(directory)["splits"]["train"]
    assert {k: v for k, v in entry.items() if k != "shards"} == {
        "episodes": 2,
        "tokens": 10,
        "targets": 3,
        "max_tokens": 7,
        "max_targets": 2,
    }
    assert [shard["file"] for shard in entry["shards"]] == ["train-00000.arrayrecord"]


def test_a_changed_shard_is_refused(make_dataset):
    directory = make_dataset("d", [(3, 2), (7, 1)])
    shard = directory / "train-00000.arrayrecord"
    data = bytearray(shard.read_bytes())
    data[100] ^= 1
    shard.write_bytes(data)
    with pytest.raises(DatasetError, match="train-00000.arrayrecord is missing or was changed"):
        _ = open_split(directory, "train").flat


def test_lengths_of_another_set_are_refused(make_dataset):
    directory = make_dataset("d", [(3, 2), (7, 1)])
    np.save(directory / "train.lengths.npy", np.array([[7, 1], [3, 2]], np.int32))
    with pytest.raises(DatasetError, match="does not describe the shards"):
        _ = open_split(directory, "train").flat
    np.save(directory / "train.lengths.npy", np.zeros((1, 2), np.int32))
    with pytest.raises(DatasetError, match="counts 2 episodes"):
        open_split(directory, "train")


def test_a_directory_without_manifest_names_the_remedy(tmp_path):
    with pytest.raises(DatasetError, match=r"not a prepared dataset.*mypt_jax.prepare"):
        open_split(tmp_path, "train")


@pytest.mark.parametrize("text", ["{", "[1]", '{"kind": "episodes"}'])
def test_a_damaged_manifest_is_refused(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(DatasetError, match=r"manifest.json .*Prepare the dataset again"):
        records.read_manifest(tmp_path)


def test_the_manifest_hash_follows_its_content(make_dataset):
    directory = make_dataset("d", [(3, 2)])
    before = records.manifest_hash(directory)
    manifest = json.loads((directory / "manifest.json").read_text())
    assert records.manifest_hash(directory) == before
    (directory / "manifest.json").write_text(json.dumps(manifest | {"name": "other"}))
    assert records.manifest_hash(directory) != before


MANIFEST = {"name": "d", "kind": "episodes", "tokenizer_hash": "a" * 64, "format_hash": "f" * 64}


def test_a_fitting_manifest_is_accepted():
    records.check_compatible(MANIFEST, "a" * 64, "f" * 64)
    records.check_compatible(MANIFEST | {"kind": "text"}, "a" * 64, "f" * 64, kind="text")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"tokenizer_hash": "b" * 64},
            "another tokenizer.*bbbbbbbbbbbbbbbb, here aaaaaaaaaaaaaaaa",
        ),
        ({"format_hash": "0" * 64}, "another tag table or renderer.*0000, here ffff"),
        ({"kind": "text"}, "kind 'text', but kind 'episodes' is needed"),
    ],
)
def test_a_manifest_made_for_something_else_is_refused(change, message):
    with pytest.raises(DatasetError, match=f"dataset 'd'.*{message}"):
        records.check_compatible(MANIFEST | change, "a" * 64, "f" * 64)
