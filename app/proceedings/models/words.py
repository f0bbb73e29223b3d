"""How a table says that a column holds one of a few words."""

from __future__ import annotations

from collections.abc import Iterable


def one_of(column: str, values: Iterable[str]) -> str:
    """The condition of a CHECK constraint."""
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"
