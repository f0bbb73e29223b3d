"""The office plans the year: propose it from a rhythm, take over, move, swap hosts, call off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.clock import local, now
from app.db import transaction
from app.i18n import gettext as _
from app.meetings import services
from app.meetings.days_off import days_off
from app.meetings.forms import ChangeMeetingForm, MeetingForm, ReasonForm, RhythmForm, fill_in
from app.meetings.models import Meeting
from app.meetings.planner import Proposal, Rhythm, in_rotation, propose_year
from app.meetings.policies import may_plan_meetings
from app.meetings.proposals import posted_proposals
from app.meetings.queries.hosting import pauses_in
from app.meetings.queries.meetings import last_host_before, meetings_in
from app.meetings.routes.blueprint import meeting_or_404, meetings
from app.meetings.routes.desk import edit_page
from app.meetings.routes.year import pause_periods
from app.meetings.services import year as year_service
from app.meetings.states import MeetingState
from app.region.models import Authority
from app.region.queries import authorities
from app.region.rules import body_rules
from app.web.access import current_actor, requires

PLANNER = "/geschaeftsstelle/sitzungen"
USUAL = {"woche": "3", "tag": "0", "beginn": "10:00", "dauer": "3"}


@meetings.get(PLANNER)
@requires(may_plan_meetings)
def plan_year() -> ResponseReturnValue:
    """The year as it stands, and proposals for its empty months."""
    asked = MultiDict({"jahr": str(local(now()).year), **USUAL, **request.args.to_dict()})
    form = RhythmForm(formdata=asked)
    valid = form.validate()
    year = form.jahr.data if valid else local(now()).year
    standing, hosts = meetings_in(year), authorities()
    proposals = _proposals(form.rhythm(), year, standing, hosts) if valid and hosts else []
    page = render_template(
        "meetings/year.html",
        form=form,
        year=year,
        standing=standing,
        hosts=hosts,
        proposals=proposals,
        pauses=pauses_in(year),
    )
    return page, 200 if valid else 422


def _proposals(rhythm: Rhythm, year: int, standing: Sequence[Meeting], hosts: Sequence[Authority]) -> list[Proposal]:
    taken = {local(row.starts_at).month: row.host_ags for row in standing if row.state != MeetingState.CANCELLED}
    rotation = in_rotation([row.ags for row in hosts], body_rules().host_rotation)
    against = [*days_off(year), *pause_periods(year)]
    return propose_year(year, rhythm, rotation, last_host_before(year), against, taken)


@meetings.post(PLANNER)
@requires(may_plan_meetings)
def take_over() -> ResponseReturnValue:
    """Put the ticked proposals into the year."""
    appointments = posted_proposals(request.form, {row.ags for row in authorities()})
    moment = now()
    with transaction():
        year_service.take_over(appointments, now=moment, actor_id=current_actor().id)
    flash(_("Übernommen: %(n)s Sitzungen.", n=len(appointments)), "success")
    year = local(appointments[0].starts_at).year if appointments else local(moment).year
    return redirect(url_for("meetings.plan_year", jahr=year))


@meetings.route(f"{PLANNER}/neu", methods=["GET", "POST"])
@requires(may_plan_meetings)
def new_meeting() -> ResponseReturnValue:
    """A single meeting beside the rhythm."""
    form = MeetingForm()
    if not form.validate_on_submit():
        return render_template("meetings/new.html", form=form), 422 if form.errors else 200
    with transaction():
        meeting = services.plan_meeting(form.appointment(), now=now(), actor_id=current_actor().id)
        number = meeting.id
    return redirect(url_for("meetings.edit_meeting", meeting_id=number))


@meetings.route(f"{PLANNER}/<int:meeting_id>", methods=["GET", "POST"])
@requires(may_plan_meetings)
def edit_meeting(meeting_id: int) -> ResponseReturnValue:
    """Move a meeting, swap its host, name its place."""
    meeting = meeting_or_404(meeting_id)
    form = ChangeMeetingForm(data=fill_in(meeting))
    if not form.validate_on_submit():
        return edit_page(meeting, change=form)
    try:
        with transaction():
            _move(meeting_id, form, now())
    except services.StaleRevision:
        return edit_page(meeting_or_404(meeting_id), change=form, stale=True)
    flash(_("Die Änderung ist gespeichert."), "success")
    return redirect(url_for("meetings.edit_meeting", meeting_id=meeting_id))


def _move(meeting_id: int, form: ChangeMeetingForm, moment: datetime) -> None:
    services.move_meeting(
        meeting_id,
        form.appointment(),
        reason=form.reason.data,
        now=moment,
        actor_id=current_actor().id,
        seen_revision=form.seen_revision(),
    )


@meetings.post(f"{PLANNER}/<int:meeting_id>/absagen")
@requires(may_plan_meetings)
def call_off(meeting_id: int) -> ResponseReturnValue:
    """Call the meeting off, with a reason that everybody reads."""
    return _with_reason(meeting_id, services.cancel_meeting, _("Die Sitzung ist abgesagt."))


@meetings.post(f"{PLANNER}/<int:meeting_id>/wieder-ansetzen")
@requires(may_plan_meetings)
def reinstate(meeting_id: int) -> ResponseReturnValue:
    """Take a cancelled meeting back into the year."""
    return _with_reason(meeting_id, services.reinstate_meeting, _("Die Sitzung findet wieder statt."))


@meetings.post(f"{PLANNER}/<int:meeting_id>/abgehalten")
@requires(may_plan_meetings)
def note_as_held(meeting_id: int) -> ResponseReturnValue:
    """Say that the meeting took place."""
    meeting_or_404(meeting_id)
    with transaction():
        services.hold_meeting(meeting_id, now=now())
    return redirect(url_for("meetings.edit_meeting", meeting_id=meeting_id))


def _with_reason(meeting_id: int, verb: Callable[..., Meeting], done: str) -> ResponseReturnValue:
    meeting, form = meeting_or_404(meeting_id), ReasonForm()
    if not form.validate_on_submit():
        return edit_page(meeting, reason=form)
    with transaction():
        verb(meeting_id, reason=form.reason.data, now=now(), actor_id=current_actor().id)
    flash(done, "success")
    return redirect(url_for("meetings.edit_meeting", meeting_id=meeting_id))
