"""Verbs that change accounts, their ways in, and the seats."""
