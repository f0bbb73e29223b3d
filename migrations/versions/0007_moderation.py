"""moderation"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "gate_answer",
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("gate", sa.Text(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_gate_answer_answered_by_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_gate_answer_idea_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("idea_id", "gate", name=op.f("pk_gate_answer")),
    )
    op.create_table(
        "new_idea_notice",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_new_idea_notice_idea_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_new_idea_notice_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "idea_id", name=op.f("pk_new_idea_notice")),
    )
    op.create_table(
        "proposed_decision",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("merge_into_id", sa.BigInteger(), nullable=True),
        sa.Column("proposed_by_id", sa.BigInteger(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.BigInteger(), nullable=True),
        sa.Column("settled_note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(to_state = 'merged') = (merge_into_id IS NOT NULL)", name=op.f("ck_proposed_decision_merge_into")
        ),
        sa.CheckConstraint(
            "outcome IN ('confirmed', 'returned', 'taken_back')", name=op.f("ck_proposed_decision_outcome")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR (outcome = 'taken_back') = (settled_by_id = proposed_by_id)",
            name=op.f("ck_proposed_decision_second_person"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_proposed_decision_reason")),
        sa.CheckConstraint(
            "to_state IN ('inadmissible', 'merged', 'referred')", name=op.f("ck_proposed_decision_to_state")
        ),
        sa.CheckConstraint("merge_into_id <> idea_id", name=op.f("ck_proposed_decision_not_into_itself")),
        sa.CheckConstraint(
            "num_nulls(outcome, settled_at, settled_by_id) IN (0, 3)", name=op.f("ck_proposed_decision_settled_at_once")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["idea.id"], name=op.f("fk_proposed_decision_idea_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["merge_into_id"], ["idea.id"], name=op.f("fk_proposed_decision_merge_into_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_proposed_decision_proposed_by_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_proposed_decision_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_decision")),
    )
    op.create_index(op.f("ix_proposed_decision_idea_id"), "proposed_decision", ["idea_id"], unique=False)
    op.create_index(
        "uq_proposed_decision_open",
        "proposed_decision",
        ["idea_id"],
        unique=True,
        postgresql_where=sa.text("outcome IS NULL"),
    )
