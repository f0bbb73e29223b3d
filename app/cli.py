"""The command line: every verb an operator needs, gathered from the rooms."""

from __future__ import annotations

from flask import Flask
from flask.cli import AppGroup

from app.members import cli as members_cli

GROUPS: tuple[AppGroup, ...] = (*members_cli.GROUPS,)


def init_app(app: Flask) -> None:
    """Hang every command group into `flask`."""
    for group in GROUPS:
        app.cli.add_command(group)
