"""Lint of all templates: their HTML, their texts, and that every letter has its three parts."""

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from tools.lints.finding import Finding
from tools.lints.markup import MarkupLint, has_words
from tools.lints.masking import masked
from tools.lints.words import looks_german

_LETTER_PARTS = frozenset({"subject.txt", "body.txt", "body.html"})
_SPEAKING = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext", "static_url", "url_for"})


def template_findings(app: Path) -> Iterator[Finding]:
    """Look through the templates of every domain."""
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    for folder in sorted(app.glob("*/templates")):
        yield from _letter_findings(folder)
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".html", ".txt", ".svg"):
                yield from _one(path, environment)


def _one(path: Path, environment: Environment) -> Iterator[Finding]:
    source = path.read_text()
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        yield Finding(path, error.lineno, f"Jinja does not understand this: {error.message}")
        return
    html = masked(source, environment)
    if path.suffix == ".txt":
        for number, line in enumerate(html.splitlines(), start=1):
            if has_words(line):
                yield Finding(path, number, f'“{line.strip()[:50]}” is not in the catalogues: write {{{{ _("…") }}}}')
    else:
        lint = MarkupLint(letter="mail" in path.parts or "mails" in path.parts)
        lint.feed(html)
        lint.close()
        for line_number, message in lint.findings:
            yield Finding(path, line_number, message)
    yield from _spoken_in_expressions(path, tree)


def _spoken_in_expressions(path: Path, tree: nodes.Template) -> Iterator[Finding]:
    """Find German in expressions, such as a macro's argument, that no catalogue translates."""
    translated = {
        id(constant)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in _SPEAKING
        for constant in call.find_all(nodes.Const)
    }
    for constant in tree.find_all(nodes.Const):
        if id(constant) not in translated and isinstance(constant.value, str) and looks_german(constant.value):
            yield Finding(path, constant.lineno, f'“{constant.value[:50]}” is not in the catalogues: write _("…")')


def _letter_findings(templates: Path) -> Iterator[Finding]:
    for folder in sorted(path for path in templates.glob("*/mails/*") if path.is_dir()):
        present = {path.name for path in folder.iterdir()}
        for name in sorted(_LETTER_PARTS - present):
            yield Finding(folder / name, 1, "is missing: a letter has subject.txt, body.txt and body.html")
        for name in sorted(present - _LETTER_PARTS):
            yield Finding(folder / name, 1, "is no part of a letter: subject.txt, body.txt and body.html are all")
