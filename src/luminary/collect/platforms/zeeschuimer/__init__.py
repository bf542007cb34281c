"""Zeeschuimer: what a researcher's browser saw on TikTok, Instagram, Threads, LinkedIn and X, as JSON lines.

Each line wraps what the platform gave (``data``) with the time at which it was seen: all figures carry it. A
post of another platform, and one that the page showed only in part, is listed as unusable with the field that
is missing. Paid labels are the platform's own (ad, paid partnership, sponsor); posts with several authors are
co-created; posts of a company's page on LinkedIn are of a brand.

LinkedIn shows times only as "3d": the second is computed from the post's number. It shows no numbers of
accounts, so people there are known by handle. Posts of private accounts stand in a closed
place. Counts that the platform hides are missing, not zero.
"""

from luminary.collect.platforms.zeeschuimer.format import ZEESCHUIMER

FORMATS = (ZEESCHUIMER,)

__all__ = ["FORMATS"]
