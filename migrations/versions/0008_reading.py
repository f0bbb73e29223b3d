"""Triggers that copy an idea's places and goals into the idea's own row, where reading filters by them."""

from alembic import op

revision = "0008"
down_revision = "0007"

COPY = """
CREATE FUNCTION idea_copy_places_and_goals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE idea SET
    authority_ags = ARRAY(SELECT ags FROM idea_authority WHERE idea_id = idea.id ORDER BY ags),
    goal_codes = ARRAY(SELECT goal_code FROM idea_goal WHERE idea_id = idea.id ORDER BY goal_code)
  WHERE id IN (SELECT idea_id FROM changed);
  RETURN NULL;
END $$
"""
# A trigger that sees all changed rows at once may listen to one event only.
EVENTS = (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))


def upgrade() -> None:
    op.execute(COPY)
    for table in ("idea_authority", "idea_goal"):
        for event, rows in EVENTS:
            op.execute(
                f"CREATE TRIGGER {table}_{event.lower()} AFTER {event} ON {table}"
                f" REFERENCING {rows} TABLE AS changed"
                " FOR EACH STATEMENT EXECUTE FUNCTION idea_copy_places_and_goals()"
            )
