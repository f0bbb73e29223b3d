"""The seats as the public page shows them: by type, in the order of the roster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import LazyString

from app.i18n import current_language
from app.i18n import lazy_gettext as _l
from app.members.models import SeatType
from app.members.standing import Represented
from app.region.queries import groups

TYPES: dict[SeatType, tuple[LazyString, LazyString]] = {
    SeatType.AUTHORITY: (
        _l("Gebietskörperschaften"),
        _l("Sitze kraft Amtes: einer für jede Gebietskörperschaft der Region."),
    ),
    SeatType.APPOINTED: (
        _l("Berufene Mitglieder"),
        _l("Menschen aus Wirtschaft, Wissenschaft, Gesellschaft und Verwaltung, die in den Konvent berufen wurden."),
    ),
    SeatType.PERMANENT: (
        _l("Ständige Mitglieder"),
        _l("Sie gehören dem Konvent dauerhaft an."),
    ),
}


SINGLE: dict[str, LazyString] = {
    SeatType.AUTHORITY: _l("kraft Amtes"),
    SeatType.APPOINTED: _l("berufen"),
    SeatType.PERMANENT: _l("ständig"),
}


def seat_type_name(seat_type: str) -> str:
    """How one seat comes about, in a word."""
    return str(SINGLE[seat_type])


def sector_name(code: str) -> str:
    """The part of society that a seat speaks for."""
    return next((group.name(current_language()) for group in groups() if group.code == code), code)


@dataclass(frozen=True, slots=True)
class Table:
    """The seats of one type."""

    code: str
    name: LazyString
    explanation: LazyString
    rows: list[Represented]


def by_type(rows: Sequence[Represented]) -> list[Table]:
    """One table for each type that has seats; the spokesperson's seat comes first in its own."""
    tables = [Table(kind, *TYPES[kind], _of_type(rows, kind)) for kind in SeatType]
    return [table for table in tables if table.rows]


def _of_type(rows: Sequence[Represented], kind: SeatType) -> list[Represented]:
    mine = [row for row in rows if row.seat.seat_type == kind]
    return sorted(mine, key=lambda row: not (row.holder and row.holder.spokesperson))
