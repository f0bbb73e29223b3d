"""What the desk draws: facts and history in the reader's language, and what this person may do now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString
from markupsafe import Markup

from app.i18n import current_language, full_date, full_moment
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.ideas.gates import GATES
from app.ideas.queries.similar import SimilarIdea
from app.ideas.states import AWAITING, CLOSED, Channel, IdeaState
from app.ideas.texts import rendered
from app.members.policies import is_office
from app.moderation.queries.desk import Desk, ideas_like
from app.web.access import Actor
from app.web.pieces import TimelineEntry, badge_of

CHANNELS: dict[Channel, LazyString] = {
    Channel.WEB: _l("Web"),
    Channel.PAPER: _l("Papier"),
    Channel.SESSION: _l("Sitzung"),
    Channel.IMPORT: _l("Import"),
}
ANSWERS: dict[str, LazyString] = {"yes": _l("Ja"), "no": _l("Nein"), "unsure": _l("Weiß ich nicht")}
CHECKING = (IdeaState.FORMAL_CHECK, IdeaState.NEEDS_INFO)


@dataclass(frozen=True, slots=True)
class DeskView:
    """The desk in words, and which of its forms to show."""

    text: Markup
    facts: list[tuple[str, str]]
    contact: list[tuple[str, str]]
    self_check: list[tuple[str, str]]
    timeline: list[TimelineEntry]
    similar: list[SimilarIdea]
    overdue: bool
    mine: bool
    may_claim: bool
    may_check: bool
    may_settle: bool
    may_take_back: bool
    may_show: bool
    may_reopen: bool

    @property
    def nothing_to_do(self) -> bool:
        """Whether this person can only read here."""
        doing = (self.may_claim, self.may_check, self.may_settle, self.may_take_back, self.may_show, self.may_reopen)
        return not any(doing)


def desk_view(desk: Desk, actor: Actor, now: datetime) -> DeskView:
    """The desk of an idea as this person sees it at `now`."""
    idea, waiting = desk.idea, desk.waiting
    state = IdeaState(idea.state)
    mine = idea.claimed_by_id == actor.id
    proposed_by_me = waiting is not None and waiting.proposal.proposed_by_id == actor.id
    return DeskView(
        text=rendered(idea.body),
        facts=_facts(desk),
        contact=_contact(desk),
        self_check=_self_check(desk),
        timeline=_timeline(desk),
        similar=ideas_like(idea),
        overdue=idea.due_at is not None and idea.due_at < now and state in AWAITING,
        mine=mine,
        may_claim=state in AWAITING and not mine,
        may_check=mine and waiting is None and state in CHECKING,
        may_settle=waiting is not None and not proposed_by_me,
        may_take_back=proposed_by_me,
        may_show=desk.passed_check and not idea.confidential,
        may_reopen=state in CLOSED and is_office(actor),
    )


def _facts(desk: Desk) -> list[tuple[str, str]]:
    idea, language = desk.idea, current_language()
    return [
        (_("Aktenzeichen"), idea.reference or ""),
        (_("Eingegangen am"), full_date(idea.received_on or idea.submitted_at or idea.created_at)),
        (_("Eingangsweg"), str(CHANNELS[Channel(idea.channel)])),
        (_("Frist"), full_date(idea.due_at) if idea.due_at and idea.state in AWAITING else ""),
        (_("In Arbeit bei"), desk.claimed_by or ""),
        (_("Handlungsfeld"), idea.action_field.name(language) if idea.action_field else ""),
        (_("Ziele"), ", ".join(goal.name(language) for goal in idea.goals)),
        (_("Gebiete"), ", ".join(authority.name(language) for authority in idea.authorities)),
        (_("Geht auf in"), desk.merged_into or ""),
        (_("Öffentlich ab"), full_moment(idea.publish_at) if idea.publish_at else ""),
    ]


def _contact(desk: Desk) -> list[tuple[str, str]]:
    idea, language = desk.idea, current_language()
    return [
        (_("Name"), idea.contact_name),
        (_("Organisation"), idea.organisation),
        (_("Gruppe"), desk.group.name(language) if desk.group else ""),
        (_("E-Mail"), idea.contact_email or ""),
        (_("Telefon"), idea.contact_phone),
    ]


def _self_check(desk: Desk) -> list[tuple[str, str]]:
    answers = desk.idea.self_check or {}
    return [
        (str(gate.for_submitter), str(ANSWERS.get(str(answers[gate.code]), answers[gate.code])))
        for gate in GATES
        if answers.get(gate.code)
    ]


def _timeline(desk: Desk) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            title=str(badge_of(line.to_state).word),
            at=line.at,
            by=line.by or "",
            text=" · ".join(part for part in (line.reason, _note(line.note)) if part),
        )
        for line in reversed(desk.history)
    ]


def _note(note: str) -> str:
    return _("Intern: %(note)s", note=note) if note else ""
