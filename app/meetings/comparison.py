"""What has changed between two agendas, told item by item: new, gone, other words, another place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

What = Literal["added", "removed", "renamed", "moved", "minutes", "rapporteur", "kind", "visibility"]
COMPARED: Sequence[tuple[What, str]] = (
    ("renamed", "title"),
    ("kind", "kind"),
    ("minutes", "minutes"),
    ("rapporteur", "rapporteur"),
    ("visibility", "public"),
)
Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AgendaChange:
    """One change: `number` is the item's number now (for a removed one the old one), `before` what stood there."""

    what: What
    number: int
    title: str
    before: Any = None
    after: Any = None


def compare(before: Sequence[Said], after: Sequence[Said]) -> list[AgendaChange]:
    """The changes in the order of the new agenda, what is gone last. A number that only slid is no change."""
    old = {item["id"]: item for item in before}
    new = {item["id"]: item for item in after}
    stayed = _in_old_order([old[item["id"]]["number"] for item in after if item["id"] in old])
    changes: list[AgendaChange] = []
    for item in after:
        if item["id"] not in old:
            changes.append(AgendaChange("added", item["number"], item["title"]))
        else:
            changes += _changed(old[item["id"]], item, moved=old[item["id"]]["number"] not in stayed)
    gone = [AgendaChange("removed", item["number"], item["title"]) for item in before if item["id"] not in new]
    return changes + gone


def _changed(before: Said, after: Said, *, moved: bool) -> list[AgendaChange]:
    number, title = after["number"], after["title"]
    changes = [
        AgendaChange(what, number, title, before[key], after[key])
        for what, key in COMPARED
        if before[key] != after[key]
    ]
    if moved:
        changes.append(AgendaChange("moved", number, title, before["number"], number))
    return changes


def _in_old_order(numbers: Sequence[int]) -> set[int]:
    """The longest run of items that still stand in their old order: all others have moved."""
    tails: list[int] = []
    at: list[int] = []
    for number in numbers:
        place = bisect_left(tails, number)
        tails[place : place + 1] = [number]
        at.append(place)
    kept, wanted = set(), len(tails) - 1
    for number, place in zip(reversed(numbers), reversed(at), strict=True):
        if place == wanted:
            kept.add(number)
            wanted -= 1
    return kept
