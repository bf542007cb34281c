"""HTML to text, and what is left out of it."""

import time
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminary.collect.markup import attribute, outside, plain


def test_paragraphs_without_a_line_end_between_them_get_one():
    assert plain("<p>a</p><p>b<br>c</p>") == "a\nb\nc"


def test_a_bracket_in_a_quoted_value_is_no_end_of_a_tag():
    assert plain('<p title="a > b">x</p>') == "x"


def test_what_no_reader_sees_is_left_out():
    assert plain("a<!-- b > c --><script>d</script><style>e</style>f") == "af"


def test_a_comment_that_is_never_closed_takes_the_rest():
    assert plain("a<!-- b") == "a"


def test_control_characters_written_as_entities_are_left_out():
    assert plain("<p>a&#27;[31m&#0;b</p>") in ("a[31m\ufffdb", "a[31mb")


def test_the_outermost_elements_are_taken_out_whole():
    nested = "a<aside class='1'>b<aside class='2'>c</aside>d</aside>e"
    assert outside(nested, "aside") == ("ae", ["<aside class='1'>"])


def test_an_element_that_is_never_closed_reaches_to_the_end():
    assert outside("a<blockquote>b", "blockquote") == ("a", ["<blockquote>"])


def test_a_closing_tag_alone_changes_nothing():
    assert outside("a</blockquote>b", "blockquote")[0] == "a</blockquote>b"


def test_an_attribute_is_read_with_its_entities():
    assert attribute('<a href="/u/x" title="a &amp; b">', "title") == "a & b"
    assert attribute("<a>", "title") is None


WORDS = st.text(alphabet=list("ab <>&\"'é"), min_size=1, max_size=8)
TREES = st.recursive(
    WORDS,
    lambda inside: st.tuples(st.sampled_from(["p", "b", "blockquote", "div"]), st.lists(inside, max_size=4)),
    max_leaves=20,
)


def written(tree):
    """Write a tree as a server does."""
    if isinstance(tree, str):
        return escape(tree)
    element, inside = tree
    return f'<{element} title="x">{"".join(map(written, inside))}</{element}>'


def own_words(tree):
    """The naive twin: the words outside quotations, straight from the tree."""
    if isinstance(tree, str):
        return tree
    element, inside = tree
    return "" if element == "blockquote" else "".join(map(own_words, inside))


@given(TREES)
def test_text_outside_quotations_is_that_of_the_tree_it_was_written_from(tree):
    text = plain(outside(written(tree), "blockquote")[0])
    assert "".join(text.split()) == "".join(own_words(tree).split())


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        '<a "',
        "<!--",
        "<!-- -->",
        "<!<!-- -->",
        "<svg",
        "<blockquote ",
        '<span class="katex">',
        "&#",
        "<br",
    ],
)
def test_hostile_markup_takes_no_longer_than_its_length_deserves(piece):
    begun = time.process_time()
    hostile = piece * (2_000_000 // len(piece))
    plain(hostile)
    outside(hostile, "blockquote")
    assert time.process_time() - begun < 5
