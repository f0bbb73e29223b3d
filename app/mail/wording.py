"""The post in plain words: states, reasons, and what to do."""

from __future__ import annotations

from flask_babel import LazyString

from app.i18n import lazy_gettext as _l
from app.mail.choices import Source
from app.mail.queries.history import Sent
from app.mail.states import LetterState, Reason
from app.mail.topics import Rhythm
from app.web.pieces import Badge

STATES = {
    LetterState.QUEUED: Badge(_l("wartet"), "info", "ring"),
    LetterState.SENDING: Badge(_l("wird gerade gesendet"), "info", "half"),
    LetterState.SENT: Badge(_l("zugestellt an den Mailserver"), "success", "tick"),
    LetterState.FAILED: Badge(_l("nicht zustellbar"), "danger", "cross"),
    LetterState.EXPIRED: Badge(_l("verfallen"), "neutral", "dash"),
    LetterState.CANCELLED: Badge(_l("gestoppt"), "neutral", "square"),
    LetterState.SUPPRESSED: Badge(_l("nicht gesendet"), "warning", "pause"),
}
REASONS = {
    Reason.REFUSED: _l("Der Mailserver hat die Nachricht abgelehnt. Prüfen Sie die Adresse."),
    Reason.GAVE_UP: _l("Der Mailserver hat tagelang vertröstet. Versuchen Sie es später noch einmal."),
    Reason.DEFERRED: _l("Der Mailserver nimmt die Nachricht gerade nicht an. Wir versuchen es von selbst wieder."),
    Reason.INTERRUPTED: _l("Die Verbindung zum Mailserver ist abgerissen. Wir versuchen es von selbst wieder."),
    Reason.POISONED: _l("Beim Senden ist das Programm mehrfach ausgefallen. Melden Sie das der Technik."),
    Reason.UNSENDABLE: _l("Aus dieser Adresse lässt sich keine Nachricht bilden. Prüfen Sie die Adresse."),
    Reason.TOO_OLD: _l("Die Nachricht kam zu spät und wäre nutzlos gewesen."),
    Reason.NOT_TRUE: _l("Was in der Nachricht steht, galt nicht mehr."),
    Reason.BLOCKED_ADDRESS: _l("Unter dieser Adresse kam zuletzt nichts an. Fragen Sie nach einer neuen."),
    Reason.UNWANTED: _l("Die Person hat solche Nachrichten abbestellt."),
    Reason.UNCONFIRMED: _l("Die Person hat noch nicht bestätigt, dass sie solche Nachrichten möchte."),
    Reason.BY_STAFF: _l("Von der Geschäftsstelle gestoppt."),
    Reason.ERASED: _l("Die Daten der Person sind gelöscht."),
}
RHYTHMS = {
    Rhythm.AT_ONCE: _l("sofort"),
    Rhythm.DAILY: _l("täglich um 7 Uhr"),
    Rhythm.WEEKLY: _l("wöchentlich"),
    Rhythm.MONTHLY: _l("monatlich am Ersten"),
    Rhythm.AFTER_MEETING: _l("nach jeder Sitzung"),
    Rhythm.OFF: _l("nicht senden"),
}
WEEKDAYS = (
    *(_l("Montag"), _l("Dienstag"), _l("Mittwoch"), _l("Donnerstag")),
    *(_l("Freitag"), _l("Samstag"), _l("Sonntag")),
)
SOURCES = {
    Source.ACCOUNT: _l("in Ihrem Konto"),
    Source.LINK: _l("über den Link in einer Nachricht"),
    Source.CONFIRMATION: _l("über den Link in der Nachricht zur Bestätigung"),
    Source.FORM: _l("über ein Formular auf dieser Seite"),
    Source.COMPLAINT: _l("weil Ihr Mailprogramm sie als unerwünscht gemeldet hat"),
}
# The same for the person it was sent to.
OWN_STATES = {
    LetterState.QUEUED: Badge(_l("unterwegs"), "info", "ring"),
    LetterState.SENDING: Badge(_l("unterwegs"), "info", "half"),
    LetterState.SENT: Badge(_l("zugestellt"), "success", "tick"),
    LetterState.FAILED: Badge(_l("nicht zustellbar"), "danger", "cross"),
    LetterState.EXPIRED: Badge(_l("nicht gesendet"), "neutral", "dash"),
    LetterState.CANCELLED: Badge(_l("nicht gesendet"), "neutral", "dash"),
    LetterState.SUPPRESSED: Badge(_l("nicht gesendet"), "neutral", "dash"),
}
CAME_BACK = Badge(_l("zurückgekommen"), "warning", "arrow")
OWN_REASONS = {
    Reason.REFUSED: _l("Ihr Mailserver hat die Nachricht abgelehnt."),
    Reason.GAVE_UP: _l("Ihr Mailserver hat die Nachricht mehrere Tage lang nicht angenommen."),
    Reason.DEFERRED: _l("Ihr Mailserver nimmt die Nachricht gerade nicht an. Wir versuchen es weiter."),
    Reason.INTERRUPTED: _l("Die Verbindung ist abgerissen. Wir versuchen es weiter."),
    Reason.POISONED: _l("Beim Senden ist uns ein Fehler unterlaufen."),
    Reason.UNSENDABLE: _l("An diese Adresse lässt sich nichts senden."),
    Reason.TOO_OLD: _l("Die Nachricht wäre zu spät gekommen."),
    Reason.NOT_TRUE: _l("Was in der Nachricht stand, galt nicht mehr."),
    Reason.BLOCKED_ADDRESS: _l("Nachrichten an diese Adresse kamen zurück, deshalb senden wir nichts dorthin."),
    Reason.UNWANTED: _l("Sie haben solche Nachrichten abbestellt."),
    Reason.UNCONFIRMED: _l("Sie hatten noch nicht zugestimmt."),
    Reason.BY_STAFF: _l("Die Geschäftsstelle hat die Nachricht gestoppt."),
    Reason.ERASED: _l("Die Daten sind gelöscht."),
}


def own_state(sent: Sent) -> Badge:
    """How far a letter has got, as its reader sees it."""
    return CAME_BACK if sent.came_back else OWN_STATES[LetterState(sent.letter.state)]


def own_reason(sent: Sent) -> LazyString | str:
    """Why it was not delivered, as its reader sees it; empty when it was."""
    if sent.came_back:
        return _l("Ihr Mailserver hat die Nachricht angenommen und später zurückgeschickt.")
    return OWN_REASONS[Reason(sent.letter.reason)] if sent.letter.reason else ""


VERBS = {
    "send": _l("erneut oder sofort gesendet"),
    "cancel": _l("gestoppt"),
    "pause": _l("Schalter gestellt"),
    "lift": _l("Sperre aufgehoben"),
}
PAUSED = {"all": _l("alles angehalten"), "optional": _l("Abbestellbares angehalten"), "nothing": _l("alles läuft")}
