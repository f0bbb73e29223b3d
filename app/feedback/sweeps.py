"""Sweeps of feedback: forget what was never confirmed, set right what was counted wrong."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, exists

from app.db import db
from app.feedback.models import Contribution, Support, Voice
from app.feedback.queries.upkeep import CONFIRM_WITHIN, ideas_with_wrong_counts, voices_with_unconfirmed
from app.feedback.services import recount
from app.feedback.states import ContributionState, SupportState
from app.sweeps import Sweep


def forget_unconfirmed(voice_id: int, now: datetime) -> None:
    """Delete what this voice never confirmed in time, and the voice if nothing else is left of it."""
    long_ago = now - CONFIRM_WITHIN
    db.session.execute(
        delete(Contribution).where(
            Contribution.voice_id == voice_id,
            Contribution.state == ContributionState.UNCONFIRMED,
            Contribution.created_at < long_ago,
        )
    )
    db.session.execute(
        delete(Support).where(
            Support.voice_id == voice_id, Support.state == SupportState.UNCONFIRMED, Support.asked_at < long_ago
        )
    )
    written, supported = exists().where(Contribution.voice_id == Voice.id), exists().where(Support.voice_id == Voice.id)
    db.session.execute(delete(Voice).where(Voice.id == voice_id, Voice.confirmed_at.is_(None), ~written, ~supported))


def set_counts_right(idea_id: int, now: datetime) -> None:  # noqa: ARG001  what is counted has no date
    """Count an idea's voices afresh; that this was needed stands in the sweep's report."""
    recount(idea_id)


FORGET_UNCONFIRMED = Sweep(
    name="feedback-unconfirmed", every=timedelta(hours=6), due=voices_with_unconfirmed, handle=forget_unconfirmed
)
CHECK_COUNTS = Sweep(
    name="feedback-counts", every=timedelta(hours=24), due=ideas_with_wrong_counts, handle=set_counts_right
)
SWEEPS: tuple[Sweep, ...] = (FORGET_UNCONFIRMED, CHECK_COUNTS)
