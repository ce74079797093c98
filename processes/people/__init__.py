"""Who signs in, what they may do, and in which groups they work."""
