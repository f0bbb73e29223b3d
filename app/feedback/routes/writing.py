"""Pages with the three forms: comment on an idea, support it, give feedback on anything else.

They stand apart from the pages where people read, and need neither account nor cookie: the form
carries its own signed key, and a pass from an earlier letter proves the address.
"""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import transaction
from app.feedback.forms import CommentForm, GeneralForm, SupportForm, VoiceForm
from app.feedback.links import sent_token
from app.feedback.models import Contribution, Support, Voice
from app.feedback.queries.ideas import IdeaName, idea_for_feedback
from app.feedback.queries.threads import PublicComment, public_comment
from app.feedback.routes.blueprint import feedback
from app.feedback.services import Draft, request_support, submit
from app.feedback.states import Kind, ShownAs, Topic
from app.feedback.voices import masked, pass_of, voice_with_pass
from app.i18n import current_language
from app.web.access import public
from app.web.forms import takes_open_forms
from app.web.limits import limit_by_block, limit_by_field

UNPROCESSABLE = 422
FOUND_ELSEWHERE = 303


@feedback.route("/ideen/<reference>/unterstuetzen", methods=["GET", "POST"])
@public
@takes_open_forms
@limit_by_block("60 per hour")
@limit_by_field("10 per hour", "email")
def support(reference: str) -> ResponseReturnValue:
    """Support an idea: one form, then a letter to confirm."""
    idea, voice = _idea(reference), _voice()
    form = SupportForm(proven=voice)
    if not form.validate_on_submit():
        return _show("feedback/support.html", form, voice, idea=idea)
    with transaction():
        thing = request_support(
            idea.id,
            key=form.key,
            address=form.address,
            group_code=form.group_code.data,
            language=current_language(),
            proven=voice,
            now=now(),
        )
    return _onwards(thing, voice, "gezaehlt")


@feedback.route("/ideen/<reference>/kommentieren", methods=["GET", "POST"])
@public
@takes_open_forms
@limit_by_block("60 per hour")
@limit_by_field("10 per hour", "email")
def comment(reference: str) -> ResponseReturnValue:
    """Comment on an idea, or answer a comment on it."""
    idea, voice = _idea(reference), _voice()
    answered = _answered(idea)
    form = CommentForm(proven=voice)
    if not form.validate_on_submit():
        return _show("feedback/comment.html", form, voice, idea=idea, answered=answered)
    with transaction():
        thing = submit(_comment(form, idea, answered), proven=voice, now=now())
    return _onwards(thing, voice, "angekommen")


@feedback.route("/rueckmeldung", methods=["GET", "POST"])
@public
@takes_open_forms
@limit_by_block("60 per hour")
@limit_by_field("10 per hour", "email")
def general() -> ResponseReturnValue:
    """Tell the convention anything else; the answer comes by mail."""
    voice = _voice()
    form = GeneralForm(proven=voice, data=_asked_about())
    if not form.validate_on_submit():
        return _show("feedback/general.html", form, voice)
    with transaction():
        thing = submit(_general(form), proven=voice, now=now())
    return _onwards(thing, voice, "angekommen")


def _idea(reference: str) -> IdeaName:
    """The idea if it takes feedback; else its own page explains, or nobody knows of it (404)."""
    idea = idea_for_feedback(reference, now())
    if idea is None:
        abort(404)
    if not idea.listens:
        abort(redirect(url_for("ideas.show_idea", reference=idea.reference), FOUND_ELSEWHERE))
    return idea


def _voice() -> Voice | None:
    return voice_with_pass(request.form.get("ausweis") or request.args.get("ausweis"))


def _answered(idea: IdeaName) -> PublicComment | None:
    """The comment that `?antwort=` names; one that is not public is as good as none that ever was."""
    if "antwort" not in request.args:
        return None
    number = request.args.get("antwort", type=_number)
    answered = public_comment(number, idea.id) if number else None
    return answered or abort(404)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > len("9223372036854775807") - 1:
        raise ValueError(text)
    return int(text)


def _asked_about() -> dict[str, str]:
    """What the link that led here says: `?seite=` a page, `?thema=` a topic."""
    topic = request.args.get("thema", "")
    return {"page": request.args.get("seite", ""), "topic": topic if topic in set(Topic) else ""}


def _comment(form: CommentForm, idea: IdeaName, answered: PublicComment | None) -> Draft:
    return Draft(
        key=form.key,
        kind=Kind.COMMENT,
        body=form.body.data,
        group_code=form.group_code.data,
        language=current_language(),
        address=form.address,
        name=form.name.data,
        organisation=form.organisation.data,
        shown_as=ShownAs(form.shown_as.data),
        idea_id=idea.id,
        answers_id=answered.id if answered else None,
    )


def _general(form: GeneralForm) -> Draft:
    return Draft(
        key=form.key,
        kind=Kind.GENERAL,
        body=form.body.data,
        group_code=form.group_code.data,
        language=current_language(),
        address=form.address,
        name=form.name.data,
        organisation=form.organisation.data,
        topic=form.topic.data,
        page=form.page.data,
    )


def _show(template: str, form: VoiceForm, voice: Voice | None, **facts: object) -> ResponseReturnValue:
    if request.method == "GET":
        form.ausweis.data = request.args.get("ausweis", "") if voice else ""
    known = masked(voice.address) if voice else None
    page = render_template(template, form=form, known_as=known, **facts)
    return page, UNPROCESSABLE if request.method == "POST" else 200


def _onwards(thing: Contribution | Support, voice: Voice | None, news: str) -> ResponseReturnValue:
    """Whoever came with a pass sees what is there now; others are told to look into their mailbox."""
    if voice:
        return redirect(url_for("feedback.mine", token=pass_of(voice), neu=news), FOUND_ELSEWHERE)
    return redirect(url_for("feedback.sent", token=sent_token(thing)), FOUND_ELSEWHERE)
