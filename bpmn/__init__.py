"""Diagrams, decision tables, forms and scenarios: data, found through importlib.resources."""
