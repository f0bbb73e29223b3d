"""Looks into papers: how long reading takes, and what a PDF says about itself that is nobody's business."""

from __future__ import annotations

import io
import logging
import re
import zipfile

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import NameObject

from app.files import AcceptedFile

# Further pages are taken as long as the ones that were read: nobody waits for the count of a thick report.
MOST_PAGES_READ = 60
LONGEST_TEXT = 20 * 1024 * 1024
# What pypdf raises over files that are crooked in one way or the other.
UNREADABLE = (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, OSError)
_TEXT_OF = {".odt": "content.xml", ".docx": "word/document.xml"}
_TAG = re.compile(rb"<[^>]*>")

# A crooked file is no event of ours; its complaints would only fill the log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def count(file: AcceptedFile) -> tuple[int, int]:
    """Pages and words. An image is one page; of documents without pages only the words are known."""
    match file.kind.suffix:
        case ".pdf":
            return _of_pdf(file.data)
        case ".odt" | ".docx":
            return 0, _of_document(file.data, _TEXT_OF[file.kind.suffix])
        case _:
            return 1, 0


def without_metadata(data: bytes, title: str) -> bytes:
    """A PDF without author, program, old titles and file names; it is called what the agenda calls it.

    Its text, tags and bookmarks stay. What cannot be read, or is encrypted, is left as it is.
    """
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted or not reader.pages:
            return data
        writer = PdfWriter(clone_from=reader)
        writer.metadata = None
        writer.add_metadata({"/Title": title})
        writer.root_object.pop(NameObject("/Metadata"), None)
        out = io.BytesIO()
        writer.write(out)
    except UNREADABLE:
        return data
    return out.getvalue()


def _of_pdf(data: bytes) -> tuple[int, int]:
    try:
        reader = PdfReader(io.BytesIO(data))
        pages = len(reader.pages)
        read = [len(page.extract_text().split()) for page in reader.pages[:MOST_PAGES_READ]]
    except UNREADABLE:
        return 0, 0
    return pages, round(sum(read) * pages / len(read)) if read else 0


def _of_document(data: bytes, name: str) -> int:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(name) as entry:
            return len(_TAG.sub(b" ", entry.read(LONGEST_TEXT)).split())
    except (zipfile.BadZipFile, OSError, KeyError, ValueError, NotImplementedError):
        return 0
