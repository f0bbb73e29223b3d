"""Following by hand: without an account only after the mailbox has said yes, with one at once; and ending it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import db
from app.digests.models import Follow
from app.mail.models import StoredLetter
from app.members.models import Role
from app.web.links import sign
from tests.digests.world import DAY, digests_of, published, reader, sweep
from tests.factories import make_idea, make_person, sign_in
from tests.feedback.conftest import Send, last_letter, link_in, send

__all__ = ["send"]
KIM = "kim@post.example"
MONDAY = datetime(2026, 11, 9, 6, 0, tzinfo=UTC)


def test_without_an_account_nothing_is_sent_before_the_mailbox_says_yes(
    client: FlaskClient, db_session: Session, send: Send
) -> None:
    idea = published(datetime.now(UTC) - DAY)
    asked = send(f"/verfolgen?was=idea:{idea.reference}", email=KIM)
    assert asked.status_code == 200
    link = link_in(last_letter(db_session, "follow_confirm"), "/verfolgen/bestaetigen/")
    assert client.get(link).status_code == 200
    assert db.session.scalars(select(Follow.confirmed_at)).one() is None, "mail scanners open links"
    page = client.post(link, follow_redirects=True)
    assert idea.title in page.text
    assert db.session.scalars(select(Follow.confirmed_at)).one() is not None
    assert client.post(link, follow_redirects=True).status_code == 200, "twice does no harm"


def test_asking_twice_looks_the_same_and_writes_no_second_letter_a_day(
    client: FlaskClient, db_session: Session, send: Send
) -> None:
    published(datetime.now(UTC) - DAY)
    first, second = (send("/verfolgen?was=everything", email=KIM) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert len(db.session.scalars(select(StoredLetter).where(StoredLetter.kind == "follow_confirm")).all()) == 1


def test_an_address_that_is_none_is_told_so_beside_the_field(client: FlaskClient, send: Send) -> None:
    answer = send("/verfolgen?was=meetings", email="kim@")
    assert answer.status_code == 422
    assert 'value="kim@"' in answer.text


def test_what_is_not_public_cannot_be_followed(client: FlaskClient, db_session: Session) -> None:
    secret = make_idea(confidential=True)
    for key in (f"idea:{secret.reference}", "field:XX", "unknown", ""):
        assert client.get("/verfolgen", query_string={"was": key}).status_code == 404


def test_a_search_is_followed_by_its_address(client: FlaskClient, db_session: Session, send: Send) -> None:
    send("/verfolgen?was=suche&q=Bus&gebiet=14524", email=KIM)
    assert db.session.scalars(select(Follow.key)).one().startswith("search:")
    assert "„Bus“" in last_letter(db_session, "follow_confirm").body_text


def test_with_an_account_one_button_is_enough(client: FlaskClient, db_session: Session, send: Send) -> None:
    sign_in(client, make_person(Role.MEMBER))
    assert send("/verfolgen?was=meetings").headers["Location"].endswith("/konto/verfolgt")
    page = client.get("/konto/verfolgt")
    assert "Sitzungen des Konvents" in page.text
    follow = db.session.scalars(select(Follow)).one()
    client.post(f"/konto/verfolgt/{follow.id}/beenden")
    assert "Sie verfolgen noch nichts" in client.get("/konto/verfolgt").text


def test_nobody_ends_what_another_follows(client: FlaskClient, db_session: Session) -> None:
    now = datetime.now(UTC)
    mine, other = reader(KIM, "meetings", at=now), reader("lee@post.example", "meetings", at=now)
    theirs = db.session.scalars(select(Follow).where(Follow.subscriber_id == other)).one()
    client.post(f"/verfolgt/{sign('follows', mine)}/{theirs.id}/beenden")
    db.session.refresh(theirs)
    assert theirs.ended_at is None


def test_a_digest_is_read_on_the_web_without_what_was_hidden_since(client: FlaskClient, db_session: Session) -> None:
    reader(KIM, "everything", at=MONDAY - 9 * DAY)
    shown, hidden = published(MONDAY - 2 * DAY), published(MONDAY - DAY)
    sweep(MONDAY + timedelta(minutes=3))
    address = f"/neuigkeiten/{sign('digest', digests_of(KIM)[0].id.hex)}"
    hidden.published_at = datetime.now(UTC) + DAY
    db.session.flush()
    page = client.get(address).text
    assert shown.title in page
    assert hidden.title not in page


def test_the_account_shows_what_is_new_since_the_last_visit(client: FlaskClient, db_session: Session) -> None:
    person = make_person(Role.MEMBER)
    now = datetime.now(UTC)
    reader(person.email, "everything", at=now - 9 * DAY)
    idea = published(now - DAY)
    sign_in(client, person)
    assert idea.title in client.get("/konto/neuigkeiten").text
    assert idea.title in client.get("/konto/neuigkeiten").text, "looking changes nothing"
    client.post("/konto/neuigkeiten")
    assert "Nichts Neues" in client.get("/konto/neuigkeiten").text


def test_lists_lead_to_following_what_they_show(client: FlaskClient, db_session: Session) -> None:
    published(datetime.now(UTC) - DAY)
    for shown, followed in (
        ("/ideen", "/verfolgen?was=everything"),
        ("/ideen?feld=BF", "/verfolgen?was=field:BF"),
        ("/ideen?gebiet=14524", "/verfolgen?was=authority:14524"),
        ("/ideen?q=Bus&gebiet=14524", "/verfolgen?q=Bus&amp;gebiet=14524&amp;was=suche"),
        ("/sitzungen", "/verfolgen?was=meetings"),
    ):
        assert f'href="{followed}"' in client.get(shown).text, shown
        assert client.get(followed.replace("&amp;", "&")).status_code == 200
