"""A workspace of an invented forum and one of nothing, with the whole cast."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from tests.cli.conftest import _HEAD, rows
from tests.web.cast import Visitor, logged_in, members_of, stranger

from luminary.collect import Options
from luminary.domain import Access, Subject
from luminary.web.app import create_app
from luminary.web.settings import WebSettings
from luminary.workspace import Question, Workspace


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    """A workspace with a year of a small forum, a subject and the cast; tests work on copies."""
    folder = tmp_path_factory.mktemp("web")
    file = folder / "forum.csv"
    file.write_text("\n".join([_HEAD, *rows()]) + "\n", "utf-8")
    with Workspace.open(folder / "work", create=True) as work:
        work.collect.run(file, options=Options("Sykehuset", Access.CLOSED))
        work.listening.add(Subject("vårdhygien", ("vårdhygien",)))
        work.leaders.rank(Question())
        work.leaders.rank(Question(subject="vårdhygien"))
    members_of(folder / "work")
    return folder / "work"


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copytree(made, tmp_path / "work"))


@pytest.fixture
def app(folder: Path):
    """The app over the copy."""
    app = create_app(folder, WebSettings())
    yield app
    app.state.pool.close()


@pytest.fixture
def visit(app: FastAPI, folder: Path) -> Callable[[str], Visitor]:
    """Log in as one of the cast; "outsider" is nobody."""
    return lambda login: stranger(app) if login == "outsider" else logged_in(app, folder, login)


@pytest.fixture
def empty(tmp_path: Path):
    """The app over a workspace that holds nothing but the cast, with its folder."""
    place = tmp_path / "empty"
    Workspace.open(place, create=True).close()
    members_of(place)
    app = create_app(place, WebSettings())
    yield app, place
    app.state.pool.close()
