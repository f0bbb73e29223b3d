"""Reading which files an idea has and which of them somebody may open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.db import db
from app.ideas.models import AnnexAccess, Attachment, Idea
from app.ideas.queries.visibility import publicly_readable
from app.members.models import Person


def files_of(idea_id: int) -> Sequence[Attachment]:
    """All files of an idea, first come first."""
    return db.session.scalars(select(Attachment).where(Attachment.idea_id == idea_id).order_by(Attachment.id)).all()


def public_file(attachment_id: int, now: datetime) -> Attachment | None:
    """A file that everybody may open: approved, and of an idea that is public."""
    return db.session.scalars(
        select(Attachment)
        .join(Idea, Idea.id == Attachment.idea_id)
        .where(
            Attachment.id == attachment_id,
            Attachment.approved_at.is_not(None),
            ~Attachment.confidential,
            publicly_readable(now),
        )
    ).one_or_none()


def file_of(idea_id: int, attachment_id: int) -> Attachment | None:
    """A file of one idea."""
    found = select(Attachment).where(Attachment.id == attachment_id, Attachment.idea_id == idea_id)
    return db.session.scalars(found).one_or_none()


def annex_accesses(idea_id: int) -> Sequence[tuple[AnnexAccess, str]]:
    """Who opened the confidential annex, newest first, with the person's name."""
    query = (
        select(AnnexAccess, Person.name)
        .join(Person, Person.id == AnnexAccess.person_id)
        .where(AnnexAccess.idea_id == idea_id)
        .order_by(AnnexAccess.id.desc())
        .limit(200)
    )
    return [(access, name) for access, name in db.session.execute(query)]
