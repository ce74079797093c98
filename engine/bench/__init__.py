"""Benchmarks that an operator can run on their own machine: `praxis bench …`."""
