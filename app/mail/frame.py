"""A letter's HTML shown on a page of ours: in a frame that may do nothing, under a policy made for this one letter.

Letters carry their styles in their tags, which the policy of our pages refuses. The answer names the hash of each
style that stands in the letter, so that these apply and nothing else does; there is no script, no image from
elsewhere, no form, and the sandbox gives the frame an origin of its own.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape

from flask import Response, current_app

_STYLE_ATTRIBUTE = re.compile(r'\sstyle="([^"]*)"')
_STYLE_ELEMENT = re.compile(r"<style>(.*?)</style>", re.S)
_HEAD = re.compile(r"<head>")
# A signed link is long and says nothing to people: what opens something by itself is cut out for staff.
_SECRET_PART = re.compile(r"/[A-Za-z0-9_.~-]{20,}")
CUT = "/…"


def framed(html: str) -> Response:
    """The answer for the frame of one letter. Links in it open a page of their own."""
    response = Response(
        _HEAD.sub('<head><base target="_blank">', html, count=1), content_type="text/html; charset=utf-8"
    )
    response.headers["Content-Security-Policy"] = policy(html)
    response.headers["Cache-Control"] = "no-store"
    return response


def policy(html: str) -> str:
    """The policy under which exactly this letter looks as it should."""
    styles = {*map(unescape, _STYLE_ATTRIBUTE.findall(html)), *_STYLE_ELEMENT.findall(html)}
    allowed = " ".join(sorted(f"'sha256-{_hash(style)}'" for style in styles))
    return (
        f"default-src 'none'; style-src 'unsafe-hashes' {allowed}; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
    )


def without_secrets(text: str) -> str:
    """A letter's text or HTML with every signed link of ours cut short: staff read letters, they do not use them."""
    site = re.escape(str(current_app.config["BASE_URL"]))
    return re.sub(rf"{site}/[^\s\"'<>]*", lambda link: _SECRET_PART.sub(CUT, link[0]), text)


def _hash(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
