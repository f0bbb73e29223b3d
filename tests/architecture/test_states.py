"""Law 7: one table of transitions per thing, one writer of its state."""

from __future__ import annotations

import ast
from enum import StrEnum
from pathlib import Path

import pytest

from app.feedback.states import SUPPORT_TRANSITIONS, ContributionState, SupportState
from app.feedback.states import TRANSITIONS as CONTRIBUTION_TRANSITIONS
from app.ideas.states import TRANSITIONS as IDEA_TRANSITIONS
from app.ideas.states import IdeaState
from app.meetings.states import TRANSITIONS as MEETING_TRANSITIONS
from app.meetings.states import MeetingState
from app.proceedings.states import CIRCULAR_TRANSITIONS, MINUTES_TRANSITIONS, CircularState, MinutesState

ROOT = Path(__file__).parents[2]
# The only modules that may write a state: of ideas, contributions, supports, meetings, minutes, circular votes.
WRITERS = {
    "app/ideas/services/lifecycle.py",
    "app/feedback/services/lifecycle.py",
    "app/feedback/services/support.py",
    "app/meetings/services/planning.py",
    "app/proceedings/services/cycle.py",
    "app/proceedings/services/circular.py",
}


def assignments_of_state(source: str) -> list[int]:
    """The lines that set an attribute called `state`, directly or by setattr with that name."""
    found = []
    for node in ast.walk(ast.parse(source)):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        flat = [part for target in targets for part in (target.elts if isinstance(target, ast.Tuple) else [target])]
        if any(isinstance(part, ast.Attribute) and part.attr == "state" for part in flat):
            found.append(node.lineno)  # type: ignore[attr-defined]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "setattr":
            found += [node.lineno for word in node.args if isinstance(word, ast.Constant) and word.value == "state"]
    return found


def test_only_the_writers_write_a_state() -> None:
    offenders = [
        f"{name}:{line}"
        for path in sorted((ROOT / "app").rglob("*.py"))
        if (name := path.relative_to(ROOT).as_posix()) not in WRITERS
        for line in assignments_of_state(path.read_text(encoding="utf-8"))
    ]
    assert offenders == [], "a state changes through the one writer of its room, which keeps the history"


@pytest.mark.parametrize(
    "planted", ["idea.state = 'adopted'", "a, idea.state = 1, 'done'", "setattr(idea, 'state', 'done')"]
)
def test_a_planted_assignment_is_found(planted: str) -> None:
    assert assignments_of_state(planted) == [1]


@pytest.mark.parametrize(
    ("table", "states"),
    [
        (IDEA_TRANSITIONS, IdeaState),
        (CONTRIBUTION_TRANSITIONS, ContributionState),
        (SUPPORT_TRANSITIONS, SupportState),
        (MEETING_TRANSITIONS, MeetingState),
        (MINUTES_TRANSITIONS, MinutesState),
        (CIRCULAR_TRANSITIONS, CircularState),
    ],
    ids=["idea", "contribution", "support", "meeting", "minutes", "circular"],
)
def test_every_state_has_a_row_and_every_step_leads_somewhere(
    table: dict[str, frozenset[str]], states: type[StrEnum]
) -> None:
    assert set(table) == set(states)
    assert all(set(steps) <= set(states) for steps in table.values())
