"""XML from strangers: what is read, what is refused, and that nothing ever grows or opens."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminary.collect.safexml import attribute_of, elements, every, text_in
from luminary.errors import InputError

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<rss><item><title>&b;</title></item></rss>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>
<rss><item><title>&a;</title></item></rss>"""
PARAMETER = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:1/x">%a;]>
<rss><item/></rss>"""


def read(data, *wanted):
    return list(elements(data, "a.xml", wanted or ("item",)))


@pytest.mark.parametrize("data", [LAUGHS, OUTSIDE, PARAMETER])
def test_a_file_that_declares_an_entity_is_refused(data):
    with pytest.raises(InputError, match="declares an entity"):
        read(data)


def test_a_document_type_is_passed_by_and_nothing_is_opened():
    data = b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/rss.dtd"><rss><item><title>Hei</title></item></rss>'
    assert read(data)[0].children == {"title": "Hei"}


def test_names_of_characters_are_spelled_out_and_unknown_ones_refused():
    assert read(b"<r><item><t>&aring;l &amp; &#229;</t></item></r>")[0].children == {"t": "ål & å"}
    with pytest.raises(InputError, match="an entity that nobody declared"):
        read(b"<r><item>&vakt;</item></r>")


def test_what_was_whole_before_the_file_breaks_is_handed_on():
    given_on = []
    with pytest.raises(InputError, match="no valid XML"):
        given_on.extend(elements(b"", "a.xml", ()))
    reading = elements(b"<r><item><t>1</t></item><item><t>2</t", "a.xml", {"item"})
    assert next(reading).children == {"t": "1"}
    with pytest.raises(InputError, match="line 1"):
        next(reading)


def test_deep_nests_are_refused():
    with pytest.raises(InputError, match="deeper"):
        read(b"<a>" * 5_000)


def test_a_long_file_of_many_items_takes_time_in_proportion():
    data = b"<r>" + b"<item><t>x</t></item>" * 50_000 + b"</r>"
    start = time.perf_counter()
    assert len(read(data)) == 50_001
    assert time.perf_counter() - start < 10


def test_markup_inside_atom_is_kept_as_text():
    data = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml">
    <div xmlns="http://www.w3.org/1999/xhtml"><p class="a&quot;b">2 &lt; 3 <b>fet</b></p></div>
    </content></entry></feed>"""
    entry = read(data, "atom:entry")[0]
    assert text_in(entry.children, "atom:content") == (
        '<div><p class="a&quot;b">2 &lt; 3 <b>fet</b></p></div>'
    )


def test_namespaces_get_their_usual_prefix_whatever_the_file_calls_them():
    data = b"""<rss xmlns:p="https://podcastindex.org/namespace/1.0" xmlns:x="http://example.org/own/"><item>
    <p:person role="guest">Aino Koski</p:person><p:person>Bo Ek</p:person><x:y>1</x:y></item></rss>"""
    item = read(data)[0].children
    people = every(item, "podcast:person")
    assert attribute_of(people[0], "role") == "guest"
    assert people[1] == "Bo Ek"
    assert item["own:y"] == "1"


def test_other_encodings_and_control_characters_are_read():
    assert (
        read('<?xml version="1.0" encoding="iso-8859-1"?><r><item>ål</item></r>'.encode("latin-1"))[0].text
        == "ål"
    )
    assert read("<r><item>ål</item></r>".encode("utf-16"))[0].text == "ål"
    assert read(b"\n <r><item>a\x0bb</item></r>")[0].text == "a b"


def test_an_unknown_encoding_is_refused_by_name():
    with pytest.raises(InputError):
        read(b'<?xml version="1.0" encoding="vakt-8"?><r/>')


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(data):
    for whole in (data, b"<r><item>" + data + b"</item></r>"):
        try:
            read(whole)
        except InputError as error:
            assert "a.xml" in str(error)
