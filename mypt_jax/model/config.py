"""The shape of a network: every size and switch of `GPT`, checked when it is made."""

import dataclasses
import difflib
from typing import Any

CHOICES = {
    "norm": ("rmsnorm", "layernorm"),
    "position": ("rope", "learned"),
    "rope_scaling": ("none", "linear", "llama3", "yarn"),
    "activation": ("swiglu", "gelu"),
    "dtype": ("float32", "bfloat16"),
    "remat": ("none", "elementwise", "dots", "full"),
    "attention": ("xla", "splash", "cudnn"),
}
SIZES = (
    "vocab_size",
    "num_layers",
    "embed_dim",
    "num_heads",
    "num_kv_heads",
    "head_dim",
    "ffw_dim",
    "max_seq_len",
)


class ConfigError(ValueError):
    """A model configuration that cannot be built."""


@dataclasses.dataclass(frozen=True)
class GPTConfig:
    """Sizes and switches of one decoder-only network.

    The sizes have no default; the switches default to the Llama family. What a switch means:

    norm          rmsnorm: scale only; layernorm: scale and bias
    position      rope: half-split rotation over the whole head; learned: a table of max_seq_len
    rope_scaling  how rotations reach rope_factor times beyond rope_original_len; see
                  `gpt.rope_frequencies`, which also uses rope_low_freq and rope_high_freq
    activation    swiglu: down(silu(gate) * up); gelu: down(gelu(up)) with the exact erf
    dropout       on embeddings and on what each half layer adds, only when a key is passed
    dtype         of the computation; parameters, norms, softmax and logits stay float32
    round_factors whether float32 factors of products with weights are rounded to bfloat16 where
                  that is faster, which it is not on CPUs without instructions for it
    remat         what the backward pass recomputes: none; elementwise: all but matrix products;
                  dots: attention scores too; full: whole layers
    attention     backend of `attention.attend`
    scan_unroll   layers a step of the scan over layers (num_layers: no loop is left)
    copying_start new weights can copy from the first step (`copying`); only without a parent
    logits_chunk  supervised places of a row whose logits exist at once in the loss; 0: all
    """

    vocab_size: int
    num_layers: int
    embed_dim: int
    num_heads: int
    num_kv_heads: int
    head_dim: int
    ffw_dim: int
    max_seq_len: int
    norm: str = "rmsnorm"
    norm_eps: float = 1e-6
    position: str = "rope"
    rope_theta: float = 10000.0
    rope_scaling: str = "none"
    rope_factor: float = 1.0
    rope_original_len: int = 0
    rope_low_freq: float = 1.0
    rope_high_freq: float = 4.0
    activation: str = "swiglu"
    tie_embeddings: bool = True
    attention_bias: bool = False
    ffw_bias: bool = False
    head_bias: bool = False
    dropout: float = 0.0
    dtype: str = "float32"
    round_factors: bool = False
    remat: str = "none"
    attention: str = "xla"
    scan_unroll: int = 1
    copying_start: bool = False
    logits_chunk: int = 0

    def __post_init__(self) -> None:
        """Checks every field.

        Raises:
            ConfigError: names the field, its value and what is allowed.
        """
        for name in (*SIZES, "scan_unroll"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise ConfigError(f"model.{name} is {value!r}; it must be an integer of 1 or more.")
        for name, allowed in CHOICES.items():
            value = getattr(self, name)
            if value not in allowed:
                raise ConfigError(f"model.{name} is {value!r}; choose one of {', '.join(allowed)}.")
        if self.num_heads % self.num_kv_heads:
            raise ConfigError(
                f"model.num_heads {self.num_heads} is not a multiple of "
                f"model.num_kv_heads {self.num_kv_heads}."
            )
        if self.position == "rope" and self.head_dim % 2:
            raise ConfigError(
                f"model.head_dim is {self.head_dim}; rope rotates pairs: make it even."
            )
        if not 0.0 <= self.dropout < 1.0:
            raise ConfigError(f"model.dropout is {self.dropout}; it must be in [0, 1).")
        if self.norm_eps <= 0.0 or self.rope_theta <= 0.0:
            raise ConfigError("model.norm_eps and model.rope_theta must be above 0.")
        self._check_rope_scaling()
        self._check_copying_start()
        if self.logits_chunk < 0:
            raise ConfigError(f"model.logits_chunk is {self.logits_chunk}; use 0 for no chunks.")

    def _check_rope_scaling(self) -> None:
        if self.rope_factor < 1.0:
            raise ConfigError(f"model.rope_factor is {self.rope_factor}; it must be 1 or more.")
        if self.rope_scaling in ("none", "linear"):
            return
        if self.rope_original_len < 1 or not 0.0 < self.rope_low_freq < self.rope_high_freq:
            raise ConfigError(
                f"model.rope_scaling {self.rope_scaling!r} needs a rope_original_len of 1 or more "
                f"(it is {self.rope_original_len}) and 0 < rope_low_freq < rope_high_freq (they "
                f"are {self.rope_low_freq} and {self.rope_high_freq})."
            )

    def _check_copying_start(self) -> None:
        wide = self.num_heads == self.num_kv_heads and self.attention_dim == self.embed_dim
        large = self.num_layers >= 2 and self.num_heads >= 4 and self.head_dim >= 32
        slow = self.position == "rope" and self.rope_theta >= 1e5
        if self.copying_start and not (wide and large and slow):
            raise ConfigError(
                "model.copying_start needs rope with a rope_theta of 1e5 or more, two layers or "
                "more, and four heads or more, none grouped, of 32 dimensions or more that "
                "together are as wide as the embedding. Set it to False, or change the sizes."
            )

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "GPTConfig":
        """Builds a config from plain values, such as a `config.json`.

        Raises:
            ConfigError: a key is unknown or missing.
        """
        fields = {field.name: field for field in dataclasses.fields(cls)}
        for key in values:
            if key not in fields:
                close = difflib.get_close_matches(key, fields, n=1)
                hint = f" Did you mean {close[0]!r}?" if close else ""
                raise ConfigError(f"model.{key} is not a setting of the model.{hint}")
        missing = [name for name in SIZES if name not in values]
        if missing:
            raise ConfigError(f"model settings without a value: {', '.join(missing)}.")
        return cls(**values)

    def to_dict(self) -> dict[str, Any]:
        """Returns the plain values from which `from_dict` builds this config again."""
        return dataclasses.asdict(self)

    @property
    def attention_dim(self) -> int:
        """Width of all query heads together."""
        return self.num_heads * self.head_dim

    @property
    def kv_dim(self) -> int:
        """Width of all key heads together."""
        return self.num_kv_heads * self.head_dim

    def num_params(self) -> int:
        """Counts all parameters, embeddings too."""
        count = self._num_layer_params() * self.num_layers + self._num_norm_params()
        count += self.vocab_size * self.embed_dim * (1 if self.tie_embeddings else 2)
        if self.position == "learned":
            count += self.max_seq_len * self.embed_dim
        return count + (self.vocab_size if self.head_bias else 0)

    def _num_norm_params(self) -> int:
        return self.embed_dim * (2 if self.norm == "layernorm" else 1)

    def _num_layer_params(self) -> int:
        width, heads = self.embed_dim, self.attention_dim
        count = 2 * width * heads + 2 * width * self.kv_dim + 2 * self._num_norm_params()
        if self.attention_bias:
            count += heads + 2 * self.kv_dim + width
        num_up = 2 if self.activation == "swiglu" else 1
        count += (num_up + 1) * width * self.ffw_dim
        if self.ffw_bias:
            count += num_up * self.ffw_dim + width
        return count

    def step_flops(self, num_tokens: int, num_targets: int, seq_len: int) -> float:
        """Floating-point operations of one training step, forward and backward.

        6 a layer parameter and token, 6 a head weight and supervised place, and attention over
        the half of the seq_len x seq_len scores that the causal mask keeps.

        Args:
            num_tokens: tokens of the step, padding included.
            num_targets: places with logits, unused ones included.
            seq_len: row length T.
        """
        layers = 6 * self._num_layer_params() * self.num_layers * num_tokens
        head = 6 * self.vocab_size * self.embed_dim * num_targets
        scores = 12 * self.num_layers * self.attention_dim * (seq_len / 2) * num_tokens
        return float(layers + head + scores)
