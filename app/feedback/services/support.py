"""Support: asked for, confirmed, withdrawn; one per voice and idea, counted in the same transaction."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.db import db
from app.feedback import mails
from app.feedback.models import Support, Voice
from app.feedback.queries.ideas import idea_named
from app.feedback.services.writing import CONSENT_VERSION
from app.feedback.states import SUPPORT_TRANSITIONS, SupportState
from app.feedback.voices import voice_of
from app.ideas.services.voices import count_voices, lock_voices
from app.mail import post


def request_support(
    idea_id: int,
    *,
    key: uuid.UUID,
    address: str,
    group_code: str,
    language: str,
    proven: Voice | None,
    now: datetime,
) -> Support:
    """Take in a support: counted at once for a `proven` voice, else when its letter is confirmed.

    For an unproven address nothing changes that is already there, and the same letter goes out whether
    or not it supports the idea: nobody learns from us who supports what. `key` names the form, so that
    sending it twice sends one letter.
    """
    voice = proven or voice_of(address, language, now)
    lock_voices(idea_id)
    support = _find_or_make(idea_id, voice, group_code, now)
    if proven:
        _count_in(support, group_code, now)
    else:
        post(mails.support_confirm(support, idea_named(idea_id), group_code, language, slot=str(key)), now)
    return support


def confirm_support(support_id: int, group_code: str, now: datetime) -> Support:
    """The address is real: count the support. A second click changes nothing."""
    support = _lock(support_id)
    support.voice.confirmed_at = support.voice.confirmed_at or now
    _count_in(support, group_code, now)
    return support


def withdraw_support(support_id: int, now: datetime) -> Support:
    """Take a support back; a second click changes nothing."""
    support = _lock(support_id)
    if support.state != SupportState.WITHDRAWN:
        _change_state(support, SupportState.WITHDRAWN, now)
    return support


def _find_or_make(idea_id: int, voice: Voice, group_code: str, now: datetime) -> Support:
    db.session.execute(
        insert(Support)
        .values(
            idea_id=idea_id,
            voice_id=voice.id,
            state=SupportState.UNCONFIRMED,
            group_code=group_code,
            consent_version=CONSENT_VERSION,
            created_at=now,
            asked_at=now,
            revision=1,
        )
        .on_conflict_do_update(index_elements=["idea_id", "voice_id"], set_={"asked_at": now})
    )
    return db.session.execute(
        select(Support)
        .where(Support.idea_id == idea_id, Support.voice_id == voice.id)
        .with_for_update(of=Support)
        .execution_options(populate_existing=True)
    ).scalar_one()


def _lock(support_id: int) -> Support:
    while True:
        idea_id = db.session.execute(select(Support.idea_id).where(Support.id == support_id)).scalar_one()
        lock_voices(idea_id)
        support = db.session.execute(
            select(Support)
            .where(Support.id == support_id)
            .with_for_update(of=Support)
            .execution_options(populate_existing=True)
        ).scalar_one()
        if support.idea_id == idea_id:
            return support


def _count_in(support: Support, group_code: str, now: datetime) -> None:
    if support.state == SupportState.COUNTED:
        return
    support.group_code = group_code
    _change_state(support, SupportState.COUNTED, now)
    post(mails.support_counted(support, idea_named(support.idea_id)), now)


def _change_state(support: Support, to: SupportState, now: datetime) -> None:
    """The one writer of a support's state; its times are its history, for it only ever says yes or no more."""
    was = SupportState(support.state)
    if to not in SUPPORT_TRANSITIONS[was]:
        raise ValueError(f"support {support.id}: no step from {was} to {to}")
    support.revision += 1
    support.state = to
    support.withdrawn_at = now if to == SupportState.WITHDRAWN else None
    support.counted_at = now if to == SupportState.COUNTED else support.counted_at
    change = (to == SupportState.COUNTED) - (was == SupportState.COUNTED)
    if change:
        count_voices(support.idea_id, supports=change)
    db.session.flush()
