"""Signing in and out: by password or by a link from a letter, and getting back in without a password."""

from __future__ import annotations

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import transaction
from app.i18n import current_language
from app.i18n import gettext as _
from app.members.forms import AddressForm, PasswordForm, SignInForm
from app.members.links import owner_of, use_link
from app.members.models import LinkPurpose
from app.members.passwords import hash_password
from app.members.routes.blueprint import members
from app.members.routes.entrance import SESSION_KEY, form_page, let_in, way_on
from app.members.services.profile import set_password
from app.members.services.sign_in import person_by_link, person_by_password, send_password_link, send_sign_in_link
from app.members.sessions import close_session
from app.web.access import public
from app.web.limits import limit_by_block, limit_by_field


@members.route("/anmelden", methods=["GET", "POST"])
@public
@limit_by_block("30 per 10 minutes", only_failures=True)
@limit_by_field("10 per 15 minutes", "email", only_failures=True)
def sign_in() -> ResponseReturnValue:
    """By password; the answer to a wrong one does not tell what was wrong."""
    form = SignInForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        with transaction():
            person = person_by_password(form.email.data, form.password.data)
            if person:
                let_in(person, now())
        if person:
            return redirect(way_on(person, form.next.data))
        form.form_errors.append(_("Adresse und Passwort passen nicht zusammen. Bitte prüfen Sie beides."))
    return form_page("sign_in", form)


@members.post("/abmelden")
@public
def sign_out() -> ResponseReturnValue:
    """Close the session on the server, not only in the browser."""
    token = session.get(SESSION_KEY)
    if token:
        with transaction():
            close_session(token)
    session.clear()
    return redirect(url_for("members.signed_out"))


@members.get("/abgemeldet")
@public
def signed_out() -> ResponseReturnValue:
    """Said once the door is closed."""
    return render_template("members/signed_out.html")


@members.route("/anmelden/link", methods=["GET", "POST"])
@public
@limit_by_block("30 per hour")
@limit_by_field("5 per hour", "email")
def ask_for_link() -> ResponseReturnValue:
    """A link that signs in, by mail; the answer is the same for every address."""
    form = AddressForm()
    if form.validate_on_submit():
        with transaction():
            send_sign_in_link(form.email.data, current_language(), now())
        return redirect(url_for("members.link_sent"))
    return form_page("ask_for_link", form)


@members.route("/passwort-vergessen", methods=["GET", "POST"])
@public
@limit_by_block("30 per hour")
@limit_by_field("5 per hour", "email")
def forgotten() -> ResponseReturnValue:
    """A link that sets a new password, by mail; the answer is the same for every address."""
    form = AddressForm()
    if form.validate_on_submit():
        with transaction():
            send_password_link(form.email.data, current_language(), now())
        return redirect(url_for("members.link_sent"))
    return form_page("forgotten", form)


@members.get("/anmelden/unterwegs")
@public
def link_sent() -> ResponseReturnValue:
    """If there is an account, a letter is on its way."""
    return render_template("members/link_sent.html")


@members.get("/anmelden/link/<token>")
@public
def enter(token: str) -> ResponseReturnValue:
    """A button, because mail scanners follow links."""
    return render_template("members/enter.html", person=owner_of(LinkPurpose.SIGN_IN, token, now()), token=token)


@members.post("/anmelden/link/<token>")
@public
@limit_by_block("30 per 10 minutes")
def enter_now(token: str) -> ResponseReturnValue:
    """Sign in; the link is spent."""
    with transaction():
        person = person_by_link(token, now())
        let_in(person, now())
    return redirect(way_on(person))


@members.route("/passwort/<token>", methods=["GET", "POST"])
@public
@limit_by_block("30 per 10 minutes")
def new_password(token: str) -> ResponseReturnValue:
    """Set a password by a link; every open session ends, and this one begins."""
    person = owner_of(LinkPurpose.PASSWORD, token, now())
    form = PasswordForm(about=(person.name, person.email))
    if form.validate_on_submit():
        hashed = hash_password(form.password.data)
        with transaction():
            use_link(LinkPurpose.PASSWORD, token, now())
            set_password(person, hashed, now(), keep=None)
            let_in(person, now())
        return redirect(way_on(person))
    return form_page("new_password", form, person=person)
