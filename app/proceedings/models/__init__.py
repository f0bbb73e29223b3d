"""Tables of proceedings, by noun: who took part, the minutes, resolutions, circular votes, tasks."""

from app.proceedings.models.attendance import Attendance, Recusal
from app.proceedings.models.circular import Ballot, CircularPaper, CircularVote
from app.proceedings.models.minutes import ItemRecord, Minutes, MinutesHistory, MinutesObjection
from app.proceedings.models.resolutions import AuthorityPosition, Resolution, ResolutionIdea, SeatVote
from app.proceedings.models.tasks import ActionItem

__all__ = [
    "ActionItem",
    "Attendance",
    "AuthorityPosition",
    "Ballot",
    "CircularPaper",
    "CircularVote",
    "ItemRecord",
    "Minutes",
    "MinutesHistory",
    "MinutesObjection",
    "Recusal",
    "Resolution",
    "ResolutionIdea",
    "SeatVote",
]
