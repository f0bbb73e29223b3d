"""After a form was sent: what comes next, and the page behind the letter's link, whose button confirms."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import db, transaction
from app.feedback.links import Subject, read_confirmation, read_sent
from app.feedback.models import Contribution, Support, Voice
from app.feedback.queries.ideas import IdeaName, idea_listening
from app.feedback.routes.blueprint import feedback
from app.feedback.services import confirm as confirm_contribution
from app.feedback.services import confirm_support
from app.feedback.voices import masked, pass_of
from app.web.access import public
from app.web.forms import takes_open_forms
from app.web.links import InvalidLink

GONE = 410
FOUND_ELSEWHERE = 303


@feedback.get("/beitraege/gesendet/<token>")
@public
def sent(token: str) -> ResponseReturnValue:
    """What comes next: mostly „Bitte sehen Sie in Ihr Postfach“."""
    try:
        thing = _thing(read_sent(token))
    except InvalidLink:
        abort(404)
    if thing is None:
        return render_template("feedback/closed.html"), GONE
    address = masked(thing.voice.address)
    return render_template("feedback/sent.html", thing=thing, kind=_kind(thing), idea=_idea(thing), address=address)


@feedback.get("/beitraege/bestaetigen/<token>")
@public
def confirm(token: str) -> ResponseReturnValue:
    """Asks to confirm. Mail scanners follow links, so this changes nothing; the button below it does."""
    thing = _to_confirm(token)
    if thing is None:
        return render_template("feedback/closed.html"), GONE
    return render_template("feedback/confirm.html", thing=thing, kind=_kind(thing), idea=_idea(thing), token=token)


@feedback.post("/beitraege/bestaetigen/<token>")
@public
@takes_open_forms
def confirmed(token: str) -> ResponseReturnValue:
    """The button was pressed: the address is real."""
    if _to_confirm(token) is None:
        return render_template("feedback/closed.html"), GONE
    with transaction():
        voice = _confirm(read_confirmation(token))
        onwards = url_for("feedback.mine", token=pass_of(voice), neu="bestaetigt")
    return redirect(onwards, FOUND_ELSEWHERE)


def _to_confirm(token: str) -> Contribution | Support | None:
    """What the link is about; None when it is too old, was deleted, or its idea takes nothing more."""
    try:
        thing = _thing(read_confirmation(token))
    except InvalidLink:
        return None
    return thing if thing and (thing.idea_id is None or _idea(thing)) else None


def _confirm(subject: Subject) -> Voice:
    if subject.kind == "support":
        return confirm_support(subject.id, subject.group_code, now()).voice
    return confirm_contribution(subject.id, now()).voice


def _thing(subject: Subject) -> Contribution | Support | None:
    if subject.kind == "support":
        return db.session.get(Support, subject.id)
    return db.session.get(Contribution, subject.id)


def _idea(thing: Contribution | Support) -> IdeaName | None:
    return idea_listening(thing.idea_id, now()) if thing.idea_id else None


def _kind(thing: Contribution | Support) -> str:
    return "support" if isinstance(thing, Support) else thing.kind
