"""Facebook and Instagram through Meta's own tools for researchers.

- `crowdtangle`: tables of CrowdTangle, which closed in August 2024: pages, groups and accounts
- `meta-library`: tables of the Meta Content Library

CrowdTangle writes times with the short name of a zone; names that are not known need ``--setting
zone=Europe/Stockholm``. "Followers at posting" is a figure of the author with the time of the post, so every
table holds a history. A sponsor named in the table is the platform's label of paid content, and the post is
co-created; an empty cell says that there is none. In the table of a group nobody says who wrote a post: the
group stands for its author, as an organisation.

Of the Content Library's columns only some could be confirmed; they are read by name where they are there. Say
``--setting platform=instagram`` for a table of Instagram.
"""

from luminary.collect.platforms.meta.format import CROWDTANGLE, META_LIBRARY

FORMATS = (CROWDTANGLE, META_LIBRARY)

__all__ = ["FORMATS"]
