"""Who answers whom in a chat, line by line and as slowly as it reads."""

import math
import re

from luminary.network.answers import SILENCE, WEIGHTS
from luminary.network.chatlines import MEMORY, MOST_WORDS, RARE, REACH

AROUND = "@,:;.!?()[]\"'<>*"


def answered(lines):
    """Give for each line the number of the line it answers, -1 for nobody; names are single words."""
    return [best_of(lines, i) for i in range(len(lines))]


def best_of(lines, i):
    chosen, most = -1, silence(lines, i)
    for c in range(i - 1, max(-1, i - REACH - 1), -1):
        if lines[c].person != lines[i].person and lines[i].at - lines[c].at <= 86_400 * 10**6:
            mine = points(lines, i, c)
            if mine > most + 1e-12:
                chosen, most = c, mine
    return chosen


def points(lines, i, c):
    to, told, other, me = addressed(lines, i), addressed(lines, c), lines[c].person, lines[i].person
    signs = {
        "addresses the person": to == other,
        "names the person": other in inside(lines, i),
        "addresses another": to is not None and to != other,
        "was addressed to the author": told == me,
        "was addressed to another": told is not None and told != me,
        "lines between (log)": math.log(i - c),
        "minutes between (log)": math.log1p(max(0, lines[i].at - lines[c].at) / 60e6),
        "rare words in common": min(
            MOST_WORDS, sum(rare(lines, i, word) for word in words(lines, i) & words(lines, c))
        ),
        "author spoke since": any(lines[k].person == me for k in range(c + 1, i)),
    }
    assert signs.keys() == WEIGHTS.keys()
    return sum(WEIGHTS[sign] * value for sign, value in signs.items())


def silence(lines, i):
    mine = [k for k in range(max(0, i - MEMORY), i) if lines[k].person == lines[i].person]
    signs = {
        "always": True,
        "first line of the author": not mine,
        "goes on from the line before": bool(mine) and mine[-1] == i - 1,
        "asks a question": "?" in re.sub(r"\S+://\S+", "", lines[i].text),
    }
    return sum(SILENCE[sign] * value for sign, value in signs.items())


def bearer(lines, i, word):
    bearers = {one.person for one in lines for name in one.names if word == name.casefold()}
    present = {one.person for one in lines[max(0, i - MEMORY) : i]}
    person = bearers.pop() if len(bearers) == 1 else None
    return person if person in present and person != lines[i].person else None


def found(lines, i):
    out = []
    for word in lines[i].text.casefold().split():
        forms = (word.lstrip("@"), word.strip(AROUND))
        known = [form for form in forms if any(form == n.casefold() for one in lines for n in one.names)]
        out.append(bearer(lines, i, known[0]) if known else None)
    return out


def addressed(lines, i):
    return next(iter(found(lines, i)), None)


def inside(lines, i):
    return set(found(lines, i)[1:]) - {None}


def words(lines, i):
    names = {name.casefold() for one in lines for name in one.names}
    return {w for w in re.findall(r"[\w.+/-]*\w", lines[i].text.casefold()) if len(w) > 2 and w not in names}


def rare(lines, i, word):
    return sum(word in words(lines, k) for k in range(max(0, i - MEMORY), i)) <= RARE
