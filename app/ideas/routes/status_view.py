"""The submitter's page: a timeline of everything, and what can be done now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.clock import now
from app.i18n import gettext as _
from app.ideas.forms.parts import ACCEPTED
from app.ideas.forms.status import AnswerForm, MoreFilesForm
from app.ideas.models import Idea, IdeaHistory, Inquiry, Objection
from app.ideas.queries.attachments import files_of
from app.ideas.queries.status import inquiries_of, objections_of, steps_of
from app.ideas.queries.visibility import is_publicly_readable
from app.ideas.services import answers
from app.ideas.states import IdeaState
from app.web.pieces import TimelineEntry, badge_of, station_of

S = IdeaState


def show_status(
    idea: Idea,
    token: str,
    code: int = 200,
    *,
    answer: AnswerForm | None = None,
    more_files: MoreFilesForm | None = None,
) -> ResponseReturnValue:
    """The page with these forms; a form that came back with errors keeps what was typed."""
    waiting = answers.open_inquiry(idea.id) if idea.state == S.NEEDS_INFO else None
    page = render_template(
        "ideas/status/page.html",
        idea=idea,
        token=token,
        inquiry=waiting,
        answer=answer or AnswerForm(formdata=None),
        more_files=more_files or MoreFilesForm(formdata=None),
        files=files_of(idea.id),
        timeline=timeline_of(idea),
        station=station_of(idea.state),
        accepted_files=ACCEPTED,
        readable=is_publicly_readable(idea, now()),
        **_possibilities(idea),
    )
    return page, code


def _possibilities(idea: Idea) -> dict[str, Any]:
    return {
        "may_add_files": idea.state in answers.MAY_ADD_FILES,
        "may_withdraw": idea.state in answers.MAY_WITHDRAW,
        "may_object": idea.state in answers.MAY_OBJECT,
        "objection": answers.open_objection(idea.id),
    }


def timeline_of(idea: Idea) -> list[TimelineEntry]:
    """What happened in the order of time, where the idea stands, and what comes next."""
    inquiries = inquiries_of(idea.id)
    told: list[tuple[datetime, TimelineEntry]] = []
    steps = steps_of(idea.id)
    for step in steps:
        told.append((step.at, _step(idea, step, is_last=step is steps[-1], inquiries=inquiries)))
    told += [(i.answered_at, _answer(i)) for i in inquiries if i.answered_at]
    told += [(o.raised_at, _objection(o)) for o in objections_of(idea.id)]
    entries = [entry for _at, entry in sorted(told, key=lambda pair: pair[0])]
    return entries + _comes_next(idea)


def _step(idea: Idea, step: IdeaHistory, *, is_last: bool, inquiries: Any) -> TimelineEntry:
    asked = next((i.question for i in inquiries if i.asked_at == step.at), "") if step.to_state == S.NEEDS_INFO else ""
    return TimelineEntry(
        _happened(step),
        "current" if is_last else "done",
        at=step.at,
        # What waits to be taken up says so under what comes next.
        until=idea.due_at if is_last and idea.state != S.SUBMITTED else None,
        text=asked or step.reason,
    )


def _happened(step: IdeaHistory) -> str:
    if step.to_state == S.FORMAL_CHECK and step.from_state == S.NEEDS_INFO:
        return str(_("Die Moderation prüft weiter"))
    words = {
        S.SUBMITTED: _("Eingegangen – Ihr Aktenzeichen ist vergeben"),
        S.FORMAL_CHECK: _("Die Moderation prüft Ihre Angaben"),
        S.NEEDS_INFO: _("Wir brauchen noch eine Angabe von Ihnen"),
        S.REFERRED: _("An eine andere Stelle weitergeleitet"),
        S.MERGED: _("Mit einer anderen Idee zusammengeführt"),
        S.ASSESSMENT: _("Geprüft – Fachleute bewerten die Idee"),
        S.SCHEDULED: _("Auf die Tagesordnung gesetzt"),
        S.IN_SESSION: _("Der Konvent berät die Idee"),
        S.WITHDRAWN: _("Von Ihnen zurückgezogen"),
    }
    return str(words.get(S(step.to_state)) or badge_of(step.to_state).word)


def _answer(inquiry: Inquiry) -> TimelineEntry:
    return TimelineEntry(_("Ihre Antwort"), at=inquiry.answered_at, text=inquiry.answer or "")


def _objection(objection: Objection) -> TimelineEntry:
    return TimelineEntry(_("Ihr Einwand"), at=objection.raised_at, text=objection.statement)


def _comes_next(idea: Idea) -> list[TimelineEntry]:
    words = {
        S.SUBMITTED: (_("Formale Prüfung durch die Moderation"), idea.due_at),
        S.FORMAL_CHECK: (_("Bewertung durch Fachleute aus mehreren Gebieten"), None),
        S.NEEDS_INFO: (_("Die Moderation prüft weiter, sobald Sie geantwortet haben"), None),
        S.ASSESSMENT: (_("Beratung in einer Sitzung des Konvents"), None),
        S.SCHEDULED: (_("Beratung und Beschluss in der Sitzung"), None),
        S.IN_SESSION: (_("Beschluss mit Begründung; Sie erfahren ihn zuerst"), None),
        S.DEFERRED: (_("Erneute Beratung"), None),
        S.ADOPTED: (_("Umsetzung als Maßnahme"), None),
        S.FLAGSHIP: (_("Umsetzung als Leitprojekt"), None),
    }
    found = words.get(S(idea.state))
    return [TimelineEntry(found[0], "next", until=found[1])] if found else []
