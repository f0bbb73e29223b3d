"""Asking for news: signed in with one button, else with an address that confirms."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.clock import now
from app.db import db, transaction
from app.digests.forms import FollowForm
from app.digests.mails import CONFIRM, MINE
from app.digests.queries.names import Followed, name_of_search, names_of
from app.digests.routes.blueprint import digests
from app.digests.services.asking import ask_by_mail, confirmed_follow
from app.digests.services.following import follow, save_search, subscriber_of_person
from app.i18n import current_language
from app.i18n import gettext as _
from app.ideas.queries.reference import reference_data
from app.ideas.routes.address import filter_from
from app.members.models import Person
from app.web.access import current_actor, public
from app.web.forms import takes_open_forms
from app.web.limits import limit_by_block, limit_by_field
from app.web.links import InvalidLink, read_fresh, sign
from app.web.shell import has_session_cookie

UNPROCESSABLE, GONE, FOUND_ELSEWHERE = 422, 410, 303
CONFIRM_WITHIN_SECONDS = 2 * 24 * 3600
SEARCH = "suche"


@digests.route("/verfolgen", methods=["GET", "POST"])
@public
@takes_open_forms
@limit_by_block("60 per hour")
@limit_by_field("10 per hour", "email")
def ask() -> ResponseReturnValue:
    """Follow what `?was=` names, or the search that the rest of the address holds."""
    what, person = _wanted(), _person()
    form = FollowForm(signed_in=person is not None)
    if not form.validate_on_submit():
        page = render_template("digests/ask.html", form=form, what=what, person=person)
        return page, UNPROCESSABLE if request.method == "POST" else 200
    if person is not None:
        return _follow_at_once(person, what)
    with transaction():
        ask_by_mail(form.email.data, _key(what), what.name, current_language(), now())
    return render_template("digests/asked.html", address=form.email.data, what=what)


@digests.route("/verfolgen/bestaetigen/<token>", methods=["GET", "POST"])
@public
@takes_open_forms
def confirm(token: str) -> ResponseReturnValue:
    """The page behind the letter's link; only its button confirms, because mail scanners follow links."""
    try:
        follow_id = int(read_fresh(CONFIRM, token, CONFIRM_WITHIN_SECONDS)[0])
    except InvalidLink:
        return render_template("digests/closed.html"), GONE
    if request.method == "GET":
        return render_template("digests/confirm.html", token=token)
    with transaction():
        to = confirmed_follow(follow_id, now())
    if to is None:
        return render_template("digests/closed.html"), GONE
    return redirect(url_for("digests.mine", token=sign(MINE, to.subscriber_id)), FOUND_ELSEWHERE)


def _follow_at_once(person: Person, what: Followed) -> ResponseReturnValue:
    with transaction():
        follow(subscriber_of_person(person, now()), _key(what), now(), confirmed=True)
    flash(_("Sie verfolgen jetzt: %(what)s", what=what.name), "success")
    return redirect(url_for("digests.my_follows"), FOUND_ELSEWHERE)


def _person() -> Person | None:
    # Without a session cookie nobody is asked who they are.
    actor = current_actor() if has_session_cookie() else None
    return db.session.get(Person, actor.id) if actor and actor.is_authenticated else None


def _wanted() -> Followed:
    key = request.args.get("was", "")
    if key != SEARCH:
        return names_of([key], now()).get(key) or abort(404)
    wanted = filter_from(MultiDict(request.args), reference_data(now()))
    return name_of_search(wanted, now())


def _key(what: Followed) -> str:
    return save_search(what.search) if what.search else what.key
