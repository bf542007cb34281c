"""Reviews of products and services are mapped tables with a rating."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.collect.platforms.conftest import FIXTURES
from tests.exports import rows

from luminary import Workspace
from luminary.collect.platforms.table.ratings import read_rating
from luminary.errors import UnusableRowError

FILE = FIXTURES / "table" / "omdomen.csv"


def test_a_swedish_table_of_reviews_is_understood_without_a_word_from_the_user(tmp_path):
    with Workspace.open(tmp_path / "w", create=True) as opened:
        result = opened.collect.run(FILE)
        assert (result.format, result.read, result.kept, result.rejected) == ("table", 6, 3, 3)
        posts = rows(opened, "posts", "text, title, place")
        assert posts == [
            ("Inget betyg", None, "table:/Mätband"),
            ("Luktar inget", "Bra", "table:/Handsprit 500 ml"),
            ("Torkar ut huden", "Torkar", "table:/Handsprit 500 ml"),
        ]
        assert rows(opened, "metrics", "what, value") == [
            ("best rating", 5.0),
            ("best rating", 5.0),
            ("likes", 3.0),
            ("rating", 3.0),
            ("rating", 4.5),
        ]
        assert [one.reason for one in opened.collect.rejects()] == [
            "'Betyg' is \"mycket bra\", which is no rating",
            "'Betyg' is \"7/5\", which is better than the best",
            "'Recensent' is empty, so nobody is the author",
        ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (4, (4.0, None)),
        ("4.0", (4.0, None)),
        ("5 stars", (5.0, None)),
        ("★★", (2.0, None)),
        ("⭐️⭐️⭐️☆☆", (3.0, 5.0)),
        ("4 out of 5 stars", (4.0, 5.0)),
        ("8 ud af 10", (8.0, 10.0)),
        (None, (None, None)),
        ("N/A", (None, None)),
    ],
)
def test_a_rating_is_read_as_it_is_written(cell, expected):
    assert read_rating(cell, "Rating") == expected


@given(st.text(max_size=40))
def test_a_cell_is_a_rating_or_refused(text):
    try:
        rating, best = read_rating(text, "Rating")
    except UnusableRowError:
        return
    assert rating is None or rating >= 0
    assert best is None or rating <= best
