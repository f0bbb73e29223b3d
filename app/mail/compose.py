"""Composing: a letter's facts become its subject, text and HTML in the recipient's language."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import urlsplit

from flask import current_app

from app.i18n import in_language
from app.mail.letters import CalendarPart, Letter
from app.mail.optional import preferences_url

_BLANK_LINES = re.compile(r"\n{3,}")
# What a person may have pasted and neither PostgreSQL nor mail can carry: control characters but tab and line end.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose letter it is: the name, the address for questions, the site."""

    name: str
    contact: str
    site: str
    site_name: str


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter in words, ready to be stored."""

    subject: str
    text: str
    html: str
    why: str


def compose(letter: Letter, unsubscribe_url: str | None = None) -> Composed:
    """Render a letter's three templates; nothing but its facts goes in, so a request leaves no trace in it."""
    facts = {
        **letter.facts,
        "recipient": letter.recipient,
        "letterhead": letterhead(),
        "unsubscribe_url": unsubscribe_url,
        "preferences_url": preferences_url(letter.recipient.address),
    }
    with in_language(letter.recipient.language):
        subject = one_line(_render(letter, "subject.txt", facts))
        text = _render(letter, "body.txt", facts)
        why = one_line(_why(letter, facts))
        html = _render(letter, "body.html", {**facts, "subject": subject})
    return Composed(subject, _tidy(text), html, why)


def letterhead() -> Letterhead:
    """The sender as the settings name it."""
    name, address = parseaddr(str(current_app.config["MAIL_DEFAULT_SENDER"]))
    site = str(current_app.config["BASE_URL"])
    return Letterhead(name or address, current_app.config.get("MAIL_CONTACT") or address, site, urlsplit(site).netloc)


def organizer() -> tuple[str, str]:
    """Name and address for the ORGANIZER of a calendar entry: whom the letters are from."""
    return parseaddr(str(current_app.config["MAIL_DEFAULT_SENDER"]))


def check_organizer(calendar: CalendarPart) -> None:
    """Raise ValueError when somebody else than the sender of our letters invites in this calendar entry."""
    _, address = organizer()
    if strangers := calendar.organizers() - {address.lower()}:
        raise ValueError(f"letters are from {address}, the calendar's ORGANIZER is {', '.join(sorted(strangers))}")


def one_line(text: str) -> str:
    """Text fit for a header: no line break, no control or direction character, single spaces."""
    spaced = " ".join(text.split())
    return "".join(char for char in spaced if unicodedata.category(char) not in ("Cc", "Cf") or char == "\u00ad")


def _render(letter: Letter, part: str, facts: dict[str, object]) -> str:
    # Not Flask's render_template: its context processors ask the request and the session who is there.
    template = current_app.jinja_env.get_template(letter.kind.template(part))
    return _UNPRINTABLE.sub("", template.render(facts))


def _why(letter: Letter, facts: dict[str, object]) -> str:
    # What the foot says about the reason is kept longer than the text: the reader's own history tells it.
    template = current_app.jinja_env.get_template(letter.kind.template("body.txt"))
    return "".join(template.blocks["why"](template.new_context(facts))) if "why" in template.blocks else ""


def _tidy(text: str) -> str:
    lines = (line.rstrip() if line != "-- " else line for line in text.strip().splitlines())
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)) + "\n"
