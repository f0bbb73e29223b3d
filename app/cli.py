"""The command line: every verb an operator needs, gathered from the rooms."""

from __future__ import annotations

from click import Command
from flask import Flask

from app.demo import cli as demo_cli
from app.ideas import cli as ideas_cli
from app.mail import cli as mail_cli
from app.members import cli as members_cli
from app.sweeps.cli import sweep_command

COMMANDS: tuple[Command, ...] = (sweep_command, mail_cli.group, *members_cli.GROUPS, *ideas_cli.GROUPS, demo_cli.group)


def init_app(app: Flask) -> None:
    """Hang every command into `flask`."""
    for command in COMMANDS:
        app.cli.add_command(command)
