"""What the templates of feedback call: states as badges, groups and topics by name, Markdown."""

from __future__ import annotations

from app.clock import now
from app.feedback.forms import TOPICS
from app.feedback.states import ContributionState
from app.i18n import current_language
from app.i18n import lazy_gettext as _l
from app.ideas.queries.reference import reference_data
from app.web.pieces import Badge

_BADGES: dict[str, Badge] = {
    ContributionState.UNCONFIRMED: Badge(_l("Noch nicht bestätigt"), "neutral", "dashes"),
    ContributionState.WAITING: Badge(_l("Wird gelesen"), "info", "half"),
    ContributionState.PUBLISHED: Badge(_l("Veröffentlicht"), "success", "tick"),
    ContributionState.ANSWERED: Badge(_l("Beantwortet"), "success", "double"),
    ContributionState.DECLINED: Badge(_l("Nicht veröffentlicht"), "neutral", "cross"),
    ContributionState.WITHDRAWN: Badge(_l("Zurückgenommen"), "neutral", "dash"),
}
_PUT_ASIDE = Badge(_l("Nicht weiterverfolgt"), "neutral", "cross")


def contribution_badge(state: str, kind: str) -> Badge:
    """A contribution's state; general feedback is never said to be „not published“."""
    return _PUT_ASIDE if (state, kind) == (ContributionState.DECLINED, "general") else _BADGES[state]


def group_names() -> dict[str, str]:
    """The groups in the reader's language by their code; ask once a page."""
    return {group.code: group.name(current_language()) for group in reference_data(now()).groups}


def topic_name(topic: str) -> str:
    """What general feedback is about."""
    return str(next(label for code, label in TOPICS if code == topic))
