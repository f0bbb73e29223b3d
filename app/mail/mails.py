"""Letters about letters: please confirm what you want to get; here is what we wrote to you."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.i18n import in_language
from app.i18n import lazy_gettext as _l
from app.mail.letters import Letter, LetterKind, Recipient
from app.mail.optional import CONFIRM_WITHIN, READ_WITHIN, confirm_url, history_url
from app.mail.topics import Reader, Topic

_HOURS = int(READ_WITHIN.total_seconds() // 3600)
TOPIC_CONFIRM = LetterKind(
    "topic_confirm",
    "mail",
    expires_after=CONFIRM_WITHIN,
    sample={
        "topics": [_l("Überblick über alles Neue")],
        "url": "https://konvent.example/benachrichtigungen/bestaetigen/ein-muster",
        "days": CONFIRM_WITHIN.days,
    },
)
HISTORY_LINK = LetterKind(
    "history_link",
    "mail",
    expires_after=READ_WITHIN,
    secret=True,
    sample={"url": "https://konvent.example/post/ein-muster", "hours": _HOURS},
)
KINDS = (TOPIC_CONFIRM, HISTORY_LINK)


def topic_confirm(recipient: Recipient, topics: Sequence[Topic], now: datetime) -> Letter:
    """Somebody, hopefully this person, wants letters on these topics; none goes before the button is pressed."""
    names = sorted(topic.name for topic in topics)
    with in_language(recipient.language):
        labels = [str(topic.label) for topic in topics]
    facts = {"topics": labels, "url": confirm_url(recipient.address, names), "days": CONFIRM_WITHIN.days}
    return Letter(TOPIC_CONFIRM, recipient, f"topics:{','.join(names)}", facts, slot=_hour(now))


def history_link(reader: Reader, now: datetime, language: str | None = None) -> Letter:
    """The way to everything that was written to this address."""
    facts = {"url": history_url(reader.address), "hours": _HOURS}
    return Letter(HISTORY_LINK, recipient_of(reader, language), "post", facts, slot=_hour(now))


def recipient_of(reader: Reader, language: str | None = None) -> Recipient:
    """A reader as whom a letter goes to."""
    return Recipient(reader.address, reader.name, language or reader.language, reader.person_id)


def _hour(now: datetime) -> str:
    # Pressing again and again writes once an hour: nobody can be flooded through us.
    return now.strftime("%Y-%m-%dT%H")
