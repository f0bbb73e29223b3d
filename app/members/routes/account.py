"""One's own account: name, language, password, address, and where one is signed in."""

from __future__ import annotations

from typing import cast

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clock import now
from app.db import transaction
from app.i18n import gettext as _
from app.mail.suppression import suppression_of
from app.members.forms import ChangeAddressForm, ChangePasswordForm, ProfileForm
from app.members.models import Person
from app.members.passwords import check_password, hash_password
from app.members.queries import open_address_change, sessions_of
from app.members.routes.blueprint import members
from app.members.routes.entrance import form_page
from app.members.services import profile
from app.members.services.accounts import AddressTaken
from app.members.sessions import close_all_sessions, close_own_session
from app.web.access import public, requires, signed_in
from app.web.limits import limit_by, limit_by_block


def me() -> Person:
    """The person signed in; only for views whose policy asks for one."""
    return cast("Person", current_user._get_current_object())  # noqa: SLF001  werkzeug's way out of its proxy


def _my_number() -> str:
    return str(current_user.id) if current_user.is_authenticated else "nobody"


@members.get("/konto")
@requires(signed_in)
def account() -> ResponseReturnValue:
    """What is kept about this account, and where to change it."""
    facts = {"person": me(), "change": open_address_change(me().id, now()), "sessions": sessions_of(me().id, now())}
    return render_template("members/account.html", blocked=suppression_of(me().email), **facts)


@members.route("/konto/angaben", methods=["GET", "POST"])
@requires(signed_in)
def change_profile() -> ResponseReturnValue:
    """Name and language."""
    form = ProfileForm(name=me().name, language=me().language)
    if form.validate_on_submit():
        with transaction():
            profile.change_profile(me(), form.name.data, form.language.data, now())
        flash(_("Ihre Angaben sind gespeichert."), "success")
        return redirect(url_for("members.account", lang=form.language.data))
    return form_page("change_profile", form)


@members.route("/konto/passwort", methods=["GET", "POST"])
@requires(signed_in)
@limit_by("10 per 15 minutes", _my_number, "account", only_failures=True)
def change_password() -> ResponseReturnValue:
    """A new password; everywhere else the person is signed out."""
    person = me()
    form = ChangePasswordForm(about=(person.name, person.email))
    if form.validate_on_submit():
        if not person.password_hash or check_password(form.current.data or "", person.password_hash)[0]:
            hashed = hash_password(form.password.data)
            with transaction():
                profile.set_password(person, hashed, now(), keep=person.session_token)
            flash(_("Ihr neues Passwort gilt. An anderen Geräten sind Sie abgemeldet."), "success")
            return redirect(url_for("members.account"))
        form.current.errors = [_("Das ist nicht Ihr bisheriges Passwort.")]
    return form_page("change_password", form, person=person)


@members.route("/konto/adresse", methods=["GET", "POST"])
@requires(signed_in)
@limit_by("5 per hour", _my_number, "account")
def change_address() -> ResponseReturnValue:
    """A new address, once both mailboxes have said yes."""
    form = ChangeAddressForm()
    if form.validate_on_submit():
        with transaction():
            profile.start_address_change(me(), form.email.data, now())
        flash(_("Wir haben an beide Adressen geschrieben. Bitte bestätigen Sie in beiden Postfächern."), "success")
        return redirect(url_for("members.account"))
    return form_page("change_address", form, person=me())


@members.post("/konto/adresse/behalten")
@requires(signed_in)
def keep_address() -> ResponseReturnValue:
    """Drop a change of address that is under way."""
    with transaction():
        profile.stop_address_change(me(), now())
    flash(_("Ihre bisherige Adresse bleibt."), "success")
    return redirect(url_for("members.account"))


@members.get("/adresse/<token>")
@public
def confirm_address(token: str) -> ResponseReturnValue:
    """A button, because mail scanners follow links."""
    change, is_new = profile.address_change_by(token, now())
    return render_template("members/confirm_address.html", change=change, is_new=is_new, token=token)


@members.post("/adresse/<token>")
@public
@limit_by_block("30 per 10 minutes")
def confirm_address_now(token: str) -> ResponseReturnValue:
    """One of the two mailboxes says yes."""
    try:
        with transaction():
            complete = profile.confirm_address(token, now())
    except AddressTaken:
        return render_template("members/address_taken.html"), 409
    return render_template("members/address_confirmed.html", complete=complete)


@members.post("/konto/sitzungen/<int:session_id>/beenden")
@requires(signed_in)
def close_session(session_id: int) -> ResponseReturnValue:
    """Sign out one device."""
    with transaction():
        close_own_session(me().id, session_id)
    flash(_("Dieses Gerät ist abgemeldet."), "success")
    return redirect(url_for("members.account"))


@members.post("/konto/sitzungen/beenden")
@requires(signed_in)
def close_other_sessions() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    with transaction():
        close_all_sessions(me().id, but=me().session_token)
    flash(_("An allen anderen Geräten sind Sie abgemeldet."), "success")
    return redirect(url_for("members.account"))
