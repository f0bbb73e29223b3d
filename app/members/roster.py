"""Importing a roster file: reference data and seats; safe to repeat, writes only what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from app.clock import local
from app.db import db
from app.members.models import Membership, Seat
from app.members.queries import SeatRow, seats_on
from app.region.reference import Report, check_form, import_reference, write_facts

Entry = Mapping[str, Any]


def import_roster(file: Mapping[str, Any], now: datetime) -> Report:
    """Bring reference data and seats to what the file says, and tell what was done.

    A seat is recognised by type, organisation and role, else by who holds it; a seat whose entry
    has no name becomes vacant. Seats that the file does not name are reported and left alone:
    a file that was cut short must not take anybody's membership. Raises BadRoster.
    """
    check_form(file)
    report = Report()
    import_reference(file, report)
    _import_seats(file["seats"], _first_day(file, now), local(now).date(), now, report)
    return report


def _first_day(file: Mapping[str, Any], now: datetime) -> date:
    appointed = file.get("body", {}).get("appointed_on")
    return min(date.fromisoformat(appointed), local(now).date()) if appointed else local(now).date()


def _import_seats(entries: Sequence[Entry], first_day: date, today: date, now: datetime, report: Report) -> None:
    left = seats_on(today)
    for number, entry in enumerate(entries, start=1):
        row = _recognise(entry, left)
        if row:
            left.remove(row)
        seat = _write_seat(row.seat if row else None, number, entry, report)
        starts = today if row else first_day
        _write_holder(seat, row.holder if row else None, entry, starts, now, report)
    for offset, row in enumerate(left, start=len(entries) + 1):
        row.seat.number = offset
        report.lines.append(f"left alone, not in the file: seat {_label(row.seat)}")
    db.session.flush()


def _recognise(entry: Entry, rows: Sequence[SeatRow]) -> SeatRow | None:
    """The seat that an entry speaks of: same office and same holder, else same holder, else same office."""
    same_office = [row for row in rows if _office(row.seat) == _entry_office(entry)]
    same_holder = [row for row in rows if row.holder and entry["name"] and row.holder.name == entry["name"]]
    both = [row for row in same_office if row in same_holder]
    return next(iter(both or same_holder or same_office), None)


def _office(seat: Seat) -> tuple[str, ...]:
    return (seat.seat_type, seat.organisation, seat.role_de)


def _entry_office(entry: Entry) -> tuple[str, ...]:
    return (entry["seat_type"], entry["organisation"], entry["role_de"])


def _write_seat(seat: Seat | None, number: int, entry: Entry, report: Report) -> Seat:
    facts = {
        "number": number,
        "seat_type": entry["seat_type"],
        "sector": entry["sector"],
        "authority_ags": entry.get("authority"),
        "organisation": entry["organisation"],
        "role_de": entry["role_de"],
        "role_en": entry.get("role_en", seat.role_en if seat else entry["role_de"]),
        "voting": entry.get("voting", True),
    }
    if seat is None:
        seat = Seat(**facts)
        db.session.add(seat)
        db.session.flush()
        report.made(f"seat {_label(seat)}")
    else:
        write_facts(seat, f"seat {_label(seat)}", facts, report)
    return seat


def _write_holder(
    seat: Seat, holder: Membership | None, entry: Entry, starts: date, now: datetime, report: Report
) -> None:
    if holder and holder.name != entry["name"]:
        _end_membership(holder, now)
        report.changed(f"seat {_label(seat)}: {holder.name} has left")
        holder = None
    if not entry["name"]:
        return
    facts = {"title": entry.get("title", ""), "spokesperson": bool(entry.get("spokesperson"))}
    if holder:
        write_facts(holder, f"membership of {holder.name}", facts, report)
        return
    db.session.add(Membership(seat_id=seat.id, name=entry["name"], valid_from=starts, valid_to=None, **facts))
    db.session.flush()
    report.made(f"membership of {entry['name']}")


def _end_membership(holder: Membership, now: datetime) -> None:
    """Who loses the seat loses the member's access and mail the same day: both ask who is seated."""
    holder.valid_to = local(now).date()
    db.session.flush()


def _label(seat: Seat) -> str:
    return ", ".join(filter(None, (str(seat.number), seat.role_de, seat.organisation)))
