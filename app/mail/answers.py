"""What a mail server answered, in plain words, and what to do about it (RFC 5321, RFC 3463)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask_babel import LazyString

from app.i18n import lazy_gettext as _l

_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_BASIC = re.compile(r"\b([245]\d\d)\b")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an answer means and what staff can do."""

    words: LazyString
    advice: LazyString


_UNKNOWN_MAILBOX = Meaning(
    _l("Dieses Postfach gibt es nicht."),
    _l("Fragen Sie die Person nach der richtigen Adresse, etwa am Telefon. Erneutes Senden hilft nicht."),
)
_UNKNOWN_DOMAIN = Meaning(
    _l("Die Domain hinter dem @ nimmt keine Nachrichten an."),
    _l("Oft ist es ein Tippfehler. Prüfen Sie die Adresse und senden Sie danach an die richtige."),
)
_FULL = Meaning(
    _l("Das Postfach ist voll."),
    _l("Sagen Sie der Person Bescheid und senden Sie die Nachricht in einigen Tagen erneut."),
)
_TOO_LARGE = Meaning(_l("Die Nachricht ist dem Mailserver zu groß."), _l("Melden Sie das der Technik."))
_DISTRUST = Meaning(
    _l("Der Mailserver traut unserem Absender nicht oder hält die Nachricht für Spam."),
    _l("Melden Sie das der Technik: SPF, DKIM und DMARC der Absenderdomain gehören geprüft."),
)
_BUSY = Meaning(
    _l("Der Mailserver nimmt gerade nichts an."),
    _l("Es genügt zu warten. Später können Sie die Nachricht erneut senden."),
)
_REFUSED = Meaning(
    _l("Der Mailserver hat die Nachricht ohne verständlichen Grund abgelehnt."),
    _l("Prüfen Sie die Adresse. Kommt das bei mehreren Adressen vor, melden Sie es der Technik."),
)
_BY_DETAIL = {
    "1.2": _UNKNOWN_DOMAIN,
    "1.10": _UNKNOWN_DOMAIN,
    "2.2": _FULL,
    "2.3": _TOO_LARGE,
    "3.4": _TOO_LARGE,
    "4.4": _UNKNOWN_DOMAIN,
}
_BY_SUBJECT = {"1": _UNKNOWN_MAILBOX, "2": _UNKNOWN_MAILBOX, "7": _DISTRUST}
_BY_CODE = {"550": _UNKNOWN_MAILBOX, "551": _UNKNOWN_MAILBOX, "552": _FULL, "553": _UNKNOWN_MAILBOX, "554": _DISTRUST}


def meaning_of(answer: str | None) -> Meaning | None:
    """What an answer such as „550 5.1.1 no such user“ means; None for success or no answer."""
    if not answer:
        return None
    found = _ENHANCED.search(answer)
    if found and found[1] != "2":
        detail, subject = f"{found[2]}.{found[3]}", found[2]
        if found[1] == "4" and detail not in _BY_DETAIL:
            return _BUSY
        return _BY_DETAIL.get(detail) or _BY_SUBJECT.get(subject) or _REFUSED
    code = _BASIC.search(answer)
    if code is None or code[1].startswith("2"):
        return None
    return _BUSY if code[1].startswith("4") else _BY_CODE.get(code[1], _REFUSED)
