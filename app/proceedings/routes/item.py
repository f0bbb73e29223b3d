"""One item while the meeting runs: its text, who is recused, resolutions and tasks."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import transaction
from app.i18n import current_language, full_moment
from app.i18n import gettext as _
from app.moderation.textblocks import text_of_block
from app.proceedings.forms.running import ResolutionForm, TaskForm, TextForm
from app.proceedings.policies import may_run_meetings
from app.proceedings.queries.items import ideas_of_item
from app.proceedings.queries.resolutions import resolutions_to_correct
from app.proceedings.routes.blueprint import item_or_404, proceedings
from app.proceedings.routes.running import DESK
from app.proceedings.routes.running_view import BLOCKS, FATES, Running, minute_blocks
from app.proceedings.services import running
from app.proceedings.services.deciding import record_resolution
from app.proceedings.services.refusals import Refused, StaleText
from app.proceedings.services.tasks import give_task as write_task
from app.proceedings.words import why_refused
from app.region.queries import authorities
from app.web.access import current_actor, requires
from app.web.forms import choices

ITEM = f"{DESK}/<int:item_id>"
CONFLICT, WRONG = 409, 422


@proceedings.get(ITEM)
@requires(may_run_meetings)
def run_item(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """The item with all its forms."""
    return item_page(meeting_id, item_id)


@proceedings.post(f"{ITEM}/oeffnen")
@requires(may_run_meetings)
def open_item(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Begin with the item."""
    item_or_404(meeting_id, item_id)
    with transaction():
        running.open_item(item_id, now=now(), actor_id=current_actor().id)
    return _back(meeting_id, item_id)


@proceedings.post(f"{ITEM}/schliessen")
@requires(may_run_meetings)
def close_item(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Be done with the item."""
    item_or_404(meeting_id, item_id)
    with transaction():
        running.close_item(item_id, now=now())
    return _back(meeting_id, item_id)


@proceedings.post(f"{ITEM}/text")
@requires(may_run_meetings)
def save_text(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Save the text: by the button, or by the page itself while one types (it asks for JSON)."""
    item_or_404(meeting_id, item_id)
    form, quietly = _text_form(), request.accept_mimetypes.best == "application/json"
    if not form.validate():
        return (jsonify(errors=form.errors), WRONG) if quietly else item_page(meeting_id, item_id, text=form)
    typed = _with_block(form)
    try:
        with transaction():
            record = running.save_text(
                item_id, typed, seen_version=form.seen_version, now=now(), actor_id=current_actor().id
            )
            version = record.version
    except StaleText as fault:
        return _conflict(meeting_id, item_id, fault, form, quietly)
    return jsonify(version=version) if quietly else _back(meeting_id, item_id)


def _conflict(meeting_id: int, item_id: int, fault: StaleText, form: TextForm, quietly: bool) -> ResponseReturnValue:
    if quietly:
        return jsonify(version=fault.record.version, theirs=fault.record.text), CONFLICT
    theirs = {"text": fault.record.text, "at": full_moment(fault.record.saved_at or now())}
    # The next save starts from what is stored now; both texts stand on the page.
    form.version.data = str(fault.record.version)
    return item_page(meeting_id, item_id, text=form, theirs=theirs, status=CONFLICT)


@proceedings.post(f"{ITEM}/befangen")
@requires(may_run_meetings)
def recuse(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Say who takes no part."""
    meeting, _item = item_or_404(meeting_id, item_id)
    seats = {str(seat): seat for seat, _name in Running(meeting).seats()}
    ticked = {seats[word]: "" for word in request.form.getlist("befangen") if word in seats}
    with transaction():
        running.recuse(item_id, ticked)
    flash(_("Gespeichert: Wer befangen ist, stimmt hier nicht mit."), "success")
    return _back(meeting_id, item_id)


@proceedings.post(f"{ITEM}/beschluss")
@requires(may_run_meetings)
def resolve(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Record a resolution; it acts at once."""
    meeting, _item = item_or_404(meeting_id, item_id)
    form = _resolution_form()
    if not form.validate():
        return item_page(meeting_id, item_id, resolution=form)
    tally = form.tally(request.form, Running(meeting).voters(item_id))
    motion = form.motion(request.form, ideas_of_item(item_id), [row.ags for row in authorities()])
    try:
        with transaction():
            number = record_resolution(item_id, motion, tally, now=now(), actor_id=current_actor().id).number
    except Refused as fault:
        form.add_error(why_refused(fault))
        return item_page(meeting_id, item_id, resolution=form, status=WRONG)
    flash(_("Beschluss %(number)s ist festgehalten.", number=number), "success")
    return _back(meeting_id, item_id)


@proceedings.post(f"{ITEM}/auftrag")
@requires(may_run_meetings)
def give_task(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Give a task straight from the text."""
    meeting, _item = item_or_404(meeting_id, item_id)
    form = TaskForm()
    form.offer(Running(meeting).seats())
    if not form.validate():
        return item_page(meeting_id, item_id, task=form)
    with transaction():
        write_task(form.facts(), item_id=item_id, now=now(), actor_id=current_actor().id)
    flash(_("Der Auftrag ist vergeben."), "success")
    return _back(meeting_id, item_id)


def item_page(
    meeting_id: int,
    item_id: int,
    *,
    text: TextForm | None = None,
    resolution: ResolutionForm | None = None,
    task: TaskForm | None = None,
    theirs: dict[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The page with one form as it came back and the others fresh."""
    meeting, _item = item_or_404(meeting_id, item_id)
    view = Running(meeting)
    row = view.item(item_id)
    posted: Any = text or resolution or task
    wrong = posted is not None and (posted.errors or posted.form_errors)
    page = render_template(
        "proceedings/item.html",
        view=view,
        meeting=meeting,
        row=row,
        form=posted if wrong else None,
        text=text or _text_form({"text": row.text, "version": row.version}),
        resolution=resolution or _resolution_form(fresh=True),
        task=task or _task_form(view),
        typed=request.form if resolution else {},
        theirs=theirs,
        fates=FATES,
        authorities=authorities(),
        **view.neighbours(item_id),
    )
    return page, status if status != 200 else WRONG if wrong else 200


def _text_form(shown: dict[str, Any] | None = None) -> TextForm:
    form = TextForm(formdata=None, data=shown) if shown else TextForm()
    form.block.choices = choices([("", _("keinen")), *((block.key, block.title) for block in minute_blocks())])
    return form


def _with_block(form: TextForm) -> str:
    block = text_of_block(form.block.data, current_language(), BLOCKS) if form.block.data else ""
    return "\n\n".join(part for part in (form.text.data or "", block) if part)


def _resolution_form(fresh: bool = False) -> ResolutionForm:
    form = ResolutionForm(formdata=None) if fresh else ResolutionForm()
    form.offer(resolutions_to_correct())
    return form


def _task_form(view: Running) -> TaskForm:
    form = TaskForm(formdata=None)
    form.offer(view.seats())
    return form


def _back(meeting_id: int, item_id: int) -> ResponseReturnValue:
    return redirect(url_for("proceedings.run_item", meeting_id=meeting_id, item_id=item_id))
