"""The arms of a trial: how a text names them, where, and which of them a value belongs to."""
