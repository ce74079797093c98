"""FEEL 1.5, the expression language of every diagram."""
