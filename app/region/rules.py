"""The body's rules: deadlines, rhythms and weights with defaults that the body's row may override."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.clock import end_of_day, local
from app.db import db
from app.region.calendar import due_in_working_days
from app.region.models import Body

DEFAULT_WEIGHTS = {
    "transformation": 30,
    "supra_regional": 25,
    "value_and_jobs": 15,
    "innovation": 10,
    "cooperation": 10,
    "readiness": 10,
}
# What a host prepares, and how many days before the meeting it is due. The words are the body's, not ours.
DEFAULT_HOST_CHECKLIST = (
    ("Raum reserviert", 42),
    ("Barrierefreier Zugang und Toiletten geprüft", 28),  # not a text
    ("Dolmetschen und Gebärdensprache bestellt, falls gewünscht", 28),  # not a text
    ("Verpflegung bestellt", 14),
    ("Technik und Livestream geprüft", 7),  # not a text
    ("Empfang, Beschilderung und Namensschilder bereit", 2),
)

# What stands on every agenda; `ideas` marks the place where ideas come in. The words are the body's, not ours.
USUAL_ITEMS: tuple[Mapping[str, Any], ...] = (
    {"title": "Begrüßung", "kind": "information", "minutes": 5},  # not a text
    {"title": "Feststellung der Beschlussfähigkeit", "kind": "information", "minutes": 5},  # not a text
    {"title": "Genehmigung der Niederschrift der letzten Sitzung", "kind": "decision", "minutes": 10},
    {"ideas": True},
    {"title": "Verschiedenes", "kind": "discussion", "minutes": 15},
)


@dataclass(frozen=True, slots=True)
class BodyRules:
    """Settings of the body. `*_working_days` count Saxon working days, `*_days` calendar days.

    `late_item_days` before a meeting items still come in time; `usual_items` is the template of an agenda.
    `quorum_over_percent` is the share of the voting seats that must be exceeded for the body to decide.
    `host_rotation` are authorities' keys in the order in which they host; who is not named follows after.
    `host_checklist` is what a host prepares, with the days before the meeting on which it is due.
    `qualify_until` is the last day on which submitters can complete their ideas, if there is one.
    """

    take_up_working_days: int = 5
    formal_check_working_days: int = 10
    answer_days: int = 14
    answer_reminder_days: int = 3
    notice_days: int = 14
    assessment_days: int = 28
    response_working_days: int = 10
    new_ideas_notice_minutes: int = 30
    overdue_notice_hour: int = 7
    quorum_over_percent: int = 50
    objection_days: int = 14
    minutes_due_days: int = 10
    task_reminder_days: int = 7
    task_escalation_days: int = 14
    circular_reminder_days: int = 3
    circular_objection_defeats: bool = True
    qualify_until: date | None = None
    weights: Mapping[str, int] = field(default_factory=lambda: DEFAULT_WEIGHTS)
    demo: bool = False
    reference_prefix: str = "RK"
    show_deputies: bool = False
    late_item_days: int = 7
    usual_items: Sequence[Mapping[str, Any]] = USUAL_ITEMS
    host_rotation: tuple[str, ...] = ()
    host_checklist: tuple[tuple[str, int], ...] = DEFAULT_HOST_CHECKLIST

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> BodyRules:
        """The defaults with what `stored` (the body's JSON) overrides; unknown names are left alone.

        Raises ValueError when a stored value has the wrong form: a wrong deadline must not pass silently.
        """
        known = {rule.name for rule in fields(cls)}
        values = {name: value for name, value in stored.items() if name in known}
        if isinstance(values.get("qualify_until"), str):
            values["qualify_until"] = date.fromisoformat(values["qualify_until"])
        if "host_rotation" in values:
            values["host_rotation"] = tuple(str(ags) for ags in values["host_rotation"])
        if "host_checklist" in values:
            values["host_checklist"] = tuple((str(title), int(days)) for title, days in values["host_checklist"])
        for name, value in values.items():
            if name.endswith(("_days", "_minutes", "_hour", "_percent")) and (type(value) is not int or value < 0):
                raise ValueError(f"body rule {name} must be a whole number of at least 0, not {value!r}")
        return cls(**values)

    def take_up_by(self, now: datetime) -> datetime:
        """Until when a moderator takes up an idea submitted at `now`."""
        return due_in_working_days(now, self.take_up_working_days)

    def check_by(self, now: datetime) -> datetime:
        """Until when the formal check that begins at `now` ends."""
        return due_in_working_days(now, self.formal_check_working_days)

    def answer_by(self, now: datetime) -> datetime:
        """Until when an inquiry sent at `now` is to be answered: never past `qualify_until`."""
        day = local(now).date() + timedelta(days=self.answer_days)
        return end_of_day(min(day, self.qualify_until) if self.qualify_until else day)

    def assess_by(self, now: datetime) -> datetime:
        """Until when the assessment that begins at `now` ends."""
        return end_of_day(local(now).date() + timedelta(days=self.assessment_days))


def body_rules() -> BodyRules:
    """The rules of the body in this database; the defaults while there is none."""
    stored = db.session.execute(select(Body.rules).limit(1)).scalar_one_or_none()
    return BodyRules.read(stored or {})
