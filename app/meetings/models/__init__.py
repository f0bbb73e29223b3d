"""Tables of meetings, by noun: the meetings themselves, their agendas, their papers."""

from app.meetings.models.agenda import AgendaItem, AgendaItemIdea, AgendaVersion
from app.meetings.models.hosting import HostContact, HostTask, MeetingPause
from app.meetings.models.meetings import Meeting, MeetingRevision
from app.meetings.models.packs import MeetingPack
from app.meetings.models.papers import Paper
from app.meetings.models.replies import CalendarFeed, CheckIn, MeetingGuest, MeetingReply, MeetingRung

__all__ = [
    "AgendaItem",
    "AgendaItemIdea",
    "AgendaVersion",
    "CalendarFeed",
    "CheckIn",
    "HostContact",
    "HostTask",
    "Meeting",
    "MeetingGuest",
    "MeetingPack",
    "MeetingPause",
    "MeetingReply",
    "MeetingRevision",
    "MeetingRung",
    "Paper",
]
