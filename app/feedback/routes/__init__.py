"""Pages of feedback; importing them hangs their views into the blueprint."""

from app.feedback.routes import confirming, mine, writing
from app.feedback.routes.blueprint import feedback

__all__ = ["confirming", "feedback", "mine", "writing"]
