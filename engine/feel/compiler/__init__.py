"""From nodes to closures: one file for each family of nodes; evaluation walks no tree."""
