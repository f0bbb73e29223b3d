"""Proposals on their way through the planner's form: what a row carries, and reading it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from werkzeug.datastructures import MultiDict

from app.clock import BERLIN
from app.meetings.planner import Proposal
from app.meetings.services import Appointment

MOST_AT_ONCE = 12
LONGEST = timedelta(hours=12)


def row_value(proposal: Proposal) -> str:
    """What the checkbox of a proposal carries: begin and end on Berlin's clocks."""
    return f"{_written(proposal.starts_at)}/{_written(proposal.ends_at)}"


def host_field(proposal: Proposal) -> str:
    """The name of the field in which the office may swap the proposal's host."""
    return f"host-{_written(proposal.starts_at)}"


def posted_proposals(form: MultiDict[str, str], hosts: set[str]) -> list[Appointment]:
    """The ticked proposals; a row that no page of ours has written is left out."""
    return list(_read(form, hosts))[:MOST_AT_ONCE]


def _read(form: MultiDict[str, str], hosts: set[str]) -> Iterator[Appointment]:
    for value in dict.fromkeys(form.getlist("take")):
        begin, _, end = value.partition("/")
        starts_at, ends_at, host = _moment(begin), _moment(end), form.get(f"host-{begin}", "")
        if starts_at and ends_at and timedelta() < ends_at - starts_at <= LONGEST and host in hosts:
            yield Appointment(starts_at, ends_at, host)


def _written(moment: datetime) -> str:
    return moment.astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M")


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=BERLIN)
    except ValueError:
        return None
