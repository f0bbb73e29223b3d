"""What a reader is owed: not their own deeds, not what a letter has told, not what has been overtaken."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.digests.folding import Reader, folded, owed
from app.news import Change

THEN = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)
ME = Reader("ich@post.example", {"idea:1": THEN - timedelta(days=9)})


def change(minutes: int, aspect: str = "state", **facts: Any) -> Change:
    values: dict[str, Any] = {
        "at": THEN + timedelta(minutes=minutes),
        "subject": "idea:1",
        "aspect": aspect,
        "title": lambda: "Eine Idee",
        "url": "https://konvent.example/ideen/1",
        "say": lambda folded: f"{aspect} {minutes} x{folded}",
        "follows": frozenset({"idea:1", "everything"}),
        "weight": 10,
    }
    return Change(**values | facts)


def lines(*changes: Change, reader: Reader = ME) -> list[str]:
    return [line.text for entry in folded(owed(changes, reader, THEN), reader) for line in entry.lines]


def test_of_a_state_only_the_last_is_told() -> None:
    assert lines(change(1), change(2), change(3)) == ["state 3 x1"]


def test_comments_add_up() -> None:
    assert lines(change(1, "comments", add_up=True), change(2, "comments", add_up=True)) == ["comments 2 x2"]


def test_nobody_is_told_what_they_did_themselves_nor_what_it_overtook() -> None:
    mine = change(2, done_by=frozenset({ME.address}))
    assert lines(change(1), mine) == []
    assert lines(change(1, "comments", add_up=True), replace(mine, aspect="comments", add_up=True)) == ["comments 1 x1"]


def test_nobody_is_told_twice_what_a_letter_has_told() -> None:
    by_letter = change(2, told_by=("idea:1", 4))
    assert lines(change(1), by_letter, reader=replace(ME, told=frozenset({("idea:1", 4)}))) == []
    assert lines(change(1), by_letter) == ["state 2 x1"]


def test_what_members_may_read_overtakes_nothing_for_others() -> None:
    inside = change(2, members_only=True)
    assert lines(change(1), inside) == ["state 1 x1"]
    assert lines(change(1), inside, reader=replace(ME, is_member=True)) == ["state 2 x1"]


def test_news_begin_with_the_follow() -> None:
    late = replace(ME, follows={"idea:1": THEN + timedelta(minutes=2)})
    assert lines(change(1), change(2, "comments", add_up=True), reader=late) == []
    assert lines(change(3), reader=late) == ["state 3 x1"]


def test_the_most_relevant_comes_first_and_says_why() -> None:
    light = change(5, "published", subject="idea:2", follows=frozenset({"field:BF"}), weight=1)
    both = replace(ME, follows={"idea:1": THEN, "field:BF": THEN})
    entries = folded(owed([light, change(1)], both, THEN), both)
    assert [entry.subject for entry in entries] == ["idea:1", "idea:2"]
    assert entries[1].lines[0].because == ("field:BF",)
