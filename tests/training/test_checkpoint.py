import gc
import json
import shutil

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.sharding import NamedSharding
from jax.sharding import PartitionSpec as P

from mypt_jax.model.gpt import create_model
from mypt_jax.model.sharding import make_mesh
from mypt_jax.training import checkpoint
from mypt_jax.training.checkpoint import CheckpointError, CheckpointWriter

PARAMS = {"head": jnp.arange(8.0), "body": {"kernel": jnp.ones((8, 4))}}
OPTIMIZER = {"mean": jnp.zeros(8)}


def write(model_dir, losses):
    """Saves steps 1, 2, … with these losses."""
    with CheckpointWriter(model_dir) as writer:
        for step, loss in enumerate(losses, start=1):
            params = jax.tree.map(lambda x, s=step: x + s, PARAMS)
            writer.save(step, params, OPTIMIZER, {"stage": "3a1", "step": step}, loss)
        writer.seal()


def abstract(tree):
    return jax.tree.map(lambda x: jax.ShapeDtypeStruct(x.shape, x.dtype, sharding=x.sharding), tree)


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Losses 3, 1, 2, 4 at steps 1 to 4."""
    model_dir = tmp_path_factory.mktemp("models") / "saved"
    write(model_dir, [3.0, 1.0, 2.0, 4.0])
    return model_dir


@pytest.fixture
def copied(saved, tmp_path):
    return shutil.copytree(saved, tmp_path / "copied")


def data_file(model_dir, step):
    """The file that holds most of the weights."""
    files = [
        f for f in (model_dir / "checkpoints" / str(step) / "params").rglob("*") if f.is_file()
    ]
    return max(files, key=lambda f: f.stat().st_size)


def test_the_best_and_the_latest_are_kept(saved):
    assert checkpoint.whole_steps(saved) == [2, 3, 4]
    assert checkpoint.best_step(saved) == 2


def test_seals_of_deleted_steps_are_removed(saved):
    assert sorted(path.name for path in (saved / "integrity").iterdir()) == [
        "2.json",
        "3.json",
        "4.json",
    ]


def test_what_is_restored_is_what_was_saved(saved):
    params = checkpoint.restore(saved, 2, "params", abstract(PARAMS))
    np.testing.assert_array_equal(params["head"], np.arange(8.0) + 2)
    np.testing.assert_array_equal(params["body"]["kernel"], np.full((8, 4), 3.0))
    assert checkpoint.read_metadata(saved, 2) == {"stage": "3a1", "step": 2}


def test_weights_are_restored_to_another_mesh(saved):
    mesh = make_mesh(data=2, fsdp=4, tensor=1)
    sharding = NamedSharding(mesh, P("fsdp"))
    wanted = jax.tree.map(
        lambda x: jax.ShapeDtypeStruct(x.shape, x.dtype, sharding=sharding), PARAMS
    )
    params = checkpoint.restore(saved, 4, "params", wanted)
    assert params["head"].sharding == sharding
    np.testing.assert_array_equal(params["head"], np.arange(8.0) + 4)


def test_a_flipped_bit_is_found(copied):
    file = data_file(copied, 2)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(CheckpointError, match=rf"checkpoints/2 is damaged: params/.*{file.name}"):
        checkpoint.verify(copied, 2)
    assert checkpoint.verify(copied, 4) == checkpoint.checkpoint_hash(copied, 4)


@pytest.mark.parametrize("change", ["remove", "add"])
def test_a_missing_or_foreign_file_is_found(copied, change):
    file = data_file(copied, 4)
    if change == "remove":
        file.unlink()
    else:
        file.with_name("foreign").write_text("x")
    with pytest.raises(CheckpointError, match="checkpoints/4 is damaged"):
        checkpoint.verify(copied, 4)


def test_a_checkpoint_without_its_seal_does_not_exist(copied):
    (copied / "integrity" / "2.json").unlink()
    (copied / "integrity" / "4.json").unlink()
    assert checkpoint.whole_steps(copied) == [3]
    assert checkpoint.best_step(copied) == 3
    with pytest.raises(CheckpointError, match="no whole checkpoint of step 4"):
        checkpoint.verify(copied, 4)


def test_a_model_without_any_is_an_error(tmp_path):
    with pytest.raises(CheckpointError, match="no whole checkpoint. Train the model first"):
        checkpoint.best_step(tmp_path)


def test_a_save_that_was_killed_is_never_chosen(copied):
    shutil.copytree(copied / "checkpoints" / "4", copied / "checkpoints" / "5.orbax-checkpoint-tmp")
    assert checkpoint.whole_steps(copied) == [2, 3, 4]


def test_a_step_that_was_never_sealed_is_saved_again(copied):
    # a kill between Orbax's commit and the seal leaves this
    (copied / "integrity" / "4.json").unlink()
    with CheckpointWriter(copied) as writer:
        writer.save(4, PARAMS, OPTIMIZER, {"again": True}, 0.5)
    assert checkpoint.whole_steps(copied) == [3, 4]
    assert checkpoint.best_step(copied) == 4
    assert checkpoint.verify(copied, 4)
    assert checkpoint.read_metadata(copied, 4) == {"again": True}


def test_saving_a_step_again_is_an_error(copied):
    with CheckpointWriter(copied) as writer:
        with pytest.raises(CheckpointError, match="refused step 4: it holds .2, 3, 4."):
            writer.save(4, PARAMS, OPTIMIZER, {}, 0.5)


def test_the_best_survives_another_process(copied):
    with CheckpointWriter(copied) as writer:
        writer.save(5, PARAMS, OPTIMIZER, {}, 2.5)
        writer.save(6, PARAMS, OPTIMIZER, {}, None)
        writer.seal()
    assert checkpoint.whole_steps(copied) == [2, 5, 6]
    assert checkpoint.best_step(copied) == 2


def test_a_save_without_a_loss_is_the_latest_but_not_the_best(tmp_path):
    write(tmp_path / "model", [3.0, None])
    assert checkpoint.whole_steps(tmp_path / "model") == [1, 2]
    assert checkpoint.best_step(tmp_path / "model") == 1


def test_what_was_saved_before_an_error_is_whole(tmp_path):
    with pytest.raises(ZeroDivisionError), CheckpointWriter(tmp_path / "model") as writer:
        writer.save(1, PARAMS, OPTIMIZER, {}, 1.0)
        raise ZeroDivisionError
    assert checkpoint.whole_steps(tmp_path / "model") == [1]


# Orbax leaves the tasks that its refused restore had started
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_other_shapes_are_refused(saved):
    wrong = abstract({"head": jnp.zeros(9), "body": {"kernel": jnp.ones((8, 4))}})
    with pytest.raises(CheckpointError, match="does not fit this configuration"):
        checkpoint.restore(saved, 4, "params", wrong)
    gc.collect()  # so that its warnings fall into this test


def test_a_model_is_found_by_name_and_by_directory(tmp_path):
    model_dir = tmp_path / "models" / "phase3a1"
    model_dir.mkdir(parents=True)
    (model_dir / "config.json").write_text("{}")
    assert checkpoint.resolve_model("phase3a1", tmp_path) == model_dir
    assert checkpoint.resolve_model(str(model_dir), "elsewhere") == model_dir
    with pytest.raises(CheckpointError, match="no model 'phase31'.*Did you mean 'phase3a1'?"):
        checkpoint.resolve_model("phase31", tmp_path)


def test_a_loaded_model_is_the_saved_one(tmp_path, small_config, tokenizer, mesh):
    from flax import nnx

    model = create_model(small_config, 0, mesh)
    params = nnx.to_pure_dict(nnx.state(model))
    on_a_tpu = small_config.to_dict() | {"attention": "splash"}  # a kernel that is not here
    metadata = {"stage": "3a1", "model": on_a_tpu, "tokenizer_hash": tokenizer.hash}
    tokenizer.save(tmp_path / "tokenizer")
    with CheckpointWriter(tmp_path) as writer:
        writer.save(7, params, OPTIMIZER, metadata, 1.5)
        writer.seal()
    loaded = checkpoint.load_model(tmp_path)
    assert (loaded.step, loaded.metadata["stage"]) == (7, "3a1")
    assert loaded.hash == checkpoint.checkpoint_hash(tmp_path, 7)
    assert loaded.tokenizer.hash == tokenizer.hash
    for old, new in zip(
        jax.tree.leaves(params),
        jax.tree.leaves(nnx.to_pure_dict(nnx.state(loaded.model))),
        strict=True,
    ):
        np.testing.assert_array_equal(old, new)


def test_a_foreign_tokenizer_is_refused(tmp_path, small_config, tokenizer):
    metadata = {"stage": "3a1", "model": small_config.to_dict(), "tokenizer_hash": "f" * 64}
    tokenizer.save(tmp_path / "tokenizer")
    with CheckpointWriter(tmp_path) as writer:
        writer.save(1, PARAMS, OPTIMIZER, metadata, 1.0)
        writer.seal()
    with pytest.raises(CheckpointError, match="was trained with ffffffff"):
        checkpoint.load_model(tmp_path)


def test_a_seal_names_its_step_loss_and_every_file(saved):
    seal = json.loads((saved / "integrity" / "2.json").read_text())
    assert (seal["step"], seal["loss"]) == (2, 1.0)
    root = saved / "checkpoints" / "2"
    files = {str(f.relative_to(root)) for f in root.rglob("*") if f.is_file()}
    assert set(seal["files"]) == files
