"""What the pages of a submission share: whose draft it is, keeping a step, showing it again."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import transaction
from app.i18n import current_language
from app.ideas.forms.parts import ACCEPTED
from app.ideas.forms.submission import FIRST, STEPS, DraftForm, Step, after, before, kept_values, number_of
from app.ideas.gates import GATES
from app.ideas.models import Idea
from app.ideas.queries.attachments import files_of
from app.ideas.queries.drafts import find_draft
from app.ideas.queries.reference import reference_data
from app.ideas.services.attachments import add_files, remove_file
from app.ideas.services.drafts import DraftGone, begin_draft, draft_token, lock_draft, write_draft
from app.ideas.states import IdeaState

COOKIE = "draft"
ONWARDS, BACK, LATER, HERE = "weiter", "zurueck", "spaeter", "hier"
UNPROCESSABLE = 422
SEE_OTHER = 303


def current_draft() -> Idea | None:
    """The draft that this browser is writing, as long as it is one."""
    idea = last_draft()
    return idea if idea is not None and idea.state == IdeaState.DRAFT else None


def last_draft() -> Idea | None:
    """What this browser wrote last, draft or submitted."""
    return find_draft(session_token())


def session_token() -> str | None:
    """The token that this browser holds."""
    return session.get(COOKIE)


def demand_draft() -> Idea:
    """The draft of this browser. Raises DraftGone where it has none."""
    idea = current_draft()
    if idea is None:
        raise DraftGone
    return idea


def form_for(kind: type[DraftForm], idea: Idea | None) -> Any:
    """A form filled with what the draft holds, or an empty one."""
    if idea is None:
        return kind()
    return kind(formdata=None, data=kept_values(idea), key=idea.submission_key)


def remember(token: str) -> None:
    """Let this browser come back to the draft."""
    session[COOKIE] = token


def forget() -> None:
    """Let this browser begin something new."""
    session.pop(COOKIE, None)


def addressee() -> str:
    """Whom handing in this draft writes to, for counting: hashed, so that no address lies in Redis."""
    key = DraftForm().key
    idea = find_draft(draft_token(key))
    target = idea.contact_email if idea is not None else None
    return hashlib.sha256((target or str(key)).lower().encode()).hexdigest()


def address_of(step: Step) -> str:
    """Where a step stands."""
    return url_for("ideas.begin") if step is FIRST else url_for("ideas.show_step", slug=step.slug)


def wanted_direction() -> str:
    """Which of the buttons was pressed."""
    return request.form.get("richtung", ONWARDS)


def keep_step(step: Step, form: DraftForm, now: datetime) -> ResponseReturnValue:
    """Keep what a step holds and go where the button says; with errors the step is shown again.

    Raises DraftGone, AlreadySubmitted.
    """
    going = wanted_direction()
    fine = form.validate() if going == ONWARDS else form.validate_leniently()
    if form.objection() or (step is FIRST and not fine):
        return show(step, form, find_draft(draft_token(form.key)), UNPROCESSABLE)
    with transaction():
        idea = keep(form, now, begins=step is FIRST)
    if form.errors:
        return show(step, form, idea, UNPROCESSABLE)
    return redirect(next_address(step, going), SEE_OTHER)


def keep(form: DraftForm, now: datetime, *, begins: bool) -> Idea:
    """Write the fields without error and the files onto the draft; with `begins` there may be none yet.

    Raises DraftGone, AlreadySubmitted.
    """
    token = draft_token(form.key)
    idea = begin_draft(form.key, current_language(), now) if begins else lock_draft(token)
    write_draft(idea, form.values, now)
    for unwanted in request.form.getlist("entfernen", type=int):
        remove_file(idea, unwanted, now)
    for name, confidential in (("files", False), ("annex_files", True)):
        if sent := form.sent_files(name):
            form.refuse_files(name, add_files(idea, sent, now, confidential=confidential))
    remember(token)
    return idea


def next_address(step: Step, going: str) -> str:
    """Where a button of a step leads."""
    if going == LATER:
        return url_for("ideas.later")
    if going == BACK:
        return address_of(before(step))
    return address_of(step if going == HERE else after(step))


def show(step: Step, form: DraftForm, idea: Idea | None, status: int = 200) -> ResponseReturnValue:
    """The page of one step."""
    page = render_template(
        f"ideas/submit/{step.slug}.html",
        **surroundings(form, idea),
        step=step,
        total=len(STEPS),
        number=number_of(step),
    )
    return page, status


def surroundings(form: DraftForm, idea: Idea | None) -> dict[str, Any]:
    """What the parts of a form need beside the form."""
    return {
        "form": form,
        "idea": idea,
        "files": files_of(idea.id) if idea else [],
        "places": reference_data(clock.now()).places,
        "gates": GATES,
        "accepted_files": ACCEPTED,
    }
