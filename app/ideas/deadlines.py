"""Until when the next step of an idea is due, given the state that it has just entered."""

from __future__ import annotations

from datetime import datetime

from app.ideas.states import IdeaState
from app.region.rules import BodyRules

_DUE = {
    IdeaState.SUBMITTED: BodyRules.take_up_by,
    IdeaState.FORMAL_CHECK: BodyRules.check_by,
    IdeaState.NEEDS_INFO: BodyRules.answer_by,
    IdeaState.ASSESSMENT: BodyRules.assess_by,
}


def due_after(entered: IdeaState, now: datetime, rules: BodyRules) -> datetime | None:
    """When the state entered at `now` should be left again (23:59:59 Berlin); None: no deadline of its own."""
    rule = _DUE.get(entered)
    return rule(rules, now) if rule else None
