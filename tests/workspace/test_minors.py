"""Every import is looked through once, and what is looked for first loses nothing that the patterns find."""

import duckdb
import pytest
from tests.exports import post, table, workspace

from luminary.collect import Options
from luminary.privacy.sensitive import minor_sign
from luminary.workspace import minors

SAID = [
    "jag är 15 år", "Jag är 15", "I'm 15", "I am 16 years old", "jeg er 14 år", "Olen 13-vuotias", "Olen 15v",
    "jag går i 7B", "Jeg går i 8. klasse", "jag fyllde 16 igår", "Olen 8. luokalla", "I'm in 8th grade",
    "I just turned 16", "Täytin 15 eilen", "jag har precis fyllt 17", "Jeg er fyldt 15",
]  # fmt: skip


@pytest.mark.parametrize("text", SAID)
def test_what_is_looked_for_first_holds_everything_that_the_patterns_find(text):
    assert minor_sign(text)
    with duckdb.connect() as engine:
        aged, school, me = (
            engine.execute("SELECT regexp_matches(lower(?), ?)", [text, one]).fetchone()[0]
            for one in (minors._AGED, minors._SCHOOL, minors._ME)
        )
    assert aged or (school and me)


def test_a_later_import_is_looked_through_and_an_earlier_one_not_again(tmp_path):
    def talk(first, text):
        return [
            post(first, "Astrid", "2025-01-01"),
            post(first + 1, f"Bo{first}", "2025-01-02", text, reply_to=first),
        ]

    with workspace(tmp_path / "w", table(tmp_path / "a.csv", talk(1, "jag är 15 år"))) as work:
        assert work.duties.look_for_minors() == 1
        assert work.duties.look_for_minors() == 0
        work.duties.decide_minor("Bo1", "cleared", "a nurse")
        work.collect.run(table(tmp_path / "b.csv", talk(11, "jeg er 16 år")), options=Options(place="Vakt"))
        assert work.duties.look_for_minors() == 1
        assert [one.name for one in work.duties.review()] == ["Bo11"]
