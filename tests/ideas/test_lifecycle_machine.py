"""Random walks through the life of an idea: whatever people do in whatever order, the records stay right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.ideas.gates import GATES
from app.ideas.models import Idea, IdeaHistory
from app.ideas.queries.visibility import is_publicly_readable, publicly_readable
from app.ideas.services import ForbiddenStep, change_state
from app.ideas.services.answers import TooLate, answer_inquiry, raise_objection, withdraw_idea
from app.ideas.services.telling import WRITERS
from app.ideas.states import IdeaState
from app.mail.models import StoredLetter
from app.members.models import Role
from app.moderation.services import checking, claims, deciding
from app.moderation.services.refusals import Refused
from tests.factories import make_idea, make_person

S = IdeaState
START = datetime.fromisoformat("2026-11-11T11:00:00+00:00")
YES = {gate.code: checking.GateVerdict(passed=True) for gate in GATES}
# These states are entered without a letter when they come back from the submitter or the agenda.
QUIET = {(S.NEEDS_INFO, S.FORMAL_CHECK), (S.SCHEDULED, S.ASSESSMENT), (S.DEFERRED, S.ASSESSMENT)}
Verb = Callable[[Idea, int, datetime], object]

VERBS: dict[str, Verb] = {
    "claim": lambda i, who, at: claims.claim_idea(i.id, who, at, i.revision, from_colleague=True),
    "release": lambda i, who, at: claims.release_idea(i.id, who, at, i.revision),
    "gates": lambda i, who, at: checking.save_gates(i.id, YES, who, at, i.revision),
    "ask": lambda i, who, at: checking.ask_submitter(i.id, "Wo?", "", who, at, i.revision),
    "answer": lambda i, _who, at: answer_inquiry(i.id, "Dort.", at),
    "go on": lambda i, who, at: checking.go_on_without_answer(i.id, "", who, at, i.revision),
    "assess": lambda i, who, at: checking.begin_assessment(i.id, "", "", None, who, at, i.revision),
    "propose": lambda i, who, at: deciding.propose_decision(
        i.id, S.REFERRED, "Die Gemeinde.", "", "", who, at, i.revision
    ),
    "confirm": lambda i, who, at: deciding.confirm_decision(i.id, "", who, at, i.revision),
    "return": lambda i, who, at: deciding.return_decision(i.id, "", who, at, i.revision),
    "withdraw": lambda i, _who, at: withdraw_idea(i.id, "", at),
    "object": lambda i, _who, at: raise_objection(i.id, "Doch.", at),
    "reopen": lambda i, who, at: deciding.reopen_idea(i.id, "Stimmt.", who, at, i.revision),
}


def office(to: IdeaState) -> Verb:
    """A step that the office takes straight through the one writer."""
    return lambda i, who, at: change_state(i.id, to, now=at, actor_id=who, reason="Beschlossen.")


AGENDA = (S.SCHEDULED, S.IN_SESSION, S.ADOPTED, S.DEFERRED, S.NOT_ADOPTED, S.IN_PROGRESS, S.DONE, S.STOPPED)
VERBS |= {f"office: {state}": office(state) for state in AGENDA}
WALKS = st.lists(st.tuples(st.sampled_from(sorted(VERBS)), st.booleans()), min_size=10, max_size=40)


@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=WALKS, confidential=st.booleans())
def test_no_walk_leaves_the_records_wrong(
    db_session: Session, walk: list[tuple[str, bool]], confidential: bool
) -> None:
    example = db_session.begin_nested()
    people = [make_person(Role.MODERATOR).id, make_person(Role.MODERATOR).id]
    idea = make_idea(confidential=confidential)
    for number, (verb, second) in enumerate(walk, 1):
        _take(db_session, idea, VERBS[verb], people[second], START + timedelta(days=number))
    example.rollback()


def _take(session: Session, idea: Idea, verb: Verb, who: int, at: datetime) -> None:
    was, revision, steps = IdeaState(idea.state), idea.revision, _steps(session, idea)
    savepoint = session.begin_nested()
    try:
        verb(idea, who, at)
        session.flush()
        savepoint.commit()
    except (Refused, ForbiddenStep, TooLate):
        savepoint.rollback()
        session.refresh(idea)
        assert (idea.state, idea.revision, _steps(session, idea)) == (was, revision, steps)
        return
    seen = session.scalar(select(func.count()).where(Idea.id == idea.id, publicly_readable(at)).select_from(Idea))
    assert is_publicly_readable(idea, at) == bool(seen)
    assert not (idea.confidential and seen)
    if idea.state == was:
        assert _steps(session, idea) == steps
    else:
        _check_step(session, idea, was, revision, steps)


def _check_step(session: Session, idea: Idea, was: IdeaState, revision: int, steps: int) -> None:
    now = IdeaState(idea.state)
    assert (idea.revision, _steps(session, idea)) == (revision + 1, steps + 1)
    entry = session.scalars(
        select(IdeaHistory).where(IdeaHistory.idea_id == idea.id, IdeaHistory.revision == idea.revision)
    ).one()
    assert (entry.from_state, entry.to_state) == (was, now)
    owed = now in WRITERS and (was, now) not in QUIET
    told = (StoredLetter.about == f"idea:{idea.id}", StoredLetter.recipient == idea.contact_email)
    letters = select(func.count()).select_from(StoredLetter).where(*told, StoredLetter.version == idea.revision)
    assert session.scalar(letters) == owed


def _steps(session: Session, idea: Idea) -> int:
    return session.scalar(select(func.count()).select_from(IdeaHistory).where(IdeaHistory.idea_id == idea.id)) or 0
