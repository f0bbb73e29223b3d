"""The office records ideas that came on paper or in a session, and prints the receipt for those without e-mail."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from flask import abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.clock import now
from app.db import db, transaction
from app.files import UnwantedFile
from app.i18n import gettext as _
from app.ideas.forms.office import OfficeForm, today
from app.ideas.forms.parts import ACCEPTED
from app.ideas.models import Idea
from app.ideas.papers import receipt_as_pdf
from app.ideas.policies import may_enter_ideas
from app.ideas.queries.reference import reference_data
from app.ideas.routes.blueprint import ideas
from app.ideas.services.attachments import add_files
from app.ideas.services.entry import Entry, begin_entry, submit_entry
from app.ideas.states import Channel, IdeaState
from app.web.access import current_actor, requires

SEE_OTHER, UNPROCESSABLE = 303, 422


@ideas.route("/geschaeftsstelle/ideen/neu", methods=["GET", "POST"])
@requires(may_enter_ideas)
def record() -> ResponseReturnValue:
    """One idea that did not come through the web form."""
    form = OfficeForm()
    if not form.is_submitted():
        form.received_on.data = today()
        return _page(form)
    if not form.validate():
        return _page(form), UNPROCESSABLE
    try:
        with transaction():
            idea = _record(form, now())
    except UnwantedFile:
        return _page(form), UNPROCESSABLE
    flash(_("Die Idee ist erfasst. Aktenzeichen: %(reference)s", reference=idea.reference), "success")
    return redirect(url_for("ideas.recorded", reference=idea.reference), SEE_OTHER)


@ideas.get("/geschaeftsstelle/ideen/<reference>")
@requires(may_enter_ideas)
def recorded(reference: str) -> ResponseReturnValue:
    """What was recorded, and the letter to print."""
    return render_template("ideas/office/erfasst.html", idea=_by_reference(reference))


@ideas.get("/geschaeftsstelle/ideen/<reference>/eingang.pdf")
@requires(may_enter_ideas)
def receipt(reference: str) -> ResponseReturnValue:
    """The receipt as an accessible PDF, to be sent by post."""
    idea = _by_reference(reference)
    letter = BytesIO(receipt_as_pdf(idea))
    return send_file(letter, "application/pdf", as_attachment=True, download_name=f"{idea.reference}-Eingang.pdf")


def _record(form: OfficeForm, at: datetime) -> Idea:
    """Record the form; raises UnwantedFile, so that nothing is kept, when a file was refused."""
    entry = Entry(
        form.key, Channel(form.channel.data), form.received_on.data, form.language.data, form.values, current_actor().id
    )
    idea, is_new = begin_entry(entry, at)
    if not is_new:
        return idea
    for field, confidential in ((form.files, False), (form.annex_files, True)):
        sent = [(file.filename, file.read()) for file in field.data or () if file]
        if refused := add_files(idea, sent, at, confidential=confidential):
            field.errors = [f"{name}: {reason}" for name, reason in refused]
            raise UnwantedFile(refused[0][1])
    return submit_entry(idea, at)


def _page(form: OfficeForm) -> str:
    places = reference_data(now()).places
    return render_template("ideas/office/neu.html", form=form, places=places, accepted_files=ACCEPTED)


def _by_reference(reference: str) -> Idea:
    found = select(Idea).where(Idea.reference == reference, Idea.state != IdeaState.DRAFT)
    return db.session.scalars(found).one_or_none() or abort(404)
