"""who was told of what waits: proposals, objections, contributions"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0055"


def upgrade() -> None:
    op.create_table(
        "waiting_notice",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("thing_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "matter IN ('proposal', 'objection', 'contribution')", name=op.f("ck_waiting_notice_matter")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_waiting_notice_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "matter", "thing_id", name=op.f("pk_waiting_notice")),
    )
