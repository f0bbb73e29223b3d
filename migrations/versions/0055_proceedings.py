"""Proceedings: attendance, minutes, resolutions that nobody edits, circular votes, tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0036"

# What a resolution says is said once; a correction is another resolution.
REFUSE = """
CREATE FUNCTION resolution_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a resolution is never changed: record a new one that corrects it'
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
FINAL = (
    "year, sequence, item_id, circular_id, wording, reason, counting, outcome, votes_for, votes_against, abstentions,"
    " eligible, recused, absent, public, corrects_id, recorded_at"
)
TABLES = ("resolution", "seat_vote", "authority_position", "resolution_idea")


def upgrade() -> None:
    op.create_table(
        "circular_vote",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.CheckConstraint("(state = 'open') = (ended_at IS NULL)", name=op.f("ck_circular_vote_ended_at")),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'rejected', 'defeated', 'withdrawn')", name=op.f("ck_circular_vote_state")
        ),
        sa.CheckConstraint("title <> '' AND wording <> ''", name=op.f("ck_circular_vote_words")),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["person.id"], name=op.f("fk_circular_vote_started_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular_vote")),
    )
    op.create_index(
        "ix_circular_vote_open",
        "circular_vote",
        ["deadline_at"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "circular_paper",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("circular_id", sa.BigInteger(), nullable=False),
        sa.Column("storage_name", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circular_vote.id"], name=op.f("fk_circular_paper_circular_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular_paper")),
        sa.UniqueConstraint("storage_name", name=op.f("uq_circular_paper_storage_name")),
    )
    op.create_index(op.f("ix_circular_paper_circular_id"), "circular_paper", ["circular_id"], unique=False)
    op.create_table(
        "minutes",
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chair", sa.Text(), nullable=False),
        sa.Column("keeper", sa.Text(), nullable=False),
        sa.Column("circulated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("objections_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_in_id", sa.BigInteger(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'approved') = (approved_at IS NOT NULL)", name=op.f("ck_minutes_approved_at")),
        sa.CheckConstraint("state = 'draft' OR objections_until IS NOT NULL", name=op.f("ck_minutes_objections_until")),
        sa.CheckConstraint("state IN ('draft', 'circulated', 'approved')", name=op.f("ck_minutes_state")),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= begun_at", name=op.f("ck_minutes_order")),
        sa.ForeignKeyConstraint(["approved_in_id"], ["meeting.id"], name=op.f("fk_minutes_approved_in_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_minutes")),
    )
    op.create_table(
        "action_item",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("seat_id", sa.BigInteger(), nullable=True),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("owner_email", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_note", sa.Text(), nullable=False),
        sa.Column("done_by", sa.Text(), nullable=False),
        sa.CheckConstraint("(seat_id IS NULL) <> (owner_name = '')", name=op.f("ck_action_item_owner")),
        sa.CheckConstraint("done_at IS NOT NULL OR done_note = ''", name=op.f("ck_action_item_done")),
        sa.CheckConstraint(
            "owner_email !~ '[[:cntrl:]]' AND owner_name !~ '[[:cntrl:]]'", name=op.f("ck_action_item_one_line")
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_action_item_title")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_action_item_created_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_action_item_item_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_action_item_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_item")),
    )
    op.create_index("ix_action_item_item_id", "action_item", ["item_id"], unique=False)
    op.create_index(
        "ix_action_item_open_due_on",
        "action_item",
        ["due_on", "id"],
        unique=False,
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_index("ix_action_item_seat_id", "action_item", ["seat_id"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("seat_id", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("voting", sa.Boolean(), nullable=False),
        sa.Column("presence", sa.Text(), nullable=False),
        sa.Column("represented_by", sa.Text(), nullable=False),
        sa.Column("arrived_item_id", sa.BigInteger(), nullable=True),
        sa.Column("left_item_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(presence = 'represented') = (represented_by <> '')", name=op.f("ck_attendance_represented_by")
        ),
        sa.CheckConstraint(
            "presence IN ('present', 'video', 'represented', 'excused', 'absent')", name=op.f("ck_attendance_presence")
        ),
        sa.ForeignKeyConstraint(
            ["arrived_item_id"], ["agenda_item.id"], name=op.f("fk_attendance_arrived_item_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["left_item_id"], ["agenda_item.id"], name=op.f("fk_attendance_left_item_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_attendance_seat_id")),
        sa.PrimaryKeyConstraint("meeting_id", "seat_id", name=op.f("pk_attendance")),
    )
    op.create_table(
        "ballot",
        sa.Column("circular_id", sa.BigInteger(), nullable=False),
        sa.Column("seat_id", sa.BigInteger(), nullable=False),
        sa.Column("membership_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("choice IN ('for', 'against', 'abstain', 'object')", name=op.f("ck_ballot_choice")),
        sa.CheckConstraint("(choice IS NULL) = (cast_at IS NULL)", name=op.f("ck_ballot_cast_at")),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circular_vote.id"], name=op.f("fk_ballot_circular_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_ballot_membership_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_ballot_seat_id")),
        sa.PrimaryKeyConstraint("circular_id", "seat_id", name=op.f("pk_ballot")),
    )
    op.create_table(
        "item_record",
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("saved_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "closed_at IS NULL OR opened_at IS NOT NULL", name=op.f("ck_item_record_closed_once_opened")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_item_record_item_id")),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_item_record_saved_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_item_record")),
    )
    op.create_table(
        "minutes_history",
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_state", sa.Text(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_minutes_history_actor_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["minutes.meeting_id"], name=op.f("fk_minutes_history_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "revision", name=op.f("pk_minutes_history")),
    )
    op.create_table(
        "minutes_objection",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("seat_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint("(settled_at IS NULL) = (answer = '')", name=op.f("ck_minutes_objection_settled")),
        sa.CheckConstraint("statement <> ''", name=op.f("ck_minutes_objection_statement")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["minutes.meeting_id"], name=op.f("fk_minutes_objection_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_minutes_objection_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_objection")),
    )
    op.create_index("ix_minutes_objection_meeting_id", "minutes_objection", ["meeting_id"], unique=False)
    op.create_table(
        "recusal",
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("seat_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_recusal_item_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_recusal_seat_id")),
        sa.PrimaryKeyConstraint("item_id", "seat_id", name=op.f("pk_recusal")),
    )
    op.create_table(
        "resolution",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=True),
        sa.Column("circular_id", sa.BigInteger(), nullable=True),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("counting", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=False),
        sa.Column("votes_against", sa.Integer(), nullable=False),
        sa.Column("abstentions", sa.Integer(), nullable=False),
        sa.Column("eligible", sa.Integer(), nullable=False),
        sa.Column("recused", sa.Integer(), nullable=False),
        sa.Column("absent", sa.Integer(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("corrects_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("counting IN ('seats', 'total')", name=op.f("ck_resolution_counting")),
        sa.CheckConstraint("outcome IN ('accepted', 'rejected')", name=op.f("ck_resolution_outcome")),
        sa.CheckConstraint("wording <> ''", name=op.f("ck_resolution_wording")),
        sa.CheckConstraint("(item_id IS NULL) <> (circular_id IS NULL)", name=op.f("ck_resolution_source")),
        sa.CheckConstraint("corrects_id <> id", name=op.f("ck_resolution_not_itself")),
        sa.CheckConstraint("votes_for + votes_against + abstentions <= eligible", name=op.f("ck_resolution_sum")),
        sa.CheckConstraint(
            "votes_for >= 0 AND votes_against >= 0 AND abstentions >= 0", name=op.f("ck_resolution_votes")
        ),
        sa.ForeignKeyConstraint(["circular_id"], ["circular_vote.id"], name=op.f("fk_resolution_circular_id")),
        sa.ForeignKeyConstraint(["corrects_id"], ["resolution.id"], name=op.f("fk_resolution_corrects_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_resolution_item_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_resolution_recorded_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
        sa.UniqueConstraint("circular_id", name="uq_resolution_circular_id"),
        sa.UniqueConstraint("corrects_id", name="uq_resolution_corrects_id"),
        sa.UniqueConstraint("year", "sequence", name="uq_resolution_number"),
    )
    op.create_index("ix_resolution_item_id", "resolution", ["item_id"], unique=False)
    op.create_table(
        "authority_position",
        sa.Column("resolution_id", sa.BigInteger(), nullable=False),
        sa.Column("ags", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.CheckConstraint("position IN ('for', 'against', 'abstain')", name=op.f("ck_authority_position_position")),
        sa.ForeignKeyConstraint(["ags"], ["authority.ags"], name=op.f("fk_authority_position_ags")),
        sa.ForeignKeyConstraint(["resolution_id"], ["resolution.id"], name=op.f("fk_authority_position_resolution_id")),
        sa.PrimaryKeyConstraint("resolution_id", "ags", name=op.f("pk_authority_position")),
    )
    op.create_table(
        "resolution_idea",
        sa.Column("resolution_id", sa.BigInteger(), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('adopted', 'deferred', 'flagship', 'not_adopted')", name=op.f("ck_resolution_idea_outcome")
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_resolution_idea_idea_id")),
        sa.ForeignKeyConstraint(["resolution_id"], ["resolution.id"], name=op.f("fk_resolution_idea_resolution_id")),
        sa.PrimaryKeyConstraint("resolution_id", "idea_id", name=op.f("pk_resolution_idea")),
    )
    op.create_index(op.f("ix_resolution_idea_idea_id"), "resolution_idea", ["idea_id"], unique=False)
    op.create_table(
        "seat_vote",
        sa.Column("resolution_id", sa.BigInteger(), nullable=False),
        sa.Column("seat_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.CheckConstraint("choice IN ('for', 'against', 'abstain')", name=op.f("ck_seat_vote_choice")),
        sa.ForeignKeyConstraint(["resolution_id"], ["resolution.id"], name=op.f("fk_seat_vote_resolution_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_seat_vote_seat_id")),
        sa.PrimaryKeyConstraint("resolution_id", "seat_id", name=op.f("pk_seat_vote")),
    )
    op.execute(REFUSE)
    for table in TABLES:
        columns = f" OF {FINAL}" if table == "resolution" else ""
        op.execute(
            f"CREATE TRIGGER {table}_is_final BEFORE UPDATE{columns} OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION resolution_is_final()"
        )
