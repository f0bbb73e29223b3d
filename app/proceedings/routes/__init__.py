"""Pages of what happens in and after a meeting."""

from app.proceedings.routes import circular, item, minutes, reading, running, tasks
from app.proceedings.routes.blueprint import proceedings

__all__ = ["circular", "item", "minutes", "proceedings", "reading", "running", "tasks"]
