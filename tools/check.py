"""`make check`: every rule of the house that needs no running server, each step even when one before it failed."""

import os
import subprocess
import sys
import time
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
    running = {name: (_started(command), time.monotonic()) for name, command in STEPS.items()}
    failed = []
    for name, (process, begun) in running.items():
        output, _ = process.communicate()
        verdict = "ok" if process.returncode == 0 else "FAILED"
        print(f"{name:<12} {verdict:<7} {time.monotonic() - begun:5.1f} s", flush=True)
        if process.returncode != 0:
            failed.append(name)
            print(output.strip(), end="\n\n", flush=True)
    print(f"make check: {len(STEPS) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


def _started(command: tuple[str, ...]) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


if __name__ == "__main__":
    sys.exit(main())
