"""Digests: who follows what, and what each of them is owed since they were last told."""
