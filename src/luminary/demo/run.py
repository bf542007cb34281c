"""The whole job on the invented world: build, import, rank, back-test, compare, report.

Nothing here has a way of its own into the data: the world's exports go through the ordinary importers, and
all figures come from the verbs every user has.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from luminary.collect import Options
from luminary.demo.findings import Loud, Seen, compare, loudest
from luminary.demo.truth import Truth, read_truth
from luminary.demo.world import World, build_world
from luminary.domain import Subject
from luminary.errors import UsageError, WorkspaceError
from luminary.leaders import Ranking
from luminary.listening.promotions import KnownBrand
from luminary.privacy import Purpose
from luminary.report import TruthRow
from luminary.workspace import Question, Workspace
from luminary.workspace.plain import as_plain

_MARK = "demo.json"
_LANGUAGE = "en"
_SHOWN = 5
_BRAND = "Nordkraft"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of all exports together, in rows, and how long it took in seconds."""

    read: int
    kept: int
    repeated: int
    rejected: int
    seconds: float


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the demo found; every figure in it was computed in this run.

    Attributes
    ----------
    folder : Path
        The workspace.
    seed : int
        Which invented world.
    people, posts, languages : int
        What the world holds.
    imported : Imported
        Sums over all exports.
    main : Ranking
        On the first subject, persons only.
    rising : frozenset of str
        Persons in the first five places of `rising` on that subject.
    loud : Loud or None
        Who writes most while hardly anybody acts on it.
    backtest : BacktestResult
        Over everything.
    findings : tuple of TruthRow
        Every planted truth, and what Luminary says about it.
    report : Path
        The report.
    seconds : float
        How long the whole demo took.
    """

    folder: Path
    seed: int
    people: int
    posts: int
    languages: int
    imported: Imported
    main: Ranking
    rising: frozenset[str]
    loud: Loud | None
    backtest: Any
    findings: tuple[TruthRow, ...]
    report: Path
    seconds: float


def run_demo(
    folder: Path, seed: int = 7, *, size: float = 1.0, progress: Progress = lambda _done, _total: None
) -> DemoResult:
    """Build the invented world in a folder, run the whole job on it, and write ``report.html``.

    Parameters
    ----------
    folder : Path
        Becomes the workspace; a demo of the same seed that stands there is run again.
    seed : int, default 7
        Which world.
    size : float, default 1.0
        As in `build_world`.
    progress : callable, optional
        Called with the steps done and the steps in all.

    Raises
    ------
    UsageError
        When the folder holds something else, or the demo of another world.
    """
    began = time.monotonic()
    _claim(folder, seed, size)
    world = build_world(folder, seed, size)
    truth = read_truth(world.truth)
    steps = len(truth.subjects) + 5
    with Workspace.init(folder, Purpose()) as workspace:
        progress(1, steps)
        imported = _import(workspace, world)
        _add_subjects(workspace, truth)
        workspace.identity.suggest()
        everybody = workspace.leaders.rank(Question(kind="all"))
        progress(3, steps)
        by_subject: dict[str, Ranking] = {}
        for done, subject in enumerate(truth.subjects, start=4):
            question = Question(subject=subject.names[_LANGUAGE], kind="all")
            by_subject[subject.key] = workspace.leaders.rank(question)
            progress(done, steps)
        rows = imported.repeated, imported.rejected
        workspace.collaborations.add_brand(KnownBrand(_BRAND))
        collaborations = {
            one.post: one for one in workspace.collaborations.sightings(limit=1_000).rows if one.post
        }
        services = workspace.people.services()
        asked = frozenset(frozenset((one.one.person, one.other.person)) for one in workspace.identity.queue())
        seen = Seen(everybody, by_subject, workspace.people.find, services, rows, asked, collaborations)
        findings = compare(truth, world, seen)
        backtest = workspace.leaders.backtest()
        workspace.jobs.keep("backtest", {}, as_plain(backtest))
        progress(steps - 1, steps)
        report = folder / "report.html"
        workspace.report.write(report, truths=findings)
        first = truth.subjects[0].names[_LANGUAGE]
        main = workspace.leaders.rank(Question(subject=first, top=_SHOWN))
    progress(steps, steps)
    return DemoResult(
        folder=folder,
        seed=seed,
        people=world.people,
        posts=world.posts,
        languages=len({one.language for one in truth.population}),
        imported=imported,
        main=main,
        rising=frozenset(seen.first("rising", 5, truth.subjects[0].key)),
        loud=loudest(everybody),
        backtest=backtest,
        findings=findings,
        report=report,
        seconds=time.monotonic() - began,
    )


def _claim(folder: Path, seed: int, size: float) -> None:
    """Take an empty folder, or one that holds the same demo."""
    said = {"seed": seed, "size": size}
    found = _marked(folder)
    if found == said:
        return
    if found is not None:
        raise UsageError(
            f"'{folder}' holds the demo of seed {found.get('seed')}, size {found.get('size')}; "
            f"name another folder for seed {seed}, size {size}"
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"'{folder}' is not empty and holds no demo; name another folder: luminary demo DIR")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _MARK).write_text(json.dumps(said) + "\n", "utf-8")
    except OSError as error:
        raise WorkspaceError(f"'{folder}' cannot be written: {error.strerror}") from error


def _marked(folder: Path) -> dict[str, Any] | None:
    """Tell which demo a folder holds; None when it holds none."""
    try:
        found = json.loads((folder / _MARK).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _import(workspace: Workspace, world: World) -> Imported:
    """Import all exports like anybody would; a second run finds them imported already."""
    began = time.monotonic()
    for one in world.exports:
        options = Options(one.place, one.access, {}, one.settings)
        workspace.collect.run(one.path, options=options, format=one.format)
    seconds = time.monotonic() - began
    landed = [row for row in workspace.collect.batches() if row["state"] == "landed"]
    read, kept, repeated, rejected = (
        sum(int(row[name]) for row in landed) for name in ("read", "kept", "duplicates", "rejected")
    )
    return Imported(read, kept, repeated, rejected, seconds)


def _add_subjects(workspace: Workspace, truth: Truth) -> None:
    for one in truth.subjects:
        workspace.listening.add(Subject(one.names[_LANGUAGE], one.words))
