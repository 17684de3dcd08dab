"""Model presets: `tiny` learns everything here from nothing, `750m` is the real one.

`smollm2_135m` is a pretrained model that two cores can still adapt.
"""

import ml_collections


def tiny() -> ml_collections.ConfigDict:
    """Returns 1.79M parameters: 5 layers of width 128 and a vocabulary of 6144."""
    return _decoder(
        vocab_size=6144,
        num_layers=5,
        embed_dim=128,
        num_heads=4,
        ffw_dim=352,
        max_seq_len=512,
        dropout=0.0,
        dtype="float32",
        round_factors=True,  # on CPUs with bfloat16 instructions faster (docs/performance.md)
        remat="none",
        scan_unroll=5,  # layers in one turn of the loop over layers: no loop is left
        rope_theta=10_000_000.0,  # slow pairs, which the copying start compares tokens with
        copying_start=True,
        logits_chunk=18,  # of 7 rows 3 MB, which stay in the cache
    )


def smollm2_135m() -> ml_collections.ConfigDict:
    """Returns SmolLM2-135M with rows for the tags, as `mypt_jax.convert` writes it: 134.6M."""
    return _decoder(
        vocab_size=49216,  # 49152 of its own, 9 for tags and padding, in 64s
        num_layers=30,
        embed_dim=576,
        num_heads=9,
        num_kv_heads=3,
        ffw_dim=1536,
        max_seq_len=8192,
        norm_eps=1e-5,
        dropout=0.0,
        dtype="float32",
        round_factors=True,
        remat="none",
        scan_unroll=30,  # no loop is left: 1.3 times as fast, and compiled in 20 seconds
        rope_theta=100_000.0,
        copying_start=False,
        logits_chunk=48,
    )


def large_750m() -> ml_collections.ConfigDict:
    """Returns 699M parameters: 32 layers of width 1280 and a vocabulary of 50304."""
    return _decoder(
        vocab_size=50304,
        num_layers=32,
        embed_dim=1280,
        num_heads=20,
        ffw_dim=3456,
        max_seq_len=4096,
        dropout=0.1,
        dtype="bfloat16",
        round_factors=False,
        remat="full",
        scan_unroll=1,
        rope_theta=10_000.0,
        copying_start=False,
        logits_chunk=256,  # the logits of all places would be the largest array of a step
    )


def _decoder(
    *,
    embed_dim: int,
    num_heads: int,
    num_kv_heads: int | None = None,
    norm_eps: float = 1e-6,
    logits_chunk: int = 0,  # 0 = all
    **rest,
) -> ml_collections.ConfigDict:
    """Returns a decoder with RMSNorm, RoPE, SwiGLU and tied embeddings, without biases."""
    return ml_collections.ConfigDict(
        dict(
            embed_dim=embed_dim,  # D
            num_heads=num_heads,  # H
            num_kv_heads=num_kv_heads or num_heads,  # fewer = grouped-query attention
            head_dim=embed_dim // num_heads,  # K
            norm="rmsnorm",
            norm_eps=norm_eps,
            position="rope",
            rope_scaling="none",  # linear, llama3 or yarn, with what follows
            rope_factor=1.0,
            rope_original_len=0,
            rope_low_freq=1.0,
            rope_high_freq=4.0,
            activation="swiglu",
            tie_embeddings=True,
            attention_bias=False,
            ffw_bias=False,
            head_bias=False,
            attention="xla",  # splash on TPU, cudnn on GPU
            logits_chunk=logits_chunk,  # supervised places of a row whose logits exist at once
            **rest,
        )
    )


PRESETS = {"tiny": tiny, "smollm2_135m": smollm2_135m, "750m": large_750m}


def get_model(preset: str) -> ml_collections.ConfigDict:
    """Returns the model part of the configuration.

    Raises:
        ValueError: if there is no such preset.
    """
    if preset not in PRESETS:
        raise ValueError(f"no preset {preset!r}; there are: {', '.join(PRESETS)}")
    return PRESETS[preset]()
