"""Secrets that are made once and kept in a file that only its owner may read."""

import secrets
from pathlib import Path


def kept_secret(path: Path) -> str:
    """Return the secret in the file, making both where there is none."""
    if not path.exists() or not path.read_text().strip():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32))
    return path.read_text().strip()
