"""Each house lint finds what it is for, and leaves good files alone."""

from pathlib import Path

import pytest

from tools.lints.addresses import addresses_in
from tools.lints.templates import template_findings
from tools.lints.words import text_findings

GOOD = """{% extends "web/base.html" %}
{% from "web/macros/forms.html" import field %}
{% block body_class %}page-{{ name }}{% endblock %}
{% block main %}
{# Ein Kommentar darf alles sagen. #}
<h1>{{ _("Ideen") }}</h1>
<p {% if quiet %}class="quiet"{% endif %}>
  {% trans count=n %}{{ count }} <b>Idee</b>{% pluralize %}{{ count }} Ideen{% endtrans %}
</p>
{% block form %} enctype="multipart/form-data"{% endblock %}
<p>{{ n }} · {{ m }} % &nbsp; 3 KB, PDF, 14:00 – <span translate="no">Konvent</span></p>
<img src="{{ static_url('x.svg') }}" alt="{{ _("Karte") }}"><br>
<{{ tag }} class="card">{{ field(form.title, hint=_("Kurz und klar"), kind="text area") }}</{{ tag }}>
<script type="application/json">{"any": "thing"}</script>
<a href="https://example.org" rel="noopener">{{ name }}</a>
{% endblock %}
"""


def findings(tmp_path: Path, content: str, name: str = "page.html") -> list[str]:
    """Lint the domain after writing one more template."""
    path = tmp_path / "app" / "ideas" / "templates" / "ideas" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return [str(finding) for finding in template_findings(tmp_path / "app")]


def test_a_good_template_passes(tmp_path: Path) -> None:
    assert findings(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("planted", "complaint"),
    [
        ("<p>Guten Tag</p>", "“Guten Tag” is not in the catalogues"),
        ("<p>{{ name }}, hallo</p>", "is not in the catalogues"),
        ('<img alt="Karte">', 'alt="Karte" is not in the catalogues'),
        ('<input aria-label="Suche">', "aria-label="),
        ('<input placeholder="Wort">', "placeholder="),
        ('<a title="Mehr"></a>', "title="),
        ('<input type="submit" value="Senden">', "value="),
        ('{{ field(form.title, hint="Bitte kurz fassen") }}', "“Bitte kurz fassen” is not in the catalogues"),
        ('<p style="color: red"></p>', "inline styles"),
        ("<style>p {}</style>", "inline styles"),
        ("<script>go()</script>", "inline script"),
        ('<button onclick="go()"></button>', "onclick="),
        ('<a href="javascript:go()"></a>', "javascript:"),
        ('<script src="https://elsewhere.example/x.js"></script>', "fetches from elsewhere"),
        ('<img alt="" src="//elsewhere.example/x.png">', "fetches from elsewhere"),
        ("<div><p></div>", "</div> where </p> (open since line 1) is due"),
        ("<div>", "<div> is never closed"),
        ("</div>", "</div> where no end tag is due"),
        ("{% if x %}", "Jinja does not understand this"),
    ],
)
def test_a_planted_violation_is_found(tmp_path: Path, planted: str, complaint: str) -> None:
    found = findings(tmp_path, planted)
    assert len(found) == 1, found
    assert complaint in found[0]


def test_the_line_is_named(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, "{# one\ntwo #}\n{{ _('x') }}\n<p>Hallo</p>")
    assert ":4: " in found


def letter_part(tmp_path: Path, name: str, content: str = '{{ _("Ihre Idee") }}') -> list[str]:
    return findings(tmp_path, content, f"mails/idea_received/{name}")


def test_a_whole_letter_passes_and_may_bring_styles_that_are_inlined_later(tmp_path: Path) -> None:
    letter_part(tmp_path, "subject.txt")
    letter_part(tmp_path, "body.txt")
    assert letter_part(tmp_path, "body.html", "<style>p {}</style>") == []


def test_the_plain_text_of_a_letter_comes_from_the_catalogues(tmp_path: Path) -> None:
    letter_part(tmp_path, "subject.txt")
    letter_part(tmp_path, "body.html")
    (found,) = letter_part(tmp_path, "body.txt", "Guten Tag {{ name }}")
    assert "Guten Tag" in found


def test_a_letter_without_its_text_part_is_found(tmp_path: Path) -> None:
    letter_part(tmp_path, "subject.txt")
    (found,) = letter_part(tmp_path, "body.html")
    assert "idea_received/body.txt:1: is missing" in found


def test_a_stray_file_in_a_letter_is_found(tmp_path: Path) -> None:
    for name in ("subject.txt", "body.txt", "body.html"):
        letter_part(tmp_path, name)
    (found,) = letter_part(tmp_path, "body.htm")
    assert "is no part of a letter" in found


def words(tmp_path: Path, code: str, name: str = "forms.py") -> list[str]:
    """Lint one module of a domain."""
    path = tmp_path / "app" / "ideas" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code)
    return [str(finding) for finding in text_findings(tmp_path / "app")]


@pytest.mark.parametrize(
    "code",
    ['LABEL = "Für die Region"', 'flash("Gespeichert")', 'raise ValidationError("Zu lang")', 'x = f"{n} übrig"'],
)
def test_german_in_code_is_found(tmp_path: Path, code: str) -> None:
    assert len(words(tmp_path, code)) == 1


@pytest.mark.parametrize(
    "code",
    [
        '"""Erklärt die Maßnahme."""',
        'LABEL = _l("Für die Region")',
        'flash(_("Gespeichert für später"))',
        'UMLAUTS = re.compile("[äöü]")',
        'KEYS = "qwertzuiopü"  # not a text',
        'STATE = "submitted"',
        'join = "„{}“"',
    ],
)
def test_what_is_translated_or_no_text_passes(tmp_path: Path, code: str) -> None:
    assert words(tmp_path, code) == []


def test_the_sample_facts_of_a_letter_may_be_german_but_not_its_words(tmp_path: Path) -> None:
    assert words(tmp_path, 'RECEIVED = LetterKind(sample={"title": "Bürgerbus"})', "mails.py") == []
    assert len(words(tmp_path, 'def received():\n    return "Für Sie"', "mails.py")) == 1


def test_demo_data_may_be_german(tmp_path: Path) -> None:
    assert words(tmp_path, 'TITLE = "Brücken für Fußgänger"', "demo/ideas.py") == []


@pytest.mark.parametrize(
    "planted",
    [
        "see https://{}.org/simple/flask".format("py" + "pi"),
        "files.{}.org".format("python" + "hosted"),
        '  "resolved": "https://{}.{}js.org/x.tgz"'.format("regi" + "stry", "np" + "m"),
        "--{}-url https://mirror.example/simple".format("in" + "dex"),
        "https://{}.example/v2/postgres".format("regi" + "stry"),
    ],
)
def test_an_address_of_a_registry_is_found(tmp_path: Path, planted: str) -> None:
    path = tmp_path / "file"
    path.write_text(f"first\n{planted}\n")
    found = list(addresses_in(path))
    assert found
    assert {finding.line for finding in found} == {2}


def test_other_addresses_and_binary_files_pass(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("https://www.w3.org/TR/WCAG22/ python-dateutil==2.9 # PyPI\nregistry = {}\n")
    assert list(addresses_in(path)) == []
    path.write_bytes(b"\xff\xfe\x00")
    assert list(addresses_in(path)) == []
