"""The post: why a letter was written, marks of what is forgotten and counted, counts that stay cheap."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0034"


def upgrade() -> None:
    op.add_column("letter", sa.Column("why", sa.Text(), nullable=True))
    op.add_column("mail_control", sa.Column("bodies_forgotten_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("mail_control", sa.Column("counted_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "letter_tally",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("letters", sa.BigInteger(), nullable=False),
        sa.Column("retries", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "state", name=op.f("pk_letter_tally")),
    )
    op.create_table(
        "letter_wait",
        sa.Column("bucket", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("letters", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_letter_wait")),
    )
    op.create_index("ix_mail_audit_subject", "mail_audit", ["subject"])
    # Concurrently, so that letters go on being written meanwhile.
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_letter_ended_at",
            "letter",
            ["ended_at"],
            postgresql_where=sa.text("ended_at IS NOT NULL"),
            postgresql_concurrently=True,
        )
