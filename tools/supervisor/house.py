"""Opening the house in order, keeping it open, and closing it in the opposite order."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psycopg
from alembic.script import ScriptDirectory

from tools import processes
from tools.bootstrap import ROOT
from tools.catalogues.store import compile_stale
from tools.servers import broker, database
from tools.supervisor.child import Child
from tools.supervisor.folder import DataFolder
from tools.supervisor.guard import Guard
from tools.supervisor.plan import CannotStart, Plan

_READY_WITHIN = 60.0
# Together under the five seconds that Ctrl-C may take.
PROGRAMS_END_WITHIN = 3.0
SERVERS_END_WITHIN = 1.2


class House:
    """All processes of one `make run`."""

    def __init__(self, root: Path, plan: Plan, folder: DataFolder, guard: Guard, say: Callable[[str], None]) -> None:
        self._root = root
        self._plan = plan
        self._folder = folder
        self._guard = guard
        self._say = say
        self._servers: list[Child] = []
        self._programs: list[Child] = []
        self.environment = self._base_environment()
        self.sign_ins = ""

    def open(self) -> None:
        """Start everything and return when the site is ready; raises CannotStart."""
        self._start_servers()
        compile_stale(self._root / "app")
        if not self._has_newest_tables():
            self._flask("db", "upgrade", purpose="bring the database's tables up to date")
        self._fill_if_empty()
        self._start_program("web")
        self._start_program("worker")
        self._wait_until_ready()
        self._start_program("beat")  # nothing waits for the clock's first tick

    def watch(self) -> None:
        """Start again whatever ends; raises CannotStart when something ends again and again."""
        while True:
            self._look_after()
            time.sleep(0.25)

    def close(self) -> None:
        """End everything: programs first, so that they can finish their transactions."""
        _end(self._programs, PROGRAMS_END_WITHIN)
        _end(self._servers, SERVERS_END_WITHIN)

    def _base_environment(self) -> dict[str, str]:
        own = {
            "BASE_URL": self._plan.address,
            "BIND": f"127.0.0.1:{self._plan.port}",
            "FLASK_APP": "app.factory",
            "KONVENT_MODE": "development",
            "PYTHONUNBUFFERED": "1",
            "UPLOAD_DIR": str(self._folder.uploads),
        }
        environment = {**own, **{name: value for name, value in self._plan.environ.items() if value}}
        environment.setdefault("SECRET_KEY", self._folder.secret_key())
        environment["PATH"] = os.pathsep.join([str(Path(sys.prefix) / "bin"), environment.get("PATH", os.defpath)])
        return environment

    def _start_servers(self) -> None:
        if self._plan.own_mailbox:
            self._start_mailbox()
        if self._plan.own_database:
            self._start_database()
        if self._plan.own_broker:
            self._start_broker()

    def _start_database(self) -> None:
        port = processes.free_port()

        def start() -> subprocess.Popen[bytes]:
            server = database.start(self._folder.postgres, port=port)
            self.environment["DATABASE_URL"] = server.url
            return server.process

        log = self._folder.postgres.with_suffix(".log")
        self._servers.append(Child("PostgreSQL", start, log, ending=signal.SIGINT))

    def _start_broker(self) -> None:
        port = processes.free_port()

        def start() -> subprocess.Popen[bytes]:
            server = broker.start(self._folder.valkey, port=port)
            self.environment["REDIS_URL"] = server.url
            return server.process

        self._servers.append(Child("Valkey", start, self._folder.valkey.with_suffix(".log")))

    def _start_mailbox(self) -> None:
        smtp_port = processes.free_port()
        self.environment |= {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(smtp_port)}
        command = [sys.executable, "-m", "tools.catcher", "--folder", str(self._folder.mailbox)]
        command += ["--port", str(self._plan.mailbox_port), "--smtp-port", str(smtp_port)]
        self._servers.append(self._program("mailbox", command, ROOT))

    def _start_program(self, name: str) -> None:
        self._programs.append(self._program(name, [str(self._root / "deploy" / name)], self._root))

    def _program(self, name: str, command: list[str], cwd: Path) -> Child:
        def start() -> subprocess.Popen[bytes]:
            with self._folder.log(name) as log:
                process = processes.spawn(command, log, signal.SIGTERM, cwd=cwd, env=self.environment)
            self._guard.watch(process.pid)
            return process

        return Child(name, start, self._folder.log_path(name))

    def _flask(self, *arguments: str, purpose: str) -> str:
        """Run one command of the application and return what it printed."""
        command = [sys.executable, "-m", "flask", *arguments]
        done = subprocess.run(
            command, cwd=self._root, env=self.environment, capture_output=True, text=True, check=False
        )
        with self._folder.log("setup") as log:
            log.write(f"$ flask {' '.join(arguments)}\n{done.stderr}".encode())
        if done.returncode != 0:
            raise CannotStart(f"Could not {purpose}: {_reason(done.stderr)} (see {self._folder.log_path('setup')})")
        return done.stdout

    def _has_newest_tables(self) -> bool:
        """Say whether the database stands at the newest migration, without the seconds that the application needs."""
        newest = ScriptDirectory(str(self._root / "migrations")).get_current_head()
        with psycopg.connect(self._plain_url, connect_timeout=5) as connection:
            known = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
            if known is None or known[0] is None:
                return False
            return connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(newest,)]

    def _is_empty(self) -> bool:
        """Say whether nobody has an account yet."""
        with psycopg.connect(self._plain_url, connect_timeout=5) as connection:
            row = connection.execute("SELECT EXISTS (SELECT FROM person)").fetchone()
        return row is not None and not row[0]

    @property
    def _plain_url(self) -> str:
        return self.environment["DATABASE_URL"].replace("+psycopg", "")

    def _fill_if_empty(self) -> None:
        """Load the demo and keep its sign-ins for later starts, or make a link for the first administrator."""
        if not self._is_empty():
            self.sign_ins = self._folder.sign_ins.read_text() if self._folder.sign_ins.exists() else ""
        elif self._plan.demo:
            self._say("First start: loading the demo …")
            told = self._flask("demo", "load", purpose="load the demo")
            self.sign_ins = f"Sign in at {self._plan.address}/anmelden\n\n{told}"
            self._folder.sign_ins.touch(mode=0o600)
            self._folder.sign_ins.write_text(self.sign_ins)
        else:
            self._folder.sign_ins.unlink(missing_ok=True)
            self.sign_ins = "To make the first administrator, open this link (once, within a day):\n" + self._flask(
                "users", "bootstrap-admin", purpose="make the link for the first administrator"
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _READY_WITHIN
        answer = "no answer"
        while time.monotonic() < deadline:
            self._look_after()
            ready, answer = _ask(f"http://127.0.0.1:{self._plan.port}/readyz")
            if ready:
                return
            time.sleep(0.1)
        raise CannotStart(f"The site is not ready after {_READY_WITHIN:.0f} seconds: {answer}")

    def _look_after(self) -> None:
        for child in (*self._servers, *self._programs):
            if child.ended:
                if child.keeps_dying:
                    raise CannotStart(f"{child.name} keeps ending: {child.last_words()} (see {child.log})")
                self._say(f"{child.name} ended (status {child.process.returncode}); starting it again.")
                child.start_again()


def _reason(errors: str) -> str:
    """Return the line of a traceback that names the error; libraries add hints below it."""
    lines = [line.strip() for line in errors.splitlines() if line.strip()] or ["no reason given"]
    named = [line for line in lines if re.match(r"(Error|[\w.]+(Error|Exception|Violation)): ", line)]
    return (named or lines)[-1]


def _ask(address: str) -> tuple[bool, str]:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
            return answer.status == 200, ""
    except urllib.error.HTTPError as error:
        return False, f"{error.code} {error.read(500).decode(errors='replace')}"
    except OSError as error:
        return False, str(error)


def _end(children: list[Child], within: float) -> None:
    deadline = time.monotonic() + within
    for child in children:
        child.ask_to_end()
    for child in children:
        child.wait(deadline)
