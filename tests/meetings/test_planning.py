"""Planning, moving, cancelling: one writer, a revision for each change that calendars must learn of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import BERLIN
from app.meetings import services
from app.meetings.models import AgendaItem, Meeting, MeetingRevision
from app.meetings.queries.agenda import agenda_of
from app.meetings.queries.meetings import changes_of, next_meeting, past_meetings
from app.meetings.services.agenda import ItemFacts
from app.meetings.states import ItemKind, MeetingState

TEN = datetime(2026, 12, 14, 10, 0, tzinfo=BERLIN)
ZWICKAU = services.Appointment(TEN, TEN + timedelta(hours=3), "14524", "Landratsamt Zwickau")
SECRET = ItemFacts("Kaufpreis Flurstück 7", ItemKind.DECISION, 20, "Frau Geheim", False, "Grundstückssache")


def _planned(now: datetime) -> Meeting:
    return services.plan_meeting(ZWICKAU, now=now, actor_id=None)


def test_a_move_keeps_the_uid_and_raises_the_revision(db_session: Session, now: datetime) -> None:
    meeting = _planned(now)
    uid, later = meeting.uid, replace(ZWICKAU, starts_at=TEN + timedelta(days=7), ends_at=TEN + timedelta(days=7.1))
    services.move_meeting(meeting.id, later, reason="Saal belegt", now=now + timedelta(hours=1), actor_id=None)
    assert (meeting.uid, meeting.revision, meeting.revised_at) == (uid, 1, now + timedelta(hours=1))
    [change] = changes_of(meeting)
    assert (change.before.starts_at, change.after.starts_at, change.reason) == (TEN, later.starts_at, "Saal belegt")


def test_moving_to_where_it_is_changes_nothing(db_session: Session, now: datetime) -> None:
    meeting = _planned(now)
    services.move_meeting(meeting.id, ZWICKAU, reason="", now=now + timedelta(hours=1), actor_id=None)
    assert (meeting.revision, meeting.revised_at) == (0, now)


def test_a_to_b_to_a_is_two_revisions(db_session: Session, now: datetime) -> None:
    meeting = _planned(now)
    for host in ("14511", "14524"):
        services.move_meeting(meeting.id, replace(ZWICKAU, host_ags=host), reason="Tausch", now=now, actor_id=None)
    assert meeting.revision == 2
    assert [change.after.host_ags for change in changes_of(meeting)] == ["14524", "14511"]


def test_a_stale_form_and_a_cancelled_meeting_are_refused(db_session: Session, now: datetime) -> None:
    meeting = _planned(now)
    with pytest.raises(services.StaleRevision):
        services.move_meeting(meeting.id, ZWICKAU, reason="", now=now, actor_id=None, seen_revision=4)
    services.cancel_meeting(meeting.id, reason="Sturm", now=now, actor_id=None)
    with pytest.raises(services.ForbiddenStep):
        services.move_meeting(meeting.id, ZWICKAU, reason="", now=now, actor_id=None)
    with pytest.raises(services.ForbiddenStep):
        services.add_item(meeting.id, SECRET, now=now)


def test_cancelling_and_reinstating_are_revisions_with_reasons(db_session: Session, now: datetime) -> None:
    meeting = _planned(now)
    services.cancel_meeting(meeting.id, reason="Sturm", now=now, actor_id=None)
    assert next_meeting(now) is None
    services.reinstate_meeting(meeting.id, reason="Sturm vorbei", now=now, actor_id=None)
    assert (meeting.state, meeting.revision) == (MeetingState.PLANNED, 2)
    rows = db_session.scalars(select(MeetingRevision).order_by(MeetingRevision.revision)).all()
    assert [(row.state, row.reason) for row in rows] == [
        ("planned", ""),
        ("cancelled", "Sturm"),
        ("planned", "Sturm vorbei"),
    ]


def test_a_meeting_is_held_only_once_it_has_begun(db_session: Session, now: datetime) -> None:
    meeting = _planned(now)
    with pytest.raises(services.ForbiddenStep):
        services.hold_meeting(meeting.id, now=TEN - timedelta(minutes=1))
    assert services.hold_meeting(meeting.id, now=TEN).state == MeetingState.HELD


def test_items_move_by_one_place_and_keep_their_numbers(db_session: Session, now: datetime) -> None:
    meeting = _planned(now)
    first, second, third = (
        services.add_item(meeting.id, ItemFacts(title, ItemKind.DISCUSSION, 15), now=now) for title in ("A", "B", "C")
    )
    services.move_item(meeting.id, third.id, -1, now=now)
    services.move_item(meeting.id, first.id, -1, now=now)
    services.remove_item(meeting.id, second.id, now=now)
    rows = agenda_of(meeting, whole=True, now=now)
    assert [(row.number, row.title) for row in rows] == [(1, "A"), (2, "C")]
    assert rows[1].begins_at == TEN + timedelta(minutes=15)
    assert db_session.scalars(select(AgendaItem.position).order_by(AgendaItem.position)).all() == [1, 2]


def test_the_public_reads_only_the_neutral_title(db_session: Session, now: datetime) -> None:
    meeting = _planned(now)
    services.add_item(meeting.id, SECRET, now=now)
    [row] = agenda_of(meeting, whole=False, now=now)
    assert (row.title, row.kind, row.rapporteur, row.public) == ("Grundstückssache", None, "", False)
    assert "Geheim" not in repr(row)
    assert "Kaufpreis" not in repr(row)


def test_past_meetings_are_paged_without_gap_or_repeat(db_session: Session, now: datetime) -> None:
    for week in range(30):
        begin = datetime(2024, 1, 8, 10, tzinfo=UTC) + timedelta(weeks=week)
        services.plan_meeting(
            services.Appointment(begin, begin + timedelta(hours=2), "14511"), now=begin, actor_id=None
        )
    seen, cursor = [], None
    while True:
        page = past_meetings(now, cursor)
        seen += [meeting.starts_at for meeting in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) == 30
