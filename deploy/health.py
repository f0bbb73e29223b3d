"""What the container engine asks every minute: `python deploy/health.py web|worker|beat`, 0 when well."""

import os
import socket
import subprocess
import sys
import urllib.request

import psycopg

_LAST_SWEEP = "SELECT max(started_at) > now() - interval '5 minutes' FROM sweep_run"


def web() -> bool:
    """Whether this container's server answers."""
    with urllib.request.urlopen("http://127.0.0.1:8000/healthz", timeout=5) as answer:
        return bool(answer.status == 200)


def worker() -> bool:
    """Whether this container's worker answers through the broker."""
    ping = ["celery", "--app", "workers.app:celery", "inspect", "ping", "--timeout", "5"]
    ping += ["--destination", f"celery@{socket.gethostname()}"]
    return subprocess.run(ping, capture_output=True, check=False).returncode == 0


def beat() -> bool:
    """Whether the clock still makes the workers sweep."""
    address = os.environ["DATABASE_URL"].replace("+psycopg", "")
    with psycopg.connect(address, connect_timeout=5) as connection:
        row = connection.execute(_LAST_SWEEP).fetchone()
    return bool(row and row[0])


CHECKS = {"web": web, "worker": worker, "beat": beat}

if __name__ == "__main__":
    sys.exit(0 if CHECKS[sys.argv[1]]() else 1)
