"""What must not change a verdict does not, and what must, does."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminary.law import Checker
from luminary.law.letters import fold

CHECKER = Checker(today=date(2026, 12, 1))
POSTS = (
    ("SE", "Reklam för Björkbad. Vattnet var varmt."),
    ("SE", "Betalt samarbete med Björkbad, vattnet var varmt."),
    ("SE", "I samarbete med Björkbad, vattnet var varmt."),
    ("SE", "God morgon! Reklam för Björkbad."),
    ("SE", "Inte reklam, men Björkbad är bäst."),
    ("NO", "Reklame for Björkbad. Vannet var varmt."),
    ("DK", "Sponsoreret af Björkbad. Vandet var varmt."),
    ("FI", "Mainos Björkbad. Vesi oli lämmintä."),
    ("FI", "Saatu tuote Björkbad. Vesi oli lämmintä."),
    ("UK", "Ad: Björkbad was warm."),
    ("US", "Warm water at Björkbad #ad"),
    ("DE", "Anzeige: Björkbad, das Wasser war warm."),
)
INVISIBLE = "\u200b\u200c\u200d\u2060\u00ad\u200e\u200f\ufeff"
BOLD = str.maketrans({chr(ord("a") + at): chr(0x1D41A + at) for at in range(26)})
WIDE = str.maketrans({chr(ord("a") + at): chr(0xFF41 + at) for at in range(26)})
CYRILLIC = str.maketrans("aeopcxyi", "аеорсхуі")

cases = st.sampled_from(POSTS)


def judged(country: str, text: str, **more: object) -> tuple[str, tuple[str, ...]]:
    post = {"country": country, "text": text, "connection": "paid", "advertiser": "Björkbad"}
    told = CHECKER.check({**post, "channel": "facebook", **more})
    return told.verdict.value, told.codes


@given(cases, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_the_unicode_form_changes_nothing(case: tuple[str, str], form: str) -> None:
    country, text = case
    assert judged(country, unicodedata.normalize(form, text)) == judged(country, text)


@given(cases, st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_case_changes_nothing(case: tuple[str, str], change: object) -> None:
    country, text = case
    assert judged(country, change(text)) == judged(country, text)  # type: ignore[operator]


@given(cases, st.sampled_from([BOLD, WIDE, CYRILLIC]))
def test_letters_that_look_the_same_count_the_same(case: tuple[str, str], letters: dict[int, int]) -> None:
    country, text = case
    assert judged(country, text.translate(letters)) == judged(country, text)


@given(cases, st.data())
def test_invisible_characters_change_nothing(case: tuple[str, str], data: st.DataObject) -> None:
    country, text = case
    places = data.draw(st.lists(st.integers(0, len(text)), max_size=12))
    signs = data.draw(st.lists(st.sampled_from(INVISIBLE), min_size=len(places), max_size=len(places)))
    for at, sign in zip(sorted(places, reverse=True), signs, strict=True):
        text = text[:at] + sign + text[at:]
    assert judged(country, text) == judged(*case)


@given(
    cases,
    st.lists(st.sampled_from(["#bad", "#höst", "#spa", "#nordic", "#sauna", "💙", "@vera.ek"]), max_size=8),
)
def test_hashtags_at_the_end_change_nothing_unless_the_label_is_among_them(
    case: tuple[str, str], added: list[str]
) -> None:
    country, text = case
    tags = sum(one.startswith("#") for one in added)
    before, after = judged(country, text), judged(country, " ".join([text, *added]))
    if text.endswith("#ad") and tags >= 2:
        assert after == ("FAIL", ("BURIED_IN_HASHTAGS",))
    else:
        assert after == before


@given(st.integers(0, 400))
def test_a_label_further_back_never_does_better(filler: int) -> None:
    ranks = {"PASS": 0, "ADVICE": 1, "FAIL": 2}
    text = "Vi badade hela dagen och det var så skönt att vi ville stanna kvar till kvällen. " * 8
    nearer = judged("SE", f"{text[:filler]} Reklam för Björkbad")[0]
    further = judged("SE", f"{text[: filler + 25]} Reklam för Björkbad")[0]
    assert ranks[nearer] <= ranks[further]


@given(st.text(max_size=300))
def test_no_text_breaks_the_checker_and_spans_lie_inside_it(text: str) -> None:
    for country in CHECKER.packs:
        for connection in ("paid", "unknown"):
            told = CHECKER.check(
                {"country": country, "text": text, "connection": connection, "advertiser": ["Björkbad"]}
            )
            assert all(0 <= one.start <= one.end <= len(text) for one in told.spans)


@given(st.text(max_size=120))
def test_folding_keeps_every_place_inside_the_text_and_in_order(text: str) -> None:
    folded = fold(text)
    places = [folded.origin(at, at + 1) for at in range(len(folded.plain))]
    assert places == sorted(places)
    assert all(0 <= start <= end <= len(text) for start, end in places)


@given(st.text(alphabet="reklam #adför.\u0301\u200b𝐚Аé", max_size=60))
def test_folding_twice_changes_no_more(text: str) -> None:
    once = fold(text).plain
    assert fold(once).plain == once


@pytest.mark.parametrize("connection", ["unknown"])
@given(st.text(max_size=200))
def test_text_alone_gives_at_most_a_review(connection: str, text: str) -> None:
    told = CHECKER.check({"country": "SE", "text": text, "connection": connection, "advertiser": "Björkbad"})
    assert told.verdict == "REVIEW"
