"""`flask sweep NAME`: runs one sweep once, now or as if it were another moment, and says what it did."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from app.clock import BERLIN
from app.clock import now as clock_now
from app.sweeps.queries import sweep_runs
from app.sweeps.registry import sweeps_of
from app.sweeps.runner import run


class Moment(click.ParamType[datetime]):
    """A time in ISO 8601; without an offset it is meant on the clocks of Europe/Berlin."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment in UTC; click tells the operator when it cannot be read."""
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no time like 2026-12-13T09:00+01:00", param, ctx)
        return (moment if moment.tzinfo else moment.replace(tzinfo=BERLIN)).astimezone(UTC)


@click.command("sweep")
@click.argument("name", required=False)
@click.option("--now", "moment", type=Moment(), help="Run as if it were this time, e.g. 2026-12-13T09:00+01:00.")
@click.option("--dry-run", is_flag=True, help="Only say what is due.")
@click.option("--list", "listing", is_flag=True, help="Show every sweep, its rhythm and its last run.")
@with_appcontext
def sweep_command(name: str | None, moment: datetime | None, dry_run: bool, listing: bool) -> None:
    """Run one sweep once."""
    if listing or name is None:
        _list()
        return
    sweep = sweeps_of(current_app).get(name)
    if sweep is None:
        raise click.UsageError(f"There is no sweep {name!r}; `flask sweep --list` shows them.")
    report = run(sweep, moment or clock_now(), dry_run)
    if dry_run:
        click.echo(f"{report.name}: {report.found} due, nothing done (dry run)")
        return
    click.echo(f"{report.name}: {report.found} found, {report.done} done, {len(report.failed)} failed")
    for failure in report.failed:
        click.echo(f"  failed: {failure}", err=True)
    if report.failed:
        raise SystemExit(1)


def _list() -> None:
    last = {entry.name: entry for entry in sweep_runs()}
    for name, sweep in sorted(sweeps_of(current_app).items()):
        entry = last.get(name)
        ran = f"last {entry.ended_at:%Y-%m-%d %H:%M:%S} UTC" if entry else "never yet"
        click.echo(f"{name:<28} every {sweep.every!s:<16} {ran}")
