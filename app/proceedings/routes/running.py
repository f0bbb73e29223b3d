"""The office runs a meeting: open it, take the roll, end it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.clock import local, now
from app.db import transaction
from app.i18n import gettext as _
from app.meetings.models import Meeting
from app.meetings.routes.blueprint import meeting_or_404
from app.proceedings.forms.attendance import RollForm, read_roll
from app.proceedings.forms.running import PeopleForm
from app.proceedings.policies import may_run_meetings
from app.proceedings.queries.tasks import open_tasks
from app.proceedings.routes.blueprint import proceedings
from app.proceedings.routes.running_view import Running
from app.proceedings.services import running
from app.web.access import requires

DESK = "/geschaeftsstelle/sitzungen/<int:meeting_id>/verlauf"


@proceedings.get(DESK)
@requires(may_run_meetings)
def run_meeting(meeting_id: int) -> ResponseReturnValue:
    """The roll, the quorum and the items with how far they are."""
    return running_page(meeting_or_404(meeting_id))


@proceedings.post(f"{DESK}/beginnen")
@requires(may_run_meetings)
def begin_meeting(meeting_id: int) -> ResponseReturnValue:
    """Open the meeting."""
    meeting_or_404(meeting_id)
    with transaction():
        running.open_meeting(meeting_id, now=now())
    return _back(meeting_id)


@proceedings.post(f"{DESK}/anwesenheit")
@requires(may_run_meetings)
def take_roll(meeting_id: int) -> ResponseReturnValue:
    """Write down who is there."""
    meeting = meeting_or_404(meeting_id)
    view = Running(meeting)
    form = read_roll(request.form, view.roll, [row.item.id for row in view.items])
    if form.errors:
        return running_page(meeting, form)
    with transaction():
        running.note_attendance(meeting_id, form.seen)
    flash(_("Die Anwesenheit ist gespeichert."), "success")
    return _back(meeting_id)


@proceedings.post(f"{DESK}/leitung")
@requires(may_run_meetings)
def name_people(meeting_id: int) -> ResponseReturnValue:
    """Say who presides and who writes."""
    meeting, form = meeting_or_404(meeting_id), PeopleForm()
    if not form.validate():
        return running_page(meeting, people=form)
    with transaction():
        running.note_people(meeting_id, chair=form.chair.data or "", keeper=form.keeper.data or "")
    return _back(meeting_id)


@proceedings.post(f"{DESK}/beenden")
@requires(may_run_meetings)
def end_meeting(meeting_id: int) -> ResponseReturnValue:
    """End the meeting; the minutes come next."""
    meeting_or_404(meeting_id)
    with transaction():
        running.close_meeting(meeting_id, now=now())
    flash(_("Die Sitzung ist beendet. Als Nächstes: die Niederschrift versenden."), "success")
    return _back(meeting_id)


def running_page(
    meeting: Meeting, roll: RollForm | None = None, people: PeopleForm | None = None
) -> ResponseReturnValue:
    """The page, with what was typed when something is missing."""
    view = Running(meeting)
    wrong = (roll and roll.errors) or (people and people.errors)
    page = render_template(
        "proceedings/run.html",
        view=view,
        meeting=meeting,
        wrong=roll.errors if roll else {},
        typed=request.form if roll else {},
        tasks=open_tasks(local(now()).date()) if view.minutes else (),
        today=local(now()).date(),
        people=people or PeopleForm(formdata=None, obj=view.minutes),
    )
    return page, 422 if wrong else 200


def _back(meeting_id: int) -> ResponseReturnValue:
    return redirect(url_for("proceedings.run_meeting", meeting_id=meeting_id))
