"""Posts by the million, as JSON lines: invented people who write about care in five languages, with a seed.

``python -m benchmarks.posts FILE ROWS`` writes them: about 280 bytes a post, a tenth as many authors as
posts (at most 200,000), a few of whom write most; two posts in five answer an earlier one, one in six
names somebody.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

_BLOCK = 50_000
_START = np.datetime64("2023-01-01T00:00:00", "s")
_SECONDS = 2 * 365 * 86_400
_FIRST, _LAST, _PLACES, *_WORDS = [
    words.split()
    for words in (
        "Aino Björn Signe Ebba Solveig Oskar Liv Eero Freja Nils Tuuli Sindre Maja Ilmari Astrid Torben",
        "Koski Ekström Møllegaard Åkerlind Tveitnes Lindroos Haugen Virtala Skov Lundgren Nyholm Bakke",
        "patientsäkerhet sykepleie omsorg digitaali ward-talk vaktrom budget vaccination hjemmepleje",
        "vi har bytt rutin för läkemedel på avdelningen och avvikelserna har blivit färre sedan våren tack "
        "det här behövde vi ingen annan vågar fråga om natten",
        "hvem har erfaring med digitalt tilsyn om natten hos oss sparer det mange runder men ikke alle "
        "vil pengene til opplæringen holder ikke sykepleierne",
        "har I prøvet at lade de pårørende være med til vagtskiftet det tager ti minutter og giver meget ro "
        "på stuen hjemmeplejen mangler folk",
        "potilasturvallisuus paranee vasta kun ilmoituksiin vastataan meillä vastaus tulee nyt viikossa "
        "kirjaaminen vie liikaa aikaa samaa mieltä",
        "the new roster gives everyone two weekends off a month and nobody has asked to go back so far "
        "except the night shift on ward seven",
    )
]


def lines(rows: int, seed: int = 7) -> Iterator[str]:
    """Give the lines in blocks."""
    draw = np.random.default_rng(seed)
    people = max(20, min(200_000, rows // 10))
    names = [f"{_FIRST[n % len(_FIRST)]} {_LAST[n // 7 % len(_LAST)]}" for n in range(people)]
    handles = [f"{name.split()[0].lower().replace('ö', 'o')}_{n}" for n, name in enumerate(names)]
    for first in range(0, rows, _BLOCK):
        size = min(_BLOCK, rows - first)
        who = (people * draw.random(size) ** 3).astype(int).tolist()
        ends = (people * draw.random(size) ** 2).astype(int).tolist()
        ats = np.sort(_START + (_SECONDS * (first + size * draw.random(size)) / rows).astype(int)).astype(str)
        said = _texts(draw, size)
        dice = draw.random((4, size)).tolist()
        where = draw.integers(0, len(_PLACES), size).tolist()
        for n, at in enumerate(ats.tolist(), first):
            i = n - first
            parent = f'"p{int(n * (1 - 0.1 * dice[1][i]))}"' if n and dice[0][i] < 0.4 else "null"
            text = f"@{handles[ends[i]]} {said[i]}" if dice[2][i] < 1 / 6 else said[i]
            author = f'"author_id":"u{who[i]}","handle":"{handles[who[i]]}","name":"{names[who[i]]}"'
            said_where = f'"created_at":"{at}Z","text":"{text}","channel":"{_PLACES[where[i]]}"'
            likes = int(3 / (0.01 + dice[3][i]))
            yield f'{{"id":"p{n + 1}",{author},{said_where},"reply_to":{parent},"likes":{likes}}}\n'


def _texts(draw: np.random.Generator, size: int) -> list[str]:
    """Write texts of 4 to 28 words, each in one language, nearly all of them different."""
    spoken, lengths = draw.integers(0, len(_WORDS), size).tolist(), draw.integers(4, 29, size).tolist()
    picks = draw.random((size, 28)).tolist()
    return [
        " ".join([_WORDS[tongue][int(pick * len(_WORDS[tongue]))] for pick in picks[i][: lengths[i]]])
        for i, tongue in enumerate(spoken)
    ]


def write(file: Path, rows: int, seed: int = 7) -> Path:
    """Write a file of that many posts."""
    with file.open("w", encoding="utf-8") as out:
        out.writelines(lines(rows, seed))
    return file


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
