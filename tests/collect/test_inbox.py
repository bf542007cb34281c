"""The inbox: nothing leads out of it, nothing half lies in it; what would be imported is shown before."""

from __future__ import annotations

import gzip
import os
import time
import zipfile
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exports import post, table

from luminary import Workspace
from luminary.collect import Options
from luminary.errors import InputError, LuminaryError, UnknownNameError
from luminary.privacy import Purpose
from luminary.workspace.inbox import clean_name

POSTS = [post(n, f"U{n % 7}", f"2025-03-{1 + n % 28:02d}") for n in range(1, 41)]


@pytest.fixture
def work(tmp_path):
    with Workspace.open(tmp_path / "work", create=True) as opened:
        yield opened


def _csv(tmp_path, rows=POSTS):
    return table(tmp_path / "rows.csv", rows).read_bytes()


def _lying(work):
    return sorted(
        one.relative_to(work.collect.inbox.folder).parts[-1]
        for one in work.collect.inbox.folder.rglob("*")
        if one.is_file()
    )


HOSTILE = [
    "../../../etc/passwd",
    "..\\..\\windows\\system.ini",
    "/etc/shadow",
    "C:\\temp\\a.csv",
    ".",
    "..",
    "",
    "a\x00b.csv",
    "\u202egnp.exe",
    ".hidden",
    "con\n\r.csv",
    "å" * 10_000 + ".csv",
    "<script>alert(1)</script>.csv",
    "half\ud800.csv",
    ".arriving-x",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_leads_out_of_the_inbox(work, name):
    path = work.collect.receive(name, [b"hei"])
    file = work.collect.inbox.found(path)
    assert file.read_bytes() == b"hei"
    assert file.parent.parent == work.collect.inbox.folder.resolve()
    assert len(file.name.encode()) <= 140
    assert [one.path for one in work.collect.waiting()] == [path]


@given(st.text(max_size=300))
def test_a_clean_name_is_one_plain_part(name):
    cleaned = clean_name(name)
    assert cleaned
    assert cleaned not in (".", "..")
    assert not set(cleaned) & set('/\\:*?"<>|\0')
    assert cleaned.isprintable() or " " in cleaned
    assert clean_name(cleaned) == cleaned


@pytest.mark.parametrize(
    "path",
    ["../ledger.sqlite", "..", ".", "", "/etc/passwd", "a/../../ledger.sqlite", "~/x", "a\0b", "x" * 5_000],
)
def test_nothing_outside_can_be_named(work, path):
    work.collect.receive("a.csv", [b"hei"])
    with pytest.raises(UnknownNameError, match="lies in the inbox"):
        work.collect.inbox.named(path)


def test_a_link_out_of_the_inbox_is_not_followed(work):
    work.collect.inbox.folder.mkdir()
    (work.collect.inbox.folder / "link").symlink_to(work.path / "ledger.sqlite")
    (work.collect.inbox.folder / "all").symlink_to("/")
    assert work.collect.waiting() == []
    for path in ("link", "all", "all/etc/passwd"):
        with pytest.raises(UnknownNameError):
            work.collect.inbox.named(path)


def test_two_files_of_one_name_are_kept_apart(work):
    with work.collect.inbox.receiving() as upload:
        for data in (b"one", b"two"):
            upload.begin("Data.csv" if data == b"one" else "data.CSV")
            upload.write(data)
        first, second = work.collect.inbox.keep(upload)
    assert work.collect.inbox.found(first).read_bytes() == b"one"
    assert work.collect.inbox.found(second).read_bytes() == b"two"
    folder = first.split("/")[0]
    assert {one.path for one in work.collect.waiting()} == {folder, first, second}


def test_two_uploads_at_once_do_not_meet(work):
    with work.collect.inbox.receiving() as a, work.collect.inbox.receiving() as b:
        a.begin("x.csv")
        b.begin("x.csv")
        a.write(b"a")
        b.write(b"b")
        one, other = work.collect.inbox.keep(a)[0], work.collect.inbox.keep(b)[0]
    assert work.collect.inbox.found(one).read_bytes() == b"a"
    assert work.collect.inbox.found(other).read_bytes() == b"b"


def test_an_upload_that_breaks_off_leaves_nothing(work):
    def blocks():
        yield b"x" * 1000
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        work.collect.receive("a.csv", blocks())
    assert _lying(work) == []
    assert work.collect.waiting() == []


def test_an_upload_on_its_way_can_not_be_named(work):
    with work.collect.inbox.receiving() as upload:
        upload.begin("a.csv")
        upload.write(b"x")
        (half,) = list(work.collect.inbox.folder.iterdir())
        assert work.collect.waiting() == []
        with pytest.raises(UnknownNameError):
            work.collect.inbox.named(f"{half.name}/a.csv")


def test_an_upload_that_is_too_large_leaves_nothing_and_says_the_limit(tmp_path, monkeypatch):
    monkeypatch.setenv("LUMINARY_UPLOAD_BYTES", "1000")
    with Workspace.open(tmp_path / "w", create=True) as work:
        with pytest.raises(InputError, match="1,000 bytes"):
            work.collect.receive("a.csv", [b"x" * 600, b"x" * 600])
        assert _lying(work) == []
        assert work.collect.receive("a.csv", [b"x" * 600])


@pytest.mark.parametrize("blocks", [[], [b""]])
def test_an_empty_upload_is_refused(work, blocks):
    with pytest.raises(InputError, match="nothing came"):
        work.collect.receive("a.csv", blocks)
    assert _lying(work) == []


def test_a_full_disk_is_told(work, monkeypatch):
    upload = work.collect.inbox.receiving()
    upload.begin("a.csv")

    class Full:
        def write(self, _block):
            raise OSError(28, "No space left on device")

        def close(self):
            return None

    upload._file.close()
    upload._file = Full()
    with upload, pytest.raises(InputError, match="No space left"):
        upload.write(b"x")
    assert _lying(work) == []


def test_what_a_dead_server_left_half_is_swept_after_a_day(work):
    old = work.collect.inbox.folder / ".arriving-20200101-000000-aaaaaaaa"
    old.mkdir(parents=True)
    (old / "a.csv").write_bytes(b"half")
    os.utime(old, (time.time() - 90_000,) * 2)
    work.collect.receive("b.csv", [b"x"])
    assert _lying(work) == ["b.csv"]


def test_folders_that_the_operator_allows_can_be_imported_from_and_no_others(tmp_path, monkeypatch):
    allowed, other = tmp_path / "felles", tmp_path / "felles2"
    for one in (allowed, other):
        one.mkdir()
        table(one / "a.csv", POSTS)
    (allowed / "ut").symlink_to(other)
    monkeypatch.setenv("LUMINARY_IMPORT_ROOTS", str(allowed))
    with Workspace.open(tmp_path / "w", create=True) as work:
        (lying,) = work.collect.waiting()
        assert (lying.name, lying.where) == ("a.csv", str(allowed))
        assert work.collect.inbox.found(lying.path) == (allowed / "a.csv").resolve()
        assert work.jobs.ask("import", {"path": lying.path}).params["path"] == lying.path
        for path in (other / "a.csv", allowed / ".." / "felles2" / "a.csv", allowed / "ut" / "a.csv"):
            with pytest.raises(UnknownNameError):
                work.collect.inbox.named(str(path))
        with pytest.raises(UnknownNameError, match="only what lies in the inbox"):
            work.collect.inbox.discard(lying.path)


def test_what_is_discarded_is_gone_and_logged(work):
    path = work.collect.receive("a.csv", [b"x"])
    work.collect.inbox.discard(path)
    assert list(work.collect.inbox.folder.iterdir()) == []
    assert [one.action for one in work.audit.entries(2)] == ["inbox.discard", "inbox.receive"]
    with pytest.raises(UnknownNameError):
        work.collect.inbox.discard("../lake")


def test_a_table_is_shown_as_it_would_be_read_and_nothing_is_written(work, tmp_path):
    rows = [*POSTS[:3], post(99, "U1", "31/02/2025"), *POSTS[3:]]
    path = work.collect.receive("inlägg.csv", [_csv(tmp_path, rows)])
    shown = work.collect.preview(path, Options(place="Vakt"))
    assert (shown.format, shown.ready, shown.whole, shown.faults) == ("table", True, True, ())
    fields = {one.name: one.column for one in shown.fields if one.column}
    assert (fields["at"], fields["text"], fields["account_id"]) == ("created_at", "text", "author_id")
    assert len(shown.rows) == 20
    assert (shown.rows[0].author, shown.rows[0].text, str(shown.rows[0].at)) == (
        "U1", "Hei", "2025-03-02 08:00:00",
    )  # fmt: skip
    assert "31/02/2025" in shown.rows[3].refused
    assert "likes" in shown.columns
    assert [one.name for one in shown.choices if one.fits][:1]
    assert work.collect.batches() == []


def test_a_changed_mapping_is_shown_and_a_wrong_one_is_told(work, tmp_path):
    path = work.collect.receive("a.csv", [_csv(tmp_path)])
    changed = work.collect.preview(path, Options(columns={"text": "thread", "title": "text"}))
    assert {one.name: one.column for one in changed.fields}["title"] == "text"
    wrong = work.collect.preview(path, Options(columns={"at": "=cmd|' /C calc'!A0"}))
    assert not wrong.ready
    assert "no column" in wrong.faults[0]
    assert "created_at" in wrong.columns


def test_a_table_without_a_time_still_shows_its_columns_to_choose_from(work):
    path = work.collect.receive("a.csv", [b"who;was;hva\nAino;i dag;hei\n"])
    shown = work.collect.preview(path, format="table")
    assert not shown.ready
    assert shown.columns == ("who", "was", "hva")
    assert "no column for" in shown.faults[0]


def test_parquet_shows_its_columns_too(work, tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = tmp_path / "a.parquet"
    pq.write_table(pa.Table.from_pylist([{**one, "pad": os.urandom(2_000).hex()} for one in POSTS]), file)
    assert file.stat().st_size > 65_536
    shown = work.collect.preview(work.collect.receive("a.parquet", [file.read_bytes()]))
    assert shown.ready
    assert {one.name: one.column for one in shown.fields}["at"] == "created_at"
    assert shown.rows[0].author == "U1"


def test_what_nobody_recognises_says_so_and_offers_what_can_be_forced(work):
    shown = work.collect.preview(work.collect.receive("a.bin", [b"\x00\x01" * 50]))
    assert (shown.format, shown.ready, shown.rows) == (None, False, ())
    assert "no known format" in shown.saw
    assert len(shown.choices) > 3


def test_a_bomb_is_refused_within_moments(work, tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(4):
            packed.writestr(f"{number}.csv", b"0" * 60_000_000)
    path = work.collect.receive("bomb.zip", [(tmp_path / "bomb.zip").read_bytes()])
    shown = work.collect.preview(path)
    assert not shown.ready
    assert "as a bomb does" in " ".join(shown.faults)
    lone = work.collect.receive("bomb.csv.gz", [gzip.compress(b"0" * 100_000_000)])
    assert not work.collect.preview(lone).ready


def test_a_broken_archive_is_told(work, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("a.csv", _csv(tmp_path))
    data = (tmp_path / "a.zip").read_bytes()
    shown = work.collect.preview(work.collect.receive("a.zip", [data[: len(data) // 2]]))
    assert not shown.ready
    assert shown.faults


def test_every_cut_of_a_table_has_a_preview_and_no_crash(work, tmp_path):
    data = _csv(tmp_path)
    for end in range(1, 400, 7):
        try:
            work.collect.preview(work.collect.receive("a.csv", [data[:end]]))
        except LuminaryError as error:  # pragma: no cover - none is expected
            pytest.fail(str(error))


def test_under_the_veil_no_word_and_no_name_is_shown(tmp_path):
    with Workspace.init(
        tmp_path / "w", Purpose("employer", "Fagnettverk", "avtale", "HR", date.today() + timedelta(30))
    ) as work:
        path = work.collect.receive("a.csv", [_csv(tmp_path, [*POSTS[:2], post(3, "U3", "31/02/2025")])])
        shown = work.collect.preview(path)
        assert {(one.author, one.text) for one in shown.rows} == {("", "")}
        assert "31/02" not in str(shown.rows)


def test_rejects_are_paged_counted_and_told_apart_by_reason(work, tmp_path):
    bad = [post(100 + n, "U1", f"{n}/31/2025") for n in range(1, 6)]
    bad += [{**post(200, "", "2025-03-01"), "name": ""}]
    result = work.collect.run(table(tmp_path / "a.csv", [*POSTS, *bad]), options=Options(place="Vakt"))
    reasons = work.collect.reject_reasons()
    assert [one.rows for one in reasons] == [5, 1]
    assert "31/2025" not in reasons[0].reason
    assert work.collect.count_rejects(reason=reasons[0].reason) == 5
    assert work.collect.count_rejects(batch=result.batch) == 6
    assert work.collect.count_rejects(batch="another") == 0
    whole = list(work.collect.rejects())
    paged = [one for skip in range(0, 6, 2) for one in work.collect.rejects(2, skip)]
    assert paged == whole
    assert len(list(work.collect.rejects(reason=reasons[1].reason))) == 1


def test_imports_tell_who_imported_them(work, tmp_path):
    work.actor = "aino"
    work.collect.run(table(tmp_path / "a.csv", POSTS), options=Options(place="Vakt"))
    work.actor = "bo"
    work.collect.run(table(tmp_path / "a.csv", POSTS), options=Options(place="Vakt"))
    (seen,) = work.collect.imports()
    assert (seen.by, seen.kept, seen.state) == ("aino", 40, "landed")
