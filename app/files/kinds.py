"""Which kinds of files we take, and what we say when a file is none of them."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file as browsers and people name it."""

    name: str
    suffix: str
    media_type: str


PDF = FileKind("PDF", ".pdf", "application/pdf")
PNG = FileKind("PNG", ".png", "image/png")
JPEG = FileKind("JPEG", ".jpg", "image/jpeg")
ODT = FileKind("ODT", ".odt", "application/vnd.oasis.opendocument.text")
DOCX = FileKind("DOCX", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
KINDS = (PDF, PNG, JPEG, ODT, DOCX)
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS}


class UnwantedFile(ValueError):
    """We do not take this file; the message says why, in words for the person who sent it."""

    def __init__(self, message: LazyString | str) -> None:
        super().__init__(message)
        self.message = message
