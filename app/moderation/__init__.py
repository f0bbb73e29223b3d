"""Triage: the queue by deadline, the formal check, decisions with reasons and a second person."""
