import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from random import Random

import pytest
from tests.report.sample import leader, ranking, sample

from luminary.domain import Estimate, Evidence
from luminary.report import Dot, Edge, Loud, NetworkPicture, Node, lay_out, render_report, write_report

VOID = {"meta", "link", "br", "line", "rect", "path", "circle", "img", "hr", "input"}
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>\u202e\u0007'


class Page(HTMLParser):
    """Collects what a checker of structure needs: elements with attributes, text, and broken nesting."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.faults, self.text = [], [], [], {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data):
        for tag in set(self.open):
            self.text[tag] = self.text.get(tag, "") + data

    def all(self, tag):
        return [attrs for name, attrs, _ in self.elements if name == tag]


@pytest.fixture(scope="module")
def page(ordinary):
    return Page(render_report(ordinary))


def test_every_element_is_closed_in_order(page):
    assert page.faults == []
    assert page.open == []


def test_the_page_asks_for_nothing_from_elsewhere(page):
    for tag, attrs, _ in page.elements:
        assert tag not in {"script", "iframe", "object", "embed", "img", "video", "audio", "form", "base"}
        assert "style" not in attrs
        assert not [
            name for name in attrs if name.startswith("on") or name in {"src", "srcset", "xlink:href"}
        ]
        if "href" in attrs and tag != "a":
            assert attrs["href"] == "data:,"
    assert not re.search(r"@import|url\(", page.text["style"])


def test_links_lead_to_web_addresses_or_into_the_page_only(page):
    links = [attrs["href"] for attrs in page.all("a")]
    assert all(link.startswith(("#", "https://forum.example/")) for link in links)
    assert any(link.startswith("https://") for link in links)


def test_the_policy_allows_this_style_sheet_and_nothing_else(page):
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    seal = base64.b64encode(hashlib.sha256(page.text["style"].encode()).digest()).decode()
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{seal}'" in policy
    assert "unsafe" not in policy
    assert "script" not in policy


def test_every_picture_has_a_title_and_a_description_or_is_hidden(page):
    ids = {attrs["id"]: tag for tag, attrs, _ in page.elements if "id" in attrs}
    pictures = page.all("svg")
    assert any(one.get("role") == "img" for one in pictures)
    for one in pictures:
        if one.get("aria-hidden") != "true":
            assert one["role"] == "img"
            assert [ids[name] for name in one["aria-labelledby"].split()] == ["title", "desc"]


def test_ids_are_unique_and_labels_lead_to_them(page):
    ids = [attrs["id"] for _, attrs, _ in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    wanted = [w for _, attrs, _ in page.elements for w in attrs.get("aria-labelledby", "").split()]
    assert set(wanted) <= set(ids)


def test_headings_come_in_order_and_landmarks_are_there(page):
    levels = [int(tag[1]) for tag, _, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert all(len(page.all(tag)) == 1 for tag in ("header", "main", "footer", "h1"))
    assert page.all("html") == [{"lang": "en"}]


def test_every_table_has_a_caption_and_every_head_a_scope(page):
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(attrs.get("scope") in {"col", "row", "rowgroup"} for attrs in page.all("th"))


def test_the_purpose_stands_at_the_top_and_at_the_bottom(ordinary):
    html = render_report(ordinary)
    head, middle, foot = html.partition("<main")[0], html, html.partition("</main>")[2]
    assert ordinary.purpose_note in head
    assert ordinary.purpose_note in foot
    assert middle.count(ordinary.purpose_note) == 2


def test_every_figure_of_a_person_has_an_interval_or_says_why_not(ordinary):
    html = render_report(ordinary)
    shown = re.findall(r'<p class="figure"><strong>(.*?)</strong> <span class="soft">(.*?)</span>', html)
    assert len(shown) == 5
    assert all(re.fullmatch(r"interval (\S+ to \S+|none.*)", interval) for _, interval in shown)
    rows = re.findall(r'<td class="n">([^<]*)</td><td>([^<]*)</td><td class="n">[\d,]+</td>', html)
    assert len(rows) == (18 + 9 + 7) * 5
    assert all(re.fullmatch(r"\S+ to \S+|none.+", interval) for _, interval in rows)
    assert ("not enough to say", "none without a figure") in rows


def test_no_word_of_accusation_is_written():
    text = render_report(sample(truths=None)).lower()
    assert not re.search(r"\b(bots?|fraud\w*|bought|fake)\b", text)


def _hostile():
    bad = replace(
        leader(0, Random(1)), name=HOSTILE, rank_high=1,
        evidence=Evidence((HOSTILE,), HOSTILE + "x" * 10_000, "javascript:alert(3)"),
    )  # fmt: skip
    base = ranking(HOSTILE)
    picture = lay_out([Dot("a", HOSTILE, 3.0, 0), Dot("b", "שלום" * 9, 2.0, 1)], [Edge("a", "b")])
    return sample(
        title=HOSTILE, purpose_note=HOSTILE, rankings=(replace(base, leaders=(bad,), notes=(HOSTILE,)),),
        network=picture, loud=(Loud(HOSTILE, 9, 0),), services=(HOSTILE,),
    )  # fmt: skip


def test_hostile_text_is_shown_as_text():
    html = render_report(_hostile())
    page = Page(html)
    assert page.faults == []
    tags = {tag for tag, _, _ in page.elements}
    assert not tags & {"script", "img"}
    assert not [name for _, attrs, _ in page.elements for name in attrs if name.startswith("on")]
    assert "&lt;script&gt;" in html
    assert "javascript:" not in html


def test_hostile_text_is_cut_and_loses_what_turns_or_controls():
    html = render_report(_hostile())
    assert "x" * 401 not in html
    assert "…" in html
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1f]", html)


def test_quotes_and_names_bring_their_own_direction(page):
    assert all(attrs.get("dir") == "auto" for attrs in page.all("blockquote"))
    assert len(page.all("blockquote")) == 18 + 9 + 7
    assert '<bdi>"><script>' in page_text_with_bdi()


def page_text_with_bdi():
    return render_report(_hostile()).replace("&#34;", '"').replace("&gt;", ">").replace("&lt;", "<")


def test_text_that_no_file_can_hold_does_not_stop_the_report(tmp_path):
    data = sample(title="Ward \ud800 7", network=None)
    write_report(data, tmp_path / "report.html")
    assert "<h1><bdi>Ward 7</bdi></h1>" in (tmp_path / "report.html").read_text("utf-8")


def test_a_withheld_name_is_shown_as_a_pseudonym_and_said(ordinary):
    html = render_report(ordinary)
    assert "OL-204118" in html
    assert "the name is withheld; this is a pseudonym" in html
    assert "Names withheld" in html
    assert "Names withheld" not in render_report(sample(rankings=(ranking(None, 5),), loud=()))


def test_without_ranking_back_test_and_network_the_page_says_what_is_missing():
    html = render_report(sample(rankings=(), backtest=None, network=None, loud=(), truths=None, measures=()))
    assert "Nobody can be ranked" in html
    assert "Not tested: no back-test was run" in html
    assert "Nobody in this data writes much without being answered" in html
    assert "Planted truths" not in html
    assert Page(html).faults == []


def test_a_ranking_nobody_is_in_is_reported_with_its_notes():
    empty = replace(ranking("vård"), leaders=(), notes=("only 3 people wrote on it",))
    html = render_report(sample(rankings=(empty,)))
    assert "only 3 people wrote on it" in html
    assert "Nobody was acted on here" in html


def test_a_language_the_page_is_not_written_in_is_reported():
    assert "asks for Swedish" in render_report(sample(language="sv"))
    assert "asks for" not in render_report(sample(language="en"))


def test_a_tie_that_leads_to_nobody_is_an_error():
    picture = NetworkPicture((Node("a", "Aino", 0.5, 0.5, 1.0, 0),), (Edge("a", "z"),), 1)
    with pytest.raises(ValueError, match="'z'"):
        render_report(sample(network=picture))


def test_a_person_without_the_measure_ranked_by_is_an_error():
    one = replace(leader(0, Random(1)), measures={"standing": Estimate(1.0, 0.0, 2.0, 9, "", "")})
    with pytest.raises(KeyError):
        render_report(sample(rankings=(replace(ranking(None), leaders=(one,)),)))


def test_a_report_replaces_the_older_one_whole_and_leaves_nothing_beside_it(tmp_path, ordinary):
    path = tmp_path / "report.html"
    path.write_text("older")
    write_report(ordinary, path)
    assert path.read_text("utf-8") == render_report(ordinary)
    assert list(tmp_path.iterdir()) == [path]


def test_a_report_that_cannot_be_written_leaves_the_older_one(tmp_path, ordinary, monkeypatch):
    path = tmp_path / "report.html"
    path.write_text("older")
    monkeypatch.setattr("os.fsync", lambda _file: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        write_report(ordinary, path)
    assert path.read_text() == "older"
    assert list(tmp_path.iterdir()) == [path]


def test_the_same_input_gives_the_same_page(ordinary):
    assert render_report(ordinary) == render_report(ordinary)
