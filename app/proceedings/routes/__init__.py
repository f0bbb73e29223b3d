"""Pages of what happens in and after a meeting."""

from app.proceedings.routes.blueprint import proceedings

__all__ = ["proceedings"]
