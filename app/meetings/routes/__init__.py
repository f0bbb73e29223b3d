"""Pages about meetings: for everybody, and for the office that plans them."""

from app.meetings.routes import agenda, mine, office, public
from app.meetings.routes.blueprint import meetings

__all__ = ["agenda", "meetings", "mine", "office", "public"]
