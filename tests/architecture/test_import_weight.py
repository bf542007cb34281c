"""Heavy libraries are loaded when they are needed, not when somebody asks for help."""

import subprocess
import sys

import pytest

HEAVY = (
    "alembic",
    "deltalake",
    "duckdb",
    "graspologic_native",
    "jinja2",
    "numba",
    "numpy",
    "py3langid",
    "pyarrow",
    "rich",
    "selectolax",
    "simplemma",
    "sqlalchemy",
)


@pytest.mark.parametrize(
    "statement", ["import luminary", "import luminary.cli.app", "from luminary.errors import *"]
)
def test_importing_loads_no_heavy_library(statement: str) -> None:
    code = f"{statement}\nimport sys\nprint(*sorted({set(HEAVY)!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
