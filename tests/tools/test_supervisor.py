"""`make run` around a small application: what starts, what ends, and what people are told when it cannot."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tools.processes import free_port
from tools.supervisor.house import PROGRAMS_END_WITHIN, SERVERS_END_WITHIN

REPOSITORY = Path(__file__).parents[2]
FACTORY = '''"""A small application with the commands that the supervisor calls."""
import os
import click, psycopg
from flask import Flask

def connect():
    return psycopg.connect(os.environ["DATABASE_URL"].replace("+psycopg", ""), autocommit=True)

def create_app():
    app = Flask(__name__)
    app.cli.add_command(click.Group("db", {"upgrade": click.Command("upgrade", callback=upgrade)}))
    app.cli.add_command(click.Group("demo", {"load": click.Command("load", callback=load)}))
    app.cli.add_command(click.Group("users", {"bootstrap-admin": click.Command("x", callback=link)}))
    return app

def upgrade():
    connect().execute("CREATE TABLE IF NOT EXISTS person (name text)")

def load():
    connect().execute("INSERT INTO person VALUES ('Ada')")
    print("moderator@konvent.example")

def link():
    print("http://one-time.example/link")
'''
WEB = f"""#!{sys.executable}
import http.server, os
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"{{}}")
    def log_message(self, *arguments): pass
host, port = os.environ["BIND"].split(":")
http.server.ThreadingHTTPServer((host, int(port)), Ready).serve_forever()
"""
IDLE = "#!/bin/sh\nexec sleep 1000\n"
# It has a child of its own, and neither listens to reason.
STUBBORN = "#!/bin/sh\ntrap '' TERM\nsleep 1000 &\nwhile :; do sleep 1; done\n"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder that looks like the repository to the supervisor."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").touch()
    (tmp_path / "app" / "factory.py").write_text(FACTORY)
    (tmp_path / "migrations" / "versions").mkdir(parents=True)
    (tmp_path / "deploy").mkdir()
    for name, script in {"web": WEB, "worker": IDLE, "beat": IDLE}.items():
        (tmp_path / "deploy" / name).write_text(script)
        (tmp_path / "deploy" / name).chmod(0o755)
    return tmp_path


@pytest.fixture
def stubborn_house(house: Path) -> Path:
    """The same with a worker that does not want to end."""
    (house / "deploy" / "worker").write_text(STUBBORN)
    return house


class Running:
    """A supervisor in a process of its own."""

    def __init__(self, house: Path, **environ: str) -> None:
        self.house = house
        self.ports = {"PORT": str(free_port()), "MAILBOX_PORT": str(free_port())} | environ
        quiet = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "KONVENT"))}
        code = (
            f"import sys, pathlib; from tools.supervisor.__main__ import main; "
            f"sys.exit(main([], pathlib.Path({str(house)!r})))"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=REPOSITORY,
            env={**quiet, **self.ports},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""

    def wait_until_open(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                return
        pytest.fail(f"it never opened: {self.said}")

    def end(self, number: signal.Signals = signal.SIGINT) -> float:
        """Send a signal, collect what is said, and return the seconds until it was gone."""
        begun = time.monotonic()
        self.process.send_signal(number)
        self.said += self.process.communicate(timeout=20)[0]
        return time.monotonic() - begun

    def refused(self) -> str:
        """Wait for a supervisor that cannot start and return its one line."""
        self.said += self.process.communicate(timeout=30)[0]
        assert self.process.returncode == 1
        lines = [line for line in self.said.splitlines() if "First start" not in line]
        assert len(lines) == 1, self.said
        return lines[0]


@contextmanager
def running(house: Path, **environ: str) -> Iterator[Running]:
    supervisor = Running(house, **environ)
    try:
        supervisor.wait_until_open()
        yield supervisor
    finally:
        with suppress(ProcessLookupError):
            supervisor.process.send_signal(signal.SIGTERM)
        supervisor.process.communicate(timeout=20)


def processes_of(house: Path) -> list[str]:
    """Return the command lines of all processes that have to do with the folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            about = command.encode() + (path / "environ").read_bytes() + bytes((path / "cwd").readlink())
            if str(house).encode() in about and int(path.name) != os.getpid():
                found.append(command)
    return found


def gone_within(house: Path, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not processes_of(house):
            return True
        time.sleep(0.05)
    return False


def test_it_opens_tells_where_and_ends_of_its_own_accord(stubborn_house: Path) -> None:
    house = stubborn_house
    with running(house) as supervisor:
        assert f"http://localhost:{supervisor.ports['PORT']}" in supervisor.said
        assert "moderator@konvent.example" in supervisor.said
        mailbox = f"http://127.0.0.1:{supervisor.ports['MAILBOX_PORT']}/healthz"
        assert urllib.request.urlopen(mailbox, timeout=5).read() == b"ok"
        assert len(processes_of(house)) >= 6
        # The promise is five seconds and is kept by the bounds below; a loaded machine may add its own.
        assert supervisor.end() < 20
        assert supervisor.process.returncode == 0
    assert processes_of(house) == []


def test_nothing_outlives_a_killed_supervisor(stubborn_house: Path) -> None:
    house = stubborn_house
    with running(house) as supervisor:
        supervisor.end(signal.SIGKILL)
        assert gone_within(house, 10), processes_of(house)


def test_data_secret_and_sign_ins_survive_a_crash(house: Path) -> None:
    with running(house) as supervisor:
        secret = (house / "var" / "secret-key").read_text()
        supervisor.end(signal.SIGKILL)
        assert gone_within(house, 10)
    # As after a power cut in a container: the old process number lives again as something else.
    (house / "var" / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{house}\n")
    with running(house) as supervisor:
        assert "First start" not in supervisor.said
        assert "moderator@konvent.example" in supervisor.said
        assert (house / "var" / "secret-key").read_text() == secret


def test_an_empty_house_gets_a_link_for_the_first_administrator(house: Path) -> None:
    with running(house, DEMO="0") as supervisor:
        assert "http://one-time.example/link" in supervisor.said
        assert "moderator@" not in supervisor.said


def test_what_dies_is_started_again(house: Path) -> None:
    with running(house) as supervisor:
        status = json.loads((house / "var" / "running.json").read_text())
        assert status["process"] == supervisor.process.pid
        (valkey,) = [pid for pid in children_of(supervisor.process.pid) if "valkey-server" in command_of(pid)]
        os.kill(valkey, signal.SIGKILL)
        assert supervisor.process.stdout is not None
        assert any("Valkey ended (status -9); starting it again." in line for line in supervisor.process.stdout)


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")


def test_what_keeps_dying_ends_the_house_with_its_last_words(house: Path) -> None:
    (house / "deploy" / "worker").write_text("#!/bin/sh\necho the key is missing\nexit 3\n")
    supervisor = Running(house)
    said = supervisor.process.communicate(timeout=60)[0]
    assert supervisor.process.returncode == 1
    assert "worker keeps ending: the key is missing (see " in said
    assert processes_of(house) == []


def test_a_taken_port_is_named_with_a_free_one(house: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = Running(house, PORT=str(port)).refused()
    assert f"Port {port} is taken" in line
    assert "make run PORT=" in line


@pytest.mark.parametrize("value", ["eighty", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(house: Path, value: str) -> None:
    assert f"PORT must be a port between 1 and 65535, not “{value}”." in Running(house, PORT=value).refused()


def test_a_second_start_in_the_same_folder_says_where_the_first_is(house: Path) -> None:
    with running(house) as first:
        line = Running(house).refused()
        assert f"already runs in this folder: http://localhost:{first.ports['PORT']}" in line


def test_two_folders_run_side_by_side(house: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    for name in ("app", "deploy", "migrations"):
        (other / name).symlink_to(house / name)
    with running(house), running(other) as second:
        assert "moderator@konvent.example" in second.said


def test_a_folder_that_cannot_be_written_to_is_named(house: Path) -> None:
    (house / "var").write_text("not a folder")
    assert f"Cannot write to {house}/var" in Running(house).refused()


def test_a_database_of_another_version_is_named(house: Path) -> None:
    with running(house):
        pass
    (house / "var" / "postgres" / "PG_VERSION").write_text("9\n")
    line = Running(house).refused()
    assert "was made by PostgreSQL 9, this is 18" in line
    assert processes_of(house) == []


def test_an_incomplete_database_folder_is_named(house: Path) -> None:
    with running(house):
        pass
    (house / "var" / "postgres" / "PG_VERSION").unlink()
    assert "is no complete database folder" in Running(house).refused()


def test_a_damaged_database_is_named_with_its_own_complaint(house: Path) -> None:
    with running(house):
        pass
    (house / "var" / "postgres" / "global" / "pg_control").write_bytes(b"")
    assert "PostgreSQL did not start: " in Running(house).refused()


def test_a_failing_command_is_told_with_its_reason(house: Path) -> None:
    factory = house / "app" / "factory.py"
    factory.write_text(factory.read_text().replace("CREATE TABLE", "CREATE NONSENSE"))
    line = Running(house).refused()
    assert "Could not bring the database's tables up to date: " in line
    assert processes_of(house) == []


def test_the_bounds_of_an_end_keep_the_promise_of_five_seconds() -> None:
    assert PROGRAMS_END_WITHIN + SERVERS_END_WITHIN < 5
