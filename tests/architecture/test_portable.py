"""Nothing in the repository belongs to one machine."""

import re
import subprocess
from pathlib import Path

import pytest
from tests.architecture.code import ROOT

_FOREIGN = {
    "a path of one machine": re.compile(r"(?<![\w./])/(?:home|Users|root|work|mnt)/[\w.]+"),
    "a registry's host": re.compile(
        r"https?://[\w.-]*(?:pypi\.org|pythonhosted|artifactory|nexus|jfrog|devpi|npmjs|crates\.io|proxy)[\w./-]*"
        r"|--(?:extra-)?index-url",
        re.IGNORECASE,
    ),
    "a key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}\b"),
}
_TEXT = {
    ".cfg",
    ".css",
    ".csv",
    ".html",
    ".in",
    ".ini",
    ".js",
    ".json",
    ".jsonl",
    ".md",
    ".py",
    ".toml",
    ".txt",
    "",
}
_MAY_NAME_THEM = {"tests/architecture/test_portable.py"}


def _files() -> list[Path]:
    """List the files that git knows or would take up."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode:
        pytest.skip("not a git repository, so nobody can say which files belong to it")
    return [file for name in listing.stdout.splitlines() if (file := ROOT / name).is_file()]


def test_no_file_belongs_to_one_machine() -> None:
    found = {
        f"{file.relative_to(ROOT)}: {what}: {hit[0]}"
        for file in _files()
        if file.suffix in _TEXT and file.relative_to(ROOT).as_posix() not in _MAY_NAME_THEM
        for what, pattern in _FOREIGN.items()
        for hit in pattern.finditer(file.read_text(encoding="utf-8", errors="replace"))
    }
    assert found == set()


def test_no_file_is_large_or_data_of_somebody_else() -> None:
    large = {file.relative_to(ROOT).as_posix() for file in _files() if file.stat().st_size > 500_000}
    assert large == set()
