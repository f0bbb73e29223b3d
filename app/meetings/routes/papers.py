"""Papers and their files: handed out to whoever may read them, under the title that the office gave them."""

from __future__ import annotations

from flask import abort, redirect
from flask.typing import ResponseReturnValue

from app.clock import now
from app.files import BY_MEDIA_TYPE
from app.files.handing import hand_out
from app.meetings.file_names import paper_name
from app.meetings.queries.papers import paper_for
from app.meetings.routes.blueprint import meeting_or_404, meetings
from app.meetings.routes.reader import reads_whole_agenda
from app.web.access import public


@meetings.get("/sitzungen/<int:meeting_id>/unterlagen/<int(max=9223372036854775807):paper_id>")
@public
def paper(meeting_id: int, paper_id: int) -> ResponseReturnValue:
    """A paper: public ones for everybody, the others for members; to anybody else it was never there."""
    meeting_or_404(meeting_id)
    found = paper_for(meeting_id, paper_id, reads_whole_agenda(), now()) or abort(404)
    if found.storage_name is None:
        return redirect(found.link or abort(404))
    return hand_out(found.storage_name, found.media_type, paper_name(found.title, BY_MEDIA_TYPE[found.media_type]))
