"""What the columns of analytics reports mean, by their names in plain spelling."""

from __future__ import annotations

from collections.abc import Mapping

_DIMENSIONS: Mapping[str, str] = {
    "page": """page, top pages, target page, landing page, landing page query string, page path,
        page path and screen class, page path query string, full page url, page location, entry page,
        exit page, page url""",
    "host": "hostname, host name",
    "referrer": """site, linking page, referrer, page referrer, session source, first user source, source,
        session source platform""",
    "source_medium": "session source medium, first user source medium, source medium",
    "medium": """session medium, first user medium, medium, utm medium, session default channel group,
        first user default channel group, default channel group, session primary channel group""",
    "campaign": "session campaign, first user campaign, campaign, utm campaign, session campaign name",
    "content": "session manual ad content, manual ad content, first user manual ad content, utm content",
    "query": "query, top queries, session manual term, utm term, search query",
    "day": "date, day, last crawled, dato, datum, päivämäärä",
    "label": "label",
}

_METRICS: Mapping[str, str] = {
    "clicks": "clicks, klick, klikk, klik, klikkaukset",
    "impressions": "impressions, exponeringar, visninger, näyttökerrat",
    "ctr": "ctr",
    "position": "position, plassering, placering, sijainti",
    "linking pages": "linking pages",
    "target pages": "target pages",
    "incoming links": "incoming links",
    "linking sites": "linking sites",
    "visits": "sessions, visits, nb visits, entrances",
    "engaged visits": "engaged sessions",
    "visitors": "visitors, users, total users, nb uniq visitors, unique visitors",
    "active visitors": "active users",
    "new visitors": "new users",
    "views": "views, pageviews, nb hits, screen page views, unique pageviews, nb pageviews",
    "actions": "actions, nb actions, event count",
    "key events": "key events, conversions, nb conversions, nb visits converted, visits with conversions",
    "bounces": "bounces, bounce count",
    "exits": "exits, exit nb visits",
    "seconds": "visit duration, sum visit length, time on page, sum time spent, user engagement duration",
}
"""Figures that are sums; means of a whole report (rates, times per visit) stay in the raw rows."""

_SEEN_AND_NOT_READ = """
    nb users, max actions, sum daily nb uniq visitors, sum daily nb users, revenue, bounce rate,
    engagement rate, average engagement time per session, average engagement time per active user,
    events per session, session key event rate, total revenue, key event rate, page title, browser,
    country, city, region, device, operating system, user key event rate, scroll depth,
    total scroll depth, views per active user, url, first activity timestamp, last activity timestamp,
    referer type, segment
"""


def _by_name(listed: Mapping[str, str]) -> dict[str, str]:
    return {" ".join(name.split()): field for field, names in listed.items() for name in names.split(",")}


def _plainly(known: Mapping[str, str]) -> dict[str, str]:
    from luminary.collect.tabular import plain

    return {plain(name): field for name, field in known.items()}


DIMENSIONS = _plainly(_by_name(_DIMENSIONS))
METRICS = _plainly(_by_name(_METRICS))
NOT_READ = frozenset(_plainly(_by_name({"": _SEEN_AND_NOT_READ})))
FIELDS = frozenset((*_DIMENSIONS, *_METRICS))
"""What a user may name a column for."""
