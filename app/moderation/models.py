"""Tables of triage: answers to the gates, decisions that wait for a second person, who was told of what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.ideas.states import DECIDED_OUTSIDE
from app.moderation.states import Matter, Outcome

_OUTCOMES = ", ".join(f"'{outcome}'" for outcome in Outcome)
_MATTERS = ", ".join(f"'{matter}'" for matter in Matter)
_DECISIONS = ", ".join(f"'{state}'" for state in sorted(DECIDED_OUTSIDE))


class GateAnswer(Model):
    """A moderator's yes or no to one gate, with a note for colleagues."""

    __tablename__ = "gate_answer"

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True)
    gate: Mapped[str] = mapped_column(primary_key=True)
    passed: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime]


class ProposedDecision(Model):
    """A decision against taking an idea further; it takes effect when a second moderator confirms it."""

    __tablename__ = "proposed_decision"
    __table_args__ = (
        CheckConstraint(f"to_state IN ({_DECISIONS})", name="to_state"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("(to_state = 'merged') = (merge_into_id IS NOT NULL)", name="merge_into"),
        CheckConstraint("merge_into_id <> idea_id", name="not_into_itself"),
        CheckConstraint(f"outcome IN ({_OUTCOMES})", name="outcome"),
        CheckConstraint(
            "num_nulls(outcome, settled_at, settled_by_id) IN (0, 3)",
            name="settled_at_once",
        ),
        # Four eyes, whatever the code above says: nobody confirms or returns what is their own.
        CheckConstraint(
            "outcome IS NULL OR (outcome = 'taken_back') = (settled_by_id = proposed_by_id)",
            name="second_person",
        ),
        Index("uq_proposed_decision_open", "idea_id", unique=True, postgresql_where=text("outcome IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), index=True)
    to_state: Mapped[str]
    reason: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    merge_into_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    outcome: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_note: Mapped[str] = mapped_column(default="")


class NewIdeaNotice(Model):
    """That a moderator has been told of a new idea: what a batched notice leaves behind."""

    __tablename__ = "new_idea_notice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]


class WaitingNotice(Model):
    """That somebody has been told of a proposal, an objection or a contribution that waits.

    `thing_id` is the id of the matter's own row; what is gone leaves its notice behind, harmlessly.
    """

    __tablename__ = "waiting_notice"
    __table_args__ = (CheckConstraint(f"matter IN ({_MATTERS})", name="matter"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    matter: Mapped[str] = mapped_column(primary_key=True)
    thing_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    at: Mapped[datetime]
