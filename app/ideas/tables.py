"""Reads ideas out of a CSV or JSON file: each row by the column names below, errors named by row and column.

Columns: key (unique in its source, required), title, body, action_field, goals, authorities (separated by
semicolons; an authority by its key or its code), group, organisation, contact_name, contact_email,
contact_phone, annex, received_on (YYYY-MM-DD), language (de or en).
"""

from __future__ import annotations

import csv
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from werkzeug.datastructures import MultiDict

from app.ideas.forms.office import RowForm
from app.ideas.queries.reference import Reference
from app.ideas.services.entry import Entry
from app.ideas.states import Channel

# Keys of other systems become ours in a name space of their own.
NAMESPACE = uuid.UUID("6c0f2f2e-6a3b-5f4e-9a55-0d6b3a1b7c11")
FIELDS = {"action_field": "action_field_code", "group": "group_code"}
COLUMNS = {field: column for column, field in FIELDS.items()}
LISTS = ("goals", "authorities")
KNOWN = frozenset(
    {"key", "title", "body", "organisation", "contact_name", "contact_email", "contact_phone", "annex"}
    | {"received_on", "language", *FIELDS, *LISTS}
)


class UnreadableTable(ValueError):
    """The file as a whole is no table that we know."""


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one row."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.message}"


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a file as text. Raises UnreadableTable."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        rows = _from_json(text) if path.suffix.lower() == ".json" else _from_csv(text)
    except (UnicodeDecodeError, json.JSONDecodeError, csv.Error, TypeError, AttributeError) as fault:
        raise UnreadableTable(f"{path.name}: {fault}") from fault
    unknown = sorted({name for row in rows for name in row} - KNOWN)
    if unknown:
        raise UnreadableTable(f"{path.name}: unknown columns: {', '.join(unknown)}")
    return rows


def _from_json(text: str) -> list[dict[str, str]]:
    return [{name: _plain(value) for name, value in row.items()} for row in json.loads(text)]


def _plain(value: Any) -> str:
    return ";".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _from_csv(text: str) -> list[dict[str, str]]:
    lines = text.splitlines(keepends=True)
    # Semicolons separate the values of a list, so the columns are separated by commas or tabs.
    dialect = "excel-tab" if lines and "\t" in lines[0] else "excel"
    return [{name or "?": value or "" for name, value in row.items()} for row in csv.DictReader(lines, dialect=dialect)]


def entries(rows: list[dict[str, str]], reference: Reference) -> Iterator[Entry | list[RowError]]:
    """For each row what is to be recorded, or what is wrong with it (rows count from 1)."""
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        key = row.get("key", "").strip()
        if not key or key in seen:
            said = f"the same as in row {seen[key]}" if key else "missing"
            yield [RowError(number, "key", said)]
            continue
        seen[key] = number
        yield _entry(number, key, row, reference)


def _entry(number: int, key: str, row: Mapping[str, str], reference: Reference) -> Entry | list[RowError]:
    form = RowForm(formdata=_typed(row, reference))
    if not form.validate():
        return [RowError(number, COLUMNS.get(name, name), str(said[0])) for name, said in form.errors.items()]
    return Entry(
        key=uuid.uuid5(NAMESPACE, key),
        channel=Channel.IMPORT,
        received_on=form.received_on.data,
        language=form.language.data,
        values=form.values,
    )


def _typed(row: Mapping[str, str], reference: Reference) -> MultiDict[str, str]:
    by_code = {place.code: place.ags for place in reference.places}
    typed: MultiDict[str, str] = MultiDict({"language": "de"})
    for column, value in row.items():
        values = [part.strip() for part in value.split(";")] if column in LISTS else [value]
        codes = [by_code.get(part, part) for part in values] if column == "authorities" else values
        typed.setlist(FIELDS.get(column, column), [part for part in codes if part or column not in LISTS])
    if not typed.get("language"):
        typed["language"] = "de"
    return typed
