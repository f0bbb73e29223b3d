"""Who sits in the convention."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.clock import local, now
from app.members.queries import seats_on
from app.members.routes.blueprint import members
from app.members.seating import by_type
from app.region.queries import body
from app.web.access import public


@members.get("/mitglieder")
@public
def seats() -> ResponseReturnValue:
    """Every seat by its type: names, roles and organisations, no addresses."""
    rows = seats_on(local(now()).date())
    return render_template("members/seats.html", tables=by_type(rows), count=len(rows), body=body())
