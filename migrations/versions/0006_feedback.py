"""feedback"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "voice",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("address_hash", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pass_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("language IN ('de', 'en')", name=op.f("ck_voice_language")),
        sa.CheckConstraint("octet_length(address_hash) = 32", name=op.f("ck_voice_address_hash")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice")),
        sa.UniqueConstraint("address_hash", name=op.f("uq_voice_address_hash")),
    )
    op.create_table(
        "contribution",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("voice_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=True),
        sa.Column("moved_from_id", sa.BigInteger(), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("answers_id", sa.BigInteger(), nullable=True),
        sa.Column("answers_depth", sa.Integer(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("group_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("shown_as", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("consent_version", sa.Text(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_key", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(kind = 'comment') = (idea_id IS NOT NULL)", name=op.f("ck_contribution_comment_has_idea")),
        sa.CheckConstraint("(kind = 'general') = (topic IS NOT NULL)", name=op.f("ck_contribution_general_has_topic")),
        sa.CheckConstraint(
            "(state <> 'answered') OR (answer IS NOT NULL)", name=op.f("ck_contribution_answered_has_answer")
        ),
        sa.CheckConstraint(
            "(state <> 'published') OR (published_at IS NOT NULL)", name=op.f("ck_contribution_published_at")
        ),
        sa.CheckConstraint(
            "(state IN ('unconfirmed', 'withdrawn')) OR (due_at IS NOT NULL)", name=op.f("ck_contribution_due_at")
        ),
        sa.CheckConstraint(
            "body <> '' AND char_length(body) <= CASE kind WHEN 'comment' THEN 3000 ELSE 5000 END",
            name=op.f("ck_contribution_body_length"),
        ),
        sa.CheckConstraint(
            "kind = 'comment' OR state <> 'published'", name=op.f("ck_contribution_only_comments_are_published")
        ),
        sa.CheckConstraint(
            "kind = 'general' OR state <> 'answered'", name=op.f("ck_contribution_only_general_ends_answered")
        ),
        sa.CheckConstraint("kind IN ('comment', 'general')", name=op.f("ck_contribution_kind")),
        sa.CheckConstraint("shown_as <> 'name' OR name <> ''", name=op.f("ck_contribution_shown_name")),
        sa.CheckConstraint(
            "shown_as <> 'organisation' OR organisation <> ''", name=op.f("ck_contribution_shown_organisation")
        ),
        sa.CheckConstraint("shown_as IN ('name', 'organisation', 'anonymous')", name=op.f("ck_contribution_shown_as")),
        sa.CheckConstraint(
            "state IN ('unconfirmed', 'waiting', 'published', 'answered', 'declined', 'withdrawn')",
            name=op.f("ck_contribution_state"),
        ),
        sa.CheckConstraint(
            "topic IS NULL OR topic IN ('platform', 'process', 'convention', 'masterplan', 'accessibility', 'other')",
            name=op.f("ck_contribution_topic"),
        ),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_contribution_answered_at")),
        sa.CheckConstraint("(answers_id IS NULL) = (answers_depth IS NULL)", name=op.f("ck_contribution_answers")),
        sa.CheckConstraint("answers_depth = 0", name=op.f("ck_contribution_answers_a_comment")),
        sa.CheckConstraint("depth = (answers_id IS NOT NULL)::int", name=op.f("ck_contribution_depth")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_contribution_answered_by_id")),
        sa.ForeignKeyConstraint(
            ["answers_id", "answers_depth", "idea_id"],
            ["contribution.id", "contribution.depth", "contribution.idea_id"],
            name="fk_contribution_answers",
        ),
        sa.ForeignKeyConstraint(["group_code"], ["stakeholder_group.code"], name=op.f("fk_contribution_group_code")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_contribution_idea_id")),
        sa.ForeignKeyConstraint(["moved_from_id"], ["idea.id"], name=op.f("fk_contribution_moved_from_id")),
        sa.ForeignKeyConstraint(["voice_id"], ["voice.id"], name=op.f("fk_contribution_voice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("id", "depth", "idea_id", name=op.f("uq_contribution_id_depth_idea_id")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_contribution_submission_key")),
    )
    op.create_index(op.f("ix_contribution_answers_id"), "contribution", ["answers_id"], unique=False)
    op.create_index(
        "ix_contribution_idea_id_published_at",
        "contribution",
        ["idea_id", sa.literal_column("published_at DESC")],
        unique=False,
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_index(op.f("ix_contribution_moved_from_id"), "contribution", ["moved_from_id"], unique=False)
    op.create_index(
        "ix_contribution_unconfirmed",
        "contribution",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("state = 'unconfirmed'"),
    )
    op.create_index(op.f("ix_contribution_voice_id"), "contribution", ["voice_id"], unique=False)
    op.create_index(
        "ix_contribution_waiting",
        "contribution",
        ["due_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "support",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("voice_id", sa.BigInteger(), nullable=False),
        sa.Column("moved_from_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("group_code", sa.Text(), nullable=False),
        sa.Column("consent_version", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state <> 'counted') OR (counted_at IS NOT NULL)", name=op.f("ck_support_counted_at")),
        sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_support_withdrawn_at")),
        sa.CheckConstraint("state IN ('unconfirmed', 'counted', 'withdrawn')", name=op.f("ck_support_state")),
        sa.ForeignKeyConstraint(["group_code"], ["stakeholder_group.code"], name=op.f("fk_support_group_code")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_support_idea_id")),
        sa.ForeignKeyConstraint(["moved_from_id"], ["idea.id"], name=op.f("fk_support_moved_from_id")),
        sa.ForeignKeyConstraint(["voice_id"], ["voice.id"], name=op.f("fk_support_voice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support")),
        sa.UniqueConstraint("idea_id", "voice_id", name=op.f("uq_support_idea_id_voice_id")),
    )
    op.create_index(
        "ix_support_idea_id_counted",
        "support",
        ["idea_id", "group_code"],
        unique=False,
        postgresql_where=sa.text("state = 'counted'"),
    )
    op.create_index(op.f("ix_support_moved_from_id"), "support", ["moved_from_id"], unique=False)
    op.create_index(
        "ix_support_unconfirmed",
        "support",
        ["asked_at"],
        unique=False,
        postgresql_where=sa.text("state = 'unconfirmed'"),
    )
    op.create_index(op.f("ix_support_voice_id"), "support", ["voice_id"], unique=False)
    op.create_table(
        "contribution_history",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("contribution_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "to_state IN ('unconfirmed', 'waiting', 'published', 'answered', 'declined', 'withdrawn')",
            name=op.f("ck_contribution_history_to_state"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_contribution_history_actor_id")),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_contribution_history_contribution_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_history")),
        sa.UniqueConstraint(
            "contribution_id", "revision", name=op.f("uq_contribution_history_contribution_id_revision")
        ),
    )
