"""The table: each figure with its floor, the ratio, its range over the pairs, and the aim."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass

from bench.measure import Ratio

METHOD = """\
Each ratio compares ours with a floor that ran in turn with it (A B A B …, {pairs} pairs) on the same machine, under
the same web server with two processes and the same PostgreSQL; the figure is the median of the pairs' ratios, with
their range beside it. Generated ideas: {sizes}, German text with Zipf's skew. Machine: {cores} cores, Python
{python}. The floors: a bare Flask page; Flask with one indexed select of 20 rows by hand-written SQL and a Jinja page
as large as the page compared with it; Flask with one durable insert; the raw trigram query; the raw password
hash. Both servers answer four connections at once, asked by this process on the same cores."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table; `met` is None where there is no aim."""

    case: str
    ideas: int | None
    ours: str
    floor: str = ""
    ratio: str = ""
    spread: str = ""
    aim: str = ""
    met: bool | None = None


def rates(name: str, ideas: int, ratio: Ratio, aim: float | None) -> Line:
    """A line that compares requests a second."""
    return Line(
        name,
        ideas,
        f"{ratio.ours:.0f} /s",
        f"{ratio.floor:.0f} /s",
        f"{ratio.median:.2f}",
        ratio.spread,
        f"≥ {aim}" if aim else "",
        ratio.median >= aim if aim else None,
    )


def markdown(lines: Sequence[Line], effort: object) -> str:
    """The whole report."""
    sizes = ", ".join(f"{size:,}" for size in getattr(effort, "sizes", ()))
    method = METHOD.format(
        pairs=getattr(effort, "pairs", 0),
        sizes=sizes,
        cores=len(os.sched_getaffinity(0)),
        python=platform.python_version(),
    )
    head = ("case", "ideas", "ours", "floor", "ratio", "range", "aim", "met")
    rows = [
        (
            line.case,
            f"{line.ideas:,}" if line.ideas else "",
            line.ours,
            line.floor,
            line.ratio,
            line.spread,
            line.aim,
            {True: "yes", False: "**no**", None: ""}[line.met],
        )
        for line in lines
    ]
    table = "\n".join(f"| {' | '.join(row)} |" for row in [head, ("---",) * len(head), *rows])
    return f"# Measured\n\n{method}\n\n{table}\n"
