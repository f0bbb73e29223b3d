"""Catalogues are extracted, kept and checked: every planted gap is found."""

from pathlib import Path

import pytest

from tools.catalogues.completeness import problems
from tools.catalogues.sources import catalogue_path
from tools.catalogues.store import compile_stale, update


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """An application with one domain, one module text, one template text and one plural."""
    domain = tmp_path / "app" / "ideas"
    (domain / "templates" / "ideas").mkdir(parents=True)
    (domain / "__init__.py").write_text('"""Ideas."""\n')
    (domain / "forms.py").write_text('LABEL = _l("Titel der Idee")\n')
    (domain / "templates" / "ideas" / "page.html").write_text(
        '<h1>{{ _("Hallo %(name)s", name=name) }}</h1>'
        "{% trans count=n %}{{ count }} Idee{% pluralize %}{{ count }} Ideen{% endtrans %}"
    )
    update(tmp_path / "app")
    return tmp_path / "app"


def translate(app: Path, german: str, english: str) -> None:
    path = catalogue_path(app / "ideas")
    path.write_text(path.read_text().replace(f'{german}"\nmsgstr ""', f'{german}"\nmsgstr "{english}"'))


@pytest.fixture
def complete(app: Path) -> Path:
    translate(app, "Titel der Idee", "Title of the idea")
    translate(app, "Hallo %(name)s", "Hello %(name)s")
    path = catalogue_path(app / "ideas")
    path.write_text(
        path.read_text()
        .replace('msgstr[0] ""', 'msgstr[0] "%(count)s idea"')
        .replace('msgstr[1] ""', 'msgstr[1] "%(count)s ideas"')
    )
    return app


def test_texts_of_code_and_templates_are_extracted(app: Path) -> None:
    content = catalogue_path(app / "ideas").read_text()
    assert 'msgid "Titel der Idee"' in content
    assert 'msgid_plural "%(count)s Ideen"' in content
    assert "Date:" not in content


def test_a_complete_catalogue_is_left_alone_and_compiled_once(complete: Path) -> None:
    assert problems(complete) == []
    assert update(complete) == []
    assert len(compile_stale(complete)) == 1
    assert compile_stale(complete) == []


def test_an_untranslated_text_is_found(app: Path) -> None:
    assert any("“Titel der Idee” has no English text" in line for line in problems(app))


def test_a_text_that_nobody_extracted_is_found(complete: Path) -> None:
    (complete / "ideas" / "new.py").write_text('_("Ganz neu")\n')
    assert any("“Ganz neu” is not in the catalogue" in line for line in problems(complete))


def test_a_text_that_is_gone_is_found_and_removed(complete: Path) -> None:
    (complete / "ideas" / "forms.py").unlink()
    assert any("“Titel der Idee” is no longer used" in line for line in problems(complete))
    update(complete)
    assert problems(complete) == []


def test_a_lost_placeholder_is_found(complete: Path) -> None:
    path = catalogue_path(complete / "ideas")
    path.write_text(path.read_text().replace("Hello %(name)s", "Hello"))
    assert any("“Hallo %(name)s” has other placeholders" in line for line in problems(complete))


def test_a_fuzzy_mark_is_found(complete: Path) -> None:
    path = catalogue_path(complete / "ideas")
    path.write_text(path.read_text().replace('msgid "Titel', '#, fuzzy\nmsgid "Titel'))
    assert any("“Titel der Idee” is marked fuzzy" in line for line in problems(complete))


def test_two_translations_of_one_text_are_found(complete: Path) -> None:
    other = complete / "members"
    other.mkdir()
    (other / "__init__.py").write_text('_("Titel der Idee")\n')
    update(complete)
    path = catalogue_path(other)
    path.write_text(path.read_text().replace('Idee"\nmsgstr ""', 'Idee"\nmsgstr "Heading"'))
    assert any("is translated otherwise" in line for line in problems(complete))


def test_new_texts_keep_the_old_translations(complete: Path) -> None:
    (complete / "ideas" / "new.py").write_text('_("Ganz neu")\n')
    update(complete)
    assert "Title of the idea" in catalogue_path(complete / "ideas").read_text()
