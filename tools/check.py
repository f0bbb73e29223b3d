"""`make check`: every rule of the house that needs no running server, each step even when one before it failed."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.bootstrap import ROOT

_BIN = Path(sys.prefix) / "bin"
STEPS: dict[str, tuple[str, ...]] = {
    "format": (str(_BIN / "ruff"), "format", "--check", "--quiet", "."),
    "lint": (str(_BIN / "ruff"), "check", "--quiet", "."),
    "types": (str(_BIN / "mypy"), "--no-error-summary"),
    "floors": (str(_BIN / "lint-imports"), "--no-logo"),
    "house rules": (sys.executable, "-m", "tools.lints"),
    "catalogues": (sys.executable, "-m", "tools.catalogues", "--check"),
    "locks": (sys.executable, "-m", "tools.locks", "--check"),
}


def main() -> int:
    """Run the steps side by side, print what failed, and answer 0 only when all passed."""
    failed = 0
    with ThreadPoolExecutor(len(STEPS)) as pool:
        for name, (done, seconds) in zip(STEPS, pool.map(_run, STEPS.values()), strict=True):
            print(f"{name:<12} {'FAILED' if done.returncode else 'ok':<7} {seconds:5.1f} s", flush=True)
            if done.returncode:
                failed += 1
                print(done.stdout.strip(), end="\n\n", flush=True)
    print(f"make check: {len(STEPS) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _run(command: tuple[str, ...]) -> tuple[subprocess.CompletedProcess[str], float]:
    begun = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return done, time.monotonic() - begun


if __name__ == "__main__":
    sys.exit(main())
