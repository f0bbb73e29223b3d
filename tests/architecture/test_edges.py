"""Law 2: the edge commits, services never do."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Besides these, everything under workers/ and the one place that runs sweeps or delivers letters.
EDGE_FILES = {"cli.py", "routes.py"}
EDGES = {"app/db.py", "app/sweeps/runner.py"}
DELIVERY = Path("app/mail/delivery")


def commits(source: str) -> list[int]:
    """Return the lines that begin, end or undo a transaction."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id == "transaction")
            or (isinstance(node.func, ast.Attribute) and node.func.attr in ("commit", "transaction"))
        )
    ]


def is_edge(path: Path) -> bool:
    """Say whether a module may commit; a room that became a package counts as its file did."""
    name = path.relative_to(ROOT).as_posix()
    rooms = {part if part.endswith(".py") else f"{part}.py" for part in path.relative_to(ROOT / "app").parts[1:]}
    return name in EDGES or DELIVERY in Path(name).parents or bool(rooms & EDGE_FILES)


def test_only_the_edge_commits() -> None:
    offenders = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / "app").rglob("*.py"))
        if not is_edge(path)
        for line in commits(path.read_text())
    ]
    assert offenders == [], "services flush; `with transaction():` stands in routes, cli and workers"


@pytest.mark.parametrize(
    "planted", ["db.session.commit()", "with transaction():\n    pass", "session().commit()", "db.transaction()"]
)
def test_a_planted_commit_is_found(planted: str) -> None:
    assert commits(planted) == [1]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("app/ideas/routes.py", True),
        ("app/ideas/routes/intake.py", True),
        ("app/members/cli.py", True),
        ("app/mail/delivery/marks.py", True),
        ("app/mail/outbox.py", False),
        ("app/ideas/services.py", False),
        ("app/ideas/services/lifecycle.py", False),
        ("app/ideas/queries/routes_of_buses.py", False),
    ],
)
def test_the_edge_is_where_the_law_says(name: str, expected: bool) -> None:
    assert is_edge(ROOT / name) is expected
