"""Pages of triage; importing the modules hangs their views into the blueprint."""

from app.moderation.routes import desk, queue
from app.moderation.routes.blueprint import moderation

__all__ = ["desk", "moderation", "queue"]
