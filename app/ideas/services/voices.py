"""How many support and comment an idea: kept by the floor above, changed only here, under the idea's lock."""

from __future__ import annotations

from sqlalchemy import select, update

from app.db import db
from app.ideas.models import Idea


def lock_voices(*idea_ids: int) -> None:
    """Let nobody else count at these ideas until the transaction ends; always locked in the same order.

    Whoever changes a comment or a support takes this lock first, so that two of them never wait for
    each other. Readers and letters are not held up.
    """
    db.session.execute(
        select(Idea.id).where(Idea.id.in_(idea_ids)).order_by(Idea.id).with_for_update(of=Idea, key_share=True)
    ).all()


def count_voices(idea_id: int, *, supports: int = 0, comments: int = 0) -> None:
    """Add to (or take from) the counts of an idea; the caller holds lock_voices()."""
    _write(idea_id, Idea.support_count + supports, Idea.comment_count + comments)


def set_voices(idea_id: int, *, supports: int, comments: int) -> None:
    """Write the counts afresh, after everything was counted under lock_voices()."""
    _write(idea_id, supports, comments)


def _write(idea_id: int, supports: object, comments: object) -> None:
    db.session.execute(
        update(Idea)
        .where(Idea.id == idea_id)
        .values(support_count=supports, comment_count=comments)
        .execution_options(synchronize_session="fetch")
    )
