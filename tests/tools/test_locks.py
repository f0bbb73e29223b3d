"""The locks answer to their lists, say no address, and a changed list is noticed without a network."""

import shutil
from pathlib import Path

import pytest

from tools.locks import FOLDER, NAMES, fingerprint, stale_locks


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "requirements")
    return tmp_path / "requirements"


def test_a_new_library_makes_its_lock_and_all_wider_ones_stale(folder: Path) -> None:
    before = set(stale_locks(folder))
    (folder / "run.in").write_text((folder / "run.in").read_text() + "left-pad\n")
    assert {"run", "local", "dev"} <= set(stale_locks(folder))
    assert ("uv" in stale_locks(folder)) == ("uv" in before)


def test_comments_and_order_do_not_matter(folder: Path) -> None:
    before = fingerprint(folder, "run")
    lines = (folder / "run.in").read_text().splitlines()
    (folder / "run.in").write_text("\n".join(["# Another comment.", *reversed(lines)]))
    assert fingerprint(folder, "run") == before


def test_a_missing_lock_is_stale(folder: Path) -> None:
    (folder / "run.lock").unlink()
    assert "run" in stale_locks(folder)


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_exact_and_has_hashes(name: str) -> None:
    text = (FOLDER / f"{name}.lock").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert lines
    assert all("==" in line and "--hash=sha256:" in line for line in lines)


def test_what_production_runs_is_what_the_tests_ran() -> None:
    def versions(name: str) -> set[str]:
        lines = (FOLDER / f"{name}.lock").read_text().splitlines()
        return {line.split()[0] for line in lines if "==" in line}

    assert versions("run") <= versions("local") <= versions("dev")
