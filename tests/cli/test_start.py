import os
import subprocess
import sys
import time

import pytest

from luminary import __version__

HEAVY = (
    "duckdb",
    "numpy",
    "pyarrow",
    "sqlalchemy",
    "numba",
    "selectolax",
    "simplemma",
    "rich",
    "deltalake",
    "alembic",
)


def _python(*words: str, **more) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, check=False, timeout=120, **more
    )


def test_help_loads_no_heavy_library():
    code = (
        "import sys, luminary.cli, luminary.cli.app\n"
        "try: luminary.cli.app.app(['--help'])\n"
        "except SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = _python("-c", code)
    assert "Find the people an audience really listens to" in done.stdout
    assert done.stderr.strip() == "[]"


def test_help_comes_in_well_under_a_second():
    best = 9.0
    for _ in range(3):
        began = time.perf_counter()
        assert _python("-m", "luminary", "--help").returncode == 0
        best = min(best, time.perf_counter() - began)
    assert best < 0.6


def test_module_and_command_are_the_same():
    assert _python("-m", "luminary", "--version").stdout == f"luminary {__version__}\n"


def test_help_lists_every_command_in_sections(run):
    text = run("--help").stdout
    order = ["Start:", "demo", "import", "leaders", "backtest", "decide", "report"]
    places = [text.index(f"\n{word}" if word.endswith(":") else f"\n  {word} ") for word in order]
    assert places == sorted(places)


def test_wrong_use_exits_2_with_a_message_on_stderr_only(run):
    done = run("nosuch")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "nosuch" in done.stderr


def test_no_workspace_exits_1_in_one_line_without_traceback(run, tmp_path):
    done = run("-w", tmp_path, "leaders")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        f"luminary: '{tmp_path}' is no workspace; make one with `luminary init {tmp_path}`, "
        "or name one with -w or LUMINARY_WORKSPACE\n"
    )


def test_debug_shows_where_it_came_from(run, tmp_path):
    done = run("-w", tmp_path, "--debug", "leaders")
    assert done.exit_code == 1
    assert "Traceback" in done.stderr


def test_environment_names_the_workspace(run, built, monkeypatch):
    monkeypatch.setenv("LUMINARY_WORKSPACE", str(built))
    assert run("batches").stdout.startswith("source")


def test_interruption_ends_quietly_with_130(run, built, monkeypatch):
    def interrupt(*_words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("luminary.workspace.collecting.Collecting.batches", interrupt)
    done = run("-w", built, "batches")
    assert (done.exit_code, done.stdout, done.stderr) == (130, "", "")


def test_closed_pipe_ends_quietly(built):
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "luminary", "-w", str(built), "rejects", "--format", "json"],
        stdout=write, stderr=subprocess.PIPE, text=True, check=False, timeout=120,
    )  # fmt: skip
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


def test_init_without_answers_makes_an_evaluation_workspace_and_says_so(run, tmp_path):
    done = run("init", tmp_path / "new")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "evaluation workspace: for evaluating the software, not for decisions about people" in done.stderr
    assert "no answers were given" in done.stderr


def test_init_records_the_purpose(run, tmp_path):
    answers = (
        "--profile",
        "authority",
        "--purpose",
        "find voices",
        "--basis",
        "public task",
        "--owner",
        "Eva",
    )
    done = run("init", tmp_path / "new", *answers, "--until", "2999-12-31")
    assert done.exit_code == 0
    assert "purpose: find voices · basis: public task · owner: Eva" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--profile", "authority"), "profile 'authority' needs --purpose, --basis, --owner, --until"),
        (("--profile", "spies"), "no profile is named 'spies'"),
        (("--until", "31/12/2026"), "--until is '31/12/2026', which is no day"),
        (("--purpose", "find voices"), "--purpose needs a --profile"),
    ],
)
def test_init_refuses_half_a_purpose(run, tmp_path, words, said):
    done = run("init", tmp_path / "new", *words)
    assert done.exit_code == 2
    assert said in done.stderr


def test_init_never_overwrites_a_purpose_with_none(run, tmp_path):
    run("init", tmp_path / "new")
    done = run("init", tmp_path / "new")
    assert done.exit_code == 2
    assert "is a workspace already" in done.stderr


def test_results_are_withheld_after_the_last_day(run, tmp_path, forum):
    answers = ("--profile", "authority", "--purpose", "x", "--basis", "y", "--owner", "z")
    run("init", tmp_path / "new", *answers, "--until", "2020-12-31")
    done = run("-w", tmp_path / "new", "people")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "the purpose of this workspace ended on 2020-12-31" in done.stderr


def test_info_tells_what_is_there(run, built):
    done = run("-w", built, "info")
    assert "posts      84" in done.stdout
    assert "first      2025-01-03" in done.stdout
