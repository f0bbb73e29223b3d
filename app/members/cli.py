"""Accounts and the roster on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.exc import IntegrityError

from app.clock import now
from app.db import transaction
from app.members.addresses import BadAddress, normal_address
from app.members.links import make_link
from app.members.models import LinkPurpose, Role
from app.members.queries import people_with_role
from app.members.roster import import_roster
from app.members.services import accounts
from app.web.links import absolute

users = AppGroup("users", help="Accounts.")
roster = AppGroup("roster", help="Reference data and seats.")

GROUPS = (users, roster)


@users.command("invite")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice([str(role) for role in Role]), help="Repeatable."
)
@click.option("--name", default="", help="First name and surname; the person can correct it.")
@click.option("--language", default="de", type=click.Choice(["de", "en"]), help="Language of the letter.")
@click.argument("address")
def invite(roles: tuple[str, ...], name: str, language: str, address: str) -> None:
    """Open an account for ADDRESS, or add the roles to the one it has, and send the invitation."""
    try:
        email = normal_address(address)
    except BadAddress as fault:
        raise click.BadParameter(f"{address!r} is no e-mail address.", param_hint="ADDRESS") from fault
    with transaction():
        person = accounts.invite(email, name, {Role(role) for role in roles}, now(), language=language)
        held = ", ".join(sorted(person.grants))
        invited = person.joined_at is None and person.is_active
    click.echo(f"{email}: {held or 'no roles'}; {'invitation posted' if invited else 'has joined, no letter posted'}")


@users.command("bootstrap-admin")
def bootstrap_admin() -> None:
    """Print a link, good once and for a day, that makes the first administrator."""
    if people_with_role(Role.ADMIN):
        raise click.ClickException("There is an administrator already, who can invite others.")
    with transaction():
        token = make_link(LinkPurpose.BOOTSTRAP, None, now())
    click.echo(absolute("members.set_up", token=token))


@roster.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """Bring reference data and seats to what FILE says; repeating it changes nothing."""
    try:
        with transaction():
            report = import_roster(json.loads(file.read_text(encoding="utf-8")), now())
    except ValueError as fault:
        raise click.ClickException(f"{file}: {fault}") from fault
    except IntegrityError as fault:
        # A code that does not exist, a colour that is none: the tables' own constraints say which.
        raise click.ClickException(f"{file}: {fault.orig}") from fault
    for line in report.lines:
        click.echo(line)
    click.echo(f"unchanged: {report.unchanged}")
