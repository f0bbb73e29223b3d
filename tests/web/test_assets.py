"""Static files: hashed, compressed, immutable, complete."""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.web.assets import CSS_ADDRESS, SHEETS, SOURCE, build, hashed, read_sources, static_url
from tools.vendor import PACKAGES

YEAR_SECONDS = 365 * 24 * 3600


def _address(app: Flask, name: str) -> str:
    with app.test_request_context():
        return static_url(name)


def test_name_changes_with_content_and_may_be_kept_for_ever(app: Flask, client: FlaskClient) -> None:
    """A browser never asks twice for the same bytes."""
    address = _address(app, "js/shell.js")
    assert re.search(r"shell\.[0-9a-f]{12}\.js$", address)
    answer = client.get(address, buffered=True)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert int(re.findall(r"max-age=(\d+)", answer.headers["Cache-Control"])[0]) >= YEAR_SECONDS
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_text_is_compressed(app: Flask, client: FlaskClient, encoding: str) -> None:
    """The style sheet of KERN shrinks to a tenth."""
    address = _address(app, "vendor/kern/kern.min.css")
    plain, small = (
        client.get(address, buffered=True),
        client.get(address, headers={"Accept-Encoding": encoding}, buffered=True),
    )
    assert small.headers["Content-Encoding"] == encoding
    assert len(small.data) * 8 < len(plain.data)
    if encoding == "gzip":
        assert gzip.decompress(small.data) == plain.data


def test_url_for_gives_the_same_name(app: Flask) -> None:
    """`url_for('static', …)` and `static_url` agree."""
    with app.test_request_context():
        assert app.url_for("static", filename="img/mark.svg") == static_url("img/mark.svg")


def test_an_unknown_file_is_a_404_page(client: FlaskClient) -> None:
    """Not a fault, and in our dress."""
    answer = client.get("/static/css/gibt-es-nicht.css")
    assert answer.status_code == 404


def test_every_address_in_a_style_sheet_exists() -> None:
    """Hashing raises KeyError on a file that is missing; every rewritten name is one of ours."""
    done = hashed(read_sources())
    names = {name for name, _ in done.values()}
    sheet_name, sheet = done["css/site.css"]
    assert sheet_name in names
    fonts = CSS_ADDRESS.findall(sheet.decode())
    assert len(fonts) == 4
    assert all(font.removeprefix("../") in names for font in fonts)


def test_every_sheet_is_in_the_bundle() -> None:
    """A new file under css/ must be put into the order of the cascade."""
    assert {path.stem for path in (SOURCE / "css").glob("*.css")} == set(SHEETS)


def test_a_second_build_of_the_same_content_is_the_first(tmp_path: Path) -> None:
    """Several processes may start at once."""
    contents = {"a.css": ("a.0.css", b"a{}")}
    assert build(contents, tmp_path) == build(contents, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [build(contents, tmp_path).name]


def test_vendored_files_are_the_versions_of_the_script() -> None:
    """Raising a version means running the script and committing what it fetched."""
    versions = json.loads((SOURCE / "vendor" / "VERSIONS.json").read_text())
    assert versions == {package.folder: f"{package.name} {package.version}" for package in PACKAGES}
    for package in PACKAGES:
        names = {path.name for path in (SOURCE / "vendor" / package.folder).iterdir()}
        assert set(package.files.values()) <= names
        assert any("LICENSE" in name for name in names)


def test_old_builds_do_not_pile_up(tmp_path: Path) -> None:
    """Two earlier ones stay for pages that are still open; what is no build of ours is left alone."""
    (tmp_path / "notes").mkdir()
    folders = [build({"a.css": (f"a.{number}.css", b"a{}")}, tmp_path) for number in range(5)]
    for age, folder in enumerate(reversed(folders)):
        if folder.exists():
            os.utime(folder, (1_000_000 - age, 1_000_000 - age))
    newest = build({"a.css": ("a.new.css", b"a{}")}, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"notes", newest.name, folders[4].name, folders[3].name}
