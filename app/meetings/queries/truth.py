"""What letters ask right before they leave: does it still stand so?"""

from __future__ import annotations

from sqlalchemy import func, select

from app.db import db
from app.ideas.models import Idea, IdeaHistory
from app.ideas.states import IdeaState
from app.meetings.models import Meeting, MeetingRevision
from app.meetings.states import MeetingState


def latest_scheduling(idea_id: int) -> int | None:
    """The revision with which an idea came onto the agenda where it stands now; None when it stands on none."""
    query = (
        select(func.max(IdeaHistory.revision))
        .join(Idea, Idea.id == IdeaHistory.idea_id)
        .where(
            Idea.id == idea_id,
            Idea.state.in_((IdeaState.SCHEDULED, IdeaState.IN_SESSION)),
            IdeaHistory.to_state == IdeaState.SCHEDULED,
        )
    )
    return db.session.scalar(query)


def meeting_stands_as_in(meeting_id: int, revision: int) -> bool:
    """Whether a meeting takes place at the time that this revision of it said."""
    query = (
        select(Meeting.id)
        .join(MeetingRevision, MeetingRevision.meeting_id == Meeting.id)
        .where(
            Meeting.id == meeting_id,
            Meeting.state == MeetingState.PLANNED,
            MeetingRevision.revision == revision,
            MeetingRevision.starts_at == Meeting.starts_at,
        )
    )
    return db.session.scalar(query) is not None
