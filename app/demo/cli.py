"""The demo on the command line."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.clock import now
from app.db import transaction
from app.demo.load import load_demo

group = AppGroup("demo", help="Fictitious data to try the house with.")


@group.command("load")
def load() -> None:
    """Fill the house with reference data and fictitious people, ideas and meetings; safe to repeat."""
    with transaction():
        sign_ins = load_demo(now())
    if not sign_ins:
        click.echo("The demo is loaded already; nothing was changed.")
    for person in sign_ins:
        click.echo(f"{person.role:<10} {person.address:<30} {person.password}")
