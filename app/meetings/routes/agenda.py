"""The office builds an agenda: the usual items, ideas that are ready, one's own; all of it without JavaScript."""

from __future__ import annotations

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import transaction
from app.i18n import gettext as _
from app.ideas.services.lifecycle import ForbiddenStep as IdeaNotReady
from app.meetings import services
from app.meetings.forms import ItemForm, LateForm
from app.meetings.policies import may_plan_meetings
from app.meetings.routes.agenda_desk import AGENDA, agenda_page, back_to_agenda, late_by_now
from app.meetings.routes.blueprint import meeting_or_404, meetings
from app.web.access import current_actor, requires


@meetings.get(AGENDA)
@requires(may_plan_meetings)
def edit_agenda(meeting_id: int) -> ResponseReturnValue:
    """The agenda as the office builds it."""
    return agenda_page(meeting_or_404(meeting_id))


@meetings.post(AGENDA)
@requires(may_plan_meetings)
def add_item(meeting_id: int) -> ResponseReturnValue:
    """Put an item at the end."""
    meeting = meeting_or_404(meeting_id)
    form = ItemForm(late=late_by_now(meeting))
    if not form.validate_on_submit():
        return agenda_page(meeting, item=form)
    with transaction():
        services.add_item(meeting_id, form.facts(), now=now(), actor_id=current_actor().id)
    return back_to_agenda(meeting_id)


@meetings.post(f"{AGENDA}/uebliche-punkte")
@requires(may_plan_meetings)
def use_usual_items(meeting_id: int) -> ResponseReturnValue:
    """Begin with what stands on every agenda."""
    meeting_or_404(meeting_id)
    with transaction():
        services.use_usual_items(meeting_id, now=now(), actor_id=current_actor().id)
    return back_to_agenda(meeting_id)


@meetings.post(f"{AGENDA}/ideen/<int(max=9223372036854775807):idea_id>")
@requires(may_plan_meetings)
def schedule_idea(meeting_id: int, idea_id: int) -> ResponseReturnValue:
    """Put an idea that is ready on the agenda; its author is told."""
    meeting = meeting_or_404(meeting_id)
    form = LateForm(late=late_by_now(meeting))
    if not form.validate_on_submit():
        return agenda_page(meeting, late=form)
    try:
        with transaction():
            services.schedule_idea(
                meeting_id, idea_id, now=now(), actor_id=current_actor().id, late_reason=form.late_reason.data or ""
            )
    except IdeaNotReady:
        return agenda_page(meeting_or_404(meeting_id), stale=True)
    flash(_("Die Idee steht auf der Tagesordnung. Wer sie eingereicht hat, bekommt jetzt Bescheid."), "success")
    return back_to_agenda(meeting_id)


@meetings.post(f"{AGENDA}/reihenfolge")
@requires(may_plan_meetings)
def order_items(meeting_id: int) -> ResponseReturnValue:
    """All items in a new order, as they were dragged."""
    meeting_or_404(meeting_id)
    order = [int(number) for number in request.form.getlist("item") if number.isdecimal()]
    with transaction():
        services.order_items(meeting_id, order, now=now(), actor_id=current_actor().id)
    return back_to_agenda(meeting_id)


@meetings.post(f"{AGENDA}/<int:item_id>/hoch")
@requires(may_plan_meetings)
def item_up(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Move an item up by one place."""
    return _move(meeting_id, item_id, -1)


@meetings.post(f"{AGENDA}/<int:item_id>/runter")
@requires(may_plan_meetings)
def item_down(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Move an item down by one place."""
    return _move(meeting_id, item_id, +1)


@meetings.post(f"{AGENDA}/festschreiben")
@requires(may_plan_meetings)
def freeze_agenda(meeting_id: int) -> ResponseReturnValue:
    """Keep the agenda as it goes out; members see from then on what has changed."""
    meeting_or_404(meeting_id)
    with transaction():
        services.freeze_agenda(meeting_id, now=now(), actor_id=current_actor().id)
    return back_to_agenda(meeting_id, "seit-der-einladung")


def _move(meeting_id: int, item_id: int, by: int) -> ResponseReturnValue:
    meeting_or_404(meeting_id)
    with transaction():
        services.move_item(meeting_id, item_id, by, now=now(), actor_id=current_actor().id)
    return back_to_agenda(meeting_id, f"punkt-{item_id}")
