"""Tests of what happens in and after a meeting."""
