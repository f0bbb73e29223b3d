"""The pages of a meeting that runs, its minutes, tasks and circular votes; nothing non-public leaks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ideas.states import IdeaState
from app.meetings.services.agenda import ItemFacts, add_item
from app.meetings.states import ItemKind
from app.members.models import Role
from app.proceedings.models import ActionItem, Attendance, ItemRecord, MinutesObjection, Resolution
from app.proceedings.services.cycle import approve_minutes, circulate_minutes, publish_minutes
from app.proceedings.services.deciding import Motion, Tally, record_resolution
from app.proceedings.services.running import save_text
from tests.architecture.test_query_count import queries_of
from tests.factories import make_person, sign_in
from tests.proceedings.table import Table, end, set_table

SECRET = "Grundstück an der Geheimstraße"


@pytest.fixture
def today() -> datetime:
    """Pages look at the real clock."""
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def table(db_session: Session, client: FlaskClient, today: datetime) -> Table:
    """A meeting that runs, and the office signed in."""
    made = set_table(today)
    sign_in(client, made.office)
    # A refusal rolls back; what was there before has to stay.
    db_session.commit()
    return made


def desk(table: Table, path: str = "") -> str:
    return f"/geschaeftsstelle/sitzungen/{table.meeting.id}/verlauf{path}"


def item(table: Table, path: str = "") -> str:
    return desk(table, f"/{table.item.id}{path}")


def test_the_roll_is_taken_and_a_deputy_needs_a_name(client: FlaskClient, db_session: Session, table: Table) -> None:
    seat = table.seats[0].id
    wrong = client.post(desk(table, "/anwesenheit"), data={f"presence-{seat}": "represented", f"by-{seat}": " "})
    assert wrong.status_code == 422
    assert "Bitte nennen Sie, wer vertritt." in wrong.text
    right = {f"presence-{seat}": "represented", f"by-{seat}": "Kim Vertretung", f"until-{seat}": str(table.item.id)}
    assert client.post(desk(table, "/anwesenheit"), data=right).status_code == 302
    row = db_session.scalars(select(Attendance).where(Attendance.seat_id == seat)).one()
    assert (row.presence, row.represented_by, row.left_item_id) == ("represented", "Kim Vertretung", table.item.id)
    assert "Beschlussfähig" in client.get(desk(table)).text


def test_two_writers_lose_nothing(client: FlaskClient, db_session: Session, table: Table) -> None:
    first = client.post(item(table, "/text"), data={"text": "Erster Text.", "version": "0"})
    assert first.status_code == 302
    second = client.post(item(table, "/text"), data={"text": "Zweiter Text.", "version": "0"})
    assert second.status_code == 409
    assert "Erster Text." in second.text
    assert "Zweiter Text." in second.text
    quiet = client.post(
        item(table, "/text"), data={"text": "Dritter.", "version": "0"}, headers={"Accept": "application/json"}
    )
    assert (quiet.status_code, quiet.get_json()["theirs"]) == (409, "Erster Text.")
    again = client.post(
        item(table, "/text"), data={"text": "Beides.", "version": "1"}, headers={"Accept": "application/json"}
    )
    assert again.get_json() == {"version": 2}
    assert db_session.get_one(ItemRecord, table.item.id).text == "Beides."


def test_a_text_block_is_added_below(client: FlaskClient, db_session: Session, table: Table) -> None:
    client.post(item(table, "/text"), data={"text": "Davor.", "version": "0", "block": "02-kenntnis"})
    assert db_session.get_one(ItemRecord, table.item.id).text.startswith("Davor.\n\nDer Konvent nimmt")


def test_a_resolution_by_form(client: FlaskClient, db_session: Session, table: Table) -> None:
    data = {"wording": "Wird aufgenommen.", "counting": "total", "votes_for": "3", "votes_against": "1"}
    wrong = client.post(item(table, "/beschluss"), data=data | {f"idea-{table.idea.id}": "adopted"})
    assert wrong.status_code == 422
    assert "Gezählt sind 4 Stimmen, es stimmen aber 5 Sitze ab." in wrong.text
    assert "Wird aufgenommen." in wrong.text
    right = data | {"abstentions": "", "votes_for": "4", f"idea-{table.idea.id}": "adopted", "position-14511": "for"}
    assert client.post(item(table, "/beschluss"), data=right).status_code == 302
    assert table.idea.state == IdeaState.ADOPTED
    assert "4 Ja, 1 Nein, 0 Enthaltung" in client.get(item(table)).text
    assert "Wird aufgenommen." in client.get(f"/sitzungen/{table.meeting.id}").text
    public = client.get(f"/ideen/{table.idea.reference}").text
    assert "Was der Konvent beschlossen hat" in public


def test_votes_by_seat(client: FlaskClient, db_session: Session, table: Table) -> None:
    votes = {f"vote-{seat.id}": "for" for seat in table.seats[:4]} | {f"vote-{table.seats[4].id}": "against"}
    answer = client.post(item(table, "/beschluss"), data={"wording": "So.", "counting": "seats", **votes})
    assert answer.status_code == 302
    assert "4 Ja, 1 Nein" in client.get(item(table)).text


def test_a_task_needs_an_owner(client: FlaskClient, db_session: Session, table: Table) -> None:
    wrong = client.post(item(table, "/auftrag"), data={"title": "Zahlen", "owner": "other", "due_on": "2027-01-15"})
    assert wrong.status_code == 422
    assert "Bitte nennen Sie den Namen." in wrong.text
    data = {"title": "Zahlen", "owner": str(table.seats[0].id), "due_on": "2027-01-15"}
    assert client.post(item(table, "/auftrag"), data=data).status_code == 302
    assert db_session.scalars(select(ActionItem.title)).one() == "Zahlen"


def test_the_meeting_page_asks_as_often_for_many_items(client: FlaskClient, table: Table) -> None:
    few = len(queries_of(client, desk(table)))
    one = len(queries_of(client, item(table)))
    for number in range(12):
        add_item(table.meeting.id, ItemFacts(f"Punkt {number}", ItemKind.INFORMATION, 5), now=table.meeting.created_at)
    assert len(queries_of(client, desk(table))) == few
    assert len(queries_of(client, item(table))) == one


def closed_table(today: datetime) -> Table:
    """A meeting with a public and a non-public item, held, its minutes sent, published and approved."""
    table = set_table(today, public=True)
    secret = add_item(
        table.meeting.id,
        ItemFacts(SECRET, ItemKind.DECISION, 10, public=False, neutral_title="Neutral"),
        now=table.meeting.created_at,
    )
    save_text(table.item.id, "Öffentlich beraten.", seen_version=0, now=today, actor_id=None)
    save_text(secret.id, f"Beraten über {SECRET}.", seen_version=0, now=today, actor_id=None)
    record_resolution(secret.id, Motion(f"Kauf: {SECRET}."), Tally(5, 0, 0), now=today, actor_id=None)
    end(table, today)
    circulate_minutes(table.meeting.id, now=today, actor_id=None)
    return table


def test_minutes_reach_members_first_and_the_public_never_reads_what_is_not_public(
    client: FlaskClient, db_session: Session, today: datetime
) -> None:
    table = closed_table(today)
    address = f"/sitzungen/{table.meeting.id}/niederschrift"
    assert client.get(address).status_code == 404
    publish_minutes(table.meeting.id, now=today)
    public = client.get(address)
    assert public.status_code == 200
    assert "vorläufig" in public.text.lower()
    assert "Öffentlich beraten." in public.text
    for page in (address, f"{address}.pdf", f"/sitzungen/{table.meeting.id}", "/sitzungen"):
        assert "Geheimstraße".encode() not in client.get(page).data
    approve_minutes(table.meeting.id, in_meeting_id=None, now=today, actor_id=None)
    assert "Vorläufig" not in client.get(address).text


def test_members_read_everything_and_object(client: FlaskClient, db_session: Session, today: datetime) -> None:
    table = closed_table(today)
    member = make_person(Role.MEMBER)
    sign_in(client, member)
    address = f"/sitzungen/{table.meeting.id}/niederschrift"
    assert SECRET in client.get(address).text
    assert client.post(f"{address}/einwand", data={"statement": ""}).status_code == 422
    assert client.post(f"{address}/einwand", data={"statement": "Es waren vier."}).status_code == 302
    assert db_session.scalars(select(MinutesObjection.statement)).one() == "Es waren vier."


def test_an_open_objection_holds_up_the_approval(client: FlaskClient, db_session: Session, today: datetime) -> None:
    table = closed_table(today)
    sign_in(client, make_person(Role.MEMBER))
    client.post(f"/sitzungen/{table.meeting.id}/niederschrift/einwand", data={"statement": "Es waren vier."})
    sign_in(client, table.office)
    minutes = f"/geschaeftsstelle/sitzungen/{table.meeting.id}/niederschrift"
    assert client.post(f"{minutes}/genehmigen", data={"meeting": ""}).status_code == 409
    objection = db_session.scalars(select(MinutesObjection.id)).one()
    assert client.post(f"{minutes}/einwaende/{objection}", data={"answer": "Geändert."}).status_code == 302
    assert client.post(f"{minutes}/genehmigen", data={"meeting": ""}).status_code == 302


def test_the_pdf_is_tagged_and_a_copy_names_its_reader(
    client: FlaskClient, db_session: Session, today: datetime
) -> None:
    table = closed_table(today)
    sign_in(client, table.office)
    answer = client.get(f"/sitzungen/{table.meeting.id}/niederschrift.pdf")
    assert answer.mimetype == "application/pdf"
    assert b"/StructTreeRoot" in answer.data
    assert b"/Outlines" in answer.data
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_circular_vote_is_started_and_answered_by_its_page(
    client: FlaskClient, db_session: Session, today: datetime
) -> None:
    member = make_person(Role.MEMBER)
    sign_in(client, make_person(Role.OFFICE))
    day = (today + timedelta(days=9)).date().isoformat()
    facts = {"title": "Fachbeirat", "wording": "Wir entsenden zwei Mitglieder.", "deadline_on": day}
    assert client.post("/geschaeftsstelle/umlauf/neu", data=facts | {"deadline_on": "2020-01-01"}).status_code == 422
    page = client.post("/geschaeftsstelle/umlauf/neu", data=facts)
    assert page.status_code == 302
    sign_in(client, member)
    assert "Fachbeirat" in client.get("/umlauf").text
    assert client.post(page.location, data={"choice": ""}).status_code == 422
    assert client.post(page.location, data={"choice": "for"}).status_code == 302
    assert "Ihre Stimme ist gezählt." in client.get(page.location).text


def test_my_tasks_are_those_of_my_seat(client: FlaskClient, db_session: Session, table: Table) -> None:
    data = {"title": "Zahlen besorgen", "owner": str(table.seats[0].id), "due_on": "2027-01-15"}
    client.post(item(table, "/auftrag"), data=data)
    assert "Zahlen besorgen" in client.get("/geschaeftsstelle/aufgaben").text
    task = db_session.scalars(select(ActionItem.id)).one()
    sign_in(client, table.people[1])
    assert "Zahlen besorgen" not in client.get("/konto/aufgaben").text
    assert client.post(f"/konto/aufgaben/{task}/erledigt", data={"note": ""}).status_code == 404
    sign_in(client, table.people[0])
    assert "Zahlen besorgen" in client.get("/konto/aufgaben").text
    assert client.post(f"/konto/aufgaben/{task}/erledigt", data={"note": "Liegt vor."}).status_code == 302
    assert "Liegt vor." in client.get("/konto/aufgaben").text


def test_nobody_numbers_twice(db_session: Session, today: datetime) -> None:
    table = set_table(today)
    for _ in range(3):
        record_resolution(table.item.id, Motion("So."), Tally(5, 0, 0), now=today, actor_id=None)
    assert db_session.scalars(select(Resolution.sequence).order_by(Resolution.id)).all() == [1, 2, 3]


def test_all_public_resolutions_are_listed_and_no_other(
    client: FlaskClient, db_session: Session, today: datetime
) -> None:
    closed_table(today)
    other = set_table(today, seats=6)
    record_resolution(other.item.id, Motion("Wird öffentlich gelesen."), Tally(6, 0, 0), now=today, actor_id=None)
    page = client.get("/beschluesse").text
    assert "Wird öffentlich gelesen." in page
    assert SECRET not in page
    few = len(queries_of(client, "/beschluesse"))
    for _ in range(12):
        record_resolution(other.item.id, Motion("Noch einer."), Tally(6, 0, 0), now=today, actor_id=None)
    assert len(queries_of(client, "/beschluesse")) == few


def test_members_find_open_tasks_below_the_next_meeting(
    client: FlaskClient, db_session: Session, table: Table, today: datetime
) -> None:
    client.post(
        item(table, "/auftrag"), data={"title": "Zahlen", "owner": str(table.seats[0].id), "due_on": "2027-01-15"}
    )
    address = f"/sitzungen/{table.meeting.id}"
    assert "Offene Aufträge" in client.get(address).text
    client.post("/abmelden")
    with client.session_transaction() as session:
        session.clear()
    assert "Offene Aufträge" not in client.get(address).text
    sign_in(client, make_person(Role.MEMBER))
    assert "Offene Aufträge" in client.get(address).text


def test_an_item_that_was_dealt_with_stays_on_the_agenda(
    client: FlaskClient, db_session: Session, table: Table, today: datetime
) -> None:
    spare = add_item(
        table.meeting.id, ItemFacts("Verschiedenes", ItemKind.INFORMATION, 5), now=table.meeting.created_at
    )
    save_text(spare.id, "Nichts.", seen_version=0, now=today, actor_id=None)
    db_session.commit()
    address = f"/geschaeftsstelle/sitzungen/{table.meeting.id}/tagesordnung/{spare.id}/entfernen"
    assert client.post(address, data={"reason": "Entfällt."}).status_code == 409
    assert db_session.get_one(ItemRecord, spare.id).text == "Nichts."
