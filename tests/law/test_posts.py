"""What is told about a post is read as meant, or refused with the value seen; one bad post stops no other."""

import json
from datetime import date

import pytest

from luminary.errors import InputError, UsageError
from luminary.law import Checker, check_lines, read_post, read_products

CHECKER = Checker(today=date(2026, 12, 1))


def refused(**fields: object) -> str:
    with pytest.raises(InputError) as caught:
        read_post(fields)
    return str(caught.value)


def test_all_that_cannot_be_used_is_told_at_once() -> None:
    told = refused(
        country="SE", text=3, conection="paid", channel="myspace", minors="perhaps", date="yesterday"
    )
    for part in (
        "text is 3; give a text",
        "no field is named 'conection'; did you mean connection?",
        "channel is 'myspace'; known: instagram",
        "minors is 'perhaps'; give true, false or unknown",
        "date is 'yesterday'; write the day as 2026-12-31",
    ):
        assert part in told


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": "x"}, "'country' is missing"),
        ({"country": "SE"}, "'text' is missing"),
        ({"country": None, "text": "x"}, "'country' is missing"),
        ({"country": False, "text": "x"}, 'write "NO" in quotes'),
        (
            {"country": "SE", "text": "x", "connection": "friend"},
            "connection is 'friend'; known: unknown, none",
        ),
        ({"country": "SE", "text": "x", "product": "pill"}, "product is 'pill'; known"),
        ({"country": "SE", "text": "x", "claim": "helth"}, "did you mean health?"),
        ({"country": "SE", "frames": [1]}, "give a text, or a list of texts"),
        ({"country": "SE", "text": "x", "advertiser": {"a": 1}}, "give a text, or a list of texts"),
        ({"country": "SE", "text": "x", "vaccination_campaign": True}, "give the number of the document"),
        ({"country": "SE", "text": "x", "brand": "A", "advertiser": "B"}, "'advertiser' is given twice"),
    ],
)
def test_a_field_that_cannot_be_used_names_the_way_out(fields: dict, told: str) -> None:
    assert told in refused(**fields)


def test_other_usual_words_for_the_same_are_understood() -> None:
    post = read_post(
        {"country": "no", "caption": "Hei", "brand": "Hraun", "channel": "Twitter", "language": "no",
         "product": "supplement", "endorser": "doctor", "kind": "stories", "platform_label": "unknown"}
    )  # fmt: skip
    told = (post.country, post.text, post.advertiser, post.channel, post.lang, post.product, post.endorser)
    assert told == ("NO", "Hei", ("Hraun",), "x", "nb", "food_supplement", "health_professional")
    assert (post.kind, post.platform_label) == ("story", None)


def test_fields_that_belong_to_something_else_are_told_and_do_not_stop_anything() -> None:
    told = CHECKER.check({"country": "SE", "text": "Hej", "connection": "none", "views": 3, "expect": "PASS"})
    assert told.verdict == "NO_LABEL_NEEDED"
    assert told.notes == ("Not known, and not used: views",)


def test_one_bad_line_is_told_and_the_others_go_on() -> None:
    good = json.dumps(
        {"id": "a", "country": "SE", "text": "Reklam Hraun", "connection": "paid", "brand": "Hraun"}
    )
    lines = [
        f"\ufeff{good}".encode(),
        b"",
        b"{oops",
        b"[1]",
        b"\xff\xfe",
        b'{"id": "e", "country": "XX", "text": ""}',
        good,
    ]
    told = list(check_lines(lines, CHECKER))
    assert [(one.line, one.id, one.verdict is not None) for one in told] == [
        (1, "a", True), (3, "3", False), (4, "4", False), (5, "5", False), (6, "e", False), (7, "a", True),
    ]  # fmt: skip
    assert "line 3: is no JSON" in told[1].error
    assert "no JSON object, but list" in told[2].error
    assert "is no UTF-8" in told[3].error
    assert told[4].record()["verdict"] is None


def test_a_line_nested_without_end_is_a_fault_and_not_a_crash() -> None:
    (told,) = check_lines([b"[" * 200_000], CHECKER)
    assert "line 1" in told.error


def test_defaults_stand_in_for_missing_fields_only() -> None:
    lines = ['{"text": "Reklame for Hraun", "country": "NO"}', '{"text": "Reklam för Hraun"}']
    told = check_lines(lines, CHECKER, {"country": "SE", "connection": "paid", "advertiser": ["Hraun"]})
    assert [one.verdict and one.verdict.country for one in told] == ["NO", "SE"]


def test_a_list_of_products_is_read_line_by_line() -> None:
    assert read_products("# ours\nPollenfri, otc\nHjärta, lugn, rx\n") == {
        "Pollenfri": "otc",
        "Hjärta, lugn": "rx",
    }
    with pytest.raises(UsageError, match=r"line 1.*line 2"):
        read_products("Pollenfri\nHjärtlugn, pill")


def test_products_of_ones_own_are_judged_by_their_class() -> None:
    checker = Checker(products={"Hjärtlugn": "rx"}, today=date(2026, 12, 1))
    post = {
        "country": "SE",
        "connection": "paid",
        "advertiser": "Hraun",
        "text": "Reklam för Hraun: #hjärtlugn hjälper",
    }
    assert checker.check(post).codes == ("RX_TO_PUBLIC",)
    assert CHECKER.check(post).codes == ()


def test_a_pharma_company_is_told_where_its_people_name_products() -> None:
    post = {
        "country": "SE",
        "connection": "public_info_employee",
        "advertiser": "Hraun",
        "text": "Pollenfri är ute",
    }
    plain, pharma = (Checker(products={"Pollenfri": "otc"}, pharma=one).check(post) for one in (False, True))
    assert plain.codes == ("STATE_ROLE",)
    assert (pharma.verdict, pharma.codes) == ("REVIEW", ("PRODUCT_NAMED",))


@pytest.mark.parametrize(
    ("fields", "verdict", "code"),
    [
        ({"product": "vaccine", "connection": "own_channel"}, "BLOCK", "RX_TO_PUBLIC"),
        (
            {"product": "vaccine", "connection": "own_channel", "vaccination_campaign": "LV-12"},
            "NO_LABEL_NEEDED",
            "",
        ),
        ({"product": "rx", "connection": "unknown"}, "REVIEW", "RX_TO_PUBLIC"),
        ({"product": "rx", "connection": "none"}, "NO_LABEL_NEEDED", ""),
        ({"product": "rx", "connection": "none", "country": "DK"}, "REVIEW", "RX_TO_PUBLIC"),
        ({"product": "rx", "connection": "paid", "country": "US"}, "FAIL", "NO_LABEL"),
        ({"product": "otc", "connection": "own_channel"}, "REVIEW", "OTC_CONTENT"),
        (
            {"product": "otc", "connection": "own_channel", "claim": "guaranteed_effect"},
            "BLOCK",
            "OTC_CONTENT",
        ),
        (
            {"product": "device", "connection": "own_channel", "claim": "heals faster than anything"},
            "REVIEW",
            "DEVICE_CLAIM_UNAPPROVED",
        ),
        (
            {"product": "device", "connection": "own_channel", "claim": "effect", "approved_claim": "C-7"},
            "NO_LABEL_NEEDED",
            "",
        ),
        ({"product": "food", "connection": "own_channel", "claim": "disease"}, "BLOCK", "DISEASE_CLAIM_FOOD"),
        (
            {"product": "food", "connection": "own_channel", "claim": "health"},
            "REVIEW",
            "HEALTH_CLAIM_UNAPPROVED",
        ),
        (
            {"product": "cosmetic_procedure", "connection": "own_channel", "image": "before_after"},
            "REVIEW",
            "BEFORE_AFTER",
        ),
        (
            {
                "product": "otc",
                "connection": "own_channel",
                "endorser": "patient",
                "text": "Läs bipacksedeln",
            },
            "REVIEW",
            "PATIENT_STORY",
        ),
    ],
)
def test_what_is_sold_decides_what_may_be_said(fields: dict, verdict: str, code: str) -> None:
    told = CHECKER.check({"country": "SE", "text": "Hej", "advertiser": "Hraun", **fields})
    assert told.verdict == verdict
    assert (code in told.codes) if code else told.codes == ()


def test_what_health_staff_tell_of_one_patient_is_read_by_somebody_else_first() -> None:
    post = {"country": "SE", "connection": "public_info_employee", "advertiser": "Region Sjö"}
    told = CHECKER.check({**post, "text": "En patient berättade i går att hon blivit frisk."})
    assert (told.verdict, told.codes) == ("REVIEW", ("PATIENT_TOLD",))
    assert "PATIENT_TOLD" not in CHECKER.check({**post, "text": "Många patienter väntar för länge."}).codes


def test_botulinum_is_found_under_its_other_names() -> None:
    for text in ("Book b.tox i dag", "Prøv TOXIN nå", "botox-behandling", "b\u200botox"):
        post = {
            "country": "NO",
            "connection": "paid",
            "advertiser": "Hraun",
            "text": f"Reklame for Hraun: {text}",
        }
        assert CHECKER.check(post).codes == ("RX_TO_PUBLIC",), text
    free = {
        "country": "NO",
        "connection": "paid",
        "advertiser": "Hraun",
        "text": "Reklame for Hraun, botoxfri",
    }
    assert CHECKER.check(free).verdict == "PASS"
