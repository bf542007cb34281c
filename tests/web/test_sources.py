"""Live sources in the browser: added, fetched by a worker, paused, removed; no markup gets in."""

import threading

import pytest
from tests.collect.fetch.site import XML, entry, feed, served
from tests.web.cast import words

from luminary.workspace import Workspace
from luminary.workspace.worker import Worker


@pytest.fixture
def site(monkeypatch):
    with served() as one:
        one.on("/feed", (200, XML, feed(entry(1), entry(2), title="Vaktens blogg")))
        monkeypatch.setenv("LUMINARY_FETCH_ALLOW", one.netloc)
        yield one


def test_a_source_is_added_fetched_by_a_worker_and_listed(visit, folder, site):
    jonas = visit("jonas")
    sent = jonas.post("/sources", {"address": f"{site.base}/feed", "name": "Vaktens blogg", "every": "6h"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/sources")
    assert "being fetched" in words(jonas.text("/sources"))
    Worker(folder).run(threading.Event(), once=True)
    page = words(jonas.text("/sources"))
    assert "Vaktens blogg" in page
    assert "done" in page
    with Workspace.open(folder) as work:
        (found,) = work.fetch.sources()
        assert (found.state, found.kept, found.every) == ("done", 3, 360)


def test_a_worker_fetches_what_is_due_and_nothing_else(folder, site):
    with Workspace.open(folder) as work:
        for name, every in (("due", 60), ("asked only", None), ("paused", 60)):
            work.fetch.add(name, "feed", {"url": f"{site.base}/feed?{name.replace(' ', '')}"}, every=every)
        work.fetch.pause("paused")
    for number in ("due", "askedonly", "paused"):
        site.on(f"/feed?{number}", (200, XML, feed(entry(1))))
    Worker(folder).run(threading.Event(), once=True)
    with Workspace.open(folder) as work:
        assert {one.name: one.state for one in work.fetch.sources()} == {
            "due": "done", "asked only": None, "paused": None,
        }  # fmt: skip


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({}, "is no address"),
        ({"address": "hei"}, "is no address"),
        ({"address": "https://x.example/feed?token=abc"}, "carries a password or key"),
        ({"address": "https://x.example/", "every": "1m"}, "between"),
        ({"address": "https://x.example/", "settings": "colour"}, "write it as name=value"),
        ({"name": "x", "connector": "nobody"}, "no connector is named"),
    ],
)
def test_what_is_no_source_is_said_on_the_page(visit, folder, form, says):
    answer = visit("jonas").post("/sources", form)
    assert answer.status_code == 422
    assert says in words(answer.text)
    with Workspace.open(folder) as work:
        assert work.fetch.sources() == []


def test_a_source_is_paused_resumed_planned_and_removed(visit, folder):
    jonas, name = visit("jonas"), '<b>"x"</b>'
    assert jonas.post("/sources", {"address": "https://x.example/feed", "name": name}).status_code == 303
    for path, more in (("pause", {}), ("resume", {}), ("every", {"every": "1d"}), ("run", {})):
        assert jonas.post(f"/sources/{path}", {"name": name, **more}).status_code == 303
    page = jonas.text("/sources")
    assert name not in page
    assert "&lt;b&gt;" in page
    assert jonas.post("/sources/remove", {"name": name}).status_code == 303
    assert "No source is on the list" in words(jonas.text("/sources"))
