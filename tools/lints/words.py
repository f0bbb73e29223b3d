"""German texts in code that no catalogue translates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tools.lints.finding import Finding

_TRANSLATING = frozenset(
    ("_", "_l", "gettext", "ngettext", "pgettext", "npgettext", "lazy_gettext", "lazy_ngettext", "lazy_pgettext")
)
# What these say first is read by people whatever it looks like.
_SPEAKING = frozenset({"flash", "ValidationError", "StopValidation"})
_GERMAN_SIGNS = re.compile(r"[äöüÄÖÜß]|„.*\w")
_SENTENCE = re.compile(r"^[A-ZÄÖÜ][a-zäöüß]+ [a-zäöüßA-ZÄÖÜ]\w*.*[a-z]")
# Data, not speech: names of real things in both languages, demo people, answers on the command line.
_DATA_FILES = ("demo", "reference", "cli")
_MARK = "# not a text"


def text_findings(app: Path) -> Iterator[Finding]:
    """Look through the modules of every domain."""
    for path in sorted(app.rglob("*.py")):
        if not any(part.removesuffix(".py") in _DATA_FILES for part in path.relative_to(app).parts):
            yield from _one(path)


def looks_german(text: str) -> bool:
    """Say whether a text was written for people: it has German signs, or reads like a sentence."""
    return bool(_GERMAN_SIGNS.search(text) or _SENTENCE.match(text))


def _one(path: Path) -> Iterator[Finding]:
    source = path.read_text()
    lines = source.splitlines()
    tree = ast.parse(source)
    in_letters = "mails" in path.parts or path.name == "mails.py"
    passed_over = {id(constant) for node in ast.walk(tree) for constant in _not_spoken(node, in_letters)}
    spoken = {
        id(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args and _name(node.func) in _SPEAKING
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in passed_over:
            continue
        if (_GERMAN_SIGNS.search(node.value) or id(node) in spoken) and _MARK not in lines[node.lineno - 1]:
            yield Finding(
                path,
                node.lineno,
                f"“{' '.join(node.value.split())[:50]}” is not in the catalogues: write _(…), or {_MARK}",
            )


def _not_spoken(node: ast.AST, in_letters: bool) -> Iterator[ast.AST]:
    """Yield the strings that are translated, or are docstrings, or match input instead of being shown."""
    if isinstance(node, ast.Call) and (_name(node.func) in _TRANSLATING or _is_pattern(node.func)):
        yield from ast.walk(node)
    elif isinstance(node, ast.Module) and in_letters:
        for statement in node.body:  # the sample facts that show what a letter looks like
            if isinstance(statement, ast.Assign | ast.AnnAssign):
                yield from ast.walk(statement)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value


def _is_pattern(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and _name(function.value) == "re"


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
