"""No committed file names a package registry: every machine brings its own way to packages."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tools.lints.finding import Finding

# One letter of each name stands in brackets, so that this file does not contain what it looks for.
_HOSTS = re.compile(
    r"\b(?:p[y]pi|pythonh[o]sted|n[p]mjs|yarnp[k]g|jsdeli[v]r|unp[k]g|deb\.d[e]bian)\.(?:org|com|net)\b"
    r"|https?://[^/\s\"']*\b(?:regi[s]try|p[y]pi)\b",
    re.IGNORECASE,
)
_OPTIONS = re.compile(
    r"^\s*(?:--(?:extra-)?inde[x]-url|--fin[d]-links|(?:extra-)?inde[x]-url\s*="
    r"|(?:@[\w-]+:)?regi[s]try\s*=\s*[\"']?http)",
    re.MULTILINE,
)


def address_findings(root: Path) -> Iterator[Finding]:
    """Look through every file that git knows."""
    known = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True).stdout
    for name in known.split("\0"):
        path = root / name
        if name and path.is_file() and not path.is_symlink():
            yield from addresses_in(path)


def addresses_in(path: Path) -> Iterator[Finding]:
    """Look through one file; what is no text has none."""
    try:
        content = path.read_text()
    except UnicodeDecodeError:
        return
    for pattern in (_HOSTS, _OPTIONS):
        for match in pattern.finditer(content):
            line = content.count("\n", 0, match.start()) + 1
            yield Finding(path, line, f"“{match.group().strip()}” names a package registry: leave it to the machine")
