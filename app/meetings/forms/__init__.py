"""What people type about meetings, by noun."""

from app.meetings.forms.agenda import ItemForm, LateForm, TakeOffForm, fill_in_item
from app.meetings.forms.papers import PaperForm
from app.meetings.forms.planning import ChangeMeetingForm, MeetingForm, ReasonForm, RhythmForm, fill_in

__all__ = [
    "ChangeMeetingForm",
    "ItemForm",
    "LateForm",
    "MeetingForm",
    "PaperForm",
    "ReasonForm",
    "RhythmForm",
    "TakeOffForm",
    "fill_in",
    "fill_in_item",
]
