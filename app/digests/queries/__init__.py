"""Reads of digests: whose is due, who follows what, what was written."""
