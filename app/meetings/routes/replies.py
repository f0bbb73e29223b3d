"""The page of one guest of one meeting, opened by the signed link of a letter: read, answer, change the answer."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import db, transaction
from app.meetings.door_code import door_code
from app.meetings.links import GuestName, read_reply_token
from app.meetings.models import Meeting, MeetingReply
from app.meetings.queries.agenda import agenda_of
from app.meetings.queries.guests import Guest, guest_of
from app.meetings.queries.replies import reply_of
from app.meetings.reply_forms import ReplyForm, heading_of
from app.meetings.routes.blueprint import meetings
from app.meetings.services.planning import StaleRevision
from app.meetings.services.replying import reply
from app.meetings.states import MeetingState, ReplySource
from app.web.access import public
from app.web.forms import takes_open_forms
from app.web.links import InvalidLink

SEE_OTHER, GONE, CONFLICT, UNPROCESSABLE = 303, 410, 409, 422


@meetings.route("/antwort/<token>", methods=["GET", "POST"])
@public
@takes_open_forms
def reply_page(token: str) -> ResponseReturnValue:
    """Answer for a seat, or as a deputy for this meeting. Opening it answers nothing: a button has to be pressed."""
    name = _name(token)
    meeting, guest = _meeting(name), guest_of(name.meeting_id, name.seat_id, name.key, now())
    if guest is None:
        return render_template("meetings/reply_gone.html", meeting=meeting), GONE
    standing = reply_of(meeting, guest)
    form = _form(meeting, guest, standing)
    if not form.validate_on_submit():
        return _page(token, meeting, guest, form), UNPROCESSABLE if form.errors else 200
    try:
        with transaction():
            reply(*_key(name), form.given(), source=ReplySource.LINK, now=now(), seen_revision=form.seen_revision())
    except StaleRevision:
        return _page(token, _meeting(name), guest, form, stale=True), CONFLICT
    return redirect(url_for("meetings.reply_page", token=token, gespeichert=1), SEE_OTHER)


def _key(name: GuestName) -> tuple[int, int, str]:
    return name.meeting_id, name.seat_id, name.key


def _name(token: str) -> GuestName:
    try:
        return read_reply_token(token)
    except InvalidLink:
        abort(404)


def _meeting(name: GuestName) -> Meeting:
    return db.session.get(Meeting, name.meeting_id, populate_existing=True) or abort(404)


def _form(meeting: Meeting, guest: Guest, standing: MeetingReply | None) -> ReplyForm:
    chosen = request.args.get("antwort") or guest.answer
    facts = {"revision": meeting.revision, "answer": chosen}
    if standing is not None and not guest.is_named:
        facts |= {
            "note": standing.note,
            "deputy_name": standing.deputy_name,
            "deputy_address": standing.deputy_address,
        }
    return ReplyForm(named=guest.is_named, data=facts)


def _page(token: str, meeting: Meeting, guest: Guest, form: ReplyForm, *, stale: bool = False) -> str:
    if stale:
        form.revision.data = str(meeting.revision)
    return render_template(
        "meetings/reply.html",
        meeting=meeting,
        guest=guest,
        form=form,
        heading=heading_of(guest.answer),
        items=agenda_of(meeting, whole=True, now=now()),
        open=meeting.state == MeetingState.PLANNED and meeting.ends_at > now(),
        saved=bool(request.args.get("gespeichert")) and guest.answer is not None,
        stale=stale,
        token=token,
        code=door_code(guest),
    )
