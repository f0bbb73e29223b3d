"""Law 1: floors and rooms hold, and the contracts notice when somebody plants a breach."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
ASSEMBLY = {"static", "templates", "translations"}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the code in which a test may do harm."""
    for name in ("app", "workers"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", *ASSEMBLY))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copy(ROOT / "config.py", tmp_path)
    return tmp_path


def broken_contracts(house: Path) -> str:
    """Run import-linter on the copy and return its complaints, empty when all contracts are kept."""
    done = subprocess.run(
        [Path(sys.prefix) / "bin" / "lint-imports", "--no-cache", "--no-logo"],
        cwd=house,
        env={"PYTHONPATH": str(house), "NO_COLOR": "1", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr if done.returncode else ""


def plant(house: Path, module: str, line: str) -> None:
    path = house / module
    path.write_text(f"{path.read_text()}\n{line}\n")


def test_the_house_keeps_its_contracts(house: Path) -> None:
    assert broken_contracts(house) == ""


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("app/members/models.py", "import app.ideas.models", "Floors"),
        ("app/web/paging.py", "import app.members.policies", "Floors"),
        ("app/ideas/queries/__init__.py", "import app.ideas.services", "Rooms"),
        ("app/ideas/models.py", "import celery", "Celery"),
        ("app/clock.py", "import workers.app", "workers"),
        ("app/clock.py", "import tools.processes", "tools"),
    ],
)
def test_a_planted_breach_is_found(house: Path, module: str, line: str, contract: str) -> None:
    if not (house / module).exists():
        module = module.replace(".py", "/__init__.py")
    plant(house, module, line)
    complaints = broken_contracts(house)
    assert "BROKEN" in complaints
    assert contract in complaints


def test_a_planted_cycle_is_found(house: Path) -> None:
    plant(house, "app/clock.py", "import app.db")
    plant(house, "app/db.py", "import app.clock")
    assert "No import cycle" in broken_contracts(house)


def test_every_domain_stands_in_the_contract_about_rooms() -> None:
    (rooms,) = [contract for contract in CONTRACTS if contract["id"] == "rooms"]
    domains = {f"app.{path.parent.name}" for path in (ROOT / "app").glob("*/__init__.py")}
    assert domains - {"app.web"} == set(rooms["containers"])
