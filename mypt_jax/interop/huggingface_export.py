"""Writes a model of ours as a Hugging Face folder that transformers, and what reads it, can serve.

The chat template works on text, and tokenizers split tags out of text. So it gives the ids of our
renderer for every conversation without the text of a tag, and raises an error for all others.
"""

import json
from collections.abc import Mapping
from typing import Any

import jax
import numpy as np
import tokenizers
from etils import epath
from flax import nnx
from safetensors.numpy import save_file

from mypt_jax.conversation import tags
from mypt_jax.conversation.tokenizer import JSON_FILE, HuggingFaceTokenizer
from mypt_jax.interop.huggingface import CONFIG_FILE, WEIGHTS_FILE
from mypt_jax.interop.imported import whole_directory
from mypt_jax.model.config import GPTConfig
from mypt_jax.training.checkpoint import Loaded

TEMPLATE_FILE = "chat_template.jinja"


class ExportFailed(ValueError):
    """A model with a feature that the target format does not have, or a place that is taken."""


def write_huggingface(
    loaded: Loaded, directory: epath.PathLike, gate: Mapping[str, Any] | None = None
) -> None:
    """Writes weights, sizes, tokenizer, chat template, stop ids and a model card.

    Args:
        loaded: the model.
        directory: must not exist; it appears whole, or not at all.
        gate: result of its gate (`read_gate`), for the card.

    Raises:
        ExportFailed: names the feature that a Llama of transformers does not have, or the token
            that a `tokenizer.json` would read in another way.
    """
    directory = epath.Path(directory)
    if directory.exists():
        raise ExportFailed(f"{directory} exists. Choose another --output, or move it away.")
    config, tokenizer = loaded.model.config, loaded.tokenizer
    check_is_llama(config)
    if not isinstance(tokenizer, HuggingFaceTokenizer):
        raise ExportFailed(
            "the tokenizer reads words by rules of its own, which a tokenizer.json cannot hold. "
            "Only models that were imported with their byte pairs can be exported."
        )
    files = {
        CONFIG_FILE: _json(llama_values(config, tokenizer)),
        JSON_FILE: exported_tokenizer(tokenizer),
        "tokenizer_config.json": _json(
            {
                "tokenizer_class": "PreTrainedTokenizerFast",
                "model_max_length": config.max_seq_len,
                "eos_token": tags.EOT,
                "pad_token": tags.PAD,
                "clean_up_tokenization_spaces": False,
            }
        ),
        "generation_config.json": _json(
            {
                "do_sample": False,
                "eos_token_id": [tokenizer.tag_ids[t] for t in (tags.ASSISTANT_END, tags.EOT)],
                "pad_token_id": tokenizer.pad_id,
            }
        ),
        TEMPLATE_FILE: chat_template(),
        "README.md": model_card(loaded, gate),
    }
    weights = llama_weights(nnx.to_pure_dict(nnx.state(loaded.model)), config)
    with whole_directory(directory) as partial:
        for name, text in files.items():
            (partial / name).write_text(text, encoding="utf-8")
        save_file(weights, partial / WEIGHTS_FILE, metadata={"format": "pt"})


def check_is_llama(config: GPTConfig) -> None:
    """Refuses a network that is no Llama.

    Raises:
        ExportFailed: names its features that a Llama lacks.
    """
    features = {
        "learned positions": config.position == "learned",
        "LayerNorm": config.norm == "layernorm",
        "GELU": config.activation == "gelu",
        "a bias of the head": config.head_bias,
    }
    if found := [name for name, present in features.items() if present]:
        raise ExportFailed(f"the model has {', '.join(found)}; a Llama of transformers has not.")


def llama_values(config: GPTConfig, tokenizer: HuggingFaceTokenizer) -> dict[str, Any]:
    """Returns the sizes as transformers' LlamaConfig has them; undoes `llama_config`."""
    c = config
    rope: dict[str, Any] = {"rope_type": "default", "rope_theta": c.rope_theta}
    if c.rope_scaling != "none":
        rope |= {"rope_type": c.rope_scaling, "factor": c.rope_factor}
    if c.rope_scaling in ("llama3", "yarn"):
        names = {
            "llama3": ("low_freq_factor", "high_freq_factor"),
            "yarn": ("beta_slow", "beta_fast"),
        }
        low, high = names[c.rope_scaling]
        rope["original_max_position_embeddings"] = c.rope_original_len
        rope |= {low: c.rope_low_freq, high: c.rope_high_freq}
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": c.vocab_size,
        "num_hidden_layers": c.num_layers,
        "hidden_size": c.embed_dim,
        "num_attention_heads": c.num_heads,
        "num_key_value_heads": c.num_kv_heads,
        "head_dim": c.head_dim,
        "intermediate_size": c.ffw_dim,
        "max_position_embeddings": c.max_seq_len,
        "rms_norm_eps": c.norm_eps,
        "hidden_act": "silu",
        "tie_word_embeddings": c.tie_embeddings,
        "attention_bias": c.attention_bias,
        "mlp_bias": c.ffw_bias,
        "rope_parameters": rope,
        "bos_token_id": None,
        "eos_token_id": tokenizer.tag_ids[tags.EOT],
        "pad_token_id": tokenizer.pad_id,
        "dtype": "float32",
    }


def llama_weights(params: dict[str, Any], config: GPTConfig) -> dict[str, np.ndarray]:
    """Translates parameters of ours to weights [out, in] named as in transformers."""
    params = jax.tree.map(np.asarray, params)
    blocks = params["blocks"]
    weights = {
        "model.embed_tokens.weight": params["embedding"],
        "model.norm.weight": params["final_norm"]["scale"],
    }
    if not config.tie_embeddings:
        weights["lm_head.weight"] = params["head"]["kernel"].T
    parts = {
        "self_attn.q_proj": ("query", None),
        "self_attn.k_proj": ("key_value", 0),
        "self_attn.v_proj": ("key_value", 1),
        "self_attn.o_proj": ("attention_out", None),
        "mlp.gate_proj": ("ffw_up", 0),
        "mlp.up_proj": ("ffw_up", 1),
        "mlp.down_proj": ("ffw_down", None),
    }
    for layer in range(config.num_layers):
        prefix = f"model.layers.{layer}"
        weights[f"{prefix}.input_layernorm.weight"] = blocks["attention_norm"]["scale"][layer]
        weights[f"{prefix}.post_attention_layernorm.weight"] = blocks["ffw_norm"]["scale"][layer]
        for theirs, (ours, place) in parts.items():
            kernel = blocks[ours]["kernel"][layer]
            weights[f"{prefix}.{theirs}.weight"] = (kernel if place is None else kernel[:, place]).T
            if "bias" in blocks[ours]:
                bias = blocks[ours]["bias"][layer]
                weights[f"{prefix}.{theirs}.bias"] = bias if place is None else bias[place]
    return {name: np.ascontiguousarray(weight) for name, weight in weights.items()}


def exported_tokenizer(tokenizer: HuggingFaceTokenizer) -> str:
    """Returns the `tokenizer.json` in which only our tags and padding are special.

    Other special tokens of the source would be split out of text; for us they are text. They stay
    in the vocabulary, where no merge leads to them, so that every id is what it was.

    Raises:
        ExportFailed: it holds no byte pairs, or it would give other ids than ours.
    """
    definition = json.loads(tokenizer.definition)
    kind = definition["model"]["type"]
    if kind != "BPE":
        raise ExportFailed(f"the tokenizer is of the kind {kind!r}; only byte pairs are exported.")
    added = definition["added_tokens"]
    ours = {*tags.TAGS, tags.PAD}
    # an added token that the vocabulary lacks gets the next free id, whatever id stands beside it
    definition["model"]["vocab"] |= {token["content"]: token["id"] for token in added}
    definition["added_tokens"] = [
        token for token in added if token["content"] in ours or not token["special"]
    ]
    definition["post_processor"] = None  # it would add tokens of the source, and ours adds none
    text = json.dumps(definition, ensure_ascii=False, indent=1)
    _check_same_ids(text, tokenizer)
    return text


def _check_same_ids(exported: str, tokenizer: HuggingFaceTokenizer) -> None:
    theirs = tokenizers.Tokenizer.from_str(exported)
    ours = tokenizers.Tokenizer.from_str(tokenizer.definition.decode()).get_vocab()
    for token in sorted({*ours, *theirs.get_vocab()}):
        if (found := theirs.token_to_id(token)) != ours.get(token):
            raise ExportFailed(
                f"{JSON_FILE}: {token!r} would have the id {found}, but the model knows it as "
                f"{ours.get(token)}. Such a tokenizer cannot be exported."
            )
    for token in sorted({*tokenizer.special_ids} - {*tags.TAGS, tags.PAD}):
        if (read := theirs.encode(token).ids) != tokenizer.encode(token):
            raise ExportFailed(
                f"{JSON_FILE}: the text {token!r} would be read as {read}, but the model knows it "
                f"as {tokenizer.encode(token)}. Such a tokenizer cannot be exported."
            )


def chat_template() -> str:
    """Returns the renderer as a template for `apply_chat_template`.

    Tools may have the OpenAI form, and calls too, with arguments that are objects. A content must
    be a string; only an assistant message with calls may have none.
    """
    own = {
        "eot": tags.EOT,
        "assistant_end": tags.ASSISTANT_END,
        "tool": tags.TOOL,
        "tool_end": tags.TOOL_END,
    }
    names = {
        "forbidden": sorted({text.lower() for text in tags.spelled()}),
        "role_tags": tags.ROLE_TAGS,
        "tags": own,
    }
    head = (f"{{%- set {name} = {json.dumps(value)} -%}}\n" for name, value in names.items())
    return "".join(head) + _TEMPLATE


_TEMPLATE = """\
{%- macro plain(text) -%}
  {%- for tag in forbidden -%}
    {%- if tag in text | lower -%}
      {{- raise_exception('A message holds the text of a tag: ' ~ tag) -}}
    {%- endif -%}
  {%- endfor -%}
  {{- text -}}
{%- endmacro -%}
{%- macro described(tool) -%}
  {%- set tool = tool.function if tool.function is defined else tool -%}
  {{- '{"name": ' ~ tool.name | tojson -}}
  {%- if tool.description is defined and tool.description is not none -%}
    {{- ', "description": ' ~ tool.description | tojson -}}
  {%- endif -%}
  {{- ', "args": {' -}}
  {%- if tool.parameters is defined and tool.parameters is not none -%}
    {%- for name, of in (tool.parameters.get('properties') or {}).items() -%}
      {%- set kind = of.get('type', 'any') -%}
      {%- set kind = kind if kind is string else kind | join('|') -%}
      {{- (', ' if not loop.first else '') ~ name | tojson ~ ': ' ~ kind | tojson -}}
    {%- endfor -%}
  {%- else -%}
    {%- for name, kind in (tool.args if tool.args is defined else {}).items() -%}
      {{- (', ' if not loop.first else '') ~ name | tojson ~ ': ' ~ kind | tojson -}}
    {%- endfor -%}
  {%- endif -%}
  {{- '}}' -}}
{%- endmacro -%}
{%- macro called(call) -%}
  {%- set call = call.function if call.function is defined else call -%}
  {%- set args = call.arguments if call.arguments is defined else call.args -%}
  {%- if args is string -%}
    {{- raise_exception('The arguments of a call must be an object, not a string.') -}}
  {%- endif -%}
  {{- '{"name": ' ~ call.name | tojson ~ ', "args": ' ~ args | tojson ~ '}' -}}
{%- endmacro -%}
{%- set offer = namespace(text='') -%}
{%- for tool in tools or [] -%}
  {%- set joint = ', ' if not loop.first else 'Tools: [' -%}
  {%- set offer.text = offer.text ~ joint ~ described(tool) ~ (']' if loop.last else '') -%}
{%- endfor -%}
{%- if offer.text and messages[0].role != 'system' -%}
  {{- role_tags.system ~ plain(offer.text) ~ tags.eot ~ '\\n' -}}
{%- endif -%}
{%- for message in messages -%}
  {%- if message.role not in role_tags -%}
    {{- raise_exception('Unknown role: ' ~ message.role) -}}
  {%- endif -%}
  {%- set content = message.get('content') -%}
  {%- if content is none and message.role == 'assistant' and message.tool_calls -%}
    {%- set content = '' -%}
  {%- elif content is not string -%}
    {{- raise_exception('The content of a message must be a string: ' ~ message.role) -}}
  {%- endif -%}
  {%- if loop.first and message.role == 'system' and offer.text -%}
    {%- set content = content ~ (' ' if content else '') ~ offer.text -%}
  {%- endif -%}
  {{- ('\\n' if not loop.first else '') ~ role_tags[message.role] ~ plain(content) -}}
  {%- for call in message.tool_calls or [] -%}
    {{- tags.tool ~ plain(called(call)) ~ tags.tool_end -}}
  {%- endfor -%}
  {{- (tags.assistant_end if message.role == 'assistant' else '') ~ tags.eot -}}
{%- endfor -%}
{%- if add_generation_prompt -%}
  {{- '\\n' ~ role_tags.assistant -}}
{%- endif -%}
"""


def read_gate(model_dir: epath.PathLike, loaded: Loaded) -> dict[str, Any] | None:
    """Returns the result of the gate that judged this very checkpoint, if there was one."""
    name = f"{loaded.step}-{loaded.hash[:8]}"
    path = epath.Path(model_dir) / "gates" / name / "final.json"
    return json.loads(path.read_text()) if path.exists() else None


def model_card(loaded: Loaded, gate: Mapping[str, Any] | None = None) -> str:
    """Returns what the model is, where it comes from and what its gates said."""
    metadata, config = loaded.metadata, loaded.model.config
    license_name = metadata.get("imported", {}).get("license")
    lines = [
        "---",
        *([f"license: {license_name}"] if license_name else []),
        "library_name: transformers",
        "pipeline_tag: text-generation",
        "---",
        "",
        f"# Stage {metadata['stage']}",
        "",
        f"{config.num_params() / 1e6:.1f}M parameters, {config.num_layers} layers of width "
        f"{config.embed_dim}. Checkpoint {loaded.hash[:12]}, step {loaded.step}.",
        "",
        "Ask it with `tokenizer.apply_chat_template(messages, add_generation_prompt=True)`; it "
        f"closes its answer with `{tags.ASSISTANT_END}{tags.EOT}`, where generation stops.",
        "",
        "## Lineage",
        "",
    ]
    lineage = metadata.get("lineage", [])
    lines += [
        f"- {entry['stage']}: checkpoint {entry['hash'][:12]}, step {entry['step']}, gate "
        f"{entry['gate']}"
        for entry in lineage
    ] or ["- no earlier stage"]
    lines.append(f"- {metadata['stage']}: this model")
    if imported := metadata.get("imported"):
        first = lineage[0]["stage"] if lineage else metadata["stage"]
        lines += [
            "",
            "## Source",
            "",
            f"The weights of {first} were imported from {imported['kind']}:",
            "",
            *(f"- {name}, SHA-256 {digest}" for name, digest in imported["files"].items()),
            "",
            f"Their licence, {license_name}, applies to this model too."
            if license_name
            else "The licence of the original weights applies to this model too; see where they "
            "come from.",
        ]
    lines += ["", "## Gate", ""]
    if gate is None:
        lines.append("This checkpoint was not judged.")
    else:
        lines += [
            f"The gate of the stage {'passed' if gate['passed'] else '**failed**'}.",
            "",
            "| metric | prompts | % | n | bar |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| {row['metric']} | {row['part']} | {100 * row['value']:.1f} | {row['n']} | "
            f"{100 * row['bar']:.1f} |"
            for row in gate["metrics"]
            if row["bar"] is not None
        ]
    return "\n".join(lines) + "\n"


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
