"""Pages about ideas; a new module of views is imported here, so that its addresses exist."""

from app.ideas.routes import feed, reading
from app.ideas.routes.blueprint import ideas

__all__ = ["feed", "ideas", "reading"]
