"""The JSON API does what its own description says, and nothing for those who may not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.web.cast import CAST

from luminary.web.app import create_app
from luminary.web.settings import WebSettings
from luminary.workspace import Workspace

CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def described(made, tmp_path_factory):
    """The API over a copy of the forum, described by itself."""
    folder = shutil.copytree(made, tmp_path_factory.mktemp("api") / "work")
    app = create_app(folder, WebSettings())
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers={"host": "localhost"})
    yield schema, token_of(folder, "astrid")
    app.state.pool.close()


def token_of(folder, login: str) -> dict[str, str]:
    with Workspace.open(folder) as work:
        secret = work.members.make_token(work.members.get(login), "test")
    return {"authorization": f"Bearer {secret}", "host": "localhost"}


CALLS = [
    (path, method)
    for path, methods in create_app(Path("nowhere"), WebSettings()).openapi()["paths"].items()
    for method in methods
]


@pytest.mark.parametrize(("path", "method"), CALLS, ids=str)
def test_whatever_is_sent_the_answer_is_one_that_is_described(described, path, method):
    schema, headers = described

    @given(case=schema[path][method.upper()].as_strategy())
    @settings(
        max_examples=6,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        phases=[Phase.generate],
    )
    def asked(case):
        case.validate_response(case.call(headers=headers), checks=CHECKS)

    asked()


@pytest.fixture
def client(app):
    return TestClient(app, base_url="http://localhost")


def test_without_a_token_nothing_is_told(client, app):
    for path, methods in app.openapi()["paths"].items():
        for method in methods:
            answer = client.request(method, path.replace("{", "").replace("}", ""), json={})
            assert answer.status_code in (401, 403, 422), (method, path, answer.status_code)
            assert "Astrid" not in answer.text


def test_a_token_that_was_dropped_opens_nothing(client, folder):
    headers = token_of(folder, "astrid")
    assert client.get("/api/v1/me", headers=headers).json()["login"] == "astrid"
    with Workspace.open(folder) as work:
        member = work.members.get("astrid")
        work.members.drop_token(member, work.members.tokens(member)[0].token)
    assert client.get("/api/v1/me", headers=headers).status_code == 401


@pytest.mark.parametrize("login", CAST)
def test_each_member_may_what_the_role_may(client, folder, login):
    headers = token_of(folder, login)
    rights = set(client.get("/api/v1/me", headers=headers).json()["rights"])
    asked = {
        "edit": client.post("/api/v1/subjects", headers=headers, json={"name": "vakt", "words": ["vakt"]}),
        "import": client.get("/api/v1/imports", headers=headers),
        "manage": client.get("/api/v1/team/members", headers=headers),
        "names": client.get("/api/v1/people/conflicts", headers=headers),
        "read": client.get("/api/v1/leaders", headers=headers),
    }
    assert {right for right, answer in asked.items() if answer.is_success} == rights & set(asked)


def test_a_reader_without_names_gets_none(client, folder):
    headers = token_of(folder, "olav")
    for path in ("/api/v1/leaders", "/api/v1/people", "/api/v1/overview"):
        text = client.get(path, headers=headers).text
        assert "Astrid Lund" not in text.replace('"who":"astrid"', "")
    found = client.get("/api/v1/leaders", headers=headers).json()["leaders"][0]
    assert found["person"].startswith("OL-")
    portrait = client.get(f"/api/v1/people/{found['person']}", headers=headers)
    assert portrait.status_code == 200
    assert "Astrid" not in portrait.text


HALF = "\ud800"


def _json(folder):
    return {**token_of(folder, "astrid"), "content-type": "application/json"}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("subjects", {"name": HALF, "words": ["vakt"]}),
        ("jobs", {"kind": f"import{HALF}", "params": {}}),
        ("jobs", {"kind": "import", "params": {"path": HALF}}),
        ("jobs", {"kind": "report", "params": {"title": HALF}}),
        ("jobs", {"kind": "report", "params": {"title": 5}}),
    ],
)
def test_half_of_a_character_and_a_heading_that_is_none_are_refused(client, folder, path, body):
    answer = client.post(f"/api/v1/{path}", headers=_json(folder), content=json.dumps(body))
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_whole_characters_are_kept_however_they_are_written(client, folder):
    body = json.dumps({"name": "vård 🩺", "words": ["vård"]})
    assert "\\ud83e" in body
    answer = client.post("/api/v1/subjects", headers=_json(folder), content=body)
    assert answer.json()["name"] == "vård 🩺"


def test_a_page_of_the_ranking_is_the_ranking(client, folder):
    headers = token_of(folder, "maja")
    with Workspace.open(folder) as work:
        from luminary.workspace import Question

        expected = [one.person for one in work.leaders.rank(Question()).leaders]
    shown = [
        one["person"]
        for page in (1, 2, 3)
        for one in client.get(f"/api/v1/leaders?size=2&page={page}", headers=headers).json()["leaders"]
    ]
    assert shown == expected[: len(shown)]
    assert shown


def test_a_ranking_that_is_not_there_is_computed_and_not_waited_for(client, folder):
    answer = client.get("/api/v1/leaders?since=2025-03-01", headers=token_of(folder, "maja"))
    assert answer.status_code == 202
    assert answer.json()["kind"] == "board"
