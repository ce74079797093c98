"""A small desk made up by ourselves, to look around in: people of every role and incidents in every phase."""
