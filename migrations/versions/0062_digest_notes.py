"""Digests: the office's note on top of those around a meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0052"


def upgrade() -> None:
    op.create_table(
        "digest_note",
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("rung", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_digest_note_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["person.id"], name=op.f("fk_digest_note_changed_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "rung", name=op.f("pk_digest_note")),
    )
