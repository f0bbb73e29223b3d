"""Pages about meetings: for everybody, for those who are invited, and for the office that plans them."""

from app.meetings.routes import (
    agenda,
    attendance,
    feeds,
    hosting,
    items,
    ladder,
    mine,
    office,
    packs,
    papers,
    public,
    replies,
    year,
)
from app.meetings.routes.blueprint import meetings

__all__ = [
    "agenda",
    "attendance",
    "feeds",
    "hosting",
    "items",
    "ladder",
    "meetings",
    "mine",
    "office",
    "packs",
    "papers",
    "public",
    "replies",
    "year",
]
