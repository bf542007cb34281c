"""What the user writes is taken for the source it is."""

import pytest

from luminary.collect.live.registry import guess

CHANNEL = "UCaaaaaaaaaaaaaaaaaaaaaa"


@pytest.mark.parametrize(
    ("told", "connector", "settings"),
    [
        ("@astrid@vakt.example", "mastodon", {"instance": "vakt.example", "accounts": "astrid@vakt.example"}),
        (
            "https://vakt.example/@astrid",
            "mastodon",
            {"instance": "vakt.example", "accounts": "astrid@vakt.example"},
        ),
        (
            "https://vakt.example/@eero@nord.example",
            "mastodon",
            {"instance": "vakt.example", "accounts": "eero@nord.example"},
        ),
        ("https://bsky.app/profile/astrid.example", "bluesky", {"accounts": "astrid.example"}),
        ("https://bsky.app/profile/did:plc:abc/post/3k1", "bluesky", {"accounts": "did:plc:abc"}),
        ("@astrid.bsky.social", "bluesky", {"accounts": "astrid.bsky.social"}),
        ("https://www.youtube.com/@frejasvagt", "youtube", {"channels": "@frejasvagt"}),
        (f"https://www.youtube.com/channel/{CHANNEL}/videos", "youtube", {"channels": CHANNEL}),
        ("https://forum.example/c/hygien/5", "discourse", {"forum": "forum.example", "categories": "5"}),
        ("https://www.reddit.com/r/hygien/", "reddit", {"communities": "hygien"}),
        ("r/hygien", "reddit", {"communities": "hygien"}),
    ],
)
def test_addresses_and_handles_lead_to_their_platform(told, connector, settings):
    found, guessed = guess(told)
    assert (found.name, dict(guessed.settings)) == (connector, settings)


@pytest.mark.parametrize(
    "told",
    [
        "https://medium.com/@astrid",
        "https://www.tiktok.com/@astrid",
        "https://blogg.example/tags/hygien/",
        "https://blogg.example/2026/03/12",
        "https://forum.example/t/emne/12",
        "https://www.youtube.com/feeds/videos.xml?channel_id=x",
    ],
)
def test_what_could_be_any_site_is_not_taken_for_a_platform(told):
    assert guess(told)[0].name == "feed"
