"""Members in the one search over everything: who holds a seat today."""

from __future__ import annotations

from datetime import datetime

from flask import url_for

from app.clock import local
from app.i18n import current_language
from app.i18n import lazy_gettext as _l
from app.members.queries import seats_on
from app.web.search import SHOWN, Found, Hit, Source, texts_that_fit


def find_members(words: str, now: datetime) -> Found:
    """Seats whose holder, role or organisation holds the words, in the order of the roster."""
    english = current_language() == "en"
    seats = [row for row in seats_on(local(now).date()) if row.holder]
    texts = [
        (
            str(row.seat.number),
            row.holder.full_name,
            ", ".join(filter(None, (row.seat.role_en if english else row.seat.role_de, row.seat.organisation))),
        )
        for row in seats
        if row.holder
    ]
    url = url_for("members.seats")
    return Found([Hit(title, url, text) for _number, title, text in texts_that_fit(texts, words)[:SHOWN]])


SEARCH_SOURCE = Source(_l("Mitglieder"), find_members)
