"""What finding words means, in the plainest form: written to be read, not to be fast."""

from __future__ import annotations

import unicodedata

from luminary.domain import Subject
from luminary.language import lemmas, words


def naive_words(text: str) -> list[str]:
    """Split a text that holds only words, spaces, simple signs and hashtags: letter by letter."""
    found: list[str] = []
    current = ""
    for sign in unicodedata.normalize("NFC", text.casefold()) + " ":
        if sign.isalnum() or (sign == "#" and not current):
            current += sign
            continue
        if current.strip("#"):
            found.append(current)
        current = ""
    return found


def naive_carries(post: list[str], language: str, word: str) -> bool:
    """Tell whether lemmas carry a word, phrase, hashtag or beginning, by looking at every place."""
    bare = word.removesuffix("*")
    written = words(bare)
    changed = lemmas(bare, language)
    tagged = any(one.startswith("#") for one in written)
    seen = post if tagged else [one.removeprefix("#") for one in post]
    for start in range(len(seen) - len(written) + 1):
        here = seen[start : start + len(written)]
        last_fits = (
            here[-1].startswith(written[-1])
            if word.endswith("*")
            else here[-1] in _forms(written[-1], changed[-1], language)
        )
        before = zip(here[:-1], written, changed, strict=False)
        if last_fits and all(seen_word in _forms(w, c, language) for seen_word, w, c in before):
            return True
    return False


def _forms(written: str, lemma: str, language: str) -> list[str]:
    further = lemmas(lemma, language)[0]
    return [written, lemma] + [further] * lemma.startswith(further)


def naive_posts(rows: list[tuple[str, str, str, list[str]]], subject: Subject) -> set[str]:
    """List the posts of a subject from rows of post, place, language and lemmas; places are keys here."""
    return {
        post
        for post, place, language, found in rows
        if place in subject.places or any(naive_carries(found, language, word) for word in subject.words)
    }
