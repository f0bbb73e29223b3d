"""The few words of the mailbox, in both languages of the house."""

from werkzeug.datastructures import LanguageAccept

_WORDS = {
    "mailbox": ("Postfach", "Mailbox"),
    "explanation": (
        "Alle Briefe, die Konvent auf diesem Rechner verschickt. Nichts davon verlässt ihn.",
        "All letters that Konvent sends on this machine. None of them leaves it.",
    ),
    "all_letters": ("Alle Briefe", "All letters"),
    "filter": ("Empfängeradresse enthält", "Recipient contains"),
    "show": ("Anzeigen", "Show"),
    "letters": ("Briefe", "Letters"),
    "none": (
        "Hier liegt noch kein Brief. Er erscheint, sobald Konvent einen verschickt.",
        "No letter yet. One appears as soon as Konvent sends it.",
    ),
    "none_found": ("Kein Brief an diese Adresse.", "No letter to this address."),
    "to": ("An", "To"),
    "from": ("Von", "From"),
    "subject": ("Betreff", "Subject"),
    "no_subject": ("(ohne Betreff)", "(no subject)"),
    "received": ("Eingegangen", "Received"),
    "kind": ("Art", "Kind"),
    "clear": ("Postfach leeren", "Empty the mailbox"),
    "formatted": ("Gestaltet", "Formatted"),
    "no_html": ("Dieser Brief hat keinen HTML-Teil.", "This letter has no HTML part."),
    "text": ("Text", "Text"),
    "no_text": ("Dieser Brief hat keinen Textteil.", "This letter has no text part."),
    "attachments": ("Anhänge", "Attachments"),
    "headers": ("Kopfzeilen", "Headers"),
    "raw": ("Rohfassung", "Raw source"),
    "alone": ("In eigenem Fenster öffnen", "Open in a window of its own"),
    "calendar": ("Kalendereintrag", "Calendar entry"),
    "language": ("de", "en"),
}


def word(key: str, accepted: LanguageAccept) -> str:
    """Return a word in the reader's language, German when they name neither."""
    german, english = _WORDS[key]
    return english if accepted.best_match(["de", "en"], default="de") == "en" else german
