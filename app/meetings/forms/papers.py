"""A paper on its way in: a file or a link, with a title of its own."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from wtforms import BooleanField, FileField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.files.accept import LARGEST_FILE
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.meetings.services.papers import PaperFacts
from app.web.forms import HouseForm, LineField

ACCEPTED = ".pdf,.png,.jpg,.jpeg,.odt,.docx"


class PaperForm(HouseForm):
    """Title, file or link, and who may read it."""

    title = LineField(
        _l("Titel der Unterlage"),
        validators=[
            InputRequired(_l("Bitte geben Sie der Unterlage einen Titel.")),
            Length(max=150, message=_l("Bitte nehmen Sie höchstens %(max)d Zeichen.")),
        ],
        description=_l("So heißt sie auf der Seite, in der Sitzungsmappe und als Datei."),
    )
    file = FileField(
        _l("Datei"), validators=[Optional()], description=_l("PDF, PNG, JPEG, ODT oder DOCX, höchstens 10 MB.")
    )
    link = LineField(
        _l("Oder ein Link"),
        validators=[Optional(), Length(max=500, message=_l("Bitte nehmen Sie höchstens %(max)d Zeichen."))],
    )
    public = BooleanField(_l("Alle dürfen sie lesen"))

    def validate_link(self, field: LineField) -> None:
        """A link leads to a page of the web."""
        if field.data and not self._leads_to_the_web(field.data):
            raise ValidationError(
                _("Bitte geben Sie eine vollständige Adresse an, zum Beispiel https://www.sachsen.de.")
            )

    def validate(self, extra_validators: Any = None) -> bool:
        """Either a file or a link, not both, not neither."""
        fine = bool(super().validate(extra_validators))
        if bool(self.file.data) == bool(self.link.data):
            self.file.errors = [*self.file.errors, _("Bitte wählen Sie eine Datei oder geben Sie einen Link an.")]
            return False
        return fine

    def facts(self, item_id: int | None) -> PaperFacts:
        """What was typed and sent; of a file too large only so much is read that this shows."""
        name, data = "", b""
        if self.file.data:
            name, data = self.file.data.filename or "", self.file.data.read(LARGEST_FILE + 1)
        return PaperFacts(self.title.data, bool(self.public.data), item_id, self.link.data or "", name, data)

    @staticmethod
    def _leads_to_the_web(link: str) -> bool:
        try:
            parts = urlsplit(link)
        except ValueError:
            return False
        return parts.scheme in ("https", "http") and bool(parts.hostname) and " " not in link
