"""ideas"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "reference_counter",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_reference_counter")),
    )
    op.create_table(
        "idea",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("group_code", sa.Text(), nullable=True),
        sa.Column("action_field_code", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("annex", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=True),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("consent_version", sa.Text(), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("email_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("entered_by_id", sa.BigInteger(), nullable=True),
        sa.Column("claimed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("merged_into_id", sa.BigInteger(), nullable=True),
        sa.Column("self_check", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("draft_token_hash", sa.LargeBinary(), nullable=True),
        sa.Column("submission_key", sa.Uuid(), nullable=True),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("support_count", sa.Integer(), nullable=False),
        sa.Column("comment_count", sa.Integer(), nullable=False),
        sa.Column("authority_ags", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("goal_codes", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "setweight(to_tsvector('german', title), 'A') || setweight(to_tsvector('german', body), 'B') || setweight(to_tsvector('german', organisation), 'C')",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("(state = 'draft') = (reference IS NULL)", name=op.f("ck_idea_reference_once_submitted")),
        sa.CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name=op.f("ck_idea_merged_into")),
        sa.CheckConstraint("(visibility = 'public') <= (published_at IS NOT NULL)", name=op.f("ck_idea_published_at")),
        sa.CheckConstraint("channel IN ('web', 'paper', 'session', 'import')", name=op.f("ck_idea_channel")),
        sa.CheckConstraint(
            "state = 'draft' OR (reference IS NOT NULL AND submitted_at IS NOT NULL AND title <> '' AND body <> '' AND group_code IS NOT NULL AND action_field_code IS NOT NULL AND contact_name <> '')",
            name=op.f("ck_idea_complete_when_submitted"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'formal_check', 'needs_info', 'referred', 'inadmissible', 'merged', 'assessment', 'scheduled', 'in_session', 'flagship', 'adopted', 'deferred', 'not_adopted', 'in_progress', 'done', 'stopped', 'withdrawn')",
            name=op.f("ck_idea_state"),
        ),
        sa.CheckConstraint(
            "visibility = 'internal' OR NOT confidential", name=op.f("ck_idea_confidential_is_internal")
        ),
        sa.CheckConstraint(
            "visibility = 'internal' OR state NOT IN ('draft', 'submitted')",
            name=op.f("ck_idea_not_public_before_the_check"),
        ),
        sa.CheckConstraint("visibility IN ('internal', 'public')", name=op.f("ck_idea_visibility")),
        sa.CheckConstraint("char_length(body) <= 5000", name=op.f("ck_idea_body_length")),
        sa.CheckConstraint("char_length(title) <= 150", name=op.f("ck_idea_title_length")),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_idea_not_into_itself")),
        sa.ForeignKeyConstraint(["action_field_code"], ["action_field.code"], name=op.f("fk_idea_action_field_code")),
        sa.ForeignKeyConstraint(["claimed_by_id"], ["person.id"], name=op.f("fk_idea_claimed_by_id")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_idea_entered_by_id")),
        sa.ForeignKeyConstraint(["group_code"], ["stakeholder_group.code"], name=op.f("fk_idea_group_code")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["idea.id"], name=op.f("fk_idea_merged_into_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_idea_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea")),
        sa.UniqueConstraint("draft_token_hash", name=op.f("uq_idea_draft_token_hash")),
        sa.UniqueConstraint("reference", name=op.f("uq_idea_reference")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_idea_submission_key")),
    )
    op.create_index(op.f("ix_idea_action_field_code"), "idea", ["action_field_code"], unique=False)
    op.create_index(op.f("ix_idea_claimed_by_id"), "idea", ["claimed_by_id"], unique=False)
    op.create_index(op.f("ix_idea_contact_email"), "idea", ["contact_email"], unique=False)
    op.create_index(op.f("ix_idea_merged_into_id"), "idea", ["merged_into_id"], unique=False)
    op.create_index(op.f("ix_idea_person_id"), "idea", ["person_id"], unique=False)
    op.create_index(
        "ix_idea_public_published_at",
        "idea",
        [sa.literal_column("published_at DESC"), sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("visibility = 'public'"),
    )
    op.create_index(
        "ix_idea_awaiting_due_at",
        "idea",
        ["due_at", "id"],
        unique=False,
        postgresql_where=sa.text("state IN ('submitted', 'formal_check', 'needs_info', 'assessment')"),
    )
    op.create_index(
        "ix_idea_public_support",
        "idea",
        [sa.literal_column("support_count DESC"), sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("visibility = 'public'"),
    )
    op.create_index(
        "ix_idea_public_comments",
        "idea",
        [sa.literal_column("comment_count DESC"), sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("visibility = 'public'"),
    )
    op.create_index(
        "ix_idea_places_goals", "idea", ["authority_ags", "goal_codes"], unique=False, postgresql_using="gin"
    )
    op.create_index("ix_idea_search", "idea", ["search"], unique=False, postgresql_using="gin")
    op.create_index("ix_idea_state_submitted_at", "idea", ["state", "submitted_at"], unique=False)
    op.create_index(
        "ix_idea_title_trigrams",
        "idea",
        [sa.literal_column("lower(title)").label("lower_title")],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"lower_title": "gin_trgm_ops"},
    )
    op.create_table(
        "idea_annex_access",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["idea.id"], name=op.f("fk_idea_annex_access_idea_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_idea_annex_access_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_annex_access")),
    )
    op.create_index(op.f("ix_idea_annex_access_idea_id"), "idea_annex_access", ["idea_id"], unique=False)
    op.create_table(
        "idea_attachment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("storage_name", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "NOT (confidential AND approved_at IS NOT NULL)", name=op.f("ck_idea_attachment_annex_stays_inside")
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_idea_attachment_size")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["person.id"], name=op.f("fk_idea_attachment_approved_by_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_attachment_idea_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_attachment")),
        sa.UniqueConstraint("storage_name", name=op.f("uq_idea_attachment_storage_name")),
    )
    op.create_index(op.f("ix_idea_attachment_idea_id"), "idea_attachment", ["idea_id"], unique=False)
    op.create_table(
        "idea_authority",
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("ags", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ags"], ["authority.ags"], name=op.f("fk_idea_authority_ags")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_authority_idea_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("idea_id", "ags", name=op.f("pk_idea_authority")),
    )
    op.create_index(op.f("ix_idea_authority_ags"), "idea_authority", ["ags"], unique=False)
    op.create_table(
        "idea_goal",
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("goal_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["goal_code"], ["goal.code"], name=op.f("fk_idea_goal_goal_code")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_goal_idea_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("idea_id", "goal_code", name=op.f("pk_idea_goal")),
    )
    op.create_index(op.f("ix_idea_goal_goal_code"), "idea_goal", ["goal_code"], unique=False)
    op.create_table(
        "idea_history",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "to_state IN ('draft', 'submitted', 'formal_check', 'needs_info', 'referred', 'inadmissible', 'merged', 'assessment', 'scheduled', 'in_session', 'flagship', 'adopted', 'deferred', 'not_adopted', 'in_progress', 'done', 'stopped', 'withdrawn')",
            name=op.f("ck_idea_history_to_state"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_idea_history_actor_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_history_idea_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_history")),
        sa.UniqueConstraint("idea_id", "revision", name=op.f("uq_idea_history_idea_id_revision")),
    )
    op.create_index("ix_idea_history_idea_id_at", "idea_history", ["idea_id", "at"], unique=False)
    op.create_table(
        "idea_inquiry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_idea_inquiry_answered")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_idea_inquiry_asked_by_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_inquiry_idea_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_inquiry")),
    )
    op.create_index(op.f("ix_idea_inquiry_idea_id"), "idea_inquiry", ["idea_id"], unique=False)
    op.create_index(
        "uq_idea_inquiry_open",
        "idea_inquiry",
        ["idea_id"],
        unique=True,
        postgresql_where=sa.text("answered_at IS NULL AND closed_at IS NULL"),
    )
    op.create_table(
        "idea_objection",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("against", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.BigInteger(), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.CheckConstraint("(settled_at IS NULL) = (upheld IS NULL)", name=op.f("ck_idea_objection_settled")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_objection_idea_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_idea_objection_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_objection")),
    )
    op.create_index(op.f("ix_idea_objection_idea_id"), "idea_objection", ["idea_id"], unique=False)
    op.create_index(
        "uq_idea_objection_open",
        "idea_objection",
        ["idea_id"],
        unique=True,
        postgresql_where=sa.text("settled_at IS NULL"),
    )
