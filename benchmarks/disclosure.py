"""How many posts a second does the checker judge on one core, from lines of JSON to verdicts?"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

from luminary.law import Checker, check_lines

EXAMPLES = Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "law"
POSTS = 20_000
ADVERTISERS = 500
GOAL = 10_000
_MORE = (
    "Vi gick upp tidigt och fikade vid sjön, sedan hann vi med toppen innan regnet kom.",
    "Været var fint hele dagen, og ungene badet til det ble mørkt 😍",
    "Det var en dejlig dag, og vi kommer helt sikkert igen til sommer ❤️",
    "Ihana päivä mökillä, sauna oli kuuma ja järvi kylmä.",
    "We walked all day and the tea afterwards was the best part of it.",
)
_TRICKS = str.maketrans("aeo", "аео")


def main() -> None:
    """Judge invented posts of seven countries: half are longer, one in ten has letters of other scripts."""
    lines = list(_lines())
    checker = Checker()
    list(check_lines(lines[:2_000], checker))
    began = time.process_time()
    told = list(check_lines(lines, checker))
    seconds = time.process_time() - began
    assert all(one.verdict for one in told)
    size = sum(map(len, lines)) / len(lines)
    rate = len(lines) / seconds
    print(f"{len(lines):,} posts, {size:.0f} bytes each: {rate:,.0f} posts a second (goal {GOAL:,})")


def _lines() -> Iterator[bytes]:
    drawn = random.Random(7)
    rows = [
        {"country": file.stem, **json.loads(line)}
        for file in sorted(EXAMPLES.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    for number in range(POSTS):
        row = dict(drawn.choice(rows), id=str(number))
        if drawn.random() < 0.3:
            row["advertiser"] = [f"Brand {drawn.randrange(ADVERTISERS)}"]
        if "text" in row and drawn.random() < 0.5:
            row["text"] = f"{row['text']} {drawn.choice(_MORE)} #{number} #sommar"
        if "text" in row and drawn.random() < 0.1:
            row["text"] = row["text"].translate(_TRICKS)
        yield json.dumps(row, ensure_ascii=False).encode()
