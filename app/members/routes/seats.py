"""The office's pages about seats: who holds which, successors, ends, accounts and standing deputies."""

from __future__ import annotations

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.clock import local, now
from app.db import db, transaction
from app.i18n import current_language
from app.i18n import gettext as _
from app.members.models import ChangeSource, Deputy, Membership
from app.members.policies import is_office
from app.members.routes.account import me
from app.members.routes.blueprint import members
from app.members.routes.entrance import form_page
from app.members.seat_forms import DeputyForm, EndForm, SuccessorForm, TieForm
from app.members.seat_history import changes_of_seat, deputies_on, memberships_on, seat_page
from app.members.services import seats as service
from app.members.standing import Represented, who_represents
from app.region.queries import body
from app.region.rules import body_rules
from app.region.services import change_rules
from app.web.access import requires

DESK = "/geschaeftsstelle/sitze"
LARGEST_ID = 2**63 - 1


def today() -> date:
    """The day in Berlin."""
    return local(now()).date()


def _seat(seat_id: int) -> Represented:
    return (who_represents(seat_id, today()) if seat_id <= LARGEST_ID else None) or abort(404)


def _decision(reason: str = "") -> service.Decision:
    return service.Decision(now(), me().id, ChangeSource.OFFICE, reason)


def _back(seat_id: int, done: str) -> ResponseReturnValue:
    flash(done, "success")
    return redirect(url_for("members.seat_of", seat_id=seat_id))


def _asked_day() -> date:
    try:
        return date.fromisoformat(request.args.get("tag", ""))
    except ValueError:
        return today()


@members.get(DESK)
@requires(is_office)
def seats_desk() -> ResponseReturnValue:
    """Every seat with who held or will hold it on a day, a page at a time."""
    day = _asked_day()
    facts = {"page": seat_page(day, request.args.get("nach")), "day": day, "today": today()}
    return render_template("members/seats_desk.html", **facts, rules=body_rules(), body=body())


@members.post(f"{DESK}/oeffentlich")
@requires(is_office)
def show_deputies() -> ResponseReturnValue:
    """Show standing deputies on the public page, or stop showing them."""
    if body() is None:
        abort(409)
    with transaction():
        change_rules(show_deputies=request.form.get("show") == "y")
    flash(_("Gespeichert."), "success")
    return redirect(url_for("members.seats_desk"))


@members.get(f"{DESK}/<int:seat_id>")
@requires(is_office)
def seat_of(seat_id: int) -> ResponseReturnValue:
    """One seat: who represents it, who did and will, and what was done to it."""
    facts = {"now_on": _seat(seat_id), "held": memberships_on(seat_id), "deputies": deputies_on(seat_id)}
    return render_template("members/seat_of.html", **facts, changes=changes_of_seat(seat_id), today=today())


@members.route(f"{DESK}/<int:seat_id>/nachfolge", methods=["GET", "POST"])
@requires(is_office)
def seat_successor(seat_id: int) -> ResponseReturnValue:
    """Give the seat to somebody from a day on."""
    row, form = _seat(seat_id), SuccessorForm(day=today(), seen=service.latest_membership(seat_id) or "")
    if not form.validate_on_submit():
        return form_page("seat_successor", form, row=row)
    try:
        with transaction():
            facts = (form.candidate(current_language()), form.day.data, _decision(form.reason.data))
            service.seat_candidate(row.seat, *facts, seen=form.seen_membership())
    except service.StaleSeat:
        return render_template("members/seat_successor.html", form=form, row=row, stale=True), 409
    except service.SeatTaken as fault:
        form.day.errors = [_("An diesem Tag oder danach hat schon %(name)s den Sitz.", name=fault)]
        return form_page("seat_successor", form, row=row)
    return _back(seat_id, _("%(name)s hat den Sitz.", name=form.candidate("de").full_name))


@members.route(f"{DESK}/mitgliedschaften/<int:membership_id>/ende", methods=["GET", "POST"])
@requires(is_office)
def end_membership(membership_id: int) -> ResponseReturnValue:
    """End a membership on a day."""
    membership = _membership(membership_id)
    form = EndForm(day=membership.valid_to or max(today(), membership.valid_from))
    if form.validate_on_submit():
        try:
            with transaction():
                decision = _decision(form.reason.data)
                service.end_membership(membership, form.day.data, decision, with_deputies=form.deputies.data)
            return _back(membership.seat_id, _("Das Ende der Mitgliedschaft ist eingetragen."))
        except service.OutOfOrder:
            form.day.errors = [_("Der Tag liegt vor dem ersten Tag, oder die Mitgliedschaft ist schon zu Ende.")]
    return form_page("seat_end", form, membership=membership, row=_seat(membership.seat_id))


@members.route(f"{DESK}/mitgliedschaften/<int:membership_id>/konto", methods=["GET", "POST"])
@requires(is_office)
def tie_address(membership_id: int) -> ResponseReturnValue:
    """Tie an account to who holds the seat, or invite them to one."""
    membership, form = _membership(membership_id), TieForm()
    if not form.validate_on_submit():
        return form_page("seat_tie", form, membership=membership, row=_seat(membership.seat_id))
    with transaction():
        service.tie_address(membership, form.email.data, current_language(), _decision())
    return _back(membership.seat_id, _("Das Konto %(address)s gehört jetzt zum Sitz.", address=form.email.data))


@members.route(f"{DESK}/<int:seat_id>/stellvertretung", methods=["GET", "POST"])
@requires(is_office)
def name_deputy(seat_id: int) -> ResponseReturnValue:
    """Name somebody who stands in for the seat's holder."""
    row, form = _seat(seat_id), DeputyForm(first=today())
    if form.validate_on_submit() and add_deputy(row, form, _decision()):
        return _back(seat_id, _("Die Stellvertretung ist eingetragen."))
    return form_page("deputy_new", form, row=row)


def add_deputy(row: Represented, form: DeputyForm, decision: service.Decision) -> bool:
    """Name the deputy that was typed; says what was wrong on the form."""
    try:
        with transaction():
            facts = (form.candidate(current_language()), form.first.data, form.day_after())
            service.name_deputy(row.seat, *facts, decision)
    except service.TooManyDeputies:
        most = service.MOST_DEPUTIES
        form.name.errors = [_("Ein Sitz hat höchstens %(n)s Stellvertretungen. Beenden Sie zuerst eine.", n=most)]
        return False
    return True


@members.post(f"{DESK}/stellvertretungen/<int:deputy_id>/ende")
@requires(is_office)
def end_deputy(deputy_id: int) -> ResponseReturnValue:
    """From today on the person stands in no longer."""
    deputy = deputy_or_404(deputy_id)
    stop_deputy(deputy, _decision())
    return redirect(url_for("members.seat_of", seat_id=deputy.seat_id))


def stop_deputy(deputy: Deputy, decision: service.Decision) -> None:
    """End a deputyship today; over already is as good."""
    try:
        with transaction():
            service.end_deputy(deputy, today(), decision)
    except service.OutOfOrder:
        flash(_("Diese Stellvertretung war schon zu Ende."), "info")
    else:
        flash(_("%(name)s vertritt nicht mehr.", name=deputy.name), "success")


def deputy_or_404(deputy_id: int) -> Deputy:
    """The deputy of an address."""
    return (db.session.get(Deputy, deputy_id) if deputy_id <= LARGEST_ID else None) or abort(404)


def _membership(membership_id: int) -> Membership:
    return (db.session.get(Membership, membership_id) if membership_id <= LARGEST_ID else None) or abort(404)
