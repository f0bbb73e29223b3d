"""The page of one voice, opened by the signed link of its letters: read, write anew, take back."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import db, transaction
from app.feedback.forms import RewriteForm
from app.feedback.models import LONGEST_COMMENT, LONGEST_GENERAL, Contribution, Support, Voice
from app.feedback.queries.ideas import idea_for_feedback
from app.feedback.queries.mine import my_contributions, my_supports
from app.feedback.routes.blueprint import feedback
from app.feedback.services import edit, withdraw, withdraw_support
from app.feedback.states import EDITABLE, Kind
from app.feedback.voices import masked, voice_with_pass
from app.web.access import public
from app.web.forms import takes_open_forms

UNPROCESSABLE = 422
FOUND_ELSEWHERE = 303
KINDS = {"beitrag": Contribution, "unterstuetzung": Support}


@feedback.get("/beitraege/<token>")
@public
def mine(token: str) -> ResponseReturnValue:
    """All that this address wrote and supports."""
    voice = _voice(token)
    return render_template(
        "feedback/mine.html",
        token=token,
        address=masked(voice.address),
        contributions=my_contributions(voice.id, now()),
        supports=my_supports(voice.id, now()),
        news=request.args.get("neu"),
    )


@feedback.get("/beitraege/<token>/weiter")
@public
def onwards(token: str) -> ResponseReturnValue:
    """To another idea, by its reference number, with the pass in hand."""
    _voice(token)
    idea = idea_for_feedback(request.args.get("idee", "").strip().upper(), now())
    if idea is None:
        return _back(token, "unbekannt")
    form = "feedback.support" if request.args.get("was") == "unterstuetzen" else "feedback.comment"
    return redirect(url_for(form, reference=idea.reference, ausweis=token), FOUND_ELSEWHERE)


@feedback.route("/beitraege/<token>/beitrag/<int:number>/bearbeiten", methods=["GET", "POST"])
@public
@takes_open_forms
def rewrite(token: str, number: int) -> ResponseReturnValue:
    """Write a contribution anew; the moderation reads it again."""
    contribution = _contribution(_voice(token), number)
    limit = LONGEST_COMMENT if contribution.kind == Kind.COMMENT else LONGEST_GENERAL
    form = RewriteForm(limit=limit, data={"body": contribution.body})
    if not form.validate_on_submit():
        page = render_template("feedback/rewrite.html", form=form, token=token, contribution=contribution, limit=limit)
        return page, UNPROCESSABLE if request.method == "POST" else 200
    with transaction():
        edit(contribution.id, form.body.data, now())
    return _back(token, "geaendert")


@feedback.route("/beitraege/<token>/<any(beitrag, unterstuetzung):kind>/<int:number>/zuruecknehmen")
@public
def take_back(token: str, kind: str, number: int) -> ResponseReturnValue:
    """Asks once whether to take it back; the button does it."""
    thing = _own(_voice(token), kind, number)
    return render_template("feedback/take_back.html", token=token, kind=kind, thing=thing)


@feedback.post("/beitraege/<token>/<any(beitrag, unterstuetzung):kind>/<int:number>/zuruecknehmen")
@public
@takes_open_forms
def taken_back(token: str, kind: str, number: int) -> ResponseReturnValue:
    """The button was pressed: it is gone from the public pages."""
    thing = _own(_voice(token), kind, number)
    with transaction():
        (withdraw_support if isinstance(thing, Support) else withdraw)(thing.id, now())
    return _back(token, "zurueckgenommen")


def _voice(token: str) -> Voice:
    return voice_with_pass(token) or abort(404)


def _own(voice: Voice, kind: str, number: int) -> Contribution | Support:
    thing = db.session.get(KINDS[kind], number)
    if not isinstance(thing, Contribution | Support) or thing.voice_id != voice.id:
        abort(404)
    return thing


def _contribution(voice: Voice, number: int) -> Contribution:
    thing = _own(voice, "beitrag", number)
    if not isinstance(thing, Contribution) or thing.state not in EDITABLE:
        abort(404)
    return thing


def _back(token: str, news: str) -> ResponseReturnValue:
    return redirect(url_for("feedback.mine", token=token, neu=news), FOUND_ELSEWHERE)
