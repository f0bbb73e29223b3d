"""The return path's mailbox over IMAP (RFC 3501): takes up unread mails, marks each as read when it is settled."""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SECONDS = 20.0
_UID = re.compile(rb"\d+")


class MailboxTrouble(Exception):
    """The mailbox cannot be read: no connection, a wrong password, no such folder."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where the returned mails are."""

    host: str
    port: int
    username: str
    password: str
    folder: str
    tls: bool
    ca_file: str | None = None

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Mailbox | None:
        """From BOUNCE_IMAP_HOST and its companions; None where no host is named."""
        if not settings["BOUNCE_IMAP_HOST"]:
            return None
        return cls(
            host=settings["BOUNCE_IMAP_HOST"],
            port=settings["BOUNCE_IMAP_PORT"],
            username=settings["BOUNCE_IMAP_USERNAME"] or "",
            password=settings["BOUNCE_IMAP_PASSWORD"] or "",
            folder=settings["BOUNCE_IMAP_FOLDER"],
            tls=settings["BOUNCE_IMAP_USE_SSL"],
            ca_file=settings["MAIL_CA_FILE"],
        )


def read_unseen(mailbox: Mailbox, settle: Callable[[bytes], str], largest: int) -> Iterator[tuple[str, str]]:
    """Settle each unread mail, of which at most `largest` bytes are read; yields its UID and what was said of it.

    A mail is marked as read after it has been settled: if that fails, the next run takes it up again.
    Raises MailboxTrouble.
    """
    with _signed_in(mailbox) as server:
        _ask(server.select(f'"{mailbox.folder}"'))
        found = _ask(server.uid("SEARCH", "UNSEEN"))
        for uid in _UID.findall(found[0] or b""):
            number = uid.decode("ascii")
            parts = _ask(server.uid("FETCH", number, f"(BODY.PEEK[]<0.{largest}>)"))
            raw = next((part[1] for part in parts if isinstance(part, tuple)), None)
            if raw is None:
                continue
            said = settle(raw)
            _ask(server.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen)"))
            yield number, said


@contextlib.contextmanager
def _signed_in(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    try:
        if mailbox.tls:
            trust = ssl.create_default_context(cafile=mailbox.ca_file)
            server: imaplib.IMAP4 = imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=trust, timeout=SECONDS)
        else:
            server = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=SECONDS)
        with server:
            server.login(mailbox.username, mailbox.password)
            yield server
    except (OSError, imaplib.IMAP4.error) as fault:
        raise MailboxTrouble(f"{mailbox.host}: {fault}") from fault


def _ask(answer: tuple[str, list[Any]]) -> list[Any]:
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(f"the server said {status}: {data!r:.200}")
    return data
