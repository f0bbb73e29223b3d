"""An independent oracle: what each reader is owed by the rules, in plain words and with none of the code it judges."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
SETTLES = timedelta(minutes=2)
WORDS = {
    "scheduled": "Auf der Tagesordnung",
    "adopted": "Aufgenommen",
    "in_progress": "In Umsetzung",
    "done": "Umgesetzt",
}


@dataclass
class Fact:
    """Something that happened to an idea; `knows` are addresses that did it or were told of it by a letter."""

    at: datetime
    idea: str
    what: str
    keys: frozenset[str]
    knows: frozenset[str]


@dataclass
class Somebody:
    """A reader as the rules see them."""

    address: str
    follows: dict[str, datetime] = field(default_factory=dict)
    rhythm: str = "weekly"
    weekday: int = 0
    told_until: datetime | None = None
    digests: list[set[tuple[str, str]]] = field(default_factory=list)


@dataclass
class Oracle:
    """Hears of every fact, and says after every sweep which digests must have been written."""

    people: dict[str, Somebody] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    withdrawn: set[str] = field(default_factory=set)

    def sweep(self, now: datetime) -> None:
        """The clock has ticked."""
        for person in self.people.values():
            slot = self._slot(person, now - SETTLES)
            if person.told_until is None or slot is None or slot <= person.told_until:
                continue
            lines = self._lines(person, person.told_until, slot)
            if lines and person.rhythm != "off":
                person.digests.append(lines)
            person.told_until = slot

    def _slot(self, person: Somebody, settled: datetime) -> datetime | None:
        if person.rhythm == "at_once":
            return settled if time(7) <= settled.astimezone(BERLIN).time() < time(21) else None
        today = settled.astimezone(BERLIN).date()
        for back in range(40):
            day = today - timedelta(days=back)
            moment = datetime(day.year, day.month, day.day, 7, tzinfo=BERLIN)
            fits = {
                "daily": True,
                "weekly": day.weekday() == person.weekday,
                "monthly": day.day == 1,
                "off": day.weekday() == 0,
            }[person.rhythm]
            if fits and moment.timestamp() <= settled.timestamp():
                return moment
        return None

    def _lines(self, person: Somebody, since: datetime, until: datetime) -> set[tuple[str, str]]:
        lines: set[tuple[str, str]] = set()
        for idea in {fact.idea for fact in self.facts} - self.withdrawn:
            mine = [
                fact
                for fact in self.facts
                if fact.idea == idea
                and since < fact.at <= until
                and any(fact.at > person.follows[key] for key in fact.keys & person.follows.keys())
            ]
            news = [fact for fact in mine if person.address not in fact.knows]
            comments = [fact for fact in news if fact.what == "comment"]
            if comments:
                word = "neue Rückmeldung" if len(comments) == 1 else "neue Rückmeldungen"
                lines.add((idea, f"{len(comments)} {word}"))
            if any(fact.what == "published" for fact in news):
                lines.add((idea, "Neu veröffentlicht"))
            steps = sorted((fact for fact in mine if fact.what in WORDS), key=lambda fact: fact.at)
            if steps and person.address not in steps[-1].knows:
                lines.add((idea, f"Neuer Stand: {WORDS[steps[-1].what]}"))
        return lines
