"""The last step: the idea as it will stand, ideas like it, the self-check's result, and handing in."""

from __future__ import annotations

from datetime import datetime

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import transaction
from app.i18n import current_language
from app.i18n import gettext as _
from app.ideas import consent
from app.ideas.forms.submission import LAST, STEPS, DraftForm, HandInForm, number_of, unfinished_steps
from app.ideas.gates import GATES
from app.ideas.models import Idea
from app.ideas.queries.drafts import find_draft
from app.ideas.queries.reference import reference_data
from app.ideas.queries.similar import similar_ideas
from app.ideas.routes import drafting
from app.ideas.services.drafts import DraftGone, draft_token, lock_draft
from app.ideas.services.submission import hand_in
from app.ideas.texts import rendered


def show_preview(form: DraftForm, idea: Idea, status: int = 200) -> ResponseReturnValue:
    """The page of the last step."""
    now = clock.now()
    page = render_template(
        "ideas/submit/vorschau.html",
        **drafting.surroundings(form, idea),
        step=LAST,
        number=number_of(LAST),
        total=len(STEPS),
        text=rendered(idea.body),
        who=_who(idea, now),
        unfinished=[(step.title, drafting.address_of(step)) for step in unfinished_steps(idea)],
        similar=similar_ideas(idea.title, idea.body, now),
        doubts=[gate.for_submitter for gate in GATES if idea.self_check.get(gate.code) == "no"],
        steps={step.slug: drafting.address_of(step) for step in STEPS},
    )
    return page, status


def _who(idea: Idea, now: datetime) -> list[tuple[str, str]]:
    group = reference_data(now).group.get(idea.group_code or "")
    return [
        (_("Bereich"), group.name(current_language()) if group else ""),
        (_("Organisation"), idea.organisation),
        (_("Name"), idea.contact_name),
        (_("E-Mail-Adresse"), idea.contact_email or ""),
        (_("Telefonnummer"), idea.contact_phone),
    ]


def hand_in_draft(form: HandInForm, now: datetime) -> ResponseReturnValue:
    """Take the draft as finished, unless it lacks something or another button was pressed.

    Raises DraftGone, AlreadySubmitted.
    """
    token = draft_token(form.key)
    idea = find_draft(token)
    if idea is None:
        raise DraftGone
    drafting.remember(token)
    if (going := drafting.wanted_direction()) != drafting.ONWARDS:
        return redirect(drafting.next_address(LAST, going), drafting.SEE_OTHER)
    if not form.validate() or unfinished_steps(idea):
        return show_preview(form, idea, drafting.UNPROCESSABLE)
    with transaction():
        hand_in(lock_draft(token), consent.CURRENT_VERSION, now)
    return redirect(url_for("ideas.handed_in"), drafting.SEE_OTHER)
