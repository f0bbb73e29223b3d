"""The office's page of digests: how they went, what an address would be told, notes on those around a meeting."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import transaction
from app.digests.forms import NoteForm
from app.digests.meeting_steps import STEPS
from app.digests.policies import may_look_after_digests
from app.digests.queries.desk import meetings_with_notes, preview_for, tallies
from app.digests.queries.notes import note_for
from app.digests.routes.blueprint import digests
from app.digests.services.notes import write_note
from app.digests.words import KIND_NAMES, OUTCOMES
from app.i18n import gettext as _
from app.meetings.routes.blueprint import meeting_or_404
from app.web.access import current_actor, requires

DESK = "/geschaeftsstelle/ueberblicke"
LABELS = {step.rung.name: step.label for step in STEPS}
LONGEST_ADDRESS = 254


@digests.get(DESK)
@requires(may_look_after_digests)
def desk() -> ResponseReturnValue:
    """Figures of the last fortnight, a preview for `?adresse=`, and the meetings whose digests are near."""
    asked = request.args.get("adresse", "").replace("\x00", "").strip()[:LONGEST_ADDRESS]
    return render_template(
        "digests/desk.html",
        tallies=tallies(now()),
        asked=asked,
        preview=preview_for(asked, now()) if asked else None,
        meetings=meetings_with_notes(now()),
        labels=LABELS,
        kinds=KIND_NAMES,
        outcomes=OUTCOMES,
    )


@digests.route(f"{DESK}/<int:meeting_id>/<rung>", methods=["GET", "POST"])
@requires(may_look_after_digests)
def note(meeting_id: int, rung: str) -> ResponseReturnValue:
    """The note on top of one digest around a meeting."""
    meeting, label = meeting_or_404(meeting_id), LABELS.get(rung) or abort(404)
    form = NoteForm(data={"text": note_for(meeting_id, rung)})
    if not form.validate_on_submit():
        page = render_template("digests/note.html", meeting=meeting, label=label, form=form)
        return page, 422 if form.errors else 200
    with transaction():
        write_note(meeting_id, rung, form.text.data or "", now=now(), actor_id=current_actor().id)
    flash(_("Der Vermerk ist gespeichert."), "success")
    return redirect(url_for("digests.desk"))
