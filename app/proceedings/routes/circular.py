"""Circular votes: the office asks, members answer here or by the link of their letter."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from app.clock import local, now
from app.db import db, transaction
from app.files.store import path_of
from app.i18n import gettext as _
from app.meetings.routes.blueprint import LARGEST_ID
from app.proceedings.forms.circular import BallotByLinkForm, BallotForm, QuestionForm, WithdrawForm
from app.proceedings.links import read_ballot
from app.proceedings.models import Ballot, CircularVote
from app.proceedings.policies import may_read_whole_minutes, may_run_meetings
from app.proceedings.queries.circular import ballots_of, circulars, papers_of
from app.proceedings.queries.people import seats_of
from app.proceedings.queries.resolutions import resolution_of_circular
from app.proceedings.routes.blueprint import proceedings
from app.proceedings.services import circular
from app.proceedings.services.refusals import Refused
from app.proceedings.states import Choice
from app.proceedings.words import why_refused
from app.web.access import current_actor, public, requires
from app.web.forms import takes_open_forms
from app.web.links import InvalidLink

WRONG = 422


@proceedings.get("/umlauf")
@requires(may_read_whole_minutes)
def list_circulars() -> ResponseReturnValue:
    """Running and past circular votes."""
    return render_template("proceedings/circulars.html", votes=circulars(), asks=may_run_meetings(current_actor()))


@proceedings.route("/geschaeftsstelle/umlauf/neu", methods=["GET", "POST"])
@requires(may_run_meetings)
def new_circular() -> ResponseReturnValue:
    """Ask the voting seats something in writing."""
    form = QuestionForm()
    if form.validate_on_submit():
        try:
            with transaction():
                number = circular.start_circular(form.question(), now=now(), actor_id=current_actor().id).id
            return redirect(url_for("proceedings.show_circular", circular_id=number))
        except Refused as fault:
            form.add_error(why_refused(fault))
    wrong = form.errors or form.form_errors
    return render_template("proceedings/new_circular.html", form=form), WRONG if wrong else 200


@proceedings.route("/umlauf/<int:circular_id>", methods=["GET", "POST"])
@requires(may_read_whole_minutes)
def show_circular(circular_id: int) -> ResponseReturnValue:
    """The question, how it stands, and the ballot of one's own seat."""
    vote = _vote_or_404(circular_id)
    form, mine = BallotForm(), _my_ballot(vote)
    if mine and form.validate_on_submit():
        with transaction():
            circular.cast_ballot(vote.id, mine.seat_id, Choice(form.choice.data), form.note.data or "", now())
        flash(_("Ihre Stimme ist gezählt. Bis zum Ende können Sie sie ändern."), "success")
        return redirect(url_for("proceedings.show_circular", circular_id=circular_id))
    return _circular_page(vote, mine, form)


def _circular_page(
    vote: CircularVote, mine: Ballot | None, form: BallotForm, withdraw: WithdrawForm | None = None
) -> ResponseReturnValue:
    page = render_template(
        "proceedings/circular.html",
        vote=vote,
        mine=mine,
        form=form,
        ballots=ballots_of(vote.id),
        papers=papers_of(vote.id),
        decided=resolution_of_circular(vote.id),
        withdraw=withdraw or WithdrawForm(formdata=None),
        asks=may_run_meetings(current_actor()),
        open=vote.state == "open" and now() <= vote.deadline_at,
    )
    return page, WRONG if form.errors or (withdraw and withdraw.errors) else 200


@proceedings.post("/geschaeftsstelle/umlauf/<int:circular_id>/zurueckziehen")
@requires(may_run_meetings)
def withdraw_circular(circular_id: int) -> ResponseReturnValue:
    """Stop a vote; everybody is told why."""
    vote, form = _vote_or_404(circular_id), WithdrawForm()
    if not form.validate():
        return _circular_page(vote, _my_ballot(vote), BallotForm(formdata=None), form)
    with transaction():
        circular.withdraw_circular(circular_id, reason=form.reason.data, now=now())
    return redirect(url_for("proceedings.show_circular", circular_id=circular_id))


@proceedings.get("/umlauf/<int:circular_id>/unterlagen/<int:paper_id>")
@requires(may_read_whole_minutes)
def circular_paper(circular_id: int, paper_id: int) -> ResponseReturnValue:
    """A file to read before voting."""
    return _paper(_vote_or_404(circular_id), paper_id)


@proceedings.route("/umlauf/stimme/<token>", methods=["GET", "POST"])
@public
@takes_open_forms
def ballot(token: str) -> ResponseReturnValue:
    """Vote by the link of the letter."""
    vote, mine = _ballot_of_link(token)
    form = BallotByLinkForm()
    if form.validate_on_submit():
        with transaction():
            circular.cast_ballot(vote.id, mine.seat_id, Choice(form.choice.data), form.note.data or "", now())
        return redirect(url_for("proceedings.ballot", token=token))
    is_open = vote.state == "open" and now() <= vote.deadline_at
    facts = {"vote": vote, "mine": mine, "papers": papers_of(vote.id), "token": token, "open": is_open}
    return render_template("proceedings/ballot.html", form=form, **facts), WRONG if form.errors else 200


@proceedings.get("/umlauf/stimme/<token>/unterlagen/<int:paper_id>")
@public
def ballot_paper(token: str, paper_id: int) -> ResponseReturnValue:
    """A file to read before voting by link."""
    vote, _mine = _ballot_of_link(token)
    return _paper(vote, paper_id)


def _ballot_of_link(token: str) -> tuple[CircularVote, Ballot]:
    try:
        circular_id, seat_id = read_ballot(token)
    except InvalidLink:
        abort(404)
    vote, mine = _vote_or_404(circular_id), db.session.get(Ballot, (circular_id, seat_id))
    if mine is None or not circular.still_holds(mine, now()):
        abort(404)
    return vote, mine


def _my_ballot(vote: CircularVote) -> Ballot | None:
    seats = {seat.seat_id for seat in seats_of(current_actor().id or 0, local(now()).date())}
    return next((row for row in ballots_of(vote.id) if row.seat_id in seats), None)


def _vote_or_404(circular_id: int) -> CircularVote:
    found = db.session.get(CircularVote, circular_id) if circular_id <= LARGEST_ID else None
    return found or abort(404)


def _paper(vote: CircularVote, paper_id: int) -> ResponseReturnValue:
    paper = next((row for row in papers_of(vote.id) if row.id == paper_id), None) or abort(404)
    response = send_file(
        path_of(paper.storage_name), mimetype=paper.media_type, as_attachment=True, download_name=paper.file_name
    )
    response.headers["Cache-Control"] = "no-store"
    return response
