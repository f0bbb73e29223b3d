"""An embedded PostgreSQL: made when missing, healed after a crash, ended with its parent."""

import contextlib
import os
import secrets
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tools import processes
from tools.servers.binaries import Account, Programs, find_programs, unprivileged_account
from tools.servers.errors import ServerError

_NAME = "konvent"
_STARTS_WITHIN = 30.0
_STOPS_WITHIN = 4.0
# The password is random, so stretching it would only slow down every connection.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "scram_iterations": "1",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass
class Postgres:
    """A running server; `url` is what DATABASE_URL wants."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def stop(self) -> None:
        """End every connection and write everything out."""
        processes.stop(self.process, signal.SIGINT, _STOPS_WITHIN)


@dataclass(frozen=True)
class _Cluster:
    """The data folder and who may touch it."""

    data: Path
    programs: Programs
    account: Account | None

    def command(self, program: str, *options: str) -> list[str]:
        return [str(self.programs.folder / program), *options]

    @contextlib.contextmanager
    def as_owner(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the folder's name and the Popen arguments for the account that owns it.

        That account need not be able to walk to the folder (a checkout under /root): it gets it as an open file.
        """
        common: dict[str, Any] = {"cwd": "/", "env": {"LC_ALL": "C", "PATH": os.defpath}}
        if self.account is None:
            yield str(self.data), common
            return
        folder = os.open(self.data, os.O_RDONLY | os.O_DIRECTORY)
        try:
            yield (
                f"/proc/self/fd/{folder}",
                {
                    **common,
                    "user": self.account.uid,
                    "group": self.account.gid,
                    "extra_groups": [],
                    "pass_fds": [folder],
                },
            )
        finally:
            os.close(folder)


@contextlib.contextmanager
def postgres(
    data: Path, *, durable: bool = True, port: int | None = None, settings: dict[str, str] | None = None
) -> Iterator[str]:
    """Run a server for the length of a block and yield its `postgresql+psycopg://…` address.

    `durable=False` trades safety after a power cut for speed: for tests only.
    """
    server = start(data, durable=durable, port=port, settings=settings)
    try:
        yield server.url
    finally:
        server.stop()


def start(
    data: Path, *, durable: bool = True, port: int | None = None, settings: dict[str, str] | None = None
) -> Postgres:
    """Start a server on the data folder, making the folder first where there is none.

    Raises ServerError with one line that says what to do.
    """
    account = unprivileged_account()
    cluster = _Cluster(data.absolute(), find_programs(account), account)
    password = _prepare(cluster, durable)
    port = port or processes.free_port()
    log = data.with_name(f"{data.name}.log")
    wanted = {**_SETTINGS, **({} if durable else _CARELESS), **(settings or {}), "port": str(port)}
    options = [part for name, value in wanted.items() for part in ("-c", f"{name}={value}")]
    with cluster.as_owner() as (folder, arguments), log.open("ab") as out:
        process = processes.spawn(
            cluster.command("postgres", "-D", folder, *options),
            out,
            signal.SIGINT if durable else signal.SIGQUIT,
            **arguments,
        )
    address = f"{_NAME}:{password}@127.0.0.1:{port}"
    if not processes.wait_until(lambda: _made_sure_of_database(address), process, _STARTS_WITHIN):
        processes.stop(process, signal.SIGINT, _STOPS_WITHIN)
        raise ServerError(f"PostgreSQL did not start: {_last_complaint(log)} (see {log}).")
    return Postgres(f"postgresql+psycopg://{address}/{_NAME}", process, log)


def _prepare(cluster: _Cluster, durable: bool) -> str:
    """Make the folder usable and return the password, which stands beside it."""
    secret = cluster.data.with_name(f"{cluster.data.name}.secret")
    if (cluster.data / "PG_VERSION").exists() and secret.exists():
        _check_owner(cluster)
        _check_version(cluster)
        _clear_traces_of_a_crash(cluster.data)
        return secret.read_text().strip()
    if cluster.data.exists() and any(cluster.data.iterdir()):
        raise ServerError(
            f"{cluster.data} is no complete database folder: put back PG_VERSION and {secret.name} from a backup, "
            f"or remove it to start empty."
        )
    return _initialise(cluster, secret, durable)


def _initialise(cluster: _Cluster, secret: Path, durable: bool) -> str:
    password = secrets.token_urlsafe(24)
    cluster.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if cluster.account is not None:
        os.chown(cluster.data, cluster.account.uid, cluster.account.gid)
    with cluster.as_owner() as (folder, arguments), _readable_by(cluster.account, password) as handed:
        made = subprocess.run(
            cluster.command("initdb", "-D", folder, *cluster.programs.locale_options)
            + ["--encoding=UTF8", f"--username={_NAME}", "--auth=scram-sha-256", f"--pwfile=/proc/self/fd/{handed}"]
            + ["--no-instructions", "--set=scram_iterations=1"]
            + ([] if durable else ["--no-sync"]),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            **{**arguments, "pass_fds": [*arguments.get("pass_fds", []), handed]},
        )
    if made.returncode != 0:
        reason = (made.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"])[-1]
        raise ServerError(f"PostgreSQL could not make {cluster.data}: {reason}")
    secret.touch(mode=0o600)
    secret.write_text(password)
    return password


@contextlib.contextmanager
def _readable_by(account: Account | None, secret: str) -> Iterator[int]:
    """Yield an open file in memory that holds the secret and that only the account may read."""
    handed = os.memfd_create("secret", 0)
    try:
        os.write(handed, f"{secret}\n".encode())
        if account is not None:
            os.fchown(handed, account.uid, account.gid)
        yield handed
    finally:
        os.close(handed)


def _check_owner(cluster: _Cluster) -> None:
    """Refuse the folder of another account, as PostgreSQL would, but say what to do."""
    owner = cluster.data.stat().st_uid
    ours = cluster.account.uid if cluster.account else os.geteuid()
    if owner != ours:
        raise ServerError(
            f"{cluster.data} belongs to user {owner}, PostgreSQL runs here as user {ours}: start as you did before, "
            f"or hand it over with chown."
        )


def _check_version(cluster: _Cluster) -> None:
    found = (cluster.data / "PG_VERSION").read_text(errors="replace").strip()
    told = subprocess.run(cluster.command("postgres", "--version"), capture_output=True, text=True, check=True)
    ours = told.stdout.split()[-1].split(".")[0]
    if found != ours:
        raise ServerError(
            f"{cluster.data} was made by PostgreSQL {found[:20] or '(unknown)'}, this is {ours}: dump it with the old "
            f"version, or remove the folder to start empty."
        )


def _clear_traces_of_a_crash(data: Path) -> None:
    """Remove the lock file of a server that is gone, and wait for one that is still ending.

    PostgreSQL clears it itself unless the process number lives again as something else, which is likely where few
    processes run.
    """
    lock = data / "postmaster.pid"
    deadline = time.monotonic() + _STOPS_WITHIN
    while lock.exists():
        first_line = lock.read_text(errors="replace").split("\n", 1)[0].strip()
        if not (first_line.isdigit() and _serves(int(first_line), data)):
            lock.unlink(missing_ok=True)
        elif time.monotonic() > deadline:
            raise ServerError(f"PostgreSQL already serves {data} as process {first_line}: end that one first.")
        else:
            time.sleep(0.05)


def _serves(pid: int, data: Path) -> bool:
    """Say whether the process works in the data folder, as PostgreSQL does."""
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == data.resolve()
    except OSError:
        return False


def _made_sure_of_database(address: str) -> bool:
    try:
        with psycopg.connect(f"postgresql://{address}/postgres", autocommit=True, connect_timeout=2) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (_NAME,)).fetchone()
            if known is None:
                connection.execute(f"CREATE DATABASE {_NAME}")
    except psycopg.OperationalError:
        return False
    return True


def _last_complaint(log: Path) -> str:
    """Return the last line that PostgreSQL meant for people."""
    lines = log.read_text(errors="replace").splitlines()[-40:]
    grave = [line for line in lines if "FATAL" in line or "PANIC" in line]
    last = (grave or lines or ["it said nothing"])[-1]
    return last.split("FATAL:")[-1].split("PANIC:")[-1].strip()
