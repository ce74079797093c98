"""Who changed what: the part of history that people make, beside what the engine records."""
