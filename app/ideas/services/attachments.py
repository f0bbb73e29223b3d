"""Adding, removing and approving the files of an idea; looking into the confidential annex leaves a trace."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from flask_babel import LazyString
from sqlalchemy import func, select

from app.db import db
from app.files import AcceptedFile, UnwantedFile, accept, store
from app.i18n import lazy_gettext as _l
from app.ideas.models import AnnexAccess, Attachment, Idea
from app.ideas.queries.attachments import files_of

MOST_FILES = 5
MOST_BYTES = 25 * 1024 * 1024


def add_files(
    idea: Idea, files: Iterable[tuple[str | None, bytes]], now: datetime, *, confidential: bool = False
) -> list[tuple[str, LazyString | str]]:
    """Keep what we take of these files and return what we do not: (name, reason).

    The caller holds the idea's lock, so that two uploads at once cannot pass the limits together.
    The same file a second time is the first one: a form sent twice adds nothing.
    """
    refused: list[tuple[str, LazyString | str]] = []
    for name, data in files:
        try:
            file = accept(name, data)
            if not _is_there(idea, file, confidential):
                _refuse_too_many(idea, file, confidential)
                _keep(idea, file, now, confidential)
        except UnwantedFile as fault:
            refused.append((name or "", fault.message))
    return refused


def _is_there(idea: Idea, file: AcceptedFile, confidential: bool) -> bool:
    same = select(Attachment.id).where(
        Attachment.idea_id == idea.id, Attachment.sha256 == file.sha256, Attachment.confidential == confidential
    )
    return db.session.scalar(same.limit(1)) is not None


def _refuse_too_many(idea: Idea, file: AcceptedFile, confidential: bool) -> None:
    of_idea = Attachment.idea_id == idea.id
    count = db.session.scalar(select(func.count()).where(of_idea, Attachment.confidential == confidential)) or 0
    size = db.session.scalar(select(func.coalesce(func.sum(Attachment.size), 0)).where(of_idea)) or 0
    if count >= MOST_FILES:
        raise UnwantedFile(_l("Es sind schon fünf Dateien da. Entfernen Sie eine, um diese hinzuzufügen."))
    if size + len(file.data) > MOST_BYTES:
        raise UnwantedFile(_l("Alle Dateien zusammen dürfen höchstens 25 MB groß sein."))


def _keep(idea: Idea, file: AcceptedFile, now: datetime, confidential: bool) -> None:
    db.session.add(
        Attachment(
            idea_id=idea.id,
            storage_name=store.put(file.data),
            file_name=file.name,
            media_type=file.kind.media_type,
            size=len(file.data),
            sha256=file.sha256,
            confidential=confidential,
            added_at=now,
        )
    )
    idea.updated_at = now
    db.session.flush()


def remove_file(idea: Idea, attachment_id: int, now: datetime) -> None:
    """Take a file off an idea; one that is not there (any more) is no error."""
    attachment = next((file for file in files_of(idea.id) if file.id == attachment_id), None)
    if attachment is None:
        return
    store.remove_after_commit(attachment.storage_name)
    db.session.delete(attachment)
    idea.updated_at = now


def discard_files_of(idea_id: int) -> None:
    """Delete all files of an idea that is about to go."""
    for name in db.session.scalars(select(Attachment.storage_name).where(Attachment.idea_id == idea_id)):
        store.remove_after_commit(name)


def approve_file(attachment: Attachment, actor_id: int, now: datetime) -> None:
    """Let everybody read this file once its idea is public. Raises ValueError for a confidential one."""
    if attachment.confidential:
        raise ValueError("a file of the confidential annex is never approved")
    attachment.approved_at, attachment.approved_by_id = attachment.approved_at or now, actor_id


def withhold_file(attachment: Attachment) -> None:
    """Take the approval back."""
    attachment.approved_at = attachment.approved_by_id = None


def note_access(idea_id: int, person_id: int, what: str, now: datetime) -> None:
    """Write down that somebody opens the confidential annex (`annex`) or one of its files (`file:7`)."""
    db.session.add(AnnexAccess(idea_id=idea_id, person_id=person_id, at=now, what=what))


def known_files(names: Collection[str]) -> Iterable[str]:
    """Which of these stored files belong to an idea."""
    return db.session.scalars(select(Attachment.storage_name).where(Attachment.storage_name.in_(names)))
