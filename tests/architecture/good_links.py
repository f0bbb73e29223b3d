"""Links that work: those that lead nowhere would prove nothing about what opening them changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from app.db import db
from app.digests.mails import CONFIRM as FOLLOW
from app.digests.mails import DIGEST
from app.digests.mails import MINE as FOLLOWS
from app.digests.models import Digest
from app.digests.services.following import follow, subscriber_of_address
from app.feedback.links import Subject, confirm_url, mine_url, sent_token
from app.ideas.links import CONFIRMATION, STATUS
from app.ideas.queries.drafts import token_hash
from app.ideas.states import IdeaState
from app.mail.optional import confirm_url as confirm_topics_url
from app.mail.optional import history_token, preferences_token, unsubscribe_url
from app.meetings.links import GuestName, entry_url, reply_token
from app.meetings.mails.hosting import host_url
from app.meetings.models import Meeting
from app.meetings.services import Appointment, plan_meeting
from app.members.links import make_link
from app.members.models import AddressChange, LinkPurpose, Role
from app.members.services.profile import start_address_change
from app.members.tokens import fingerprint
from app.proceedings.links import BALLOT, TASK
from app.proceedings.queries.circular import ballots_of
from app.proceedings.services.circular import Question, start_circular
from app.proceedings.services.tasks import TaskFacts, give_task
from app.web import human
from app.web.links import sign, sign_for_a_while
from tests.factories import make_idea, make_membership, make_person, make_seat
from tests.feedback.helpers import asked_support, public_comment
from tests.meetings.people import plan, seat_with

Values = dict[str, Any]


def _link(purpose: LinkPurpose) -> Callable[[], Values]:
    return lambda: {"token": make_link(purpose, make_person().id, datetime.now(UTC))}


def _bootstrap() -> Values:
    return {"token": make_link(LinkPurpose.BOOTSTRAP, None, datetime.now(UTC))}


def _address_change() -> Values:
    person = make_person()
    start_address_change(person, "neu@haus.example", datetime.now(UTC))
    db.session.get_one(AddressChange, person.id).new_token_hash = fingerprint("ein Link")
    return {"token": "ein Link"}


def _draft() -> Values:
    make_idea(IdeaState.DRAFT, draft_token_hash=token_hash("ein Entwurf"))
    return {"token": "ein Entwurf"}


def _unconfirmed() -> Values:
    idea = make_idea(IdeaState.DRAFT)
    return {"token": sign(CONFIRMATION, idea.id, idea.contact_email)}


def _own_idea(state: IdeaState) -> Callable[[], Values]:
    return lambda: {"token": sign(STATUS, make_idea(state).id)}


def _last_part(url: str) -> Values:
    return {"token": url.partition("?")[0].rsplit("/", 1)[1]}


def _support_to_confirm() -> Values:
    support = asked_support(make_idea(IdeaState.ASSESSMENT), "ada@post.example", datetime.now(UTC))
    return _last_part(confirm_url(Subject("support", support.id, "society"), "de"))


def _support_sent() -> Values:
    return {"token": sent_token(asked_support(make_idea(IdeaState.ASSESSMENT), "ada@post.example", datetime.now(UTC)))}


def _own_voice() -> Values:
    return _last_part(mine_url(public_comment(make_idea(IdeaState.ASSESSMENT), datetime.now(UTC)).voice, "de"))


def _asked_news() -> Values:
    now = datetime.now(UTC)
    subscriber_id = subscriber_of_address("kim@post.example", "", "de", now)
    return {"token": sign_for_a_while(FOLLOW, follow(subscriber_id, "everything", now, confirmed=False).id)}


def _own_follows() -> Values:
    now = datetime.now(UTC)
    subscriber_id = subscriber_of_address("kim@post.example", "", "de", now)
    follow(subscriber_id, "everything", now, confirmed=True)
    return {"token": sign(FOLLOWS, subscriber_id)}


def _digest() -> Values:
    now = datetime.now(UTC)
    facts = {"covered_from": now - timedelta(days=7), "covered_until": now, "language": "de", "created_at": now}
    entry = {"subject": "idea:RK-2026-00001", "title": "Eine Idee", "url": "/ideen", "weight": 1, "lines": []}
    subscriber_id = subscriber_of_address("kim@post.example", "", "de", now)
    digest = Digest(subscriber_id=subscriber_id, kind="following", entries=[entry], **facts)
    db.session.add(digest)
    db.session.flush()
    return {"token": sign(DIGEST, digest.id.hex)}


def _ballot() -> Values:
    now = datetime.now(UTC)
    make_person(Role.MEMBER)
    vote = start_circular(Question("Frage", "Antwort.", now + timedelta(days=5)), now=now, actor_id=None)
    (ballot, *_) = ballots_of(vote.id)
    return {"token": sign(BALLOT, vote.id, ballot.seat_id)}


def _task() -> Values:
    now = datetime.now(UTC)
    facts = TaskFacts("Zahlen besorgen", now.date(), None, "Kim Beispiel", "kim@post.example")
    return {"token": sign(TASK, give_task(facts, item_id=None, now=now, actor_id=None).id, "kim@post.example")}


def _meeting() -> Meeting:
    begins = datetime.now(UTC) + timedelta(days=9)
    facts = Appointment(begins, begins + timedelta(hours=3), "14524", "Landratsamt Beispiel")
    return plan_meeting(facts, now=datetime.now(UTC), actor_id=None)


def _hosted() -> Values:
    return _last_part(host_url(_meeting()))


def _at_the_door() -> Values:
    holder = seat_with(91, "einlass@haus.example")
    meeting = plan(datetime.now(UTC) + timedelta(days=5))
    return _last_part(entry_url(GuestName(meeting.id, holder.seat_id, "")))


def _invited() -> Values:
    holder = seat_with(90, "eingeladen@haus.example")
    meeting = plan(datetime.now(UTC) + timedelta(days=5))
    return {"token": reply_token(GuestName(meeting.id, holder.seat_id, f"membership:{holder.id}"))}


# One way for each page that a letter leads to, and for others where it matters.
GOOD_LINKS: dict[str, Callable[[], Values]] = {
    "digests.confirm": _asked_news,
    "digests.mine": _own_follows,
    "digests.show_digest": _digest,
    "feedback.confirm": _support_to_confirm,
    "feedback.mine": _own_voice,
    "feedback.sent": _support_sent,
    "human.challenge": lambda: {"token": sign(human.PURPOSE, human.fingerprint_of("ein Schlüssel"))},
    "ideas.annex": lambda: {"reference": make_idea(IdeaState.FORMAL_CHECK).reference},
    "ideas.confirm": _unconfirmed,
    "ideas.objection": _own_idea(IdeaState.NOT_ADOPTED),
    "ideas.resume_draft": _draft,
    "ideas.status": _own_idea(IdeaState.NEEDS_INFO),
    "ideas.withdraw": _own_idea(IdeaState.SUBMITTED),
    "ideas.show_idea": lambda: {"reference": make_idea(IdeaState.ASSESSMENT).reference},
    "ideas.show_similar": lambda: {"reference": make_idea(IdeaState.ASSESSMENT).reference},
    "mail.choose_by_link": lambda: {"token": preferences_token("a@haus.example")},
    "mail.confirm": lambda: _last_part(confirm_topics_url("a@haus.example", ["new_ideas"])),
    "mail.history_by_link": lambda: {"token": history_token("a@haus.example")},
    "mail.unsubscribe": lambda: {"token": unsubscribe_url("a@haus.example", "digest").rsplit("/", 1)[1]},
    "meetings.entry": _at_the_door,
    "meetings.reminders_of": lambda: {"meeting_id": plan(datetime.now(UTC) + timedelta(days=9)).id},
    "meetings.replies": lambda: {"meeting_id": plan(datetime.now(UTC) + timedelta(days=9)).id},
    "meetings.reply_page": _invited,
    "meetings.host_page": _hosted,
    "meetings.hosting": lambda: {"meeting_id": _meeting().id},
    "members.account_of": lambda: {"person_id": make_person(Role.MEMBER).id},
    "members.confirm_address": _address_change,
    "members.end_membership": lambda: {"membership_id": make_membership(make_seat()).id},
    "members.enter": _link(LinkPurpose.SIGN_IN),
    "members.join": _link(LinkPurpose.INVITATION),
    "members.name_deputy": lambda: {"seat_id": make_seat().id},
    "members.new_password": _link(LinkPurpose.PASSWORD),
    "members.seat_of": lambda: {"seat_id": make_membership(make_seat()).seat_id},
    "members.seat_successor": lambda: {"seat_id": make_seat().id},
    "members.set_up": _bootstrap,
    "members.tie_address": lambda: {"membership_id": make_membership(make_seat()).id},
    "proceedings.ballot": _ballot,
    "proceedings.task_by_link": _task,
}
