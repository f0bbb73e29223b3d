"""Submitting an idea: the steps, the one page, „Später weiter“, the preview, and the confirmed address."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import transaction
from app.i18n import gettext as _
from app.ideas import consent
from app.ideas.forms import submission as forms
from app.ideas.queries.drafts import find_draft
from app.ideas.queries.similar import similar_ideas
from app.ideas.routes import drafting
from app.ideas.routes.blueprint import ideas
from app.ideas.routes.preview import hand_in_draft, show_preview
from app.ideas.services.drafts import AlreadySubmitted, DraftGone, draft_token, send_draft_link
from app.ideas.services.submission import ask_again, hand_in
from app.ideas.states import IdeaState
from app.web.access import public
from app.web.cleaning import clean_line, clean_text
from app.web.forms import takes_open_forms
from app.web.limits import limit_by, limit_by_block, limit_by_field

SEE_OTHER = drafting.SEE_OTHER


@ideas.get("/ideen/neu")
@public
def begin() -> ResponseReturnValue:
    """The first step: a new draft, or the one that this browser is writing."""
    idea = drafting.current_draft()
    return drafting.show(forms.FIRST, drafting.form_for(forms.FIRST.form, idea), idea)


@ideas.post("/ideen/neu")
@takes_open_forms
@public
@limit_by_block("60 per hour")
def begin_draft() -> ResponseReturnValue:
    """Keep the first step; the draft begins here."""
    return drafting.keep_step(forms.FIRST, forms.FIRST.form(), now())


@ideas.get("/ideen/neu/<slug>")
@public
def show_step(slug: str) -> ResponseReturnValue:
    """A later step."""
    step = forms.BY_SLUG.get(slug) or abort(404)
    idea = drafting.demand_draft()
    form = drafting.form_for(step.form, idea)
    return show_preview(form, idea) if step is forms.LAST else drafting.show(step, form, idea)


@ideas.post("/ideen/neu/<slug>")
@takes_open_forms
@public
@limit_by_block("300 per hour")
def keep_step(slug: str) -> ResponseReturnValue:
    """Keep a later step."""
    step = forms.BY_SLUG.get(slug) or abort(404)
    return drafting.keep_step(step, step.form(), now())


@ideas.post("/ideen/neu/vorschau")
@takes_open_forms
@public
@limit_by_block("60 per hour")
@limit_by("10 per hour", drafting.addressee, "addressee")
def hand_in_steps() -> ResponseReturnValue:
    """The last step hands the draft in."""
    return hand_in_draft(forms.HandInForm(), now())


@ideas.get("/ideen/neu/alles")
@public
def whole() -> ResponseReturnValue:
    """Everything on one page."""
    idea = drafting.current_draft()
    form = drafting.form_for(forms.WholeForm, idea)
    return render_template("ideas/submit/alles.html", **drafting.surroundings(form, idea))


@ideas.post("/ideen/neu/alles")
@takes_open_forms
@public
@limit_by_block("60 per hour")
@limit_by_field("10 per hour", "contact_email")
def hand_in_whole() -> ResponseReturnValue:
    """Take everything at once; with errors what is right is kept, the files above all."""
    form, idea = forms.WholeForm(), None
    fine = form.validate()
    if not form.objection():
        with transaction():
            idea = drafting.keep(form, now(), begins=True)
            fine = fine and not form.errors
            if fine:
                hand_in(idea, consent.CURRENT_VERSION, now())
    if fine:
        return redirect(url_for("ideas.handed_in"), SEE_OTHER)
    return render_template("ideas/submit/alles.html", **drafting.surroundings(form, idea)), drafting.UNPROCESSABLE


@ideas.post("/ideen/neu/aehnlich")
@takes_open_forms
@public
@limit_by_block("600 per hour")
def similar_while_typing() -> ResponseReturnValue:
    """Ideas like the one being typed: a query that is too long for an address; it changes nothing."""
    title, body = clean_line(request.form.get("title")), clean_text(request.form.get("body"))
    found = similar_ideas(title[:150], body[:5000], now()) if title or body else []
    return render_template("ideas/submit/_similar.html", similar=found)


@ideas.route("/ideen/neu/selbsttest", methods=["GET", "POST"])
@takes_open_forms
@public
def self_check() -> ResponseReturnValue:
    """The gate questions in plain words: advice, never a barrier."""
    if request.method == "GET":
        idea = drafting.demand_draft()
        form = drafting.form_for(forms.SelfCheckForm, idea)
        return render_template("ideas/submit/selbsttest.html", **drafting.surroundings(form, idea))
    form = forms.SelfCheckForm()
    if not form.validate():
        page = render_template("ideas/submit/selbsttest.html", **drafting.surroundings(form, drafting.last_draft()))
        return page, drafting.UNPROCESSABLE
    with transaction():
        drafting.keep(form, now(), begins=False)
    return redirect(drafting.address_of(forms.LAST) + "#selbsttest", SEE_OTHER)


@ideas.route("/ideen/neu/spaeter", methods=["GET", "POST"])
@takes_open_forms
@public
@limit_by_block("30 per hour")
@limit_by_field("5 per hour", "address")
def later() -> ResponseReturnValue:
    """„Später weiter“: sends the link to the draft."""
    idea = drafting.demand_draft()
    form = forms.LaterForm(key=idea.submission_key, address=idea.contact_email or "")
    if not form.validate_on_submit():
        page = render_template("ideas/submit/spaeter.html", form=form, idea=idea)
        return page, drafting.UNPROCESSABLE if form.errors else 200
    with transaction():
        send_draft_link(idea, form.address.data, draft_token(form.key), now())
    flash(_("Der Link ist unterwegs an %(address)s.", address=form.address.data), "success")
    return redirect(url_for("ideas.later"), SEE_OTHER)


@ideas.get("/ideen/entwurf/<token>")
@public
def resume_draft(token: str) -> ResponseReturnValue:
    """The link of „Später weiter“: from here on this browser writes the draft."""
    idea = find_draft(token)
    if idea is None:
        raise DraftGone
    drafting.remember(token)
    return redirect(url_for("ideas.begin" if idea.state == IdeaState.DRAFT else "ideas.handed_in"), SEE_OTHER)


@ideas.post("/ideen/neu/von-vorn")
@takes_open_forms
@public
def start_over() -> ResponseReturnValue:
    """Begin something new; the old draft stays where its link leads."""
    drafting.forget()
    return redirect(url_for("ideas.begin"), SEE_OTHER)


@ideas.route("/ideen/neu/gesendet", methods=["GET", "POST"])
@takes_open_forms
@public
@limit_by("5 per hour", lambda: str(drafting.session_token()), "draft")
def handed_in() -> ResponseReturnValue:
    """What to do now: open the mail and confirm; a POST sends it once more."""
    idea = drafting.last_draft()
    if idea is None or not idea.handed_in_at:
        raise DraftGone
    if request.method == "GET":
        return render_template("ideas/submit/gesendet.html", idea=idea)
    with transaction():
        ask_again(idea, now())
    flash(_("Wir haben die Nachricht noch einmal gesendet."), "success")
    return redirect(url_for("ideas.handed_in"), SEE_OTHER)


@ideas.errorhandler(DraftGone)
def draft_is_gone(_fault: DraftGone) -> ResponseReturnValue:
    """No draft here: say why that can be, and how to go on."""
    return render_template("ideas/submit/kein-entwurf.html"), 410


@ideas.errorhandler(AlreadySubmitted)
def draft_is_submitted(_fault: AlreadySubmitted) -> ResponseReturnValue:
    """The draft has become an idea meanwhile: show that."""
    return redirect(url_for("ideas.handed_in"), SEE_OTHER)
