"""Fetch the third-party files that the browser gets, so that no Node is needed to run anything.

Run by hand when a version is raised: `python tools/vendor.py`. Needs `npm` and `uv`. Install scripts
of the packages are never run. What is committed: minified files, licences, a Latin subset of Fira Sans.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

VENDOR = Path(__file__).parents[1] / "app" / "web" / "static" / "vendor"

# Basic Latin, Latin-1, Latin Extended-A (names from Czechia and Poland are neighbours here),
# German and English quotation marks, dashes, ellipsis, euro, arrows, minus, tick and cross.
LATIN = (
    "U+0020-017F,U+0192,U+0218-021B,U+02C6,U+02DA,U+02DC,U+1E9E,U+2002-200A,U+2010-2015,"
    "U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2032-2033,U+2039-203A,U+2044,U+20AC,"
    "U+2116,U+2122,U+2190-2193,U+2197,U+2212,U+2215,U+2248,U+2260,U+2264-2265,U+2713,U+2717"
)
FONT_WEIGHTS = {"Regular": 400, "Italic": 400, "Medium": 500, "SemiBold": 600}
FONTTOOLS = "fonttools[woff]==4.60.1"


@dataclass(frozen=True)
class Package:
    """One npm package and the files of it that we ship: source path → name in our folder."""

    name: str
    version: str
    folder: str
    files: dict[str, str] = field(default_factory=dict)


PACKAGES = (
    Package(
        "@kern-ux/native",
        "2.7.2",
        "kern",
        {"dist/kern.min.css": "kern.min.css", "LICENSE.md": "LICENSE.md"},
    ),
    Package("htmx.org", "4.0.1", "htmx", {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"}),
    Package(
        "altcha",
        "3.2.2",
        "altcha",
        {
            "dist/external/altcha.min.js": "altcha.min.js",
            "dist/external/altcha.css": "altcha.css",
            "dist/i18n/de.js": "de.js",
            "dist/workers/pbkdf2.js": "pbkdf2.js",
            "LICENSE.txt": "LICENSE.txt",
        },
    ),
    Package("@fontsource/fira-sans", "5.3.0", "fira-sans", {"LICENSE": "LICENSE"}),
)


def run(*command: str, cwd: Path) -> None:
    """Run a command and stop at its first error."""
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)


def fetch(workshop: Path) -> Path:
    """Install every package into an empty folder; returns its node_modules."""
    wanted = {package.name: package.version for package in PACKAGES}
    (workshop / "package.json").write_text(json.dumps({"private": True, "dependencies": wanted}))
    run("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", cwd=workshop)
    return workshop / "node_modules"


def copy_files(modules: Path) -> None:
    """Replace our vendor folder by the listed files of every package."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for package in PACKAGES:
        folder = VENDOR / package.folder
        folder.mkdir(parents=True)
        for source, name in package.files.items():
            shutil.copyfile(modules / package.name / source, folder / name)


def subset_fonts(modules: Path) -> None:
    """Cut KERN's Fira Sans down to the Latin letters, one woff2 a style."""
    source = modules / "@kern-ux/native/dist/fonts/fira-sans"
    for style in FONT_WEIGHTS:
        run(
            *("uv", "tool", "run", "--from", FONTTOOLS, "pyftsubset"),
            str(source / f"FiraSans-{style}.woff2"),
            f"--unicodes={LATIN}",
            "--flavor=woff2",
            "--layout-features=kern,liga,locl,mark,mkmk,ccmp,tnum,lnum",
            f"--output-file={VENDOR / 'fira-sans' / f'FiraSans-{style}.woff2'}",
            cwd=VENDOR,
        )


def write_versions() -> None:
    """Say which versions lie here, for the reader and for the test that compares."""
    versions = {package.folder: f"{package.name} {package.version}" for package in PACKAGES}
    (VENDOR / "VERSIONS.json").write_text(json.dumps(versions, indent=2) + "\n")


def main() -> int:
    """Fetch, copy, subset, note the versions."""
    with TemporaryDirectory() as folder:
        modules = fetch(Path(folder))
        copy_files(modules)
        subset_fonts(modules)
    write_versions()
    return 0


if __name__ == "__main__":
    sys.exit(main())
