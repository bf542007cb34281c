import numpy as np
import pytest
from tests.naive import layout as naive

from luminary.report import Dot, Edge, lay_out
from luminary.report.layout import Box, force_layout, place_labels, push_apart, step


def test_the_step_agrees_with_its_naive_twin():
    draw = np.random.default_rng(5)
    at = draw.uniform(-0.5, 0.5, (12, 2))
    source, target = draw.integers(0, 12, 20), draw.integers(0, 12, 20)
    pull = draw.uniform(0.1, 1, 20)
    want = at.tolist()
    for longest in (0.1, 0.05, 0.01):
        at = step(at, source, target, pull, longest)
        want = naive.step(want, list(zip(source, target, strict=True)), pull, longest)
    assert np.allclose(at, want)


def test_people_who_act_on_each_other_stand_nearer_than_others():
    source = np.array([0, 0, 1, 3, 3, 4])
    target = np.array([1, 2, 2, 4, 5, 5])
    at = force_layout(6, source, target, np.ones(6))
    inside = np.linalg.norm(at[0] - at[1])
    across = min(np.linalg.norm(at[i] - at[j]) for i in range(3) for j in range(3, 6))
    assert inside < across


def test_the_same_seed_gives_the_same_picture_and_another_seed_another():
    none = np.zeros(0, dtype=np.int64)
    first, again = (force_layout(9, none, none, np.zeros(0), seed=3) for _ in range(2))
    assert (first == again).all()
    assert not np.allclose(first, force_layout(9, none, none, np.zeros(0), seed=4))


@pytest.mark.parametrize("size", [0, 1, 2])
def test_a_very_small_network_lies_in_the_unit_square(size):
    none = np.zeros(0, dtype=np.int64)
    at = force_layout(size, none, none, np.zeros(0))
    assert at.shape == (size, 2)
    assert ((at >= 0) & (at <= 1)).all()


def test_too_many_points_are_refused_with_the_limit():
    none = np.zeros(0, dtype=np.int64)
    with pytest.raises(ValueError, match="3000"):
        force_layout(5_000, none, none, np.zeros(0))


def test_discs_do_not_touch_even_when_they_begin_in_one_place():
    radius = np.full(12, 5.0)
    at = push_apart(np.zeros((12, 2)), radius, rounds=400)
    far = np.linalg.norm(at[:, None] - at[None], axis=2) + 1e9 * np.eye(12)
    assert far.min() >= 10


def test_names_never_cover_each_other_and_stay_in_the_frame():
    draw = np.random.default_rng(2)
    at, frame = draw.uniform(0, 300, (40, 2)), Box(0, 0, 300, 300)
    boxes = [box for box in place_labels(at, np.full(40, 5.0), [80.0] * 15, 14.0, frame) if box]
    assert len(boxes) >= 5
    assert all(box.within(frame) for box in boxes)
    assert not any(a.meets(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_only_the_largest_are_drawn_and_the_rest_is_counted():
    people = [Dot(f"p{i}", f"Kari {i}", float(i), 0) for i in range(10)]
    picture = lay_out(people, [Edge("p9", "p8"), Edge("p9", "p0"), Edge("p9", "p9")], most=4)
    assert [node.person for node in picture.nodes] == ["p9", "p8", "p7", "p6"]
    assert picture.people == 10
    assert [(tie.source, tie.target) for tie in picture.edges] == [("p9", "p8")]


def test_a_person_given_twice_or_a_weightless_tie_is_an_error():
    twice = [Dot("p", "Aino", 1.0, 0)] * 2
    with pytest.raises(ValueError, match="twice"):
        lay_out(twice, [])
    with pytest.raises(ValueError, match="above zero"):
        lay_out(twice[:1], [Edge("p", "p", 0.0)])
