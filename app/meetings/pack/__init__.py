"""The meeting pack: what goes in, for whom, and how it is set."""

from app.meetings.pack.setting import Pack, PackFault, make

__all__ = ["Pack", "PackFault", "make"]
