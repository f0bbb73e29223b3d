"""Accounts for administrators: the list, inviting, roles, lock and end."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.clock import local, now
from app.db import db, transaction
from app.i18n import current_language
from app.i18n import gettext as _
from app.members.forms import InviteForm, RolesForm, SeatForm
from app.members.models import Person, Role
from app.members.policies import is_admin
from app.members.queries import account_page, events_of, free_memberships, memberships_of
from app.members.routes.account import me
from app.members.routes.blueprint import members
from app.members.routes.entrance import form_page
from app.members.services import accounts, seats
from app.web.access import requires
from app.web.forms import choices

LONGEST_SEARCH = 100


def _person(person_id: int) -> Person:
    return db.session.get(Person, person_id) or abort(404)


@members.get("/verwaltung")
@requires(is_admin)
def administration() -> ResponseReturnValue:
    """Where administrators begin: with the accounts."""
    return redirect(url_for("members.accounts_list"))


@members.get("/verwaltung/konten")
@requires(is_admin)
def accounts_list() -> ResponseReturnValue:
    """Every account, by name, a page at a time."""
    wanted = request.args.get("suche", "")[:LONGEST_SEARCH].strip()
    page = account_page(wanted, after=request.args.get("nach"), before=request.args.get("vor"))
    return render_template("members/accounts.html", page=page, wanted=wanted)


@members.route("/verwaltung/konten/einladen", methods=["GET", "POST"])
@requires(is_admin)
def invite() -> ResponseReturnValue:
    """Open an account for somebody and write to them."""
    form = InviteForm(language=current_language())
    if form.validate_on_submit():
        roles = {Role(role) for role in form.roles.data or ()}
        facts = (form.email.data, form.name.data or "", roles, now())
        with transaction():
            person = accounts.invite(*facts, language=form.language.data, actor_id=me().id)
        flash(_("Die Einladung an %(address)s ist unterwegs.", address=person.email), "success")
        return redirect(url_for("members.account_of", person_id=person.id))
    return form_page("invite", form)


@members.get("/verwaltung/konten/<int:person_id>")
@requires(is_admin)
def account_of(person_id: int) -> ResponseReturnValue:
    """One account: what it may do, and what was done to it."""
    person = _person(person_id)
    return _account_page(person, RolesForm(roles=[grant.role for grant in person.granted]))


@members.post("/verwaltung/konten/<int:person_id>/rollen")
@requires(is_admin)
def change_roles(person_id: int) -> ResponseReturnValue:
    """Give exactly the roles ticked."""
    person, form = _person(person_id), RolesForm()
    if not form.validate_on_submit():
        return _account_page(person, form)
    roles = {Role(role) for role in form.roles.data or ()}
    return _do(person, lambda: accounts.change_roles(person, roles, now(), me().id), _("Die Rollen sind gespeichert."))


@members.post("/verwaltung/konten/<int:person_id>/sperren")
@requires(is_admin)
def lock(person_id: int) -> ResponseReturnValue:
    """Let nobody in with this account for now."""
    person = _person(person_id)
    return _do(person, lambda: accounts.lock(person, now(), me().id), _("Das Konto ist gesperrt."))


@members.post("/verwaltung/konten/<int:person_id>/entsperren")
@requires(is_admin)
def unlock(person_id: int) -> ResponseReturnValue:
    """Let the person in again."""
    person = _person(person_id)
    return _do(person, lambda: accounts.unlock(person, now(), me().id), _("Das Konto ist wieder offen."))


@members.post("/verwaltung/konten/<int:person_id>/beenden")
@requires(is_admin)
def end(person_id: int) -> ResponseReturnValue:
    """End the account for good."""
    person = _person(person_id)
    return _do(person, lambda: accounts.end(person, now(), me().id), _("Das Konto ist beendet."))


@members.post("/verwaltung/konten/<int:person_id>/einladung")
@requires(is_admin)
def invite_again(person_id: int) -> ResponseReturnValue:
    """Write the invitation once more, with a fresh link."""
    person = _person(person_id)
    return _do(person, lambda: accounts.invite_again(person, now()), _("Die Einladung ist noch einmal unterwegs."))


@members.post("/verwaltung/konten/<int:person_id>/sitz")
@requires(is_admin)
def tie_to_seat(person_id: int) -> ResponseReturnValue:
    """Say which seat the person holds."""
    person, form = _person(person_id), _seat_form()
    if not form.validate_on_submit():
        return _account_page(person, RolesForm(roles=[grant.role for grant in person.granted]), form)
    done = _("Der Sitz ist zugeordnet.")
    return _do(person, lambda: seats.tie_to_seat(person, int(form.membership.data), now(), me().id), done)


def _do(person: Person, verb: Callable[[], None], done: str) -> ResponseReturnValue:
    try:
        with transaction():
            verb()
        flash(done, "success")
    except accounts.LastAdministrator:
        flash(
            _("Das ist das letzte Konto mit der Rolle Verwaltung. Geben Sie die Rolle zuerst einer anderen Person."),
            "error",
        )
    return redirect(url_for("members.account_of", person_id=person.id))


def _seat_form() -> SeatForm:
    form = SeatForm()
    form.membership.choices = choices([("", _("Bitte wählen")), *free_memberships(local(now()).date())])
    return form


def _account_page(person: Person, form: RolesForm, seat_form: SeatForm | None = None) -> ResponseReturnValue:
    facts = {"held": memberships_of(person.id), "events": events_of(person.id), "seat_form": seat_form or _seat_form()}
    return form_page("account_of", form, person=person, **facts)
