"""„Was geht wann an wen“: the office previews the ladder, skips a rung, sends it now, gives it another time."""

from __future__ import annotations

from datetime import datetime, time

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import transaction
from app.i18n import gettext as _
from app.meetings.models import Meeting
from app.meetings.policies import may_plan_meetings
from app.meetings.queries.meetings import meetings_ahead
from app.meetings.queries.notice import misses_notice
from app.meetings.queries.preview import preview
from app.meetings.routes.blueprint import meeting_or_404, meetings
from app.meetings.routes.office import PLANNER
from app.meetings.services import reminding
from app.web.access import current_actor, requires

WEEKS_AHEAD = 6


@meetings.get("/geschaeftsstelle/erinnerungen")
@requires(may_plan_meetings)
def reminders() -> ResponseReturnValue:
    """What leaves in the next weeks, for all meetings."""
    return _page(list(meetings_ahead(now()))[:WEEKS_AHEAD], None)


@meetings.get(f"{PLANNER}/<int:meeting_id>/erinnerungen")
@requires(may_plan_meetings)
def reminders_of(meeting_id: int) -> ResponseReturnValue:
    """What leaves for one meeting, and what has left."""
    meeting = meeting_or_404(meeting_id)
    return _page([meeting], meeting)


def _page(shown: list[Meeting], meeting: Meeting | None) -> ResponseReturnValue:
    return render_template(
        "meetings/reminders.html",
        rows=preview(shown, now()),
        meeting=meeting,
        late=misses_notice(shown, now()),
        now=now(),
    )


@meetings.post(f"{PLANNER}/<int:meeting_id>/erinnerungen/<name>")
@requires(may_plan_meetings)
def choose_rung(meeting_id: int, name: str) -> ResponseReturnValue:
    """Skip, take up again, send now, or give another time."""
    meeting_or_404(meeting_id)
    with transaction():
        _choose(meeting_id, name, now(), current_actor().id)
    flash(_("Gespeichert."), "success")
    return redirect(url_for("meetings.reminders_of", meeting_id=meeting_id, _anchor=name))


def _choose(meeting_id: int, name: str, moment: datetime, actor_id: int | None) -> None:
    match request.form.get("was"):
        case "auslassen":
            reminding.skip_rung(meeting_id, name, now=moment, actor_id=actor_id)
        case "jetzt":
            reminding.send_rung_now(meeting_id, name, now=moment, actor_id=actor_id)
        case "wie-ueblich":
            reminding.resume_rung(meeting_id, name, now=moment, actor_id=actor_id)
        case "verschieben":
            reminding.reschedule_rung(meeting_id, name, *_posted_time(), now=moment, actor_id=actor_id)
        case _:
            abort(400)


def _posted_time() -> tuple[int, time]:
    try:
        days, at = int(request.form.get("tage", "")), time.fromisoformat(request.form.get("uhrzeit", ""))
    except ValueError:
        abort(422, _("Bitte geben Sie Tage als Zahl und die Uhrzeit wie 09:00 an."))
    if not -60 <= days <= 60 or at.tzinfo:
        abort(422, _("Bitte bleiben Sie innerhalb von 60 Tagen vor oder nach der Sitzung."))
    return days, at
