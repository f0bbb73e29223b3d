"""Forms clean what is typed, say what is wrong in our words, and carry a key that makes posting twice harmless."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.web.cleaning import clean_line, clean_text
from app.web.forms import ChoiceField, EmailField, LineField, OpenForm, PhoneField, choices, new_form_key
from app.web.validation import EmailAddress, MaxLength, PhoneNumber, Required


class NoteForm(OpenForm):
    """A small form to try the base on."""

    title = LineField("Titel", [Required("Bitte geben Sie einen Titel an."), MaxLength(10)])
    email = EmailField("E-Mail", [EmailAddress()])
    phone = PhoneField("Telefon", [PhoneNumber()])
    kind = ChoiceField("Art", [Required("Bitte wählen Sie.")], choices=choices([("a", "A"), ("b", "B")]))


@pytest.fixture(autouse=True)
def in_app(app: Flask) -> Iterator[None]:
    """The keys are signed with the application's secret."""
    with app.app_context():
        yield


def key(minutes: float = 1, number: uuid.UUID | None = None) -> str:
    return new_form_key(number or uuid.uuid4(), clock.now() - timedelta(minutes=minutes))


def posted(app: Flask, language: str = "de", **values: str) -> NoteForm:
    data = {"form_key": key(), "title": "Titel", "kind": "a"} | values
    with app.test_request_context(f"/?lang={language}", method="POST", data=data):
        form = NoteForm()
        form.validate()
        return form


def said(form: NoteForm) -> list[str]:
    return [str(message) for messages in form.errors.values() for message in messages]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b\x1bc", "abc"),
        ("eins\r\nzwei", "eins zwei"),
        ("\u202eoben", "oben"),
        ("  viel   Platz ", "viel Platz"),
        ("e\u0301", "é"),
        ("👩‍🚒 𝔘", "👩‍🚒 𝔘"),
        (None, ""),
    ],
)
def test_a_line_loses_what_nobody_types(typed: str | None, kept: str) -> None:
    assert clean_line(typed) == kept


def test_text_keeps_its_lines() -> None:
    assert clean_text("eins \r\nzwei\u2028drei\n\n\n\n\n\nvier\x07") == "eins\nzwei\ndrei\n\n\nvier"


def test_a_good_form_passes(app: Flask) -> None:
    assert said(posted(app, email="a.b@Post.Example", phone="+49 371 12345")) == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"title": ""}, "Bitte geben Sie einen Titel an."),
        ({"title": "x" * 13}, "um 3 Zeichen"),
        ({"email": "kein@"}, "name@beispiel.de"),
        ({"email": "a@b.example\r\nBcc: c@d.example"}, "name@beispiel.de"),
        ({"email": "müller@post.example"}, "vor dem @"),
        ({"phone": "ruf mich an"}, "Telefonnummer"),
        ({"kind": ""}, "Bitte wählen Sie."),
        ({"kind": "c"}, "angebotenen Möglichkeiten"),
        ({"website": "http://x.example"}, "unsichtbare Feld"),
        ({"form_key": "gefälscht"}, "zu lange offen"),
        ({"form_key": ""}, "zu lange offen"),
    ],
)
def test_what_is_wrong_is_said(app: Flask, values: dict[str, str], words: str) -> None:
    assert any(words in message for message in said(posted(app, **values)))


def test_a_form_sent_at_once_is_asked_again_and_then_taken(app: Flask) -> None:
    first = posted(app, form_key=key(minutes=0))
    assert "sehr schnell" in said(first)[0]
    assert said(posted(app, form_key=key(0.5, first.key))) == []


def test_the_key_survives_an_error_and_an_old_one_is_replaced(app: Flask) -> None:
    number = uuid.uuid4()
    assert posted(app, form_key=key(1, number), title="").key == number
    old = posted(app, form_key=key(60 * 24 * 31, number))
    assert old.key != number
    assert "zu lange offen" in said(old)[0]


def test_keeping_for_later_asks_for_nothing_that_is_missing(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"form_key": key()}):
        assert NoteForm().validate_leniently()
    with app.test_request_context("/", method="POST", data={"form_key": key(), "title": "x" * 11}):
        assert not NoteForm().validate_leniently()
