"""What staff may do to the post, each time with a line in the audit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import insert

from app.db import after_commit, db
from app.doorbell import ring_letters
from app.mail.counting import uncount
from app.mail.models import MailAudit, MailControl, StoredLetter, Suppression
from app.mail.states import ENDS, LetterState, Reason
from app.mail.suppression import lift_suppression

# What failed for now or for good may be tried again; what was sent is never sent a second time.
REPEATABLE = (LetterState.FAILED, LetterState.SUPPRESSED, LetterState.CANCELLED, LetterState.QUEUED)


def send_letter_now(letter_id: uuid.UUID, actor_id: int, now: datetime) -> bool:
    """Queue a letter that waits or ended unsent, to go at once; False when it cannot be."""
    values = {
        "state": LetterState.QUEUED,
        "reason": None,
        "ended_at": None,
        "due_at": func.now(),
        "queued_at": func.now(),
        "attempts": 0,
        "lost_leases": 0,
    }
    letter = db.session.get(StoredLetter, letter_id, with_for_update=True)
    if letter is not None and letter.state in REPEATABLE and letter.state in ENDS and letter.body_text:
        uncount(letter)
    done = _change(letter_id, REPEATABLE, values)
    if done:
        _note(actor_id, "send", str(letter_id), now)
        after_commit(ring_letters)
    return done


def cancel_letter(letter_id: uuid.UUID, actor_id: int, now: datetime) -> bool:
    """Stop a letter that no worker holds; False when it is on its way or has ended."""
    values = {"state": LetterState.CANCELLED, "reason": Reason.BY_STAFF, "ended_at": func.now()}
    done = _change(letter_id, (LetterState.QUEUED,), values)
    if done:
        _note(actor_id, "cancel", str(letter_id), now)
    return done


def pause_post(everything: bool, optional: bool, actor_id: int, now: datetime) -> None:
    """Set both switches: everything, and all optional mail."""
    facts = {"paused_all": everything, "paused_optional": optional, "changed_at": now, "changed_by": actor_id}
    db.session.execute(
        insert(MailControl).values(id=1, **facts).on_conflict_do_update(index_elements=["id"], set_=facts)
    )
    _note(actor_id, "pause", "all" if everything else "optional" if optional else "nothing", now)
    after_commit(ring_letters)


def lift(suppression_id: int, actor_id: int, because: str, now: datetime) -> bool:
    """Write to an address again, for a reason that is kept; False when that has been done already."""
    held = db.session.get(Suppression, suppression_id)
    if held is None or not lift_suppression(held.address, actor_id, because, now):
        return False
    _note(actor_id, "lift", held.address, now, because)
    return True


def _change(letter_id: uuid.UUID, states: tuple[LetterState, ...], values: Mapping[str, Any]) -> bool:
    changed = db.session.execute(
        update(StoredLetter)
        .where(StoredLetter.id == letter_id, StoredLetter.state.in_(states), StoredLetter.body_text != "")
        .values(**values)
        .returning(StoredLetter.id)
        .execution_options(synchronize_session=False)
    )
    return changed.first() is not None


def _note(actor_id: int, verb: str, subject: str, now: datetime, note: str = "") -> None:
    db.session.add(MailAudit(actor_id=actor_id, verb=verb, subject=subject, note=note, at=now))
    db.session.flush()
