"""The bootstrap: does nothing twice, keeps the wider list, and explains itself in one line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools import bootstrap

ROOT = Path(__file__).parents[2]


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with locks and a `.venv` that only looks like one."""
    (tmp_path / "requirements").mkdir()
    for name in (*bootstrap.LISTS, "uv"):
        (tmp_path / "requirements" / f"{name}.lock").write_text(f"# {name}\n")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / ".venv" / "stamp.json")
    return tmp_path


def stamp(clone: Path, name: str) -> None:
    content = {"list": name, "fingerprint": bootstrap._fingerprint(name)}
    (clone / ".venv" / "stamp.json").write_text(json.dumps(content))


def test_what_is_installed_is_left_alone(clone: Path) -> None:
    stamp(clone, "dev")
    assert all(bootstrap._is_installed(name) for name in bootstrap.LISTS)


def test_a_narrower_list_is_not_enough(clone: Path) -> None:
    stamp(clone, "local")
    assert not bootstrap._is_installed("dev")


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"list": "other", "fingerprint": ""}'])
def test_a_damaged_stamp_means_installing_again(clone: Path, content: str) -> None:
    (clone / ".venv" / "stamp.json").write_text(content)
    assert not bootstrap._is_installed("run")


def test_a_changed_lock_means_installing_again(clone: Path) -> None:
    stamp(clone, "run")
    bootstrap.lock_file("run").write_text("# newer\n")
    assert not bootstrap._is_installed("run")


def test_a_wider_list_is_kept_up_to_date_instead_of_being_left_behind(clone: Path) -> None:
    stamp(clone, "dev")
    assert bootstrap._widest("local") == "dev"
    assert bootstrap._widest("dev") == "dev"


def test_a_folder_that_cannot_be_written_to_is_named(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in ((clone / ".venv" / "bin" / "python"), (clone / ".venv" / "bin")):
        path.unlink() if path.is_file() else path.rmdir()
    (clone / ".venv").rmdir()
    (clone / ".venv").write_text("not a folder")
    assert bootstrap.main(["run"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("konvent: Cannot write to ")
    assert said.count("\n") == 1


def test_an_old_python_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert bootstrap.main(["run"]) == 1
    assert "Python 3.11 or newer is needed" in capsys.readouterr().err


def test_it_needs_the_standard_library_only() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); import tools.bootstrap"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
