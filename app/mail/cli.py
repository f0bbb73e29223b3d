"""`flask mail`: what the mail server hands back."""

from __future__ import annotations

import mailbox
import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from app.clock import now
from app.db import transaction
from app.mail.bounces import ingest

LARGEST = 1024 * 1024
group = AppGroup("mail", help="Letters and what comes back.")


@group.command("ingest-bounces")
@click.option("--maildir", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Read a Maildir.")
def ingest_bounces(maildir: Path | None) -> None:
    """Read a bounce or complaint from standard input (a pipe of the mail server), or all new ones of a Maildir."""
    if maildir is None:
        click.echo(_ingest(sys.stdin.buffer.read(LARGEST)))
        return
    box = mailbox.Maildir(maildir, create=False)
    for key in sorted(box.keys()):
        if box[key].get_subdir() == "new":
            click.echo(f"{key}: {_ingest(box.get_bytes(key)[:LARGEST])}")
            seen = box[key]
            seen.set_subdir("cur")
            box[key] = seen


def _ingest(raw: bytes) -> str:
    with transaction():
        return ingest(raw, now())
