"""Decides about one file: what it is by its content, whether we take it, and what we keep of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from app.files.archives import document_kind
from app.files.images import clean_image
from app.files.kinds import JPEG, PDF, PNG, FileKind, UnwantedFile
from app.i18n import lazy_gettext as _l
from app.web.cleaning import clean_line, shorten

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
LONGEST_NAME = 100
_PDF_END_WITHIN = 2048
_UNKNOWN = _l("Diese Art von Datei nehmen wir nicht an. Möglich sind PDF, PNG, JPEG, ODT und DOCX.")
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys('<>:"/\\|?*%;', "-"))


@dataclass(frozen=True, slots=True)
class AcceptedFile:
    """A file as we keep it; `name` is what people see."""

    name: str
    kind: FileKind
    data: bytes

    @property
    def sha256(self) -> bytes:
        """The digest of what is kept, not of what was sent."""
        return hashlib.sha256(self.data).digest()


def accept(name: str | None, data: bytes) -> AcceptedFile:
    """What we keep of a file that somebody sent. Raises UnwantedFile with the reason."""
    if not data:
        raise UnwantedFile(_l("Diese Datei ist leer."))
    if len(data) > LARGEST_FILE:
        raise UnwantedFile(_l("Diese Datei ist größer als 10 MB."))
    kind, kept = _examine(data)
    return AcceptedFile(_readable_name(name, kind), kind, kept)


def _examine(data: bytes) -> tuple[FileKind, bytes]:
    if data.startswith(b"%PDF-"):
        return PDF, _whole_pdf(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG, clean_image(data, "PNG")
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG, clean_image(data, "JPEG")
    if data.startswith(b"PK\x03\x04"):
        return document_kind(data), data
    raise UnwantedFile(_UNKNOWN)


def _whole_pdf(data: bytes) -> bytes:
    # A PDF that goes on after its end may be another file as well (an archive, a program).
    if b"%%EOF" not in data[-_PDF_END_WITHIN:] or b"PK\x05\x06" in data[-_PDF_END_WITHIN * 40 :]:
        raise UnwantedFile(_l("Diese PDF-Datei ist unvollständig oder beschädigt."))
    return data


def _readable_name(name: str | None, kind: FileKind) -> str:
    """The sender's name without folders and signs that file systems mind, with the right ending."""
    last = PureWindowsPath(PurePosixPath(clean_line(name)).name).name
    stem = last.rsplit(".", 1)[0] if "." in last.strip(".") else last
    stem = stem.translate(_FORBIDDEN_IN_NAMES).strip(". ")
    return (shorten(stem, LONGEST_NAME) or "datei") + kind.suffix
