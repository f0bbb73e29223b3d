"""A mail server that does what a test tells it to: accept, refuse, put off, be slow, cut the line, hang."""

from __future__ import annotations

import asyncio
import email
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from email.message import Message
from enum import Enum
from types import TracebackType

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from tools.processes import free_port


class Does(Enum):
    """What the server does with a letter to an address."""

    ACCEPT = "accept"
    REFUSE = "550 5.1.1 No such user"
    DEFER = "450 4.2.0 Greylisted, come back later"
    REFUSE_CONTENT = "554 5.7.1 Looks like spam"
    CUT_IN_DATA = "cut in data"
    CUT_BEFORE_250 = "cut before 250"
    CLOSE = "421 4.3.2 Service closing"


@dataclass(frozen=True, slots=True)
class Taken:
    """A letter that the server answers for (or took before it cut the line)."""

    sender: str
    recipient: str
    raw: bytes
    at: float
    session: int

    @property
    def message(self) -> Message:
        """The letter, parsed."""
        return email.message_from_bytes(self.raw)

    @property
    def message_id(self) -> str:
        """Its Message-ID."""
        return str(self.message["Message-ID"])


@dataclass
class ScriptedServer:
    """Listens on a free port of 127.0.0.1; `script[address]` is what happens at each try, then it accepts."""

    pipelining: bool = True
    delay: float = 0.0
    script: dict[str, deque[Does]] = field(default_factory=lambda: defaultdict(deque))
    taken: list[Taken] = field(default_factory=list)
    sessions: int = 0
    port: int = field(default_factory=free_port)

    def on(self, address: str, *tries: Does) -> None:
        """Say what happens at each try to send to an address."""
        self.script[address] = deque(tries)

    def __enter__(self) -> ScriptedServer:
        server = self

        class Door(Controller):
            def factory(self) -> SMTP:
                return _Speaker(server)

        self._door = Door(self, hostname="127.0.0.1", port=self.port)
        self._door.start()

        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._door.stop()

    def serve(self, app: Flask) -> None:
        """Make it the application's mail server."""
        app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=self.port)

    def next_for(self, address: str) -> Does:
        """What happens at this try."""
        waiting = self.script.get(address)
        return waiting.popleft() if waiting else Does.ACCEPT


class _Speaker(SMTP):
    def __init__(self, server: ScriptedServer) -> None:
        super().__init__(_Handler(server, self), enable_SMTPUTF8=True, ident="scripted")
        self._scripted, self.number = server, 0
        self.does = Does.ACCEPT

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802
        if self._scripted.delay:
            await asyncio.sleep(self._scripted.delay)
        address = arg.partition(":")[2].strip().strip("<>")
        self.does = self._scripted.next_for(address)
        if self.does in (Does.REFUSE, Does.DEFER, Does.CLOSE):
            await self.push(self.does.value)
            return
        await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if self.does is Does.CUT_IN_DATA and self.envelope and self.envelope.rcpt_tos:
            await self.push("354 go on")
            self.cut()
            return
        await super().smtp_DATA(arg)

    def cut(self) -> None:
        """Drop the line without a word."""
        assert isinstance(self.transport, asyncio.Transport)
        self.transport.abort()


class _Handler:
    """aiosmtpd's hooks, for one session."""

    def __init__(self, server: ScriptedServer, speaker: _Speaker) -> None:
        self._server, self._speaker = server, speaker

    async def handle_EHLO(  # noqa: N802
        self, _: SMTP, session: Session, __: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Offer pipelining, which aiosmtpd can do but does not say."""
        session.host_name = hostname
        self._server.sessions += 1
        self._speaker.number = self._server.sessions
        return [*responses[:-1], "250-PIPELINING", responses[-1]] if self._server.pipelining else responses

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802
        """What becomes of a letter that came in whole."""
        does = self._speaker.does
        if does is Does.REFUSE_CONTENT:
            return str(does.value)
        raw = envelope.original_content
        assert isinstance(raw, bytes)
        for recipient in envelope.rcpt_tos:
            taken = Taken(str(envelope.mail_from), recipient, raw, time.monotonic(), self._speaker.number)
            self._server.taken.append(taken)
        if does is Does.CUT_BEFORE_250:
            self._speaker.cut()
        return f"250 2.0.0 OK {len(self._server.taken)}"
