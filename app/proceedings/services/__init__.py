"""Verbs that change facts about proceedings."""
