"""The queue's page."""

from __future__ import annotations

from enum import Enum
from typing import TypeVar

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.clock import now
from app.i18n import lazy_gettext as _l
from app.ideas.states import AWAITING, IdeaState
from app.members.policies import is_moderator
from app.moderation.queries.queue import Order, QueueFilter, View, queue_counts, queue_page
from app.moderation.routes.blueprint import moderation
from app.web.access import current_actor, requires

Choice = TypeVar("Choice", bound=Enum)
VIEW_NAMES = {
    View.ALL: _l("Alle"),
    View.MINE: _l("Meine"),
    View.UNCLAIMED: _l("Noch frei"),
    View.OVERDUE: _l("Überfällig"),
    View.SECOND: _l("Zweite Prüfung"),
    View.OBJECTIONS: _l("Einwände"),
}
ORDER_NAMES = {Order.DEADLINE: _l("Frist"), Order.AGE: _l("Eingang")}


@moderation.get("/moderation")
@requires(is_moderator)
def queue() -> ResponseReturnValue:
    """Ideas that await moderators, the most urgent first."""
    moment, person_id = now(), current_actor().id or 0
    wanted = QueueFilter(
        person_id,
        _asked(View, "ansicht") or View.ALL,
        _asked(IdeaState, "zustand"),
        _asked(Order, "ordnung") or Order.DEADLINE,
    )
    return render_template(
        "moderation/queue.html",
        wanted=wanted,
        page=queue_page(wanted, moment, request.args.get("nach")),
        counts=queue_counts(person_id, moment),
        views=VIEW_NAMES,
        orders=ORDER_NAMES,
        states=AWAITING,
        now=moment,
    )


def _asked(kind: type[Choice], key: str) -> Choice | None:
    """What the address asks for; nonsense asks for nothing."""
    try:
        return kind(request.args.get(key))
    except ValueError:
        return None
