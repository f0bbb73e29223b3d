"""Every macro, with plain and with difficult values: well-formed, labelled, escaped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import html5lib
import pytest
from flask import Flask, render_template_string
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Optional

from app.web import shell
from app.web.forms import choices
from app.web.paging import Page
from app.web.pieces import IDEA_STATES, STATIONS, Badge, TimelineEntry, badge_of, station_of

MACROS = Path(shell.__file__).parent / "templates" / "web" / "macros"
EVIL = '<script>alert("x")</script>'
GALLERY = """
{% extends "web/base.html" %}
{% from "web/macros/map.html" import tile_map, tile_map_field %}
{% block title %}Bausteine{% endblock %}
{% block crumbs %}{{ ui.breadcrumbs([(evil, "/"), (evil, none)]) }}{% endblock %}
{% block main %}
<h1>Bausteine</h1><h2>Alle</h2>
{{ ui.mark() }}{{ ui.icon("info") }}{{ ui.shape("tick") }}{{ ui.tag(evil) }}
{% for state in states %}{{ ui.badge(state) }}{% endfor %}{{ ui.badge(own) }}
{% for kind in ("info", "success", "warning", "danger", "message", "error") %}
{{ ui.alert(evil, title=evil, kind=kind, live=True) }}{% endfor %}
{{ ui.card(evil, "/?a=1&b=2", evil, top=[evil, ui.badge("done")], foot=[evil]) }}
{{ ui.person_card(evil, evil, evil, [evil]) }}
{{ ui.empty_state(evil, evil, evil, "/", level=3) }}
{{ ui.button(evil, "/", kind="secondary", big=True) }}{{ ui.action_link(evil, "/") }}
{{ ui.facts([(evil, evil), ("leer", ""), ("nichts", none)], wide=True) }}{{ ui.numbers([(evil, 12345)]) }}
{{ ui.steps(2, 4, evil) }}{{ ui.pager(page) }}{{ ui.timeline(entries) }}
{{ ui.path_of_an_idea() }}{{ ui.path_of_an_idea(3) }}{{ ui.path_of_an_idea(explained=True) }}
{{ tile_map(places, links=links, counts={"1": 1}, chosen=["1"]) }}{{ tile_map(places, mode="checkbox", chosen=["1"]) }}
<form class="form" method="post" novalidate>
{{ forms.error_summary(form) }}{{ forms.hidden(form) }}{{ forms.csrf() }}
{% for field in form if field.name not in ("area", "key") %}
{{ forms.field(field, limit=150 if field.name in ("title", "text") else none) }}{% endfor %}
{{ tile_map_field(form.area, places, help=evil) }}
{{ forms.guard(challenge="/pruefung?x=1&y=2") }}{{ forms.submit("Senden", name="go") }}
</form>
{% endblock %}
{% block scripts %}{{ forms.guard_scripts() }}{% endblock %}
{% block aside %}<div class="panel"><h2>{{ evil }}</h2></div>{% endblock %}
"""


@dataclass(frozen=True)
class Place:
    """A row of reference data as the map reads it."""

    ags: str
    code: str
    colour: str = "#0072B2"

    def name(self, language: str) -> str:
        """A name that would break out."""
        return f"{EVIL} {language}"


class Everything(FlaskForm):
    """One field of every kind, all of them demanded."""

    title = StringField(EVIL, [DataRequired(EVIL)], description=EVIL)
    text = TextAreaField("Text", [DataRequired()])
    kind = SelectField("Art", [DataRequired()], choices=choices([("", EVIL), ("a", "A")]))
    group = RadioField("Gruppe", [DataRequired()], choices=choices([("a", EVIL), ("b", "B")]))
    goals = SelectMultipleField("Ziele", [DataRequired()], choices=choices([("a", EVIL), ("b", "B")]))
    area = SelectMultipleField("Gebiet", [DataRequired()], choices=choices([("1", "A"), ("2", "B")]))
    day = DateField("Tag", [Optional()])
    files = MultipleFileField("Dateien")
    consent = BooleanField("Ja", [DataRequired()])
    key = HiddenField()


@pytest.fixture(params=["leer", "falsch"])
def gallery(request: pytest.FixtureRequest, app: Flask) -> str:
    """The page with every macro, once untouched, once with an error in every field."""
    with app.test_request_context("/?nach=x"):
        form = Everything(MultiDict({"title": ""}) if request.param == "falsch" else None)
        if request.param == "falsch":
            form.validate()
        moment = datetime(2026, 12, 14, 9, tzinfo=UTC)
        return render_template_string(
            GALLERY,
            evil=EVIL,
            states=list(IDEA_STATES),
            own=Badge("Geplant", "info", "calendar"),
            page=Page([], next="n", previous="p"),
            places=[Place("1", "C"), Place("2", "ERZ")],
            links={"1": "/ideen?gebiet=1", "2": "/ideen?gebiet=2"},
            entries=[
                TimelineEntry(EVIL, at=moment, by=EVIL, text=EVIL),
                TimelineEntry("Jetzt", "current", at=moment, until=moment),
                TimelineEntry("Dann", "next", until=moment.date()),
            ],
            form=form,
        )


def test_the_gallery_is_well_formed_and_escaped(gallery: str) -> None:
    """html5lib finds no error and nothing typed becomes an element."""
    html5lib.HTMLParser(strict=True).parse(gallery)
    assert EVIL not in gallery


def test_every_reference_between_elements_leads_somewhere(gallery: str) -> None:
    """Labels, descriptions and the links of the error summary point to ids that exist once."""
    ids = re.findall(r'\sid="([^"]+)"', gallery)
    assert len(ids) == len(set(ids))
    wanted = re.findall(r'\s(?:for|aria-labelledby|popovertarget)="([^"]+)"', gallery)
    wanted += re.findall(r'href="#([^"]+)"', gallery)
    wanted += [name for group in re.findall(r'aria-describedby="([^"]+)"', gallery) for name in group.split()]
    assert set(wanted) <= set(ids)


def test_every_macro_is_in_the_gallery() -> None:
    """A macro added later is tested too."""
    missing = []
    for file in MACROS.glob("*.html"):
        text = file.read_text()
        for name in re.findall(r"{%-? macro ([a-z]\w*)\(", text):
            called_within = len(re.findall(rf"\b{name}\(", text)) > 1
            if not called_within and not re.search(rf"\b{name}\(", GALLERY):
                missing.append(f"{file.name}: {name}")
    assert missing == []


def test_each_wrong_field_tells_its_error(app: Flask) -> None:
    """Beside the field, and in the summary on top with a link to it."""
    with app.test_request_context(method="POST", data={"title": ""}):
        form = Everything()
        form.validate()
        html = render_template_string(
            '{% import "web/macros/forms.html" as forms %}{{ forms.error_summary(form) }}{{ forms.field(form.title) }}'
            "{{ forms.field(form.group) }}",
            form=form,
        )
    assert 'href="#title"' in html
    assert 'href="#group-0"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="title-hilfe title-fehler"' in html


def test_every_state_of_an_idea_has_its_own_word_and_shape() -> None:
    """Nobody needs to see a colour to tell two states apart."""
    words = [str(badge.word) for badge in IDEA_STATES.values()]
    assert len(set(words)) == len(words)
    for tone in {badge.tone for badge in IDEA_STATES.values()} - {"neutral"}:
        shapes = [badge.shape for badge in IDEA_STATES.values() if badge.tone == tone]
        assert len(set(shapes)) == len(shapes)


def test_stations_lie_on_the_path() -> None:
    """Every state that is on the path has a station that exists; others have none."""
    stations = {state: station_of(state) for state in IDEA_STATES}
    assert {number for number in stations.values() if number} <= set(range(1, len(STATIONS) + 1))
    assert stations["withdrawn"] is None
    assert badge_of(badge_of("done")) is badge_of("done")


@pytest.mark.parametrize(("number", "german", "english"), [(0, "0", "0"), (12345, "12.345", "12,345")])
def test_numbers_in_both_languages(app: Flask, number: int, german: str, english: str) -> None:
    """Thousands are grouped as readers expect."""
    with app.test_request_context("/?lang=de"):
        assert shell.thousands(number) == german
    with app.test_request_context("/?lang=en"):
        assert shell.thousands(number) == english
