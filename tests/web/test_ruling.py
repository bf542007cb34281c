"""The guideline and the check before a campaign, in the web app."""

from __future__ import annotations

from tests.web.cast import words


def test_a_guideline_is_shown_and_can_be_taken_along(visit):
    asked = "audience=partners&country=NO&language=nb&organisation=Nordkraft&contact=Siri+Dahl"
    page = words(visit("maja").text(f"/guideline?{asked}"))
    assert "Reklame for Nordkraft" in page
    assert "Siri Dahl" in page
    taken = visit("maja").get(f"/guideline/page.html?{asked}")
    assert "attachment" in taken.headers["content-disposition"]
    assert "Reklame for Nordkraft" in taken.text


def test_without_a_name_only_the_form_is_shown(visit):
    assert "Whom to ask" in words(visit("maja").text("/guideline"))
    assert visit("maja").get("/guideline/page.html").status_code == 422


def test_markup_in_a_name_stays_text(visit):
    page = visit("maja").text("/guideline?organisation=<script>x</script>&contact=<img>")
    assert "<script>x" not in page
    assert "<img>" not in page


def test_an_unknown_country_is_said_and_not_a_failure(visit):
    assert visit("maja").get("/guideline?country=XX&organisation=a&contact=b").status_code == 404
    assert visit("maja").get("/campaign?country=XX").status_code == 404
    assert visit("maja").get("/campaign?product=magic").status_code == 404


def test_a_medicine_for_the_public_is_stopped_with_its_rule(visit):
    page = words(visit("maja").text("/campaign?country=SE&product=rx"))
    assert "It may not start like this" in page
    assert "SE.rx" in page


def test_what_is_in_place_is_ticked_and_counts(visit):
    page = visit("maja").text("/campaign?country=SE&have=goal")
    assert 'value="goal" aria-label' in page
    assert "in place" in words(page)
