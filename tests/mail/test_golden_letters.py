"""Every kind of letter says in both languages what its golden files say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from app.factory import LETTER_KINDS
from app.i18n import LANGUAGES
from app.mail import LetterKind
from tests.mail.golden import assert_golden

APP = Path(__file__).parents[2] / "app"
_GREETINGS = re.compile(r"^(Guten Tag|Hello|Dear|Good day|Sehr geehrte)\b", re.M)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LETTER_KINDS, ids=lambda kind: kind.name)
def test_a_letter_says_what_its_golden_files_say(app: Flask, kind: LetterKind, language: str) -> None:
    with app.app_context():
        words = assert_golden(kind, language)
    assert len(_GREETINGS.findall(words.text)) == 1, "the layout greets; the letter's body does not"
    assert words.html.count("<h1") == 1, "the layout writes the one heading"
    assert "<img" not in words.html
    assert "http://" not in words.html.replace("http://konvent.example", ""), "nothing leads elsewhere unencrypted"


def test_every_folder_of_templates_belongs_to_a_registered_kind() -> None:
    folders = {f"{folder.parent.parent.name}/{folder.name}" for folder in APP.glob("*/templates/*/mails/*")}
    assert folders == {f"{kind.domain}/{kind.name}" for kind in LETTER_KINDS}


@pytest.mark.parametrize("folder", sorted(APP.glob("*/templates/*/mails/*")), ids=lambda folder: folder.name)
def test_a_letter_is_a_folder_of_three_templates(folder: Path) -> None:
    assert {file.name for file in folder.iterdir()} == {"subject.txt", "body.txt", "body.html"}
