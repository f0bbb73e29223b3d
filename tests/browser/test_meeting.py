"""A meeting in a browser: opened, decided on by keyboard, minutes approved, read as the public; axe finds nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from app.ideas.models import Idea
from app.members.passwords import hash_password
from app.proceedings.models import ItemRecord
from app.proceedings.services.running import open_item, open_meeting
from tests.browser.conftest import Visitor
from tests.browser.test_accounts import SECRET, get_in
from tests.browser.test_journey import press, write
from tests.proceedings.table import Table, set_table

pytestmark = pytest.mark.browser
WORDING = "Der Konvent nimmt die Idee auf."


@pytest.fixture
def table(committed: Session) -> Table:
    """A meeting that is about to begin; the office has a password."""
    made = set_table(datetime.now(UTC) - timedelta(minutes=5), started=False)
    made.office.password_hash, made.office.joined_at = hash_password(SECRET), datetime.now(UTC)
    committed.commit()
    return made


def clean(page: Page) -> None:
    """Nothing for axe to find, nothing that sticks out on the side."""
    found = Axe().run(page).response["violations"]
    assert [(entry["id"], entry["nodes"][0]["html"]) for entry in found] == []
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_from_the_roll_to_public_minutes(visitor: Visitor, committed: Session, table: Table) -> None:
    meeting, item = table.meeting.id, table.item.id
    desk = visitor.page("/anmelden")
    get_in(desk, table.office)
    desk.goto(f"/geschaeftsstelle/sitzungen/{meeting}/verlauf")
    press(desk, "form[action$=beginnen] button")
    desk.get_by_text("Eröffnet um").wait_for()
    for seat in table.seats:
        desk.locator(f"#presence-{seat.id}").select_option("present")
    press(desk, "form[action$=anwesenheit] button")
    desk.get_by_text("Die Anwesenheit ist gespeichert.").wait_for()
    clean(desk)

    desk.goto(f"/geschaeftsstelle/sitzungen/{meeting}/verlauf/{item}")
    press(desk, "form[action$=oeffnen] button")
    desk.get_by_role("button", name="Punkt abschließen").wait_for()
    write(desk, "textarea[name=text]", "Nach kurzer Beratung.")
    desk.get_by_text("Gespeichert.", exact=True).wait_for()
    committed.rollback()
    assert committed.get_one(ItemRecord, item).text == "Nach kurzer Beratung."
    write(desk, "textarea[name=wording]", WORDING)
    desk.locator(f"#idea-{table.idea.id}").select_option("adopted")
    write(desk, "#votes_for", "4")
    write(desk, "#votes_against", "1")
    clean(desk)
    press(desk, "form[action$=beschluss] button[type=submit]")
    desk.get_by_text("ist festgehalten.").wait_for()
    committed.rollback()
    assert committed.get_one(Idea, table.idea.id).state == "adopted"

    desk.goto(f"/geschaeftsstelle/sitzungen/{meeting}/verlauf")
    press(desk, "form[action$=beenden] button")
    desk.get_by_text("Die Sitzung ist beendet.").wait_for()
    desk.goto(f"/geschaeftsstelle/sitzungen/{meeting}/niederschrift")
    for form, said in (("versenden", "unterwegs"), ("veroeffentlichen", "veröffentlicht"), ("genehmigen", "genehmigt")):
        press(desk, f"form[action$={form}] button")
        desk.get_by_role("status").get_by_text(said).or_(desk.get_by_text(said)).first.wait_for()
    clean(desk)

    reader = visitor.page(f"/sitzungen/{meeting}/niederschrift", width=360)
    reader.get_by_text(WORDING).wait_for()
    clean(reader)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_the_item_fits_a_phone(visitor: Visitor, committed: Session, table: Table, scripts: bool) -> None:
    open_meeting(table.meeting.id, now=datetime.now(UTC))
    table.take_roll()
    open_item(table.item.id, now=datetime.now(UTC), actor_id=table.office.id)
    committed.commit()
    desk = visitor.page("/anmelden", width=360, scripts=scripts)
    get_in(desk, table.office)
    for path in ("verlauf", f"verlauf/{table.item.id}", "niederschrift"):
        desk.goto(f"/geschaeftsstelle/sitzungen/{table.meeting.id}/{path}")
        assert desk.evaluate("document.documentElement.scrollWidth") <= 360
    desk.goto(f"/geschaeftsstelle/sitzungen/{table.meeting.id}/verlauf/{table.item.id}")
    desk.locator("textarea[name=text]").fill("Ohne Skript gespeichert.")
    desk.get_by_role("button", name="Text speichern").click()
    desk.locator("textarea[name=text]").wait_for()
    committed.rollback()
    assert committed.get_one(ItemRecord, table.item.id).text == "Ohne Skript gespeichert."
