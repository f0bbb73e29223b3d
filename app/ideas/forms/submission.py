"""The forms of a submission: five steps, the same on one page, the self-check, „Später weiter“."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from werkzeug.datastructures import FileStorage

from app.i18n import lazy_gettext as _l
from app.ideas.forms.parts import ConsentPart, FilesPart, GatePart, PlacePart, WhatPart, WhoPart, values_of
from app.ideas.models import Idea
from app.web.forms import EmailField, OpenForm
from app.web.validation import EmailAddress, Required

Sent = tuple[str | None, bytes]


class DraftForm(OpenForm):
    """A form that goes on with a draft; its key leads there."""

    def __init__(self, *args: Any, key: uuid.UUID | None = None, **kwargs: Any) -> None:
        super().__init__(*args, key=key, **kwargs)
        for offer in ("offer_places", "offer_groups"):
            if hasattr(self, offer):
                getattr(self, offer)()

    @property
    def values(self) -> dict[str, Any]:
        """What may be kept on the draft."""
        return values_of(self)

    def sent_files(self, name: str) -> list[Sent]:
        """The files of one field with their names; empty for a form without that field."""
        return [(file.filename, file.read()) for file in self._files(name)]

    def _files(self, name: str) -> Sequence[FileStorage]:
        sent = self[name].data if name in self else ()
        return [file for file in sent or () if isinstance(file, FileStorage)]

    def refuse_files(self, name: str, refused: Sequence[tuple[str, LazyString | str]]) -> None:
        """Say beside the field which files were not taken, and why."""
        field = self[name]
        field.errors = (*field.errors, *(f"{file}: {reason}" if file else str(reason) for file, reason in refused))


class WhatForm(WhatPart, DraftForm):
    """Step 1."""


class PlaceForm(PlacePart, DraftForm):
    """Step 2."""


class WhoForm(WhoPart, DraftForm):
    """Step 3."""


class FilesForm(FilesPart, DraftForm):
    """Step 4."""


class HandInForm(ConsentPart, DraftForm):
    """Step 5: the preview."""


class WholeForm(WhatPart, PlacePart, WhoPart, FilesPart, GatePart, ConsentPart, DraftForm):
    """Everything on one page."""

    @property
    def values(self) -> dict[str, Any]:
        """The self-check is kept as one value."""
        return {**super().values, "self_check": self.answers}


class SelfCheckForm(GatePart, DraftForm):
    """The self-check on a page of its own."""

    @property
    def values(self) -> dict[str, Any]:
        """Nothing but the answers."""
        return {"self_check": self.answers}


class LaterForm(DraftForm):
    """Where the link to the draft should go."""

    address = EmailField(
        _l("E-Mail-Adresse"), [Required(_l("Bitte geben Sie Ihre E-Mail-Adresse an.")), EmailAddress()]
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One screen of the submission."""

    slug: str
    title: LazyString
    form: type[DraftForm]


STEPS: tuple[Step, ...] = (
    Step("worum", _l("Worum geht es?"), WhatForm),
    Step("wo", _l("Wo und wozu?"), PlaceForm),
    Step("wer", _l("Wer sind Sie?"), WhoForm),
    Step("anlagen", _l("Anlagen"), FilesForm),
    Step("vorschau", _l("Prüfen und einreichen"), HandInForm),
)
BY_SLUG = {step.slug: step for step in STEPS}
FIRST, LAST = STEPS[0], STEPS[-1]


def number_of(step: Step) -> int:
    """1 for the first step."""
    return STEPS.index(step) + 1


def after(step: Step) -> Step:
    """The step that follows; the last one follows itself."""
    return STEPS[min(number_of(step), len(STEPS) - 1)]


def before(step: Step) -> Step:
    """The step before; the first one is before itself."""
    return STEPS[max(number_of(step) - 2, 0)]


def kept_values(idea: Idea | None) -> dict[str, Any]:
    """What a draft holds, as forms take it."""
    if idea is None:
        return {}
    return {
        **{
            name: getattr(idea, name) or ""
            for name in (
                *("title", "body", "action_field_code", "group_code", "organisation"),
                *("contact_name", "contact_email", "contact_phone", "annex"),
            )
        },
        "goals": [goal.code for goal in idea.goals],
        "authorities": [authority.ags for authority in idea.authorities],
        **{f"gate_{code}": answer for code, answer in (idea.self_check or {}).items()},
    }


def unfinished_steps(idea: Idea) -> list[Step]:
    """The steps that still lack something, the last one apart."""
    kept = kept_values(idea)
    return [step for step in STEPS[:-1] if not _is_complete(step, kept)]


def _is_complete(step: Step, kept: dict[str, Any]) -> bool:
    form = step.form(formdata=None, data=kept, key=uuid.uuid4())
    return all(field.validate(form) for field in form if field.name in kept)
