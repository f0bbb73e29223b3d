"""Konvent: the participation platform of a regional convention."""
