"""Putting an idea on an agenda: the item, the link, the step of the idea and its author's letter in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.db import db
from app.ideas.queries.visibility import is_publicly_readable
from app.ideas.services.lifecycle import change_state, lock_idea
from app.ideas.states import IdeaState
from app.meetings.models import AgendaItem, AgendaItemIdea
from app.meetings.queries.ideas import ideas_on_items
from app.meetings.services.agenda import ItemFacts, new_item
from app.meetings.services.order import open_agenda, settle
from app.meetings.states import ItemKind
from app.region.rules import body_rules

USUAL_MINUTES = 15


def schedule_idea(
    meeting_id: int, idea_id: int, *, now: datetime, actor_id: int | None, late_reason: str = ""
) -> AgendaItem:
    """Put an idea that is ready on the agenda, after the other ideas; its author is told.

    An idea that is not public gives a non-public item without any of its words. Raises
    app.ideas.services.lifecycle.ForbiddenStep when the idea is not ready, ForbiddenStep of planning when
    the meeting is not ahead, LateWithoutReason.
    """
    meeting, items = open_agenda(meeting_id)
    idea = lock_idea(idea_id)
    public = is_publicly_readable(idea, now)
    facts = ItemFacts(idea.title, ItemKind.DECISION, USUAL_MINUTES, public=public, late_reason=late_reason)
    item = new_item(meeting, facts, now)
    items.insert(_place_for_idea(items), item)
    settle(meeting, items, now, actor_id)
    db.session.add(AgendaItemIdea(item_id=item.id, idea_id=idea.id))
    db.session.flush()
    change_state(idea_id, IdeaState.SCHEDULED, now=now, actor_id=actor_id)
    return item


def _place_for_idea(items: Sequence[AgendaItem]) -> int:
    """After the last item with an idea; else where the body's usual items keep their place; else at the end."""
    with_ideas = {link.item_id for link in ideas_on_items([item.id for item in items])}
    for index in range(len(items), 0, -1):
        if items[index - 1].id in with_ideas:
            return index
    closing = _titles_after_ideas()
    return next((index for index, item in enumerate(items) if item.title in closing), len(items))


def _titles_after_ideas() -> set[str]:
    usual = list(body_rules().usual_items)
    place = next((index for index, entry in enumerate(usual) if entry.get("ideas")), len(usual))
    return {str(entry["title"]) for entry in usual[place + 1 :]}
