"""Text blocks from Markdown files that the office edits (content/textblocks)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "content" / "textblocks"


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph to insert; `key` is its file's name without language."""

    key: str
    title: str
    text: str


def text_blocks(language: str, folder: Path = FOLDER) -> list[TextBlock]:
    """All blocks of a folder in one language, in the order of their file names."""
    return [_read(path, path.stat().st_mtime) for path in sorted(folder.glob(f"*.{language}.md"))]


def text_of_block(key: str, language: str, folder: Path = FOLDER) -> str:
    """The text of one block; nothing when there is no such block."""
    return next((block.text for block in text_blocks(language, folder) if block.key == key), "")


@lru_cache(maxsize=128)
def _read(path: Path, _changed: float) -> TextBlock:
    heading, _, text = path.read_text(encoding="utf-8").partition("\n")
    return TextBlock(path.name.split(".")[0], heading.lstrip("# ").strip(), text.strip())
