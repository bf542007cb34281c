"""The few loops that numpy cannot say: walks over graphs.

Pure: arrays in, arrays out; no names, no files, no randomness. This is the only room that knows numba, which
is loaded when a kernel is first asked for, and compiles it once: the machine code is kept in the folder named
by ``NUMBA_CACHE_DIR``, by default ``luminary/numba`` in the user's cache folder, so that it also works where
the package itself cannot be written.

``csr``       a graph as rows of neighbours
``flow``      standing that flows from those who act to those they act on
``cores``     how deep a node lies in the dense middle of a graph
``hirsch``    the largest h with h things of at least size h
"""

from __future__ import annotations

import os
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luminary.kernels.cores import core_numbers
    from luminary.kernels.csr import Csr, build_csr
    from luminary.kernels.flow import PageRank, page_rank
    from luminary.kernels.hirsch import h_indices

__all__ = ["Csr", "PageRank", "build_csr", "core_numbers", "h_indices", "page_rank"]

_HOMES = {
    "Csr": "csr",
    "build_csr": "csr",
    "PageRank": "flow",
    "page_rank": "flow",
    "core_numbers": "cores",
    "h_indices": "hirsch",
}


def _writable_cache() -> str:
    """Find a folder for machine code: the user's cache, else one that lives as long as this process.

    A shared folder such as ``/tmp/luminary`` will not do: whoever can write there could plant code.
    """
    base = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    folder = Path(base) / "luminary" / "numba"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return str(folder)
    except OSError:
        return _own_folder()


def _own_folder() -> str:
    import atexit
    import shutil

    folder = tempfile.mkdtemp(prefix="luminary-numba-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def __getattr__(name: str) -> object:
    """Load a kernel when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'luminary.kernels' has no attribute {name!r}")
    if "NUMBA_CACHE_DIR" not in os.environ:
        os.environ["NUMBA_CACHE_DIR"] = _writable_cache()
    return getattr(import_module(f"luminary.kernels.{_HOMES[name]}"), name)
