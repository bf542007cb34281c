"""May this be said to this audience at all? Medicines, devices, food, cosmetic procedures.

What is declared about the product decides; names of medicines and words of diseases in the text add to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from luminary.law.case import Case, span_of, written
from luminary.law.labels import Part
from luminary.law.letters import fold
from luminary.law.lexicon import BEGIN, END
from luminary.law.pack import Confidence
from luminary.law.verdict import Finding, Outcome
from luminary.law.yamlfile import packaged_data

_STANDING = frozenset({"celebrity", "health_professional", "scientist", "opinion_leader", "expert"})
_PROFESSIONAL = frozenset({"health_professional", "scientist"})
_FOOD = frozenset({"food", "food_supplement"})
_LEAFLET = re.compile(
    r"bipacksed|pakningsvedlegg|indlægsseddel|pakkausseloste|leaflet|packungsbeilage|"
    r"läs informationen|les informasjonen|læs informationen"
)
_PATIENT = re.compile(
    BEGIN + r"(?:(?:en|ett|ein|min|mitt|a|my|one|eräs|ein|eine|meine?) (?:patient|pasient|potilas|patientin)"
    r"|potilaani|patienten|pasienten|the patient)" + END
)
_PROMOTES = re.compile(
    r"!|%|https?://|www\.|"
    + BEGIN
    + r"(?:book|bestill|boka|bestil|varaa|köp|kjøp|køb|osta|buy|try|prova|prøv|kokeile|best|bäst|"
    r"beste|bedste|"
    r"anbefal\w*|rekommender\w*|suosittel\w*|recommend\w*|tilbud|erbjudande|tarjous|offer|rabatt\w*|rabat\w*|ale|"
    r"price|pris|hinta|link|lenke|länk|love|elsker|älskar|rakastan|fantasti\w*|amazing)" + END
)


def health(case: Case, products: Mapping[str, str], pharma: bool) -> list[Finding]:
    """Judge what is said about products that the law protects people from.

    Parameters
    ----------
    case : Case
        The post.
    products : mapping of str to str
        The user's own products: name to class, such as ``{"Pollenfri": "otc"}``.
    pharma : bool
        Whether a company with medicines on the market asks: its people name no products.
    """
    named = list(_named(case, products))
    classes = {case.post.product, *(kind for kind, _part, _place in named)} - {"none", "other"}
    found: list[Finding] = []
    if classes & {"rx", "vaccine"}:
        found += _prescription(case, named)
    if _is_promotion(case):
        found += [
            *(_over_the_counter(case) if "otc" in classes else ()),
            *(_food(case) if classes & _FOOD else ()),
            *(_devices(case) if "device" in classes else ()),
            *_pictures(case),
            *_patients(case, classes),
        ]
    found += _confidences(case)
    if pharma and named and case.post.connection in ("employee_marketing", "public_info_employee", "none"):
        found += [_by_name(case, named, Outcome.REVIEW, "PRODUCT_NAMED", "rx", ())]
    return found


def _confidences(case: Case) -> Iterator[Finding]:
    """Find a single patient in what health staff tell: somebody else reads it first."""
    staff = case.post.endorser == "health_professional" or case.post.connection == "public_info_employee"
    for part in case.parts if staff else ():
        if found := _PATIENT.search(part.plain):
            yield case.finding(
                Outcome.REVIEW,
                "PATIENT_TOLD",
                "patient_privacy",
                word=written(part, *found.span()),
                spans=(span_of(part, *found.span()),),
            )
            return


def _is_promotion(case: Case) -> bool:
    return case.is_commercial or case.post.connection == "own_channel"


Named = tuple[str, Part, tuple[int, int]]
"""Class of a product, and where it is named."""


def _named(case: Case, products: Mapping[str, str]) -> Iterator[Named]:
    """Find names of medicines, and of the user's own products, in all that is written."""
    for kind, pattern, not_it in _names(tuple(products.items()), case.post.product_names, case.post.product):
        for part in case.parts:
            plain = not_it.sub(lambda found: " " * len(found[0]), part.plain) if not_it else part.plain
            if found := pattern.search(plain):
                yield kind, part, found.span()


@lru_cache(maxsize=256)
def _names(
    products: tuple[tuple[str, str], ...], own: tuple[str, ...], kind: str
) -> list[tuple[str, re.Pattern[str], re.Pattern[str] | None]]:
    data = packaged_data("medicines.yaml")
    listed = [word for entry in data["rx"] for word in entry["words"]]
    found: list[tuple[str, re.Pattern[str], re.Pattern[str] | None]] = [
        ("rx", _whole(listed), _whole(data["not_rx"]))
    ]
    for one in dict.fromkeys(value for _name, value in products):
        found.append((one, _whole([name for name, value in products if value == one]), None))
    if own and kind != "none":
        found.append((kind, _whole(own), None))
    return found


def _whole(words: Iterable[str]) -> re.Pattern[str]:
    """Find words with the endings of Nordic languages, and as the first part of a compound."""
    plain = sorted({fold(word).plain for word in words}, key=len, reverse=True)
    return re.compile(rf"{BEGIN}(?:{'|'.join(map(re.escape, plain)) or '(?!)'})(?:'?[a-zåäöæø]{{0,3}}){END}")


def _prescription(case: Case, named: list[Named]) -> list[Finding]:
    post = case.post
    rule = case.rule("rx")
    if post.audience == "professionals" or post.vaccination_campaign:
        return []
    blocks = rule is None or rule.demand == "block"
    if _is_promotion(case):
        outcome = Outcome.BLOCK if blocks else Outcome.REVIEW
    elif rule is not None and rule.without_payment and post.connection != "public_info_employee":
        promotes = any(_PROMOTES.search(part.plain) for part in case.parts)
        outcome = Outcome.BLOCK if blocks and promotes else Outcome.REVIEW
    elif post.connection == "none":
        return []
    else:
        outcome = Outcome.REVIEW
    rx = [one for one in named if one[0] in ("rx", "vaccine")]
    sure = () if _is_promotion(case) else (Confidence.LIKELY,)
    return [_by_name(case, rx, outcome, "RX_TO_PUBLIC", "rx", sure)]


def _by_name(
    case: Case, named: list[Named], outcome: Outcome, code: str, topic: str, sure: tuple[Confidence, ...]
) -> Finding:
    if not named:
        return case.finding(outcome, code, topic, confidence=sure)
    _kind, part, place = named[0]
    return case.finding(
        outcome, code, topic, confidence=sure, word=written(part, *place), spans=(span_of(part, *place),)
    )


def _over_the_counter(case: Case) -> Iterator[Finding]:
    post = case.post
    blocks = Outcome.BLOCK if case.demand("otc") == "block" else Outcome.REVIEW
    if post.audience == "professionals":
        return
    if post.endorser in _STANDING:
        yield case.finding(blocks, "OTC_ENDORSEMENT", "otc")
    elif post.connection not in ("own_channel", "employee_marketing"):
        # Whoever is paid to speak was chosen for standing: whether that is celebrity, a person decides.
        yield case.finding(Outcome.REVIEW, "OTC_ENDORSEMENT", "otc", confidence=(Confidence.LIKELY,))
    if post.claim == "guaranteed_effect" or post.minors or post.audience == "minors":
        yield case.finding(blocks, "OTC_CONTENT", "otc_content")
    elif not any(_LEAFLET.search(part.plain) for part in case.parts):
        yield case.finding(Outcome.REVIEW, "OTC_CONTENT", "otc_content", confidence=(Confidence.LIKELY,))


def _food(case: Case) -> Iterator[Finding]:
    post = case.post
    if post.claim == "disease":
        yield case.finding(_outcome(case, "food_disease"), "DISEASE_CLAIM_FOOD", "food_disease")
    else:
        yield from _disease_words(case)
    if post.endorser in _PROFESSIONAL and post.claim in ("health", "disease", "effect"):
        yield case.finding(
            _outcome(case, "food_professional"), "HEALTH_CLAIM_BY_PROFESSIONAL", "food_professional"
        )
    elif post.claim == "health" and not post.approved_claim:
        yield case.finding(Outcome.REVIEW, "HEALTH_CLAIM_UNAPPROVED", "food_health")


def _outcome(case: Case, topic: str) -> Outcome:
    return Outcome.BLOCK if case.demand(topic) == "block" else Outcome.REVIEW


def _disease_words(case: Case) -> Iterator[Finding]:
    """Find a disease; with a word of treating beside it, it is a claim, without one a person looks."""
    diseases, treats = _health_words(case.pack.langs, case.post.lang)
    for part in case.parts:
        found = diseases.search(part.plain)
        if not found:
            continue
        near = part.plain[max(found.start() - 80, 0) : found.end() + 80]
        claims = treats.search(near) is not None
        yield case.finding(
            _outcome(case, "food_disease") if claims else Outcome.REVIEW,
            "DISEASE_CLAIM_FOOD",
            "food_disease",
            confidence=(Confidence.LIKELY,),
            word=written(part, *found.span()),
            spans=(span_of(part, *found.span()),),
        )
        return


@lru_cache(maxsize=64)
def _health_words(langs: tuple[str, ...], lang: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = packaged_data("health_words.yaml")
    read = dict.fromkeys("nb" if one in ("nn", "no") else one for one in (*langs, lang, "en") if one)
    diseases = [word for one in read for word in data[one]["diseases"]]
    treats = [word for one in read for word in data[one]["treats"]]
    return _beginning(diseases), _beginning(treats)


def _beginning(words: Iterable[str]) -> re.Pattern[str]:
    """Find words by their beginning; short ones only whole."""
    plain = sorted({fold(word).plain for word in words}, key=len, reverse=True)
    either = "|".join(re.escape(one) + (END if len(one) <= 4 else r"\w*") for one in plain)
    return re.compile(f"{BEGIN}(?:{either})")


def _devices(case: Case) -> Iterator[Finding]:
    if case.post.claim != "none" and not case.post.approved_claim:
        yield case.finding(Outcome.REVIEW, "DEVICE_CLAIM_UNAPPROVED", "devices")


def _pictures(case: Case) -> Iterator[Finding]:
    if case.post.image == "before_after":
        yield case.finding(_outcome(case, "before_after"), "BEFORE_AFTER", "before_after")


def _patients(case: Case, classes: set[str]) -> Iterator[Finding]:
    if case.post.endorser == "patient" or (case.post.endorser == "customer" and classes):
        yield case.finding(Outcome.REVIEW, "PATIENT_STORY", "patients")
