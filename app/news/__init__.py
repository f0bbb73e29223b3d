"""News: what has changed, as plain values that every domain offers and the digests fold; knows no domain."""

from app.news.change import Change, NewsSource
from app.news.registry import changes_between, register, still_readable

__all__ = ["Change", "NewsSource", "changes_between", "register", "still_readable"]
