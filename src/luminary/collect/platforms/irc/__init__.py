"""IRC: logs of channels, as the usual programs write them.

``lines``   what one line of a log is: speech, an action, or a notice
``read``    the reader
``format``  the programs, and how a log is recognised
"""

from luminary.collect.platforms.irc.format import IRC_LOG

FORMATS = (IRC_LOG,)

__all__ = ["FORMATS"]
