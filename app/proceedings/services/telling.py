"""Whom a decision is told besides the author: authors of ideas that went up in it, and those who support it."""

from __future__ import annotations

from collections.abc import Iterable

from app.ideas.services.lifecycle import Step
from app.ideas.states import RESOLVED, Visibility
from app.mail import Letter
from app.proceedings.mails.decisions import decision_for_coauthor, decision_for_supporter
from app.proceedings.queries.people import ideas_merged_into, supporters_of


def letters_to_voices(step: Step) -> Iterable[Letter]:
    """The letters that a decision owes; the author's own was posted before them."""
    if step.to not in RESOLVED:
        return
    idea, entry = step.idea, step.entry
    for merged in ideas_merged_into([idea.id]):
        yield decision_for_coauthor(idea, merged, entry.revision, entry.reason)
    # Of an idea that nobody may read nobody can be told.
    if idea.visibility == Visibility.PUBLIC:
        for voice in supporters_of(idea.id):
            yield decision_for_supporter(idea, voice, entry.revision, entry.reason)
