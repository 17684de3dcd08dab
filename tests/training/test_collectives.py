import pytest

from mypt_jax.training.collectives import collective_bytes

# What the compilers write, shortened: a TPU loop without a noted number of turns, an asynchronous
# collective in three pieces of one channel, a sum and cut in one computation.
TPU = """
HloModule step

%sum (a: f32[], b: f32[]) -> f32[] {
  ROOT %add.1 = f32[] add(%a, %b)
}

%condition (state: (s32[], bf16[8,4])) -> pred[] {
  %constant.1 = s32[]{:T(128)} constant(3)
  ROOT %compare.1 = pred[] compare(%i, %constant.1), direction=LT
}

%body (state: (s32[], bf16[8,4])) -> (s32[], bf16[8,4]) {
  %permute = (bf16[8,4]{1,0:T(8,128)}, bf16[8,4]{1,0}, u32[]{:S(2)}, u32[]{:S(2)}) collective-permute-start(%x), channel_id=1
  %done = bf16[8,4]{1,0} collective-permute-done(%permute)
}

%start (p: bf16[8,2]) -> bf16[8,16] {
  %all-gather.1 = bf16[8,16]{1,0} all-gather(%p), channel_id=2, dimensions={1}
}

%done (p: bf16[8,2]) -> bf16[8,16] {
  %all-gather.2 = bf16[8,16]{1,0} all-gather(%p), channel_id=2, dimensions={1}
}

%all-reduce-scatter (input: f32[8,16]) -> f32[8,2] {
  %all-reduce.1 = f32[8,16]{1,0} all-reduce(%input), channel_id=3, to_apply=%sum
}

%unreached (p: f32[8]) -> f32[8] {
  %all-reduce.9 = f32[8] all-reduce(%p), channel_id=9, to_apply=%sum
}

ENTRY %main (x: bf16[8,4]) -> f32[8,2] {
  %while.1 = (s32[], bf16[8,4]) while(%tuple), condition=%condition, body=%body
  %fusion.1 = bf16[8,16] fusion(%w), kind=kCustom, calls=%start
  %fusion.2 = bf16[8,16] fusion(%fusion.1), kind=kCustom, calls=%done
  %all-reduce.2 = (f32[], f32[4]{0}) all-reduce(%loss, %norm), channel_id=4, to_apply=%sum
  ROOT %fusion.3 = f32[8,2] fusion(%g), kind=kCustom, calls=%all-reduce-scatter
}
"""  # noqa: E501


def test_collectives_are_added_up_by_kind_and_turns_of_their_loop():
    assert collective_bytes(TPU) == {
        "all-gather": 8 * 16 * 2,
        "all-reduce": 4 + 4 * 4,
        "reduce-scatter": 8 * 16 * 4,
        "collective-permute": 3 * 8 * 4 * 2,
    }


def test_a_noted_number_of_turns_counts():
    noted = TPU.replace("body=%body", 'body=%body, backend_config={"known_trip_count":{"n":"5"}}')
    assert collective_bytes(noted)["collective-permute"] == 5 * 8 * 4 * 2


@pytest.mark.parametrize(
    "groups",
    ["{{0,2,4,6},{1,3,5,7}}", "[2,4]<=[8]", "mesh['data'=2,'fsdp'=4] {'fsdp'}"],
)
def test_a_reduce_scatter_counts_with_what_goes_in(groups):
    program = f"""
ENTRY %main (x: f32[8,16]) -> f32[2,16] {{
  %part.1 = f32[2,16] reduce-scatter(%x), channel_id=1, replica_groups={groups}
  ROOT %part.2 = f32[16,2] reduce-scatter(%y), channel_id=1, replica_groups={groups}
}}
"""
    assert collective_bytes(program) == {"reduce-scatter": 2 * 8 * 16 * 4}


def test_groups_in_a_way_that_is_not_known_are_an_error():
    with pytest.raises(ValueError, match="replica_groups that can be read"):
        collective_bytes(
            "ENTRY %m (x: f32[2]) -> f32[1] {\n  ROOT %y = f32[1] reduce-scatter(%x)\n}"
        )


def test_a_program_of_one_device_moves_nothing():
    assert (
        collective_bytes("ENTRY %main (x: f32[2]) -> f32[2] {\n  ROOT %y = f32[2] add()\n}") == {}
    )
