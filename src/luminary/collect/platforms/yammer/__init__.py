"""Viva Engage (Yammer): the network data export, one archive or the folder of its day archives.

``fields``  the columns that are read
``format``  the vendor's description, and how an export is recognised
``text``    what a message says: its text, whom it mentions
``read``    the reader
"""

from luminary.collect.platforms.yammer.format import YAMMER_EXPORT

FORMATS = (YAMMER_EXPORT,)

__all__ = ["FORMATS"]
