"""The post in plain words: states, reasons, and what to do."""

from __future__ import annotations

from app.i18n import lazy_gettext as _l
from app.mail.states import LetterState, Reason

STATES = {
    LetterState.QUEUED: _l("wartet"),
    LetterState.SENDING: _l("wird gerade gesendet"),
    LetterState.SENT: _l("zugestellt an den Mailserver"),
    LetterState.FAILED: _l("nicht zustellbar"),
    LetterState.EXPIRED: _l("verfallen"),
    LetterState.CANCELLED: _l("gestoppt"),
    LetterState.SUPPRESSED: _l("nicht gesendet"),
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
