"""`disclosure`, `packs` and `safety` on the command line."""

import json

import pytest

POST = {"id": "a", "country": "SE", "lang": "sv", "connection": "paid", "advertiser": ["Ek"]}


def _posts(tmp_path, *posts):
    file = tmp_path / "posts.jsonl"
    file.write_text("\n".join(json.dumps(one) for one in posts) + "\n", "utf-8")
    return file


def test_each_line_gets_what_the_contract_names(run, tmp_path):
    file = _posts(
        tmp_path, {**POST, "text": "Reklam för Ek"}, {**POST, "id": "b", "text": "I samarbete med Ek"}
    )
    done = run("disclosure", file, "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert [(one["id"], one["verdict"], one["codes"]) for one in told] == [
        ("a", "PASS", []),
        ("b", "FAIL", ["WEAK_WORD"]),
    ]
    assert all(one[name] for one in told for name in ("confidence", "rule", "source", "advice"))


def test_stdin_is_read_and_a_bad_line_ends_in_1_without_stopping_the_others(run):
    text = json.dumps({**POST, "text": "Reklam för Ek"}) + "\n{\n" + json.dumps({**POST, "text": "Hej"})
    done = run("disclosure", "-", "--format", "json", text=text)
    assert done.exit_code == 1
    assert [one["verdict"] for one in json.loads(done.stdout)] == ["PASS", None, "FAIL"]
    assert "line 2: is no JSON" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("disclosure",), 2, "give a FILE of JSON lines"),
        (("disclosure", "x.jsonl", "--text", "y"), 2, "give a FILE of JSON lines"),
        (("disclosure", "nowhere.jsonl"), 1, "'nowhere.jsonl': No such file"),
        (("disclosure", "--text", "x", "--country", "XX"), 1, "no rule pack for 'XX'; there are: DE"),
        (("disclosure", "--text", "x", "--country", "SE", "--date", "soon"), 2, "--date is 'soon'"),
        (("disclosure", "--text", "x", "--packs", "nowhere"), 2, "is no folder of rule packs"),
        (("packs", "XX"), 2, "no rule pack for 'XX'"),
    ],
)
def test_wrong_use_names_the_way_out(run, words, code, said):
    done = run(*words)
    assert done.exit_code == code
    assert said in done.stderr


def test_one_text_can_be_checked_by_itself(run):
    done = run(
        "disclosure",
        "--country",
        "NO",
        "--connection",
        "paid",
        "--advertiser",
        "Ek",
        "--text",
        "Hei",
        "--format",
        "csv",
    )
    assert "NO_LABEL" in done.stdout


def test_a_pack_is_told_with_rules_and_sources(run):
    assert json.loads(run("packs", "NO", "--format", "json").stdout)["country"] == "NO"
    done = run("packs", "NO")
    assert "from 2022-07-01" in done.stdout
    assert "not reviewed by a lawyer yet" in done.stderr


def test_hostile_texts_steer_no_terminal(run, tmp_path):
    file = _posts(
        tmp_path, {**POST, "id": "\x1b[31m=1+1", "advertiser": ["\x1b[31mEk"], "text": "\x1b[31mHej \u202e"}
    )
    for form in ("table", "csv", "json"):
        assert "\x1b" not in run("disclosure", file, "--format", form).stdout


def test_cases_are_listed_routed_and_closed(run, tmp_path):
    work = tmp_path / "w"
    file = tmp_path / "more.csv"
    file.write_text(
        "id,author,handle,date,text,place\n1,Anna Kvist,ak,2026-03-01,Jag fick utslag av Pollenfri,Forum\n",
        "utf-8",
    )
    told = ("--purpose", "p", "--basis", "legitimate interest", "--owner", "Bo", "--until", "2030-01-01")
    assert run("init", work, "--profile", "pharma", *told).exit_code == 0
    assert run("-w", work, "safety", "product", "Pollenfri", "otc").exit_code == 0
    assert run("-w", work, "import", file).exit_code == 0
    (case,) = json.loads(run("-w", work, "safety", "list", "--format", "json").stdout)
    assert (case["screening"], case["state"]) == ("complete", "open")
    assert run("-w", work, "safety", "screening", "off").exit_code == 1
    assert run("-w", work, "safety", "route", case["case"], "--to", "safety@example.org").exit_code == 0
    assert run("-w", work, "safety", "close", case["case"], "--why", "nr 12").exit_code == 0
    assert json.loads(run("-w", work, "safety", "list", "--state", "open", "--format", "json").stdout) == []
