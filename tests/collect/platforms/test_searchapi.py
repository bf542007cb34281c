"""Answers of the Search Console API."""

import json
from datetime import datetime

import pytest
from tests.exports import rows

from luminary import Workspace
from luminary.collect import Options
from luminary.errors import UnknownNameError

_FIGURES = {"clicks": 12, "impressions": 340, "ctr": 0.0353, "position": 4.1}


def _answer(path, *keys, **more):
    found = [{"keys": list(one), **_FIGURES} for one in keys]
    path.write_text(json.dumps({"rows": found, "responseAggregationType": "byPage", **more}), "utf-8")
    return path


@pytest.fixture
def opened(tmp_path):
    with Workspace.open(tmp_path / "w", create=True) as work:
        yield work


def test_pages_and_days_are_known_by_their_shape(opened, tmp_path):
    answer = _answer(tmp_path / "a.json", ("https://vakt.example/rutine", "2025-03-01"))
    told = opened.collect.run(answer, options=Options(place="vakt.example"))
    assert (told.format, told.kept, told.terms) == ("search-console-api", 1, "analytics/authorised")
    day = datetime(2025, 3, 1)
    assert rows(opened, "visits", "what, value, page, moment, until") == sorted(
        ((name, value, "https://vakt.example/rutine", day, day) for name, value in _FIGURES.items()), key=repr
    )


def test_other_keys_have_to_be_named_and_countries_are_not_read(opened, tmp_path):
    answer = _answer(tmp_path / "a.json", ("håndsprit", "swe"))
    assert opened.collect.run(answer).rejected == 1
    (refused,) = opened.collect.rejects()
    assert "--setting keys=query" in refused.reason
    said = Options(settings={"keys": "query, country", "from": "2025-03-01", "until": "2025-03-31"})
    assert opened.collect.run(answer, options=said).kept == 1
    assert {row[0] for row in rows(opened, "visits", "query")} == {"håndsprit"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            {"keys": ["https://a.example/"], "clicks": "12", "impressions": 1, "ctr": 1, "position": 1},
            "'clicks'",
        ),
        ({"keys": ["https://a.example/"], "clicks": 12, "ctr": 1, "position": 1}, "'impressions'"),
        ({"keys": "https://a.example/", **_FIGURES}, "a list of keys"),
        (7, "a list of keys"),
    ],
)
def test_a_row_that_was_changed_is_listed_with_the_field(opened, tmp_path, row, said):
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"rows": [row]}), "utf-8")
    assert opened.collect.run(file, format="search-console-api").rejected == 1
    assert said in next(iter(opened.collect.rejects())).reason


def test_a_total_counts_nothing_and_an_unknown_key_is_refused(opened, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({"rows": [_FIGURES]}), "utf-8")
    assert opened.collect.run(tmp_path / "a.json", format="search-console-api").kept == 1
    assert rows(opened, "visits", "value") == []
    with pytest.raises(UnknownNameError, match="page"):
        opened.collect.run(
            tmp_path / "a.json", options=Options(settings={"keys": "pages"}), format="search-console-api"
        )
