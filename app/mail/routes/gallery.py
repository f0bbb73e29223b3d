"""The gallery: every kind of letter in both languages, HTML and text side by side."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app.i18n import LANGUAGES, current_language
from app.mail.frame import framed
from app.mail.gallery import sample
from app.mail.letters import LetterKind
from app.mail.policies import may_look_after_post
from app.mail.registry import kinds
from app.mail.routes.blueprint import mail
from app.mail.topics import topics
from app.web.access import requires

_ONE = f"/verwaltung/post/muster/<kind>/<any({', '.join(LANGUAGES)}):language>"


@mail.get("/verwaltung/post/muster")
@requires(may_look_after_post)
def gallery() -> ResponseReturnValue:
    """Every kind by its room, with its subject."""
    language = current_language()
    rows = [
        (kind, sample(kind, language)) for kind in sorted(kinds().values(), key=lambda kind: (kind.domain, kind.name))
    ]
    return render_template("mail/pages/gallery.html", rows=rows, topics=topics())


@mail.get(_ONE)
@requires(may_look_after_post)
def specimen(kind: str, language: str) -> ResponseReturnValue:
    """One kind in one language."""
    known = _known(kind)
    others = [code for code in LANGUAGES if code != language]
    facts = {"kind": known, "language": language, "others": others, "words": sample(known, language)}
    return render_template("mail/pages/specimen.html", **facts)


@mail.get(f"{_ONE}/ansicht")
@requires(may_look_after_post)
def specimen_frame(kind: str, language: str) -> ResponseReturnValue:
    """How it looks."""
    return framed(sample(_known(kind), language).html)


def _known(name: str) -> LetterKind:
    return kinds().get(name) or abort(404)
