"""YouTube: videos, channels and comments from the Data API, and the tables of YouTube Data Tools.

- `youtube`: bodies of the Data API v3 (lists of videos, channels, comments, search results, subscriptions)
- `youtube-tools`: tables of YouTube Data Tools: videos, comments, channels

A video is a post of its channel, in the kind video; its text is the description, which a search result cuts
short. A comment answers the video, or the comment it stands below. Whether a video contains paid promotion is
what its maker told the platform (``paidProductPlacementDetails``). A hidden number of subscribers is missing,
not zero. Playlists, captions, categories and activities are kept as rows only. Figures carry no time in these
bodies: say when they were read with ``--setting seen=2025-03-01``. The tools write the comments of a video
without its id: it is read from the name of their file (``videoinfo_<id>_..._comments``).

Read from real samples (79 bodies, 316 rows): 140 posts; one error message is listed, none lost.
"""

from luminary.collect.platforms.youtube.format import YOUTUBE, YOUTUBE_TOOLS

FORMATS = (YOUTUBE, YOUTUBE_TOOLS)

__all__ = ["FORMATS"]
