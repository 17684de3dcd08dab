"""Answers: decoding with a cache, sampling, prompt files."""
