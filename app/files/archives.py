"""Looks into ODT and DOCX files, which are ZIP archives, without unpacking more than a few lines."""

from __future__ import annotations

import io
import zipfile
import zlib

from app.files.kinds import DOCX, ODT, FileKind, UnwantedFile
from app.i18n import lazy_gettext as _l

MOST_ENTRIES = 2000
MOST_UNPACKED = 200 * 1024 * 1024
# Text packs to a tenth, drawings to a thirtieth; what packs to a hundredth was made to hurt.
STRONGEST_PACKING = 100
SMALL_ENTRY = 1024 * 1024
ENCRYPTED = 0x1
LONGEST_HEAD = 256 * 1024
_DAMAGED = _l("Dieses Dokument ist beschädigt oder kein ODT- oder DOCX-Dokument.")
_ACTIVE = _l("Dieses Dokument enthält Makros oder ist verschlüsselt. Bitte senden Sie es ohne, zum Beispiel als PDF.")
_BOMB = _l("Dieses Dokument würde sich zu einer übergroßen Datei entpacken.")
_WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def document_kind(data: bytes) -> FileKind:
    """ODT or DOCX. Raises UnwantedFile for other archives, damaged, packed-to-hurt and active ones."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_bombs(entries, len(data))
            _refuse_odd_names(entries)
            return _kind_by_content(archive, {entry.filename for entry in entries})
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, ValueError, NotImplementedError) as fault:
        if isinstance(fault, UnwantedFile):
            raise
        raise UnwantedFile(_DAMAGED) from fault
    except (RuntimeError, OverflowError, LookupError, MemoryError) as fault:
        raise UnwantedFile(_DAMAGED) from fault


def _refuse_bombs(entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    # Entries that overlap claim together more than there is.
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or packed > size:
        raise UnwantedFile(_BOMB)
    for entry in entries:
        if entry.file_size > SMALL_ENTRY and entry.file_size > STRONGEST_PACKING * max(entry.compress_size, 1):
            raise UnwantedFile(_BOMB)


def _refuse_odd_names(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or any(n.startswith(("/", "\\")) or ".." in n.split("/") for n in names):
        raise UnwantedFile(_DAMAGED)
    active = any("vbaproject" in name.lower() or name.lower().startswith(("basic/", "scripts/")) for name in names)
    if active or any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise UnwantedFile(_ACTIVE)


def _kind_by_content(archive: zipfile.ZipFile, names: set[str]) -> FileKind:
    if {"mimetype", "content.xml"} <= names and _head(archive, "mimetype").strip() == ODT.media_type.encode():
        return ODT
    if {"[Content_Types].xml", "word/document.xml"} <= names and _WORD in _head(archive, "[Content_Types].xml"):
        return DOCX
    raise UnwantedFile(_DAMAGED)


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as entry:
        return entry.read(LONGEST_HEAD)
