"""Configurations as programs: `common.py` has the whole tree, each stage's file what differs."""
