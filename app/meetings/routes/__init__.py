"""Pages about meetings: for everybody, for those who are invited, and for the office that plans them."""

from app.meetings.routes import (
    agenda,
    attendance,
    feeds,
    items,
    ladder,
    mine,
    office,
    packs,
    papers,
    public,
    replies,
)
from app.meetings.routes.blueprint import meetings

__all__ = [
    "agenda",
    "attendance",
    "feeds",
    "items",
    "ladder",
    "meetings",
    "mine",
    "office",
    "packs",
    "papers",
    "public",
    "replies",
]
