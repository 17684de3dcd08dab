"""Other people's weights: read into a `GPTConfig` and parameters of ours, and written again."""
