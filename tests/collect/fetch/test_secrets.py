"""A secret is used and written nowhere: no table, no file, no log, no message, no output has it."""

import json
import logging

import pytest
from tests.collect.fetch.site import TEXT, fetching

from luminary.collect.fetch.port import Ask, Connector, Page, Secret, Trouble
from luminary.collect.fetch.secrets import Hiding
from luminary.collect.live.registry import connectors
from luminary.errors import FetchError, LuminaryError, UsageError

KEY = "s3cr3t/nyckel+42=="


def _pages(wanted, client, cursor):
    """Use the key everywhere a careless connector and a hostile server could let it out."""
    key = wanted.secret("LUMINARY_TEST_KEY")
    url = wanted.settings["url"]
    reply = client.get(f"{url}/ok", params={"key": key}, headers={"Authorization": f"Bearer {key}"})
    yield Page("a.csv", reply.body + f",{key}".encode(), {"url": reply.url, "careless": key})
    yield Trouble(f"{url}/ok?access_token={key}", f"said {key}")
    client.get(f"{url}/{wanted.settings['ends']}", params={"key": key})


@pytest.fixture
def work(tmp_path, site, monkeypatch):
    one = Connector(
        "careless", "Careless", "table", (Ask("url", "u"), Ask("ends", "e", default="no")),
        "own_table/file", _pages, (Secret("LUMINARY_TEST_KEY", "a key"),),
    )  # fmt: skip
    monkeypatch.setitem(connectors(), "careless", one)
    monkeypatch.setattr("luminary.collect.fetch.client.backoff", lambda *_: 0.0)
    site.on(
        "/ok",
        lambda one: (200, TEXT, f"id,author,created_at,text\n1,Bo,2025-03-01,{one.path} {KEY}".encode()),
    )
    site.on("/no", lambda one: (403, TEXT, f"you may not, {one.headers} {one.path} {KEY}".encode()))
    site.on("/moved", lambda one: (302, {"Location": f"http://10.0.0.1/{one.path}"}, b""))
    site.on("/busy", (503, {}, b""))
    with fetching(tmp_path / "w", site, monkeypatch) as opened:
        yield opened


def _written(work, *told):
    """Everything that is on the disk, as it is and as JSON has it, and what was said."""
    work.ledger.close()
    files = b"".join(one.read_bytes() for one in work.path.rglob("*") if one.is_file())
    return files + "".join(told).encode()


@pytest.mark.parametrize("ends", ["no", "moved", "busy", "ok"])
def test_a_secret_is_written_nowhere(work, site, monkeypatch, caplog, capsys, ends):
    monkeypatch.setenv("LUMINARY_TEST_KEY", KEY)
    caplog.set_level(logging.DEBUG)
    work.fetch.add("x", "careless", {"url": site.base, "ends": ends})
    said = ""
    try:
        work.fetch.run("x")
    except LuminaryError as error:
        said = f"{error!r} {error.__cause__!r} {error.__context__!r}"
    assert site.asked[0][1]["Authorization"] == f"Bearer {KEY}"
    told = json.dumps([str(work.fetch.troubles()), str(work.fetch.runs()), str(work.ledger.rows("audit"))])
    found = _written(work, said, told, caplog.text, *capsys.readouterr())
    assert b"1,Bo" in found or b"Bo" in found  # the page itself is there
    for spelled in (
        KEY,
        KEY.replace("/", "%2F").replace("+", "%2B").replace("=", "%3D"),
        KEY.replace("/", "\\/"),
    ):
        assert spelled.encode() not in found


def test_a_name_and_password_in_an_address_are_hidden_and_accounts_are_not():
    told = Hiding().text("https://astrid:hemlig@vakt.example/a failed")
    assert told == "https://***@vakt.example/a failed"
    for plain in ("https://vakt.example/@astrid", "astrid@vakt.example", "https://vakt.example/?of=a@b"):
        assert Hiding().text(plain) == plain


def test_a_missing_secret_fails_the_run_and_says_how_to_give_it(work, site, monkeypatch):
    monkeypatch.delenv("LUMINARY_TEST_KEY", raising=False)
    monkeypatch.setattr("luminary.collect.fetch.secrets._in_keyring", lambda _name: "")
    work.fetch.add("x", "careless", {"url": site.base})
    assert work.fetch.plan("x").missing == ("LUMINARY_TEST_KEY",)
    with pytest.raises(UsageError, match="LUMINARY_TEST_KEY"):
        work.fetch.run("x")
    assert work.fetch.get("x").state == "failed"
    assert site.asked == []


def test_a_refused_key_is_said_without_it(work, site, monkeypatch):
    monkeypatch.setenv("LUMINARY_TEST_KEY", KEY)
    work.fetch.add("x", "careless", {"url": site.base})
    with pytest.raises(FetchError, match="answers 403") as told:
        work.fetch.run("x")
    assert told.value.status == 403
