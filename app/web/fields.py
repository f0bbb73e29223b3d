"""What the form macros need to know about a WTForms field: its kind, and where its errors lead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from wtforms import BooleanField, Field, Form, HiddenField, RadioField, SelectField, SelectMultipleField, TextAreaField

Kind = Literal["hidden", "checkbox", "radios", "checkboxes", "select", "textarea", "input"]

# Subclasses stand before their parents.
_KINDS: tuple[tuple[type[Field], Kind], ...] = (
    (HiddenField, "hidden"),
    (BooleanField, "checkbox"),
    (RadioField, "radios"),
    (SelectMultipleField, "checkboxes"),
    (SelectField, "select"),
    (TextAreaField, "textarea"),
)


def field_kind(field: Field) -> Kind:
    """Which drawing a field gets; everything unknown is one line of input."""
    return next((kind for cls, kind in _KINDS if isinstance(field, cls)), "input")


def focus_target(field: Field) -> str:
    """The id of the element that takes the focus: in a group its first choice."""
    return f"{field.id}-0" if field_kind(field) in ("radios", "checkboxes") else str(field.id)


def form_errors(form: Form) -> list[tuple[str | None, str]]:
    """Every error of a form in the order of its fields, with the id to go to (None: the whole form)."""
    return list(_errors(form))


def _errors(form: Form) -> Iterator[tuple[str | None, str]]:
    for message in form.form_errors:
        yield None, str(message)
    for field in form:
        hidden = field_kind(field) == "hidden"
        for message in field.errors:
            yield (None, str(message)) if hidden else (focus_target(field), _said(str(field.label.text), str(message)))


def _said(label: str, message: str) -> str:
    """A question keeps its own sign before what is said about it."""
    return f"{label} {message}" if label.endswith("?") else f"{label}: {message}"
