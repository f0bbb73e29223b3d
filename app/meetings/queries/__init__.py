"""Reads of meetings; what the public sees of an agenda passes through `agenda`."""
