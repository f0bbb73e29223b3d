"""What the pages of a running meeting show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from app.clock import local
from app.i18n import current_language
from app.ideas.states import IdeaState
from app.meetings.models import Meeting
from app.moderation.textblocks import FOLDER, TextBlock, text_blocks
from app.proceedings.models import Minutes
from app.proceedings.queries.items import RunningItem, running_items
from app.proceedings.queries.minutes import minutes_of
from app.proceedings.queries.roll import Place, Roll, roll_of
from app.region.rules import body_rules

BLOCKS = FOLDER / "niederschrift"
FATES = (IdeaState.ADOPTED, IdeaState.FLAGSHIP, IdeaState.DEFERRED, IdeaState.NOT_ADOPTED)


@dataclass
class Running:
    """A meeting as it runs; asks the database only for what a page shows."""

    meeting: Meeting

    @cached_property
    def minutes(self) -> Minutes | None:
        """The minutes, once the meeting was opened."""
        return minutes_of(self.meeting.id)

    @cached_property
    def roll(self) -> Roll:
        """Who takes part."""
        return roll_of(self.meeting.id, body_rules().quorum_over_percent)

    @cached_property
    def items(self) -> list[RunningItem]:
        """The agenda with what was written down."""
        return running_items(self.meeting.id)

    @property
    def year(self) -> int:
        """The meeting's year on local clocks."""
        return local(self.meeting.starts_at).year

    def item(self, item_id: int) -> RunningItem:
        """One item."""
        return next(row for row in self.items if row.item.id == item_id)

    def voters(self, item_id: int) -> list[Place]:
        """The seats that vote on an item."""
        return self.roll.electorate(item_id, self.item(item_id).item.position)

    def seats(self) -> list[tuple[int, str]]:
        """Whom a task can be given to."""
        return [(place.seat.id, place.holder) for place in self.roll.places]

    def neighbours(self, item_id: int) -> Mapping[str, RunningItem | None]:
        """The items before and after."""
        index = next(i for i, row in enumerate(self.items) if row.item.id == item_id)
        after = self.items[index + 1] if index + 1 < len(self.items) else None
        return {"before": self.items[index - 1] if index else None, "after": after}


def minute_blocks() -> list[TextBlock]:
    """The text blocks for minutes in the reader's language."""
    return text_blocks(current_language(), BLOCKS)
