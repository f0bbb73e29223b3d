"""Choices of optional mail: the weekday of a weekly rhythm, and the proof of consent."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0051"


def upgrade() -> None:
    op.add_column("topic_choice", sa.Column("weekday", sa.SmallInteger(), nullable=True))
    op.add_column("topic_choice", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("topic_choice", sa.Column("confirmed_by", sa.Text(), nullable=True))
    op.create_check_constraint(op.f("ck_topic_choice_weekday"), "topic_choice", "weekday BETWEEN 0 AND 6")
