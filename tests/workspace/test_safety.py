"""Texts of a medicines company are screened by themselves; people decide, and what they decide is kept."""

from datetime import date, timedelta

import pytest

from luminary.errors import AccessError, ConflictError, UnknownNameError, UsageError
from luminary.privacy import Purpose
from luminary.workspace import Workspace
from luminary.workspace.checking import Product
from luminary.workspace.rights import Role

_HEAD = "id,author,handle,date,text,place"
ROWS = (
    '1,Anna Kvist,anna_k,2026-03-01,"Min mamma, 71, fick svåra utslag av Pollenfri i går",Forum',
    "2,fjelltur88,fjelltur88,2026-03-02,Fikk hodepine av den nye pillen,Forum",
    '3,Lars Holm,lh,2026-03-03,"Lægen siger, at Pollenfri kan give kløe",Forum',
    "4,Aino Lehto,aino,2026-03-04,Pollenfri ei toiminut minulla lainkaan,Forum",
    "5,Eva Ek,ee,2026-03-05,Älskar Pollenfri!,Forum",
)
PHARMA = Purpose("pharma", "Nå kunniga", "legitimate interest", "Bo Ek", date(2030, 1, 1))


def _filled(folder, rows=ROWS, purpose=PHARMA):
    work = Workspace.init(folder / "work", purpose)
    work.law.add_product(Product("Pollenfri", "otc", ("pollenfritt",)))
    _imported(work, folder / "posts.csv", rows)
    return work


def _imported(work, file, rows):
    file.write_text("\n".join([_HEAD, *rows]) + "\n", "utf-8")
    return work.collect.run(file)


@pytest.fixture
def work(tmp_path):
    with _filled(tmp_path) as made:
        yield made


def test_what_is_imported_is_screened_before_anybody_looks(work):
    assert work.ledger.count("safety_cases") == 3
    found = {one.name: one for one in work.safety.cases()}
    assert {name: one.screening for name, one in found.items()} == {
        "Anna Kvist": "complete",
        "fjelltur88": "incomplete_follow_up",
        "Aino Lehto": "complete",
    }
    anna = found["Anna Kvist"]
    assert (anna.reporter, anna.patient, anna.reaction, anna.medicine) == (True,) * 4
    assert anna.quote == "Min mamma, 71, fick svåra utslag av Pollenfri i går"


def test_the_clock_starts_when_the_text_came_in_and_not_when_somebody_looks(work):
    (landed,) = (row["landed"] for row in work.ledger.rows("batches"))
    for one in work.safety.cases():
        assert one.first_seen == landed
        assert one.due - one.first_seen == timedelta(days=90)


def test_nothing_is_screened_twice_and_a_new_product_screens_anew(work):
    assert work.safety.screen() == 0
    work.law.add_product(Product("pillen", "rx"))
    assert work.safety.screen() == 0  # the case is there already
    assert {row["texts"] for row in work.ledger.rows("safety_screens")} == {5}


def test_the_same_post_imported_again_is_one_case(work, tmp_path):
    _imported(
        work, tmp_path / "again.csv", [*ROWS, "6,Eva Ek,ee,2026-04-01,Jag fick klåda av Pollenfri,Forum"]
    )
    assert work.safety.count() == 4


def test_under_pharma_nobody_switches_it_off(work):
    with pytest.raises(AccessError, match="it stays on"):
        work.safety.switch(False)
    assert work.safety.is_on


def test_elsewhere_it_is_off_until_an_owner_wants_it_and_an_editor_cannot(tmp_path):
    with _filled(tmp_path, purpose=Purpose()) as work:
        assert work.safety.cases() == []
        work.safety.switch(True)
        assert len(work.safety.cases()) == 3
        work.act_for(work.members.add("olle", "Olle Ek", Role.EDITOR, "snö på taket i mars"))
        for change in (lambda: work.safety.switch(False), lambda: work.safety.set_address("x")):
            with pytest.raises(AccessError, match="only an owner"):
                change()
        work.act_for(work.members.add("astrid", "Astrid Lund", Role.OWNER, "snö på taket i mars"))
        work.safety.switch(False)
        assert not work.safety.is_on


def test_a_case_is_routed_and_closed_by_people_with_who_when_and_why(work):
    case = work.safety.cases()[0].case
    with pytest.raises(UsageError, match="say where to"):
        work.safety.route(case)
    work.safety.set_address("safety@example.org")
    routed = work.safety.route(case)
    assert (routed.state, routed.routed_to, routed.routed_by) == ("routed", "safety@example.org", work.actor)
    with pytest.raises(UsageError, match="give the reason"):
        work.safety.close(case, "  ")
    closed = work.safety.close(case, "Rapporterat, nr 12")
    assert (closed.state, closed.why, closed.closed_by) == ("closed", "Rapporterat, nr 12", work.actor)
    with pytest.raises(ConflictError, match="was closed by"):
        work.safety.close(case, "igen")
    actions = [one.action for one in work.audit.entries(100)]
    assert {"safety.screen", "safety.address", "safety.route", "safety.close"} <= set(actions)


def test_a_program_on_its_own_decides_nothing(work):
    case = work.safety.cases()[0].case
    work.unattended = True
    for decide in (lambda: work.safety.route(case, "x"), lambda: work.safety.close(case, "x")):
        with pytest.raises(AccessError):
            decide()


def test_an_export_is_noted_in_the_log(work):
    assert len(work.safety.export("open")) == 3
    assert work.audit.entries(1)[0].action == "safety.export"


def test_cases_stay_when_the_person_is_erased_and_that_is_told(work):
    key = work.people.find("Anna Kvist")
    assert "safety_cases" in work.personal.preview(key).held
    work.personal.erase(key, "asked")
    (kept,) = [one for one in work.safety.cases() if one.quote and "mamma" in one.quote]
    assert kept.screening == "complete"


def test_a_product_that_cannot_be_used_is_refused(work):
    for product in (Product("", "otc"), Product("Pollen", "pill"), Product("Pollen", "otc", ("!",))):
        with pytest.raises(UsageError):
            work.law.add_product(product)
    work.law.remove_product("Pollenfri")
    with pytest.raises(UnknownNameError):
        work.law.remove_product("Pollenfri")


def test_the_checker_knows_the_products_and_the_profile_of_the_workspace(work):
    told = work.law.check(
        {
            "country": "SE",
            "connection": "employee_marketing",
            "advertiser": "Ek",
            "text": "Reklam för Ek: Pollenfri",
        }
    )
    assert told.verdict == "REVIEW"
    assert {"OTC_CONTENT", "PRODUCT_NAMED"} <= {*told.codes, *told.also}
