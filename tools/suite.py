"""`make test`: bring the browser, run the whole suite on all cores, and never hide that something was not run."""

import os
import shutil
import subprocess
import sys

from tools.bootstrap import ROOT

# The browser itself, what its driver links to, and a font with all letters that people type.
_BROWSER_PACKAGES = ("chromium", "libatomic1", "fonts-dejavu-core")
_NOT_RUN = (
    "NOT RUN: the browser tests, because there is no Chromium and only root may install it: "
    f"apt-get install {' '.join(_BROWSER_PACKAGES)}"
)


def main(arguments: list[str]) -> int:
    """Run pytest with these arguments beside ours and return its status."""
    with_browser = _has_browser() or (os.geteuid() == 0 and _install_browser())
    command = [sys.executable, "-m", "pytest", "-n", str(os.cpu_count() or 1), "--dist", "loadgroup", *arguments]
    command += [] if with_browser else ["-m", "not browser"]
    if not with_browser:
        print(_NOT_RUN, flush=True)
    status = subprocess.run(command, cwd=ROOT, check=False).returncode
    if not with_browser:
        print(_NOT_RUN, flush=True)
    return status


def _has_browser() -> bool:
    return shutil.which("chromium") is not None


def _install_browser() -> bool:
    """Install Chromium with apt; root only."""
    if shutil.which("apt-get") is None:
        return False
    print("konvent: installing Chromium for the browser tests …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *_BROWSER_PACKAGES]):
        done = subprocess.run(["apt-get", *command], env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print(done.stderr.strip(), flush=True)
            return False
    return _has_browser()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
