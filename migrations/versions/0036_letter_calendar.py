"""A letter may carry a calendar entry (iMIP)."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0040"


def upgrade() -> None:
    """Two columns that old code leaves empty."""
    op.add_column("letter", sa.Column("calendar_method", sa.Text(), nullable=True))
    op.add_column("letter", sa.Column("calendar_text", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_letter_calendar_whole"), "letter", "(calendar_method IS NULL) = (calendar_text IS NULL)"
    )
