"""Whether every German text has its English one, with the same placeholders and the same mark-up."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from tools.catalogues.sources import catalogue_path, domains, extracted
from tools.catalogues.store import read

_PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]|\{\w*\}")
_TAG = re.compile(r"</?[a-z]+")


def problems(app: Path) -> list[str]:
    """Return one line for everything that is missing, superfluous or does not fit."""
    found: list[str] = []
    spoken: dict[tuple[str, str | None], tuple[str, str]] = {}
    for domain in domains(app):
        path = catalogue_path(domain)
        name = path.relative_to(app.parent).as_posix()
        catalogue = read(path)
        found += [f"{name}: {complaint}" for complaint in _against_sources(catalogue, extracted(domain))]
        for message in catalogue:
            if message.id:
                found += [f"{name}: {complaint}" for complaint in _about(message)]
                found += _said_otherwise(message, name, spoken)
    return found


def _against_sources(catalogue: Catalog, wanted: Catalog) -> Iterator[str]:
    have = {(_singular(message), message.context) for message in catalogue if message.id}
    want = {(_singular(message), message.context) for message in wanted if message.id}
    for text, _ in sorted(want - have, key=str):
        yield f"“{_short(text)}” is not in the catalogue: run make catalogues"
    for text, _ in sorted(have - want, key=str):
        yield f"“{_short(text)}” is no longer used: run make catalogues"
    for message in catalogue.obsolete.values():
        yield f"“{_short(_singular(message))}” is obsolete: run make catalogues"


def _about(message: Message) -> Iterator[str]:
    text = _singular(message)
    if message.fuzzy:
        yield f"“{_short(text)}” is marked fuzzy: check it and remove the mark"
    sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
    translations = message.string if isinstance(message.string, tuple | list) else (message.string,)
    for source, translation in zip(sources, translations, strict=True):
        if not translation:
            yield f"“{_short(source)}” has no English text"
            continue
        for what, pattern in (("placeholders", _PLACEHOLDER), ("tags", _TAG)):
            if _counted(pattern, source) != _counted(pattern, translation):
                yield f"“{_short(source)}” has other {what} in English"


def _said_otherwise(
    message: Message, name: str, spoken: dict[tuple[str, str | None], tuple[str, str]]
) -> Iterator[str]:
    """The catalogues are merged at run time, so one German text can have only one English one."""
    key = (_singular(message), message.context)
    translation = str(message.string)
    known, where = spoken.setdefault(key, (translation, name))
    if known != translation and translation:
        yield f"{name}: “{_short(key[0])}” is translated otherwise in {where}: agree, or give one a context"


def _counted(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(pattern.findall(text))


def _singular(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, tuple | list) else message.id)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}…"
