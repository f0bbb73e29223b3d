"""Which texts a domain has, by its code and templates."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file

_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
_TEMPLATES = (".html", ".txt", ".xml", ".svg")
# Modules that belong to no domain speak through the furniture's catalogue.
_HOMELESS = "web"


def domains(app: Path) -> list[Path]:
    """Return the folders of all domains."""
    return sorted(folder for folder in app.iterdir() if (folder / "__init__.py").exists())


def catalogue_path(domain: Path) -> Path:
    """Return where a domain's English catalogue stands, whether there is one or not."""
    return domain / "translations" / "en" / "LC_MESSAGES" / "messages.po"


def extracted(domain: Path) -> Catalog:
    """Return every text of a domain, untranslated."""
    catalogue = Catalog(locale="en", project="Konvent", charset="utf-8", fuzzy=False)
    for path in _files(domain):
        method = "jinja2" if path.suffix in _TEMPLATES else "python"
        for _, message, comments, context in extract_from_file(
            method,
            path,
            keywords=_KEYWORDS,
            comment_tags=("L10N:",),
            options={"trimmed": "true", "silent": "false"} if method == "jinja2" else None,
            strip_comment_tags=True,
        ):
            location = (path.relative_to(domain.parent.parent).as_posix(), 0)
            catalogue.add(message, None, [location], auto_comments=comments, context=context)
    return catalogue


def _files(domain: Path) -> Iterator[Path]:
    yield from sorted(domain.rglob("*.py"))
    if domain.name == _HOMELESS:
        yield from sorted(domain.parent.glob("*.py"))
    for path in sorted((domain / "templates").rglob("*")):
        if path.suffix in _TEMPLATES:
            yield path
