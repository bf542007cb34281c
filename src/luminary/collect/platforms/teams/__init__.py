"""Microsoft Teams: an organisation's channels, as export folders write them or the Graph API gives them.

``fields``  the fields that are read
``format``  the vendor's description, and how an export is recognised
``read``    the reader
"""

from luminary.collect.platforms.teams.format import TEAMS_EXPORT

FORMATS = (TEAMS_EXPORT,)

__all__ = ["FORMATS"]
