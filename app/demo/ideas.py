"""Tells the story of a demo idea: every state is reached by the verbs that lead there."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from app.clock import local
from app.db import db
from app.ideas.gates import GATE_CODES
from app.ideas.models import Idea
from app.ideas.services import change_state
from app.ideas.services.answers import withdraw_idea
from app.ideas.services.entry import Entry, begin_entry, submit_entry
from app.ideas.states import Channel, IdeaState
from app.moderation.services.checking import GateVerdict, ask_submitter, begin_assessment, save_gates
from app.moderation.services.claims import claim_idea
from app.moderation.services.deciding import confirm_decision, propose_decision
from app.region.calendar import is_working_day

S = IdeaState
# Which steps the office takes after the assessment, and how many days after the one before.
OFFICE_STEPS: dict[IdeaState, tuple[tuple[IdeaState, int], ...]] = {
    S.ASSESSMENT: (),
    S.SCHEDULED: ((S.SCHEDULED, 20),),
    S.IN_SESSION: ((S.SCHEDULED, 20), (S.IN_SESSION, 14)),
    # These are decided by the demo's meetings (app.demo.proceedings).
    **dict.fromkeys((S.ADOPTED, S.FLAGSHIP, S.DEFERRED), ((S.SCHEDULED, 20),)),
}
NAMESPACE = uuid.UUID("6f0c0b52-6d0e-4f0e-9d57-0d8a6f5f4b11")


class Story:
    """One idea on its way; each step happens some days after the one before, never after `now`."""

    def __init__(self, idea: Idea, begun: datetime, now: datetime) -> None:
        self.idea, self.at, self._now = idea, begun, now

    def after(self, days: int) -> datetime:
        """The moment of the next step, on a working day."""
        moment = self.at + timedelta(days=days)
        while not is_working_day(local(moment).date()):
            moment += timedelta(days=1)
        self.at = min(moment, self._now)
        return self.at

    @property
    def seen(self) -> int:
        """The revision that a form would show just now."""
        db.session.flush()
        return self.idea.revision


def tell_story(facts: Mapping[str, Any], moderators: Sequence[int], office: int, now: datetime) -> Idea:
    """Let the idea come in and take the steps to the state that the file names."""
    begun = now - timedelta(days=facts["days_ago"])
    story = Story(_come_in(facts, office, begun), begun, now)
    state = S(facts["state"])
    if state != S.SUBMITTED:
        claim_idea(story.idea.id, moderators[0], story.after(2), story.seen)
        _ends().get(state, _pass_the_check)(story, facts, moderators, office)
    return story.idea


def _come_in(facts: Mapping[str, Any], office: int, at: datetime) -> Idea:
    name = facts["by"].split(" (")[0]
    person = name in ("Jana Musterfrau", "Erika Beispiel")
    paper, session = "(Papier)" in facts["by"], "in Sitzung" in facts["by"]
    values = {
        "title": facts["title"],
        "body": f"{facts['text']}\n\n{facts['more']}",
        "action_field_code": facts["field"],
        "group_code": facts["group"],
        "authorities": facts["authorities"],
        "goals": facts["goals"],
        "organisation": "" if person or session else name,
        "contact_name": name if person else "Kim Beispiel",
        "contact_email": None if paper else f"idee-{facts['days_ago']}@demo.example",
    }
    channel = Channel.PAPER if paper else Channel.SESSION if session else Channel.IMPORT
    key = uuid.uuid5(NAMESPACE, facts["title"])
    idea, _ = begin_entry(Entry(key, channel, local(at).date(), "de", values, office), at)
    return submit_entry(idea, at)


def _ends() -> Mapping[IdeaState, Callable[[Story, Mapping[str, Any], Sequence[int], int], None]]:
    return {
        S.FORMAL_CHECK: lambda *_: None,
        S.NEEDS_INFO: _ask,
        S.WITHDRAWN: lambda story, *_: _withdraw(story),
        S.REFERRED: _decide_outside,
        S.MERGED: _decide_outside,
    }


def _ask(story: Story, facts: Mapping[str, Any], moderators: Sequence[int], _office: int) -> None:
    at = story.after(int(facts["days_ago"]) - 5)
    ask_submitter(story.idea.id, facts["reason"], "", moderators[0], at, story.seen)


def _withdraw(story: Story) -> None:
    withdraw_idea(story.idea.id, "", story.after(6))


def _decide_outside(story: Story, facts: Mapping[str, Any], moderators: Sequence[int], _office: int) -> None:
    into = _reference_of(facts["merged_into"]) if "merged_into" in facts else ""
    to = S(facts["state"])
    propose_decision(story.idea.id, to, facts["reason"], "", into, moderators[0], story.after(3), story.seen)
    confirm_decision(story.idea.id, "", moderators[1], story.after(1), story.seen)


def _pass_the_check(story: Story, facts: Mapping[str, Any], moderators: Sequence[int], office: int) -> None:
    verdicts = {gate: GateVerdict(True) for gate in GATE_CODES}
    save_gates(story.idea.id, verdicts, moderators[0], story.after(2), story.seen)
    begin_assessment(story.idea.id, "", "", None, moderators[0], story.after(1), story.seen)
    for step, days in OFFICE_STEPS[S(facts["state"])]:
        reason = facts.get("reason", "") if step == facts["state"] else ""
        change_state(story.idea.id, step, now=story.after(days), actor_id=office, reason=reason)


def _reference_of(title: str) -> str:
    return db.session.query(Idea.reference).filter(Idea.title == title).scalar() or ""
