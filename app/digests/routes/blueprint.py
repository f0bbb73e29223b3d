"""The blueprint that all pages of news share, and where other rooms' pages lead to them."""

from __future__ import annotations

from flask import Blueprint, url_for

digests = Blueprint("digests", __name__)


@digests.app_template_global("follow_url")
def follow_url(key: str) -> str:
    """Where something is followed."""
    return url_for("digests.ask", was=key)
