"""What several pages do when somebody is let in: rotate the session, choose where to go, name the device."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import current_app, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user
from flask_wtf import FlaskForm

from app.members.devices import describe_device
from app.members.models import Person
from app.members.policies import is_admin, is_member, is_moderator
from app.members.sessions import close_session, open_session
from app.web.access import Actor
from app.web.links import own_path

SESSION_KEY = "_user_id"
DESKS: tuple[tuple[Callable[[Actor], bool], str], ...] = (
    (is_moderator, "/moderation"),
    (is_admin, "/verwaltung/konten"),
    (is_member, "/konto/sitzungen"),
)


def let_in(person: Person, now: datetime) -> None:
    """Open a fresh session and cookie; whatever was in the old one does not come along."""
    old = session.get(SESSION_KEY)
    if old:
        close_session(old)
    open_session(person, describe_device(request.user_agent.string), now)
    session.clear()
    login_user(person)


def way_on(person: Person, wanted: str | None = None) -> str:
    """Where somebody goes after signing in: where they wanted to, else to their desk, else to their account."""
    known = {rule.rule for rule in current_app.url_map.iter_rules()}
    desk = next((path for may, path in DESKS if may(person) and path in known), url_for("members.account"))
    return own_path(wanted, desk)


def form_page(template: str, form: FlaskForm, **facts: object) -> ResponseReturnValue:
    """The page with the form: 200 when it is fresh, 422 when it comes back with errors."""
    return render_template(f"members/{template}.html", form=form, **facts), 422 if form.errors else 200
