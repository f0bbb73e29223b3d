"""What all forms of a desk share: check, act in one transaction, and answer refusals without losing a word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString

from app.clock import now
from app.db import transaction
from app.i18n import lazy_gettext as _l
from app.ideas.gates import GATES
from app.ideas.services import ForbiddenStep, StaleRevision
from app.moderation.forms import IdeaForm
from app.moderation.queries.desk import Desk, desk_of, idea_id_of
from app.moderation.routes.desk_forms import FORM_CLASSES, bind, forms_of, typed_in
from app.moderation.routes.desk_view import desk_view
from app.moderation.services import refusals
from app.web.access import current_actor

Form = TypeVar("Form", bound=IdeaForm)
# (idea's id, the valid form, who acts, now)
Verb = Callable[[int, Any, int, datetime], object]
WORDS: dict[type[Exception], LazyString] = {
    refusals.NotClaimed: _l("Bitte übernehmen Sie die Idee zuerst."),
    refusals.GatesOpen: _l("Bitte beantworten Sie zuerst alle Prüffragen; ein Nein braucht eine Notiz."),
    refusals.DecisionPending: _l("Ein Vorschlag wartet schon auf die zweite Person."),
    refusals.OwnProposal: _l("Ihren eigenen Vorschlag kann nur jemand anderes bestätigen oder zurückgeben."),
    refusals.NothingProposed: _l("Hier wartet nichts mehr auf eine Entscheidung."),
    refusals.NoSuchTarget: _l("Diese Idee gibt es nicht, oder sie kann keine andere aufnehmen."),
    refusals.CannotBePublic: _l("Vertrauliche und noch nicht geprüfte Ideen bleiben intern."),
    ForbiddenStep: _l("Diesen Schritt gibt es vom jetzigen Stand aus nicht."),
}


def act(reference: str, name: str, verb: Verb, done: LazyString) -> ResponseReturnValue:
    """Check the form called `name`, let `verb` act on the idea, and go back to its desk.

    Wrong input is 422 on the desk, a revision gone stale 409 with both versions; either way everything
    typed is still there.
    """
    desk, moment, actor_id = desk_or_404(reference), now(), current_actor().id or 0
    form = bind(name, desk)
    if not form.validate():
        return show_desk(desk, form, 422)
    try:
        with transaction():
            verb(desk.idea.id, form, actor_id, moment)
    except StaleRevision:
        return show_conflict(desk_of(desk.idea.id), name, form)
    except tuple(WORDS) as fault:
        form.add_error(str(WORDS[type(fault)]))
        return show_desk(desk_of(desk.idea.id), form, 422)
    flash(done, "success")
    return redirect(url_for("moderation.desk", reference=reference))


def desk_or_404(reference: str) -> Desk:
    """The desk of the idea with this reference number."""
    idea_id = idea_id_of(reference)
    if idea_id is None:
        abort(404)
    return desk_of(idea_id)


def show_desk(desk: Desk, bound: IdeaForm | None = None, status: int = 200) -> ResponseReturnValue:
    """The desk's page; a form that was sent keeps what was typed."""
    forms = forms_of(desk, bound)
    view = desk_view(desk, current_actor(), now())
    return render_template("moderation/desk.html", desk=desk, view=view, desk_forms=forms), status


def show_conflict(desk: Desk, name: str, form: IdeaForm) -> ResponseReturnValue:
    """Both versions side by side, and the form once more, now with the revision of today."""
    seen = form.seen
    form.revision.data = desk.idea.revision
    form.revision.raw_data = None
    mine, stored = typed_in(form), typed_in(FORM_CLASSES[name].of(desk))
    since = [line for line in desk.history if line.revision > seen]
    view = desk_view(desk, current_actor(), now())
    page = render_template(
        "moderation/conflict.html",
        desk=desk,
        view=view,
        form=form,
        form_name=name,
        mine=mine,
        stored=stored,
        since=since,
        desk_gates=GATES,
    )
    return page, 409
