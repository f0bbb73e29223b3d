"""Reads about feedback."""
