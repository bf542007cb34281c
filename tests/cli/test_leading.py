import csv
import io
import json
import shutil

import pyarrow.parquet as pq
import pytest

SHAPE = {"value", "low", "high", "n", "unit", "method"}


def _json(done):
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_json_is_the_promised_contract(run, built):
    found = _json(run("-w", built, "leaders", "--format", "json"))
    first = found[0]
    assert first["name"] == "Astrid Lund"
    assert [one["rank"] for one in found] == list(range(1, len(found) + 1))
    assert first["rank_low"] <= first["rank"] <= first["rank_high"]
    assert set(first["influence"]) == SHAPE
    assert set(first["standing"]) == SHAPE
    assert {"platform", "id", "handle"} <= set(first["accounts"][0])
    assert set(first["kind"]) == {"value", "why", "decided"}
    assert first["evidence"]
    assert all(isinstance(key, str) for key in first["evidence"])
    assert first["purpose"].startswith("evaluation workspace")


def test_every_measure_stands_in_the_json_by_its_name(run, built):
    names = {one["name"] for one in _json(run("measures", "--format", "json"))}
    assert names <= set(_json(run("-w", built, "leaders", "--format", "json"))[0])


def test_missing_figures_are_null_and_never_nan(run, built):
    done = run("-w", built, "leaders", "--format", "json")
    assert "NaN" not in done.stdout
    assert _json(done)[0]["followers"]["value"] is None


def test_table_escapes_markup_and_terminal_codes(run, built):
    done = run("-w", built, "leaders")
    assert "[red]Bo Ek[/red]" in done.stdout
    assert "Dagny" in done.stdout
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


def test_table_says_the_purpose_and_the_question_on_stderr(run, built):
    done = run("-w", built, "leaders")
    assert "not for decisions about people" in done.stderr
    assert "by influence" in done.stderr
    assert done.stdout.splitlines()[0].split()[:3] == ["#", "name", "influence"]


def test_csv_makes_formulas_harmless_and_keeps_every_person(run, built):
    done = run("-w", built, "leaders", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert "'=HYPERLINK(1)" in {row["name"] for row in rows}
    assert {"influence", "influence_low", "influence_high", "influence_n"} <= set(rows[0])
    assert float(rows[0]["influence_low"]) <= float(rows[0]["influence"])


def test_parquet_holds_the_names_as_imported(run, built, tmp_path):
    file = tmp_path / "leaders.parquet"
    assert run("-w", built, "leaders", "--format", "parquet", "--output", file).stdout == ""
    table = pq.read_table(file)
    assert "=HYPERLINK(1)" in table.column("name").to_pylist()
    assert str(table.schema.field("followers").type) == "double"


def test_parquet_goes_to_a_pipe_as_bytes(run, built):
    done = run("-w", built, "leaders", "--format", "parquet")
    assert pq.read_table(io.BytesIO(done.stdout_bytes)).num_rows == 5


def test_unwritable_output_is_one_line(run, built, tmp_path):
    done = run("-w", built, "leaders", "--format", "csv", "--output", tmp_path / "none" / "x.csv")
    assert done.exit_code == 1
    assert "cannot be written" in done.stderr.splitlines()[-1]


def test_narrow_terminal_keeps_place_name_and_figure_and_says_what_is_left_out(run, built):
    done = run("-w", built, "leaders", columns=40)
    assert max(map(len, done.stdout.splitlines())) <= 40
    assert "Astrid" in done.stdout
    assert "not shown on this narrow terminal: " in done.stderr


@pytest.mark.parametrize("columns", [20, 30, 55, 80, 120])
def test_no_width_breaks_a_line(run, built, columns):
    lines = run("-w", built, "leaders", columns=columns).stdout.splitlines()
    assert max(map(len, lines)) <= columns
    assert len(lines) == 6


@pytest.mark.parametrize("columns", [40, 60, 90])
def test_a_narrow_terminal_never_cuts_a_figure(run, built, columns):
    wide = run("-w", built, "leaders").stdout.splitlines()[1].split("  ")
    figure = next(part.strip() for part in wide if "[" in part)
    assert figure in run("-w", built, "leaders", columns=columns).stdout


def test_top_limits_every_format(run, built):
    assert len(_json(run("-w", built, "leaders", "--top", 2, "--format", "json"))) == 2


def test_until_uses_nothing_later(run, built):
    march = _json(run("-w", built, "leaders", "--until", "2025-03-31", "--format", "json"))[0]
    december = _json(run("-w", built, "leaders", "--format", "json"))[0]
    assert march["influence"] != december["influence"]
    assert len(march["evidence"]) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--by", "influense"), "no measure is named 'influense'; did you mean influence?"),
        (("--until", "yesterday"), "--until is 'yesterday', which is no day; write it as 2025-12-31"),
        (("--subject", "golf"), "no subject is named 'golf'"),
        (("--kind", "cat"), "no kind is named 'cat'"),
        (("--place", "Golf"), "no place is named 'Golf'"),
        (("--top", "0"), "at least 1 is needed"),
    ],
)
def test_unknown_words_exit_2_and_name_the_way_out(run, built, words, said):
    done = run("-w", built, "leaders", *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_leader_shows_place_measures_and_posts(run, built):
    done = run("-w", built, "leader", "astrid lund")
    assert done.exit_code == 0
    assert done.stdout.startswith("Astrid Lund\n  person    ")
    assert "posts that most people acted on" in done.stdout
    assert "Vårdhygien" in done.stdout


def test_leader_json_is_one_object(run, built):
    assert _json(run("-w", built, "leader", "@h1", "--format", "json"))["name"] == "Astrid Lund"


def test_unknown_person_exits_2(run, built):
    done = run("-w", built, "leader", "Astrid Lind")
    assert done.exit_code == 2
    assert "did you mean Astrid Lund" in done.stderr


def test_measures_are_listed_with_their_question(run):
    done = run("measures")
    assert done.stdout.splitlines()[1].startswith("influence")
    assert all(one["question"].endswith("?") for one in _json(run("measures", "--format", "json")))


def test_subjects_are_added_listed_used_and_removed(run, built, tmp_path):
    work = shutil.copytree(built, tmp_path / "w")
    assert run("-w", work, "subjects").stderr.startswith("no subject yet")
    assert run("-w", work, "subjects", "add", "hygiene", "vårdhygien", "#hygien").exit_code == 0
    assert run("-w", work, "subjects").stdout == (
        "subject  words                places\nhygiene  vårdhygien, #hygien  -\n"
    )
    found = _json(run("-w", work, "leaders", "--subject", "hygiene", "--format", "json"))
    assert found[0]["name"] == "Astrid Lund"
    assert run("-w", work, "subjects", "remove", "hygiene").exit_code == 0
    assert _json(run("-w", work, "subjects", "list", "--format", "json")) == []


def test_a_subject_needs_words_or_places(run, built, tmp_path):
    work = shutil.copytree(built, tmp_path / "w")
    done = run("-w", work, "subjects", "add", "empty")
    assert done.exit_code == 2
    assert "needs words" in done.stderr
