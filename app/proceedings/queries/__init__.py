"""Reads of proceedings."""
