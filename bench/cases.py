"""What is measured, against which floor, with which aim."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import psycopg

from bench import inside, stage, storm, words, writing
from bench.client import Connection, closed_loop
from bench.measure import in_turn, latency, pages
from bench.report import Line, rates
from bench.stage import Server

SEARCH_LIMIT_MS = 25.0
MEMORY_LIMIT_MB = 180
START_LIMIT_S = 2.0
# The ideas that people talk about at the moment; the others are drawn for the first time.
REFERENCES = 40
# More addresses than are asked for in a run, and far more than are remembered.
MANY = 40_000


@dataclass(frozen=True, slots=True)
class Effort:
    """How thoroughly to measure."""

    sizes: tuple[int, ...]
    pairs: int
    seconds: float


def measure_all(server_url: str, effort: Effort) -> list[Line]:
    """Every line of the report, size by size."""
    lines: list[Line] = []
    list_times: dict[int, float] = {}
    for ideas in effort.sizes:
        url = stage.database(server_url, ideas)
        with (
            stage.web("app.wsgi:application", url, "/ideen") as ours,
            stage.web("bench.floors:application", url, "/bare") as floor,
        ):
            if ideas == effort.sizes[0]:
                lines += _start(ours)
            lines += _reading(ours, floor, url, ideas, effort)
            lines += _searches(ours, ideas, effort)
            list_times[ideas] = latency(ours.port, ["/ideen"], effort.seconds * 2).percentile(0.5)
            lines += inside.lines(url, ideas, effort.pairs)
            lines.append(_memory(ours, ideas))
            lines.append(storm.line(ours, url, ["/ideen"], ideas, effort.pairs, effort.seconds * 2))
            lines += writing.lines(ours, floor, url, ideas, effort.pairs, effort.seconds)
    return [*lines, _growth(list_times)]


def _start(ours: Server) -> list[Line]:
    met = ours.started_in < START_LIMIT_S
    return [Line("start to first page", None, f"{ours.started_in:.2f} s", aim=f"< {START_LIMIT_S:.0f} s", met=met)]


def _memory(ours: Server, ideas: int) -> Line:
    held = ours.memory()
    return Line(
        "memory of two web processes (PSS)",
        ideas,
        f"{held:.0f} MB",
        aim=f"< {MEMORY_LIMIT_MB} MB",
        met=held < MEMORY_LIMIT_MB,
    )


def _growth(times: dict[int, float]) -> Line:
    small, large = min(times), max(times)
    ratio = times[large] / times[small]
    return Line(
        "list, median, largest against smallest",
        None,
        f"{times[large]:.2f} ms",
        f"{times[small]:.2f} ms",
        f"{ratio:.2f}",
        aim="≤ 1.15",
        met=ratio <= 1.15,
    )


def _reading(ours: Server, floor: Server, url: str, ideas: int, effort: Effort) -> Iterator[Line]:
    references = _references(url)
    idea_pages = [f"/ideen/{reference}" for reference in references]
    size = _size(ours, "/ideen")
    idea_size = _size(ours, idea_pages[0])
    list_floor = [f"/list?size={size}"]
    # The same rows as for the list, on a page as large as an idea's; and the least: one row.
    rows_floor = [f"/list?size={idea_size}"]
    row_floor = [f"/idea/{reference}?size={idea_size}" for reference in references]
    pairs: tuple[tuple[str, list[str], list[str], float | None], ...] = (
        ("list", ["/ideen"], list_floor, 0.5),
        ("list, one filter", ["/ideen?feld=BF"], list_floor, None),
        ("list, three filters", ["/ideen?feld=BF&gebiet=14521&ziel=digital"], list_floor, None),
        ("list against a bare Flask page", ["/ideen"], ["/bare"], None),
        ("idea page", idea_pages, rows_floor, 0.5),
        ("idea page against one row", idea_pages, row_floor, None),
        ("list, drawn for the first time", [f"/ideen?neu={n}" for n in range(MANY)], list_floor, None),
        ("idea page, drawn for the first time", _never_twice(idea_pages), rows_floor, None),
    )
    for name, our_paths, floor_paths, aim in pairs:
        closed_loop(ours.port, our_paths, effort.seconds / 3)
        closed_loop(floor.port, floor_paths, effort.seconds / 3)
        ratio = in_turn(
            pages(ours.port, our_paths, effort.seconds), pages(floor.port, floor_paths, effort.seconds), effort.pairs
        )
        yield rates(name, ideas, ratio, aim)


def _never_twice(pages_of_ideas: list[str]) -> list[str]:
    return [f"{page}?neu={n}" for n in range(MANY // REFERENCES) for page in pages_of_ideas]


def _searches(ours: Server, ideas: int, effort: Effort) -> Iterator[Line]:
    for kind, searches in _kinds().items():
        paths = [f"/ideen?q={quote(search)}" for search in searches]
        closed_loop(ours.port, paths, effort.seconds / 3, connections=1)
        run = latency(ours.port, paths, effort.seconds * 3)
        median, worst = run.percentile(0.5), run.percentile(0.99)
        yield Line(
            f"search, {kind}",
            ideas,
            f"{median:.1f} ms, p99 {worst:.1f} ms",
            aim=f"p99 ≤ {SEARCH_LIMIT_MS:.0f} ms",
            met=worst <= SEARCH_LIMIT_MS,
        )


def _kinds() -> dict[str, list[str]]:
    vocabulary, _ = words.vocabulary()
    dice = random.Random(3)
    frequent, middling, rare = vocabulary[:30], vocabulary[200:1500], vocabulary[-600:]
    return {
        "frequent word": frequent,
        "middling word": dice.sample(middling, 60),
        "rare word": [words.RARE, *dice.sample(rare, 40)],
        "two words": [" ".join(dice.sample(vocabulary[:120], 2)) for _ in range(40)],
        "phrase": [f'"{" ".join(dice.sample(vocabulary[:120], 2))}"' for _ in range(40)],
        "misspelt": [_misspelt(word, dice) for word in vocabulary[:60]],
    }


def _misspelt(word: str, dice: random.Random) -> str:
    place = dice.randrange(2, len(word) - 1) if len(word) > 3 else 1
    return word[:place] + word[place + 1 :]


def _size(server: Server, path: str) -> int:
    connection = Connection(server.port)
    try:
        return len(connection.get(path))
    finally:
        connection.close()


def _references(url: str) -> list[str]:
    with psycopg.connect(stage.plain(url)) as connection:
        rows = connection.execute(
            "SELECT reference FROM idea WHERE visibility = 'public' ORDER BY md5(reference) LIMIT %s", [REFERENCES]
        )
        return [row[0] for row in rows]
