"""Secrets that are handed out once and stored only as their SHA-256."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """256 random bits for an address or a cookie."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> bytes:
    """What is stored of a token. A plain hash will do: there is nothing to guess in 256 random bits."""
    return hashlib.sha256(token.encode()).digest()
