"""A digest on the web, by the signed link of its letter, for as long as it is kept."""

from __future__ import annotations

import uuid

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app.clock import now
from app.digests.mails import DIGEST
from app.digests.queries.written import digest_with, readable_entries
from app.digests.routes.blueprint import digests
from app.web.access import public
from app.web.links import InvalidLink, read

GONE = 410


@digests.get("/neuigkeiten/<token>")
@public
def show_digest(token: str) -> ResponseReturnValue:
    """Everything that a digest told, less what has been hidden since."""
    try:
        digest_id = uuid.UUID(str(read(DIGEST, token)[0]))
    except (InvalidLink, ValueError):
        abort(404)
    digest = digest_with(digest_id)
    if digest is None:
        return render_template("digests/forgotten.html"), GONE
    return render_template("digests/digest.html", digest=digest, entries=readable_entries(digest, now()))
