"""The office shapes the year: pauses, months without a meeting, the rotation, and hosts that swap."""

from __future__ import annotations

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.clock import local, now
from app.db import db, transaction
from app.i18n import current_language, full_date
from app.i18n import gettext as _
from app.meetings.models import MeetingPause
from app.meetings.planner import Period, in_rotation
from app.meetings.policies import may_plan_meetings
from app.meetings.queries.hosting import pauses_in
from app.meetings.queries.meetings import meetings_ahead
from app.meetings.routes.blueprint import LARGEST_ID, meetings
from app.meetings.services import year as service
from app.meetings.services.planning import ForbiddenStep
from app.meetings.states import MeetingState
from app.meetings.year_forms import ChecklistForm, PauseForm, SwapForm
from app.region.queries import authorities, body
from app.region.rules import body_rules
from app.region.services import change_rules
from app.web.access import current_actor, requires
from app.web.forms import choices

PLANNER = "/geschaeftsstelle/sitzungen"


def pause_periods(year: int) -> list[Period]:
    """The body's pauses as the planner knows them."""
    return [Period(pause.name, pause.first_on, pause.last_on) for pause in pauses_in(year)]


def _rotation() -> list[str]:
    return in_rotation([row.ags for row in authorities()], body_rules().host_rotation)


@meetings.route(f"{PLANNER}/regeln", methods=["GET", "POST"])
@requires(may_plan_meetings)
def year_rules() -> ResponseReturnValue:
    """Pauses, the rotation and the host's template; posting adds a pause."""
    form = PauseForm()
    if form.validate_on_submit():
        with transaction():
            service.add_pause(form.name.data, form.first.data, form.last.data)
        flash(_("Die Pause ist eingetragen."), "success")
        return redirect(url_for("meetings.year_rules"))
    return _rules_page(form, ChecklistForm(formdata=None, items=_written(body_rules().host_checklist)))


@meetings.post(f"{PLANNER}/regeln/checkliste")
@requires(may_plan_meetings)
def change_template() -> ResponseReturnValue:
    """What hosts prepare from now on; lists that stand stay as they are."""
    form = ChecklistForm()
    if not form.validate_on_submit() or body() is None:
        return _rules_page(PauseForm(formdata=None), form)
    with transaction():
        change_rules(host_checklist=[list(item) for item in form.parsed()])
    flash(_("Die Vorlage ist gespeichert."), "success")
    return redirect(url_for("meetings.year_rules"))


@meetings.post(f"{PLANNER}/regeln/rotation/<ags>")
@requires(may_plan_meetings)
def host_earlier(ags: str) -> ResponseReturnValue:
    """This authority hosts one place earlier in the rotation."""
    order = _rotation()
    if ags not in order or body() is None:
        abort(404)
    place = order.index(ags)
    order.insert(max(0, place - 1), order.pop(place))
    with transaction():
        change_rules(host_rotation=order)
    return redirect(url_for("meetings.year_rules", _anchor="rotation"))


@meetings.post(f"{PLANNER}/regeln/pausen/<int:pause_id>/entfernen")
@requires(may_plan_meetings)
def remove_pause(pause_id: int) -> ResponseReturnValue:
    """These days are as good as others again."""
    pause = (db.session.get(MeetingPause, pause_id) if pause_id <= LARGEST_ID else None) or abort(404)
    with transaction():
        service.remove_pause(pause)
    return redirect(url_for("meetings.year_rules"))


@meetings.post(f"{PLANNER}/auslassen")
@requires(may_plan_meetings)
def skip_month() -> ResponseReturnValue:
    """No meeting in this month; the rotation waits."""
    try:
        month = date.fromisoformat(f"{request.form.get('monat', '')}-01")
    except ValueError:
        abort(404)
    with transaction():
        service.skip_month(month.year, month.month, _("Keine Sitzung"))
    flash(_("In diesem Monat wird keine Sitzung vorgeschlagen."), "success")
    return redirect(url_for("meetings.plan_year", jahr=month.year))


@meetings.route(f"{PLANNER}/tauschen", methods=["GET", "POST"])
@requires(may_plan_meetings)
def swap_hosts() -> ResponseReturnValue:
    """Two meetings change hosts and places in one step."""
    form = _swap_form()
    if not form.validate_on_submit():
        return render_template("meetings/swap.html", form=form), 422 if form.errors else 200
    try:
        with transaction():
            facts = {"reason": form.reason.data, "now": now(), "actor_id": current_actor().id}
            service.swap_hosts(int(form.one.data), int(form.other.data), **facts)
    except ForbiddenStep:
        form.other.errors = [_("Bitte wählen Sie zwei verschiedene Sitzungen, die noch bevorstehen.")]
        return render_template("meetings/swap.html", form=form), 422
    flash(_("Die Gastgeber sind getauscht."), "success")
    return redirect(url_for("meetings.plan_year"))


def _swap_form() -> SwapForm:
    form = SwapForm()
    planned = [row for row in meetings_ahead(now()) if row.state == MeetingState.PLANNED]
    named = [(str(row.id), f"{full_date(row.starts_at)}: {row.host.name(current_language())}") for row in planned]
    form.one.choices = form.other.choices = choices([("", _("Bitte wählen")), *named])
    return form


def _rules_page(pause: PauseForm, checklist: ChecklistForm) -> ResponseReturnValue:
    this_year, hosts = local(now()).year, {row.ags: row for row in authorities()}
    posted = pause if pause.errors else checklist
    page = render_template(
        "meetings/year_rules.html",
        form=posted,
        pause=pause,
        checklist=checklist,
        pauses=[*pauses_in(this_year), *(row for row in pauses_in(this_year + 1) if row.first_on.year > this_year)],
        rotation=[hosts[ags] for ags in _rotation()],
    )
    return page, 422 if posted.errors else 200


def _written(items: tuple[tuple[str, int], ...]) -> str:
    return "\n".join(f"{days} {title}" for title, days in items)
