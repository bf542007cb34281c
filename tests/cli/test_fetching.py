"""`luminary fetch`: an address just works; everything else is a word more."""

import json

import pytest
from tests.collect.fetch.site import XML, entry, feed, served


@pytest.fixture
def site(monkeypatch):
    with served() as one:
        one.on("/feed", (200, XML, feed(entry(1), entry(2))))
        monkeypatch.setenv("LUMINARY_FETCH_ALLOW", one.netloc)
        monkeypatch.setattr("luminary.collect.fetch.client.backoff", lambda *_: 0.0)
        yield one


def test_an_address_just_works_and_a_second_time_brings_nothing_twice(run, tmp_path, site):
    done = run("-w", tmp_path / "w", "fetch", f"{site.base}/feed", "--format", "json")
    assert done.exit_code == 0
    (row,) = json.loads(done.stdout)
    assert (row["source"], row["pages"], row["read"], row["kept"]) == (f"{site.netloc}/feed", 1, 3, 3)
    assert "although they are not public" in done.stderr
    again = run("-w", tmp_path / "w", "fetch", f"{site.base}/feed")
    assert again.exit_code == 0
    assert "nothing new" in again.stderr


def test_sources_are_added_listed_paused_and_removed(run, tmp_path, site):
    at = ("-w", tmp_path / "w", "fetch")
    assert run(*at, "add", "Astrid", f"{site.base}/feed", "--every", "6h").exit_code == 0
    (row,) = json.loads(run(*at, "list", "--format", "json").stdout)
    assert (row["name"], row["connector"], row["every"], row["state"]) == ("Astrid", "feed", 360, None)
    assert run(*at, "--due", "--format", "json").exit_code == 0
    assert run(*at, "pause", "Astrid").exit_code == 0
    assert "paused" in run(*at, "list").stdout
    assert run(*at, "resume", "Astrid").exit_code == 0
    assert run(*at, "every", "Astrid", "never").exit_code == 0
    assert run(*at, "remove", "Astrid").exit_code == 0
    assert "no source is on the list" in run(*at).stderr


def test_settings_alone_say_a_source_and_name_it(run, tmp_path, site):
    at = ("-w", tmp_path / "w", "fetch")
    for _ in range(2):
        done = run(*at, "--connector", "feed", "--set", f"url={site.base}/feed", "--format", "json")
        assert json.loads(done.stdout)[0]["source"] == f"feed {site.base}/feed"
    assert len(json.loads(run(*at, "list", "--format", "json").stdout)) == 1


def test_a_dry_run_says_what_would_be_asked_and_asks_nobody(run, tmp_path, site):
    run("init", tmp_path / "w")
    done = run("-w", tmp_path / "w", "fetch", f"{site.base}/feed", "--dry-run", "--format", "json")
    (row,) = json.loads(done.stdout)
    assert (row["connector"], row["format"], row["terms"]) == ("feed", "feed", "feeds/api_key")
    assert site.asked == []
    assert json.loads(run("-w", tmp_path / "w", "fetch", "list", "--format", "json").stdout) == []


def test_a_list_of_feeds_in_a_file_is_fetched(run, tmp_path, site):
    file = tmp_path / "list.opml"
    file.write_text(f'<opml version="2.0"><body><outline xmlUrl="{site.base}/feed"/></body></opml>')
    assert run("-w", tmp_path / "w", "fetch", file).exit_code == 0
    assert site.paths() == ["/feed"]


def test_one_that_fails_does_not_stop_the_others_but_fails_the_command(run, tmp_path, site):
    done = run("-w", tmp_path / "w", "fetch", f"{site.base}/none", f"{site.base}/feed")
    assert done.exit_code == 1
    assert "answers 404" in done.stderr
    assert f"{site.netloc}/feed" in done.stdout
    assert "/none" in run("-w", tmp_path / "w", "fetch", "troubles").stdout


@pytest.mark.parametrize(
    ("said", "says", "code"),
    [
        (("run",), "name what to fetch", 2),
        (("hei",), "is no address", 2),
        (("https://x.example/feed?api_key=1",), "secrets go into the environment", 2),
        (("https://x.example/", "--connector", "fed"), "did you mean feed", 2),
        (("https://x.example/", "--every", "soon"), "write it as 30m", 2),
        (("http://10.0.0.1/",), "is not public", 1),
        (("pause", "nobody"), "no source is named", 2),
    ],
)
def test_what_cannot_be_fetched_is_said_in_one_line(run, tmp_path, said, says, code):
    run("init", tmp_path / "w")
    done = run("-w", tmp_path / "w", "fetch", *said)
    assert done.exit_code == code
    assert says in done.stderr


def test_what_can_be_fetched_from_is_listed_with_its_secrets(run, tmp_path):
    found = json.loads(run("-w", tmp_path / "w", "fetch", "connectors", "--format", "json").stdout)
    assert {"feed", "pages"} <= {one["name"] for one in found}
