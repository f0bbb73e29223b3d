"""mail"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("recipient_name", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("unsubscribe_url", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body_text", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("interruptions", sa.Integer(), nullable=False),
        sa.Column("lost_leases", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim_token", sa.Uuid(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'sending') = (claim_token IS NOT NULL) AND (state = 'sending') = (leased_until IS NOT NULL)",
            name=op.f("ck_letter_claimed_while_sending"),
        ),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_letter_sent_at")),
        sa.CheckConstraint(
            "(state IN ('cancelled', 'expired', 'failed', 'sent', 'suppressed')) = (ended_at IS NOT NULL)",
            name=op.f("ck_letter_ended_at"),
        ),
        sa.CheckConstraint("(subject || recipient || recipient_name) !~ '[\\r\\n]'", name=op.f("ck_letter_one_line")),
        sa.CheckConstraint(
            "state IN ('cancelled', 'expired', 'failed', 'queued', 'sending', 'sent', 'suppressed')",
            name=op.f("ck_letter_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("kind", "about", "version", "recipient", "slot", name="uq_letter_key"),
    )
    op.create_index("ix_letter_created_at", "letter", ["created_at"], unique=False)
    op.create_index(
        "ix_letter_leased_until",
        "letter",
        ["leased_until"],
        unique=False,
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index("ix_letter_person_id_created_at", "letter", ["person_id", "created_at"], unique=False)
    op.create_index(
        "ix_letter_recipient", "letter", [sa.literal_column("lower(recipient)"), "created_at"], unique=False
    )
    op.create_index(
        "ix_letter_waiting",
        "letter",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'queued' AND topic IS NULL"),
    )
    op.create_index(
        "ix_letter_waiting_bulk",
        "letter",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'queued' AND topic IS NOT NULL"),
    )
    op.create_table(
        "mail_audit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_audit")),
    )
    op.create_table(
        "mail_control",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paused_all", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("paused_optional", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("next_slot_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_mail_control_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_control")),
    )
    op.create_table(
        "suppression",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.BigInteger(), nullable=True),
        sa.Column("lifted_because", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_because IS NULL)", name=op.f("ck_suppression_lifted_with_reason")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppression")),
    )
    op.create_index(
        "uq_suppression_address", "suppression", ["address"], unique=True, postgresql_where=sa.text("lifted_at IS NULL")
    )
    op.create_table(
        "sweep_run",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sweep_run")),
    )
    op.create_table(
        "topic_choice",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("rhythm", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("address", "topic", name=op.f("pk_topic_choice")),
    )
    op.create_table(
        "bounce",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("weight", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("diagnostic", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("weight IN ('hard', 'soft', 'complaint')", name=op.f("ck_bounce_weight")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_bounce_letter_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bounce")),
        sa.UniqueConstraint("letter_id", "weight", "status", name="uq_bounce_letter"),
    )
    op.create_index("ix_bounce_address", "bounce", ["address", "at"], unique=False)
