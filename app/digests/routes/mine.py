"""What one follows, and what is new about it: in the account, or by the signed link of a letter."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import db, transaction
from app.digests.addressees import To
from app.digests.mails import MINE
from app.digests.models import Subscriber
from app.digests.queries.due import reader_of
from app.digests.queries.follows import following_of, subscriber_of
from app.digests.queries.news import LOOK_BACK, news_for
from app.digests.routes.blueprint import digests
from app.digests.services.following import end_follow
from app.digests.services.visits import note_visit
from app.i18n import gettext as _
from app.web.access import current_actor, public, requires, signed_in
from app.web.forms import takes_open_forms
from app.web.links import InvalidLink, read

FOUND_ELSEWHERE = 303


@digests.get("/verfolgt/<token>")
@public
def mine(token: str) -> ResponseReturnValue:
    """Everything that a mailbox follows."""
    to = _by_link(token)
    return render_template("digests/follows.html", follows=following_of(to.subscriber_id, now()), token=token)


@digests.post("/verfolgt/<token>/<int:follow_id>/beenden")
@public
@takes_open_forms
def end(token: str, follow_id: int) -> ResponseReturnValue:
    """No news of this any more; twice does no harm."""
    with transaction():
        end_follow(follow_id, _by_link(token).subscriber_id, now())
    return redirect(url_for("digests.mine", token=token), FOUND_ELSEWHERE)


@digests.get("/konto/verfolgt")
@requires(signed_in)
def my_follows() -> ResponseReturnValue:
    """Everything that an account follows."""
    own = subscriber_of(int(current_actor().id or 0))
    return render_template("digests/follows.html", follows=following_of(own.id, now()) if own else [], token=None)


@digests.post("/konto/verfolgt/<int:follow_id>/beenden")
@requires(signed_in)
def end_mine(follow_id: int) -> ResponseReturnValue:
    """No news of this any more."""
    own = subscriber_of(int(current_actor().id or 0)) or abort(404)
    with transaction():
        done = end_follow(follow_id, own.id, now())
    if done:
        flash(_("Dazu bekommen Sie keine Neuigkeiten mehr."), "success")
    return redirect(url_for("digests.my_follows"), FOUND_ELSEWHERE)


@digests.get("/konto/neuigkeiten")
@requires(signed_in)
def my_news() -> ResponseReturnValue:
    """What is new since the last visit; looking changes nothing, the button does."""
    own = subscriber_of(int(current_actor().id or 0))
    to = reader_of(own.id) if own else None
    since = (own.visited_at if own else None) or now() - LOOK_BACK
    entries = news_for(to, since, now()) if to else []
    return render_template("digests/news.html", entries=entries, since=since, visited=bool(own and own.visited_at))


@digests.post("/konto/neuigkeiten")
@requires(signed_in)
def news_seen() -> ResponseReturnValue:
    """From here on only what comes after this moment is new."""
    own = subscriber_of(int(current_actor().id or 0))
    if own:
        with transaction():
            note_visit(own.id, now())
    return redirect(url_for("digests.my_news"), FOUND_ELSEWHERE)


def _by_link(token: str) -> To:
    try:
        subscriber_id = int(read(MINE, token)[0])
    except (InvalidLink, ValueError):
        abort(404)
    subscriber = db.session.get(Subscriber, subscriber_id)
    return (reader_of(subscriber.id) if subscriber else None) or abort(404)
