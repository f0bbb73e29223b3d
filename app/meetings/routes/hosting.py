"""What hosts prepare: the office's page of a meeting, and the host's own by a signed link without an account."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import db, transaction
from app.i18n import gettext as _
from app.meetings.mails.hosting import PURPOSE
from app.meetings.models import HostTask, Meeting
from app.meetings.policies import may_plan_meetings
from app.meetings.queries.hosting import checklist, contact_for
from app.meetings.routes.blueprint import LARGEST_ID, meeting_or_404, meetings
from app.meetings.services import hosting as service
from app.meetings.year_forms import ContactForm, HostTaskForm
from app.members.routes.account import me
from app.web.access import public, requires
from app.web.forms import takes_open_forms
from app.web.limits import limit_by_block
from app.web.links import InvalidLink, read

DESK = "/geschaeftsstelle/sitzungen/<int:meeting_id>/gastgeber"
GONE, SEE_OTHER = 410, 303


@meetings.get(DESK)
@requires(may_plan_meetings)
def hosting(meeting_id: int) -> ResponseReturnValue:
    """The host's list, its contact, and how far it has got."""
    return _desk(meeting_or_404(meeting_id))


@meetings.post(f"{DESK}/vorlage")
@requires(may_plan_meetings)
def start_checklist(meeting_id: int) -> ResponseReturnValue:
    """Take over the template."""
    meeting_or_404(meeting_id)
    with transaction():
        service.start_checklist(meeting_id)
    return redirect(url_for("meetings.hosting", meeting_id=meeting_id))


@meetings.post(f"{DESK}/abhaken")
@requires(may_plan_meetings)
def tick_tasks(meeting_id: int) -> ResponseReturnValue:
    """Tick for the host."""
    meeting_or_404(meeting_id)
    _tick(meeting_id, me().name or me().email)
    return redirect(url_for("meetings.hosting", meeting_id=meeting_id))


@meetings.post(f"{DESK}/punkt")
@requires(may_plan_meetings)
def add_host_task(meeting_id: int) -> ResponseReturnValue:
    """One more thing to prepare."""
    meeting, form = meeting_or_404(meeting_id), HostTaskForm()
    if not form.validate_on_submit():
        return _desk(meeting, task=form)
    with transaction():
        service.add_task(meeting_id, form.title.data, form.days.data)
    return redirect(url_for("meetings.hosting", meeting_id=meeting_id))


@meetings.post(f"{DESK}/punkte/<int:task_id>/entfernen")
@requires(may_plan_meetings)
def remove_host_task(meeting_id: int, task_id: int) -> ResponseReturnValue:
    """This meeting does not need it."""
    task = db.session.get(HostTask, task_id) if task_id <= LARGEST_ID else None
    if task is None or task.meeting_id != meeting_id:
        abort(404)
    with transaction():
        service.remove_task(task)
    return redirect(url_for("meetings.hosting", meeting_id=meeting_id))


@meetings.post(f"{DESK}/kontakt")
@requires(may_plan_meetings)
def set_host_contact(meeting_id: int) -> ResponseReturnValue:
    """Whom reminders go to: for this meeting only, or for all that this authority hosts."""
    meeting, form = meeting_or_404(meeting_id), ContactForm()
    if not form.validate_on_submit():
        return _desk(meeting, contact=form)
    only_here = meeting if request.form.get("only") == "y" else None
    with transaction():
        service.set_contact(meeting.host_ags, only_here, form.name.data or "", form.email.data or "")
    flash(_("Der Kontakt ist gespeichert."), "success")
    return redirect(url_for("meetings.hosting", meeting_id=meeting_id))


@meetings.get("/gastgeber/<token>")
@public
def host_page(token: str) -> ResponseReturnValue:
    """The host's own list, as long as this authority hosts."""
    meeting = _hosted(token)
    if meeting is None:
        return render_template("meetings/host_gone.html"), GONE
    return render_template("meetings/host_page.html", meeting=meeting, rows=checklist(meeting, now()), token=token)


@meetings.post("/gastgeber/<token>")
@public
@takes_open_forms
@limit_by_block("60 per 10 minutes")
def host_ticks(token: str) -> ResponseReturnValue:
    """The host has done something, or takes a tick back."""
    meeting = _hosted(token)
    if meeting is None:
        return render_template("meetings/host_gone.html"), GONE
    contact = contact_for(meeting)
    _tick(meeting.id, (contact and (contact.name or contact.email)) or meeting.host.name("de"))
    return redirect(url_for("meetings.host_page", token=token), SEE_OTHER)


def _hosted(token: str) -> Meeting | None:
    try:
        number, ags = read(PURPOSE, token)
    except (InvalidLink, ValueError):
        return None
    meeting = db.session.get(Meeting, number)
    return meeting if meeting is not None and meeting.host_ags == ags else None


def _tick(meeting_id: int, who: str) -> None:
    shown, ticked = (
        [int(number) for number in request.form.getlist(name) if number.isdecimal()] for name in ("shown", "done")
    )
    with transaction():
        service.tick(meeting_id, shown, ticked, who, now())


def _desk(
    meeting: Meeting, *, task: HostTaskForm | None = None, contact: ContactForm | None = None
) -> ResponseReturnValue:
    known, posted = contact_for(meeting), task or contact
    shown = {"name": known.name, "email": known.email} if known else {}
    page = render_template(
        "meetings/hosting.html",
        meeting=meeting,
        rows=checklist(meeting, now()),
        task=task or HostTaskForm(formdata=None),
        contact=contact or ContactForm(formdata=None, data=shown),
        only_here=known is not None and known.meeting_id is not None,
        form=posted,
    )
    return page, 422 if posted is not None and posted.errors else 200
