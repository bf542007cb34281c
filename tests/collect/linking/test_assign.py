"""One account of each platform, the best links first, and nobody through somebody else."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from tests.naive.assign import assign as plainly

from luminary.collect.linking.assign import Candidate, assign
from luminary.privacy.persons import together

KEYS = [f"{platform}:/{number}" for platform in ("x", "bluesky", "mastodon") for number in range(3)]
PAIRS = list(combinations(sorted(KEYS), 2))


def scope(key):
    return key.partition("/")[0]


candidate = st.builds(
    lambda pair, weight, proof: Candidate(*pair, weight, proof),
    st.sampled_from(PAIRS),
    st.integers(1, 5).map(float),
    st.sampled_from((False, False, False, True)),
)
some = st.lists(candidate, max_size=14, unique_by=lambda one: (one.one, one.other))
pairs = st.lists(st.sampled_from(PAIRS), max_size=3, unique=True)


@given(some, pairs, pairs)
def test_the_choice_is_that_of_the_naive_twin(candidates, apart, fitting):
    taken, _ = assign(candidates, scope, (), apart, dict.fromkeys(fitting, 1.0))
    assert {(one.one, one.other) for one in taken} == plainly(candidates, scope, (), apart, fitting)


@given(some, pairs, st.randoms())
def test_the_order_of_pairs_does_not_matter(candidates, apart, dice):
    before = assign(candidates, scope, (), apart)
    mixed = list(candidates)
    dice.shuffle(mixed)
    assert assign(mixed, scope, (), apart) == before


@given(some, pairs)
def test_without_proof_nobody_has_two_accounts_of_one_platform(candidates, apart):
    bare = [
        Candidate(one.one, one.other, one.weight) for one in candidates if scope(one.one) != scope(one.other)
    ]
    taken, _ = assign(bare, scope, (), apart)
    for keys in together([(one.one, one.other) for one in taken]).values():
        assert len({scope(key) for key in keys}) == len(keys)
        assert not any((a, b) in apart or (b, a) in apart for a, b in combinations(keys, 2))


def test_namesakes_are_not_chained():
    chain = [Candidate("bluesky:/1", "x:/1", 9.0), Candidate("bluesky:/1", "mastodon:/1", 8.0)]
    taken, left = assign(chain, scope)
    assert [(one.one, one.other) for one in taken] == [("bluesky:/1", "x:/1")]
    assert left == {("bluesky:/1", "mastodon:/1"): "chain"}
