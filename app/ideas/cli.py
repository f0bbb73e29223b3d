"""Ideas on the command line."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from app.clock import now
from app.db import transaction
from app.ideas.queries.reference import reference_data
from app.ideas.services.entry import Entry, begin_entry, submit_entry
from app.ideas.tables import UnreadableTable, entries, read_rows

ideas = AppGroup("ideas", help="Ideas.")
GROUPS = (ideas,)


@ideas.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """Record the ideas of a CSV or JSON FILE; one that is there already is left alone.

    The columns are: key, title, body, action_field, goals, authorities, group, organisation, contact_name,
    contact_email, contact_phone, annex, received_on, language. Rows with errors are named and left out.
    """
    try:
        rows = read_rows(file)
    except UnreadableTable as fault:
        raise click.ClickException(str(fault)) from fault
    counts = {"recorded": 0, "known": 0, "wrong": 0}
    for found in entries(rows, reference_data(now())):
        if isinstance(found, Entry):
            counts["recorded" if _record(found) else "known"] += 1
            continue
        counts["wrong"] += 1
        for error in found:
            click.echo(str(error), err=True)
    click.echo(", ".join(f"{count} {word}" for word, count in counts.items()))
    if counts["wrong"]:
        raise SystemExit(1)


def _record(entry: Entry) -> bool:
    """One row, one transaction: a fault in one leaves the others recorded."""
    with transaction():
        idea, is_new = begin_entry(entry, now())
        if is_new:
            submit_entry(idea, now())
    return is_new
