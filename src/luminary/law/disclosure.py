"""Is the payment visible? The steps from the declared connection to the place and sender of the label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from luminary.law.case import Case, span_of, span_of_hit, written
from luminary.law.labels import Hit, Part, tags
from luminary.law.lexicon import Meaning, letters, phrase_data
from luminary.law.pack import Confidence, Strength
from luminary.law.place import Place, place_of
from luminary.law.sender import find_name, names_somebody, tag_pattern
from luminary.law.verdict import Finding, Outcome, Span


@dataclass(frozen=True, slots=True)
class Label:
    """A word that would do for a label, with where it stands."""

    part: Part
    hit: Hit
    place: Place

    @property
    def is_clear(self) -> bool:
        """Whether the word is one of the recommended ones."""
        return self.hit.strength is Strength.CLEAR


def disclosure(case: Case) -> list[Finding]:
    """Judge whether a post says that it is advertising, and for whom, as its country asks."""
    connection = case.post.connection
    rule = case.connection_rule
    if connection == "unknown":
        return [_asking(case)]
    if connection == "public_info_employee":
        return [_role(case)]
    if connection in ("none", "own_channel"):
        sure = rule.confidence if rule else Confidence.UNCLEAR
        return [Finding(Outcome.NO_LABEL_NEEDED, "", rule, sure)]
    if denied := _denial(case):
        return [denied]
    found = _frames(case) if case.is_story else _text(case)
    if (
        rule is not None
        and rule.demand == "review"
        and any(one.outcome.rank > Outcome.ADVICE.rank for one in found)
    ):
        return [case.finding(Outcome.REVIEW, "GIFT_UNSETTLED", "gifts")]
    return found


def _asking(case: Case) -> Finding:
    """Look for signs of a connection that nobody has declared: the text alone decides nothing."""
    for part in case.parts:
        if found := next(_cues(case, part), None):
            return case.finding(
                Outcome.REVIEW,
                "CUES_WITHOUT_DECLARED_LINK",
                "connection",
                confidence=(Confidence.UNCLEAR,),
                word=written(part, *found),
                spans=(span_of(part, *found),),
            )
    return case.finding(Outcome.REVIEW, "", "connection", confidence=(Confidence.UNCLEAR,))


def _cues(case: Case, part: Part) -> Iterator[tuple[int, int]]:
    yield from ((one.start, one.end) for one in part.hits)
    yield from (one.span() for _kind, cue in case.lexicon.phrases.cues for one in cue.finditer(part.plain))
    yield from (found for name in case.names if (found := find_name(part.plain, name)))
    yield from part.denials
    yield from part.masked


def _role(case: Case) -> Finding:
    """Judge public information by somebody who works with it: says the text where?"""
    told = any(case.lexicon.phrases.role.search(part.plain) for part in case.parts)
    if told and case.post.advertiser and not case.names_missing():
        return case.finding(Outcome.NO_LABEL_NEEDED, "", "state_role")
    return case.finding(Outcome.ADVICE, "STATE_ROLE", "state_role")


def _denial(case: Case) -> Finding | None:
    for part in case.parts:
        for start, end in part.denials:
            return case.finding(
                Outcome.FAIL,
                "FALSE_DENIAL",
                "denial",
                word=written(part, start, end),
                spans=(span_of(part, start, end),),
            )
    return None


def _text(case: Case) -> list[Finding]:
    label, minors = _best(case, case.parts)
    if minors is not None:
        return [minors]
    if label is None:
        return [_unlabelled(case, case.parts)]
    found = [*_placed(case, label), *_stronger(case, [label]), *_sender(case, [label])]
    return found or [_passed(case, [label])]


def _frames(case: Case) -> list[Finding]:
    """Judge a story: every frame is met by itself, so every frame needs the label."""
    frames = [part for part in case.parts if part.name != "text" or not case.post.frames]
    best = [_best(case, [part]) for part in frames]
    labels = [label for label, _minors in best if label is not None and label.place is not Place.BURIED]
    if minors := next((one for _label, one in best if one is not None), None):
        return [minors]
    if not labels:
        buried = next((label for label, _ in best if label is not None), None)
        return _placed(case, buried) if buried else [_unlabelled(case, case.parts)]
    if len(labels) < len(frames):
        labelled = {label.part.name for label in labels}
        bare = tuple(Span(one.name, 0, len(one.folded.text)) for one in frames if one.name not in labelled)
        return [case.finding(Outcome.FAIL, "FRAME_UNLABELLED", "frames", spans=bare)]
    return [*_stronger(case, labels), *_sender(case, labels)] or [_passed(case, labels)]


def _best(case: Case, parts: list[Part]) -> tuple[Label | None, Finding | None]:
    """Give the label that does best; or what is wrong with it where minors are addressed."""
    found = [
        Label(part, hit, place_of(hit, part, case.fold, case.lexicon, case.names))
        for part in parts
        for hit in _labels_in(case, part)
    ]
    if not found:
        return None, None
    if (case.post.minors or case.post.audience == "minors") and case.pack.minors_only:
        plain = [one for one in found if letters(one.hit.meaning.word) in _minor_words(case)]
        if not plain:
            return None, _by_label(case, found[0], Outcome.FAIL, "MINORS_WORD", "minors")
        found = plain
    return min(found, key=lambda one: _cost(case, one)), None


def _minor_words(case: Case) -> frozenset[str]:
    words = case.pack.minors_only
    forms = {letters(form) for word in case.pack.words if letters(word.word) in words for form in word.forms}
    return words | forms


def _labels_in(case: Case, part: Part) -> list[Hit]:
    good = [hit for hit in part.hits if _counts(case, hit)]
    return good or _brand_tags(case, part, accepted=True)


def _counts(case: Case, hit: Hit) -> bool:
    if hit.strength is Strength.LINK_LABELS:
        return case.post.connection == "affiliate"
    return hit.strength in (Strength.CLEAR, Strength.ACCEPTABLE)


def _brand_tags(case: Case, part: Part, *, accepted: bool) -> list[Hit]:
    """Find hashtags made of a brand and a word, such as ``#TrailMixCoAmbassador``."""
    if "#" not in part.plain:
        return []
    found = []
    for start, end, tag in tags(part.plain):
        rest = letters(_without_name(case, tag))
        if not rest or rest == letters(tag):
            continue
        if rest in case.pack.brand_tags:
            meaning = Meaning(rest, Strength.ACCEPTABLE, False, Confidence.SETTLED)
        elif rest in case.lexicon.meanings:
            meaning = Meaning(rest, Strength.WEAK_LIKELY, False, Confidence.LIKELY)
        else:
            continue
        if (meaning.strength is Strength.ACCEPTABLE) is accepted:
            found.append(Hit(start + 1, end, meaning))
    return found


def _without_name(case: Case, tag: str) -> str:
    if not case.post.advertiser:
        return next((one for one in case.pack.brand_tags if tag.endswith(one) and tag != one), tag)
    for name in case.names:
        if found := tag_pattern(name).match(tag):
            return tag[found.end() :]
    return tag


def _cost(case: Case, label: Label) -> tuple[int, int, int]:
    """Order labels: those that pass, those that need advice, those that fail; then by place."""
    wanted = case.demand("place")
    fails = label.place in (Place.AFTER_FOLD, Place.BURIED) and not case.is_story
    advice = (label.place is Place.VISIBLE and wanted != "before_fold") or not label.is_clear
    return (2 if fails else 1 if advice else 0), -label.place if fails else label.place, not label.is_clear


def _placed(case: Case, label: Label) -> list[Finding]:
    if label.place is Place.BURIED:
        return [_by_label(case, label, Outcome.FAIL, "BURIED_IN_HASHTAGS", "hashtags")]
    if label.place is Place.AFTER_FOLD:
        return [_by_label(case, label, Outcome.FAIL, "AFTER_FOLD", "place")]
    if label.place is Place.VISIBLE and case.demand("place") != "before_fold" and not case.is_story:
        return [_by_label(case, label, Outcome.ADVICE, "NOT_FIRST", "place")]
    return []


def _stronger(case: Case, labels: list[Label]) -> list[Finding]:
    """Advise a plainer word where one would do, but another is recommended."""
    for label in labels:
        strength = label.hit.strength
        if strength is Strength.ACCEPTABLE or (
            strength is Strength.LINK_LABELS and not case.pack.links_clear
        ):
            return [_by_label(case, label, Outcome.ADVICE, "STRONGER_WORD_ADVISED", "words")]
    return []


def _sender(case: Case, labels: list[Label]) -> list[Finding]:
    """Tell whether all who gain are named, where the country asks for it."""
    if not case.pack.sender_required:
        return []
    if case.post.connection == "own_brand" and _says_own(case):
        return []
    if case.names_missing() if case.post.advertiser else not any(_followed(case, one) for one in labels):
        return [_by_label(case, labels[0], Outcome.FAIL, "SENDER_MISSING", "sender")]
    return []


def _says_own(case: Case) -> bool:
    whole = case.whole()
    return any(find_name(whole, one) for one in case.pack.own_brand)


def _followed(case: Case, label: Label) -> bool:
    """Tell whether a name follows the label, where nobody said which it should be."""
    after = tuple(phrase_data(case.post.lang or case.pack.langs[0])["after"])
    _first, last = label.part.folded.origin(label.hit.start, label.hit.end)
    return names_somebody(label.part.folded.text[last : last + 80], after)


def _unlabelled(case: Case, parts: list[Part]) -> Finding:
    """Judge a post without any word that would do."""
    weak = [(part, hit) for part in parts for hit in part.hits if hit.strength.is_weak or _is_link(hit)]
    weak = weak or [(part, hit) for part in parts for hit in _brand_tags(case, part, accepted=False)]
    if weak:
        part, hit = max(
            weak, key=lambda one: (one[1].strength is Strength.WEAK_SETTLED, one[1].end - one[1].start)
        )
        return _by_label(case, Label(part, hit, Place.VISIBLE), Outcome.FAIL, "WEAK_WORD", "words")
    for part in parts:
        if broken := case.lexicon.broken.search(part.plain):
            return case.finding(
                Outcome.FAIL,
                "WEAK_WORD",
                "words",
                confidence=(Confidence.LIKELY,),
                word=written(part, *broken.span()),
                spans=(span_of(part, *broken.span()),),
            )
    if case.post.platform_label:
        return case.finding(Outcome.FAIL, "PLATFORM_LABEL_ONLY", "platform_label")
    rule = case.connection_rule
    sure = (rule.confidence,) if rule else ()
    return case.finding(Outcome.FAIL, "NO_LABEL", "recognisable", confidence=sure)


def _is_link(hit: Hit) -> bool:
    return hit.strength is Strength.LINK_LABELS


def _passed(case: Case, labels: list[Label]) -> Finding:
    return _by_label(case, labels[0], Outcome.PASS, "", "recognisable")


def _by_label(case: Case, label: Label, outcome: Outcome, code: str, topic: str) -> Finding:
    hit = label.hit
    sure = (hit.meaning.confidence,) if code in ("WEAK_WORD", "STRONGER_WORD_ADVISED", "") else ()
    return case.finding(
        outcome,
        code,
        topic,
        confidence=sure,
        word=written(label.part, hit.start, hit.end),
        spans=(span_of_hit(label.part, hit),),
    )
