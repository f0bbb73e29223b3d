"""From a bare Python to a complete `.venv`: `python3 tools/bootstrap.py run|local|dev`, standard library only."""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "konvent-stamp.json"
OLDEST = (3, 11)
# Each list contains the ones before it.
LISTS = ("run", "local", "dev")


class BootstrapError(RuntimeError):
    """Something is missing that only a person can mend; the message is the one line they read."""


def main(arguments: list[str]) -> int:
    """Make `.venv` hold the named list of requirements; do nothing when it does."""
    wanted = arguments[0] if arguments else "local"
    try:
        if sys.version_info < OLDEST:
            raise BootstrapError(
                f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed, this is {sys.version.split()[0]}."
            )
        if not _is_installed(wanted):
            with _alone():
                _install(wanted)
    except BootstrapError as error:
        print(f"konvent: {error}", file=sys.stderr)
        return 1
    return 0


def lock_file(name: str) -> Path:
    """Return the lock of a list: exact versions and hashes."""
    return ROOT / "requirements" / f"{name}.lock"


def install_command(name: str) -> list[str]:
    """Return the command that installs a list, the same here and in the image."""
    return ["uv", "pip", "install", "--require-hashes", "-r", str(lock_file(name).relative_to(ROOT))]


def _fingerprint(name: str) -> str:
    return hashlib.sha256(lock_file(name).read_bytes() + sys.version.encode()).hexdigest()


def _is_installed(wanted: str) -> bool:
    try:
        stamp = json.loads(STAMP.read_text())
        installed = stamp["list"]
        return (
            LISTS.index(installed) >= LISTS.index(wanted)
            and stamp["fingerprint"] == _fingerprint(installed)
            and PYTHON.exists()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Hold a lock, so that two commands started together do not install over each other."""
    try:
        VENV.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=VENV):
            pass
    except OSError as error:
        raise BootstrapError(f"Cannot write to {VENV} ({error.strerror}): clone into a folder that you own.") from error
    with lock_file("uv").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install(wanted: str) -> None:
    wanted = _widest(wanted)
    print(f"konvent: installing requirements/{wanted}.lock into .venv …", flush=True)
    if not _works(PYTHON):
        _run([sys.executable, "-m", "venv", "--without-pip", "--clear", str(VENV)], "make .venv")
    environment = {**os.environ, "VIRTUAL_ENV": str(VENV), "UV_SYSTEM_CERTS": "1"}
    environment.pop("PYTHONHOME", None)
    with _pip() as pip:
        _run([str(PYTHON), pip, "install", "--quiet", "--require-hashes", "-r", str(lock_file("uv"))], "install uv")
        with_uv = [str(VENV / "bin" / "uv"), *install_command(wanted)[1:], "--quiet"]
        if subprocess.run(with_uv, cwd=ROOT, env=environment, check=False).returncode != 0:
            print("konvent: uv did not manage, trying pip (slower) …", flush=True)
            _run([str(PYTHON), pip, "install", "--quiet", "--require-hashes", "-r", str(lock_file(wanted))], "install")
    STAMP.write_text(json.dumps({"list": wanted, "fingerprint": _fingerprint(wanted)}))


def _widest(wanted: str) -> str:
    """Return the wanted list, or a wider one that was installed before: `make run` keeps what `make test` brought."""
    try:
        before: str = json.loads(STAMP.read_text())["list"]
        return max(wanted, before, key=LISTS.index)
    except (OSError, ValueError, KeyError, TypeError):
        return wanted


def _works(python: Path) -> bool:
    """Say whether the interpreter starts; one copied from elsewhere or left by an upgrade does not."""
    try:
        return subprocess.run([python, "-c", "pass"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@contextlib.contextmanager
def _pip() -> Iterator[str]:
    """Yield a pip that Python can run as it is: the bundled wheel, else Debian's, fetched but not installed."""
    bundled = _bundled_pip()
    if bundled is not None:
        yield f"{bundled}/pip"
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"{_debian_pip(Path(folder))}/pip"


def _bundled_pip() -> Path | None:
    """Return the wheel that `ensurepip` would use; Debian moves it into the package python3-venv."""
    here = Path(os.__file__).parent / "ensurepip" / "_bundled"
    found = [*here.glob("pip-*.whl"), *Path("/usr/share/python-wheels").glob("pip-*.whl")]
    return max(found, default=None)


def _debian_pip(folder: Path) -> Path:
    """Fetch Debian's wheel of pip with apt's own client, which needs no rights for that."""
    advice = "install it once as root: apt-get install python3-venv"
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        raise BootstrapError("Python's venv has no pip here: install your system's package for it (python3-venv).")
    print("konvent: fetching pip with apt-get …", flush=True)
    for part in ("state/lists/partial", "cache/archives/partial"):
        (folder / part).mkdir(parents=True)
    own = [f"Dir::State={folder}/state", f"Dir::Cache={folder}/cache", "Dir::State::status=/var/lib/dpkg/status"]
    if os.geteuid() == 0:
        own.append("APT::Sandbox::User=root")
    options = [part for setting in own for part in ("-o", setting)]
    for command in (["update"], ["download", "python3-pip-whl"]):
        if subprocess.run(["apt-get", "-qq", *options, *command], cwd=folder, check=False).returncode != 0:
            raise BootstrapError(f"Python's venv is incomplete here and apt-get {command[0]} failed: {advice}")
    package = next(folder.glob("python3-pip-whl_*.deb"))
    _run(["dpkg-deb", "-x", str(package), str(folder)], f"unpack pip ({advice})")
    return next(folder.glob("usr/share/python-wheels/pip-*.whl"))


def _run(command: list[str], purpose: str) -> None:
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        reason = ((result.stderr or result.stdout).strip().splitlines() or ["no reason given"])[-1]
        raise BootstrapError(f"Could not {purpose}: {reason}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
