"""Web analytics: who came to one's own pages and from where, and who links to them (B8).

- ``search-console``: Google Search Console, links and performance
- ``search-console-api``: answers of its API, one JSON body for each question
- ``ga4``: Google Analytics 4, any report saved as CSV
- ``matomo``: Matomo, reports of websites, pages, campaigns and keywords
- ``plausible``: Plausible's export

Records out: `visits`, one for each figure. The site is named by the place given for the import. A report
that does not tell its days can be told them: ``--setting from=2025-03-01 --setting until=2025-03-31``;
columns in a language that is not known here can be named: ``--column query="Vanliga sökfrågor"``. Links that
carry ``utm_content=<leader>`` bring the tools and a leader together.

``fields``  what columns mean
``cells``   dates, shares, durations and counts in cells
``format``  the vendors' descriptions, and how each is recognised
``read``    the reader of tables; ``searchapi`` that of the API's answers
"""

from luminary.collect.platforms.analytics.format import GA4, MATOMO, PLAUSIBLE, SEARCH_CONSOLE
from luminary.collect.platforms.analytics.searchapi import SEARCH_CONSOLE_API

FORMATS = (SEARCH_CONSOLE, SEARCH_CONSOLE_API, GA4, MATOMO, PLAUSIBLE)

__all__ = ["FORMATS"]
