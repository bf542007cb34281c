r"""HTML made by platforms, read in one pass: its text, and the parts that are somebody else's words.

Every pattern here runs in time proportional to the text, whatever the text is: a post is hostile input of up
to ten megabytes. The text equals what an HTML parser gives, for markup that a platform's server wrote (a test
proves it on real posts).

Examples
--------
>>> plain("<p>Hei &amp; takk</p>\n<p>Vi <strong>prøver</strong></p>")
'Hei & takk\nVi prøver'
>>> outside("<blockquote><p>hers</p></blockquote><p>mine</p>", "blockquote")
('<p>mine</p>', ['<blockquote>'])
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape

from luminary.collect.decode import clean

# A quoted value may hold ">"; a quote that is never closed takes the rest, as it does in a browser.
_REST_OF_TAG = r"""(?:[^>"']++|"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))*+(?:>|\Z)"""
_TAG = re.compile(rf"<[a-zA-Z/!?]{_REST_OF_TAG}")
_QUICK_TAG = re.compile(r"<[^>]*+>")
# What most posts do not hold: paragraphs without a line end between them, and what no reader sees.
_UNUSUAL = re.compile(r"<(?:/(?:p|li|div|tr)><|br ?/?>(?!\n)|!--|script|style|svg)")
_BREAK = re.compile(r"(</(?:p|div|li|tr|h[1-6]|blockquote|pre|ul|ol|table)>|<br ?/?>)(?!\n)")
_UNSEEN = ("script", "style", "svg")
_SPAN = re.compile(r"<(/?)span\b([^<>]*)>")
_FORMULA = ' class="katex"'
_TEX = re.compile(r"<annotation [^<>]*>([^<]*)</annotation>")


def plain(markup: str) -> str:
    """Give the text of markup: without tags, characters spelled out, paragraphs on lines of their own."""
    if "<" in markup:
        if _UNUSUAL.search(markup):
            markup = _BREAK.sub(r"\1\n", _seen_only(markup))
        markup = _without_formulas(markup) if 'class="katex' in markup else markup
        markup = _without_tags(markup)
    return clean(unescape(markup) if "&" in markup else markup).strip()


def outside(markup: str, element: str, marked: str = "") -> tuple[str, list[str]]:
    """Take out an element with all that stands in it.

    Parameters
    ----------
    markup : str
        HTML.
    element : str
        Name of the element ("blockquote").
    marked : str, default ""
        Only elements whose opening tag holds this text are taken out.

    Returns
    -------
    tuple of str and list of str
        The markup outside, and the opening tags of the outermost elements that were taken out. An element
        that is never closed reaches to the end.
    """
    kept: list[str] = []
    openings: list[str] = []
    start = depth = 0
    for tag in _tags_of(element).finditer(markup):
        closing = markup.startswith("</", tag.start())
        if depth == 0 and not closing and marked in tag[0]:
            kept.append(markup[start : tag.start()])
            openings.append(tag[0])
            depth = 1
        elif depth:
            depth += -1 if closing else 1
            start = tag.end() if depth == 0 else start
    if depth == 0:
        kept.append(markup[start:])
    return "".join(kept), openings


def attribute(tag: str, name: str) -> str | None:
    """Give the value of an attribute in an opening tag, None when it is not there.

    Examples
    --------
    >>> attribute('<aside class="quote" data-post="4">', "data-post")
    '4'
    """
    _, found, rest = tag.partition(f' {name}="')
    return unescape(rest.partition('"')[0]) if found else None


def _without_tags(markup: str) -> str:
    """Strip tags: the quick way where it is safe and right, the careful way elsewhere."""
    if markup.rfind("<") > markup.rfind(">"):  # a tag that never ends would be sought again and again
        return _TAG.sub("", markup)
    text = _QUICK_TAG.sub("", markup)
    # Servers write ">" of the text as an entity, so one that is left over came out of a quoted value.
    return _TAG.sub("", markup) if ">" in text else text


def _seen_only(markup: str) -> str:
    """Leave out what no reader sees: comments, scripts, styles, drawings."""
    markup = _without_comments(markup)
    for element in _UNSEEN:
        markup = outside(markup, element)[0] if f"<{element}" in markup else markup
    return markup


def _without_comments(markup: str) -> str:
    kept, end = [], 0
    while (start := markup.find("<!--", end)) >= 0:
        kept.append(markup[end:start])
        stop = markup.find("-->", start + 4)
        if stop < 0:
            return "".join(kept)
        end = stop + 3
    return "".join((*kept, markup[end:]))


def _without_formulas(markup: str) -> str:
    """Write a formula as its source: KaTeX shows each one three times over."""
    kept: list[str] = []
    start = depth = opened = 0
    for tag in _SPAN.finditer(markup):
        closing, told = tag.groups()
        if depth:
            depth += -1 if closing else 1
            if depth == 0:
                source = _TEX.search(markup, opened, tag.start())
                kept.append(source[1] if source else markup[opened : tag.start()])
                start = tag.end()
        elif told == _FORMULA:
            kept.append(markup[start : tag.start()])
            depth, opened = 1, tag.end()
    kept.append(markup[start:] if depth == 0 else "")
    return "".join(kept)


@cache
def _tags_of(element: str) -> re.Pattern[str]:
    return re.compile(rf"</?{element}(?=[\s/>]){_REST_OF_TAG}")
