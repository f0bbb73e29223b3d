"""The post as staff look after it: what waits, went and failed, and what they did to it."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import db, transaction
from app.i18n import gettext as _
from app.mail.answers import meaning_of
from app.mail.forms import ReasonForm
from app.mail.frame import framed, without_secrets
from app.mail.models import StoredLetter, Suppression
from app.mail.policies import may_look_after_post
from app.mail.queries import mail_control, post_health
from app.mail.queries.office import Wanted, acts_on, acts_page, bounces_of, letters_page, suppressions_page
from app.mail.queries.tallies import tallies
from app.mail.readers import names_of
from app.mail.registry import is_readable, kinds
from app.mail.routes.blueprint import mail
from app.mail.services import cancel_letter, lift, pause_post, send_letter_now
from app.mail.suppression import suppression_of
from app.mail.tables import by_kind, by_state
from app.web.access import current_actor, requires

WRONG, GONE = 422, 404


@mail.get("/verwaltung/post")
@requires(may_look_after_post)
def post_office() -> ResponseReturnValue:
    """What waits, what went, what failed; search by recipient, subject or matter."""
    asked = request.args
    wanted = Wanted(asked.get("zustand", ""), asked.get("art", ""), asked.get("q", "").strip())
    lines = tallies()
    return render_template(
        "mail/pages/post.html",
        page=letters_page(wanted, asked.get("nach"), asked.get("vor")),
        counts=by_state(lines),
        table=by_kind(lines),
        control=mail_control(),
        health=post_health(now()),
        wanted=wanted,
        kinds=sorted(kinds()),
    )


@mail.get("/verwaltung/post/<uuid:letter_id>")
@requires(may_look_after_post)
def letter(letter_id: uuid.UUID) -> ResponseReturnValue:
    """One letter as it was or will be sent; links that open something are cut out."""
    found = db.get_or_404(StoredLetter, letter_id)
    acts = acts_on(str(letter_id))
    return render_template(
        "mail/pages/letter.html",
        letter=found,
        text=without_secrets(found.body_text) if is_readable(found) else "",
        readable=is_readable(found),
        meaning=meaning_of(found.answer),
        bounces=[(bounce, meaning_of(f"{bounce.status} {bounce.diagnostic}")) for bounce in bounces_of(found)],
        blocked=suppression_of(found.recipient),
        acts=acts,
        names=names_of(act.actor_id for act in acts),
    )


@mail.get("/verwaltung/post/<uuid:letter_id>/ansicht")
@requires(may_look_after_post)
def letter_frame(letter_id: uuid.UUID) -> ResponseReturnValue:
    """How it looks."""
    found = db.get_or_404(StoredLetter, letter_id)
    if not is_readable(found):
        return render_template("mail/pages/unreadable.html"), GONE
    return framed(without_secrets(found.body_html))


@mail.post("/verwaltung/post/<uuid:letter_id>/<any(senden, stoppen):verb>")
@requires(may_look_after_post)
def handle(letter_id: uuid.UUID, verb: str) -> ResponseReturnValue:
    """Send now or again, or stop."""
    act = send_letter_now if verb == "senden" else cancel_letter
    with transaction():
        done = act(letter_id, _actor_id(), now())
    if done:
        flash(
            _("Die Nachricht geht jetzt hinaus.") if verb == "senden" else _("Die Nachricht ist gestoppt."), "success"
        )
    else:
        flash(_("Das geht nicht mehr: Die Nachricht ist unterwegs oder erledigt."), "warning")
    return redirect(url_for("mail.letter", letter_id=letter_id))


@mail.post("/verwaltung/post/pause")
@requires(may_look_after_post)
def pause() -> ResponseReturnValue:
    """Both switches, as ticked."""
    with transaction():
        pause_post("everything" in request.form, "optional" in request.form, _actor_id(), now())
    flash(_("Die Einstellung gilt."), "success")
    return redirect(url_for("mail.post_office"))


@mail.get("/verwaltung/post/protokoll")
@requires(may_look_after_post)
def acts() -> ResponseReturnValue:
    """Who did what to the post."""
    page = acts_page(request.args.get("nach"))
    return render_template("mail/pages/acts.html", page=page, names=names_of(act.actor_id for act in page.items))


@mail.get("/verwaltung/post/sperren")
@requires(may_look_after_post)
def suppressions() -> ResponseReturnValue:
    """Addresses that get no mail because it came back."""
    words = request.args.get("q", "").strip()
    page = suppressions_page(request.args.get("nach"), words)
    meanings = {held.id: meaning_of(held.reason) for held in page.items}
    return render_template("mail/pages/suppressions.html", page=page, meanings=meanings, words=words)


@mail.route("/verwaltung/post/sperren/<int:suppression_id>", methods=["GET", "POST"])
@requires(may_look_after_post)
def lift_suppression(suppression_id: int) -> ResponseReturnValue:
    """Write to an address again, with a reason."""
    held, form = db.get_or_404(Suppression, suppression_id), ReasonForm()
    if form.validate_on_submit():
        with transaction():
            done = lift(suppression_id, _actor_id(), form.because.data, now())
        flash(_("Wir senden wieder an diese Adresse.") if done else _("Die Sperre war schon aufgehoben."), "success")
        return redirect(url_for("mail.suppressions"))
    facts = {"held": held, "form": form, "meaning": meaning_of(held.reason)}
    return render_template("mail/pages/lift.html", **facts), WRONG if form.is_submitted() else 200


def _actor_id() -> int:
    return int(current_actor().id or 0)
