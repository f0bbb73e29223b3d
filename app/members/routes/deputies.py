"""A member's own deputies: who stands in for the seats that one holds."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.members.models import ChangeSource
from app.members.policies import is_member
from app.members.routes.account import me
from app.members.routes.blueprint import members
from app.members.routes.entrance import form_page
from app.members.routes.seats import add_deputy, deputy_or_404, stop_deputy, today
from app.members.seat_forms import DeputyForm
from app.members.seat_history import deputies_on
from app.members.services.seats import Decision
from app.members.standing import Represented, seats_represented_by
from app.web.access import requires
from app.web.limits import limit_by


def _my_number() -> str:
    return str(me().id)


def _decision() -> Decision:
    return Decision(now(), me().id, ChangeSource.MEMBER)


def _held(seat_id: int) -> Represented:
    """The seat, if it is held by who asks: a deputy names no deputies."""
    row = next((row for row in seats_represented_by(me().id, today()) if row.seat.id == seat_id), None)
    return row if row and row.is_held_by(me().id) else abort(404)


@members.get("/konto/stellvertretung")
@requires(is_member)
def my_deputies() -> ResponseReturnValue:
    """The seats I speak for, and who stands in for those that I hold."""
    rows = seats_represented_by(me().id, today())
    named = {row.seat.id: deputies_on(row.seat.id) for row in rows if row.is_held_by(me().id)}
    return render_template("members/my_deputies.html", rows=rows, named=named, me=me(), today=today())


@members.route("/konto/stellvertretung/<int:seat_id>", methods=["GET", "POST"])
@requires(is_member)
@limit_by("20 per day", _my_number, "deputies")
def name_my_deputy(seat_id: int) -> ResponseReturnValue:
    """Name somebody who stands in for me."""
    row, form = _held(seat_id), DeputyForm(first=today())
    if form.validate_on_submit() and add_deputy(row, form, _decision()):
        return redirect(url_for("members.my_deputies"))
    return form_page("deputy_new", form, row=row, mine=True)


@members.post("/konto/stellvertretung/<int:deputy_id>/ende")
@requires(is_member)
def end_my_deputy(deputy_id: int) -> ResponseReturnValue:
    """From today on the person stands in for me no longer."""
    deputy = deputy_or_404(deputy_id)
    _held(deputy.seat_id)
    stop_deputy(deputy, _decision())
    return redirect(url_for("members.my_deputies"))
