"""How digests and their outcomes are called."""

from __future__ import annotations

from app.digests.states import DigestKind, Skip
from app.i18n import lazy_gettext as _l

KIND_NAMES = {DigestKind.FOLLOWING: _l("Was Menschen verfolgen"), DigestKind.REVIEW: _l("Was wurde daraus?")}
OUTCOMES = {
    "written": _l("geschrieben"),
    Skip.NOTHING_NEW: _l("nichts Neues"),
    Skip.SWITCHED_OFF: _l("abbestellt"),
    Skip.NOT_CONFIRMED: _l("nicht bestätigt"),
    Skip.HELD_BACK: _l("zurückgehalten"),
}
