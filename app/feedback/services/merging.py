"""Merged ideas: their voices go over to the target, nobody counts twice, and undoing gives them back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, and_, case, cast, delete, func, or_, select, union, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import aliased

from app.db import db
from app.feedback.models import Contribution, Support
from app.feedback.states import ContributionState, SupportState
from app.ideas.models import Idea
from app.ideas.services.voices import lock_voices, set_voices
from app.ideas.states import IdeaState


def move_voices(from_idea: int, to_idea: int, now: datetime) -> None:
    """Let the comments and supports of one idea speak for another; both counts are right afterwards.

    Who supported both counts once. Who withdrew from the target and later supported the other idea
    supports the target again: the later word holds. Runs in the transaction of the merge.
    """
    if from_idea == to_idea:
        raise ValueError("an idea is not merged into itself")
    db.session.flush()
    lock_voices(from_idea, to_idea)
    _settle_double_supports(from_idea, to_idea)
    db.session.execute(
        update(Support)
        .where(Support.idea_id == from_idea)
        .values(idea_id=to_idea, moved_from_id=func.coalesce(Support.moved_from_id, from_idea))
    )
    db.session.execute(
        update(Contribution)
        .where(Contribution.idea_id == from_idea)
        .values(idea_id=to_idea, moved_from_id=func.coalesce(Contribution.moved_from_id, from_idea), updated_at=now)
    )
    for idea_id in (from_idea, to_idea):
        recount(idea_id)


def return_voices(idea_id: int, now: datetime) -> None:
    """Undo move_voices for an idea that stands on its own again; all counts are right afterwards.

    What came to it from ideas that are merged into it comes along. Answers stay with their comment.
    Who had supported both ideas supports both again, unless they have taken the one support back since.
    """
    db.session.flush()
    origins = _merged_into(idea_id)
    came_from_here = Support.moved_from_id.in_(origins)
    doubled = Support.also_given_to.overlap(origins)
    home = case((Contribution.moved_from_id != idea_id, Contribution.moved_from_id))
    holders = db.session.scalars(
        union(
            select(Support.idea_id).where(or_(came_from_here, doubled)),
            select(Contribution.idea_id).where(Contribution.moved_from_id.in_(origins)),
        )
    ).all()
    lock_voices(idea_id, *holders)
    _give_doubled_supports_back(idea_id, origins, now)
    here = select(Support.voice_id).where(Support.idea_id == idea_id)
    db.session.execute(
        update(Support)
        .where(came_from_here, Support.idea_id != idea_id, Support.voice_id.not_in(here))
        .values(idea_id=idea_id, moved_from_id=func.nullif(Support.moved_from_id, idea_id))
        .execution_options(synchronize_session="fetch")
    )
    first = aliased(Contribution)
    answers = select(first.id).where(first.moved_from_id.in_(origins), first.idea_id != idea_id)
    db.session.execute(
        update(Contribution)
        .where(
            Contribution.idea_id != idea_id,
            or_(
                and_(Contribution.moved_from_id.in_(origins), Contribution.answers_id.is_(None)),
                Contribution.answers_id.in_(answers),
            ),
        )
        .values(idea_id=idea_id, moved_from_id=home, updated_at=now)
        .execution_options(synchronize_session="fetch")
    )
    for changed in {idea_id, *holders}:
        recount(changed)


def _merged_into(idea_id: int) -> list[int]:
    """The idea and all that are merged into it, at whatever remove."""
    merged = select(Idea.id).where(Idea.id == idea_id).cte("merged", recursive=True)
    deeper = select(Idea.id).join(merged, Idea.merged_into_id == merged.c.id).where(Idea.state == IdeaState.MERGED)
    return list(db.session.scalars(select(merged.union(deeper).c.id)))


def _give_doubled_supports_back(idea_id: int, origins: list[int], now: datetime) -> None:
    kept = select(Support).where(Support.also_given_to.overlap(origins), Support.state == SupportState.COUNTED)
    for support in db.session.scalars(kept):
        support.also_given_to = [other for other in support.also_given_to if other not in origins]
        facts = {"group_code": support.group_code, "consent_version": support.consent_version, "revision": 1}
        times = {"created_at": support.created_at, "asked_at": support.asked_at, "counted_at": now}
        db.session.execute(
            insert(Support)
            .values(idea_id=idea_id, voice_id=support.voice_id, state=SupportState.COUNTED, **facts, **times)
            .on_conflict_do_nothing(index_elements=["idea_id", "voice_id"])
        )


def recount(idea_id: int) -> None:
    """Count an idea's voices afresh and write what was found."""
    lock_voices(idea_id)
    supports = select(func.count()).where(Support.idea_id == idea_id, Support.state == SupportState.COUNTED)
    comments = select(func.count()).where(
        Contribution.idea_id == idea_id, Contribution.state == ContributionState.PUBLISHED
    )
    set_voices(
        idea_id,
        supports=db.session.execute(supports).scalar_one(),
        comments=db.session.execute(comments).scalar_one(),
    )


def _settle_double_supports(from_idea: int, to_idea: int) -> None:
    """Where a voice stands at both ideas, keep the target's row and let it say the later word."""
    leaving, staying = aliased(Support), aliased(Support)
    later_yes = and_(
        leaving.state == SupportState.COUNTED,
        or_(
            staying.state == SupportState.UNCONFIRMED,
            and_(staying.state == SupportState.WITHDRAWN, leaving.counted_at > staying.withdrawn_at),
        ),
    )
    pairs = db.session.execute(
        select(
            leaving.id,
            leaving.state,
            leaving.also_given_to,
            staying.id.label("staying"),
            case((later_yes, leaving.counted_at)).label("counted_at"),
        )
        .join(staying, and_(staying.voice_id == leaving.voice_id, staying.idea_id == to_idea))
        .where(leaving.idea_id == from_idea)
    ).all()
    for pair in pairs:
        if pair.state == SupportState.COUNTED:
            given = [*pair.also_given_to, from_idea]
            remembered = func.array_cat(Support.also_given_to, cast(given, ARRAY(BigInteger)))
            db.session.execute(update(Support).where(Support.id == pair.staying).values(also_given_to=remembered))
        if pair.counted_at is not None:
            db.session.execute(
                update(Support)
                .where(Support.id == pair.staying)
                .values(state=SupportState.COUNTED, counted_at=pair.counted_at, withdrawn_at=None)
            )
    db.session.execute(delete(Support).where(Support.id.in_([pair.id for pair in pairs])))
