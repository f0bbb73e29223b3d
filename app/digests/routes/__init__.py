"""Pages of news: follow, confirm, see and end what one follows, read a digest."""

from app.digests.routes import asking, mine, reading
from app.digests.routes.blueprint import digests

__all__ = ["asking", "digests", "mine", "reading"]
