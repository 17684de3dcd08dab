"""A real byte-level tokenizer, trained on the spot, as Hugging Face models have them."""

import tokenizers
from tokenizers import decoders, models, pre_tokenizers, trainers

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
