"""What staff read on every page while the post is in trouble."""

from __future__ import annotations

from app.clock import now
from app.i18n import gettext as _
from app.mail.policies import is_staff, may_look_after_post
from app.mail.queries import post_health
from app.web.access import Actor
from app.web.shell import Notice


def post_notice(actor: Actor) -> Notice | None:
    """Two looks at indexes, for staff only."""
    if not is_staff(actor):
        return None
    health = post_health(now())
    if not health.worry:
        return None
    url = "/verwaltung/post" if may_look_after_post(actor) else None
    if health.silent:
        said = _(
            "Seit fünf Minuten lief kein Durchgang. Nachrichten und Erinnerungen bleiben liegen;"
            " Worker und Beat gehören geprüft."
        )
    else:
        said = _("Eine Nachricht wartet länger als zehn Minuten. Der Mailserver gehört geprüft.")
    return Notice(_("Die Post stockt"), said, url, _("Zur Post"))
