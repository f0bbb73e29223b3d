"""Reads of ideas; everything that the public may see passes through `visibility`."""
