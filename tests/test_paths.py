from mypt_jax.paths import absolute, is_local


def test_a_bucket_is_left_as_it_is_and_a_directory_begins_at_the_root(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert str(absolute("gs://bucket/runs/750m")) == "gs://bucket/runs/750m"
    assert str(absolute("runs/../750m")) == f"{tmp_path}/750m"
    assert [is_local(path) for path in ("gs://bucket/runs", "/mnt/runs", "runs")] == [
        False,
        True,
        True,
    ]
