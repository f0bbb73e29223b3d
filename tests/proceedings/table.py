"""Sets a table: a meeting with seats, people on them, and an item about an idea."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.db import db
from app.ideas.models import Idea
from app.ideas.states import IdeaState
from app.meetings.models import AgendaItem, AgendaItemIdea, Meeting
from app.meetings.services import Appointment, plan_meeting
from app.meetings.services.agenda import ItemFacts, add_item
from app.meetings.states import ItemKind
from app.members.models import Person, Role, Seat
from app.proceedings.services.running import Seen, close_meeting, note_attendance, open_item, open_meeting
from app.proceedings.states import Presence
from tests.factories import make_idea, make_membership, make_person, make_seat


@dataclass
class Table:
    """What a test talks about."""

    meeting: Meeting
    item: AgendaItem
    idea: Idea
    seats: list[Seat]
    people: list[Person]
    office: Person

    def take_roll(self, **presences: Presence) -> None:
        """Everybody is there, but for the seats named `s0`, `s1`, … with another presence."""
        seen = [
            Seen(
                seat.id,
                presences.get(f"s{n}", Presence.PRESENT),
                "Kim Vertretung" if presences.get(f"s{n}") == Presence.REPRESENTED else "",
            )
            for n, seat in enumerate(self.seats)
        ]
        note_attendance(self.meeting.id, seen)


def set_table(now: datetime, seats: int = 5, public: bool = True, started: bool = True, **idea: object) -> Table:
    """A meeting that began a moment ago with five voting seats present and one item about a scheduled idea."""
    office = make_person(Role.OFFICE)
    appointment = Appointment(now - timedelta(minutes=5), now + timedelta(hours=2), "14511", "Rathaus")
    meeting = plan_meeting(appointment, now=now - timedelta(days=60), actor_id=office.id)
    facts = ItemFacts("Schichtbus aufnehmen", ItemKind.DECISION, 20, public=public, neutral_title="Verkehrsfrage")
    item = add_item(meeting.id, facts, now=now - timedelta(days=50))
    scheduled = make_idea(IdeaState.SCHEDULED, **idea)
    db.session.add(AgendaItemIdea(item_id=item.id, idea_id=scheduled.id))
    places = [make_seat() for _ in range(seats)]
    people = [make_person(language="de") for _ in places]
    for seat, person in zip(places, people, strict=True):
        make_membership(seat, person)
    db.session.flush()
    table = Table(meeting, item, scheduled, places, people, office)
    if started:
        open_meeting(meeting.id, now=now)
        table.take_roll()
        open_item(item.id, now=now, actor_id=office.id)
    return table


def end(table: Table, now: datetime) -> None:
    """The meeting is over."""
    close_meeting(table.meeting.id, now=now)
