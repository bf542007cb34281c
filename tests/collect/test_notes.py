"""What an import tells beside its counts: fields nobody reads, and exports that were changed."""

import json
from dataclasses import replace

from luminary import Workspace

POST = {
    "id": "1",
    "author_id": "11",
    "text": "Hei",
    "created_at": "2025-03-01T08:00:00.000Z",
    "public_metrics": {"like_count": 1},
    "edit_history_tweet_ids": ["1"],
}


def imported(tmp_path, *posts):
    file = tmp_path / "page.json"
    file.write_text(json.dumps({"data": posts, "meta": {}}))
    with Workspace.open(tmp_path / "w", create=True) as opened:
        result = opened.collect.run(file)
    # Under which terms it came is told too, and tested where terms are.
    return replace(result, notes=tuple(note for note in result.notes if not note.startswith("terms: ")))


def numbered(count, **more):
    return [POST | {"id": str(n), "edit_history_tweet_ids": [str(n)], **more} for n in range(1, count + 1)]


def without(field, posts):
    return [{name: value for name, value in one.items() if name != field} for one in posts]


def test_fields_that_nobody_reads_are_named_with_the_number_of_rows(tmp_path):
    result = imported(tmp_path, *numbered(3, mood="glad"), *numbered(1, id="9", weather="sol"))
    (note,) = result.notes
    assert "'mood' (3)" in note
    assert "'weather' (1)" in note
    assert result.rejected == 0


def test_an_export_that_is_known_whole_gives_no_note(tmp_path):
    assert imported(tmp_path, *numbered(3)).notes == ()


def test_a_changed_export_names_the_field_that_changed(tmp_path):
    changed = [{**one, "author": 11} for one in without("author_id", numbered(5))]
    result = imported(tmp_path, *changed)
    assert (result.kept, result.rejected) == (0, 5)
    assert "5 of 5 rows could not be used" in result.notes[-1]
    assert "'author_id' is missing" in result.notes[-1]


def test_a_few_unusable_rows_are_no_sign_of_a_change(tmp_path):
    result = imported(tmp_path, *numbered(5), *without("text", numbered(1, id="9")))
    assert (result.rejected, result.notes) == (1, ())


def test_millions_of_unknown_fields_are_not_all_remembered(tmp_path):
    result = imported(tmp_path, *numbered(1, **{f"field{n}": n for n in range(5_000)}))
    (note,) = result.notes
    assert note.startswith("1,000 fields are not read")
    assert len(note) < 1_000
