"""Tables of meetings, by noun: the meetings themselves, their agendas, their papers."""

from app.meetings.models.agenda import AgendaItem, AgendaItemIdea, AgendaVersion
from app.meetings.models.meetings import Meeting, MeetingRevision
from app.meetings.models.papers import Paper

__all__ = ["AgendaItem", "AgendaItemIdea", "AgendaVersion", "Meeting", "MeetingRevision", "Paper"]
