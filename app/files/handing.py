"""Hands a stored file to a browser, caged: whatever it may hold gets no rights on our site."""

from __future__ import annotations

from flask import Response, abort, current_app, send_file

from app.files import store

# Whatever a file may hold, a browser that shows it all the same gives it no rights.
CAGE = "sandbox; default-src 'none'"


def hand_out(storage_name: str, media_type: str, name: str) -> Response:
    """The file as a download under `name`; 404, and a line in the log, when the disk has lost it."""
    path = store.path_of(storage_name)
    if not path.is_file():
        current_app.logger.error("file stored=%s is missing", storage_name)
        abort(404)
    answer = send_file(path, mimetype=media_type, as_attachment=True, download_name=name, conditional=True)
    answer.headers["Content-Security-Policy"] = CAGE
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
