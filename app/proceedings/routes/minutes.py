"""The office leads the minutes through their life: send, take back, approve, publish, answer objections."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import transaction
from app.i18n import gettext as _
from app.meetings.models import Meeting
from app.meetings.routes.blueprint import meeting_or_404
from app.proceedings.forms.minutes import AnswerForm, ApprovalForm, ReasonForm
from app.proceedings.policies import may_run_meetings
from app.proceedings.queries.document import minutes_document
from app.proceedings.queries.minutes import later_meetings, minutes_of, objections_to
from app.proceedings.routes.blueprint import proceedings
from app.proceedings.services import cycle
from app.region.rules import body_rules
from app.web.access import current_actor, requires
from app.web.forms import HouseForm

MINUTES = "/geschaeftsstelle/sitzungen/<int:meeting_id>/niederschrift"


@proceedings.get(MINUTES)
@requires(may_run_meetings)
def office_minutes(meeting_id: int) -> ResponseReturnValue:
    """How the minutes stand, what comes next, and the text as members read it."""
    return minutes_page(meeting_or_404(meeting_id))


@proceedings.post(f"{MINUTES}/versenden")
@requires(may_run_meetings)
def send_minutes(meeting_id: int) -> ResponseReturnValue:
    """Send the draft to the members."""

    def send() -> None:
        cycle.circulate_minutes(meeting_id, now=now(), actor_id=current_actor().id)

    return _do(meeting_id, send, _("Die Niederschrift ist unterwegs zu den Mitgliedern."))


@proceedings.post(f"{MINUTES}/zurueckholen")
@requires(may_run_meetings)
def take_minutes_back(meeting_id: int) -> ResponseReturnValue:
    """Back to the draft."""
    meeting, form = meeting_or_404(meeting_id), ReasonForm()
    if not form.validate():
        return minutes_page(meeting, back=form)

    def back() -> None:
        cycle.take_back_minutes(meeting_id, reason=form.reason.data, now=now(), actor_id=current_actor().id)

    return _do(meeting_id, back, _("Die Niederschrift ist wieder ein Entwurf."))


@proceedings.post(f"{MINUTES}/genehmigen")
@requires(may_run_meetings)
def approve_minutes(meeting_id: int) -> ResponseReturnValue:
    """Note that they are approved."""
    meeting = meeting_or_404(meeting_id)
    form = _approval(meeting)
    if not form.validate():
        return minutes_page(meeting, approval=form)
    chosen = int(form.meeting.data) if form.meeting.data else None

    def approve() -> None:
        cycle.approve_minutes(meeting_id, in_meeting_id=chosen, now=now(), actor_id=current_actor().id)

    return _do(meeting_id, approve, _("Die Niederschrift ist genehmigt."))


@proceedings.post(f"{MINUTES}/veroeffentlichen")
@requires(may_run_meetings)
def publish_minutes(meeting_id: int) -> ResponseReturnValue:
    """Let everybody read the public part."""
    done = _("Der öffentliche Teil ist veröffentlicht.")
    return _do(meeting_id, lambda: cycle.publish_minutes(meeting_id, now=now()), done)


@proceedings.post(f"{MINUTES}/einwaende/<int:objection_id>")
@requires(may_run_meetings)
def settle_objection(meeting_id: int, objection_id: int) -> ResponseReturnValue:
    """Write down what became of an objection."""
    meeting, form = meeting_or_404(meeting_id), AnswerForm()
    if not form.validate():
        return minutes_page(meeting, answer=form)

    def settle() -> None:
        cycle.settle_objection(meeting_id, objection_id, form.answer.data, now())

    return _do(meeting_id, settle, _("Die Antwort ist vermerkt."))


def minutes_page(
    meeting: Meeting,
    *,
    back: ReasonForm | None = None,
    approval: ApprovalForm | None = None,
    answer: AnswerForm | None = None,
) -> ResponseReturnValue:
    """The page with one form as it came back and the others fresh."""
    minutes = minutes_of(meeting.id)
    if minutes is None:
        abort(404)
    posted: HouseForm | None = back or approval or answer
    page = render_template(
        "proceedings/minutes.html",
        meeting=meeting,
        minutes=minutes,
        document=minutes_document(meeting, minutes, body_rules().quorum_over_percent, whole=True),
        objections=objections_to(meeting.id),
        form=posted,
        back=back or ReasonForm(formdata=None),
        approval=approval or _approval(meeting),
        answer=answer or AnswerForm(formdata=None),
    )
    return page, 422 if posted else 200


def _approval(meeting: Meeting) -> ApprovalForm:
    form = ApprovalForm()
    form.offer(later_meetings(meeting))
    return form


def _do(meeting_id: int, verb: Callable[[], None], done: str) -> ResponseReturnValue:
    meeting_or_404(meeting_id)
    with transaction():
        verb()
    flash(done, "success")
    return redirect(url_for("proceedings.office_minutes", meeting_id=meeting_id))
