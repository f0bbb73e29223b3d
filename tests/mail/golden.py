"""Golden files: what every kind of letter says in both languages, kept under tests/<domain>/golden.

A domain gives its kinds a `sample`; the one test in test_golden_letters.py does the rest.
`UPDATE_GOLDEN=1 pytest tests/mail/test_golden_letters.py` writes the files anew: read the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

from app.mail import LetterKind
from app.mail.compose import Composed
from app.mail.gallery import sample

TESTS = Path(__file__).parent.parent


def assert_golden(kind: LetterKind, language: str) -> Composed:
    """Compare a kind's sample letter with its files, or write them where UPDATE_GOLDEN is set; returns it."""
    words = sample(kind, language)
    folder = TESTS / kind.domain / "golden"
    _compare(folder / f"{kind.name}.{language}.txt", f"{words.subject}\n\n{words.text}")
    _compare(folder / f"{kind.name}.{language}.html", words.html)
    return words


def _compare(file: Path, said: str) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(said, encoding="utf-8")
    assert file.exists(), f"{file.name} is missing: run the golden test once with UPDATE_GOLDEN=1"
    assert said == file.read_text(encoding="utf-8"), f"{file.name} says something else than the letter"
