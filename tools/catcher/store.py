"""Caught letters on disk: they survive a restart, and the oldest make room."""

import contextlib
import dataclasses
import json
import threading
from datetime import datetime
from pathlib import Path

from tools.catcher.letter import Letter, Summary


class Mailbox:
    """A folder of letters: `<id>.eml` as it came and `<id>.json` with its summary.

    Safe to use from several threads; of two processes on one folder the later one would not see the other's letters.
    """

    def __init__(self, folder: Path, keep: int = 2000) -> None:
        self._folder = folder
        self._keep = keep
        self._lock = threading.Lock()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._summaries = {summary.id: summary for summary in self._on_disk()}
        self._last = max(self._summaries, default=0)

    def add(self, received_at: datetime, mail_from: str, rcpt_to: list[str], raw: bytes) -> Summary:
        """Keep a letter; when this returns it is in the folder."""
        letter = Letter(raw)
        with self._lock:
            summary = letter.summary(self._last + 1, received_at, mail_from, rcpt_to)
            self._write(summary, raw)
            self._last = summary.id
            self._summaries[summary.id] = summary
            for surplus in sorted(self._summaries)[: -self._keep]:
                self._forget(surplus)
        return summary

    def get(self, number: int) -> tuple[Summary, Letter] | None:
        """Return one letter with its summary."""
        with self._lock:
            summary = self._summaries.get(number)
            if summary is None:
                return None
            return summary, Letter(self._path(number, "eml").read_bytes())

    def find(
        self, *, to: str = "", kind: str = "", after: int = 0, received_after: datetime | None = None
    ) -> list[Summary]:
        """Return the summaries, newest first; `to` is any part of an envelope's recipient."""
        with self._lock:
            newest_first = [self._summaries[number] for number in sorted(self._summaries, reverse=True)]
        return [
            summary
            for summary in newest_first
            if summary.id > after
            and (received_after is None or datetime.fromisoformat(summary.received_at) > received_after)
            and kind in ("", summary.kind)
            and any(to.casefold() in recipient.casefold() for recipient in summary.rcpt_to)
        ]

    def clear(self) -> None:
        """Throw everything away; numbers go on where they were until the next start."""
        with self._lock:
            for number in list(self._summaries):
                self._forget(number)

    def _path(self, number: int, suffix: str) -> Path:
        return self._folder / f"{number:06}.{suffix}"

    def _write(self, summary: Summary, raw: bytes) -> None:
        # The summary comes last: a letter without one is a write that was cut off.
        self._put(self._path(summary.id, "eml"), raw)
        self._put(self._path(summary.id, "json"), json.dumps(dataclasses.asdict(summary)).encode())

    @staticmethod
    def _put(path: Path, content: bytes) -> None:
        fresh = path.with_suffix(".new")
        fresh.write_bytes(content)
        fresh.replace(path)

    def _forget(self, number: int) -> None:
        del self._summaries[number]
        for suffix in ("json", "eml"):
            self._path(number, suffix).unlink(missing_ok=True)

    def _on_disk(self) -> list[Summary]:
        """Read the folder, passing over what is not whole."""
        summaries = []
        for path in sorted(self._folder.glob("*.json")):
            with contextlib.suppress(OSError, ValueError, TypeError):
                summary = Summary(**json.loads(path.read_text()))
                if self._path(summary.id, "eml").exists():
                    summaries.append(summary)
        return summaries
