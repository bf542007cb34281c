from dataclasses import replace
from random import Random

import pytest
from tests.report.sample import leader, ranking

from luminary.domain import Estimate
from luminary.report.charts import bar, scale_for, spark
from luminary.report.text import clean, name, number, web_link
from luminary.report.words import against, direction, first_places, why


def one(i=0, **changes):
    return replace(leader(i, Random(1)), **changes)


def test_the_sentence_gives_figure_interval_subject_and_spread():
    said = str(why(one(trend=(1, 17, 18, 20)), ranking("vård")))
    assert said == (
        "21 (16 to 27) people are expected to act on what this person says on <em><bdi>vård</bdi></em> "
        "in the coming month; the response comes from about 3 communities; at least 17 people did so in "
        "each of the last 3 months."
    )


def test_a_missing_figure_is_never_a_zero():
    missing = {"influence": Estimate(None, None, None, 3, "people", "undated ties")}
    said = str(why(one(measures=missing, trend=()), ranking(None)))
    assert said == "Not enough to say: 3 people acted in this period."
    assert "no figure: undated ties" in against(one(measures=missing), ranking(None))


def test_what_speaks_against_a_person_is_listed():
    rank = ranking(None)
    assert against(one(0), rank) == []
    assert against(one(2), rank) == ["nearly all response comes from one community"]
    assert against(one(3), rank) == ["falling: the last three months are clearly below those before"]
    assert "thin data: 5 observations in all" in against(one(4), rank)
    assert "nobody acted in the last month" in against(one(trend=(5.0, 0.0)), rank)


def test_a_handful_of_acts_is_no_direction():
    assert direction((0, 0, 0, 0, 0, 1)) == direction((1, 0, 0, 1, 0, 0)) == ""
    assert direction((0, 0, 1, 0, 5, 9, 11)) == "rising"


def test_two_who_may_be_first_are_both_named():
    assert "cannot tell which" in first_places(ranking(None))
    alone = replace(ranking(None), leaders=(one(0), one(2)))
    assert "to nobody else" in first_places(alone)


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", " https://a.example", "https://u:p@a.example", "https://",
     "//a.example", "https://a.example/\n", 'https://a.example/"x', "https://[", "https:\\\\a.example",
     "ftp://a.example", "https://a.example/" + "x" * 9_000, "", None],
)  # fmt: skip
def test_only_plain_web_addresses_become_links(link):
    assert web_link(link) is None


def test_a_name_nobody_can_see_is_called_so():
    assert name("\u200b\u3164 ") == "(no visible name)"
    assert name("Åse\u0301\u0301\u0301\u0301\u0301\u0301") == "Åse\u0301\u0301\u0301"


def test_a_long_text_is_cut_to_its_length_even_when_most_of_it_is_invisible():
    assert len(clean("ord " * 100_000, 200)) <= 200
    assert clean("\x00" * 5_000_000 + "a", 10).endswith("…")


def test_missing_and_zero_months_are_told_apart():
    drawn = spark((0.0, float("nan"), 4.0))
    assert [column.known for column in drawn.columns] == [True, False, True]
    assert drawn.words == "0, not known, 4"


def test_bars_hold_negative_figures_and_missing_ends():
    low = Estimate(-1.4, -3.0, 0.5, 9, "", "")
    plain = Estimate(2.0, None, None, 9, "", "")
    scale = scale_for([low, plain])
    assert scale.low <= -3 and scale.high >= 2
    assert bar(low, scale).low < bar(low, scale).value < bar(low, scale).high
    assert bar(plain, scale).low is None
    assert bar(Estimate(None, None, None, 0, "", ""), scale) is None


def test_small_minus_figures_do_not_become_minus_zero():
    assert number(-0.001) == "0"
    assert number(1_234_567.0) == "1,234,567"
