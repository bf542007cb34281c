"""Data through the browser: nothing is written before it was looked at, and nothing half is left."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
import zipfile
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from tests.exports import post, table
from tests.web.cast import Visitor, words

from luminary.web.secure import masked
from luminary.workspace import Workspace
from luminary.workspace.queue import Queue
from luminary.workspace.worker import Worker

POSTS = [post(n, f"U{n % 7}", f"2025-03-{1 + n % 28:02d}") for n in range(1, 41)]
HOSTILE = '<script>alert("x")</script>\u202e=cmd|"A0'


@pytest.fixture
def data(tmp_path) -> bytes:
    return table(tmp_path / "rows.csv", POSTS).read_bytes()


def send(visitor: Visitor, *files: tuple[str, bytes], csrf: str | None = None):
    """Send the upload form as a browser does: the secret in the address, the files in the body."""
    sealed = masked(visitor.csrf) if csrf is None else csrf
    parts = [("files", (name, data, "application/octet-stream")) for name, data in files]
    return visitor.client.post(f"/import/upload?csrf={quote(sealed)}", files=parts)


def inbox(folder: Path) -> list[str]:
    return sorted(one.name for one in (folder / "inbox").rglob("*") if one.is_file())


def run_jobs(folder: Path) -> None:
    Worker(folder).run(threading.Event(), once=True)


def started(visitor: Visitor, address: str) -> str:
    """Press "Import it" on a page; gives the address of the import."""
    page = visitor.text(address)
    params = unescape(re.search(r'name="params" value="([^"]*)"', page)[1])
    answer = visitor.post("/import/start", {"params": params})
    assert answer.status_code == 303, words(answer.text)
    return str(answer.headers["location"])


def test_an_upload_is_looked_at_started_and_followed_to_its_end(visit, folder, data):
    jonas = visit("jonas")
    assert "Choose files" in jonas.text("/import")
    answer = send(jonas, ("vakt.csv", data))
    assert answer.status_code == 303
    check = answer.headers["location"]
    page = jonas.text(f"{check}&place=Vakt&access=closed")
    assert "as recognised: created_at" in page
    assert "Said(" not in page
    assert "2025" in words(page)
    with Workspace.open(folder) as work:
        batches = len(work.collect.batches())
    follow = started(jonas, f"{check}&place=Vakt&access=closed")
    waiting = jonas.text(follow)
    assert "hx-trigger" in waiting
    assert "It begins in a moment" in words(waiting)
    run_jobs(folder)
    done = jonas.text(follow)
    assert "hx-trigger" not in done
    assert "See who is listened to" in words(done)
    assert re.search(r"kept 40", words(done))
    with Workspace.open(folder) as work:
        assert len(work.collect.batches()) == batches + 1
        assert work.collect.imports()[0].by == "jonas"
        assert work.leaders.board_if_ready() is not None
    assert "vakt.csv" in jonas.text("/imports")
    assert "vakt.csv" in jonas.text("/jobs")


def test_who_may_not_import_sees_nothing_of_it(visit, folder, data):
    for login in ("maja", "olav"):
        visitor = visit(login)
        for path in ("/import", "/import/check?path=x", "/imports", "/rejects", "/rejects/download"):
            assert visitor.get(path).status_code == 403, (login, path)
        assert send(visitor, ("a.csv", data)).status_code == 403
        assert visitor.post("/import/start", {"params": "{}"}).status_code == 403
        assert visitor.post("/import/discard", {"path": "a"}).status_code == 403
    assert send(visit("outsider"), ("a.csv", data)).status_code in (303, 401, 403)
    assert inbox(folder) == []


def test_an_upload_from_elsewhere_is_refused_before_it_is_stored(visit, folder, data):
    jonas = visit("jonas")
    assert send(jonas, ("a.csv", data), csrf="").status_code == 403
    assert send(jonas, ("a.csv", data), csrf=masked("another secret")).status_code == 403
    assert inbox(folder) == []


NAMES = [
    "../../evil.csv",
    "..\\evil.csv",
    "/etc/evil.csv",
    f"{HOSTILE}.csv",
    "å" * 400 + ".csv",
    "%2e%2e%2fx.csv",
]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_file_names_stay_in_the_inbox_and_are_shown_harmless(visit, folder, data, name):
    jonas = visit("jonas")
    body = (
        b'--b\r\nContent-Disposition: form-data; name="files"; filename="'
        + name.replace("\\", "\\\\").replace('"', '\\"').encode()
        + b'"\r\n\r\n' + data + b"\r\n--b--\r\n"
    )  # fmt: skip
    answer = jonas.client.post(
        f"/import/upload?csrf={quote(masked(jonas.csrf))}",
        content=body,
        headers={"content-type": "multipart/form-data; boundary=b"},
    )
    assert answer.status_code == 303
    (stored,) = [one for one in (folder / "inbox").rglob("*") if one.is_file()]
    assert stored.parent.parent == folder / "inbox"
    for page in (jonas.text("/import"), jonas.text(answer.headers["location"])):
        assert "<script>alert" not in page
        assert "\u202e" not in page


def test_hostile_columns_and_cells_are_shown_harmless_and_can_be_chosen(visit, folder):
    jonas = visit("jonas")
    head = f'when,"{HOSTILE.replace(chr(34), chr(34) * 2)}",what\n'
    rows = "".join(f"2025-03-0{n},{HOSTILE.replace(chr(34), '')} {n},=HYPERLINK(1)\n" for n in range(1, 6))
    check = send(jonas, ("a.csv", (head + rows).encode())).headers["location"]
    page = jonas.text(check)
    assert "<script>alert" not in page
    columns = {"f.name": f"={HOSTILE}", "f.at": "=when", "f.text": "=what"}
    chosen = urlencode({**columns, "mapped": "table", "format": "table"})
    page = jonas.text(f"{check}&{chosen}")
    assert "<script>alert" not in page
    assert "\u202e" not in re.sub(r'value="[^"]*"', "", page)
    assert "=HYPERLINK(1)" in words(page)
    follow = started(jonas, f"{check}&{chosen}")
    run_jobs(folder)
    assert re.search(r"kept 5", words(jonas.text(follow)))


def test_a_table_of_a_thousand_columns_is_one_small_page(visit):
    jonas = visit("jonas")
    names = ["name", "created_at", "text", *(f"c{n}" for n in range(1_000))]
    row = ["Aino", "2025-03-01", "hei", *["1"] * 1_000]
    wide = "\n".join([",".join(names), ",".join(row), ""]).encode()
    check = send(jonas, ("wide.csv", wide)).headers["location"]
    page = jonas.text(check)
    assert len(page) < 200_000
    assert 'list="columns"' in page


def test_a_format_can_be_forced_and_columns_of_another_format_are_forgotten(visit, data):
    jonas = visit("jonas")
    check = send(jonas, ("a.csv", data)).headers["location"]
    page = jonas.text(f"{check}&format=ties&mapped=table&f.text=%3Dtext")
    assert 'name="f.source"' in page
    assert 'name="f.text"' not in page
    assert jonas.get(f"{check}&format=nonsense").status_code == 404


def test_what_nobody_recognises_says_so_and_cannot_be_started_by_hand_either(visit, folder):
    jonas = visit("jonas")
    check = send(jonas, ("a.bin", bytes(range(256)) * 20)).headers["location"]
    page = jonas.text(check)
    assert "No format recognises this" in words(page)
    assert "disabled" in page
    follow = started(jonas, check)
    run_jobs(folder)
    failed = jonas.text(follow)
    assert "no known format" in words(failed)
    assert "Look at it again" in words(failed)
    assert "Traceback" not in failed


FORGED = [
    "",
    "[]",
    "{",
    '{"path": "../ledger.sqlite"}',
    '{"path": "/etc/passwd"}',
    '{"odd": 1}',
    "[" * 100_000,
]


@pytest.mark.parametrize("params", FORGED)
def test_a_forged_start_is_refused(visit, folder, params):
    answer = visit("jonas").post("/import/start", {"params": params})
    assert answer.status_code in (404, 413, 422)
    with Workspace.open(folder) as work:
        assert work.jobs.count() == 0


def test_nothing_outside_the_inbox_is_looked_at(visit):
    jonas = visit("jonas")
    for path in ("../ledger.sqlite", "/etc/passwd", "", "%00", "../work/lake"):
        assert jonas.get(f"/import/check?path={quote(path)}").status_code == 404


def test_an_upload_that_breaks_off_leaves_nothing(visit, folder):
    jonas = visit("jonas")

    def half():
        yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\n' + b"x" * 10_000
        raise ConnectionResetError("the browser went away")

    with pytest.raises(ConnectionResetError):
        jonas.client.post(
            f"/import/upload?csrf={quote(masked(jonas.csrf))}",
            content=half(),
            headers={"content-type": "multipart/form-data; boundary=b"},
        )
    assert inbox(folder) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"no form at all", "multipart/form-data; boundary=b"),
        (b"--b\r\nContent-Disposition: form-data", "multipart/form-data; boundary=b"),
        (b"--b\r\n" + b"X-Long: " + b"a" * 100_000, "multipart/form-data; boundary=b"),
        (b"--b\r\n" + b"A: b\r\n" * 100_000, "multipart/form-data; boundary=b"),
        (b"x", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary=" + "b" * 5_000),
        (b"csrf=1", "application/x-www-form-urlencoded"),
        (b"x", "text/plain"),
        (b"", "multipart/form-data; boundary=b"),
    ],
)
def test_a_broken_form_is_told_and_leaves_nothing(visit, folder, body, kind):
    jonas = visit("jonas")
    answer = jonas.client.post(
        f"/import/upload?csrf={quote(masked(jonas.csrf))}", content=body, headers={"content-type": kind}
    )
    assert 400 <= answer.status_code < 500
    assert inbox(folder) == []


def test_an_upload_that_is_too_large_is_refused_with_the_way_out(visit, folder, monkeypatch, app):
    app.state.pool.close()
    monkeypatch.setenv("LUMINARY_UPLOAD_BYTES", "10000")
    jonas = visit("jonas")
    answer = send(jonas, ("a.csv", b"x" * 20_000))
    assert answer.status_code == 400
    assert "LUMINARY_UPLOAD_BYTES" in words(answer.text)
    assert inbox(folder) == []


def test_a_form_in_which_nothing_was_chosen_says_so(visit, folder):
    jonas = visit("jonas")
    body = b'--b\r\nContent-Disposition: form-data; name="files"; filename=""\r\n\r\n\r\n--b--\r\n'
    answer = jonas.client.post(
        f"/import/upload?csrf={quote(masked(jonas.csrf))}",
        content=body,
        headers={"content-type": "multipart/form-data; boundary=b"},
    )
    assert "choose a file" in words(answer.text)
    assert inbox(folder) == []


def test_several_files_at_once_lie_side_by_side(visit, folder, data):
    jonas = visit("jonas")
    answer = send(jonas, ("a.csv", data), ("b.csv", data), ("a.csv", data))
    assert answer.headers["location"] == "/import"
    assert inbox(folder) == ["a (2).csv", "a.csv", "b.csv"]
    assert words(jonas.text("/import")).count("Look at it") == 4


def test_two_uploads_at_once_do_not_meet_and_no_workspace_waits_for_them(visit, folder, data, app):
    answers = []

    def one(login, name):
        answers.append(send(visit(login), (name, data)).status_code)

    threads = [threading.Thread(target=one, args=(who, f"{who}.csv")) for who in ("jonas", "astrid")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303, 303]
    assert inbox(folder) == ["astrid.csv", "jonas.csv"]


def test_a_slow_upload_holds_no_workspace(visit, folder, app):
    jonas = visit("jonas")
    lent = []

    def slow():
        yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\nid,name\n'
        pool = app.state.pool
        lent.append(pool._turns._value == app.state.settings.pool and pool._idle.qsize() > 0)
        yield b"1,Aino\r\n--b--\r\n"

    answer = jonas.client.post(
        f"/import/upload?csrf={quote(masked(jonas.csrf))}",
        content=slow(),
        headers={"content-type": "multipart/form-data; boundary=b"},
    )
    assert answer.status_code == 303
    assert lent == [True]


def test_a_bomb_is_told_on_the_page(visit, tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(4):
            packed.writestr(f"{number}.csv", b"0" * 60_000_000)
    jonas = visit("jonas")
    check = send(jonas, ("bomb.zip", (tmp_path / "bomb.zip").read_bytes())).headers["location"]
    page = words(jonas.text(check))
    assert "as a bomb does" in page
    assert "cannot be imported like this" in page


def test_a_second_import_waits_for_its_turn_and_both_land(visit, folder, data, tmp_path):
    jonas, astrid = visit("jonas"), visit("astrid")
    first = started(jonas, send(jonas, ("a.csv", data)).headers["location"] + "&place=A")
    more = table(tmp_path / "b.csv", [post(n, "U1", "2025-04-01") for n in range(100, 120)]).read_bytes()
    second = started(astrid, send(astrid, ("b.csv", more)).headers["location"] + "&place=B")
    assert "1 job is before it" in words(astrid.text(second))
    run_jobs(folder)
    for visitor, follow in ((jonas, first), (astrid, second)):
        assert "All rows count now" in words(visitor.text(follow))


def test_starting_the_same_twice_is_one_import(visit, folder, data):
    jonas = visit("jonas")
    check = send(jonas, ("a.csv", data)).headers["location"]
    assert started(jonas, check) == started(jonas, check)


def test_an_import_is_cancelled_by_a_colleague_who_may_edit_and_by_nobody_else(visit, folder, data):
    jonas = visit("jonas")
    follow = started(jonas, send(jonas, ("a.csv", data)).headers["location"])
    job = follow.rsplit("/", 1)[1]
    for login in ("maja", "olav"):
        assert visit(login).post(f"/jobs/{job}/cancel").status_code == 403
    assert jonas.post(f"/jobs/{job}/cancel", {"csrf": ""}).status_code == 403
    answer = visit("astrid").post(f"/jobs/{job}/cancel", {"goto": "import"})
    assert answer.headers["location"] == follow
    page = words(jonas.text(follow))
    assert "It was cancelled, and nothing of it is left" in page
    assert "Look at it again" in page


def test_a_reader_may_cancel_what_they_asked_for_themselves(visit, folder):
    with Workspace.open(folder) as work:
        work.actor = "maja"
        job = work.jobs.ask("report", {}).job
    assert visit("maja").post(f"/jobs/{job}/cancel").status_code == 303
    with Workspace.open(folder) as work:
        assert work.jobs.get(job).state == "cancelled"


def test_progress_is_shown_while_it_runs(visit, folder, data):
    jonas = visit("jonas")
    follow = started(jonas, send(jonas, ("a.csv", data)).headers["location"])
    with Workspace.open(folder) as work:
        queue = Queue(work.ledger, "w:1")
        row = queue.claim()
        queue.beat(row, 3_000_000, 12_000_000)
        page = jonas.text(follow)
        assert '<progress aria-labelledby="far" value="3000000" max="12000000">' in page
        assert "hx-trigger" in page
        assert "25" in words(jonas.text("/jobs"))
        work.jobs.cancel(row["job"])
        assert "being cancelled" in words(jonas.text(follow))


def test_a_reader_without_names_sees_no_file_name_and_no_error(visit, folder):
    with Workspace.open(folder) as work:
        path = work.collect.receive("Astrid Lund.csv", [b"x"])
        work.jobs.ask("import", {"path": path})
        queue = Queue(work.ledger, "w:1")
        queue.failed(queue.claim(), "no person is named 'Astrid Lund'")
    page = visit("olav").text("/jobs")
    assert "Astrid" not in page
    assert "failed" in words(page)
    assert "Astrid" in visit("maja").text("/jobs")


def test_what_is_removed_from_the_inbox_is_gone(visit, folder, data):
    jonas = visit("jonas")
    send(jonas, ("a.csv", data))
    path = unescape(re.search(r'name="path" value="([^"]*)"', jonas.text("/import"))[1])
    assert jonas.post("/import/discard", {"path": path}).status_code == 303
    assert inbox(folder) == []
    assert jonas.post("/import/discard", {"path": "../ledger.sqlite"}).status_code == 404
    assert (folder / "ledger.sqlite").exists()


def test_rejects_are_filtered_and_downloaded_harmless(visit, folder, tmp_path):
    good = [post(n, f"U{n % 7}", f"2025-03-{1 + n % 28:02d}") for n in range(300, 500)]
    bad = [post(n, f"=cmd{n}", "31/02/2025", "@SUM(1)") for n in range(200, 260)]
    with Workspace.open(folder) as work:
        batch = work.collect.run(table(tmp_path / "=bad.csv", [*good, *bad])).batch
    jonas = visit("jonas")
    page = jonas.text(f"/rejects?batch={batch}")
    assert "60 rows" in words(page)
    assert "page=2" in page
    reason = unescape(re.search(r'<option value="([^"]+no date[^"]*)"', page)[1])
    assert "60 rows" in words(jonas.text(f"/rejects?{urlencode({'batch': batch, 'reason': reason})}"))
    assert "Nothing was rejected" in words(jonas.text("/rejects?batch=none"))
    answer = jonas.get(f"/rejects/download?batch={batch}&form=csv")
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert len(rows) == 61
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    told = json.loads(jonas.get(f"/rejects/download?batch={batch}&form=json").text)
    assert {row["source"] for row in told} == {"=bad.csv"}
    with Workspace.open(folder) as work:
        assert work.audit.count(action="rejects.export") == 2


def test_empty_pages_tell_what_to_do(empty):
    from tests.web.cast import logged_in

    app, place = empty
    jonas = logged_in(app, place, "jonas")
    for path, told in (
        ("/import", "Nothing waits"),
        ("/imports", "Nothing was imported yet"),
        ("/rejects", "Nothing was rejected"),
        ("/jobs", "No job"),
    ):
        assert told in words(jonas.text(path))


def test_an_import_goes_on_after_a_restart_of_the_server(visit, folder, data):
    jonas = visit("jonas")
    follow = started(jonas, send(jonas, ("a.csv", data)).headers["location"])
    with Workspace.open(folder) as work:
        queue = Queue(work.ledger, "w:gone")
        queue.give_back(queue.claim(), counts=False)
    run_jobs(folder)
    assert "All rows count now" in words(jonas.text(follow))


def test_a_program_puts_a_file_into_the_inbox_and_it_is_logged(visit, folder, data):
    with Workspace.open(folder) as work:
        work.act_for(work.members.get("jonas"))
        token = work.members.make_token(work.members.get("jonas"), "inbox")
    client = visit("outsider").client
    headers = {"authorization": f"Bearer {token}"}
    answer = client.put("/api/v1/imports/inbox?name=../vakt.csv", content=data, headers=headers)
    assert answer.status_code == 201, answer.text
    assert inbox(folder) == ["vakt.csv"]
    assert client.put("/api/v1/imports/inbox?name=x", content=b"", headers=headers).status_code == 400
    assert inbox(folder) == ["vakt.csv"]
    with Workspace.open(folder) as work:
        assert [one.who for one in work.audit.entries(action="inbox.receive")] == ["jonas"]
