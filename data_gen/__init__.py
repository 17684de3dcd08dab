"""Generators of training episodes and of the gate prompts that judge them, one module a stage."""
