"""A contribution goes from the form to the public page by its one writer, with history and letters."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.feedback.models import Contribution, ContributionHistory
from app.feedback.services import (
    ForbiddenStep,
    StaleRevision,
    answer,
    approve,
    confirm,
    decline,
    edit,
    submit,
    withdraw,
)
from app.feedback.voices import pass_of, voice_with_pass
from app.ideas.models import Idea
from app.ideas.states import IdeaState
from app.mail.models import StoredLetter
from app.members.models import Role
from tests.factories import make_idea, make_person
from tests.feedback.helpers import comment_draft, general_draft, public_comment, waiting_comment


@pytest.fixture
def idea(db_session: Session) -> Idea:
    return make_idea(IdeaState.ASSESSMENT)


@pytest.fixture
def moderator_id(db_session: Session) -> int:
    return make_person(Role.MODERATOR).id


def letters(session: Session) -> list[str]:
    return list(session.scalars(select(StoredLetter.kind).order_by(StoredLetter.created_at, StoredLetter.kind)))


def test_a_comment_waits_for_its_address_first(db_session: Session, idea: Idea, now: datetime) -> None:
    comment = submit(comment_draft(idea), proven=None, now=now)
    assert comment.state == "unconfirmed"
    assert letters(db_session) == ["feedback_confirm"]


def test_the_letter_to_an_unconfirmed_address_quotes_nothing_typed(
    db_session: Session, idea: Idea, now: datetime
) -> None:
    submit(comment_draft(idea, name="Kaufen Sie jetzt", body="Besuchen Sie spam.example sofort"), proven=None, now=now)
    letter = db_session.scalars(select(StoredLetter)).one()
    said = f"{letter.subject} {letter.body_text} {letter.body_html} {letter.recipient_name}"
    assert "Kaufen Sie" not in said
    assert "spam.example" not in said


def test_the_same_form_twice_is_one_comment_and_one_letter(db_session: Session, idea: Idea, now: datetime) -> None:
    draft = comment_draft(idea)
    assert submit(draft, proven=None, now=now).id == submit(draft, proven=None, now=now).id
    assert letters(db_session) == ["feedback_confirm"]


def test_confirming_twice_is_confirming_once(db_session: Session, idea: Idea, now: datetime) -> None:
    comment = waiting_comment(idea, now)
    confirm(comment.id, now)
    assert (comment.state, comment.revision) == ("waiting", 2)
    assert letters(db_session) == ["feedback_confirm", "feedback_received"]


def test_a_confirmed_address_needs_no_second_letter(db_session: Session, idea: Idea, now: datetime) -> None:
    voice = voice_with_pass(pass_of(waiting_comment(idea, now).voice))
    second = submit(comment_draft(idea, body="Und noch ein zweiter Gedanke."), proven=voice, now=now)
    assert second.state == "waiting"


def test_a_pass_of_an_unconfirmed_address_is_worth_nothing(db_session: Session, idea: Idea, now: datetime) -> None:
    comment = submit(comment_draft(idea), proven=None, now=now)
    assert voice_with_pass(pass_of(comment.voice)) is None


def test_raising_the_pass_version_ends_old_links(db_session: Session, idea: Idea, now: datetime) -> None:
    comment = waiting_comment(idea, now)
    old = pass_of(comment.voice)
    comment.voice.pass_version += 1
    db_session.flush()
    assert voice_with_pass(old) is None


def test_publishing_counts_and_tells(db_session: Session, idea: Idea, now: datetime) -> None:
    comment = public_comment(idea, now)
    assert (comment.published_at, comment.decided_at, idea.comment_count) == (now, now, 1)
    assert letters(db_session)[-1] == "feedback_received"
    assert "feedback_published" in letters(db_session)


def test_taking_back_uncounts(db_session: Session, idea: Idea, now: datetime) -> None:
    withdraw(public_comment(idea, now).id, now)
    assert idea.comment_count == 0


def test_an_edited_comment_is_read_again(db_session: Session, idea: Idea, now: datetime) -> None:
    comment = edit(public_comment(idea, now).id, "Ein ganz anderer Text, viel besser.", now)
    assert (comment.state, comment.decided_at, idea.comment_count) == ("waiting", None, 0)
    bodies = db_session.scalars(select(ContributionHistory.body).order_by(ContributionHistory.revision))
    assert len(set(bodies)) == 2


def test_declining_needs_reasons_and_tells_them(
    db_session: Session, idea: Idea, moderator_id: int, now: datetime
) -> None:
    comment = waiting_comment(idea, now)
    with pytest.raises(ValueError, match="reasons"):
        decline(comment.id, actor_id=moderator_id, reason=" ", seen_revision=2, now=now)
    decline(comment.id, actor_id=moderator_id, reason="Nennt eine Privatperson.", seen_revision=2, now=now)
    letter = db_session.scalars(select(StoredLetter).where(StoredLetter.kind == "feedback_not_published")).one()
    assert "Nennt eine Privatperson." in letter.body_text


def test_two_moderators_do_not_collide(db_session: Session, idea: Idea, moderator_id: int, now: datetime) -> None:
    comment = waiting_comment(idea, now)
    approve(comment.id, actor_id=moderator_id, seen_revision=2, now=now)
    with pytest.raises(StaleRevision):
        decline(comment.id, actor_id=moderator_id, reason="Doch nicht.", seen_revision=2, now=now)


def test_general_feedback_is_answered_and_never_published(
    db_session: Session, moderator_id: int, now: datetime
) -> None:
    thing = confirm(submit(general_draft(), proven=None, now=now).id, now)
    with pytest.raises(ForbiddenStep):
        approve(thing.id, actor_id=moderator_id, seen_revision=thing.revision, now=now)
    db_session.refresh(thing)
    answer(thing.id, actor_id=moderator_id, text="Danke, das ist behoben.", seen_revision=2, now=now)
    assert (thing.state, thing.answer) == ("answered", "Danke, das ist behoben.")
    assert letters(db_session)[-1] == "feedback_received" or "feedback_answered" in letters(db_session)


def test_the_office_answers_a_public_comment(db_session: Session, idea: Idea, moderator_id: int, now: datetime) -> None:
    comment = public_comment(idea, now)
    answer(comment.id, actor_id=moderator_id, text="Sie sind eingeladen.", seen_revision=comment.revision, now=now)
    assert (comment.state, idea.comment_count) == ("published", 1)
    assert letters(db_session).count("feedback_answered") == 1
    assert letters(db_session).count("feedback_published") == 1


def test_every_step_leaves_a_history_row(db_session: Session, idea: Idea, now: datetime) -> None:
    comment = public_comment(idea, now)
    edit(comment.id, "Ein ganz anderer Text, viel besser.", now)
    withdraw(comment.id, now)
    steps = db_session.scalars(select(ContributionHistory.to_state).order_by(ContributionHistory.revision)).all()
    assert list(steps) == ["waiting", "published", "waiting", "withdrawn"]
    assert comment.revision == 1 + len(steps)


def test_threads_have_one_level(db_session: Session, idea: Idea, now: datetime) -> None:
    first = public_comment(idea, now)
    second = waiting_comment(idea, now, answers_id=first.id)
    with pytest.raises(IntegrityError), db_session.begin_nested():
        submit(comment_draft(idea, answers_id=second.id), proven=None, now=now)


def test_an_answer_stands_under_the_idea_of_its_comment(db_session: Session, idea: Idea, now: datetime) -> None:
    first, other = public_comment(idea, now), make_idea(IdeaState.ASSESSMENT)
    with pytest.raises(IntegrityError), db_session.begin_nested():
        submit(comment_draft(other, answers_id=first.id), proven=None, now=now)
    assert db_session.scalar(select(func.count()).select_from(Contribution)) == 1
