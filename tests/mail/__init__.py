"""Letters: how they look, how they are stored, and that they arrive once."""
