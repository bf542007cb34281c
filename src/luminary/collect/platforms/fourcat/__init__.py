"""4CAT: tables of posts on X, Instagram, TikTok, LinkedIn, Bluesky and Threads.

The platform is told by the columns, which are known by name; other columns are kept in the raw rows and named
after the import. Posts and accounts are named as by the other importers of the platform, so that a table
and the data behind it meet. Times are in UTC. Figures carry the time of collecting where a table has it
(``timestamp_collected``); elsewhere say ``--setting seen=2025-03-01``. A list in a cell has commas between
its parts.

The table of X does not tell which post an answer answers, only whom; the table of Bluesky tells authors of
other posts by handle.
"""

from luminary.collect.platforms.fourcat.format import FOURCAT

FORMATS = (FOURCAT,)

__all__ = ["FORMATS"]
