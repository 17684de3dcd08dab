"""What an episode is: tags, messages on disk, the tokenizer and the one renderer."""
