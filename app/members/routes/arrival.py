"""Arriving: taking up an invitation, and making the first administrator."""

from __future__ import annotations

from flask import redirect
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import transaction
from app.i18n import current_language
from app.i18n import gettext as _
from app.members.forms import JoinForm, SetUpForm
from app.members.links import SpentLink, bootstrap_is_open, owner_of, use_link
from app.members.models import LinkPurpose
from app.members.passwords import hash_password
from app.members.routes.blueprint import members
from app.members.routes.entrance import form_page, let_in, way_on
from app.members.services import accounts
from app.web.access import public
from app.web.limits import limit_by_block


@members.route("/einladung/<token>", methods=["GET", "POST"])
@public
@limit_by_block("30 per 10 minutes")
def join(token: str) -> ResponseReturnValue:
    """Name, language and, if wanted, a password; then the invited person is in."""
    person = owner_of(LinkPurpose.INVITATION, token, now())
    form = JoinForm(about=(person.email,), name=person.name, language=person.language)
    if form.validate_on_submit():
        hashed = hash_password(form.password.data) if form.password.data else None
        with transaction():
            use_link(LinkPurpose.INVITATION, token, now())
            accounts.join(person, form.name.data, form.language.data, hashed, now())
            let_in(person, now())
        return redirect(way_on(person))
    return form_page("join", form, person=person)


@members.route("/einrichten/<token>", methods=["GET", "POST"])
@public
@limit_by_block("30 per 10 minutes")
def set_up(token: str) -> ResponseReturnValue:
    """The first administrator, by the link from the command line."""
    if not bootstrap_is_open(token, now()):
        raise SpentLink
    form = SetUpForm(language=current_language())
    if form.validate_on_submit():
        hashed = hash_password(form.password.data)
        facts = (form.email.data, form.name.data, form.language.data, hashed)
        try:
            with transaction():
                person = accounts.make_first_administrator(token, *facts, now())
                let_in(person, now())
            return redirect(way_on(person))
        except accounts.AddressTaken:
            form.email.errors = [_("Zu dieser Adresse gibt es schon ein Konto.")]
    return form_page("set_up", form)
