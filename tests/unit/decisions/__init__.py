"""Decision models."""
