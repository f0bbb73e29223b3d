"""Letters on paper, as accessible PDF (PDF/UA-1), for people without e-mail."""

from __future__ import annotations

import json
from pathlib import Path

import typst

from app.clock import local
from app.i18n import full_date, in_language
from app.i18n import gettext as _
from app.ideas.links import status_link
from app.ideas.models import Idea
from app.region.queries import body

TEMPLATE = Path(__file__).parent / "receipt.typ"


def receipt_as_pdf(idea: Idea) -> bytes:
    """The receipt with the reference number and the address of the status page, in the submitter's language."""
    with in_language(idea.language):
        texts = json.dumps(_texts(idea), ensure_ascii=False)
    # Everything that varies goes in as data: nothing that people typed is ever read as markup.
    return bytes(typst.compile(TEMPLATE, format="pdf", pdf_standards=["ua-1"], sys_inputs={"texts": texts}))


def _texts(idea: Idea) -> dict[str, object]:
    house = body()
    received = full_date(idea.received_on or local(idea.created_at).date())
    begins = full_date(idea.due_at) if idea.due_at else ""
    return {
        "language": idea.language,
        "sender": house.name(idea.language) if house else "",
        "recipient": [line for line in (idea.contact_name, idea.organisation) if line],
        "date": full_date(local(idea.submitted_at or idea.created_at).date()),
        "subject": _("Ihre Idee ist eingegangen: %(reference)s", reference=idea.reference),
        "greeting": _("Guten Tag %(name)s,", name=idea.contact_name),
        "paragraphs": [
            _("Ihre Idee „%(title)s“ ist eingegangen und hat das Aktenzeichen %(reference)s.",
              title=idea.title, reference=idea.reference),
            _("Als Nächstes prüft die Moderation Ihre Angaben. Wenn etwas fehlt, fragen wir nach."
              " Öffentlich wird die Idee erst nach dieser Prüfung."),
            _("Unter dieser Adresse sehen Sie den Stand, antworten auf Rückfragen oder ziehen die Idee zurück:"),
        ],
        "facts": [
            [_("Idee"), idea.title],
            [_("Aktenzeichen"), idea.reference],
            [_("Eingegangen am"), received],
            *([[_("Prüfung beginnt bis"), begins]] if begins else []),
        ],
        "link": status_link(idea),
        "closing": _("Mit freundlichen Grüßen"),
    }  # fmt: skip
