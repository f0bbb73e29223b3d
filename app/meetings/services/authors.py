"""What happens to ideas, and what their authors hear, when an agenda or a meeting changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from app.db import db
from app.i18n import full_date, in_language
from app.i18n import gettext as _
from app.ideas.models import Idea
from app.ideas.services.lifecycle import Step, change_state
from app.ideas.states import TRANSITIONS, IdeaState
from app.mail import Letter, post
from app.meetings.mails import authors as letters
from app.meetings.models import AgendaItemIdea, Meeting
from app.meetings.queries.ideas import IdeaOnItem, ideas_of_meeting, ideas_on_items, place_on_agenda


def letters_about_agenda(step: Step) -> Iterable[Letter]:
    """What the author hears when an idea comes onto an agenda or is taken off it."""
    letter: Letter | None = None
    if step.to == IdeaState.SCHEDULED:
        letter = letters.idea_scheduled(step.idea, step.entry.revision, place_on_agenda(step.idea.id))
    elif step.to == IdeaState.ASSESSMENT and step.entry.from_state == IdeaState.SCHEDULED:
        letter = letters.idea_taken_off(step.idea, step.entry.revision, step.entry.reason)
    return (letter,) if letter else ()


def release_ideas(item_ids: Sequence[int], reason: str, now: datetime, actor_id: int | None) -> None:
    """Send the ideas of these items back to the assessment, with the reason, and cut the links."""
    for link in ideas_on_items(item_ids):
        _back_to_assessment(link, reason, now, actor_id)
    db.session.execute(delete(AgendaItemIdea).where(AgendaItemIdea.item_id.in_(item_ids)))
    db.session.flush()


def release_for_cancelled(meeting: Meeting, now: datetime, actor_id: int | None) -> None:
    """A meeting was called off: its ideas are ready for another agenda; the links stay, in case it is taken back."""
    for link in ideas_of_meeting(meeting.id):
        _back_to_assessment(link, _said_of_cancelled(meeting, link), now, actor_id)


def schedule_again(meeting: Meeting, now: datetime, actor_id: int | None) -> None:
    """A cancelled meeting takes place after all: ideas still free stand on it again, others have gone elsewhere."""
    for link in ideas_of_meeting(meeting.id):
        if link.state in (IdeaState.ASSESSMENT, IdeaState.DEFERRED):
            change_state(link.idea_id, IdeaState.SCHEDULED, now=now, actor_id=actor_id)
        else:
            gone = (AgendaItemIdea.item_id == link.item_id, AgendaItemIdea.idea_id == link.idea_id)
            db.session.execute(delete(AgendaItemIdea).where(*gone))


def tell_of_move(meeting: Meeting, now: datetime) -> None:
    """Another day or hour: the authors of ideas on public items hear it; of others nobody was told the day."""
    waiting = [link for link in ideas_of_meeting(meeting.id) if link.shown and link.state == IdeaState.SCHEDULED]
    ideas = db.session.scalars(select(Idea).where(Idea.id.in_([link.idea_id for link in waiting])))
    for idea in ideas:
        if letter := letters.idea_meeting_moved(idea, meeting):
            post(letter, now)


def _back_to_assessment(link: IdeaOnItem, reason: str, now: datetime, actor_id: int | None) -> None:
    if link.state == IdeaState.SCHEDULED and IdeaState.ASSESSMENT in TRANSITIONS[IdeaState.SCHEDULED]:
        change_state(link.idea_id, IdeaState.ASSESSMENT, now=now, actor_id=actor_id, reason=reason)


def _said_of_cancelled(meeting: Meeting, link: IdeaOnItem) -> str:
    # The history of an idea is public: that it stood on the agenda as a non-public item stays unsaid.
    if not link.shown:
        return ""
    with in_language(link.language):
        day = full_date(meeting.starts_at)
        return str(_("Die Sitzung am %(day)s ist abgesagt. Die Idee kommt in eine der nächsten.", day=day))
