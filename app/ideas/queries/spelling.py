"""„Meinten Sie …“: words of public ideas that resemble a word that nobody used."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from app.db import rows
from app.ideas.models import Idea
from app.ideas.queries.memory import remembered
from app.ideas.queries.visibility import publicly_listed

# The newest ideas' titles and first lines hold the words that people look for.
NEWEST_READ = 3000
READ_OF_BODY = 200
SHORTEST_WORD = 4
# Dice's coefficient of trigrams, from which two words count as the same word misspelt.
CLOSE_ENOUGH = 0.5
# Times longer than other answers are remembered: new words are rare.
KEPT_LONGER = 20

_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST_WORD},}}")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words in use, found again by any trigram of theirs."""

    frequency: Counter[str] = field(default_factory=Counter)
    by_trigram: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def closest(self, word: str) -> str | None:
        """The word in use that `word` most likely means, or None; a word in use means itself."""
        if word in self.frequency:
            return word
        ours = trigrams(word)
        shared = Counter(known for trigram in ours for known in self.by_trigram.get(trigram, ()))
        likeness = {known: 2 * n / (len(ours) + len(trigrams(known))) for known, n in shared.most_common(20)}
        best = max(likeness, key=lambda known: (likeness[known], self.frequency[known]), default=None)
        return best if best is not None and likeness[best] >= CLOSE_ENOUGH else None


def trigrams(word: str) -> set[str]:
    """Three letters each, with blanks around the word, as pg_trgm makes them."""
    padded = f"  {word} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


def better_spelling(words: str, now: datetime) -> str | None:
    """The same search with unknown words replaced by words in use; None when there is nothing better."""
    vocabulary = remembered("vocabulary", now, lambda: _read(now), times=KEPT_LONGER)
    better = _WORD.sub(lambda found: _replacement(found.group(), vocabulary), words)
    return better if better != words else None


def _replacement(word: str, vocabulary: Vocabulary) -> str:
    meant = vocabulary.closest(word.lower())
    if meant is None or meant == word.lower():
        return word
    return meant.capitalize() if word[0].isupper() else meant


def _read(now: datetime) -> Vocabulary:
    query = (
        select(Idea.title, func.left(Idea.body, READ_OF_BODY))
        .where(publicly_listed(now))
        .order_by(Idea.published_at.desc(), Idea.id.desc())
        .limit(NEWEST_READ)
    )
    vocabulary = Vocabulary()
    for title, beginning in map(tuple, rows(query)):
        whole_words = beginning.rpartition(" ")[0]
        vocabulary.frequency.update(_WORD.findall(f"{title} {whole_words}".lower()))
    for word in vocabulary.frequency:
        for trigram in trigrams(word):
            vocabulary.by_trigram[trigram].append(word)
    return vocabulary
