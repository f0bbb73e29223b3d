"""The office's page of one item: its words, its papers, its ideas, taking it off."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import transaction
from app.files import UnwantedFile
from app.i18n import gettext as _
from app.meetings import services
from app.meetings.forms import ItemForm, PaperForm, TakeOffForm, fill_in_item
from app.meetings.forms.papers import ACCEPTED
from app.meetings.models import Meeting
from app.meetings.policies import may_plan_meetings
from app.meetings.queries.agenda import ItemRow, agenda_of
from app.meetings.routes.agenda_desk import AGENDA, back_to_agenda
from app.meetings.routes.blueprint import meeting_or_404, meetings
from app.meetings.routes.office import PLANNER
from app.meetings.services.agenda import SecretIdea
from app.web.access import current_actor, requires
from app.web.forms import HouseForm

ITEM = f"{AGENDA}/<int:item_id>"
PAPERS = f"{PLANNER}/<int:meeting_id>/unterlagen"


@meetings.route(ITEM, methods=["GET", "POST"])
@requires(may_plan_meetings)
def edit_item(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Change the words of an item; a colleague's change in between is shown, not overwritten."""
    meeting, row = _item_or_404(meeting_id, item_id)
    form = ItemForm(data=fill_in_item(row), late=row.late)
    if not form.validate_on_submit():
        return _page(meeting, row, form=form)
    try:
        with transaction():
            services.edit_item(
                meeting_id, item_id, form.facts(),
                now=now(), actor_id=current_actor().id, seen_revision=form.seen_revision(),
            )  # fmt: skip
    except services.StaleAgenda:
        return _page(*_item_or_404(meeting_id, item_id), form=form, stale=True)
    except SecretIdea:
        form.closed.errors = [_("Solange eine Idee dieses Punktes nicht öffentlich ist, ist es auch der Punkt nicht.")]
        return _page(*_item_or_404(meeting_id, item_id), form=form)
    return back_to_agenda(meeting_id, f"punkt-{item_id}")


@meetings.post(f"{ITEM}/entfernen")
@requires(may_plan_meetings)
def remove_item(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Take an item off the agenda; one with ideas needs a reason, because their authors are told."""
    meeting = meeting_or_404(meeting_id)
    row = next((row for row in agenda_of(meeting, whole=True, now=now()) if row.id == item_id), None)
    form = TakeOffForm()
    if row is not None and row.ideas and not form.validate_on_submit():
        return _page(meeting, row, take_off=form)
    with transaction():
        services.remove_item(meeting_id, item_id, now=now(), actor_id=current_actor().id, reason=form.reason.data or "")
    return back_to_agenda(meeting_id)


@meetings.post(f"{ITEM}/zustimmung")
@requires(may_plan_meetings)
def note_consent(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Note whether the meeting took a late item onto its agenda."""
    _item_or_404(meeting_id, item_id)
    with transaction():
        services.note_consent(
            meeting_id, item_id, request.form.get("agreed") == "ja", now=now(), actor_id=current_actor().id
        )
    return back_to_agenda(meeting_id, f"punkt-{item_id}")


@meetings.post(f"{ITEM}/unterlagen")
@requires(may_plan_meetings)
def add_paper(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Add a paper to an item."""
    meeting, row = _item_or_404(meeting_id, item_id)
    form = PaperForm()
    if _takes_paper(meeting_id, item_id, form):
        flash(_("Die Unterlage ist gespeichert."), "success")
        return redirect(url_for("meetings.edit_item", meeting_id=meeting_id, item_id=item_id) + "#unterlagen")
    return _page(meeting, row, paper=form)


@meetings.post(f"{PAPERS}/<int:paper_id>/sichtbarkeit")
@requires(may_plan_meetings)
def show_paper(meeting_id: int, paper_id: int) -> ResponseReturnValue:
    """Let everybody read a paper, or only those within."""
    meeting_or_404(meeting_id)
    with transaction():
        services.show_paper(
            meeting_id, paper_id, request.form.get("public") == "ja", now=now(), actor_id=current_actor().id
        )
    return back_to_agenda(meeting_id)


@meetings.post(f"{PAPERS}/<int:paper_id>/entfernen")
@requires(may_plan_meetings)
def remove_paper(meeting_id: int, paper_id: int) -> ResponseReturnValue:
    """Take a paper away."""
    meeting_or_404(meeting_id)
    with transaction():
        services.remove_paper(meeting_id, paper_id, now=now(), actor_id=current_actor().id)
    return back_to_agenda(meeting_id)


def _takes_paper(meeting_id: int, item_id: int, form: PaperForm) -> bool:
    if not form.validate_on_submit():
        return False
    try:
        with transaction():
            services.add_paper(meeting_id, form.facts(item_id), now=now(), actor_id=current_actor().id)
    except UnwantedFile as fault:
        form.file.errors = [str(fault.message)]
        return False
    return True


def _item_or_404(meeting_id: int, item_id: int) -> tuple[Meeting, ItemRow]:
    meeting = meeting_or_404(meeting_id)
    row = next((row for row in agenda_of(meeting, whole=True, now=now()) if row.id == item_id), None)
    return meeting, row or abort(404)


def _page(
    meeting: Meeting,
    row: ItemRow,
    *,
    form: ItemForm | None = None,
    paper: PaperForm | None = None,
    take_off: TakeOffForm | None = None,
    stale: bool = False,
) -> ResponseReturnValue:
    posted: HouseForm | None = form or paper or take_off
    wrong = posted is not None and bool(posted.errors)
    page = render_template(
        "meetings/agenda/item.html",
        meeting=meeting,
        row=row,
        errors=posted if wrong else None,
        form=form or ItemForm(formdata=None, data=fill_in_item(row), late=row.late),
        paper=paper or PaperForm(formdata=None),
        take_off=take_off or TakeOffForm(formdata=None),
        accepted_files=ACCEPTED,
        stale=stale,
    )
    return page, 409 if stale else 422 if wrong else 200
