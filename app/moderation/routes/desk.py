"""One idea's desk: reading it in one pane, acting on it in the other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.i18n import lazy_gettext as _l
from app.ideas.states import IdeaState, Visibility
from app.members.policies import is_moderator, is_office
from app.moderation.forms import (
    AttachmentsForm,
    ClaimForm,
    DecisionForm,
    GatesForm,
    ReopenForm,
    SettleForm,
    VisibilityForm,
)
from app.moderation.routes.acting import act, desk_or_404, show_desk
from app.moderation.routes.blueprint import moderation
from app.moderation.routes.desk_forms import bind
from app.moderation.services import checking, claims, deciding, showing
from app.moderation.textblocks import text_of_block
from app.web.access import current_actor, requires


@moderation.get("/moderation/<reference>")
@requires(is_moderator)
def desk(reference: str) -> ResponseReturnValue:
    """The desk of one idea."""
    return show_desk(desk_or_404(reference))


@moderation.post("/moderation/<reference>/uebernehmen")
@requires(is_moderator)
def claim(reference: str) -> ResponseReturnValue:
    """Take the idea over; from a colleague only after asking."""
    on_desk = desk_or_404(reference)
    form = bind("claim", on_desk)
    if on_desk.idea.claimed_by_id not in (None, current_actor().id) and not form.sure.data:
        return render_template("moderation/take_over.html", desk=on_desk, form=form)
    return act(reference, "claim", _claim, _l("Sie haben die Idee übernommen."))


def _claim(idea_id: int, form: ClaimForm, actor_id: int, moment: datetime) -> None:
    claims.claim_idea(idea_id, actor_id, moment, form.seen, from_colleague=bool(form.sure.data))


@moderation.post("/moderation/<reference>/freigeben")
@requires(is_moderator)
def release(reference: str) -> ResponseReturnValue:
    """Hand the idea back into the queue."""
    return act(reference, "claim", _release, _l("Die Idee liegt wieder frei in der Liste."))


def _release(idea_id: int, form: ClaimForm, actor_id: int, moment: datetime) -> None:
    claims.release_idea(idea_id, actor_id, moment, form.seen)


@moderation.post("/moderation/<reference>/pruefung")
@requires(is_moderator)
def check(reference: str) -> ResponseReturnValue:
    """Save the answers to the gates."""
    return act(reference, "gates", _save_gates, _l("Die Prüffragen sind gespeichert."))


def _save_gates(idea_id: int, form: GatesForm, actor_id: int, moment: datetime) -> None:
    checking.save_gates(idea_id, form.verdicts(), actor_id, moment, form.seen)


@moderation.post("/moderation/<reference>/entscheidung")
@requires(is_moderator)
def decide(reference: str) -> ResponseReturnValue:
    """Take the next step, or insert a text block into the words for it."""
    if "insert" in request.form:
        return _insert_block(reference)
    return act(reference, "decision", _decide, _l("Erledigt. Was die einreichende Person wissen muss, ist unterwegs."))


def _decide(idea_id: int, form: DecisionForm, actor_id: int, moment: datetime) -> None:
    step, reason, note, seen = form.chosen, form.reason.data or "", form.note.data or "", form.seen
    if step == IdeaState.NEEDS_INFO:
        checking.ask_submitter(idea_id, reason, note, actor_id, moment, seen)
    elif step == IdeaState.FORMAL_CHECK:
        checking.go_on_without_answer(idea_id, note, actor_id, moment, seen)
    elif step == IdeaState.ASSESSMENT:
        checking.begin_assessment(idea_id, reason, note, form.publish_at.moment, actor_id, moment, seen)
    else:
        into = (form.into.data or "").upper()
        deciding.propose_decision(idea_id, step, reason, note, into, actor_id, moment, seen)


def _insert_block(reference: str) -> ResponseReturnValue:
    on_desk = desk_or_404(reference)
    form: Any = bind("decision", on_desk)
    block = text_of_block(form.block.data, on_desk.idea.language)
    form.reason.data = "\n\n".join(part for part in (form.reason.data, block) if part)
    return show_desk(on_desk, form)


@moderation.post("/moderation/<reference>/vorschlag")
@requires(is_moderator)
def settle(reference: str) -> ResponseReturnValue:
    """The second person confirms a proposed decision or returns it."""
    return act(reference, "settle", _settle, _l("Ihre Entscheidung ist gespeichert."))


def _settle(idea_id: int, form: SettleForm, actor_id: int, moment: datetime) -> None:
    verb = deciding.confirm_decision if form.verdict.data == "confirm" else deciding.return_decision
    verb(idea_id, form.note.data or "", actor_id, moment, form.seen)


@moderation.post("/moderation/<reference>/vorschlag/zuruecknehmen")
@requires(is_moderator)
def take_back(reference: str) -> ResponseReturnValue:
    """Withdraw one's own proposal."""
    return act(reference, "claim", _take_back, _l("Ihr Vorschlag ist zurückgenommen."))


def _take_back(idea_id: int, form: ClaimForm, actor_id: int, moment: datetime) -> None:
    deciding.take_back_decision(idea_id, actor_id, moment, form.seen)


@moderation.post("/moderation/<reference>/sichtbarkeit")
@requires(is_moderator)
def show(reference: str) -> ResponseReturnValue:
    """Decide who may read the idea, and from when."""
    return act(reference, "visibility", _show, _l("Die Sichtbarkeit ist geändert."))


def _show(idea_id: int, form: VisibilityForm, _actor_id: int, moment: datetime) -> None:
    showing.show_idea(idea_id, Visibility(form.visibility.data), form.publish_at.moment, moment, form.seen)


@moderation.post("/moderation/<reference>/anhaenge")
@requires(is_moderator)
def approve(reference: str) -> ResponseReturnValue:
    """Approve attachments for everybody."""
    return act(reference, "attachments", _approve, _l("Die Freigaben sind gespeichert."))


def _approve(idea_id: int, form: AttachmentsForm, actor_id: int, moment: datetime) -> None:
    checking.approve_attachments(idea_id, form.chosen, actor_id, moment, form.seen)


@moderation.post("/moderation/<reference>/wiederaufnahme")
@requires(is_office)
def reopen(reference: str) -> ResponseReturnValue:
    """The office upholds an objection, or answers it."""
    return act(reference, "reopen", _reopen, _l("Die Entscheidung ist gespeichert und der Brief unterwegs."))


def _reopen(idea_id: int, form: ReopenForm, actor_id: int, moment: datetime) -> None:
    verb = deciding.reopen_idea if form.verdict.data == "reopen" else deciding.dismiss_objection
    verb(idea_id, form.reason.data, actor_id, moment, form.seen)
