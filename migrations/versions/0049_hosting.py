"""Pauses of the body, and what the host of a meeting prepares."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0062"


def upgrade() -> None:
    op.create_table(
        "meeting_pause",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_meeting_pause_order")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_meeting_pause_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_pause")),
    )
    op.create_index("ix_meeting_pause_first_on", "meeting_pause", ["first_on"])
    op.create_table(
        "host_task",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Text(), nullable=False),
        sa.CheckConstraint("title <> ''", name=op.f("ck_host_task_title")),
        sa.CheckConstraint("days_before >= 0", name=op.f("ck_host_task_days_before")),
        sa.CheckConstraint("(done_at IS NULL) = (done_by = '')", name=op.f("ck_host_task_done")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_host_task_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_task")),
    )
    op.create_index("ix_host_task_meeting_id", "host_task", ["meeting_id"])
    op.create_table(
        "host_contact",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("authority_ags", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.CheckConstraint("(name || email) !~ '[[:cntrl:]]' AND email <> ''", name=op.f("ck_host_contact_one_line")),
        sa.ForeignKeyConstraint(["authority_ags"], ["authority.ags"], name=op.f("fk_host_contact_authority_ags")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_host_contact_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_contact")),
    )
    op.create_index(
        "uq_host_contact_authority",
        "host_contact",
        ["authority_ags"],
        unique=True,
        postgresql_where=sa.text("meeting_id IS NULL"),
    )
    op.create_index(
        "uq_host_contact_meeting",
        "host_contact",
        ["authority_ags", "meeting_id"],
        unique=True,
        postgresql_where=sa.text("meeting_id IS NOT NULL"),
    )
    op.create_index("ix_host_contact_meeting_id", "host_contact", ["meeting_id"])
