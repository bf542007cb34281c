"""The page of the platforms' terms, and imports that are taken back."""

import json

from luminary.workspace import Workspace


def _films(folder, tmp_path):
    """Import a channel that was read with a key."""
    item = {"kind": "youtube#channel", "id": "UCAstrid", "snippet": {"title": "Astrid"},
            "statistics": {"subscriberCount": "5400"}}  # fmt: skip
    (tmp_path / "channels.json").write_text(
        json.dumps({"kind": "youtube#channels", "items": [item]}), "utf-8"
    )
    with Workspace.open(folder) as work:
        return work.collect.run(tmp_path / "channels.json").batch


def test_the_page_says_what_is_not_included_and_that_it_is_no_advice(visit, folder, tmp_path):
    _films(folder, tmp_path)
    page = visit("maja").text("/terms")
    for part in (
        "no legal advice",
        "youtube/api_key",
        "not included: YouTube, 1 account, 0 posts",
        "no lawyer has reviewed it",
        "YouTube API Services, Developer Policies, III.E.4",
        "mastodon/api_key",
    ):
        assert part in page, part


def test_one_source_is_shown_alone_and_an_unknown_one_is_refused(visit):
    page = visit("maja").text("/terms?source=mastodon")
    assert "mastodon/own_export" in page
    assert "youtube/api_key" not in page
    assert visit("maja").get("/terms?source=<b>").status_code == 404
    assert "<b>" not in visit("maja").get("/terms?source=<b>").text


def test_an_import_is_taken_back_by_who_may_import(visit, folder, tmp_path):
    batch = _films(folder, tmp_path)
    page = visit("jonas").text("/imports")
    assert "/terms?source=youtube%2Fapi_key" in page
    assert batch in page
    assert visit("maja").post("/imports/withdraw", {"batch": batch}).status_code == 403
    answer = visit("jonas").post("/imports/withdraw", {"batch": batch})
    assert answer.status_code == 303
    assert "taken back" in visit("jonas").text("/imports")
    with Workspace.open(folder) as work:
        assert work.ledger.rows("batches", batch=batch)[0]["state"] == "withdrawn"
        assert work.audit.entries(20, action="import.withdraw")[0].about == batch


def test_terms_and_origin_that_were_said_on_the_page_are_recorded(visit, folder, tmp_path):
    source = "id,author_id,created_at,text\n1,Astrid,2025-03-01,Hej\n"
    with Workspace.open(folder) as work:
        path = work.collect.receive("vakt.csv", [source.encode()])
    jonas = visit("jonas")
    said = "&terms=own_table%2Fauthorised&origin=V%C3%A5rd&obtained=2026-01-01"
    page = jonas.text(f"/import/check?path={path}{said}")
    assert "own_table/authorised" in page
    params = json.dumps(
        {"path": path, "terms": "own_table/authorised", "origin": "Vård", "obtained": "2026-01-01"}
    )
    assert jonas.post("/import/start", {"params": params}).status_code == 303
    broken = json.dumps({"path": path, "obtained": "soon"})
    assert jonas.post("/import/start", {"params": broken}).status_code in (400, 422)


def test_policies_can_be_read_by_programs(visit):
    found = visit("maja").get("/api/v1/terms?source=youtube/api_key").json()
    assert found[0]["terms"]["derived_measures"] is False
    assert found[0]["terms"]["retention_days"] == 30


def test_what_is_older_than_allowed_is_said_to_who_may_import(visit, folder, tmp_path):
    batch = _films(folder, tmp_path)
    with Workspace.open(folder) as work:
        work.ledger.change("batches", {"batch": batch}, obtained="2020-01-01")
    said = f"Import {batch[:8]} (youtube/api_key) had to be dealt with by"
    assert said in visit("jonas").text("/terms")
    assert "refresh or delete" in visit("jonas").text("/terms")
    assert said not in visit("maja").text("/terms")
