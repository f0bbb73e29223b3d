"""`python -m tools.catalogues`: extract, update and compile; `--compile` and `--check` do that one thing."""

import sys
from pathlib import Path

from tools.catalogues.completeness import problems
from tools.catalogues.store import compile_stale, update

APP = Path(__file__).resolve().parent.parent.parent / "app"


def main(arguments: list[str]) -> int:
    """Say what was done, and what a translator still has to do."""
    if "--check" not in arguments and "--compile" not in arguments:
        for path in update(APP):
            print(f"updated {path.relative_to(APP.parent)}")
    if "--check" not in arguments:
        compile_stale(APP)
    if "--compile" in arguments:
        return 0
    left = problems(APP)
    print("\n".join(left) if left else "All catalogues are complete.")
    return 1 if left and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
