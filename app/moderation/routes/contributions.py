"""Comments and general feedback that wait: the list, and one contribution with the three verdicts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString

from app.clock import now
from app.db import db, transaction
from app.feedback.forms import LookForm, VerdictForm
from app.feedback.models import Contribution
from app.feedback.queries.ideas import idea_named
from app.feedback.queries.moderation import contributions_awaiting_moderation, steps_of
from app.feedback.services import ForbiddenStep, StaleRevision, answer, approve, decline
from app.feedback.states import TRANSITIONS, ContributionState, Kind
from app.i18n import lazy_gettext as _l
from app.members.policies import is_moderator
from app.moderation.routes.blueprint import moderation
from app.web.access import current_actor, requires

CONFLICT, UNPROCESSABLE = 409, 422
Verb = Callable[..., Contribution]


@moderation.get("/moderation/rueckmeldungen")
@requires(is_moderator)
def contributions() -> ResponseReturnValue:
    """What waits to be read, the most urgent first."""
    page = contributions_awaiting_moderation(now(), request.args.get("nach"))
    return render_template("moderation/contributions.html", page=page)


@moderation.get("/moderation/rueckmeldungen/<int:number>")
@requires(is_moderator)
def contribution(number: int) -> ResponseReturnValue:
    """One contribution, what it stands under, and what can be done with it."""
    return _show(_contribution(number), VerdictForm())


@moderation.post("/moderation/rueckmeldungen/<int:number>/veroeffentlichen")
@requires(is_moderator)
def publish_contribution(number: int) -> ResponseReturnValue:
    """Make a comment public."""
    return _act(number, LookForm(), approve, _l("Der Kommentar ist veröffentlicht."))


@moderation.post("/moderation/rueckmeldungen/<int:number>/ablehnen")
@requires(is_moderator)
def decline_contribution(number: int) -> ResponseReturnValue:
    """Do not publish it, or put it aside; the author reads why."""
    form = VerdictForm()
    return _act(number, form, decline, _l("Die Begründung ist unterwegs."), reason=form.words.data)


@moderation.post("/moderation/rueckmeldungen/<int:number>/antworten")
@requires(is_moderator)
def answer_contribution(number: int) -> ResponseReturnValue:
    """Answer in the name of the convention."""
    form = VerdictForm()
    return _act(number, form, answer, _l("Die Antwort ist unterwegs."), text=form.words.data)


def _act(number: int, form: LookForm, verb: Verb, done: LazyString, **words: Any) -> ResponseReturnValue:
    """Wrong input is 422, a contribution that somebody changed meanwhile 409; what was typed stays."""
    thing = _contribution(number)
    if not form.validate():
        return _show(thing, form, UNPROCESSABLE)
    try:
        with transaction():
            verb(number, actor_id=current_actor().id, seen_revision=form.seen, now=now(), **words)
    except (StaleRevision, ForbiddenStep):
        return _show(_contribution(number), form, CONFLICT, "moderation/contribution_conflict.html")
    flash(done, "success")
    return redirect(url_for("moderation.contributions"), 303)


def _contribution(number: int) -> Contribution:
    """What was confirmed; nobody reads what may come from a stranger's address."""
    thing = db.session.get(Contribution, number)
    if thing is None or thing.state == ContributionState.UNCONFIRMED:
        abort(404)
    return thing


def _show(
    thing: Contribution, form: LookForm, status: int = 200, template: str = "moderation/contribution.html"
) -> ResponseReturnValue:
    possible = TRANSITIONS[ContributionState(thing.state)]
    comment = thing.kind == Kind.COMMENT
    words = form if isinstance(form, VerdictForm) else VerdictForm(formdata=None)
    seen = form.seen if status == CONFLICT else thing.revision
    words.show_revision(thing.revision)
    steps = steps_of(thing.id)
    page = render_template(
        template,
        thing=thing,
        form=words,
        wrong=form,
        idea=idea_named(thing.idea_id) if thing.idea_id else None,
        answered=db.session.get(Contribution, thing.answers_id) if thing.answers_id else None,
        steps=steps,
        since=[step for step in steps if step.revision > seen],
        wanted=(request.endpoint or "").rpartition(".")[2],
        can_publish=comment and thing.state == ContributionState.WAITING,
        can_decline=ContributionState.DECLINED in possible,
        can_answer=thing.state == (ContributionState.PUBLISHED if comment else ContributionState.WAITING),
    )
    return page, status
