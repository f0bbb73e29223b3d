"""`python -m bench` measures everything and writes build/bench.md; `--quick` does it in about a minute."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench import cases, report, stage
from bench.cases import Effort
from tools.servers import postgres

BUILD = stage.ROOT / "build"
FULL = Effort(sizes=(1_000, 10_000, 100_000), pairs=5, seconds=1.2)
QUICK = Effort(sizes=(1_000, 10_000), pairs=3, seconds=0.5)


def main() -> None:
    """Measure and report; the table also goes to the screen."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller databases, fewer and shorter runs")
    effort = QUICK if parser.parse_args().quick else FULL
    BUILD.mkdir(exist_ok=True)
    # Durable: an insert that need not reach the disk is no floor for a submission.
    with (
        tempfile.TemporaryDirectory(prefix="konvent-bench-") as folder,
        postgres(Path(folder) / "data", durable=True, settings=stage.POSTGRES) as server,
    ):
        results = cases.measure_all(server, effort)
    table = report.markdown(results, effort)
    (BUILD / "bench.md").write_text(table, encoding="utf-8")
    print(table)


if __name__ == "__main__":
    main()
