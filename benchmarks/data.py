"""Where the real data stand, and workspaces made of them, kept between benchmarks of one run."""

from __future__ import annotations

import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path

from luminary import Workspace
from luminary.collect import Options

SHARED = Path(__file__).parents[1].parent / "shared" / "data"
CHAT = SHARED / "lean-zulip" / "zulip_json_until_2024.tar.xz"
FORUM = SHARED / "delving-discourse" / "posts_full.tar.xz"
MAIL = SHARED / "orgnets" / "enron_edges.csv"


def needed(path: Path) -> Path:
    """Stop with a clear message where the data are not there."""
    if not path.exists():
        sys.exit(f"'{path}' is not there: the benchmarks run on the shared data only")
    return path


@cache
def workspace(path: Path, place: str, format: str | None = None) -> Path:
    """Import a source into a workspace of its own, once per run."""
    folder = Path(tempfile.mkdtemp(prefix="luminary-bench-"))
    shutil.rmtree(folder)
    with Workspace.open(folder, create=True) as opened:
        opened.collect.run(needed(path), options=Options(place=place), format=format)
    return folder
