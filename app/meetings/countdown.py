"""How long until a meeting, in words that a person would use. Days are counted on Berlin's calendar."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.clock import local
from app.i18n import gettext as _
from app.i18n import ngettext

ONE_MINUTE, ONE_HOUR = timedelta(minutes=1), timedelta(hours=1)
DAYS_IN_WEEK = 7
FROM_WEEKS_ON = 3


def countdown(starts_at: datetime, ends_at: datetime, now: datetime) -> str:
    """„heute in 2 Stunden“, „morgen“, „in 12 Tagen“, „läuft gerade“."""
    if now >= ends_at:
        return str(_("ist vorbei"))
    if now >= starts_at:
        return str(_("läuft gerade"))
    days = (local(starts_at).date() - local(now).date()).days
    if days == 0:
        return _today(starts_at - now)
    if days == 1:
        return str(_("morgen"))
    weeks, rest = divmod(days, DAYS_IN_WEEK)
    if weeks >= FROM_WEEKS_ON and not rest:
        return str(_("in %(n)s Wochen", n=weeks))
    return str(_("in %(n)s Tagen", n=days))


def _today(left: timedelta) -> str:
    if left < ONE_HOUR:
        minutes = max(1, left // ONE_MINUTE)
        return str(ngettext("heute in %(num)s Minute", "heute in %(num)s Minuten", minutes))
    return str(ngettext("heute in etwa %(num)s Stunde", "heute in etwa %(num)s Stunden", round(left / ONE_HOUR)))
