"""The command line: every verb an operator needs, gathered from the rooms."""

from __future__ import annotations

from flask import Flask
from flask.cli import AppGroup

GROUPS: tuple[AppGroup, ...] = ()


def init_app(app: Flask) -> None:
    """Hang every command group into `flask`."""
    for group in GROUPS:
        app.cli.add_command(group)
