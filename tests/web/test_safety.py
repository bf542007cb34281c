"""The page of safety cases: who may look, route, close; what stays hidden."""

import html
from datetime import date

import pytest

from luminary.privacy import Purpose
from luminary.web.app import API
from luminary.workspace import Workspace
from luminary.workspace.checking import Product

ROW = "9001,Ylva Norrby,ylva,2026-03-01,Jag fick utslag av Pollenfri i går,Forum"


@pytest.fixture
def screened(folder, tmp_path):
    """The forum as a medicines company's, with one text that must be read."""
    file = tmp_path / "more.csv"
    file.write_text("id,author,handle,date,text,place\n" + ROW + "\n", "utf-8")
    with Workspace.open(folder) as work:
        work.change_purpose(Purpose("pharma", "Nå kunniga", "legitimate interest", "Bo Ek", date(2030, 1, 1)))
        work.law.add_product(Product("Pollenfri", "otc"))
        work.collect.run(file)
    return folder


def test_an_editor_reads_routes_and_closes_a_case(screened, visit):
    editor = visit("jonas")
    told = html.unescape(editor.get("/safety").text)
    assert "Jag fick utslag av Pollenfri i går" in told
    assert "all four criteria" in told
    with Workspace.open(screened) as work:
        (case,) = (one.case for one in work.safety.cases())
    assert editor.post("/safety/route", {"case": case}).status_code == 422
    assert editor.post("/safety/route", {"case": case, "to": "safety@example.org"}).status_code == 303
    assert "safety@example.org" in editor.get("/safety?state=routed").text
    assert editor.post("/safety/close", {"case": case, "why": "Rapporterat"}).status_code == 303
    assert "Rapporterat" in editor.get("/safety?state=closed").text


def test_only_an_owner_sees_the_switch_and_under_pharma_it_does_not_move(screened, visit):
    assert visit("jonas").post("/safety/screening", {"on": "off"}).status_code == 403
    assert "nobody can switch it off" in visit("astrid").get("/safety").text
    assert visit("astrid").post("/safety/screening", {"on": "off"}).status_code == 403


def test_nobody_without_the_right_reads_what_somebody_says_of_her_health(screened, visit):
    for login in ("maja", "olav"):
        for path in ("/safety", f"{API}/safety/cases"):
            answer = visit(login).get(path)
            assert answer.status_code == 403
            assert "Pollenfri" not in answer.text


def test_a_file_for_those_responsible_is_noted(screened, visit):
    told = visit("jonas").get("/safety/export.csv?state=open")
    assert "Jag fick utslag" in told.text
    with Workspace.open(screened) as work:
        assert work.audit.entries(1, action="safety.export")


def test_a_product_that_does_not_fit_is_told_beside_the_form(screened, visit):
    answer = visit("jonas").post("/safety/products", {"name": "Nytt", "kind": "pill"})
    assert answer.status_code == 422
    assert "is not known" in answer.text
    assert (
        visit("jonas").post("/safety/products", {"name": "Nytt", "kind": "rx", "also": "ny, nya"}).status_code
        == 303
    )
    assert "ny, nya" in visit("jonas").get("/safety").text


def test_a_program_reads_cases_and_products(screened, visit):
    told = visit("jonas").get(f"{API}/safety/cases").json()
    assert told["total"] == 1
    assert told["rows"][0]["screening"] == "complete"
    assert visit("maja").get(f"{API}/safety/products").json() == [
        {"name": "Pollenfri", "kind": "otc", "also": []}
    ]
