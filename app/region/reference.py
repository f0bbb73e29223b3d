"""Importing reference data: the body, its authorities, action fields, goals and groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.db import Model, db
from app.region.models import ActionField, Authority, Body, Goal, Group

Facts = dict[str, Any]
CODED: tuple[tuple[str, type[ActionField | Goal | Group]], ...] = (
    ("action_fields", ActionField),
    ("goals", Goal),
    ("groups", Group),
)


class BadRoster(ValueError):
    """The file lacks something or has it in a form that cannot be read; the message says what."""


@dataclass(slots=True)
class Report:
    """What an import did, line by line, and how much it found as it should be."""

    lines: list[str] = field(default_factory=list)
    unchanged: int = 0

    def made(self, what: str) -> None:
        """Something new was written."""
        self.lines.append(f"new: {what}")

    def changed(self, what: str) -> None:
        """Something was brought to what the file says."""
        self.lines.append(f"changed: {what}")


REQUIRED: dict[str, tuple[str, ...]] = {
    "authorities": ("ags", "code", "name_de", "seat", "colour", "head"),
    "action_fields": ("code", "name_de"),
    "goals": ("code", "name_de"),
    "groups": ("code", "name_de"),
    "seats": ("seat_type", "name", "role_de", "organisation", "sector"),
}
BODY_REQUIRED = ("slug", "name_de", "name_en", "project_de", "project_en", "spokesperson")


def check_form(file: Any) -> None:
    """Raise BadRoster that names the first thing missing, before anything is written."""
    if not isinstance(file, dict) or not isinstance(file.get("body"), dict):
        raise BadRoster("the file must be an object with an object 'body'")
    _demand(file["body"], BODY_REQUIRED, "body")
    for section, keys in REQUIRED.items():
        entries = file.get(section)
        if not isinstance(entries, list):
            raise BadRoster(f"{section!r} must be a list")
        for number, entry in enumerate(entries, start=1):
            _demand(entry, keys, f"{section}, entry {number}")


def _demand(entry: Any, keys: tuple[str, ...], where: str) -> None:
    missing = [key for key in keys if not isinstance(entry, dict) or not isinstance(entry.get(key), str)]
    if missing:
        raise BadRoster(f"{where}: needs text for {', '.join(missing)}")


def import_reference(file: Mapping[str, Any], report: Report) -> None:
    """Bring the reference tables to what the file says. Nothing is deleted: ideas may point to it."""
    body = file["body"]
    appointed = body.get("appointed_on")
    facts: Facts = {name: body[name] for name in ("name_de", "name_en", "project_de", "project_en", "spokesperson")}
    facts["appointed_on"] = date.fromisoformat(appointed) if appointed else None
    _put(Body, {"slug": body["slug"]}, facts, report)
    for position, entry in enumerate(file["authorities"]):
        facts = {name: entry[name] for name in ("code", "name_de", "seat", "colour", "head")}
        _put(Authority, {"ags": entry["ags"]}, facts | _english(entry) | {"position": position}, report)
    for key, table in CODED:
        for position, entry in enumerate(file[key]):
            facts = {"name_de": entry["name_de"], "position": position} | _english(entry)
            _put(table, {"code": entry["code"]}, facts, report)
    db.session.flush()


def write_facts(row: Model, label: str, facts: Facts, report: Report) -> None:
    """Set what differs on a row and report it."""
    different = {name: value for name, value in facts.items() if getattr(row, name) != value}
    if not different:
        report.unchanged += 1
        return
    told = "; ".join(f"{name} {getattr(row, name)!r} → {value!r}" for name, value in different.items())
    for name, value in different.items():
        setattr(row, name, value)
    report.changed(f"{label}: {told}")


def _english(entry: Mapping[str, Any]) -> Facts:
    # Without an English name in the file the one that is stored stays.
    return {"name_en": entry["name_en"]} if "name_en" in entry else {}


def _put(table: type[Any], key: Facts, facts: Facts, report: Report) -> None:
    label = f"{table.__tablename__} {next(iter(key.values()))}"
    row = db.session.get(table, tuple(key.values()))
    if row is None:
        db.session.add(table(**key, **({"name_en": facts["name_de"]} | facts)))
        report.made(label)
    else:
        write_facts(row, label, facts, report)
