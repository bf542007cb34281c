"""Landed imports: taken back, and read again from their raw rows."""

from pathlib import Path

import pytest
from tests.exports import post, rows, table

from luminary import Workspace
from luminary.collect import Options
from luminary.collect.registry import formats
from luminary.errors import UsageError

_FIXTURES = Path(__file__).parents[1] / "fixtures"
_KEPT = {
    "posts": "row, post, account, moment, text, place, thread, title, url, alias, media, origin, paid_label",
    "refs": "row, kind, account, moment, post, target_post, target, label",
    "accounts": "row, account, platform, name, handle, bio, url, email, role, kind, created, seen",
    "places": "row, place, platform, community, name, access",
    "metrics": "row, of, what, value, moment",
    "ties": "row, source, target, relation, moment, weight",
    "visits": "row, site, tool, what, value, page, referrer, medium, campaign, content, query, moment, until",
    "raw_rows": "row, file, position, account, payload",
    "rejects": "file, position, reason, excerpt",
}


def content(workspace):
    """Give everything the lake holds, table by table."""
    return {name: rows(workspace, name, columns) for name, columns in _KEPT.items()}


def _sources():
    """List what can be imported of the fixtures: folders as they are, and every file by itself."""
    found = [folder for folder in sorted(_FIXTURES.iterdir()) if folder.is_dir()]
    inner = [one for folder in found for one in sorted(folder.iterdir()) if one.suffix != ".md"]
    return found + inner


@pytest.mark.slow
@pytest.mark.parametrize("source", _sources(), ids=lambda one: str(one.relative_to(_FIXTURES)))
def test_raw_rows_read_again_give_what_the_export_gave(tmp_path, source):
    with Workspace.open(tmp_path / "w", create=True) as opened:
        try:
            batch = opened.collect.run(source, options=Options(place="Vakt")).batch
        except Exception as error:
            pytest.skip(f"no import: {error}")
        before = content(opened)
        form = formats()[opened.collect.batches()[0]["format"]]
        if not form.again:
            with pytest.raises(UsageError, match="row by row"):
                opened.collect.again(batch)
            return
        told = opened.collect.again(batch)
        assert content(opened) == before
        assert told.after.kept == told.before.kept
