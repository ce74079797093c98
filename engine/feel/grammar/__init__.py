"""From text to nodes: tokens, names of several words, and the grammar of DMN 1.5, 10.3.1.2."""
