import json

from luminary import Workspace


def test_jobs_are_listed_shown_and_cancelled(run, tmp_path):
    with Workspace.open(tmp_path / "w", create=True) as opened:
        job = opened.jobs.ask("report", {"title": "\x1b[31mRapport\u202e"}).job
    listed = run("-w", tmp_path / "w", "jobs")
    assert job[:8] in listed.stdout
    assert "waiting" in listed.stdout
    assert "\x1b" not in listed.stdout
    shown = run("-w", tmp_path / "w", "jobs", "show", job[:8])
    assert "Rapport" in shown.stdout
    assert "\x1b" not in shown.stdout
    assert "\u202e" not in shown.stdout
    cancelled = run("-w", tmp_path / "w", "jobs", "cancel", job[:8])
    assert f"job {job[:8]} is cancelled" in cancelled.stderr
    rows = json.loads(run("-w", tmp_path / "w", "jobs", "list", "--format", "json").stdout)
    assert [(row["job"], row["state"]) for row in rows] == [(job, "cancelled")]


def test_a_list_that_is_not_whole_says_so(run, tmp_path):
    with Workspace.open(tmp_path / "w", create=True) as opened:
        for number in range(3):
            opened.jobs.ask("report", {"title": str(number)})
    done = run("-w", tmp_path / "w", "jobs", "--top", "2")
    assert len(done.stdout.splitlines()) == 3
    assert "1 older ones are not shown" in done.stderr


def test_no_job_and_an_unknown_job_are_told(run, tmp_path):
    Workspace.open(tmp_path / "w", create=True).close()
    assert "no job was asked for yet" in run("-w", tmp_path / "w", "jobs").stderr
    done = run("-w", tmp_path / "w", "jobs", "show", "deadbeef")
    assert done.exit_code == 2
    assert "no job has the key 'deadbeef'" in done.stderr


def test_a_worker_runs_what_waits_and_ends(tmp_path, forum):
    import subprocess
    import sys

    with Workspace.open(tmp_path / "w", create=True) as opened:
        path = opened.collect.receive("forum.csv", [forum.read_bytes()])
        job = opened.jobs.ask("import", {"path": path, "place": "Sykehuset"}).job
        subprocess.run(
            [sys.executable, "-m", "luminary", "-w", str(tmp_path / "w"), "worker", "--once"],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        done = opened.jobs.get(job)
        assert (done.state, done.result["kept"], done.result["rejected"]) == ("done", 84, 1)
        assert opened.jobs.newest("board") is not None
        assert opened.leaders.board_if_ready() is not None
