"""What is new in feedback: comments that became public, counted per idea."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial

from sqlalchemy import func, select

from app.db import db
from app.feedback.models import Contribution, Voice
from app.feedback.states import ContributionState
from app.i18n import ngettext
from app.ideas import news as idea_news
from app.ideas.models import Idea
from app.ideas.queries.visibility import publicly_listed
from app.news import Change, NewsSource
from app.web.links import absolute

PREFIX = "comments"
WEIGHT = 20


def changes(since: datetime, until: datetime) -> list[Change]:
    """Comments below public ideas that were published in this time; they stand with the idea's own news."""
    query = (
        select(
            Idea.reference,
            Idea.title,
            Idea.action_field_code,
            Idea.authority_ags,
            Contribution.published_at,
            func.lower(Voice.address).label("author"),
        )
        .join(Idea, Idea.id == Contribution.idea_id)
        .join(Voice, Voice.id == Contribution.voice_id)
        .where(
            Contribution.state == ContributionState.PUBLISHED,
            Contribution.published_at > since,
            Contribution.published_at <= until,
            Contribution.published_at > Idea.published_at,
            publicly_listed(until),
        )
    )
    return [
        Change(
            at=row.published_at,
            subject=idea_news.subject_of(row.reference),
            aspect="comments",
            title=partial(str, row.title),
            url=absolute("ideas.show_idea", reference=row.reference) + "#rueckmeldungen",
            say=_say,
            # A comment is news to those who follow the idea, not to all who follow its field or place.
            follows=frozenset({idea_news.subject_of(row.reference)}),
            weight=WEIGHT,
            add_up=True,
            done_by=frozenset({row.author}),
        )
        for row in db.session.execute(query)
    ]


def readable(_subjects: Collection[str], _now: datetime) -> set[str]:
    """Nothing stands under a subject of its own: comments belong to their idea."""
    return set()


SOURCE = NewsSource(PREFIX, changes, readable)


def _say(folded: int) -> str:
    return str(ngettext("%(num)s neue Rückmeldung", "%(num)s neue Rückmeldungen", folded))
