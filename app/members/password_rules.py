"""Which passwords are refused: short ones, and those that somebody would guess early.

Length and a list, no rules of composition (NIST SP 800-63B, 3.1.1.2): they make passwords hard to
remember and not hard to guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path

SHORTEST = 12
LONGEST = 200
SHORTEST_CONTEXT_WORD = 4
LEAST_BESIDE_CONTEXT = 8
FEWEST_DIFFERENT = 5
MOST_IN_SEQUENCE = 0.7
COMMON_LIST = Path(__file__).parent / "data" / "common_passwords.txt"
# Words that this platform suggests to everybody who thinks of a password for it.
HOUSE_WORDS = ("regionalkonvent", "konvent", "masterplan", "südwestsachsen", "beteiligung", "chemnitz")  # not a text
ROWS = ("qwertzuiopü", "qwertyuiop", "asdfghjklöä", "yxcvbnm", "zxcvbnm", "^1234567890ß")  # not a text
LOOKALIKES = str.maketrans("0134578@$!€", "oieastbasie")


class Weakness(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    ABOUT_YOU = "about_you"
    PATTERN = "pattern"


def weakness(password: str, about: Iterable[str] = ()) -> Weakness | None:
    """What is wrong with a password, or None. `about` holds the person's names and address."""
    typed = unicodedata.normalize("NFKC", password)
    if len(typed) < SHORTEST:
        return Weakness.TOO_SHORT
    if len(typed) > LONGEST:
        return Weakness.TOO_LONG
    plain = typed.casefold()
    if _is_pattern(plain):
        return Weakness.PATTERN
    if _is_common(plain):
        return Weakness.COMMON
    return Weakness.ABOUT_YOU if _is_mostly_context(plain, about) else None


def _is_pattern(plain: str) -> bool:
    if len(set(plain)) < FEWEST_DIFFERENT or _unit(plain) != plain:
        return True
    steps = [_follows(first, second) for first, second in pairwise(plain)]
    return sum(steps) > MOST_IN_SEQUENCE * len(steps)


def _unit(plain: str) -> str:
    """The shortest piece that the password repeats; the password itself if it repeats nothing."""
    return plain[: (plain + plain).find(plain, 1)]


def _follows(first: str, second: str) -> bool:
    if abs(ord(first) - ord(second)) <= 1:
        return True
    return any(first + second in row or second + first in row for row in ROWS)


def _is_common(plain: str) -> bool:
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    forms = {plain, core, core.translate(LOOKALIKES), re.sub(r"[\W\d_]+", "", plain.translate(LOOKALIKES))}
    return not forms.isdisjoint(_common())


def _is_mostly_context(plain: str, about: Iterable[str]) -> bool:
    words = {word for text in (*HOUSE_WORDS, *about) for word in re.findall(r"\w+", text.casefold())}
    rest = plain.translate(LOOKALIKES)
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= SHORTEST_CONTEXT_WORD:
            rest = rest.replace(word.translate(LOOKALIKES), "")
    return len(rest) < min(LEAST_BESIDE_CONTEXT, len(plain))


@cache
def _common() -> frozenset[str]:
    lines = COMMON_LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
