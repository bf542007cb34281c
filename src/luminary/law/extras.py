"""Further marks that a post may need: a retouched body, paid politics, made-up people, green claims."""

from __future__ import annotations

import re
from collections.abc import Iterator

from luminary.law.case import Case, span_of, written
from luminary.law.lexicon import BEGIN, END
from luminary.law.pack import Confidence
from luminary.law.verdict import Finding, Outcome

_GREEN = re.compile(
    BEGIN + r"(?:klimatneutral\w*|klimatkompenser\w*|klimanøytral\w*|klimakompenser\w*|klimaneutral\w*|"
    r"koldioxidneutral\w*|"
    r"co2[ -]?(?:neutral\w*|nøytral\w*)|miljövänlig\w*|miljøvennlig\w*|miljøvenlig\w*|ympäristöystävälli\w*|"
    r"hiilineutraal\w*|ilmastoneutraal\w*|climate[ -]neutral|carbon[ -]neutral|eco[ -]friendly|"
    r"environmentally friendly|klimafreundlich\w*|umweltfreundlich\w*)" + END
)
_MADE = re.compile(
    BEGIN
    + r"(?:ai|ki)(?:[ -]?(?:genererad\w*|generert\w*|genereret\w*|generated|generiert\w*|bild|bilde|billede))"
    + END
    + "|tekoäly"
)


def extras(case: Case) -> Iterator[Finding]:
    """Judge what else a post must carry."""
    post = case.post
    if not (case.is_commercial or post.connection == "own_channel"):
        return
    if post.retouched and not post.retouch_mark and case.rule("retouch"):
        yield case.finding(Outcome.FAIL, "RETOUCH_MARK_MISSING", "retouch")
    if post.political and case.rule("political"):
        yield case.finding(Outcome.REVIEW, "POLITICAL_NOTICE", "political")
    if post.ai_generated and case.rule("artificial") and not _says_made(case):
        yield case.finding(Outcome.REVIEW, "AI_NOT_SAID", "artificial")
    if case.rule("green") and not post.approved_claim:
        yield from _green(case)


def _says_made(case: Case) -> bool:
    return any(_MADE.search(part.plain) for part in case.parts)


def _green(case: Case) -> Iterator[Finding]:
    for part in case.parts:
        if found := _GREEN.search(part.plain):
            place = found.span()
            yield case.finding(
                Outcome.REVIEW,
                "GREEN_CLAIM",
                "green",
                confidence=(Confidence.LIKELY,),
                word=written(part, *place),
                spans=(span_of(part, *place),),
            )
            return
    if case.post.claim == "environment":
        yield case.finding(Outcome.REVIEW, "GREEN_CLAIM", "green")
