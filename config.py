"""All settings, read once from the environment; nothing else in the house looks at os.environ."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

PRODUCTION, DEVELOPMENT, TESTING = "production", "development", "testing"
REQUIRED_IN_PRODUCTION = (
    "SECRET_KEY",
    "DATABASE_URL",
    "REDIS_URL",
    "BASE_URL",
    "MAIL_SERVER",
)
MEGABYTE = 1024 * 1024


class MissingSetting(RuntimeError):
    """Production refuses to start; the message names every variable that is missing."""


def load(environ: Mapping[str, str]) -> dict[str, object]:
    """Return Flask's settings for this environment.

    Raises MissingSetting in production when a variable has no safe default, and ValueError
    when a number or a mode cannot be read.
    """
    mode = environ.get("KONVENT_MODE", PRODUCTION)
    if mode not in (PRODUCTION, DEVELOPMENT, TESTING):
        raise ValueError(f"KONVENT_MODE must be production, development or testing, not {mode!r}")
    if mode == PRODUCTION:
        _refuse_what_is_missing(environ)
    base_url = environ.get("BASE_URL", "http://localhost:8000").rstrip("/")
    return {
        "MODE": mode,
        "TESTING": mode == TESTING,
        "SECRET_KEY": environ.get("SECRET_KEY", "only for development and tests"),
        "BASE_URL": base_url,
        "SECURE_COOKIES": base_url.startswith("https://"),
        "TRUSTED_PROXIES": int(environ.get("TRUSTED_PROXIES", "0")),
        "LOG_LEVEL": environ.get("LOG_LEVEL", "INFO").upper(),
        "UPLOAD_DIR": Path(environ.get("UPLOAD_DIR", "var/uploads")).resolve(),
        "MAX_CONTENT_LENGTH": 40 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 2 * MEGABYTE,
        "MAX_FORM_PARTS": 200,
        # A token lives as long as its session: an evening at the form is no attack.
        "WTF_CSRF_TIME_LIMIT": None,
        "SESSION_IDLE_LIMIT": timedelta(hours=8),
        "SESSION_ABSOLUTE_LIMIT": timedelta(days=14),
        # How old counts and names on reading pages may be; tests want to see every change at once.
        "SHORT_MEMORY": timedelta(seconds=0 if mode == TESTING else 30),
        "RATELIMIT_ENABLED": mode != TESTING,
        "REDIS_URL": environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"),
        **_database(environ),
        **_mail(environ),
    }


def _refuse_what_is_missing(environ: Mapping[str, str]) -> None:
    missing = [name for name in REQUIRED_IN_PRODUCTION if not environ.get(name)]
    if missing:
        raise MissingSetting(
            f"Konvent does not start in production without: {', '.join(missing)}."
            " Set them in the environment (see README, Environment)."
        )


def _database(environ: Mapping[str, str]) -> dict[str, object]:
    return {
        "SQLALCHEMY_DATABASE_URI": environ.get("DATABASE_URL", "postgresql+psycopg:///konvent"),
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_size": 10,
            "max_overflow": 5,
            "pool_timeout": 10,
            "connect_args": {
                "connect_timeout": 5,
                # No request may hold a connection for ever; sweeps raise this for themselves.
                "options": "-c timezone=UTC -c statement_timeout=15000 -c lock_timeout=5000"
                " -c pg_trgm.similarity_threshold=0.5",
            },
        },
    }


def _mail(environ: Mapping[str, str]) -> dict[str, object]:
    return {
        "MAIL_SERVER": environ.get("MAIL_SERVER", "127.0.0.1"),
        "MAIL_PORT": int(environ.get("MAIL_PORT", "25")),
        "MAIL_USERNAME": environ.get("MAIL_USERNAME"),
        "MAIL_PASSWORD": environ.get("MAIL_PASSWORD"),
        "MAIL_USE_TLS": _is_on(environ.get("MAIL_USE_TLS")),
        "MAIL_USE_SSL": _is_on(environ.get("MAIL_USE_SSL")),
        "MAIL_CA_FILE": environ.get("MAIL_CA_FILE"),
        "MAIL_DEFAULT_SENDER": environ.get(
            "MAIL_DEFAULT_SENDER",
            "Regionalkonvent Chemnitz <konvent@regionalkonvent.example>",
        ),
        # Where questions go; the sender's address when nothing else is named.
        "MAIL_CONTACT": environ.get("MAIL_CONTACT"),
        # Bounces come back to konvent-bounce+<token>@…, if such an address is named.
        "MAIL_BOUNCE_ADDRESS": environ.get("MAIL_BOUNCE_ADDRESS"),
        # The mailbox behind that address, read by `flask mail ingest-bounces --imap`.
        "BOUNCE_IMAP_HOST": environ.get("BOUNCE_IMAP_HOST"),
        "BOUNCE_IMAP_PORT": int(environ.get("BOUNCE_IMAP_PORT", "993")),
        "BOUNCE_IMAP_USERNAME": environ.get("BOUNCE_IMAP_USERNAME"),
        "BOUNCE_IMAP_PASSWORD": environ.get("BOUNCE_IMAP_PASSWORD"),
        "BOUNCE_IMAP_FOLDER": environ.get("BOUNCE_IMAP_FOLDER", "INBOX"),
        "BOUNCE_IMAP_USE_SSL": _is_on(environ.get("BOUNCE_IMAP_USE_SSL", "1")),
        # Sessions with the mail server at once, of each worker process: used only while it answers slowly.
        "MAIL_SESSIONS": int(environ.get("MAIL_SESSIONS", "8")),
        # DKIM: a private key in PEM form (RSA or Ed25519), its name in DNS, and the domain if not the sender's.
        "DKIM_KEY_FILE": environ.get("DKIM_KEY_FILE"),
        "DKIM_SELECTOR": environ.get("DKIM_SELECTOR"),
        "DKIM_DOMAIN": environ.get("DKIM_DOMAIN"),
        # Letters a second over all workers; 0 means as fast as the server takes them.
        "MAIL_RATE_LIMIT": float(environ.get("MAIL_RATE_LIMIT", "0")),
    }


def _is_on(value: str | None) -> bool:
    return (value or "").lower() in ("1", "true", "yes", "on")
