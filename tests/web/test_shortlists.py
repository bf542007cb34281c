"""Shortlists in the browser: several at once, without scripts, with hostile names, with fewer rights."""

import re

import pytest
from tests.web.cast import words

from luminary.workspace import Workspace


@pytest.fixture
def listed(visit, folder):
    """A list with two people, as Jonas made it; gives its address and the keys of the two."""
    jonas = visit("jonas")
    path = jonas.post("/shortlists", {"name": "Spring", "about": "The course"}).headers["location"]
    with Workspace.open(folder) as work:
        keys = [work.people.find(name) for name in ("Astrid Lund", "Eero Virta")]
    answer = jonas.post("/shortlists/put", {"shortlist": path.rpartition("/")[2], "people": "\n".join(keys)})
    assert answer.status_code == 303 and answer.headers["location"] == path
    return path, keys


def version(page, path, person):
    """The version that the form for the stage of a person carries."""
    seen = r'name="do" value="stage"><input type="hidden" name="version" value="(\d+)">'
    form = seen + rf'<input type="hidden" name="person" value="{re.escape(person)}"'
    return int(re.search(form, page)[1])


def test_a_list_is_made_filled_and_worked_on_without_scripts(visit, listed):
    path, (astrid, _) = listed
    jonas = visit("jonas")
    page = jonas.text(path)
    assert "Astrid Lund" in page and "2 people" in words(page) and "The course" in page
    seen = version(page, path, astrid)
    sent = jonas.post(path, {"do": "stage", "person": astrid, "value": "contacted", "version": seen})
    assert sent.status_code == 303 and sent.headers["location"].startswith(path + "#p-")
    assert jonas.post(path, {"do": "comment", "person": astrid, "value": "Mondays only"}).status_code == 303
    page = jonas.text(path)
    assert "Mondays only" in page and "set Astrid Lund from idea to contacted" in page
    assert "1" in words(jonas.text("/shortlists")) and "contacted" in jonas.text("/shortlists")


def test_two_browsers_at_once_lose_no_change_and_the_later_one_sees_both_versions(visit, listed):
    path, (astrid, eero) = listed
    jonas, owner = visit("jonas"), visit("astrid")
    before = jonas.text(path)
    both = {one: version(before, path, one) for one in (astrid, eero)}
    assert owner.post(path, stage(astrid, "chosen", both)).status_code == 303
    assert jonas.post(path, stage(eero, "checking", both)).status_code == 303  # another row: no quarrel
    refused = jonas.post(path, stage(astrid, "dropped", both))
    assert refused.status_code == 409
    told = words(refused.text)
    assert "You wanted to set Astrid Lund to dropped" in told
    assert "astrid set Astrid Lund from idea to chosen" in told
    clash = refused.text[refused.text.index('id="clash"') :]
    fields = dict(
        re.findall(r'name="(do|version|person|value)" value="([^"]*)"', clash[: clash.index("</form>")])
    )
    assert jonas.post(path, fields).status_code == 303
    with_all = words(owner.text(path))
    for change in ("from idea to chosen", "from idea to checking", "from chosen to dropped"):
        assert change in with_all


def stage(person, value, versions):
    return {"do": "stage", "person": person, "value": value, "version": versions[person]}


def test_the_reason_for_a_stage_is_asked_for_and_kept_as_a_comment(visit, listed):
    path, (astrid, _) = listed
    jonas = visit("jonas")
    assert 'name="why"' in jonas.text(path)
    seen = {astrid: version(jonas.text(path), path, astrid)}
    assert jonas.post(path, {**stage(astrid, "chosen", seen), "why": "she answers nurses"}).status_code == 303
    assert "she answers nurses" in words(visit("maja").text(path))


def test_a_change_is_taken_back_from_the_history(visit, listed):
    path, (astrid, _) = listed
    jonas = visit("jonas")
    jonas.post(path, stage(astrid, "agreed", {astrid: version(jonas.text(path), path, astrid)}))
    change = re.search(
        r'name="do" value="undo"><input type="hidden" name="value" value="(\w+)"', jonas.text(path)
    )[1]
    assert jonas.post(path, {"do": "undo", "value": change}).status_code == 303
    page = words(jonas.text(path))
    assert "taking back change 4" in page and "taken back" in page


def test_people_are_found_by_a_part_of_their_name(visit, listed):
    path, _ = listed
    page = visit("jonas").text(f"{path}?find=dagny")
    found = page[page.index('id="found"') :]
    assert "Dagny" in found and "\x1b" not in page and "\u202e" not in page
    key = re.search(r'name="do" value="put"><input type="hidden" name="value" value="([^"]+)"', found)[1]
    assert visit("jonas").post(path, {"do": "put", "value": key}).status_code == 303
    assert "3 people" in words(visit("jonas").text(path))
    assert "Nobody in the ranking is found" in visit("jonas").text(f"{path}?find=nobody-here")


def test_hostile_texts_are_shown_and_do_nothing(visit, listed):
    path, (astrid, _) = listed
    jonas, evil = visit("jonas"), "<script>alert(1)</script>\u202e" + "å" * 3000
    assert jonas.post(path, {"do": "comment", "person": astrid, "value": evil}).status_code == 303
    assert jonas.post("/shortlists", {"name": '"><img src=x onerror=alert(1)>'}).status_code == 303
    for page in (jonas.text(path), jonas.text("/shortlists")):
        assert "<script>alert" not in page and "<img src=x" not in page and "\u202e" not in page
    assert jonas.post("/shortlists", {"name": "x" * 200}).status_code == 422


def test_who_may_only_read_sees_the_list_and_no_way_to_change_it(visit, listed):
    path, (astrid, _) = listed
    page = visit("maja").text(path)
    assert "Astrid Lund" in page and '<form method="post" action="/shortlists' not in page
    assert visit("maja").post(path, stage(astrid, "dropped", {astrid: 2})).status_code == 403
    assert visit("outsider").get(path).status_code == 303


def test_who_sees_no_names_sees_numbers_and_no_comment_that_could_tell(visit, listed):
    path, (astrid, _) = listed
    visit("jonas").post(path, {"do": "comment", "person": astrid, "value": "Astrid says yes"})
    page = visit("olav").text(path)
    assert re.search(r"OL-\d{4}", page) and "Hidden until the name is revealed" in page
    for told in ("Eero", "Virta", "says yes", astrid):
        assert told not in page
    assert not re.search(r"Astrid(?! Lund</bdi></dd>)", re.sub(r"(?s)<header.*?</header>", "", page))


def test_nobody_chosen_and_lists_that_are_not_there_are_answered_with_a_way_out(visit, empty):
    app, folder = empty
    from tests.web.cast import logged_in

    jonas = logged_in(app, folder, "jonas")
    assert "No shortlist yet" in jonas.text("/shortlists")
    assert jonas.get("/shortlists/nothing").status_code == 404
    assert jonas.post("/shortlists/put", {"people": ""}).status_code == 422
    assert (
        jonas.post("/shortlists/nothing", {"do": "stage", "person": "x", "value": "idea"}).status_code == 404
    )
