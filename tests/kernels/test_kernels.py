"""Kernels agree with their naive twins and with networkx."""

import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.naive import graphs as naive

from luminary.errors import ConvergenceError
from luminary.kernels import build_csr, core_numbers, h_indices, page_rank

SIZE = 8
nodes = st.integers(0, SIZE - 1)
edge_lists = st.lists(st.tuples(nodes, nodes, st.sampled_from([0.25, 1.0, 3.0])), max_size=30)


def graph(edges):
    rows = np.array(edges, dtype=float).reshape(-1, 3)
    return build_csr(rows[:, 0].astype(np.int64), rows[:, 1].astype(np.int64), SIZE, rows[:, 2])


@given(edge_lists)
def test_a_graph_holds_the_sum_of_equal_edges(edges):
    made = graph(edges)
    sums = {}
    for a, b, w in edges:
        sums[a, b] = sums.get((a, b), 0) + w
    found = {
        (node, int(made.to[e])): made.weight[e]
        for node in range(SIZE)
        for e in range(made.start[node], made.start[node + 1])
    }
    assert found == pytest.approx(sums)


def test_an_edge_that_leads_nowhere_is_refused():
    with pytest.raises(ValueError, match="there are 2 nodes"):
        build_csr(np.array([0]), np.array([2]), 2)


@given(edge_lists)
def test_page_rank_agrees_with_its_naive_twin(edges):
    found = page_rank(graph(edges))
    assert found.share == pytest.approx(naive.page_rank(edges, SIZE), abs=1e-7)
    assert found.share.sum() == pytest.approx(1)


def random_edges(size, count):
    random = np.random.default_rng(5)
    source, target = random.integers(0, size, (2, count))
    return source[source != target], target[source != target]


def test_page_rank_agrees_with_networkx():
    source, target = random_edges(60, 300)
    other = nx.DiGraph()
    other.add_nodes_from(range(60))
    made = build_csr(source, target, 60)
    for node in range(60):
        for edge in range(made.start[node], made.start[node + 1]):
            other.add_edge(node, int(made.to[edge]), weight=made.weight[edge])
    pytest.importorskip("scipy", reason="networkx computes PageRank with scipy")
    wanted = nx.pagerank(other, tol=1e-12, max_iter=1000)
    assert page_rank(made).share == pytest.approx([wanted[node] for node in range(60)], abs=1e-7)


def test_page_rank_that_does_not_settle_says_so():
    with pytest.raises(ConvergenceError, match="after 2 rounds"):
        page_rank(graph([(0, 1, 1.0), (1, 2, 1.0)]), most_rounds=2)


def test_page_rank_tells_how_many_rounds_it_took():
    assert 1 < page_rank(graph([(0, 1, 1.0), (1, 2, 1.0)])).rounds < 500


@given(edge_lists)
def test_core_numbers_agree_with_their_naive_twin(edges):
    assert core_numbers(graph(edges)).tolist() == naive.core_numbers(edges, SIZE)


def test_core_numbers_agree_with_networkx():
    source, target = random_edges(200, 1500)
    other = nx.Graph()
    other.add_nodes_from(range(200))
    other.add_edges_from(zip(source.tolist(), target.tolist(), strict=True))
    wanted = nx.core_number(other)
    assert core_numbers(build_csr(source, target, 200)).tolist() == [wanted[i] for i in range(200)]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=30))
def test_h_indices_agree_with_their_naive_twin(things):
    owner, count = np.array(things, dtype=np.int64).reshape(-1, 2).T
    wanted = [naive.h_index([c for o, c in things if o == person]) for person in range(4)]
    assert h_indices(owner, count, 4).tolist() == wanted


def _run(code, **changes):
    environment = {k: v for k, v in os.environ.items() if k != "NUMBA_CACHE_DIR"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**environment, **changes},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


KERNEL = (
    "import numpy as np, os; from luminary.kernels import h_indices;"
    "h_indices(np.array([0]), np.array([3]), 1); print(os.environ['NUMBA_CACHE_DIR'])"
)


def test_machine_code_is_kept_in_the_users_cache(tmp_path):
    assert _run(KERNEL, XDG_CACHE_HOME=str(tmp_path)) == str(tmp_path / "luminary" / "numba")
    assert list((tmp_path / "luminary" / "numba").rglob("*.nbi"))


def test_without_a_cache_folder_kernels_still_work_and_leave_nothing(tmp_path):
    (tmp_path / "file").write_text("in the way")
    used = _run(KERNEL, XDG_CACHE_HOME=str(tmp_path / "file"))
    assert "luminary-numba-" in used
    assert not Path(used).exists()


def test_importing_the_room_does_not_load_numba():
    assert _run("import sys, luminary.kernels; print('numba' in sys.modules)") == "False"
