"""Importing a roster file: reference data and seats; safe to repeat, writes only what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from app.clock import local
from app.db import db
from app.members.models import ChangeSource, Membership, Seat
from app.members.queries import SeatRow, seats_on
from app.members.seat_history import decided_by_office
from app.members.services.seats import Decision, record
from app.region.reference import Report, check_form, import_reference, write_facts

Entry = Mapping[str, Any]


def import_roster(file: Mapping[str, Any], now: datetime) -> Report:
    """Bring reference data and seats to what the file says, and tell what was done.

    A seat is recognised by type, organisation and role, else by who holds it; a seat whose entry
    has no name becomes vacant. Seats that the file does not name are reported and left alone:
    a file that was cut short must not take anybody's membership. Where the office decided last who
    holds a seat, that stands, and the report says where the file differs. Raises BadRoster.
    """
    check_form(file)
    report = Report()
    import_reference(file, report)
    _Seats(_first_day(file, now), now, report).bring_to(file["seats"])
    return report


def _first_day(file: Mapping[str, Any], now: datetime) -> date:
    appointed = file.get("body", {}).get("appointed_on")
    return min(date.fromisoformat(appointed), local(now).date()) if appointed else local(now).date()


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


class _Seats:
    """One import of seats: the first day of new seats, today, and whose decisions it must not undo."""

    def __init__(self, first_day: date, now: datetime, report: Report) -> None:
        self.first_day, self.today, self.report = first_day, local(now).date(), report
        self.decision = Decision(now, None, ChangeSource.ROSTER)
        self.decided = decided_by_office()

    def bring_to(self, entries: Sequence[Entry]) -> None:
        """Seats and holders as the file says, as far as that is the file's to say."""
        left = seats_on(self.today)
        for number, entry in enumerate(entries, start=1):
            row = _recognise(entry, left)
            if row:
                left.remove(row)
            seat = _write_seat(row.seat if row else None, number, entry, self.report)
            self._write_holder(seat, row.holder if row else None, entry, self.today if row else self.first_day)
        for offset, row in enumerate(left, start=len(entries) + 1):
            row.seat.number = offset
            self.report.lines.append(f"left alone, not in the file: seat {_label(row.seat)}")
        db.session.flush()

    def _write_holder(self, seat: Seat, holder: Membership | None, entry: Entry, starts: date) -> None:
        facts = {"title": entry.get("title", ""), "spokesperson": bool(entry.get("spokesperson"))}
        if holder and holder.name == entry["name"]:
            write_facts(holder, f"membership of {holder.name}", facts, self.report)
        elif seat.id in self.decided and (holder or entry["name"]):
            self._leave_alone(seat, holder, entry)
        else:
            self._replace(seat, holder, entry, starts, facts)

    def _leave_alone(self, seat: Seat, holder: Membership | None, entry: Entry) -> None:
        decided = local(self.decided[seat.id].at).date()
        self.report.lines.append(
            f"left alone, decided by the office on {decided}: seat {_label(seat)}"
            f" is {f'held by {holder.name}' if holder else 'vacant'}, the file says {entry['name'] or 'vacant'}"
        )

    def _replace(
        self, seat: Seat, holder: Membership | None, entry: Entry, starts: date, facts: Mapping[str, Any]
    ) -> None:
        if holder:
            # Who loses the seat loses the member's access and mail the same day: both ask who is seated.
            holder.valid_to = self.today
            db.session.flush()
            record(seat.id, "ended", self.today, self.decision, name=holder.full_name)
            self.report.changed(f"seat {_label(seat)}: {holder.name} has left")
        if not entry["name"]:
            return
        membership = Membership(seat_id=seat.id, name=entry["name"], valid_from=starts, valid_to=None, **facts)
        db.session.add(membership)
        db.session.flush()
        record(seat.id, "seated", starts, self.decision, name=membership.full_name)
        self.report.made(f"membership of {entry['name']}")


def _label(seat: Seat) -> str:
    return ", ".join(filter(None, (str(seat.number), seat.role_de, seat.organisation)))
