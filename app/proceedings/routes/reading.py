"""Minutes as members and everybody else read them, as page and as PDF; members may object."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clock import local, now
from app.db import transaction
from app.i18n import gettext as _
from app.meetings.models import Meeting
from app.meetings.routes.blueprint import meeting_or_404
from app.members.policies import is_member, is_office
from app.proceedings.forms.minutes import ObjectionForm
from app.proceedings.papers import minutes_as_pdf
from app.proceedings.policies import may_read_whole_minutes
from app.proceedings.queries.document import MinutesDocument, minutes_document
from app.proceedings.queries.minutes import minutes_of
from app.proceedings.queries.people import seats_of
from app.proceedings.queries.resolutions import public_resolutions
from app.proceedings.routes.blueprint import proceedings
from app.proceedings.services.cycle import object_to_minutes
from app.proceedings.states import MinutesState
from app.region.rules import body_rules
from app.web.access import authorise, current_actor, public, requires
from app.web.shell import has_session_cookie

MINUTES = "/sitzungen/<int:meeting_id>/niederschrift"
NOT_FOUND, WRONG = 404, 422


@proceedings.get("/beschluesse")
@public
def list_resolutions() -> ResponseReturnValue:
    """Everything that was decided in public."""
    return render_template("proceedings/resolutions.html", page=public_resolutions(request.args.get("nach")))


@proceedings.get(MINUTES)
@public
def read_minutes(meeting_id: int) -> ResponseReturnValue:
    """What the reader may see of the minutes; before that a page that says so."""
    return _page(meeting_or_404(meeting_id))


@proceedings.get(f"{MINUTES}.pdf")
@public
def minutes_pdf(meeting_id: int) -> ResponseReturnValue:
    """The same as an accessible file; a copy with non-public items carries its reader's name."""
    meeting = meeting_or_404(meeting_id)
    document = _document(meeting)
    if document is None:
        return render_template("proceedings/no_minutes.html", meeting=meeting), NOT_FOUND
    data = minutes_as_pdf(document, current_user.name if document.whole else "")
    response = Response(data, content_type="application/pdf")
    day = local(meeting.starts_at).date().isoformat()
    response.headers["Content-Disposition"] = f'inline; filename="niederschrift-{day}.pdf"'
    response.headers["Cache-Control"] = "no-store" if document.whole else "public, max-age=300"
    return response


@proceedings.post(f"{MINUTES}/einwand")
@requires(is_member)
def object_to(meeting_id: int) -> ResponseReturnValue:
    """A member objects, until the deadline."""
    meeting, form = meeting_or_404(meeting_id), ObjectionForm()
    seats = seats_of(current_actor().id or 0, local(now()).date())
    authorise(bool(seats))
    if not form.validate():
        return _page(meeting, form)
    with transaction():
        object_to_minutes(meeting_id, seats[0].seat_id, current_user.name, form.statement.data, now())
    flash(_("Ihr Einwand ist vermerkt. Die Geschäftsstelle antwortet Ihnen."), "success")
    return redirect(url_for("proceedings.read_minutes", meeting_id=meeting_id))


def _page(meeting: Meeting, form: ObjectionForm | None = None) -> ResponseReturnValue:
    document = _document(meeting)
    if document is None:
        return render_template("proceedings/no_minutes.html", meeting=meeting), NOT_FOUND
    until = document.minutes.objections_until
    circulated = document.minutes.state == MinutesState.CIRCULATED
    may_object = circulated and document.whole and is_member(current_actor()) and until and now() <= until
    page = render_template(
        "proceedings/read.html",
        meeting=meeting,
        document=document,
        objection=(form or ObjectionForm(formdata=None)) if may_object else None,
    )
    return page, WRONG if form else 200


def _document(meeting: Meeting) -> MinutesDocument | None:
    """What may be read by whoever asks; nobody without a session cookie is asked who they are."""
    minutes = minutes_of(meeting.id)
    if minutes is None:
        return None
    actor = current_actor() if has_session_cookie() else None
    inside = actor is not None and may_read_whole_minutes(actor)
    whole = inside and (minutes.state != MinutesState.DRAFT or (actor is not None and is_office(actor)))
    if not whole and minutes.published_at is None:
        return None
    return minutes_document(meeting, minutes, body_rules().quorum_over_percent, whole)
