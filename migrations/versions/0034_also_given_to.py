"""which merged ideas a support was also given to"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0044"


def upgrade() -> None:
    empty = sa.text("'{}'::bigint[]")
    op.add_column(
        "support", sa.Column("also_given_to", sa.ARRAY(sa.BigInteger()), server_default=empty, nullable=False)
    )
