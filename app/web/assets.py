"""Static files under names that change with their content, compressed once, served as immutable.

The same in development and in production. A build lies in a folder named after its content, so that
several processes may start at once and an old build is never changed under a running server.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

import brotli
from flask import Flask, current_app
from servestatic import ServeStatic

SOURCE = Path(__file__).parent / "static"
BUNDLE = "css/site.css"
# The order is the cascade: names, plain elements, page, then the pieces, the modes last.
SHEETS = (
    *("fonts", "tokens", "base", "layout", "header", "footer", "forms", "badges", "cards"),
    *("timeline", "map", "pieces", "content", "home", "ideas", "seats", "voices"),
    *("moderation", "post", "agenda", "proceedings", "modes", "print"),
)
COMPRESSED = {".css", ".js", ".svg", ".json", ".txt", ".md"}
CSS_ADDRESS = re.compile(r"""url\("(?!data:)([^")]+)"\)""")
BUILD = re.compile(r"[0-9a-f]{16}")
BUILDS_KEPT = 3
EXTENSION, ADDRESSES = "assets", "assets.addresses"


def init_app(app: Flask) -> None:
    """Build what is not built yet and put the file server in front of the application."""
    contents = hashed(read_sources())
    folder = build(contents, Path("var/static").resolve())
    app.extensions[EXTENSION] = {name: hashed_name for name, (hashed_name, _) in contents.items()}
    prefix = app.static_url_path
    app.extensions[ADDRESSES] = {name: f"{prefix}/{hashed_name}" for name, (hashed_name, _) in contents.items()}
    app.wsgi_app = ServeStatic(  # type: ignore[method-assign]
        app.wsgi_app,
        root=folder,
        prefix="/static/",
        allow_all_origins=False,
        immutable_file_test=lambda _path, _url: True,
        add_headers_function=_add_headers,
    )
    app.jinja_env.globals.update(static_url=static_url, stylesheets=stylesheets)
    app.url_defaults(_use_hashed_name)


def static_url(name: str) -> str:
    """The address of a static file by its plain name, e.g. `css/site.css`; KeyError when there is none.

    What `url_for('static', …)` gives, without routing: every page asks for it seven times.
    """
    addresses: dict[str, str] = current_app.extensions[ADDRESSES]
    return addresses[name]


def stylesheets() -> list[str]:
    """The addresses of our own style sheets in the order of the cascade."""
    return [static_url(BUNDLE)]


def read_sources(source: Path = SOURCE) -> dict[str, bytes]:
    """Every file by its plain name; our own sheets are joined into one."""
    files = {path.relative_to(source).as_posix(): path.read_bytes() for path in source.rglob("*") if path.is_file()}
    files[BUNDLE] = b"\n".join(files.pop(f"css/{name}.css") for name in SHEETS)
    return files


def hashed(files: Mapping[str, bytes]) -> dict[str, tuple[str, bytes]]:
    """Plain name → (hashed name, content); addresses in style sheets are hashed along."""
    done = {name: (_hashed_name(name, data), data) for name, data in files.items() if not name.endswith(".css")}
    for name in (name for name in files if name.endswith(".css")):
        text = CSS_ADDRESS.sub(partial(_rewrite, sheet=name, done=done), files[name].decode())
        done[name] = (_hashed_name(name, text.encode()), text.encode())
    return done


def _rewrite(address: re.Match[str], sheet: str, done: Mapping[str, tuple[str, bytes]]) -> str:
    """Point a style sheet's relative address to the hashed name; KeyError when the file is missing."""
    target = os.path.normpath(f"{os.path.dirname(sheet)}/{address[1]}")  # noqa: PTH120 - addresses, not files
    return f'url("{os.path.relpath(done[target][0], os.path.dirname(sheet))}")'  # noqa: PTH120


def _hashed_name(name: str, data: bytes) -> str:
    stem, dot, suffix = name.rpartition(".")
    digest = hashlib.sha256(data).hexdigest()[:12]
    return f"{stem}.{digest}.{suffix}" if dot else f"{name}.{digest}"


def build(contents: Mapping[str, tuple[str, bytes]], parent: Path) -> Path:
    """Write the files and their compressed twins into a folder named after all of them.

    What an image brought built is used although nobody may write there.
    """
    digest = hashlib.sha256("\n".join(sorted(name for name, _ in contents.values())).encode()).hexdigest()[:16]
    folder = parent / digest
    if folder.is_dir():
        return folder
    parent = _writable(parent)
    folder = parent / digest
    draft = Path(tempfile.mkdtemp(dir=parent))
    for name, data in contents.values():
        _write(draft / name, data)
    draft.chmod(0o755)
    try:
        draft.rename(folder)
    except OSError:  # another process was quicker and built the same
        shutil.rmtree(draft)
    _forget_old_builds(parent, folder)
    return folder


def _forget_old_builds(parent: Path, newest: Path) -> None:
    """Keep the newest builds only: pages that are still open ask for files of the one before."""
    builds = [path for path in parent.iterdir() if BUILD.fullmatch(path.name) and path != newest]
    for old in sorted(builds, key=lambda path: path.stat().st_mtime, reverse=True)[BUILDS_KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def _writable(folder: Path) -> Path:
    """The folder, or a private one for this process where the file system is read-only."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder if os.access(folder, os.W_OK) else Path(tempfile.mkdtemp(prefix="konvent-"))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    if path.suffix in COMPRESSED:
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(data, 9, mtime=0))
        path.with_name(f"{path.name}.br").write_bytes(brotli.compress(data))


def _use_hashed_name(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static":
        values["filename"] = current_app.extensions[EXTENSION].get(values["filename"], values["filename"])


def _add_headers(headers: Headers, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
