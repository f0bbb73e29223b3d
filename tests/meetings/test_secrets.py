"""Secrets of meetings are planted with words that stand nowhere else, and looked for in everything that is public."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app.ideas.models import Idea
from app.ideas.services.lifecycle import change_state
from app.ideas.states import IdeaState
from app.mail.models import StoredLetter
from app.meetings import services
from app.meetings.models import Meeting, Paper
from app.meetings.services.agenda import ItemFacts
from app.meetings.services.packs import make_pack, order_packs
from app.meetings.services.papers import PaperFacts
from app.meetings.states import ItemKind
from app.members.models import Role
from app.web.access import anybody, policy_of
from tests.factories import make_idea, make_person, reference_data, sign_in
from tests.meetings.papers import pdf_that_says

REAL_NOW = datetime.now(UTC)
EVERY_WORD = "quarz"
PARTS = {"name": "impressum", "filename": "css/site.css", "path": "x", "kind": "beitrag"}


def word(name: str) -> str:
    """A secret word; it holds EVERY_WORD and looks like German."""
    return f"{name}{EVERY_WORD}"


class Planted:
    """What a test looks for: the meeting, the secret papers, the secret ideas."""

    def __init__(self, meeting: Meeting, papers: list[Paper], ideas: list[Idea]) -> None:
        self.meeting, self.papers, self.ideas = meeting, papers, ideas


@pytest.fixture
def planted(db_session: Session) -> Planted:
    """A meeting soon, with one open item and every kind of secret."""
    reference_data(db_session)
    begins = REAL_NOW + timedelta(days=30)
    appointment = services.Appointment(begins, begins + timedelta(hours=3), "14524", "Rathaus")
    meeting = services.plan_meeting(appointment, now=REAL_NOW, actor_id=None)
    services.add_item(meeting.id, ItemFacts("Offener Punkt", ItemKind.INFORMATION, 10), now=REAL_NOW)
    open_item = services.add_item(meeting.id, ItemFacts("Mit Unterlagen", ItemKind.INFORMATION, 10), now=REAL_NOW)
    closed = services.add_item(
        meeting.id,
        ItemFacts(word("titel"), ItemKind.DECISION, 20, word("vortrag"), public=False, neutral_title="Neutral"),
        now=REAL_NOW,
    )
    ideas = [
        make_idea(IdeaState.ASSESSMENT, title=word("vertraulich"), confidential=True),
        make_idea(IdeaState.ASSESSMENT, title=word("sperrfrist"), published_at=REAL_NOW + timedelta(days=9)),
    ]
    for idea in ideas:
        services.schedule_idea(meeting.id, idea.id, now=REAL_NOW, actor_id=None)
    said = pdf_that_says(word("inhalt"), title=word("metadaten"))
    open_pdf = pdf_that_says("Öffentlicher Inhalt", title=word("metadaten"))
    papers = [
        _paper(meeting, open_item.id, "Öffentliche Karte", True, open_pdf),
        _paper(meeting, closed.id, word("unterlage"), True, said),
        _paper(meeting, open_item.id, word("intern"), False, said),
        _paper(meeting, None, word("gesamt"), False, said),
    ]
    services.freeze_agenda(meeting.id, now=REAL_NOW)
    late = ItemFacts(word("nachtrag"), ItemKind.DISCUSSION, 5, public=False)
    services.add_item(meeting.id, late, now=REAL_NOW + timedelta(hours=1))
    order_packs(meeting.id, REAL_NOW)
    for public in (True, False):
        make_pack((meeting.id, public), REAL_NOW)
    db_session.commit()
    return Planted(meeting, papers, ideas)


def _paper(meeting: Meeting, item_id: int | None, title: str, public: bool, data: bytes) -> Paper:
    facts = PaperFacts(title, public, item_id, file_name=f"{word('datei')}.pdf", data=data)
    return services.add_paper(meeting.id, facts, now=REAL_NOW, actor_id=None)


def public_addresses(app: Flask, planted: Planted) -> Iterator[str]:
    """Every public address of the URL map, once for each thing that it could name."""
    papers = [str(paper.id) for paper in planted.papers]
    references = [idea.reference or "" for idea in planted.ideas]
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and policy_of(app, rule.endpoint) is anybody:
            for paper in papers if "paper_id" in rule.arguments else [""]:
                for reference in references if "reference" in rule.arguments else [""]:
                    for form in ("pdf", "zip") if rule.endpoint == "meetings.public_pack" else [""]:
                        yield from _built(rule, planted.meeting.id, paper, reference, form)


def _built(rule: Rule, meeting_id: int, paper: str, reference: str, form: str) -> Iterator[str]:
    known: dict[str, str] = {argument: PARTS.get(argument, "1") for argument in rule.arguments}
    wanted = {"meeting_id": str(meeting_id), "paper_id": paper, "reference": reference, "form": form}
    known |= {name: value for name, value in wanted.items() if name in rule.arguments}
    built = rule.build(known)
    if built is not None:
        yield built[1]


def everything_in(data: bytes) -> str:
    """All words of an answer: of a PDF its text, metadata, bookmarks and attachments; of a ZIP names and contents."""
    if data.startswith(b"%PDF-"):
        reader = pypdf.PdfReader(io.BytesIO(data))
        xmp = reader.xmp_metadata.stream.get_data().decode() if reader.xmp_metadata else ""
        text = "\n".join(page.extract_text() for page in reader.pages)
        return "\n".join([text, str(reader.metadata), str(reader.outline), str(dict(reader.attachments)), xmp])
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return "\n".join(name + everything_in(packed.read(name)) for name in packed.namelist())
    return data.decode("utf-8", "replace") + data.decode("latin-1")


def everything_behind(client: FlaskClient, address: str) -> str:
    """All words of the answer at an address."""
    with client.get(address) as answer:
        return everything_in(answer.data)


def hidden(text: str) -> bool:
    return EVERY_WORD not in text.lower().replace("\xad", "")


def test_no_public_answer_tells_a_secret(app: Flask, client: FlaskClient, planted: Planted) -> None:
    visited = 0
    for address in public_addresses(app, planted):
        for language in ("de", "en"):
            answer = client.get(address, query_string={"lang": language})
            assert answer.status_code < 500 or address == "/readyz", address
            assert hidden(everything_in(answer.data)), address
            assert hidden(str(answer.headers)), address
            answer.close()
            visited += 1
    assert visited > 40


@pytest.mark.parametrize("name", ["titel", "vortrag", "unterlage", "intern", "gesamt", "nachtrag", "vertraulich"])
def test_no_search_finds_a_secret(client: FlaskClient, planted: Planted, name: str) -> None:
    for address in ("/suche", "/ideen"):
        answer = client.get(address, query_string={"q": word(name)})
        assert hidden(answer.text.replace(word(name), "")), address


def test_secret_papers_were_never_there(client: FlaskClient, planted: Planted) -> None:
    for paper in planted.papers[1:]:
        assert client.get(f"/sitzungen/{planted.meeting.id}/unterlagen/{paper.id}").status_code == 404
    assert client.get(f"/sitzungen/{planted.meeting.id}/mappe-intern.pdf").status_code == 302


def test_members_get_all_of_it(client: FlaskClient, planted: Planted, db_session: Session) -> None:
    sign_in(client, make_person(Role.OFFICE), REAL_NOW)
    db_session.commit()
    found = everything_behind(client, f"/sitzungen/{planted.meeting.id}/mappe-intern.pdf")
    for name in ("titel", "vortrag", "unterlage", "intern", "gesamt", "nachtrag", "vertraulich", "inhalt"):
        assert word(name) in found, name
    assert word("metadaten") not in found
    assert word("datei") not in found


def test_letters_to_authors_keep_the_secrets_of_the_agenda(planted: Planted, db_session: Session) -> None:
    later = planted.meeting.starts_at + timedelta(days=7)
    appointment = services.Appointment(later, later + timedelta(hours=3), "14524", "Rathaus")
    services.move_meeting(planted.meeting.id, appointment, reason="Saal", now=REAL_NOW, actor_id=None)
    services.cancel_meeting(planted.meeting.id, reason="Sturm", now=REAL_NOW, actor_id=None)
    letters = db_session.scalars(select(StoredLetter).where(StoredLetter.kind.like("idea_%"))).all()
    assert {letter.kind for letter in letters} >= {"idea_scheduled", "idea_taken_off"}
    own = {idea.contact_email: idea.title for idea in planted.ideas}
    for letter in letters:
        said = letter.subject + letter.body_text + letter.body_html
        assert hidden(said.replace(own[letter.recipient], "")), letter.kind
        assert "TOP" not in said


def test_a_public_pack_is_withdrawn_as_soon_as_it_says_too_much(
    client: FlaskClient, planted: Planted, db_session: Session
) -> None:
    address = f"/sitzungen/{planted.meeting.id}/mappe.pdf"
    open_idea = make_idea(IdeaState.ASSESSMENT, title="Offene Idee")
    services.schedule_idea(planted.meeting.id, open_idea.id, now=REAL_NOW, actor_id=None)
    order_packs(planted.meeting.id, REAL_NOW)
    make_pack((planted.meeting.id, True), REAL_NOW)
    db_session.commit()
    assert "Offene Idee" in everything_behind(client, address)
    open_idea.visibility = "internal"
    db_session.commit()
    assert client.get(address).status_code == 404


def test_an_idea_that_leaves_takes_nothing_along(planted: Planted, db_session: Session) -> None:
    idea = planted.ideas[0]
    change_state(idea.id, IdeaState.ASSESSMENT, now=REAL_NOW, actor_id=None)
    assert idea.state == IdeaState.ASSESSMENT
