"""How estimates are read: their names, the values that names introduce, and those without a name."""
