"""Agendas: linked ideas, late items, versions, papers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0051"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("meeting", sa.Column("agenda_revision", sa.Integer(), server_default="0", nullable=False))
    op.add_column("agenda_item", sa.Column("late_reason", sa.Text(), server_default="", nullable=False))
    op.add_column("agenda_item", sa.Column("late_consent", sa.Boolean(), nullable=True))
    op.add_column("agenda_item", sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
    op.create_check_constraint(
        op.f("ck_agenda_item_consent_to_late_items"), "agenda_item", "late_consent IS NULL OR late_reason <> ''"
    )
    op.create_table(
        "agenda_item_idea",
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_agenda_item_idea_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_agenda_item_idea_idea_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "idea_id", name=op.f("pk_agenda_item_idea")),
    )
    op.create_index(op.f("ix_agenda_item_idea_idea_id"), "agenda_item_idea", ["idea_id"])
    op.create_table(
        "agenda_version",
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("items", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_version_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_agenda_version_actor_id")),
        sa.PrimaryKeyConstraint("meeting_id", "version", name=op.f("pk_agenda_version")),
    )
    op.create_table(
        "paper",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("storage_name", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("title <> ''", name=op.f("ck_paper_title")),
        sa.CheckConstraint("(storage_name IS NULL) <> (link IS NULL)", name=op.f("ck_paper_file_or_link")),
        sa.CheckConstraint(
            "(storage_name IS NULL) = (sha256 IS NULL) AND (storage_name IS NULL) = (size = 0)",
            name=op.f("ck_paper_file_facts"),
        ),
        sa.CheckConstraint("pages >= 0 AND words >= 0 AND size >= 0", name=op.f("ck_paper_counts")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_paper_meeting_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_paper_item_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_paper_added_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("storage_name", name=op.f("uq_paper_storage_name")),
    )
    op.create_index(op.f("ix_paper_meeting_id"), "paper", ["meeting_id"])
    op.create_index(op.f("ix_paper_item_id"), "paper", ["item_id"])
