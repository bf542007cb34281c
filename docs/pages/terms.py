"""The page of the platforms' terms, made from the policies."""

from __future__ import annotations

from luminary.privacy.terms import Terms, policies
from luminary.workspace.policies import NO_ADVICE, rules_of

PAGE = "terms.md"

_HEAD = """# Terms of the platforms

{no_advice} Nobody but the authors has reviewed what stands here; each policy names the day by which it has to
be looked at again, and after that day nothing in it counts as sure.

Every import is recorded under one policy: a source and the way its data came. It is guessed from the format,
said after the import, and chosen with `--terms` (`--terms authorised`, `--terms youtube/own_export`) or on
the import page; importing the same file again with other terms changes what is recorded, and everything
computed from it is computed anew. `luminary terms` lists the policies, `luminary terms youtube` shows them in
full.

What follows from a policy:

- **Computed with: no.** Rankings, the network, back-tests and reports leave the import out and say so. The
  counts that the platform returned are shown on the person's page with their date and source, without growth.
- **Joined: stated / no.** Accounts are joined with accounts elsewhere only as the person states it, or never.
- **Days.** `luminary terms` and the page *Terms of the platforms* list what is older than allowed.
- **Own tables.** `--origin`, `--obtained`, `--basis` and `--notice` record where a table is from, when it was
  made, on what basis it may be used, and whether the people in it were told. Outside an evaluation each
  import asks for them; after `luminary terms --require-origin` it is refused without.

Another agreement with a platform, or another platform, is one more file: a folder named in `LUMINARY_TERMS`
holds YAML files as in `src/luminary/privacy/terms/sources/`; one with the name of a shipped file takes its
place. All faults of a file are told at once. Why it is so: [decision 0010](decisions/0010-terms-as-data.md).

| policy | computed with | joined | days, then | deletions followed | sure | look again |
|---|---|---|---|---|---|---|
"""


def text() -> str:
    """Compose the page."""
    found = list(policies().values())
    rows = "".join(map(_row, found))
    sources = dict.fromkeys(one.source for one in found)
    parts = "".join(_source([one for one in found if one.source == name]) for name in sources)
    return _HEAD.format(no_advice=NO_ADVICE) + rows + parts


def _row(one: Terms) -> str:
    days = "-" if one.retention_days is None else f"{one.retention_days}, {one.due}"
    cells = (
        f"[`{one.name}`](#{one.source})",
        "yes" if one.derived_measures else "**no**",
        {"allowed": "yes", "stated": "as stated", "forbidden": "**no**"}[one.joining],
        days,
        "yes" if one.honours_deletions else "no",
        one.confidence,
        one.valid_to,
    )
    return f"| {' | '.join(map(str, cells))} |\n"


def _source(ways: list[Terms]) -> str:
    told = [f"\n## {ways[0].source}\n\n{ways[0].title}.\n"]
    for one in ways:
        formats = f" Formats: {', '.join(f'`{name}`' for name in one.formats)}." if one.formats else ""
        basis = "; ".join(f"{part.text} ({part.seen})" for part in one.basis)
        said = f"{one.told}: {'; '.join(rules_of(one))}.{formats}"
        told.append(f"\n- **{one.way}**, {said}\n  {one.note}\n  Rests on: {basis}.\n")
    return "".join(told)
