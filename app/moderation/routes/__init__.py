"""Pages of triage; importing the modules hangs their views into the blueprint."""

from app.moderation.routes import contributions, desk, queue
from app.moderation.routes.blueprint import moderation

__all__ = ["contributions", "desk", "moderation", "queue"]
