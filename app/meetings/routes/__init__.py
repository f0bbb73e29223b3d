"""Pages about meetings: for everybody, and for the office that plans them."""

from app.meetings.routes import agenda, items, mine, office, papers, public
from app.meetings.routes.blueprint import meetings

__all__ = ["agenda", "items", "meetings", "mine", "office", "papers", "public"]
