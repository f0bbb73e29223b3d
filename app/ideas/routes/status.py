"""The submitter's own pages, opened by a signed link: confirm, follow, answer, add files, withdraw, object."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import lazyload
from werkzeug.exceptions import Conflict
from werkzeug.wrappers import Response

from app.clock import now
from app.db import db, transaction
from app.i18n import gettext as _
from app.ideas.forms.status import AnswerForm, LostLinkForm, MoreFilesForm, ObjectionForm, WithdrawForm
from app.ideas.links import CONFIRMATION, STATUS
from app.ideas.models import Idea
from app.ideas.routes.blueprint import ideas
from app.ideas.routes.status_view import show_status
from app.ideas.services import answers
from app.ideas.services.attachments import add_files
from app.ideas.services.lifecycle import lock_idea
from app.ideas.services.submission import WrongAddress, confirm_address
from app.ideas.states import IdeaState
from app.web import errors
from app.web.access import public
from app.web.forms import takes_open_forms
from app.web.limits import limit_by_block, limit_by_field
from app.web.links import InvalidLink, read, sign

SEE_OTHER, UNPROCESSABLE = 303, 422
NOT_FOUND, CONFLICT, GONE = 404, 409, 410


@ideas.get("/bestaetigen/<token>")
@public
def confirm(token: str) -> ResponseReturnValue:
    """The link from the mail shows a button; mail scanners that follow links confirm nothing."""
    idea, address = _to_confirm(token)
    if idea.state != IdeaState.DRAFT:
        return _to_status(idea)
    if idea.contact_email != address:
        abort(GONE)
    return render_template("ideas/submit/bestaetigen.html", idea=idea)


@ideas.post("/bestaetigen/<token>")
@takes_open_forms
@public
def confirm_now(token: str) -> ResponseReturnValue:
    """The address is right: the draft becomes an idea."""
    draft, address = _to_confirm(token)
    try:
        with transaction():
            idea = confirm_address(draft.id, address, now())
            # Said in here: after the commit everything would be read again.
            reference, onward = idea.reference, _to_status(idea)
    except WrongAddress:
        abort(GONE)
    flash(_("Ihre Idee ist eingereicht. Aktenzeichen: %(reference)s", reference=reference), "success")
    return onward


@ideas.get("/status/<token>")
@public
def status(token: str) -> ResponseReturnValue:
    """What happened to the idea, what comes next and until when, and what its submitter can do."""
    return show_status(_own_idea(token), token)


@ideas.post("/status/<token>/antwort")
@takes_open_forms
@public
def answer(token: str) -> ResponseReturnValue:
    """The answer to the moderation's question."""
    idea, form = _own_idea(token), AnswerForm()
    if not form.validate():
        return show_status(idea, token, UNPROCESSABLE, answer=form)
    with transaction():
        lock_idea(idea.id)
        refused = add_files(idea, form.sent, now())
        if not refused:
            answers.answer_inquiry(idea.id, form.answer.data, now())
    if refused:
        form.refuse(refused)
        return show_status(idea, token, UNPROCESSABLE, answer=form)
    flash(_("Danke, Ihre Antwort ist angekommen. Die Moderation prüft weiter."), "success")
    return _to_status(idea)


@ideas.post("/status/<token>/anlagen")
@takes_open_forms
@public
def add_attachments(token: str) -> ResponseReturnValue:
    """Files that come later."""
    idea, form = _own_idea(token), MoreFilesForm()
    if idea.state not in answers.MAY_ADD_FILES:
        abort(CONFLICT)
    with transaction():
        sent = form.sent
        refused = add_files(lock_idea(idea.id), sent, now())
    if refused or not sent:
        form.refuse(refused or [("", _("Bitte wählen Sie eine Datei aus."))])
        return show_status(idea, token, UNPROCESSABLE, more_files=form)
    flash(_("Die Datei ist angekommen."), "success")
    return _to_status(idea)


@ideas.route("/status/<token>/zurueckziehen", methods=["GET", "POST"])
@takes_open_forms
@public
def withdraw(token: str) -> ResponseReturnValue:
    """Asks once, then takes the idea back."""
    idea, form = _own_idea(token), WithdrawForm()
    if idea.state not in answers.MAY_WITHDRAW:
        return _too_late(idea)
    if not form.validate_on_submit():
        page = render_template("ideas/status/zurueckziehen.html", idea=idea, form=form, token=token)
        return page, UNPROCESSABLE if form.errors else 200
    with transaction():
        answers.withdraw_idea(idea.id, form.reason.data, now())
    flash(_("Sie haben die Idee zurückgezogen."), "success")
    return _to_status(idea)


@ideas.route("/status/<token>/einwand", methods=["GET", "POST"])
@takes_open_forms
@public
def objection(token: str) -> ResponseReturnValue:
    """An objection to a decision."""
    idea, form = _own_idea(token), ObjectionForm()
    if idea.state not in answers.MAY_OBJECT:
        return _too_late(idea)
    if not form.validate_on_submit():
        page = render_template("ideas/status/einwand.html", idea=idea, form=form, token=token)
        return page, UNPROCESSABLE if form.errors else 200
    with transaction():
        answers.raise_objection(idea.id, form.statement.data, now())
    flash(_("Ihr Einwand ist angekommen. Die Geschäftsstelle prüft ihn und schreibt Ihnen."), "success")
    return _to_status(idea)


@ideas.route("/status", methods=["GET", "POST"])
@takes_open_forms
@public
@limit_by_block("30 per hour")
@limit_by_field("5 per hour", "address")
def lost_link() -> ResponseReturnValue:
    """Sends the links of an address again; says the same whether it is known or not."""
    form = LostLinkForm()
    if not form.validate_on_submit():
        page = render_template("ideas/status/link.html", form=form, sent_to=None)
        return page, UNPROCESSABLE if form.errors else 200
    with transaction():
        answers.send_status_links(form.address.data, now())
    return render_template("ideas/status/link.html", form=form, sent_to=form.address.data)


@ideas.errorhandler(answers.TooLate)
def is_too_late(_fault: answers.TooLate) -> ResponseReturnValue:
    """The state has changed under the page."""
    return errors.answer(Conflict())


def _to_confirm(token: str) -> tuple[Idea, str]:
    try:
        idea_id, address = read(CONFIRMATION, token)
    except (InvalidLink, ValueError):
        abort(NOT_FOUND)
    idea = db.session.get(Idea, idea_id, options=(lazyload(Idea.authorities), lazyload(Idea.goals)))
    return idea or abort(GONE), str(address)


def _own_idea(token: str) -> Idea:
    try:
        (idea_id,) = read(STATUS, token)
    except (InvalidLink, ValueError):
        abort(NOT_FOUND)
    idea = db.session.get(Idea, idea_id)
    return idea if idea is not None and idea.state != IdeaState.DRAFT else abort(NOT_FOUND)


def _too_late(idea: Idea) -> ResponseReturnValue:
    """The page says where the idea stands now; what was wanted is no longer possible, or was already done."""
    if request.method == "POST" and idea.state != IdeaState.WITHDRAWN:
        flash(_("Das geht bei diesem Stand der Idee nicht mehr."), "warning")
    return _to_status(idea)


def _to_status(idea: Idea) -> Response:
    return redirect(url_for("ideas.status", token=sign(STATUS, idea.id)), SEE_OTHER)
