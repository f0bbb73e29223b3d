"""Replies to invitations, who was told of which revision, choices for rungs, check-in, calendar feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0048"


def _meeting_and_seat(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f(f"fk_{table}_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f(f"fk_{table}_seat_id"), ondelete="RESTRICT"),
    ]


def _actor(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f(f"fk_{table}_actor_id"), ondelete="SET NULL")


def upgrade() -> None:
    op.create_table(
        "meeting_reply",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("seat_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("guest", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("deputy_name", sa.Text(), nullable=False),
        sa.Column("deputy_address", sa.Text(), nullable=False),
        sa.Column("deputy_answer", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "answer IN ('coming', 'not_coming', 'video', 'deputy')", name=op.f("ck_meeting_reply_answer")
        ),
        sa.CheckConstraint("source IN ('link', 'calendar', 'account', 'office')", name=op.f("ck_meeting_reply_source")),
        sa.CheckConstraint(
            "(answer = 'deputy') = (deputy_name <> '' AND deputy_address <> '')",
            name=op.f("ck_meeting_reply_deputy"),
        ),
        sa.CheckConstraint("(deputy_name || deputy_address) !~ '[[:cntrl:]]'", name=op.f("ck_meeting_reply_one_line")),
        sa.CheckConstraint(
            "deputy_answer IN ('', 'coming', 'not_coming', 'video')", name=op.f("ck_meeting_reply_deputy_answer")
        ),
        *_meeting_and_seat("meeting_reply"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_reply")),
        sa.UniqueConstraint("meeting_id", "seat_id", "revision", name="uq_meeting_reply_seat"),
    )
    op.create_index(op.f("ix_meeting_reply_seat_id"), "meeting_reply", ["seat_id"])
    op.create_table(
        "meeting_guest",
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("seat_id", sa.BigInteger(), nullable=False),
        sa.Column("guest", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        *_meeting_and_seat("meeting_guest"),
        sa.PrimaryKeyConstraint("meeting_id", "seat_id", "guest", name=op.f("pk_meeting_guest")),
    )
    op.create_table(
        "meeting_rung",
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("rung", sa.Text(), nullable=False),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.Column("now_revision", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("at", sa.Time(), nullable=True),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_rung_meeting_id"), ondelete="CASCADE"
        ),
        _actor("meeting_rung"),
        sa.PrimaryKeyConstraint("meeting_id", "rung", name=op.f("pk_meeting_rung")),
    )
    op.create_table(
        "meeting_check_in",
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("seat_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        *_meeting_and_seat("meeting_check_in"),
        _actor("meeting_check_in"),
        sa.PrimaryKeyConstraint("meeting_id", "seat_id", name=op.f("pk_meeting_check_in")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("octet_length(token_hash) = 32", name=op.f("ck_calendar_feed_token_hash")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
