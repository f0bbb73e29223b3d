"""Pages about ideas; a new module of views is imported here, so that its addresses exist."""

from app.ideas.routes import attachments, feed, office, reading, status, submission, words
from app.ideas.routes.blueprint import ideas

__all__ = ["attachments", "feed", "ideas", "office", "reading", "status", "submission", "words"]
