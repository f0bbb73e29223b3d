"""Secret ideas are planted with words that stand nowhere else, and looked for on every public page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app.db import db
from app.ideas.models import Attachment, Idea, IdeaHistory
from app.ideas.queries.similar import similar_ideas
from app.ideas.states import IdeaState, Visibility
from app.web.access import anybody, policy_of
from tests.factories import make_idea, reference_data

REAL_NOW = datetime.now(UTC)
FIELDS = ("title", "body", "organisation", "annex", "contact_name", "contact_email", "contact_phone")
SECRETS: dict[str, tuple[IdeaState, dict[str, object]]] = {
    "entwurf": (IdeaState.DRAFT, {}),
    "eingereicht": (IdeaState.SUBMITTED, {}),
    "pruefung": (IdeaState.FORMAL_CHECK, {}),
    "rueckfrage": (IdeaState.NEEDS_INFO, {}),
    "unzulaessig": (IdeaState.INADMISSIBLE, {}),
    "vertraulich": (IdeaState.ASSESSMENT, {"confidential": True}),
    "intern": (IdeaState.ADOPTED, {"visibility": Visibility.INTERNAL}),
    "sperrfrist": (
        IdeaState.ASSESSMENT,
        {
            "visibility": Visibility.PUBLIC,
            "publish_at": REAL_NOW + timedelta(days=9),
            "published_at": REAL_NOW + timedelta(days=9),
        },
    ),
    "zurueckgezogen": (IdeaState.WITHDRAWN, {}),
}
# Their address says what became of them, but none of their words.
TOLD = {"weitergeleitet": IdeaState.REFERRED, "aufgegangen": IdeaState.MERGED}
EVERY_WORD = "quarz"
# Values for the addresses' parts that are no idea's reference; what needs a signed token stays shut.
PARTS = {"name": "impressum", "filename": "css/site.css", "path": "x", "kind": "beitrag"}


def secret_word(name: str, field: str) -> str:
    """A word for one field of one idea; it holds EVERY_WORD and looks like German."""
    return f"{name}{EVERY_WORD}{field.replace('_', '')}"


def plant(name: str, state: IdeaState, **facts: object) -> Idea:
    words: dict[str, object] = {field: secret_word(name, field) for field in FIELDS}
    words["contact_email"] = f"{secret_word(name, 'contact_email')}@post.example"
    idea = make_idea(state, **{**words, **facts})
    db.session.add(
        IdeaHistory(
            idea_id=idea.id,
            revision=idea.revision,
            from_state="draft",
            to_state=state,
            at=REAL_NOW,
            reason=secret_word(name, "reason"),
            note=secret_word(name, "note"),
        )
    )
    db.session.add(
        Attachment(
            idea_id=idea.id,
            storage_name=secret_word(name, "storage"),
            file_name=f"{secret_word(name, 'file')}.pdf",
            media_type="application/pdf",
            size=1,
            sha256=b"0" * 32,
            added_at=REAL_NOW,
        )
    )
    db.session.flush()
    return idea


@pytest.fixture
def secrets(db_session: Session) -> dict[str, Idea]:
    """One secret idea of each kind beside one that everybody may read."""
    reference_data(db_session)
    public = make_idea(IdeaState.ASSESSMENT, title="Offene Idee", support_count=1, comment_count=1)
    planted = {name: plant(name, state, **facts) for name, (state, facts) in SECRETS.items()}
    planted["weitergeleitet"] = plant("weitergeleitet", IdeaState.REFERRED)
    planted["aufgegangen"] = plant("aufgegangen", IdeaState.MERGED, merged_into_id=public.id)
    return planted


def public_addresses(app: Flask, references: list[str]) -> Iterator[str]:
    """Every public address of the URL map that can be built, once for each idea where it names one."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or policy_of(app, rule.endpoint) is not anybody:
            continue
        yield from _built(rule, references)


def _built(rule: Rule, references: list[str]) -> Iterator[str]:
    known = {argument: PARTS.get(argument, "1") for argument in rule.arguments}
    for reference in references if "reference" in rule.arguments else [""]:
        built = rule.build({**known, "reference": reference} if reference else known)
        if built is not None:
            yield built[1]


def without_number(page: str) -> str:
    """An error page without the number that this one request has in the log."""
    return re.sub(r"<code>[0-9a-f]+</code>", "", page)


def hidden(page: str) -> bool:
    return EVERY_WORD not in page.lower().replace("\xad", "")


def test_no_public_page_tells_a_secret(app: Flask, client: FlaskClient, secrets: dict[str, Idea]) -> None:
    references = [idea.reference for idea in secrets.values() if idea.reference]
    visited = 0
    for address in public_addresses(app, references):
        for language in ("de", "en"):
            answer = client.get(address, query_string={"lang": language})
            # Without a broker and a worker the health page rightly answers 503.
            assert answer.status_code < 500 or address == "/readyz", address
            assert hidden(answer.get_data(as_text=True)), address
            visited += 1
    assert visited > len(references)


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_idea_answers_like_one_that_never_was(
    client: FlaskClient, secrets: dict[str, Idea], name: str
) -> None:
    idea = secrets[name]
    never = "RK-2026-99999"
    real = idea.reference or "RK-2026-88888"
    for address in ("/ideen/{}", "/ideen/{}/aehnlich"):
        secret, nothing = client.get(address.format(real)), client.get(address.format(never))
        assert (secret.status_code, nothing.status_code) == (404, 404)
        assert without_number(secret.text).replace(real, never) == without_number(nothing.text)


@pytest.mark.parametrize("name", [*SECRETS, *TOLD])
@pytest.mark.parametrize("field", [*FIELDS, "reason", "note", "file"])
def test_no_search_finds_a_secret(client: FlaskClient, secrets: dict[str, Idea], name: str, field: str) -> None:
    word = secret_word(name, field)
    page = client.get(f"/ideen?q={word}").text
    assert "0 Ideen" in page
    # The page repeats what was asked for, and nothing else that looks like it.
    assert hidden(page.replace(word, ""))
    everything = client.get(f"/suche?q={word}").text
    assert "Kein Treffer" in everything
    assert hidden(everything.replace(word, ""))


@pytest.mark.parametrize("sort", ["neueste", "unterstuetzung", "rueckmeldungen"])
def test_no_list_shows_or_counts_a_secret(client: FlaskClient, secrets: dict[str, Idea], sort: str) -> None:
    filters = ("feld=BF", "gebiet=14524", "ziel=innovation", "gruppe=society", "")
    for query in filters:
        page = client.get(f"/ideen?sortierung={sort}&{query}").text
        assert "1 Idee<" in page, query
        assert hidden(page), query
    for state in ("formal_check", "adopted", "needs_info", "referred", "inadmissible"):
        assert "0 Ideen" in client.get(f"/ideen?sortierung={sort}&stand={state}").text


def test_the_map_counts_public_ideas_only(client: FlaskClient, secrets: dict[str, Idea]) -> None:
    page = client.get("/ideen").text
    assert page.count('<span class="tile__count">1</span>') == 1
    assert page.count('<span class="tile__count">0</span>') == 4


def test_nothing_similar_is_secret(db_session: Session, secrets: dict[str, Idea]) -> None:
    for name in secrets:
        title, body = secret_word(name, "title"), secret_word(name, "body")
        assert similar_ideas(title, f"{body} {title}", REAL_NOW) == []


def test_no_spelling_is_learnt_from_a_secret(client: FlaskClient, secrets: dict[str, Idea]) -> None:
    for name in secrets:
        misspelt = secret_word(name, "title")[:-1] + "k"
        for path in ("/ideen", "/suche"):
            assert hidden(client.get(f"{path}?q={quote(misspelt)}").text.replace(misspelt, "")), path


@pytest.mark.parametrize("name", TOLD)
def test_what_was_never_public_leaves_an_explanation_without_words(
    client: FlaskClient, secrets: dict[str, Idea], name: str
) -> None:
    answer = client.get(f"/ideen/{secrets[name].reference}")
    assert answer.status_code == 200
    assert hidden(answer.text)


def test_the_same_words_are_found_once_they_are_public(client: FlaskClient, db_session: Session) -> None:
    idea = plant("offen", IdeaState.ASSESSMENT, annex="")
    for field in ("title", "body", "organisation"):
        assert "1 Idee<" in client.get(f"/ideen?q={secret_word('offen', field)}").text
    assert not hidden(client.get(f"/ideen/{idea.reference}").text)
    assert not hidden(client.get("/feeds/ideen.atom").text)
