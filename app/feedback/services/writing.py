"""What the person who writes can do: hand in, confirm, write anew, withdraw."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.db import db
from app.feedback import mails
from app.feedback.models import Contribution, Voice
from app.feedback.queries.ideas import idea_named
from app.feedback.services.lifecycle import change_state, lock_contribution
from app.feedback.states import EDITABLE, ContributionState, Kind, ShownAs
from app.feedback.voices import voice_of
from app.mail import post

CONSENT_VERSION = "2026-11"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form says. `answers_id` names a public comment, `topic` what general feedback is about."""

    key: uuid.UUID
    kind: Kind
    body: str
    group_code: str
    language: str
    address: str = ""
    name: str = ""
    organisation: str = ""
    shown_as: ShownAs = ShownAs.ANONYMOUS
    idea_id: int | None = None
    answers_id: int | None = None
    topic: str | None = None
    page: str = ""


def submit(draft: Draft, *, proven: Voice | None, now: datetime) -> Contribution:
    """Take in a contribution; the same form handed in again gives the same one and nothing else.

    With a `proven` voice it goes to the moderation at once, else a letter asks to confirm the address.
    """
    voice = proven or voice_of(draft.address, draft.language, now)
    contribution_id = _insert(draft, voice, now)
    if contribution_id is None:
        return db.session.scalars(select(Contribution).where(Contribution.submission_key == draft.key)).one()
    contribution = lock_contribution(contribution_id)
    if proven:
        change_state(contribution, ContributionState.WAITING, now=now)
    else:
        idea = idea_named(contribution.idea_id) if contribution.idea_id else None
        post(mails.contribution_confirm(contribution, idea), now)
    return contribution


def confirm(contribution_id: int, now: datetime) -> Contribution:
    """The address is real: hand the contribution to the moderation. A second click changes nothing."""
    contribution = lock_contribution(contribution_id)
    if contribution.state == ContributionState.UNCONFIRMED:
        contribution.voice.confirmed_at = contribution.voice.confirmed_at or now
        change_state(contribution, ContributionState.WAITING, now=now)
    return contribution


def edit(contribution_id: int, body: str, now: datetime) -> Contribution:
    """Write the text anew; the moderation reads it before it is public (again)."""
    contribution = lock_contribution(contribution_id)
    if contribution.state in EDITABLE and contribution.body != body:
        contribution.body = body
        change_state(contribution, ContributionState.WAITING, now=now)
    return contribution


def withdraw(contribution_id: int, now: datetime) -> Contribution:
    """Take a contribution back; it leaves the public pages with this commit. A second click changes nothing."""
    contribution = lock_contribution(contribution_id)
    if contribution.state != ContributionState.WITHDRAWN:
        change_state(contribution, ContributionState.WITHDRAWN, now=now)
    return contribution


def _insert(draft: Draft, voice: Voice, now: datetime) -> int | None:
    return db.session.scalar(
        insert(Contribution)
        .values(
            voice_id=voice.id,
            kind=draft.kind,
            state=ContributionState.UNCONFIRMED,
            revision=1,
            idea_id=draft.idea_id,
            depth=int(draft.answers_id is not None),
            answers_id=draft.answers_id,
            answers_depth=None if draft.answers_id is None else 0,
            topic=draft.topic,
            page=draft.page,
            body=draft.body,
            group_code=draft.group_code,
            name=draft.name,
            organisation=draft.organisation,
            shown_as=draft.shown_as,
            language=draft.language,
            consent_version=CONSENT_VERSION,
            consented_at=now,
            submission_key=draft.key,
            created_at=now,
            updated_at=now,
        )
        .on_conflict_do_nothing(index_elements=["submission_key"])
        .returning(Contribution.id)
    )
