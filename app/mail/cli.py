"""`flask mail`: what the mail server hands back."""

from __future__ import annotations

import mailbox
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.clock import now
from app.db import transaction
from app.mail.imap import Mailbox, MailboxTrouble, read_unseen
from app.mail.returns import take_in

LARGEST = 1024 * 1024
group = AppGroup("mail", help="Letters and what comes back.")


@group.command("ingest-bounces")
@click.option("--maildir", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Read a Maildir.")
@click.option("--imap", is_flag=True, help="Read the unread mails of BOUNCE_IMAP_HOST's mailbox.")
def ingest_bounces(maildir: Path | None, imap: bool) -> None:
    """Read one returned mail from standard input (a pipe of the mail server), or all new ones of a mailbox."""
    if imap:
        _read_imap()
        return
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


def _read_imap() -> None:
    mailbox = Mailbox.from_settings(current_app.config)
    if mailbox is None:
        raise click.ClickException("BOUNCE_IMAP_HOST names no server (see docs/mail.md)")
    try:
        for number, said in read_unseen(mailbox, _ingest, LARGEST):
            click.echo(f"{number}: {said}")
    except MailboxTrouble as trouble:
        raise click.ClickException(str(trouble)) from trouble


def _ingest(raw: bytes) -> str:
    with transaction():
        return take_in(raw, now())
