"""The promise: of what is joined automatically, 98 in 100 and more are right."""

import pytest
from benchmarks import identity

from luminary.store import DuckDBEngine

_PRECISION = 0.98


def _judged(accounts, folder):
    engine = DuckDBEngine(folder)
    try:
        return identity.judge(accounts, engine)
    finally:
        engine.close()


def _real(name):
    if not (identity.DATA / name).exists():
        pytest.skip(f"../shared/data/{name} is not here")


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("made", "recall"),
    [(list, 0.6), (identity.variants, 0.4), (identity.nameless, 0.08)],
    ids=["as listed", "varied", "handles only"],
)
def test_experts_are_found_again_and_nobody_else_is_joined_with_them(made, recall, tmp_path):
    _real("java-champions")
    found = _judged(made(identity.champions()), tmp_path)
    assert found.right >= _PRECISION * found.joined
    assert found.right >= recall * found.true


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("made", "recall"),
    [(list, 0.4), (identity.variants, 0.3), (identity.nameless, 0.06)],
    ids=["as listed", "varied", "handles only"],
)
def test_public_bodies_are_found_again_and_nobody_else_is_joined_with_them(made, recall, tmp_path):
    _real("politix-sweden")
    found = _judged(made(identity.bodies()), tmp_path)
    assert found.right >= _PRECISION * found.joined
    assert found.right >= recall * found.true


@pytest.mark.realdata
def test_nearly_all_that_is_not_joined_is_asked_about(tmp_path):
    _real("java-champions")
    found = _judged(identity.champions(), tmp_path)
    assert found.right + found.asked_right >= 0.95 * found.true


@pytest.mark.parametrize(("people", "rare", "seed"), [(800, 0.0, 1), (800, 0.5, 2), (2_000, 0.0, 3)])
def test_namesakes_are_not_taken_for_one_another(people, rare, seed, tmp_path):
    found = _judged(identity.namesakes(people, seed, rare=rare), tmp_path)
    assert found.joined >= 5
    assert found.right >= _PRECISION * found.joined
