"""Skewed German text: a few words in every idea, thousands in almost none, as in real submissions."""

from __future__ import annotations

import itertools
import random
from functools import cache


def _words(text: str) -> list[str]:
    return text.split()


# Ordered by how often people write them.
COMMON = _words("""
Region Betriebe Menschen Fachkräfte Projekt Landkreis Unternehmen Ausbildung Stadt gemeinsam Angebot
Digitalisierung Zusammenarbeit Jugendliche Verein Gemeinde Handwerk Hochschule Bürger Verkehr Energie Netzwerk
Schule Wirtschaft Innovation ländlich Beratung Forschung Entwicklung Förderung Mittelstand Industrie Zukunft
Standort Tourismus Kultur Pflege Gesundheit Wohnen Mobilität Strukturwandel Nachhaltigkeit Wasserstoff Batterie
Maschinenbau Weiterbildung Umschulung Gründer Werkstatt Labor Plattform Daten Logistik Bahn Bus Radweg Fläche
Gewerbegebiet
""")
FIRST = _words("""
Alt Auto Bahn Batterie Bau Berg Beruf Bildung Boden Breitband Daten Dorf Energie Erz Fach Ferien Fluss Forst Garten
Gebirgs Gewerbe Grenz Handels Haus Heimat Holz Industrie Jugend Kinder Klima Kreis Kultur Kunst Land Lehr Licht
Luft Markt Maschinen Material Medizin Metall Museums Nacht Natur Pendler Pflege Quartiers Rad Regional Roboter Sand
Schicht Schul Senioren Silber Sommer Spiel Sport Stadt Stoff Talent Technik Textil Umwelt Verkehrs Vogtland Wald
Wasser Weber Werk Winter Wohn Zug Zukunfts
""")
SECOND = _words("""
achse agentur akademie anlage atlas bank bahnhof börse brücke büro campus center dienst fabrik fest fonds garten
gruppe halle haus hof initiative karte kette kolleg konzept kreis labor lager lotse markt messe museum netz park
partner pass pfad plan portal preis programm raum ring route schau schmiede schule speicher station steig strecke
studie tag team treff turm verbund weg welt werk werkstatt wettbewerb zentrum zirkel zug
""")
GLUE = _words("""
und die der für mit in wir eine ein das soll auf von zu den werden ist dem können sich damit auch durch im an nicht
mehr über gemeinsame neue regionale schnelle bessere kurze gute viele alle jeder
""")
GLUE_SHARE = 0.45
RARE = "Klöppelspitzenarchiv"
RARE_EVERY = 12_000


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """Content words and their cumulated weights (Zipf: the n-th word is 1/n as frequent)."""
    compounds = [first + second for first, second in itertools.product(FIRST, SECOND)]
    random.Random(1).shuffle(compounds)
    words = COMMON + compounds
    weights = itertools.accumulate(1 / (rank + 8) for rank in range(len(words)))
    return words, list(weights)


def title(dice: random.Random) -> str:
    """Three to six words, as people name ideas."""
    words, weights = vocabulary()
    chosen = dice.choices(words, cum_weights=weights, k=dice.randint(2, 4))
    joint = dice.choice(("für die", "und", "im", "mit", "in der", "ohne"))
    return " ".join([*chosen[:-1], joint, chosen[-1]])[:150]


def body(dice: random.Random, number: int) -> str:
    """Some sentences in paragraphs: median about 700 characters, now and then 3,000."""
    words, weights = vocabulary()
    length = min(420, max(25, int(dice.lognormvariate(4.4, 0.6))))
    content = dice.choices(words, cum_weights=weights, k=length)
    text = [dice.choice(GLUE) if dice.random() < GLUE_SHARE else word for word in content]
    if number % RARE_EVERY == 7:
        text[len(text) // 2] = RARE
    sentences = [" ".join(text[start : start + 11]) for start in range(0, len(text), 11)]
    paragraphs = [". ".join(sentences[start : start + 4]) + "." for start in range(0, len(sentences), 4)]
    return "\n\n".join(paragraphs)[:5000]
