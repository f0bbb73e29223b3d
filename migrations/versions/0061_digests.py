"""Digests: subscribers, what they follow, their cursors, and what they were told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0061"
down_revision = "0041"

TIME = sa.DateTime(timezone=True)
KINDS = "kind IN ('following', 'review')"


def upgrade() -> None:
    op.create_table(
        "subscriber",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("visited_at", TIME, nullable=True),
        sa.CheckConstraint("language IN ('de', 'en')", name=op.f("ck_subscriber_language")),
        sa.CheckConstraint("address = lower(address) AND address !~ '[[:cntrl:]]'", name=op.f("ck_subscriber_address")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_subscriber_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriber")),
        sa.UniqueConstraint("person_id", name=op.f("uq_subscriber_person_id")),
    )
    op.create_index(
        "uq_subscriber_address", "subscriber", ["address"], unique=True, postgresql_where=sa.text("person_id IS NULL")
    )
    op.create_table(
        "follow",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("subscriber_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("confirmed_at", TIME, nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.CheckConstraint("source IN ('asked', 'own_idea', 'seat')", name=op.f("ck_follow_source")),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscriber.id"], name=op.f("fk_follow_subscriber_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sa.UniqueConstraint("subscriber_id", "key", name=op.f("uq_follow_subscriber_id_key")),
    )
    op.create_index(
        "ix_follow_key", "follow", ["key"], postgresql_where=sa.text("confirmed_at IS NOT NULL AND ended_at IS NULL")
    )
    op.create_table(
        "saved_search",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        *(
            sa.Column(name, postgresql.ARRAY(sa.Text()), nullable=False)
            for name in ("fields", "goals", "places", "groups", "states")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_saved_search")),
    )
    op.create_table(
        "digest_cursor",
        sa.Column("subscriber_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("covered_until", TIME, nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_digest_cursor_kind")),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscriber.id"], name=op.f("fk_digest_cursor_subscriber_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("subscriber_id", "kind", name=op.f("pk_digest_cursor")),
    )
    op.create_index("ix_digest_cursor_kind_covered_until", "digest_cursor", ["kind", "covered_until"])
    op.create_table(
        "digest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subscriber_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("covered_from", TIME, nullable=False),
        sa.Column("covered_until", TIME, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("entries", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_digest_kind")),
        sa.CheckConstraint("covered_until > covered_from", name=op.f("ck_digest_window")),
        sa.CheckConstraint("jsonb_array_length(entries) > 0 OR version > 1", name=op.f("ck_digest_never_empty")),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscriber.id"], name=op.f("fk_digest_subscriber_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint(
            "subscriber_id", "kind", "covered_until", name=op.f("uq_digest_subscriber_id_kind_covered_until")
        ),
    )
    op.create_index("ix_digest_created_at", "digest", ["created_at"])
    op.create_table(
        "digest_tally",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome = 'written' OR outcome IN ('nothing_new', 'switched_off', 'not_confirmed', 'held_back')",
            name=op.f("ck_digest_tally_outcome"),
        ),
        sa.PrimaryKeyConstraint("day", "kind", "outcome", name=op.f("pk_digest_tally")),
    )
