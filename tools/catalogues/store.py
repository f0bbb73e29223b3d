"""Reading and writing catalogues in a form that merges well: sorted, without dates and line numbers."""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.catalogues.sources import catalogue_path, domains, extracted

_RESTLESS_HEADERS = ('"POT-Creation-Date:', '"PO-Revision-Date:', '"Generated-By:', '"Last-Translator:')


def update(app: Path) -> list[Path]:
    """Bring every catalogue up to its sources: new texts empty, vanished ones gone. Return the files that changed."""
    return [path for domain in domains(app) if (path := _update_one(domain)) is not None]


def compile_stale(app: Path) -> list[Path]:
    """Write the `.mo` of every catalogue that is newer than it."""
    done = []
    for domain in domains(app):
        source = catalogue_path(domain)
        target = source.with_suffix(".mo")
        if source.exists() and not (target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns):
            buffer = io.BytesIO()
            write_mo(buffer, read(source))
            fresh = target.with_suffix(".new")
            fresh.write_bytes(buffer.getvalue())
            fresh.replace(target)
            done.append(target)
    return done


def read(path: Path) -> Catalog:
    """Return a catalogue from its file, empty where there is none."""
    if not path.exists():
        return Catalog(locale="en", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="en")


def _update_one(domain: Path) -> Path | None:
    path = catalogue_path(domain)
    template = extracted(domain)
    if not len(template) and not path.exists():
        return None
    catalogue = read(path)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment = f"# English texts of {domain.parent.name}/{domain.name}; the German ones are the msgids."
    content = _written(catalogue)
    if path.exists() and path.read_bytes() == content:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _written(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(_RESTLESS_HEADERS)).encode()
