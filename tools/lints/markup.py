"""Lint of one template's HTML: well-formed, every human text from the catalogues, nothing inline, nothing foreign."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

_VOID_HTML = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
_VOID_SVG = ("circle", "ellipse", "line", "path", "polygon", "polyline", "rect", "stop", "use")
_VOID = frozenset((*_VOID_HTML, *_VOID_SVG))
_SPOKEN_ATTRIBUTES = frozenset(
    (
        "alt",
        "aria-description",
        "aria-label",
        "aria-placeholder",
        "aria-roledescription",
        "label",
        "placeholder",
        "title",
    )
)
_FETCHING = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "use": "href"}
_DATA_BLOCKS = frozenset(("application/json", "application/ld+json", "importmap"))
_LETTERS = re.compile(r"[^\W\d_]")
_ENTITY = re.compile(r"&#?\w+;")
_UNIT = re.compile(r"\b(?:KB|kB|MB|GB|km|PDF|CSV|ODT|DOCX|PNG|JPEG|ISO|UTC)\b")
# A block of a template may fill in attributes of a tag that another template opens.
_ATTRIBUTES_ONLY = re.compile(r"(?:\s*[a-z-]+=\"[^\"]*\")+\s*")

Attributes = dict[str, str]


class MarkupLint(HTMLParser):
    """Collects `(line, message)` while it reads a template without its Jinja."""

    def __init__(self, *, letter: bool = False) -> None:
        super().__init__(convert_charrefs=False)
        self.findings: list[tuple[int, str]] = []
        self._open: list[tuple[str, int, bool]] = []  # name, line, whether its text needs no translation
        self._letter = letter

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check a tag's attributes and remember that it is open."""
        attributes = {name: value or "" for name, value in attrs}
        for message in (*self._inline(tag, attributes), *self._foreign(tag, attributes)):
            self._report(message)
        exempt = self._exempt or attributes.get("translate") == "no"
        if not exempt:
            for message in _untranslated_attributes(tag, attributes):
                self._report(message)
        if tag not in _VOID:
            self._open.append((tag, self.getpos()[0], exempt or tag in ("script", "style")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check a tag that closes itself."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Check that the innermost open element ends."""
        if tag in _VOID:
            self._report(f"</{tag}> ends an element that has no end")
        elif not self._open or self._open[-1][0] != tag:
            expected = f"</{self._open[-1][0]}> (open since line {self._open[-1][1]})" if self._open else "no end tag"
            self._report(f"</{tag}> where {expected} is due")
            while any(name == tag for name, _, _ in self._open) and self._open.pop()[0] != tag:
                pass
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Check a piece of text."""
        if not self._exempt and has_words(data):
            self._report(
                f'“{_short(data)}” is not in the catalogues: write {{{{ _("…") }}}}, or translate="no" for a name'
            )

    def close(self) -> None:
        """Report what never ended."""
        super().close()
        for tag, line, _ in self._open:
            self.findings.append((line, f"<{tag}> is never closed"))

    @property
    def _exempt(self) -> bool:
        return bool(self._open) and self._open[-1][2]

    def _report(self, message: str) -> None:
        self.findings.append((self.getpos()[0], message))

    def _inline(self, tag: str, attributes: Attributes) -> Iterator[str]:
        for name in attributes:
            if name.startswith("on"):
                yield f"{name}= never runs under the Content-Security-Policy: use a module under static/js"
        if any(value.strip().lower().startswith("javascript:") for value in attributes.values()):
            yield "javascript: never runs under the Content-Security-Policy"
        if tag == "script" and "src" not in attributes and attributes.get("type") not in _DATA_BLOCKS:
            yield "an inline script never runs under the Content-Security-Policy: use a module under static/js"
        if not self._letter and (tag == "style" or "style" in attributes):
            yield "inline styles have no effect under the Content-Security-Policy: use a class"

    @staticmethod
    def _foreign(tag: str, attributes: Attributes) -> Iterator[str]:
        address = attributes.get(_FETCHING.get(tag, ""), "")
        if re.match(r"(https?:)?//", address) and attributes.get("rel") not in ("canonical", "alternate"):
            yield f"<{tag}> fetches from elsewhere: what the browser gets is ours"


def has_words(text: str) -> bool:
    """Say whether a person would read words here."""
    plain = _UNIT.sub("", _ENTITY.sub("", re.sub(r"[\ue000-\uf8ff]", "", text)))
    return bool(_LETTERS.search(plain)) and not _ATTRIBUTES_ONLY.fullmatch(text)


def _untranslated_attributes(tag: str, attributes: Attributes) -> Iterator[str]:
    spoken = set(_SPOKEN_ATTRIBUTES)
    if tag == "input" and attributes.get("type") in ("submit", "button", "reset"):
        spoken.add("value")
    if tag == "meta" and attributes.get("name") == "description":
        spoken.add("content")
    for name in sorted(spoken & attributes.keys()):
        if has_words(attributes[name]):
            yield f'{name}="{_short(attributes[name])}" is not in the catalogues: write {name}="{{{{ _("…") }}}}"'


def _short(text: str) -> str:
    line = " ".join(re.sub(r"[\ue000-\uf8ff]", "…", text).split())
    return line if len(line) <= 50 else f"{line[:47]}…"
