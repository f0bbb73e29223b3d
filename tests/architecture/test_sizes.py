"""Size and tone: files stay small enough to be read, and each says what it is for."""

import ast
import statistics
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST = 300
MEDIAN = 100
FOLDERS = ("app", "workers", "tools", "bench", "migrations", "tests")


def modules() -> list[Path]:
    return [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]


def length(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_no_file_is_longer_than_a_reader_keeps_in_mind() -> None:
    too_long = {str(path.relative_to(ROOT)): length(path) for path in modules() if length(path) > LONGEST}
    # Migrations state a schema in one piece.
    assert {name: size for name, size in too_long.items() if not name.startswith("migrations/")} == {}


def test_most_files_are_short() -> None:
    assert statistics.median(length(path) for path in modules() if length(path)) <= MEDIAN


def test_every_module_says_in_one_sentence_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in modules()
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []
