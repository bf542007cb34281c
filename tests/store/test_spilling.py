"""What does not fit into the engine's memory goes to disk, also in a workspace that never did so before."""

from luminary.store import DuckDBEngine


def test_a_query_beyond_memory_spills_into_a_folder_that_is_not_there_yet(tmp_path):
    spill = tmp_path / "lake" / "_spill" / "1"
    engine = DuckDBEngine(spill, "100MB")
    engine.materialise("wide", "SELECT n, md5(n::VARCHAR) AS told FROM range(4000000) t(n) ORDER BY told")
    assert any(spill.iterdir())
    assert engine.scalar("SELECT count(DISTINCT told) FROM wide") == 4_000_000
    engine.close()
