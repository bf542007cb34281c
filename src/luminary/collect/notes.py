"""What a reader of an import's counts must know: fields nobody reads, and exports that were changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from luminary.collect.chunk import Tally
from luminary.i18n import say

_NAMED = 20
"""Unknown fields that a note names."""


def notes_of(tally: Tally) -> Iterator[str]:
    """Name the fields that this version does not know, and what most rejected rows lack."""
    if tally.unknown:
        often = Counter(tally.unknown).most_common(_NAMED)
        fields = ", ".join(f"'{name}' ({count:,})" for name, count in often)
        yield say(
            "{n} fields are not read and kept in the raw rows: {fields}", n=len(tally.unknown), fields=fields
        )
    if tally.reasons and tally.rejected_rows * 2 > tally.read:
        reason, count = Counter(tally.reasons).most_common(1)[0]
        yield say(
            "{rejected} of {read} rows could not be used; was the export changed? In {count}: {reason}",
            rejected=tally.rejected_rows,
            read=tally.read,
            count=count,
            reason=reason,
        )
