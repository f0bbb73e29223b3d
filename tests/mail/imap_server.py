"""A mailbox over IMAP, as much of it as reading returned mail takes, on a free port of 127.0.0.1."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_FETCH = re.compile(rb"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)")
_STORE = re.compile(rb"UID STORE (\d+) \+FLAGS")


@dataclass
class ScriptedMailbox:
    """Mails by UID; `seen` holds those that were marked as read."""

    mails: dict[int, bytes]
    password: str = "geheim"
    seen: set[int] = field(default_factory=set)
    port: int = 0


@contextmanager
def imap_server(mailbox: ScriptedMailbox) -> Iterator[ScriptedMailbox]:
    """Serve the mailbox for the length of a block."""

    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK ready\r\n")
            for line in self.rfile:
                tag, _, command = line.rstrip().partition(b" ")
                for untagged in _answers(mailbox, command):
                    self.wfile.write(b"* " + untagged + b"\r\n")
                wrong = command.startswith(b"LOGIN") and mailbox.password.encode() not in command
                self.wfile.write(tag + (b" NO wrong password\r\n" if wrong else b" OK done\r\n"))
                if command == b"LOGOUT":
                    return

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
    server.daemon_threads = True
    mailbox.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield mailbox
    finally:
        server.shutdown()
        server.server_close()


def _answers(mailbox: ScriptedMailbox, command: bytes) -> Iterator[bytes]:
    if command == b"CAPABILITY":
        yield b"CAPABILITY IMAP4rev1"
    elif command.startswith(b"SELECT"):
        yield b"%d EXISTS" % len(mailbox.mails)
    elif command.startswith(b"UID SEARCH UNSEEN"):
        yield b" ".join([b"SEARCH", *(b"%d" % uid for uid in mailbox.mails if uid not in mailbox.seen)])
    elif found := _FETCH.match(command):
        raw = mailbox.mails[int(found[1])][: int(found[2])]
        yield b"1 FETCH (UID %b BODY[]<0> {%d}\r\n%b)" % (found[1], len(raw), raw)
    elif found := _STORE.match(command):
        mailbox.seen.add(int(found[1]))
