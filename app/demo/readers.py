"""The demo’s readers: whoever has a right to news has had it for some weeks, so that a first digest has news."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.digests.services.by_right import follow_by_right, people_without_follow

FOLLOWED_FOR = timedelta(days=25)


def let_people_follow(now: datetime) -> None:
    """Members follow the convention, and submitters who confirmed an address their ideas, since some weeks ago."""
    since = now - FOLLOWED_FOR
    for who in people_without_follow(now):
        follow_by_right(who, since)
