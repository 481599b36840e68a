"""How instruments are named: the registry, the shape of names, the vocabulary."""
