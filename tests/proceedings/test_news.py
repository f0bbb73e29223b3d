"""Minutes that were published are news, with their public resolutions counted; unpublished ones are none."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.proceedings.news import SOURCE
from app.proceedings.services.cycle import circulate_minutes, publish_minutes
from app.proceedings.services.deciding import Motion, Tally, record_resolution
from tests.proceedings.table import end, set_table


def test_published_minutes_are_news(db_session: Session, now: datetime) -> None:
    table = set_table(now)
    record_resolution(table.item.id, Motion("So."), Tally(5, 0, 0), now=now, actor_id=None)
    end(table, now)
    circulate_minutes(table.meeting.id, now=now, actor_id=None)
    before = now - timedelta(seconds=1)
    assert SOURCE.changes(before, now) == []
    subject = f"minutes:{table.meeting.id}"
    assert SOURCE.readable([subject], now) == set()
    publish_minutes(table.meeting.id, now=now)
    (change,) = SOURCE.changes(before, now)
    assert change.subject == subject
    assert "1 Beschluss" in change.say(1)
    assert SOURCE.readable([subject], now) == {subject}
    assert SOURCE.changes(now, now + timedelta(days=1)) == []
