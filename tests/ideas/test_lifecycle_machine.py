"""Random walks through the life of an idea: whatever people do in whatever order, the records stay right."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import db
from app.feedback.queries.upkeep import ideas_with_wrong_counts
from app.ideas.consent import CURRENT_VERSION
from app.ideas.gates import GATES
from app.ideas.models import Idea, IdeaHistory, Inquiry, Objection
from app.ideas.queries.visibility import is_publicly_readable, publicly_readable
from app.ideas.services import ForbiddenStep, change_state
from app.ideas.services.answers import TooLate, answer_inquiry, raise_objection, withdraw_idea
from app.ideas.services.submission import confirm_address, hand_in
from app.ideas.states import CLOSED, RESOLVED, TRANSITIONS, IdeaState, Visibility
from app.mail.models import StoredLetter
from app.members.models import Role
from app.moderation.models import ProposedDecision
from app.moderation.services import checking, claims, deciding, showing
from app.moderation.services.refusals import Refused
from tests.factories import make_idea, make_person
from tests.feedback.helpers import counted_support

S = IdeaState
START = datetime.fromisoformat("2026-11-11T11:00:00+00:00")
YES = {gate.code: checking.GateVerdict(passed=True) for gate in GATES}
PAIRS = [(was, to) for was in IdeaState for to in IdeaState]
# Written by hand, so that the code's own table can be wrong: what the submitter is told by a step into a state …
TOLD = {
    S.NEEDS_INFO: "idea_needs_info",
    S.REFERRED: "idea_referred",
    S.INADMISSIBLE: "idea_inadmissible",
    S.MERGED: "idea_merged",
    S.SCHEDULED: "idea_scheduled",
    S.ASSESSMENT: "idea_in_assessment",
    **dict.fromkeys(RESOLVED, "idea_resolved"),
    **dict.fromkeys((S.IN_PROGRESS, S.DONE, S.STOPPED), "idea_measure_moved"),
}
# … except for what comes back to where the submitter knew it to be, and for what had been announced for a meeting.
OTHERWISE = {(S.DEFERRED, S.ASSESSMENT): None, (S.SCHEDULED, S.ASSESSMENT): "idea_taken_off"}
AGENDA = (S.SCHEDULED, S.ASSESSMENT, S.IN_SESSION, *sorted(RESOLVED), S.IN_PROGRESS, S.DONE, S.STOPPED)


def letter_of(was: IdeaState, to: IdeaState) -> str | None:
    """Which letter a step owes the submitter."""
    if to == S.FORMAL_CHECK:
        return "idea_taken_up" if was == S.SUBMITTED else "idea_reopened" if was in CLOSED else None
    return OTHERWISE.get((was, to), TOLD.get(to))


def facts_for(to: IdeaState) -> dict[str, object]:
    """What the constraints want to be written together with a state."""
    if to == S.SUBMITTED:
        return {"reference": "RK-2026-70001", "submitted_at": START}
    return {"merged_into_id": make_idea(S.ASSESSMENT).id if to == S.MERGED else None}


def steps_of(idea: Idea) -> list[IdeaHistory]:
    return list(
        db.session.scalars(select(IdeaHistory).where(IdeaHistory.idea_id == idea.id).order_by(IdeaHistory.revision))
    )


def letters_about(idea: Idea, version: int) -> list[str]:
    told = (StoredLetter.about == f"idea:{idea.id}", StoredLetter.recipient == idea.contact_email)
    query = select(StoredLetter.kind).where(*told, StoredLetter.version == version)
    return [kind for kind in db.session.scalars(query) if kind != "idea_received"]


@pytest.mark.parametrize(("was", "to"), PAIRS, ids=[f"{was}-{to}" for was, to in PAIRS])
def test_every_pair_of_states_is_a_step_or_none(db_session: Session, was: IdeaState, to: IdeaState) -> None:
    """A step of the table leaves its history row and its letter; anything else leaves nothing."""
    idea = make_idea(was, **facts_for(was) if was == S.MERGED else {})
    if to == S.NEEDS_INFO:
        db_session.add(Inquiry(idea_id=idea.id, question="Wo?", asked_at=START, due_at=START))
    facts = facts_for(to)
    if to not in TRANSITIONS[was]:
        with pytest.raises(ForbiddenStep):
            change_state(idea.id, to, now=START, actor_id=None, facts=facts)
        assert (idea.state, idea.revision, steps_of(idea)) == (was, 1, [])
        return
    change_state(idea.id, to, now=START, actor_id=None, reason="Darum.", facts=facts)
    (entry,) = steps_of(idea)
    assert (entry.from_state, entry.to_state, entry.revision, idea.state) == (was, to, 2, to)
    owed = letter_of(was, to)
    assert letters_about(idea, 2) == ([owed] if owed else [])


class LifeOfAnIdea(RuleBasedStateMachine):
    """Two moderators, the office and the submitter do what they like, days or minutes apart."""

    def __init__(self) -> None:
        super().__init__()
        self.example = db.session.begin_nested()
        self.now = START
        self.people = [make_person(Role.MODERATOR).id, make_person(Role.MODERATOR, Role.OFFICE).id]
        self.other = make_idea(S.ASSESSMENT)

    def teardown(self) -> None:
        """Leave nothing behind for the next walk."""
        self.example.rollback()

    @initialize(confidential=st.booleans(), on_paper=st.booleans())
    def begin(self, confidential: bool, on_paper: bool) -> None:
        """A draft; on paper there is no address to write to."""
        address = {"contact_email": None} if on_paper else {}
        self.idea = make_idea(S.SUBMITTED if on_paper else S.DRAFT, confidential=confidential, **address)

    def take(self, verb: Callable[[], object]) -> None:
        """Do it; whatever is refused leaves no trace, whatever is done leaves its records."""
        db.session.flush()
        was, revision, before = IdeaState(self.idea.state), self.idea.revision, len(steps_of(self.idea))
        self.now += timedelta(hours=7)
        savepoint = db.session.begin_nested()
        try:
            verb()
            db.session.flush()
            savepoint.commit()
        except (Refused, ForbiddenStep, TooLate):
            savepoint.rollback()
            db.session.refresh(self.idea)
            assert (self.idea.state, self.idea.revision, len(steps_of(self.idea))) == (was, revision, before)
            return
        db.session.refresh(self.idea)
        self.check_step(was, before)

    def check_step(self, was: IdeaState, before: int) -> None:
        """A new state has a new row of history and the letter that it owes; the old one has neither."""
        now, steps = IdeaState(self.idea.state), steps_of(self.idea)
        if now == was:
            assert len(steps) == before
            return
        assert len(steps) == before + 1
        assert (steps[-1].from_state, steps[-1].to_state, steps[-1].revision) == (was, now, self.idea.revision)
        owed = letter_of(was, now) if self.idea.contact_email else None
        assert letters_about(self.idea, self.idea.revision) == ([owed] if owed else [])

    def staff(self, verb: Callable[..., object], *words: Any, second: bool) -> None:
        """A verb of the desk, done with what is on the screen."""
        self.take(lambda: verb(self.idea.id, *words, self.people[second], self.now, self.idea.revision))

    @precondition(lambda self: self.idea.state == S.DRAFT)
    @rule()
    def submit(self) -> None:
        hand_in(self.idea, CURRENT_VERSION, self.now)
        self.take(lambda: confirm_address(self.idea.id, self.idea.contact_email or "", self.now))

    @rule(second=st.booleans(), sure=st.booleans())
    def claim(self, second: bool, sure: bool) -> None:
        person, seen = self.people[second], self.idea.revision
        if self.idea.state != S.DRAFT:
            self.take(lambda: claims.claim_idea(self.idea.id, person, self.now, seen, from_colleague=sure))

    @rule(second=st.booleans())
    def release(self, second: bool) -> None:
        self.staff(claims.release_idea, second=second)

    @rule(second=st.booleans())
    def answer_gates(self, second: bool) -> None:
        self.staff(checking.save_gates, YES, second=second)

    @rule(second=st.booleans())
    def ask(self, second: bool) -> None:
        self.staff(checking.ask_submitter, "Wo?", "", second=second)

    @rule(second=st.booleans())
    def go_on(self, second: bool) -> None:
        self.staff(checking.go_on_without_answer, "", second=second)

    @rule(second=st.booleans(), days=st.sampled_from([None, -1, 0, 1, 5]))
    def assess(self, second: bool, days: int | None) -> None:
        embargo = None if days is None else self.now + timedelta(days=days)
        self.staff(checking.begin_assessment, "", "", embargo, second=second)

    @rule(second=st.booleans(), to=st.sampled_from([S.REFERRED, S.INADMISSIBLE, S.MERGED, S.ADOPTED]))
    def propose(self, second: bool, to: IdeaState) -> None:
        into = str(self.other.reference)
        self.staff(deciding.propose_decision, to, "Die Gemeinde.", "", into, second=second)

    @rule(second=st.booleans())
    def confirm(self, second: bool) -> None:
        self.staff(deciding.confirm_decision, "", second=second)

    @rule(second=st.booleans())
    def hand_back(self, second: bool) -> None:
        self.staff(deciding.return_decision, "Bitte freundlicher.", second=second)

    @rule(second=st.booleans())
    def take_back(self, second: bool) -> None:
        self.staff(deciding.take_back_decision, second=second)

    @rule()
    def reopen(self) -> None:
        self.staff(deciding.reopen_idea, "Stimmt.", second=True)

    @rule()
    def dismiss(self) -> None:
        self.staff(deciding.dismiss_objection, "Es bleibt dabei.", second=True)

    @rule(visibility=st.sampled_from(Visibility), days=st.sampled_from([None, -1, 3]))
    def show(self, visibility: Visibility, days: int | None) -> None:
        embargo = None if days is None else self.now + timedelta(days=days)
        seen = self.idea.revision
        self.take(lambda: showing.show_idea(self.idea.id, visibility, embargo, self.now, seen))

    @rule(to=st.sampled_from(AGENDA))
    def put_on_agenda_and_decide(self, to: IdeaState) -> None:
        """The office's steps, straight through the one writer."""
        # The way back to the assessment from the formal check is the moderators' and has its own gate.
        if to != S.ASSESSMENT or self.idea.state in (S.SCHEDULED, S.DEFERRED):
            self.take(
                lambda: change_state(self.idea.id, to, now=self.now, actor_id=self.people[1], reason="Beschlossen.")
            )

    @rule()
    def answer(self) -> None:
        self.take(lambda: answer_inquiry(self.idea.id, "Dort.", self.now))

    @rule()
    def withdraw(self) -> None:
        self.take(lambda: withdraw_idea(self.idea.id, "", self.now))

    @rule()
    def object(self) -> None:
        self.take(lambda: raise_objection(self.idea.id, "Doch.", self.now))

    @precondition(lambda self: is_publicly_readable(self.idea, self.now) and self.idea.state != S.MERGED)
    @rule(name=st.sampled_from(["ada", "bea"]), here=st.booleans())
    def support(self, name: str, here: bool) -> None:
        counted_support(self.idea if here else self.other, f"{name}@post.example", self.now)
        db.session.flush()

    @rule(days=st.integers(1, 20))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def secrets_stay_secret(self) -> None:
        """The rule in SQL and the one in Python agree, and neither shows what is not to be shown."""
        if not hasattr(self, "idea"):
            return
        visible = select(func.count()).select_from(Idea).where(Idea.id == self.idea.id, publicly_readable(self.now))
        seen = bool(db.session.scalar(visible))
        assert seen == is_publicly_readable(self.idea, self.now)
        if seen:
            assert not self.idea.confidential
            assert any(step.to_state == S.ASSESSMENT for step in steps_of(self.idea))
            assert self.idea.publish_at is None or self.idea.publish_at <= self.now

    @invariant()
    def history_is_a_chain(self) -> None:
        """Every row begins where the one before it ended, and the last one ends at the present."""
        if not hasattr(self, "idea"):
            return
        steps = steps_of(self.idea)
        assert all(later.from_state == earlier.to_state for earlier, later in itertools.pairwise(steps))
        assert all(IdeaState(step.to_state) in TRANSITIONS[IdeaState(step.from_state)] for step in steps)
        assert not steps or steps[-1].to_state == self.idea.state

    @invariant()
    def at_most_one_thing_waits(self) -> None:
        """One open question exactly while somebody is asked; one proposal, one objection; voices counted right."""
        if not hasattr(self, "idea"):
            return
        questions = self.count(Inquiry, Inquiry.answered_at.is_(None), Inquiry.closed_at.is_(None))
        assert questions == (self.idea.state == S.NEEDS_INFO)
        assert self.count(ProposedDecision, ProposedDecision.outcome.is_(None)) <= 1
        assert self.count(Objection, Objection.settled_at.is_(None)) <= 1
        assert ideas_with_wrong_counts(self.now) == []

    def count(self, table: Any, *conditions: Any) -> int:
        """Rows about this idea."""
        query = select(func.count()).select_from(table).where(table.idea_id == self.idea.id, *conditions)
        return db.session.scalar(query) or 0


@pytest.mark.slow
def test_no_walk_leaves_the_records_wrong(db_session: Session) -> None:
    assert db_session.is_active
    limits = settings(max_examples=20, stateful_step_count=40, deadline=None, derandomize=True, database=None)
    run_state_machine_as_test(LifeOfAnIdea, settings=limits)
