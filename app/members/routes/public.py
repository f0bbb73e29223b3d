"""Who sits in the convention."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.clock import local, now
from app.members.routes.blueprint import members
from app.members.seating import by_type
from app.members.standing import represented_on
from app.region.rules import body_rules
from app.web.access import public


@members.get("/mitglieder")
@public
def seats() -> ResponseReturnValue:
    """Every seat by its type: names, roles and organisations, no addresses; deputies if the body shows them."""
    rows = represented_on(local(now()).date())
    facts = {"count": len(rows), "vacant": sum(row.vacant for row in rows)}
    return render_template("members/seats.html", tables=by_type(rows), deputies=body_rules().show_deputies, **facts)
