"""Every library that the code imports stands in the list of whoever installs it."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = {"app", "bench", "config", "migrations", "tests", "tools", "workers"}
# Pinned through a library that re-exports them as part of its own interface.
BROUGHT_ALONG = {
    "alembic": "flask-migrate",
    "click": "flask",
    "itsdangerous": "flask",
    "jinja2": "flask",
    "markupsafe": "flask",
    "werkzeug": "flask",
    "wtforms": "flask-wtf",
    "dotenv": "python-dotenv",
}


def imported(folder: Path) -> set[str]:
    """Return the top-level names of all foreign libraries that a folder's modules import."""
    names: set[str] = set()
    for path in [folder] if folder.is_file() else folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names - OURS - set(sys.stdlib_module_names)


def listed(name: str) -> set[str]:
    """Return the packages of a list and of those it includes."""
    packages: set[str] = set()
    for line in (ROOT / "requirements" / f"{name}.in").read_text().splitlines():
        if line.startswith("-r "):
            packages |= listed(line.split()[1].removesuffix(".in"))
        elif line and not line.startswith("#"):
            packages.add(_normal(re.split(r"[\[<>=~! ]", line)[0]))
    return packages


def _normal(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("app", "run"),
        ("config.py", "run"),
        ("migrations", "run"),
        ("workers", "run"),
        ("tools", "local"),
        ("tests", "dev"),
        ("bench", "dev"),
    ],
)
def test_what_is_imported_is_listed(folder: str, name: str) -> None:
    if not (ROOT / folder).exists():
        pytest.skip(f"{folder} does not exist")
    providers = packages_distributions()
    known = listed(name)
    missing = {
        module
        for module in imported(ROOT / folder)
        if BROUGHT_ALONG.get(module, "") not in known
        and not {_normal(package) for package in providers.get(module, [module])} & known
    }
    assert missing == set(), f"add to requirements/{name}.in, then make locks"
