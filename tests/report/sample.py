# ruff: noqa: E501  rows of invented figures read better in one line
"""An invented report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

from luminary.domain import Estimate, Evidence
from luminary.leaders.leader import AccountLabel, Leader, Ranking, Suggestion
from luminary.report import (
    BacktestPicture,
    Dot,
    Edge,
    Held,
    ImportLine,
    Loud,
    MeasureLine,
    RejectReason,
    ReportInput,
    TruthRow,
    lay_out,
)

NAMES = (
    "Ingrid Solheim", "Aino Lehtinen", "Jonas Berg", "Maja Lindqvist", "Søren Kjærgaard", "Eeva Koskela",
    "Torbjørn Åsheim", "Läkarförbundet Väst", "Linnéa Öberg", "Mikkel Thorup", "Päivi Mäkelä", "Ragnhild Eide",
    "Oskar Nyström", "Freja Holm", "Veikko Salo", "Astrid Vinje", "Nils-Erik Dahl", "Hanna Virtanen",
)  # fmt: skip
QUOTES = (
    "Vi slutade räkna avvikelser och började fråga vad som hindrade oss. Det tog tre veckor innan någon vågade svara.",
    "Hva skjer hvis vi lar pasienten lese epikrisen før utskrivning? Vi prøvde på to poster.",
    "Potilasturvallisuus ei ole lomake, se on keskustelu vuoron vaihtuessa.",
)
FIGURES = ((21.2, 16, 27), (18.4, 13, 24), (9.3, 5, 15), (8.1, 4.2, 13), (6.6, 3, 11), (5.2, 2.1, 9.4))


@dataclass(frozen=True)
class Note:
    name: str
    question: str
    unit: str
    method: str
    baseline: bool = False


NOTES = (
    Note("influence", "How many distinct people will act on what this person says in the coming month?",
         "people in the coming month", "recency-weighted mean of distinct people a month over 12 months"),
    Note("standing", "How firmly is this person recognised, over time, by independent others?",
         "faithful people times weeks", "soft h-index of responder days times weeks with response"),
    Note("spread", "From how many communities does the response come?", "communities",
         "exponential of the entropy, shrunk towards one"),
    Note("volume", "Who writes most?", "posts", "count of posts", True),
    Note("followers", "Who has most followers?", "followers", "newest count known", True),
)  # fmt: skip


def leader(i: int, chance: Random) -> Leader:
    value, low, high = FIGURES[i] if i < len(FIGURES) else (4.0 - i * 0.15, 1.0, 8.0)
    level = value * (1.0 if i != 2 else 0.4)
    trend = tuple(float(max(0, round(chance.gauss(level, level**0.5)))) for _ in range(12))
    if i == 2:
        trend = (0, 0, 1, 0, 1, 2, 1, 2, 3, 7, 11, 12)
    if i == 3:
        trend = (14, 16, 15, 13, 16, 14, 15, 12, 14, 6, 4, 5)
    figures = {
        "influence": Estimate(value, low, high, 5 if i == 4 else 140 - 7 * i, NOTES[0].unit, NOTES[0].method),
        "standing": Estimate(14.0 - i * 0.6, 9.0 - i * 0.5, 20.0, 300, NOTES[1].unit, NOTES[1].method),
        "spread": Estimate(1.1 if i == 2 else 3.2, 1.0, 4.4, 90, NOTES[2].unit, NOTES[2].method),
        "volume": Estimate(120.0 + 9 * i, None, None, 120, NOTES[3].unit, NOTES[3].method),
        "followers": Estimate(None, None, None, 0, NOTES[4].unit, "no source gives followers"),
    }
    places = ((1, 2), (1, 4), (3, 9), (3, 9), (3, 16))[i] if i < 5 else (4, 18)
    withheld = i == 8
    return Leader(
        person=f"slack:T1/U{i}", name="OL-204118" if withheld else NAMES[i],
        accounts=() if withheld else (AccountLabel("slack", f"U{i}", NAMES[i].split()[0].lower(), i == 4),),
        rank=i + 1, rank_low=places[0], rank_high=places[1], measures=figures,
        kind=Suggestion("organisation" if i == 7 else "person", "name and way of writing"),
        tier=Suggestion("micro", "1,204 followers"), level=Suggestion("writer", "long posts", i == 0),
        trend=trend, named=not withheld,
        evidence=Evidence((f"slack:T1/p{i}a", f"slack:T1/p{i}b"), QUOTES[i % 3],
                          f"https://forum.example/t/{i}" if i % 2 == 0 else None),
    )  # fmt: skip


def ranking(subject: str | None, size: int = 18, seed: int = 1) -> Ranking:
    chance = Random(seed)
    order = list(range(size)) if seed == 1 else [1, 0, *range(2, size)]
    leaders = tuple(leader(i, chance) for i in order)
    return Ranking(
        "influence", NOTES[0].question, subject, None, None, datetime(2025, 1, 1, tzinfo=UTC),
        datetime(2025, 12, 31, tzinfo=UTC), 412, leaders, ("6 service accounts left out",),
    )  # fmt: skip


def backtest() -> BacktestPicture:
    found = (("influence", 14.1, 12.6, 15.4, False), ("standing", 11.2, 9.5, 12.9, False), ("distinct_responders", 11.0, 9.6, 12.3, True),
             ("pagerank", 9.8, 8.2, 11.2, True), ("active_days", 7.9, 6.4, 9.4, True), ("volume", 7.0, 5.6, 8.4, True),
             ("followers", 5.0, 3.2, 6.9, True))  # fmt: skip
    lines = tuple(
        MeasureLine(n, Estimate(v, a, b, 8, "people", "bootstrap over cuts"), simple,
                    (("NDCG@20", Estimate(v / 16, a / 16, b / 16, 8, "", "bootstrap over cuts")),))
        for n, v, a, b, simple in found
    )  # fmt: skip
    cuts = tuple(datetime(2025, month, 1, tzinfo=UTC) for month in range(5, 13))
    said = (
        "At 8 past dates this ranking found 14 of the 20 people who were acted on most in the following month; "
        "counting followers would have found 5, counting posts 7."
    )
    return BacktestPicture(said, 20, cuts, lines)


@cache
def network(size: int = 190):
    chance = Random(3)
    dots = [
        Dot(
            f"p{i}",
            NAMES[i] if i < len(NAMES) else f"Kari {i}",
            round(60 / (1 + i * 0.35), 1),
            min(i * 7919 % 11 // 2, 6),
        )
        for i in range(size)
    ]
    ties = []
    for i in range(size):
        for _ in range(4):
            near = [j for j in range(size) if dots[j].community == dots[i].community and j != i]
            j = chance.choice(near if chance.random() < 0.85 else [k for k in range(size) if k != i])
            ties.append(Edge(f"p{i}", f"p{j}", chance.random() + 0.1))
    return lay_out(dots, ties)


def sample(**changes) -> ReportInput:
    made = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
    first = datetime(2025, 1, 1, tzinfo=UTC)
    values = {
        "title": "Who is listened to in the Nordic health world", "made": made,
        "purpose_note": "evaluation workspace: for evaluating the software, not for decisions about people",
        "language": "sv", "held": Held(9_618, 431, 27, 0, first, first + timedelta(days=364)),
        "rankings": (ranking("patientsäkerhet"), ranking("hand hygiene", 9, 2), ranking("potilastiedot", 7, 3)),
        "measures": NOTES, "backtest": backtest(), "network": network(),
        "loud": (Loud("Vårdnytt Daily", 611, 2), Loud("Kim Aalto", 184, 3)),
        "imports": (ImportLine("ward-slack.zip", "slack", made, 6_204, 6_180, 20, 4),
                    ImportLine("microblog.csv", "table", made, 3_538, 3_438, 98, 2)),
        "rejects": (RejectReason("'created_at' is \"31/02/2025\", which is no date", 5), RejectReason("no author", 1)),
        "services": ("Vaktliste Varsel", "Kalender"), "conflicts": 3,
        "truths": (TruthRow("leader on patient safety", "Ingrid Solheim", "place 1 of 412", True),
                   TruthRow("rising person", "Jonas Berg", "place 3, rising", True),
                   TruthRow("bought response", "account 88", "not asked", None)),
    }  # fmt: skip
    return ReportInput(**(values | changes))
