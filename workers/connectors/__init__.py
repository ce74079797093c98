"""Remote calls: one contract, one module per outside system."""
