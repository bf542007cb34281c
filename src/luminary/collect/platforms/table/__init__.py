r"""Mapped tables: whatever conversation can be written as rows and columns, from every closed platform (A4).

Question: which column says who, when, what and where? Tables in: delimited text (``,`` ``;`` tab ``|``),
JSON lines, a JSON list, Parquet. Records out: posts, references, accounts, places, figures.

Columns are guessed from their names and values (`guess_mapping`), the guess can be shown, overridden
(``--column at=Datum``, ``--setting zone=Europe/Helsinki``), saved (`Mapping.save`) and read again
(`load_mapping`). A row needs an author (id, handle or name) and a time. A row without an id gets one from
its content, so that the same row imported twice is one post. Without a column of mentions, ``@handle`` in
the text counts as a mention where authors have handles.

A table whose rows are accounts (an account, figures, neither text nor time: the lists of creators that
agencies sell) is recognised too, with setting ``kind=accounts``: followers, and likes, replies, reposts and
views "per post" where the column says that it holds means, else "in all".

Reviews of products and services are tables, too: the product is the place, and the reviewer's rating becomes
the figure "rating", with "best rating" where the cell tells it ("4/5", "★★★★☆", "8 av 10"). A rating that is
none rejects the row; an empty one is no rating, and never zero.

Several tables in one source share one header; a table with another header is rejected as a whole, with the
reason. Keys: platform from setting ``platform`` or a column ("table" otherwise); community from setting
``community``, else from the place given for the import, so that the numbers of two organisations do not
meet. For a platform of which there is only one, say ``--setting community=``.

What it cannot tell: whether a text quotes another; markup is not removed; language comes from the text.
"""

from luminary.collect.platforms.table.fields import MEANINGS
from luminary.collect.platforms.table.guess import guess_mapping
from luminary.collect.platforms.table.mapping import SETTINGS, Mapping, load_mapping, with_mapping
from luminary.collect.platforms.table.reader import FORMATS, TableReader, mapping_of

__all__ = [
    "FORMATS",
    "MEANINGS",
    "SETTINGS",
    "Mapping",
    "TableReader",
    "guess_mapping",
    "load_mapping",
    "mapping_of",
    "with_mapping",
]
