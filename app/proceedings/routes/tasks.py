"""Tasks: one's own, all of them for the office, and „done“ by the link of a reminder."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clock import local, now
from app.db import transaction
from app.i18n import gettext as _
from app.meetings.routes.blueprint import LARGEST_ID
from app.proceedings.forms.tasks import DoneByLinkForm, DoneForm
from app.proceedings.links import read_task
from app.proceedings.policies import may_run_meetings
from app.proceedings.queries.minutes import minutes_waiting
from app.proceedings.queries.tasks import TaskRow, done_tasks, open_tasks, task_row, tasks_of_person
from app.proceedings.routes.blueprint import proceedings
from app.proceedings.services.tasks import finish_task, reopen_task
from app.web.access import current_actor, public, requires, signed_in
from app.web.forms import takes_open_forms
from app.web.links import InvalidLink

WRONG = 422


@proceedings.get("/konto/aufgaben")
@requires(signed_in)
def my_tasks() -> ResponseReturnValue:
    """What the seats of this person are to do."""
    today = local(now()).date()
    rows = tasks_of_person(current_actor().id or 0, today)
    return render_template("proceedings/my_tasks.html", rows=rows, today=today, form=DoneForm(formdata=None))


@proceedings.post("/konto/aufgaben/<int:task_id>/erledigt")
@requires(signed_in)
def my_task_done(task_id: int) -> ResponseReturnValue:
    """Report one's own task as done."""
    today, form = local(now()).date(), DoneForm()
    mine = tasks_of_person(current_actor().id or 0, today)
    if task_id not in {row.task.id for row in mine}:
        abort(404)
    if not form.validate():
        return render_template("proceedings/my_tasks.html", rows=mine, today=today, form=form), WRONG
    with transaction():
        finish_task(task_id, note=form.note.data or "", by=current_user.name, now=now())
    flash(_("Erledigt. Danke!"), "success")
    return redirect(url_for("proceedings.my_tasks"))


@proceedings.get("/geschaeftsstelle/aufgaben")
@requires(may_run_meetings)
def office_tasks() -> ResponseReturnValue:
    """Open, overdue and done tasks."""
    today = local(now()).date()
    facts = {"rows": open_tasks(today), "done": done_tasks(today), "waiting": minutes_waiting(), "today": today}
    return render_template("proceedings/office_tasks.html", **facts)


@proceedings.post("/geschaeftsstelle/aufgaben/<int:task_id>/erledigt")
@requires(may_run_meetings)
def task_done(task_id: int) -> ResponseReturnValue:
    """The office was told that a task is done."""
    _task_or_404(task_id)
    with transaction():
        finish_task(task_id, note="", by=current_user.name, now=now())
    return redirect(url_for("proceedings.office_tasks"))


@proceedings.post("/geschaeftsstelle/aufgaben/<int:task_id>/wieder-offen")
@requires(may_run_meetings)
def task_open_again(task_id: int) -> ResponseReturnValue:
    """It was not done after all."""
    _task_or_404(task_id)
    with transaction():
        reopen_task(task_id)
    return redirect(url_for("proceedings.office_tasks"))


@proceedings.route("/auftrag/<token>", methods=["GET", "POST"])
@public
@takes_open_forms
def task_by_link(token: str) -> ResponseReturnValue:
    """The page behind the link of a letter: what is to be done, and a button that says it is."""
    row, address = _row_of_link(token)
    form = DoneByLinkForm()
    if not form.validate_on_submit():
        page = render_template("proceedings/task.html", row=row, form=form, today=local(now()).date(), token=token)
        return page, WRONG if form.errors else 200
    by = row.owner or address
    with transaction():
        finish_task(row.task.id, note=form.note.data or "", by=by, now=now())
    return redirect(url_for("proceedings.task_by_link", token=token))


def _row_of_link(token: str) -> tuple[TaskRow, str]:
    try:
        task_id, address = read_task(token)
    except InvalidLink:
        abort(404)
    return _task_or_404(task_id), address


def _task_or_404(task_id: int) -> TaskRow:
    row = task_row(task_id, local(now()).date()) if task_id <= LARGEST_ID else None
    return row or abort(404)
