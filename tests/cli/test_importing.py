import json

import pytest


def test_import_counts_every_row_on_stdout_and_explains_on_stderr(run, tmp_path, forum):
    done = run("-w", tmp_path / "w", "import", forum, "--place", "Sykehuset")
    assert done.exit_code == 0
    assert done.stdout == (
        "source     format  read  kept  repeated  rejected\n"
        "forum.csv  table     85    84         0         1\n"
    )
    assert "1 could not be used; list them with: luminary rejects" in done.stderr
    assert "evaluation workspace" in done.stderr


def test_importing_again_changes_nothing_and_says_so(run, tmp_path, forum):
    run("-w", tmp_path / "w", "import", forum)
    done = run("-w", tmp_path / "w", "import", forum, "--format", "json")
    assert "imported before; nothing changed" in done.stderr
    assert json.loads(done.stdout)[0]["already"] is True


def test_rejects_name_file_position_and_reason(run, built):
    rows = json.loads(run("-w", built, "rejects", "--format", "json").stdout)
    assert [(row["file"], row["position"], row["reason"]) for row in rows] == [
        ("forum.csv", 86, """'created_at' is "31/02/2025", which is no date""")
    ]


def test_a_refused_source_does_not_stop_the_others_but_fails_the_command(run, tmp_path, forum):
    garbage = tmp_path / "garbage.bin"
    garbage.write_bytes(bytes(range(256)) * 10)
    done = run("-w", tmp_path / "w", "import", garbage, forum)
    assert done.exit_code == 1
    assert "forum.csv  table     85    84" in done.stdout
    assert "luminary: 'garbage.bin'" in done.stderr


def test_nothing_usable_fails(run, tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text("author,created_at,text\nBo Ek,i går,hei\n")
    done = run("-w", tmp_path / "w", "import", file, "--setting", "time=iso")
    assert done.exit_code == 1
    assert done.stdout.endswith("0         1\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name what to import"),
        (("x.csv", "--column", "at"), "--column 'at' is not of the form NAME=VALUE"),
        (("x.csv", "--column", "at=a", "--column", "at=b"), "--column 'at=b' is given twice"),
        (("x.csv", "y.csv", "--save-mapping", "m.toml"), "--save-mapping needs exactly one PATH"),
    ],
)
def test_wrong_options_exit_2(run, tmp_path, words, said):
    done = run("-w", tmp_path / "w", "import", *words)
    assert done.exit_code == 2
    assert said in done.stderr


def test_missing_file_is_named(run, tmp_path):
    done = run("-w", tmp_path / "w", "import", tmp_path / "none.csv")
    assert done.exit_code == 1
    assert "none.csv" in done.stderr
    assert "Traceback" not in done.stderr


def test_mapping_is_shown_without_importing(run, tmp_path, forum):
    run("init", tmp_path / "w")
    done = run("-w", tmp_path / "w", "import", forum, "--show-mapping")
    assert done.exit_code == 0
    assert "at <- created_at\n" in done.stdout
    assert "source" not in run("-w", tmp_path / "w", "batches").stdout


def test_saved_mapping_is_used_again(run, tmp_path):
    file, mapping = tmp_path / "odd.csv", tmp_path / "odd.toml"
    file.write_text("Hvem;Dag;Ord\nAstrid Lund;2025-01-02;Hei på deg\n", "utf-8")
    said = ("--column", "name=Hvem", "--column", "at=Dag", "--column", "text=Ord")
    first = run("-w", tmp_path / "a", "import", file, *said, "--save-mapping", mapping)
    assert (first.exit_code, f"mapping saved: {mapping}" in first.stderr) == (0, True)
    again = run("-w", tmp_path / "b", "import", file, "--mapping", mapping, "--format", "json")
    assert json.loads(again.stdout)[0]["kept"] == 1


def test_ties_are_imported_beside_posts(run, tmp_path, forum):
    ties = tmp_path / "advice.csv"
    ties.write_text("source,target\nastrid,bo\nbo,citra\n")
    done = run("-w", tmp_path / "w", "import", forum, "--ties", ties, "--format", "json")
    assert [row["format"] for row in json.loads(done.stdout)] == ["table", "ties"]
    assert "ties       2" in run("-w", tmp_path / "w", "info").stdout


def test_batches_list_the_imports(run, built):
    done = run("-w", built, "batches", "--format", "csv")
    assert done.stdout.splitlines()[0].startswith("batch,source,format")
    assert len(done.stdout.splitlines()) == 2


def test_batches_of_an_empty_workspace_say_how_to_start(run, tmp_path):
    run("init", tmp_path / "w")
    done = run("-w", tmp_path / "w", "batches")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "nothing was imported yet" in done.stderr


def test_terms_are_listed_shown_in_full_and_written_as_json(run, tmp_path):
    work = tmp_path / "work"
    assert run("init", work).exit_code == 0
    listed = run("-w", work, "terms")
    assert "youtube/api_key" in listed.stdout
    assert "no legal advice" in listed.stderr
    full = run("-w", work, "terms", "youtube").stdout
    assert "data may be kept for 30 days, then: refresh or delete" in full
    assert "rests on: YouTube API Services, Developer Policies" in full
    (one,) = json.loads(run("-w", work, "terms", "youtube/api_key", "--format", "json").stdout)
    assert (one["derived_measures"], one["retention_days"], one["joining"]) == (False, 30, "forbidden")
    refused = run("-w", work, "terms", "youtub")
    assert refused.exit_code == 2
    assert "did you mean youtube" in refused.stderr


def test_an_import_is_read_again_and_taken_back_by_the_first_signs_of_its_key(run, forum, tmp_path):
    work = tmp_path / "work"
    said = run("-w", work, "import", forum, "--place", "Vakt", "--terms", "authorised", "--origin", "Vård")
    assert "terms: own_table/authorised" in said.stderr
    batch = json.loads(run("-w", work, "batches", "--format", "json").stdout)[0]["batch"]
    again = run("-w", work, "remap", batch[:6], "--column", "place=")
    assert again.exit_code == 0, again.stderr
    assert again.stdout.startswith("before: read 85, kept 84")
    rows = json.loads(run("-w", work, "batches", "--format", "json").stdout)
    assert [row["state"] for row in rows] == ["withdrawn", "landed"]
    assert rows[1]["origin"] == "Vård"
    gone = run("-w", work, "withdraw", rows[1]["batch"][:6])
    assert "is taken back" in gone.stderr
    assert run("-w", work, "remap", rows[1]["batch"]).exit_code == 2
    assert run("-w", work, "withdraw", "nothing").exit_code == 2


def test_visits_are_shown_by_source_and_by_person(run, tmp_path):
    work, report = tmp_path / "work", tmp_path / "Referrers.getWebsites.csv"
    report.write_text("label,nb_visits\nastrid.example,24\n=cmd,3\n", "utf-8")
    assert run("-w", work, "import", report, "--place", "vakt.example").exit_code == 0
    assert "24" in run("-w", work, "visits").stdout
    found = json.loads(run("-w", work, "visits", "--what", "visits", "--format", "json").stdout)
    assert [(one["key"], one["value"]) for one in found] == [("astrid.example", 24), ("=cmd", 3)]
    assert "'=cmd" in run("-w", work, "visits", "--format", "csv").stdout
    assert "nothing here" in run("-w", work, "visits", "--by", "person").stderr
    assert run("-w", work, "visits", "--by", "link").exit_code == 2
    assert run("-w", work, "visits", "--by", "nothing").exit_code == 2
    assert run("-w", work, "visits", "--by", "person", "--since", "2025-01-01").exit_code == 2
