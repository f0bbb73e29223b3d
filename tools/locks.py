"""The locks: exact versions and hashes of every list, and whether they still answer to it (`--check`, offline)."""

import hashlib
import subprocess
import sys
from pathlib import Path

from tools.bootstrap import LISTS, ROOT

FOLDER = ROOT / "requirements"
# The widest list first: the narrower ones are held to its versions.
NAMES = (*reversed(LISTS), "uv")
_MARK = "# Made by `make locks` from lists with sha256 "


def main(arguments: list[str]) -> int:
    """Write the locks, or with `--check` name those that are stale; with `--upgrade` take the newest versions."""
    if "--check" in arguments:
        stale = stale_locks(FOLDER)
        for name in stale:
            print(f"requirements/{name}.lock is stale: run `make locks` and commit it")
        return 1 if stale else 0
    for name in NAMES:
        _compile(name, upgrade="--upgrade" in arguments)
    return 0


def stale_locks(folder: Path) -> list[str]:
    """Return the names of the lists that changed after their lock was made."""
    return [name for name in NAMES if not _is_fresh(folder, name)]


def _is_fresh(folder: Path, name: str) -> bool:
    lock = folder / f"{name}.lock"
    return lock.exists() and lock.read_text().startswith(f"{_MARK}{fingerprint(folder, name)}\n")


def fingerprint(folder: Path, name: str) -> str:
    """Return the digest of a list together with the lists that it includes."""
    text = (folder / f"{name}.in").read_text()
    wanted = sorted(line for line in text.splitlines() if line and not line.startswith(("#", "-r")))
    included = [line.split()[1].removesuffix(".in") for line in text.splitlines() if line.startswith("-r ")]
    parts = [*wanted, *(fingerprint(folder, other) for other in included)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _compile(name: str, *, upgrade: bool) -> None:
    lock = FOLDER / f"{name}.lock"
    widest = FOLDER / f"{NAMES[0]}.lock"
    command = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
    command += ["--no-annotate", "--no-header", "--output-file", str(lock)]
    command += ["--upgrade"] if upgrade else []
    command += ["--constraint", str(widest)] if name != NAMES[0] else []
    subprocess.run([*command, str(FOLDER / f"{name}.in")], check=True)
    lock.write_text(f"{_MARK}{fingerprint(FOLDER, name)}\n{lock.read_text().removeprefix(_MARK)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
