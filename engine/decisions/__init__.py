"""DMN decision models and their evaluation."""
