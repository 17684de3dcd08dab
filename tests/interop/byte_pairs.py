"""A real byte-level tokenizer, trained on the spot, as Hugging Face models have them."""

import tokenizers
from tokenizers import decoders, models, pre_tokenizers, processors, trainers

TEXT = [
    "The lamp is from Tom. It costs 39 euros, says the system.",
    "Füße und Grüße aus Köln: die Lampe kostet 39 Euro.",
    'user: Say yes.\nanswer: Yes. {"name": "lamp", "tool": "result"}',
] * 20


def train(vocab_size: int = 320) -> tokenizers.Tokenizer:
    """Returns a byte-pair tokenizer in the manner of GPT-2, with one special token."""
    tokenizer = tokenizers.Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=["<|endoftext|>"],
        show_progress=False,
    )
    tokenizer.train_from_iterator(TEXT, trainer)
    return tokenizer


def add_tokens_outside(tokenizer: tokenizers.Tokenizer, *special: str) -> None:
    """Adds tokens in the manner of Llama 3: they follow the vocabulary, and one starts each text.

    A token that is not special, `<think>`, stands after the first one.
    """
    for token in (special[0], "<think>", *special[1:]):
        tokenizer.add_tokens(
            [tokenizers.AddedToken(token, special=token in special, normalized=False)]
        )
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{special[0]} $A",
        special_tokens=[(special[0], tokenizer.token_to_id(special[0]))],
    )
