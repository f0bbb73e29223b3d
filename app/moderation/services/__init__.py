"""Verbs of triage."""
