"""The embedded servers: they start from nothing, sort as the product does, keep what they took, and leave nothing."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from tools.servers import ServerError, postgres, valkey

ROOT = Path(__file__).parents[2]


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder that only its owner may enter, as /root is: PostgreSQL's own account cannot walk there."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o700)
        yield Path(name)


def ask(url: str, question: str) -> object:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        answers = connection.execute(question)
        return answers.fetchone()[0] if answers.description else None  # type: ignore[index]


def test_postgresql_has_what_the_product_needs(closed_folder: Path) -> None:
    with postgres(closed_folder / "pg", durable=False) as url:
        for extension in ("pg_trgm", "unaccent", "citext", "btree_gist"):
            ask(url, f"CREATE EXTENSION {extension}")
        assert ask(url, "SELECT lower('ÄÖÜ')") == "äöü"
        assert ask(url, "SELECT to_tsvector('german', 'Buslinien') @@ to_tsquery('german', 'Buslinie')") is True
        assert ask(url, "SELECT '2026-07-01 12:00+00'::timestamptz AT TIME ZONE 'Europe/Berlin' = '2026-07-01 14:00'")


def test_postgresql_keeps_its_data_and_its_password(closed_folder: Path) -> None:
    with postgres(closed_folder / "pg", durable=False) as url:
        ask(url, "CREATE TABLE kept AS SELECT 42 AS answer")
        password = url.split(":")[2].split("@")[0]
    with postgres(closed_folder / "pg", durable=False) as url:
        assert ask(url, "SELECT answer FROM kept") == 42
        assert password in url


def test_nobody_gets_in_without_the_password(closed_folder: Path) -> None:
    with postgres(closed_folder / "pg", durable=False) as url:
        port = url.rsplit(":", 1)[1]
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(f"postgresql://konvent:guess@127.0.0.1:{port}", connect_timeout=2)
    assert (closed_folder / "pg.secret").stat().st_mode & 0o077 == 0


def test_postgresql_says_what_to_do_about_a_foreign_folder(closed_folder: Path) -> None:
    (closed_folder / "pg").mkdir()
    (closed_folder / "pg" / "something").touch()
    with pytest.raises(ServerError, match="is no complete database folder"), postgres(closed_folder / "pg"):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_postgresql_says_whose_folder_it_is(closed_folder: Path) -> None:
    with postgres(closed_folder / "pg", durable=False):
        pass
    os.chown(closed_folder / "pg", 12345, 12345)
    with pytest.raises(ServerError, match="belongs to user 12345"), postgres(closed_folder / "pg"):
        pass


def test_valkey_says_what_to_do_about_a_damaged_folder(closed_folder: Path) -> None:
    with valkey(closed_folder / "broker") as url, redis.Redis.from_url(url) as client:
        client.set("message", "kept")
    for path in (closed_folder / "broker" / "appendonlydir").iterdir():
        path.write_text("nonsense\n")
    with pytest.raises(ServerError, match="It keeps nothing that the database does not have: remove"):
        valkey(closed_folder / "broker").__enter__()


def test_valkey_keeps_messages_over_a_restart_and_wants_its_password(closed_folder: Path) -> None:
    with valkey(closed_folder / "broker") as url:
        with redis.Redis.from_url(url) as client:
            client.set("message", "kept")
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        port = int(url.rsplit(":", 1)[1].split("/")[0])
        with redis.Redis(port=port) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
    with valkey(closed_folder / "broker") as url, redis.Redis.from_url(url, decode_responses=True) as client:
        assert client.get("message") == "kept"


def test_servers_end_with_the_process_that_started_them(closed_folder: Path) -> None:
    code = (
        "import sys, time, pathlib; from tools.servers import postgres, valkey\n"
        "here = pathlib.Path(sys.argv[1])\n"
        "with postgres(here / 'pg', durable=False), valkey(here / 'broker'):\n"
        "    print('up', flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, closed_folder], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "up\n"
    parent.send_signal(signal.SIGKILL)
    parent.communicate()
    deadline = time.monotonic() + 8
    while left := processes_in(closed_folder):
        assert time.monotonic() < deadline, left
        time.sleep(0.05)


def processes_in(folder: Path) -> list[str]:
    """Return the processes that work in the folder or were started with its name."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().decode(errors="replace")
            place = (process / "cwd").readlink()
        except OSError:
            continue
        if int(process.name) != os.getpid() and (str(folder) in command or place.is_relative_to(folder)):
            found.append(command)
    return found
