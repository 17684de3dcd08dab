"""GGUF in llama.cpp itself, where its bindings are installed (building them takes long)."""

import itertools

import jax.numpy as jnp
import numpy as np
import pytest

from mypt_jax.conversation.episode import Message
from mypt_jax.conversation.render import render_prompt, render_text
from mypt_jax.conversation.tags import ASSISTANT
from mypt_jax.inference.answers import stop_ids
from mypt_jax.inference.decode import generate
from mypt_jax.interop.gguf_export import write_gguf
from mypt_jax.model.decoder import Decoder
from tests.interop.test_gguf_export import HELD, stored

llama_cpp = pytest.importorskip(
    "llama_cpp", reason="needs llama.cpp: pip install llama-cpp-python==0.3.36"
)
TURNS = (
    Message("system", "You are MyPT."),
    Message("user", "Füße: 39 euros, the green lamp?  two\nlines <|endoftext|>"),
)
MESSAGES = [{"role": turn.role, "content": turn.content} for turn in TURNS]
LONGEST = 24  # tokens of an answer


@pytest.mark.parametrize("kind", HELD)
def test_llama_cpp_reads_asks_and_answers_as_we_do(tmp_path, kind):
    loaded = stored(tmp_path, **HELD[kind])
    path = tmp_path / "m.gguf"
    write_gguf(loaded, path)
    llama = llama_cpp.Llama(str(path), n_ctx=128, logits_all=True, verbose=False)
    ids = render_prompt(TURNS, (), loaded.tokenizer)
    text = f"{render_text(TURNS, ())}\n{ASSISTANT}"
    assert llama.tokenize(text.encode(), add_bos=False, special=True) == ids.tolist()
    decoder = Decoder(loaded.model)
    hidden, _ = decoder.prefill(jnp.array(ids)[None], jnp.ones((1, len(ids)), jnp.int32))
    ours = np.asarray(decoder.logits(hidden))[0]
    llama.eval(ids.tolist())
    # its keys and values are float16
    np.testing.assert_allclose(llama.scores[: len(ids)], ours, atol=0.1)
    [answer] = generate(decoder, [ids], [LONGEST], {})
    theirs = itertools.islice(llama.generate(ids.tolist(), temp=0.0), LONGEST)
    assert list(theirs) == answer.ids
    # what it stops at, and the chat template in the file
    vocabulary = llama_cpp.llama_model_get_vocab(llama.model)
    ends = [i for i in range(384) if llama_cpp.llama_vocab_is_eog(vocabulary, i)]
    assert ends == sorted(stop_ids(loaded.tokenizer))
    said = llama.create_chat_completion(MESSAGES, temperature=0.0, max_tokens=1)
    assert said["usage"]["prompt_tokens"] == len(ids)
