"""Packs: the office orders them and sees them come; members and the public take theirs away."""

from __future__ import annotations

from flask import Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import transaction
from app.files.handing import hand_out
from app.meetings.file_names import pack_name
from app.meetings.models import Meeting, MeetingPack
from app.meetings.policies import may_plan_meetings, may_read_whole_agenda
from app.meetings.queries.agenda import whole_agenda
from app.meetings.queries.packs import fingerprint, pack_of, packs_of
from app.meetings.routes.blueprint import meeting_or_404, meetings
from app.meetings.routes.office import PLANNER
from app.meetings.services.packs import order_packs
from app.web.access import public, requires

MEDIA_TYPES = {"pdf": "application/pdf", "zip": "application/zip"}


@meetings.get(f"{PLANNER}/<int:meeting_id>/mappe")
@requires(may_plan_meetings)
def packs(meeting_id: int) -> ResponseReturnValue:
    """Both packs and how far they are; the page may be left and come back to."""
    meeting, moment = meeting_or_404(meeting_id), now()
    current = {
        public: fingerprint(meeting, whole_agenda(meeting, whole=not public, now=moment)) for public in (True, False)
    }
    return render_template("meetings/agenda/packs.html", meeting=meeting, packs=packs_of(meeting_id), current=current)


@meetings.post(f"{PLANNER}/<int:meeting_id>/mappe")
@requires(may_plan_meetings)
def order_pack(meeting_id: int) -> ResponseReturnValue:
    """Have both packs made by a worker."""
    meeting_or_404(meeting_id)
    with transaction():
        order_packs(meeting_id, now())
    return redirect(url_for("meetings.packs", meeting_id=meeting_id))


@meetings.get("/sitzungen/<int:meeting_id>/mappe.<form>")
@public
def public_pack(meeting_id: int, form: str) -> ResponseReturnValue:
    """The pack for everybody, as long as it says nothing else than the agenda does now."""
    meeting = meeting_or_404(meeting_id)
    pack = pack_of(meeting_id, public=True) or abort(404)
    if pack.shows != fingerprint(meeting, whole_agenda(meeting, whole=False, now=now())):
        abort(404)
    return _hand_out(meeting, pack, form)


@meetings.get("/sitzungen/<int:meeting_id>/mappe-intern.<form>")
@requires(may_read_whole_agenda)
def internal_pack(meeting_id: int, form: str) -> ResponseReturnValue:
    """The pack for members, with everything that is non-public."""
    meeting = meeting_or_404(meeting_id)
    pack = pack_of(meeting_id, public=False) or abort(404)
    return _hand_out(meeting, pack, form)


def _hand_out(meeting: Meeting, pack: MeetingPack, form: str) -> Response:
    stored = {"pdf": pack.pdf_name, "zip": pack.zip_name}.get(form) or abort(404)
    return hand_out(stored, MEDIA_TYPES[form], pack_name(meeting, pack.public, f".{form}"))
