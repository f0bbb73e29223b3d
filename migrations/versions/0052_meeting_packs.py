"""Meeting packs: agenda and papers in one PDF and one ZIP."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0061"


def upgrade() -> None:
    op.create_table(
        "meeting_pack",
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shows", sa.Text(), nullable=False),
        sa.Column("pdf_name", sa.Text(), nullable=True),
        sa.Column("pdf_size", sa.Integer(), nullable=False),
        sa.Column("pdf_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("zip_name", sa.Text(), nullable=True),
        sa.Column("zip_size", sa.Integer(), nullable=False),
        sa.Column("zip_sha256", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(pdf_name IS NULL) = (made_at IS NULL) AND (zip_name IS NULL) = (made_at IS NULL)",
            name=op.f("ck_meeting_pack_made"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_pack_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "public", name=op.f("pk_meeting_pack")),
        sa.UniqueConstraint("pdf_name", name=op.f("uq_meeting_pack_pdf_name")),
        sa.UniqueConstraint("zip_name", name=op.f("uq_meeting_pack_zip_name")),
    )
    op.create_index(
        "ix_meeting_pack_wanted_at", "meeting_pack", ["wanted_at"], postgresql_where=sa.text("wanted_at IS NOT NULL")
    )
