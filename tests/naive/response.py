"""Plain twins of what is told about the response to one person: lists of acts and posts, nothing clever.

An act is ``(kind, source, target, moment, post, target_post, place)``, a post ``(post, person, moment, text,
place, thread)``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date


def on(acts, person, since=None, until=None):
    """List the acts on a person from `since` on and before `until`; those without a time always."""
    return [
        one
        for one in acts
        if one[2] == person
        and (one[3] is None or ((since is None or one[3] >= since) and (until is None or one[3] < until)))
    ]


def answered(acts):
    """List (post, people, acts, kinds) of the posts at which acts show themselves, most people first."""
    who, how, times = defaultdict(set), defaultdict(set), Counter()
    for kind, source, _, _, post, target_post, _ in acts:
        shown = target_post or post
        if shown is not None:
            who[shown].add(source)
            how[shown].add((kind, source))
            times[shown] += 1
    rows = [
        (post, len(people), times[post], dict(Counter(kind for kind, _ in how[post])))
        for post, people in who.items()
    ]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def by(acts, column):
    """Give (key, people, acts) by the values of a column, most people first."""
    people, times = defaultdict(set), Counter()
    for one in acts:
        if one[column] is not None:
            people[one[column]].add(one[1])
            times[one[column]] += 1
    rows = [(key, len(people[key]), times[key]) for key in people]
    return sorted(rows, key=lambda row: (-row[1], -row[2], str(row[0])))


def half_from(acts):
    """Take the busiest people away one by one until half of the acts are gone."""
    left, people = Counter(one[1] for one in acts), 0
    while left and 2 * sum(left.values()) > len(acts):
        left.pop(left.most_common(1)[0][0])
        people += 1
    return people


def questions(acts, text_of):
    """Give the posts that put a question to the person, and who put them."""
    asked = {(one[4], one[1]) for one in acts if one[0] in ("reply", "mention") and one[4] is not None}
    marked = {(post, who) for post, who in asked if "?" in without_links(text_of[post])}
    return len({post for post, _ in marked}), len({who for _, who in marked})


def without_links(text):
    """Leave out every word with an address in it."""
    return " ".join(word for word in text.split() if "://" not in word)


def months(posts, acts, person, platform_of):
    """Give (month, posts, people, acts) from the first to the last known month; unknown ones have None."""
    mine = {platform_of(one[0]) for one in posts if one[1] == person}
    known = {first_of(one[2]) for one in posts if platform_of(one[0]) in mine}
    known |= {first_of(one[3]) for one in acts if person in one[1:3] and one[3] is not None}
    rows, month = [], min(known, default=None)
    while month is not None and month <= max(known):
        wrote = sum(one[1] == person and first_of(one[2]) == month for one in posts)
        came = [one for one in acts if one[2] == person and one[3] and first_of(one[3]) == month]
        row = (wrote, len({one[1] for one in came}), len(came)) if month in known else (None, None, None)
        rows.append((month, *row))
        month = date(month.year + (month.month == 12), month.month % 12 + 1, 1)
    return rows


def first_of(moment):
    """Give the first day of a moment's month."""
    return date(moment.year, moment.month, 1)


def around(posts, post, before, after):
    """List the posts of a thread around one, with how many are left out on both sides."""
    thread = next(one[5] for one in posts if one[0] == post)
    members = sorted((one for one in posts if one[5] == thread), key=lambda one: (one[2], one[0]))
    at = [one[0] for one in members].index(post)
    low, high = max(0, at - before), at + after + 1
    return [one[0] for one in members[low:high]], low, max(0, len(members) - high)
