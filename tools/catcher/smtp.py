"""The catcher's SMTP side: it takes everything, for every address."""

from datetime import UTC, datetime

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tools.catcher.store import Mailbox

_LARGEST = 50 * 1024 * 1024


class _Keep:
    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002
        """Answer 250 only when the letter is in the folder."""
        raw = envelope.original_content or b""
        try:
            self._mailbox.add(datetime.now(UTC), envelope.mail_from or "", list(envelope.rcpt_tos), raw)
        except OSError as error:
            return f"452 The mailbox folder cannot be written to: {error.strerror}"
        return "250 Kept"


def smtp_server(mailbox: Mailbox, host: str, port: int) -> Controller:
    """Return a server, not yet started, that runs in a thread of its own."""
    return Controller(
        _Keep(mailbox),
        hostname=host,
        port=port,
        data_size_limit=_LARGEST,
        enable_SMTPUTF8=True,
        decode_data=False,
        ident="Konvent mail catcher",
    )
