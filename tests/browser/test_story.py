"""The whole way through a browser: first start, import, leaders, a person, a shortlist, a colleague."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Server, faults, log_in, settled

from luminary.workspace import Workspace

PASSWORD = "snö på taket i mars"


@pytest.fixture
def fresh(tmp_path):
    """A server over a workspace in which nothing is yet."""
    folder = tmp_path / "work"
    Workspace.open(folder, create=True).close()
    server = Server(folder)
    yield server
    server.stop()


def test_from_the_first_start_to_a_shortlist_and_a_colleague(fresh, world, browse):
    page = browse()
    page.goto(fresh.link())
    page.get_by_label("Your name").fill("Astrid Lund")
    page.get_by_label("Login").fill("astrid")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("There are three steps to a first answer")).to_be_visible()

    page.get_by_role("main").get_by_role("link", name="Import data").click()
    exports = sorted(one for one in (world / "exports").iterdir() if one.is_file())
    first = next(one for one in exports if one.suffix == ".csv")
    page.get_by_label("Choose files, or drop them here").set_input_files(first)
    page.get_by_role("button", name="Upload").click()
    if page.get_by_role("link", name="Look at it").count():
        page.get_by_role("link", name="Look at it").first.click()
    expect(page.get_by_role("heading", name="The first rows")).to_be_visible()
    page.get_by_role("button", name="Import it").click()
    expect(page.get_by_text("All rows count now.")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="See who is listened to").click()
    expect(page.locator("tbody tr").first).to_be_visible(timeout=60_000)

    page.get_by_label("Ranked by").select_option("volume")
    expect(page).to_have_url(re.compile("by=volume"))
    page.go_back()
    expect(page).not_to_have_url(re.compile("by=volume"))
    name = page.locator("tbody tr th a").first.inner_text()
    page.locator("tbody input[type=checkbox]").first.check()
    page.locator("summary", has_text="Shortlist").click()
    page.get_by_role("button", name="Put on a new list").click()
    page.goto(f"{fresh.address}/shortlists")
    page.locator("main table a, main article a, main li a").first.click()
    expect(page.get_by_role("link", name=name).first).to_be_visible()

    page.locator("table.shortlisted").get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.get_by_role("heading", name="What speaks against relying on it")).to_be_visible()
    assert faults(page) == []

    page.goto(f"{fresh.address}/leaders")
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("CSV")).first.click()
    assert name in taken.value.path().read_text("utf-8-sig")

    page.goto(f"{fresh.address}/team")
    page.get_by_role("button", name="Make a link").click()
    link = re.search(r"http://127\.0\.0\.1:\d+/invite/[\w-]+", page.content())
    assert link
    other = browse()
    other.goto(link[0])
    other.get_by_label("Your name").fill("Maja Holm")
    other.get_by_label("Login").fill("maja")
    other.get_by_label("Password", exact=True).fill(PASSWORD)
    other.get_by_label("The same password again").fill(PASSWORD)
    other.get_by_role("button", name="Come in").click()
    expect(other.get_by_role("navigation", name="Pages")).to_be_visible()
    assert not other.get_by_role("link", name="Team").count()
    assert other.goto(f"{fresh.address}/team").status == 403


def test_the_language_changes_and_the_page_stays(served, browse):
    page = log_in(browse(), served, "maja")
    page.goto(f"{served.address}/leaders?by=standing")
    for code, title in (("sv", "Svenska"), ("fi", "Suomi"), ("nb", "Norsk"), ("da", "Dansk")):
        page.locator(".who summary").click()
        page.locator(".who").get_by_role("button", name=title).click()
        expect(page.locator("html")).to_have_attribute("lang", code)
        expect(page).to_have_url(re.compile("by=standing"))


def test_a_job_is_cancelled_and_leaves_nothing_behind(fresh, world, tmp_path, browse):
    with Workspace.open(fresh.folder) as work:
        work.members.add("astrid", "Astrid Lund", _owner(), PASSWORD)
    page = log_in(browse(), fresh, "astrid")
    page.on("dialog", lambda asked: asked.accept())
    large = tmp_path / "large.csv"
    _write_large(large)
    page.goto(f"{fresh.address}/import")
    page.get_by_label("Choose files, or drop them here").set_input_files(large)
    page.get_by_role("button", name="Upload").click()
    if page.get_by_role("link", name="Look at it").count():
        page.get_by_role("link", name="Look at it").first.click()
    page.get_by_role("button", name="Import it").click()
    page.get_by_role("button", name=re.compile("Cancel")).first.click()
    expect(page.get_by_text("It was cancelled, and nothing of it is left.")).to_be_visible(timeout=60_000)
    page.goto(f"{fresh.address}/jobs?state=cancelled")
    expect(page.locator("main tbody tr")).to_have_count(1)
    with Workspace.open(fresh.folder) as work:
        assert work.collect.holding().posts == 0


def test_a_server_that_dies_in_the_middle_goes_on_with_the_import(fresh, tmp_path, browse):
    with Workspace.open(fresh.folder) as work:
        work.members.add("astrid", "Astrid Lund", _owner(), PASSWORD)
    page = log_in(browse(), fresh, "astrid")
    large = tmp_path / "large.csv"
    _write_large(large)
    page.goto(f"{fresh.address}/import")
    page.get_by_label("Choose files, or drop them here").set_input_files(large)
    page.get_by_role("button", name="Upload").click()
    if page.get_by_role("link", name="Look at it").count():
        page.get_by_role("link", name="Look at it").first.click()
    page.get_by_role("button", name="Import it").click()
    expect(page.get_by_text("How far it is")).to_be_visible()
    where = page.url
    fresh.kill()
    fresh.start()
    page.goto(where)
    expect(page.get_by_text("All rows count now.")).to_be_visible(timeout=120_000)
    with Workspace.open(fresh.folder) as work:
        assert work.collect.holding().posts == _LARGE


def test_two_browsers_at_once_on_one_shortlist_lose_no_change(served, browse):
    with Workspace.open(served.folder) as work:
        people = [one.person for one in work.leaders.rank().leaders[:2]]
        made = work.shortlists.add("Höst", "")
        work.shortlists.put_people(made.shortlist, people)
    first, second = log_in(browse(), served, "astrid"), log_in(browse(), served, "jonas")
    for page in (first, second):
        page.goto(f"{served.address}/shortlists/{made.shortlist}", wait_until="networkidle")
    first.locator("tbody select.stage").nth(0).select_option("chosen")
    expect(first.locator("table.changes")).to_contain_text("to chosen", timeout=20_000)
    second.locator("tbody select.stage").nth(1).select_option("contacted")
    expect(second.locator("table.changes")).to_contain_text("to contacted", timeout=20_000)
    second.goto(f"{served.address}/shortlists/{made.shortlist}", wait_until="networkidle")
    second.locator("tbody select.stage").nth(0).select_option("checking")
    expect(second.locator("table.changes")).to_contain_text("to checking", timeout=20_000)
    first.locator("tbody select.stage").nth(0).select_option("declined")
    expect(first.get_by_role("heading", name="Somebody was faster")).to_be_visible()
    with Workspace.open(served.folder) as work:
        stages = {one.person: one.stage for one in work.shortlists.get(made.shortlist).people}
    assert sorted(stages.values()) == ["checking", "contacted"]


def test_a_ranking_that_must_be_computed_appears_by_itself(served, browse):
    page = log_in(browse(), served, "maja")
    page.goto(f"{served.address}/leaders?since=2025-06-01")
    settled(page)
    expect(page.locator("tbody tr").first).to_be_visible(timeout=60_000)


_LARGE = 60_000


def _write_large(file) -> None:
    """Write a table that takes some seconds to import."""
    text = "Vi pratar om vårdhygien på avdelningen, och det går ganska bra tycker jag. " * 12
    with file.open("w", encoding="utf-8") as lines:
        lines.write("id,account_id,name,created_at,text\n")
        for number in range(_LARGE):
            lines.write(
                f'{number},{number % 500},Person {number % 500},2025-03-01T08:00:00Z,"{text} {number}"\n'
            )


def _owner():
    from luminary.workspace.rights import Role

    return Role.OWNER
