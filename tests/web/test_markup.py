"""Simple Markdown becomes safe HTML."""

from __future__ import annotations

import pytest

from app.web.markup import markdown


def test_what_people_write_is_rendered() -> None:
    html = markdown("Ein **wichtiger** Satz\nmit Umbruch\n\n- eins\n- [zwei](https://zwei.example)")
    assert "<strong>wichtiger</strong>" in html
    assert "<br>" in html
    assert "<li>eins</li>" in html
    assert 'href="https://zwei.example"' in html
    assert "nofollow" in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](http://fremd.example/x.png)",
        "<img src=x onerror=alert(1)>",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "# Überschrift",
        '<https://x.example"onclick=alert(1)>',
    ],
)
def test_nothing_active_comes_out(text: str) -> None:
    html = str(markdown(text))
    assert not any(f"<{tag}" in html for tag in ("script", "img", "h1", "iframe", "style"))
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert 'onclick="' not in html
