"""Pages of news: follow, confirm, see and end what one follows, read a digest."""

from app.digests.routes import asking, desk, mine, reading
from app.digests.routes.blueprint import digests

__all__ = ["asking", "desk", "digests", "mine", "reading"]
