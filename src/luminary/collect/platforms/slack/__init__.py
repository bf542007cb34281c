"""Slack: the export of a team, as a zip archive or a folder.

``format``  the vendor's description, file and field names, and how an export is recognised
``text``    what a message says: its text, whom it mentions
``read``    the reader
"""

from luminary.collect.platforms.slack.format import SLACK_EXPORT

FORMATS = (SLACK_EXPORT,)

__all__ = ["FORMATS"]
