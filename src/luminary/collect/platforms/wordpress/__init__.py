"""WordPress: the export of a site, with its authors, posts, comments and pingbacks.

``format``  the vendor's description, and how an export is recognised
``read``    the reader
"""

from luminary.collect.platforms.wordpress.format import WORDPRESS_EXPORT

FORMATS = (WORDPRESS_EXPORT,)

__all__ = ["FORMATS"]
