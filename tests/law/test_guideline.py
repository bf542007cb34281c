"""The page of rules of thumb: in five languages, by the rules of the country, never a ban on speech."""

from __future__ import annotations

import re
from datetime import date

import pytest

from luminary.errors import UnknownNameError, UsageError
from luminary.law import load_packs
from luminary.law.guideline import AUDIENCES, LANGUAGES, guideline
from luminary.law.yamlfile import packaged_data
from luminary.report.guideline import guideline_page, guideline_text

PROFILES = ("company", "pharma", "authority", "employer")
BANS = re.compile(
    r"\b(forbidden|prohibited|must not post|not allowed|förbjudet|får inte skriva|forbudt|kielletty)\b",
    re.IGNORECASE,
)


def page(audience="partners", country="SE", **more):
    told = {"organisation": "Fjällskor", "contact": "Siri Dahl", "language": "sv", "day": date(2026, 11, 27)}
    return guideline(audience, country, **{**told, **more})


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_written_in_every_language(audience, language):
    ids = {one["id"] for one in packaged_data("guideline/items.yaml")[audience]}
    words = packaged_data(f"guideline/{language}.yaml")
    assert set(words[audience]) == ids
    assert {"titles", "intros", "foot", "rests", "likely", "unclear"} <= set(words)


@pytest.mark.parametrize("country", sorted(load_packs()))
@pytest.mark.parametrize("profile", PROFILES)
def test_every_country_and_profile_has_its_page(country, profile):
    for audience in AUDIENCES:
        for language in LANGUAGES:
            found = page(audience, country, language=language, profile=profile)
            text = guideline_text(found)
            assert "{" not in text
            assert "Siri Dahl" in text
            assert "2026-11-27" in text
            assert not BANS.search(text)


def test_the_label_is_the_one_the_country_recommends():
    label = {one.id: one.text for one in page("partners", "FI", language="fi").lines}["label"]
    assert "Mainos Fjällskor" in label
    label = {one.id: one.text for one in page("partners", "FI", language="sv").lines}["label"]
    assert "Reklam" in label


def test_a_line_stands_only_where_the_country_has_the_rule():
    assert "retouch" in {one.id for one in page(country="NO").lines}
    assert "retouch" not in {one.id for one in page(country="SE").lines}
    assert "retouch" not in {one.id for one in page(country="NO", day=date(2022, 6, 1)).lines}


def test_only_pharma_pages_speak_of_medicines():
    assert "medicines" in {one.id for one in page(profile="pharma").lines}
    assert "medicines" not in {one.id for one in page(profile="company").lines}


def test_the_first_lines_for_employees_welcome_private_speech():
    assert "no list of bans" in page("employees", "UK", language="en").intro


def test_a_line_that_rests_on_a_rule_tells_its_source_on_the_page():
    found = page()
    html = guideline_page(found)
    for one in found.lines:
        if one.rule:
            assert one.rule.name in html
    assert "not reviewed by a lawyer yet" in html


def test_names_from_outside_stay_text():
    html = guideline_page(page(organisation="<script>x</script> {date}", contact="a@b.example\u202e<img>"))
    assert "<script>" not in html
    assert "<img>" not in html
    assert "\u202e" not in html
    assert "{date}" in html


@pytest.mark.parametrize("wrong", [{"audience": "everybody"}, {"country": "XX"}, {"language": "de"}])
def test_what_there_is_no_page_for_is_said(wrong):
    with pytest.raises(UnknownNameError):
        page(**wrong)


@pytest.mark.parametrize("missing", ["organisation", "contact"])
def test_a_page_says_whose_it_is_and_whom_to_ask(missing):
    with pytest.raises(UsageError, match=missing):
        page(**{missing: "  "})
