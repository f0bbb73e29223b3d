"""Signed links of this room's letters: to vote, and to report a task as done, without signing in."""

from __future__ import annotations

from app.web.links import InvalidLink, absolute, read, sign

BALLOT, TASK = "circular-ballot", "task-done"


def ballot_url(circular_id: int, seat_id: int, language: str) -> str:
    """The page on which one seat votes."""
    return absolute("proceedings.ballot", token=sign(BALLOT, circular_id, seat_id), lang=language)


def read_ballot(token: str) -> tuple[int, int]:
    """The vote and the seat of a link. Raises InvalidLink."""
    match read(BALLOT, token):
        case [int(circular_id), int(seat_id)]:
            return circular_id, seat_id
        case _:
            raise InvalidLink(BALLOT)


def task_url(task_id: int, address: str, language: str) -> str:
    """The page on which the reader of that address reports a task as done."""
    return absolute("proceedings.task_by_link", token=sign(TASK, task_id, address), lang=language)


def read_task(token: str) -> tuple[int, str]:
    """The task and the address of a link. Raises InvalidLink."""
    match read(TASK, token):
        case [int(task_id), str(address)]:
            return task_id, address
        case _:
            raise InvalidLink(TASK)
