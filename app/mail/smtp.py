"""Our own transport on smtplib: timeouts on everything, one connection for a batch, verified TLS, pipelining.

Tells apart who is to blame: the recipient (Refused), the moment (Deferred), the letter (Refused at its content),
or nobody in particular, that is the session (SessionTrouble), after which a letter simply waits.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from app.mail.message import Address

CONNECT_SECONDS = 5.0
COMMAND_SECONDS = 10.0
VERDICT_SECONDS = 30.0
# MAIL, RCPT and DATA may each use their time, then the final dot: the longest that one letter can take.
EXCHANGE_SECONDS = 3 * COMMAND_SECONDS + VERDICT_SECONDS
_LINE_STARTS_WITH_DOT = re.compile(rb"^\.", re.M)
_SERVICE_CLOSING = 421
_SEND_DATA = 354


class SessionTrouble(Exception):
    """The session failed, not the letter: no connection, a cut, a timeout, a server that closes or is misset."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server has taken the letter and answers for it now."""

    answer: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """Not now (4xx): try again later."""

    answer: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Never (5xx). `by_address`: the recipient was refused, not what the letter says."""

    answer: str
    by_address: bool


Outcome = Accepted | Deferred | Refused


@dataclass(frozen=True, slots=True)
class Server:
    """The mail server as the settings name it."""

    host: str
    port: int
    username: str | None = None
    password: str | None = None
    starttls: bool = False
    implicit_tls: bool = False
    ca_file: str | None = None

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Server:
        """From Flask-Mail's settings, and MAIL_CA_FILE for a server with a certificate of one's own."""
        return cls(
            host=settings["MAIL_SERVER"],
            port=settings["MAIL_PORT"],
            username=settings["MAIL_USERNAME"],
            password=settings["MAIL_PASSWORD"],
            starttls=settings["MAIL_USE_TLS"],
            implicit_tls=settings["MAIL_USE_SSL"],
            ca_file=settings["MAIL_CA_FILE"],
        )


class Connection:
    """A session with the mail server, opened when first needed and again after trouble."""

    def __init__(self, server: Server, our_name: str) -> None:
        self._server = server
        self._our_name = our_name
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Connection:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> smtplib.SMTP:
        """Connect, greet, encrypt, sign in, unless that is done. Raises SessionTrouble."""
        if self._smtp is None:
            with _trouble_instead():
                self._smtp = self._connect()
        return self._smtp

    def close(self) -> None:
        """Say goodbye if the server still listens."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            smtp.close()

    def send(self, sender: str, recipient: Address, message: bytes) -> Outcome:
        """One letter. Raises SessionTrouble, after which the next letter gets a new connection."""
        smtp = self.open()
        if recipient.needs_utf8 and not smtp.has_extn("smtputf8"):
            return Refused("the mail server cannot take an address with letters beyond ASCII", by_address=False)
        try:
            with _trouble_instead():
                return _exchange(smtp, sender, recipient, message)
        except SessionTrouble:
            self._smtp = None
            smtp.close()
            raise

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        trust = ssl.create_default_context(cafile=server.ca_file)
        smtp: smtplib.SMTP
        if server.implicit_tls:
            smtp = smtplib.SMTP_SSL(server.host, server.port, self._our_name, timeout=CONNECT_SECONDS, context=trust)
        else:
            smtp = smtplib.SMTP(server.host, server.port, self._our_name, timeout=CONNECT_SECONDS)
        try:
            if smtp.sock is not None:
                # A letter's last segment must not wait for the receipt of the one before (40 ms a letter).
                smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            _allow(smtp, COMMAND_SECONDS)
            smtp.ehlo_or_helo_if_needed()
            if server.starttls:
                smtp.starttls(context=trust)
                smtp.ehlo_or_helo_if_needed()
            if server.username:
                smtp.login(server.username, server.password or "")
        except BaseException:
            smtp.close()
            raise
        return smtp


def _allow(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock is not None:
        smtp.sock.settimeout(seconds)


def _exchange(smtp: smtplib.SMTP, sender: str, recipient: Address, message: bytes) -> Outcome:
    options = " BODY=8BITMIME SMTPUTF8" if recipient.needs_utf8 else ""
    commands = [f"MAIL FROM:<{sender}>{options}", f"RCPT TO:<{recipient}>", "DATA"]
    mail, rcpt, data = _ask_all(smtp, commands)
    if data[0] == _SEND_DATA and not _is_success(rcpt):
        # A pipelining server asks for the letter although nobody is to get it: end it empty (RFC 2920, 3.1).
        _verdict(smtp, b"")
    if not _is_success(mail):
        _reset(smtp)
        # Our sender is refused, so every letter would be: nobody's fault here.
        raise SessionTrouble(_words(mail))
    if not _is_success(rcpt):
        _reset(smtp)
        return _refusal(rcpt, by_address=True)
    if data[0] != _SEND_DATA:
        _reset(smtp)
        return _refusal(data, by_address=False)
    verdict = _verdict(smtp, message)
    return Accepted(_words(verdict)) if _is_success(verdict) else _refusal(verdict, by_address=False)


def _ask_all(smtp: smtplib.SMTP, commands: list[str]) -> list[tuple[int, bytes]]:
    """The replies to MAIL, RCPT, DATA: in one round trip where the server offers it, else until one says no."""
    if smtp.has_extn("pipelining"):
        smtp.send("".join(f"{command}\r\n" for command in commands).encode("utf-8"))
        return [_reply(smtp) for _ in commands]
    replies: list[tuple[int, bytes]] = []
    for command in commands:
        if all(_is_success(reply) for reply in replies):
            smtp.send(f"{command}\r\n".encode())
            replies.append(_reply(smtp))
        else:
            replies.append((503, b"not asked"))
    return replies


def _verdict(smtp: smtplib.SMTP, message: bytes) -> tuple[int, bytes]:
    _allow(smtp, VERDICT_SECONDS)
    smtp.send(_LINE_STARTS_WITH_DOT.sub(b"..", message) + b".\r\n")
    reply = _reply(smtp)
    _allow(smtp, COMMAND_SECONDS)
    return reply


def _reply(smtp: smtplib.SMTP) -> tuple[int, bytes]:
    code, answer = smtp.getreply()
    if code == _SERVICE_CLOSING:
        raise SessionTrouble(_words((code, answer)))
    return code, answer


def _reset(smtp: smtplib.SMTP) -> None:
    smtp.send("RSET\r\n")
    _reply(smtp)


def _refusal(reply: tuple[int, bytes], by_address: bool) -> Outcome:
    if 500 <= reply[0] <= 599:
        return Refused(_words(reply), by_address)
    if 400 <= reply[0] <= 499:
        return Deferred(_words(reply))
    raise SessionTrouble(f"an answer that SMTP does not know: {_words(reply)}")


def _is_success(reply: tuple[int, bytes]) -> bool:
    return 200 <= reply[0] <= 299


def _words(reply: tuple[int, bytes]) -> str:
    text = " ".join(reply[1].decode("utf-8", "replace").split())
    return f"{reply[0]} {text}"[:500].replace("\x00", "")


@contextlib.contextmanager
def _trouble_instead() -> Iterator[None]:
    """Everything that can go wrong with a session, under one name."""
    try:
        yield
    except (OSError, smtplib.SMTPException) as fault:
        raise SessionTrouble(f"{type(fault).__name__}: {fault}"[:500]) from fault
