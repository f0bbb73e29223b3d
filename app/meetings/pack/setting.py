"""The meeting pack: cover, agenda and every paper as one PDF with bookmarks, and as a ZIP with the papers themselves.

Only data and page images of the papers go in: whatever a paper says about itself (its file name, its author,
scripts, attachments) stays behind.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Literal

import typst

from app.clock import local
from app.meetings.pack.contents import PackContents, PackPaper

TEMPLATE = Path(__file__).with_name("pack.typ")


class PackFault(RuntimeError):
    """The pack could not be set, whatever was left out of it."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What was made: the PDF, its number of pages, and the ZIP."""

    pdf: bytes
    zip: bytes


def make(contents: PackContents) -> Pack:
    """Set the PDF and pack the ZIP. A paper that cannot be drawn is named in the PDF and lies in the ZIP.

    Raises PackFault.
    """
    pdf = _set(contents)
    return Pack(pdf, _zip(contents, pdf))


def _set(contents: PackContents) -> bytes:
    with tempfile.TemporaryDirectory(prefix="konvent-pack-") as name:
        folder = Path(name)
        template = folder / "pack.typ"
        template.write_bytes(TEMPLATE.read_bytes())
        for paper in contents.papers:
            if paper.drawn:
                (folder / paper.drawn_name).write_bytes(paper.data)
        try:
            return _compile(template, contents)
        except typst.TypstError:
            return _without_the_crooked(template, contents)


def _without_the_crooked(template: Path, contents: PackContents) -> bytes:
    # One paper that nobody can draw must not cost the members their pack: each is tried by itself.
    papers = [
        paper if _can_be_drawn(template, contents, paper) else replace(paper, pages=()) for paper in contents.papers
    ]
    try:
        return _compile(template, replace(contents, papers=papers))
    except typst.TypstError as fault:
        raise PackFault("typst refuses the pack") from fault


def _can_be_drawn(template: Path, contents: PackContents, paper: PackPaper) -> bool:
    if not paper.drawn:
        return False
    try:
        _compile(template, replace(contents, papers=[paper]))
    except typst.TypstError:
        return False
    return True


def _compile(template: Path, contents: PackContents) -> bytes:
    # typst keeps the promise of PDF/UA-1 only without embedded PDFs; tagged, titled and in German it is anyway.
    embeds = any(paper.pages and paper.suffix == ".pdf" for paper in contents.papers)
    standard: Literal["ua-1"] | None = None if embeds else "ua-1"
    said = json.dumps(contents.as_data(), ensure_ascii=False)
    return bytes(typst.compile(template, format="pdf", pdf_standards=standard, sys_inputs={"pack": said}))


def _zip(contents: PackContents, pdf: bytes) -> bytes:
    entries = [(contents.file_name, pdf), *((paper.file_name, paper.data) for paper in contents.papers if paper.data)]
    entries.append(("SHA256SUMS.txt", _sums(entries)))
    out, day = io.BytesIO(), local(contents.starts_at).timetuple()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries:
            # The moment of the meeting, not of the file: nothing about who worked when.
            packed.writestr(zipfile.ZipInfo(name, day[:6]), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _sums(entries: Sequence[tuple[str, bytes]]) -> bytes:
    return "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in entries).encode()
