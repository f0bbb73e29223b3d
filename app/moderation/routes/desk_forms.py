"""The forms on a desk: which there are, what they offer for this idea, what they are filled with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request
from wtforms import Field

from app.clock import local
from app.ideas.states import IdeaState
from app.moderation.forms import (
    AttachmentsForm,
    ClaimForm,
    DecisionForm,
    GatesForm,
    IdeaForm,
    ReopenForm,
    SettleForm,
    VisibilityForm,
    gates_values,
)
from app.moderation.queries.desk import Desk
from app.moderation.textblocks import text_blocks
from app.web.fields import field_kind

S = IdeaState
STEPS = {
    S.FORMAL_CHECK: (S.ASSESSMENT, S.NEEDS_INFO, S.REFERRED, S.INADMISSIBLE, S.MERGED),
    S.NEEDS_INFO: (S.FORMAL_CHECK,),
}
NO_VALUES: Callable[[Desk], dict[str, Any]] = lambda _desk: {}  # noqa: E731


@dataclass(frozen=True, slots=True)
class DeskForm:
    """A form of the desk: its class, what it is filled with, and what it offers."""

    name: str
    kind: type[IdeaForm]
    values: Callable[[Desk], dict[str, Any]] = NO_VALUES
    offer: Callable[[Any, Desk], None] | None = None

    def of(self, desk: Desk, formdata: Any = None) -> IdeaForm:
        """The form as the idea fills it, or as it was sent."""
        values = {"revision": desk.idea.revision, **self.values(desk)}
        form = self.kind(formdata=formdata, prefix=self.name, data=values)
        if self.offer:
            self.offer(form, desk)
        return form


def _visibility(desk: Desk) -> dict[str, Any]:
    publish_at = desk.idea.publish_at
    return {
        "visibility": desk.idea.visibility,
        "publish_at": local(publish_at).replace(tzinfo=None) if publish_at else None,
    }


def _attachments(desk: Desk) -> dict[str, Any]:
    return {"approved": [str(file.id) for file in desk.attachments if file.approved_at]}


def _offer_steps(form: DecisionForm, desk: Desk) -> None:
    blocks = [(block.key, block.title) for block in text_blocks(desk.idea.language)]
    form.offer(STEPS.get(IdeaState(desk.idea.state), ()), blocks)


def _offer_files(form: AttachmentsForm, desk: Desk) -> None:
    form.offer((file.id, file.file_name) for file in desk.attachments if not file.confidential)


FORM_CLASSES = {
    form.name: form
    for form in (
        DeskForm("claim", ClaimForm),
        DeskForm("gates", GatesForm, lambda desk: gates_values(desk.gates)),
        DeskForm("decision", DecisionForm, offer=_offer_steps),
        DeskForm("settle", SettleForm),
        DeskForm("visibility", VisibilityForm, _visibility),
        DeskForm("attachments", AttachmentsForm, _attachments, _offer_files),
        DeskForm("reopen", ReopenForm),
    )
}


def bind(name: str, desk: Desk) -> Any:
    """The form called `name` as it was just sent."""
    return FORM_CLASSES[name].of(desk, request.form)


def forms_of(desk: Desk, bound: IdeaForm | None = None) -> dict[str, IdeaForm]:
    """All forms of the desk; the bound one keeps what was typed."""
    return {
        name: bound if bound is not None and isinstance(bound, form.kind) else form.of(desk)
        for name, form in FORM_CLASSES.items()
    }


def typed_in(form: IdeaForm) -> list[tuple[str, str]]:
    """What stands in a form, in words: pairs of label and value, empty ones left out."""
    pairs = [(str(field.label.text), _in_words(field)) for field in form if field_kind(field) != "hidden"]
    return [(label, value) for label, value in pairs if value]


def _in_words(field: Field) -> str:
    if not field.data:
        return ""
    chosen = field.data if isinstance(field.data, list) else [field.data]
    names = {str(choice.value): str(choice.label) for choice in getattr(field, "choices", None) or ()}
    return ", ".join(names.get(str(value), str(value)) for value in chosen)
