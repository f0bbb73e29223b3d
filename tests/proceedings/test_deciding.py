"""A decision acts in one transaction, counts right, and is never edited."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.feedback.models import Support
from app.feedback.states import SupportState
from app.feedback.voices import voice_of
from app.ideas.models import IdeaHistory
from app.ideas.states import IdeaState
from app.mail.models import StoredLetter
from app.proceedings.models import Resolution, SeatVote
from app.proceedings.queries.resolutions import public_decisions_on
from app.proceedings.queries.roll import roll_of
from app.proceedings.services import refusals
from app.proceedings.services.cycle import circulate_minutes
from app.proceedings.services.deciding import Motion, Tally, record_resolution
from app.proceedings.services.running import open_item, open_meeting, recuse
from app.proceedings.states import Choice, Outcome, Presence
from tests.factories import make_idea
from tests.proceedings.table import Table, end, set_table

WORDING = "Der Konvent nimmt die Idee in den Masterplan auf."


def adopt(table: Table, now: datetime, tally: Tally | None = None, **motion: object) -> Resolution:
    facts: dict[str, object] = {"ideas": {table.idea.id: IdeaState.ADOPTED}, "reason": "Der Bedarf ist belegt."}
    return record_resolution(
        table.item.id,
        Motion(WORDING, **facts | motion),  # type: ignore[arg-type]
        tally or Tally(4, 1, 0),
        now=now,
        actor_id=table.office.id,
    )


def letters(db_session: Session, kind: str) -> list[str]:
    return list(db_session.scalars(select(StoredLetter.recipient).where(StoredLetter.kind == kind)))


def test_a_decision_moves_the_idea_and_tells_author_coauthors_and_supporters(
    db_session: Session, now: datetime
) -> None:
    table = set_table(now)
    merged = make_idea(IdeaState.MERGED, merged_into_id=table.idea.id)
    voice = voice_of("eva@post.example", "en", now)
    db_session.add(
        Support(
            idea_id=table.idea.id,
            voice_id=voice.id,
            state=SupportState.COUNTED,
            group_code="society",
            consent_version="1",
            created_at=now,
            asked_at=now,
            counted_at=now,
        )
    )
    db_session.flush()
    assert table.idea.state == IdeaState.IN_SESSION
    resolution = adopt(table, now)
    assert table.idea.state == IdeaState.ADOPTED
    assert resolution.outcome == Outcome.ACCEPTED
    assert resolution.number == "B 2026-001"
    assert letters(db_session, "idea_resolved") == [table.idea.contact_email]
    assert letters(db_session, "decision_for_coauthor") == [merged.contact_email]
    assert letters(db_session, "decision_for_supporter") == ["eva@post.example"]


def test_nobody_is_told_of_an_internal_idea(db_session: Session, now: datetime) -> None:
    table = set_table(now, confidential=True)
    voice = voice_of("eva@post.example", "de", now)
    db_session.add(
        Support(
            idea_id=table.idea.id,
            voice_id=voice.id,
            state=SupportState.COUNTED,
            group_code="society",
            consent_version="1",
            created_at=now,
            asked_at=now,
            counted_at=now,
        )
    )
    db_session.flush()
    adopt(table, now)
    assert letters(db_session, "decision_for_supporter") == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE resolution SET wording = 'anders'",
        "UPDATE resolution SET votes_for = 5, votes_against = 0",
        "DELETE FROM resolution",
        "UPDATE seat_vote SET choice = 'against'",
        "DELETE FROM seat_vote",
        "UPDATE resolution_idea SET outcome = 'deferred'",
    ],
)
def test_the_database_refuses_to_edit_a_resolution(db_session: Session, now: datetime, statement: str) -> None:
    table = set_table(now)
    adopt(table, now, Tally.of_seats({seat.id: Choice.FOR for seat in table.seats}))
    with pytest.raises(IntegrityError, match="never changed"), db_session.begin_nested():
        db_session.execute(text(statement))


def test_a_correction_is_a_new_resolution_and_moves_the_idea_anew(db_session: Session, now: datetime) -> None:
    table = set_table(now)
    first = adopt(table, now)
    second = adopt(
        table, now, corrects_id=first.id, ideas={table.idea.id: IdeaState.DEFERRED}, reason="Die Zahlen waren falsch."
    )
    assert table.idea.state == IdeaState.DEFERRED
    assert [(d.number, d.corrected) for d in public_decisions_on(table.idea.id)] == [
        (second.number, False),
        (first.number, True),
    ]
    with pytest.raises(refusals.AlreadyCorrected):
        adopt(table, now, corrects_id=first.id)
    steps = db_session.scalars(select(IdeaHistory.to_state).where(IdeaHistory.idea_id == table.idea.id)).all()
    assert steps[-3:] == [IdeaState.ADOPTED, IdeaState.IN_SESSION, IdeaState.DEFERRED]


def test_recused_and_absent_seats_do_not_vote(db_session: Session, now: datetime) -> None:
    table = set_table(now)
    table.take_roll(s0=Presence.ABSENT, s1=Presence.REPRESENTED)
    recuse(table.item.id, {table.seats[4].id: "eigene Idee"})
    with pytest.raises(refusals.WrongSum):
        adopt(table, now, Tally(5, 0, 0))
    everybody = dict.fromkeys([seat.id for seat in table.seats], Choice.FOR)
    with pytest.raises(refusals.StrangeVote):
        adopt(table, now, Tally.of_seats(everybody))
    three = Tally.of_seats({seat.id: Choice.FOR for seat in table.seats[1:4]})
    resolution = adopt(table, now, three)
    assert (resolution.eligible, resolution.recused, resolution.absent) == (3, 1, 1)
    names = db_session.scalars(select(SeatVote.name).where(SeatVote.seat_id == table.seats[1].id)).all()
    assert names == ["Kim Vertretung"], "the hand that went up is the deputy's"


def test_without_quorum_nothing_is_decided(db_session: Session, now: datetime) -> None:
    table = set_table(now, seats=4)
    table.take_roll(s0=Presence.EXCUSED, s1=Presence.ABSENT)
    with pytest.raises(refusals.NoQuorum):
        adopt(table, now, Tally(2, 0, 0))
    table.take_roll(s0=Presence.EXCUSED)
    assert adopt(table, now, Tally(3, 0, 0)).votes_for == 3


def test_against_an_idea_needs_reasons(db_session: Session, now: datetime) -> None:
    table = set_table(now)
    with pytest.raises(refusals.ReasonMissing):
        adopt(table, now, ideas={table.idea.id: IdeaState.NOT_ADOPTED}, reason="")


def test_an_idea_that_is_on_no_agenda_cannot_be_decided(db_session: Session, now: datetime) -> None:
    table = set_table(now)
    other = make_idea(IdeaState.ASSESSMENT)
    with pytest.raises(refusals.NotOnTheTable), db_session.begin_nested():
        adopt(table, now, ideas={other.id: IdeaState.ADOPTED})


def test_a_tie_rejects(db_session: Session, now: datetime) -> None:
    table = set_table(now)
    assert adopt(table, now, Tally(2, 2, 1), ideas={}).outcome == Outcome.REJECTED


def test_whoever_wrote_the_idea_is_recused_by_itself(db_session: Session, now: datetime) -> None:
    table = set_table(now, started=False)
    table.idea.person_id = table.people[2].id
    db_session.flush()
    open_meeting(table.meeting.id, now=now)
    open_item(table.item.id, now=now, actor_id=None)
    assert [p.seat.id for p in roll_of(table.meeting.id, 50).recused(table.item.id)] == [table.seats[2].id]


def test_after_the_minutes_went_out_nothing_is_decided_there(db_session: Session, now: datetime) -> None:
    table = set_table(now)
    end(table, now)
    circulate_minutes(table.meeting.id, now=now, actor_id=None)
    with pytest.raises(refusals.Final):
        adopt(table, now)
