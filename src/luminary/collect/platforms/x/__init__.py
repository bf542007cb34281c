"""X: posts and accounts from API v2 (twarc or bodies), twarc's tables, and a member's own archive.

- `x-api`: bodies of API v2, one per file or one a line as twarc writes them, or flattened to one post a line
- `x-csv`: the tables that twarc makes of them
- `x-archive`: the archive that a member downloads of the own account (``data/tweets.js``)

A post that passes another on says nothing of its own: its text is left empty, and so are the mentions in
it. Of an edited post only the last version counts; the rows of earlier ones are kept. What the platform
counts carries the time at which twarc read it; elsewhere say ``--setting seen=2025-03-01``. Posts without
author or time (the API gives neither unless asked) are listed as unusable.

Read from real samples (26 files of twarc, 4,680 rows): 2,286 posts, one row that is no JSON listed, none
lost. X's own bodies as a client library tests itself with (34 files, 378 rows): 35 posts without an author
and three answers to commands are listed.

In the archive, direct messages are never read. It tells followers and followed accounts by id alone.
"""

from luminary.collect.platforms.x.format import X_API, X_ARCHIVE, X_CSV

FORMATS = (X_API, X_CSV, X_ARCHIVE)

__all__ = ["FORMATS"]
