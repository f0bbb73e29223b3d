"""Handing out files: to everybody what is approved, to submitters their own, to staff the rest, noting who saw what."""

from __future__ import annotations

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.clock import now
from app.db import db, transaction
from app.files.handing import hand_out
from app.ideas.links import STATUS
from app.ideas.models import Attachment, Idea
from app.ideas.policies import may_read_annex, may_read_files
from app.ideas.queries.attachments import annex_accesses, file_of, files_of, public_file
from app.ideas.routes.blueprint import ideas
from app.ideas.services.attachments import note_access
from app.ideas.states import IdeaState
from app.web.access import current_actor, public, requires
from app.web.links import InvalidLink, read


@ideas.get("/anlagen/<int(max=9223372036854775807):attachment_id>")
@public
def attachment(attachment_id: int) -> ResponseReturnValue:
    """An approved file of a public idea."""
    return _hand_out(public_file(attachment_id, now()) or abort(404))


@ideas.get("/status/<token>/anlagen/<int(max=9223372036854775807):attachment_id>")
@public
def own_attachment(token: str, attachment_id: int) -> ResponseReturnValue:
    """A file to whoever submitted it."""
    try:
        (idea_id,) = read(STATUS, token)
    except (InvalidLink, ValueError):
        abort(404)
    return _hand_out(file_of(idea_id, attachment_id) or abort(404))


@ideas.get("/ideen/<reference>/anlagen/<int(max=9223372036854775807):attachment_id>")
@requires(may_read_files)
def staff_attachment(reference: str, attachment_id: int) -> ResponseReturnValue:
    """Any file of an idea, to those who work on it."""
    file = file_of(_by_reference(reference).id, attachment_id) or abort(404)
    if file.confidential:
        _note(file.idea_id, f"file:{file.id}")
    return _hand_out(file)


@ideas.get("/ideen/<reference>/vertraulich")
@requires(may_read_annex)
def annex(reference: str) -> ResponseReturnValue:
    """The confidential annex; opening it is written down, and the page shows by whom it was opened."""
    idea = _by_reference(reference)
    _note(idea.id, "annex")
    mine = [file for file in files_of(idea.id) if file.confidential]
    return render_template("ideas/office/vertraulich.html", idea=idea, files=mine, accesses=annex_accesses(idea.id))


def _by_reference(reference: str) -> Idea:
    found = select(Idea).where(Idea.reference == reference, Idea.state != IdeaState.DRAFT)
    return db.session.scalars(found).one_or_none() or abort(404)


def _note(idea_id: int, what: str) -> None:
    person_id = current_actor().id
    # A look ahead (HEAD) shows nothing, so there is nothing to write down.
    if request.method == "GET" and person_id is not None:
        with transaction():
            note_access(idea_id, person_id, what, now())


def _hand_out(file: Attachment) -> Response:
    return hand_out(file.storage_name, file.media_type, file.file_name)
