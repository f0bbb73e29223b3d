"""The post as staff look after it."""

from __future__ import annotations

import uuid
from collections import Counter

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import db, transaction
from app.i18n import gettext as _
from app.mail.models import StoredLetter
from app.mail.policies import may_look_after_post
from app.mail.queries import letters_matching, mail_control, post_health
from app.mail.queries.waiting import tallies
from app.mail.routes.blueprint import mail
from app.mail.services import cancel_letter, pause_post, send_letter_now
from app.web.access import current_actor, requires


@mail.get("/verwaltung/post")
@requires(may_look_after_post)
def post_office() -> ResponseReturnValue:
    """What waits, what went, what failed; search by recipient, subject or matter."""
    state, wanted = request.args.get("zustand", ""), request.args.get("q", "").strip()
    counts: Counter[str] = Counter()
    for tally in tallies():
        counts[tally.state] += tally.letters
    return render_template(
        "mail/pages/post.html",
        letters=letters_matching(state, wanted),
        counts=counts,
        control=mail_control(),
        health=post_health(now()),
        state=state,
        wanted=wanted,
    )


@mail.get("/verwaltung/post/<uuid:letter_id>")
@requires(may_look_after_post)
def letter(letter_id: uuid.UUID) -> ResponseReturnValue:
    """One letter as it was or will be sent."""
    return render_template("mail/pages/letter.html", letter=db.get_or_404(StoredLetter, letter_id))


@mail.post("/verwaltung/post/<uuid:letter_id>/<any(senden, stoppen):verb>")
@requires(may_look_after_post)
def handle(letter_id: uuid.UUID, verb: str) -> ResponseReturnValue:
    """Send now or again, or stop."""
    act = send_letter_now if verb == "senden" else cancel_letter
    with transaction():
        done = act(letter_id, _actor_id(), now())
    if not done:
        flash(_("Das geht nicht mehr: Die Nachricht ist unterwegs oder erledigt."), "warning")
    return redirect(url_for("mail.letter", letter_id=letter_id))


@mail.post("/verwaltung/post/pause")
@requires(may_look_after_post)
def pause() -> ResponseReturnValue:
    """Both switches, as ticked."""
    with transaction():
        pause_post("everything" in request.form, "optional" in request.form, _actor_id(), now())
    return redirect(url_for("mail.post_office"))


def _actor_id() -> int:
    return int(current_actor().id or 0)
