"""Walking back from the newest: whatever is stopped, grown or shifted meanwhile, nothing is lost."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminary.collect.fetch.port import Trouble, Wanted
from luminary.collect.fetch.walk import Turn, Walk, begun, queued
from luminary.errors import FetchError


class Source:
    """A list of growing numbers, newest first, in pages by offset or by the last number shown."""

    def __init__(self, count, size, by_offset):
        self.items, self.size, self.by_offset, self.asked = list(range(count, 0, -1)), size, by_offset, 0

    def grow(self, count):
        top = self.items[0] if self.items else 0
        self.items[:0] = range(top + count, top, -1)

    def ask(self, at):
        self.asked += 1
        if self.by_offset:
            begin = int(at or 0)
        else:
            begin = next(
                (place for place, one in enumerate(self.items) if at is None or one < int(at)),
                len(self.items),
            )
        found = self.items[begin : begin + self.size]
        more = None
        if begin + self.size < len(self.items):
            more = str(begin + self.size) if self.by_offset else str(found[-1])
        return Turn(found, more, "a.json", json.dumps(found).encode() if found else b"")


def run(source, cursor, *, stop=None, history=False, depth=1000):
    """Walk once; gives what was kept and the cursor then."""
    kept = []
    walk = Walk(begun(cursor), "line", source.ask, Wanted({}, history=history), depth)
    for one in itertools.islice(walk.pages(), stop):
        cursor = json.loads(json.dumps(one.cursor))
        kept += json.loads(one.body or b"[]")
    return kept, cursor


sources = st.builds(Source, st.integers(0, 25), st.integers(1, 6), st.booleans())


@given(sources, st.lists(st.tuples(st.integers(0, 9), st.none() | st.integers(1, 4)), max_size=6))
def test_nothing_is_lost_however_runs_are_stopped_and_the_list_grows(source, steps):
    kept, cursor = [], {}
    for grown, stop in steps:
        found, cursor = run(source, cursor, stop=stop)
        kept += found
        source.grow(grown)
    for _ in range(2):
        found, cursor = run(source, cursor)
        kept += found
    assert set(kept) == set(source.items)


@given(sources, st.integers(1, 4), st.lists(st.integers(0, 9), max_size=4))
def test_what_a_short_first_walk_left_is_found_by_history(source, depth, growth):
    kept, cursor = run(source, {}, depth=depth)
    assert len(kept) <= depth * source.size
    for grown in growth:
        source.grow(grown)
        found, cursor = run(source, cursor, depth=depth)
        kept += found
    assert not kept or set(kept) == set(range(min(kept), max([*source.items, 0]) + 1))
    found, cursor = run(source, cursor, history=True, depth=depth)
    assert set(kept + found) == set(source.items)
    assert run(source, cursor, history=True)[0] == []


@given(sources)
def test_a_walk_that_has_ended_keeps_nothing_again_and_asks_once(source):
    _, cursor = run(source, {})
    source.asked = 0
    assert run(source, cursor)[0] == [] and source.asked == 1


def test_a_place_that_has_expired_is_told_and_the_walk_begins_anew():
    source = Source(9, 2, by_offset=False)
    _, cursor = run(source, {}, stop=2)

    def ask(at):
        if at is not None and source.asked < 4:
            source.asked = 9
            raise FetchError("gone", 410)
        return source.ask(at)

    seen = list(Walk(begun(cursor), "line", ask, Wanted({}), 99).pages())
    assert [type(one) for one in seen if isinstance(one, Trouble)] == [Trouble]
    assert {
        one for page in seen if not isinstance(page, Trouble) for one in json.loads(page.body or b"[]")
    } == {*range(1, 10)}


@pytest.mark.parametrize("status", [401, 500, None])
def test_another_failure_is_not_taken_for_an_expired_place(status):
    source = Source(9, 2, by_offset=False)
    _, cursor = run(source, {}, stop=1)

    def ask(_at):
        raise FetchError("no", status)

    with pytest.raises(FetchError):
        list(Walk(begun(cursor), "line", ask, Wanted({}), 99).pages())


def test_a_source_that_names_the_same_next_place_again_ends():
    asked = []

    def ask(at):
        asked.append(at)
        return Turn([1], "same", "a.json", b"[1]")

    list(Walk({}, "line", ask, Wanted({}), 99).pages())
    assert asked == [None, "same"]


def test_what_waits_is_taken_out_before_it_is_given():
    state = {"answers": [1, 2]}
    assert [(one, list(state["answers"])) for one in queued(state, "answers")] == [(1, [2]), (2, [])]
