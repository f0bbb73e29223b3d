"""Verbs of digests: follow, end, write what is owed."""
