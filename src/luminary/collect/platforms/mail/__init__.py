"""Mailing lists: archives in mbox, Pipermail text and LISTSERV logs, single mails, digests.

Read from a real sample: 361 mails in 28 archives, all that a plain count of their borders finds; 359
give posts, one without a date and one without headers are listed, and so are 7 files that hold no mail.

``format``   how archives look, and how they are recognised
``split``    an archive in single mails; digests too; which mails are one conversation
``message``  one mail: headers and words in whatever encoding
``quoting``  what a mail says itself, without what it quotes, its signature and footers
``read``     the reader
"""

from luminary.collect.platforms.mail.format import MAIL_ARCHIVE

FORMATS = (MAIL_ARCHIVE,)

__all__ = ["FORMATS"]
