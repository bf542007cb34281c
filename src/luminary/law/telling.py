"""Verdicts and their parts in the words of a reader."""

from __future__ import annotations

from collections.abc import Iterable

from luminary.i18n import Message, say
from luminary.law.pack import Confidence
from luminary.law.verdict import Outcome, Span, Verdict

CODES: dict[str, Message] = {
    "NO_LABEL": say("somebody gains by it, and no label says so"),
    "WEAK_WORD": say("the word does not tell that somebody paid"),
    "STRONGER_WORD_ADVISED": say("a plainer word is recommended"),
    "AFTER_FOLD": say("the label comes after what is seen at first"),
    "NOT_FIRST": say("the label is visible, but not first"),
    "BURIED_IN_HASHTAGS": say("the label stands in a string of hashtags"),
    "FRAME_UNLABELLED": say("a frame of the story has no label"),
    "SENDER_MISSING": say("it does not say for whom"),
    "PLATFORM_LABEL_ONLY": say("only the platform's own label says so"),
    "FALSE_DENIAL": say("it says that it is no advertising, and somebody gains by it"),
    "MINORS_WORD": say("minors need the plainest word"),
    "GIFT_UNSETTLED": say("a gift without agreement: the law is unsettled"),
    "CUES_WITHOUT_DECLARED_LINK": say("there are signs of a connection that nobody declared"),
    "STATE_ROLE": say("say where you work"),
    "RETOUCH_MARK_MISSING": say("the mark for a retouched person is missing"),
    "RX_TO_PUBLIC": say("a prescription medicine, to the public"),
    "OTC_ENDORSEMENT": say("a medicine recommended by somebody of standing"),
    "OTC_CONTENT": say("what advertising of a medicine must say is missing, or says too much"),
    "HEALTH_CLAIM_BY_PROFESSIONAL": say("a health claim on food by a health professional"),
    "HEALTH_CLAIM_UNAPPROVED": say("a health claim without the number of the one that is authorised"),
    "DISEASE_CLAIM_FOOD": say("food and a disease in one breath"),
    "DEVICE_CLAIM_UNAPPROVED": say("a claim on a device without the number of the one that is approved"),
    "BEFORE_AFTER": say("pictures of before and after"),
    "PATIENT_STORY": say("a story of a patient or customer"),
    "PATIENT_TOLD": say("health staff tell of one patient"),
    "PRODUCT_NAMED": say("a product is named by somebody of the company"),
    "POLITICAL_NOTICE": say("a paid political message needs a notice"),
    "AI_NOT_SAID": say("it does not say that a machine made it"),
    "GREEN_CLAIM": say("an environmental claim that needs proof"),
}
"""Code to what it means."""

CONFIDENCES: dict[str, Message] = {
    "settled": say("settled: an authority, a court or the statute says so"),
    "likely": say("likely: by analogy, or seen in one place only"),
    "unclear": say("unclear: a person must decide"),
}
"""Confidence to what it means."""

CONNECTIONS: dict[str, Message] = {
    "unknown": say("not known"),
    "none": say("nothing: no money, no gift, no tie"),
    "paid": say("paid"),
    "gift": say("a gift, with an agreement to post"),
    "gift_no_agreement": say("a gift, without agreement"),
    "loan": say("a loan"),
    "invited": say("a trip or invitation"),
    "affiliate": say("commission on links or codes"),
    "ambassador": say("an agreement as ambassador"),
    "own_brand": say("it is the writer's own brand"),
    "employee_marketing": say("employed there, and markets it"),
    "public_info_employee": say("works there, and gives public information"),
    "own_channel": say("it is the organisation's own account"),
}
"""Connection to how it is asked for."""


def headline(verdict: Verdict, country: str) -> Message:
    """Say what a verdict comes to, never as a court would.

    Parameters
    ----------
    verdict : Verdict
        What the checker said.
    country : str
        Name of the country.
    """
    unsure = verdict.confidence is Confidence.UNCLEAR
    match verdict.verdict:
        case Outcome.PASS:
            return say("Likely enough in {country}", country=country)
        case Outcome.ADVICE:
            return say("Accepted in {country}, and could be clearer", country=country)
        case Outcome.FAIL if unsure:
            return say("Perhaps not enough in {country}", country=country)
        case Outcome.FAIL:
            return say("Likely not enough in {country}", country=country)
        case Outcome.BLOCK:
            return say("Do not publish in {country}: no label makes this allowed", country=country)
        case Outcome.REVIEW:
            return say("A person must decide")
    return say("No label is needed in {country}", country=country)


def code_word(code: str) -> Message:
    """Give the words for a code; a code that is none of the house's own, as it stands."""
    return CODES.get(code) or Message(code)


def marked(text: str, spans: Iterable[Span], part: str = "text") -> list[tuple[str, bool]]:
    """Cut a text into pieces, those that decided marked.

    Examples
    --------
    >>> marked("Reklam för Ek", [Span("text", 0, 6)])
    [('Reklam', True), (' för Ek', False)]
    """
    pieces: list[tuple[str, bool]] = []
    at = 0
    for span in sorted((one for one in spans if one.part == part), key=lambda one: (one.start, one.end)):
        if span.start < at or span.end == span.start:
            continue
        pieces += [(text[at : span.start], False), (text[span.start : span.end], True)]
        at = span.end
    pieces.append((text[at:], False))
    return [one for one in pieces if one[0]]
