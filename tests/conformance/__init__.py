"""Suites of others, run against Praxis where they are at hand."""
