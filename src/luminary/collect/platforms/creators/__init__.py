"""Lists of creators that agencies sell, and lists of followers: accounts with figures, and who follows whom.

- `creators`: tables of creators, one row each, as many tables at once as there are months
- `followers`: lists of the followers of one account, or of those it follows

Headers of such tables are messy. A figure is often there twice, rounded ("13.8M") and in full (13800000):
the full one is read, and the rounded one where the other is missing or broken ("#VALOR!"). Figures that the
column calls means are "per post". A column of figures that holds words shows that the header is shifted: it
is not read, nor are the figures to the right of it. Which column is the handle and which the name is told by
what they hold; a cell that can be no handle is taken as the name. Columns that are not read are kept in the
raw rows and named after the import.

The platform is told by the names of columns and file ("Tiktoker name"), or by ``--setting
platform=tiktok``. The month of the snapshot is told by the file's name ("sep-2022", "2022-11-03"): a month
stands for its first day; ``--setting seen=2022-09-15`` wins. So several months give a history of each
account.

A list of followers says whose it is by its file's name (``followers_of_astrid.csv``,
``astrid_followers.csv``, ``astrid_following.csv``) or by ``--setting of=astrid``.

Read from the real lists (16 tables, 15,351 rows): every row but one, which is empty and listed, with the
figures of each.
"""

from luminary.collect.platforms.creators.format import CREATORS, FOLLOWERS

FORMATS = (CREATORS, FOLLOWERS)

__all__ = ["FORMATS"]
