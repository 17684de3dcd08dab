"""Judging a model: rules, suites, gates and the report."""
