"""Servers are asked within limits, at their pace, again when it may help, and never given a secret twice."""

import gzip
import json
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.collect.fetch.site import TEXT, client_of, cut_off, dripping, endless, gzipped, hanging

from luminary.collect.fetch.pacing import Pacing, asked_wait, backoff, seconds_until
from luminary.collect.fetch.port import Pace
from luminary.collect.fetch.secrets import Hiding, found
from luminary.errors import FetchError, UsageError

KEY = "hemlig+nyckel/42=="


def test_what_comes_is_handed_on_with_its_end_address(site):
    site.on("/a", (301, {"Location": "/b"}, b""))
    site.on("/b", (200, {"ETag": '"1"', **TEXT}, b"hei"))
    reply = client_of(site).get(f"{site.base}/a")
    assert (reply.body, reply.url, reply.tags) == (b"hei", f"{site.base}/b", {"etag": '"1"'})


def test_who_asks_says_so_with_a_contact(site):
    site.on("/", (200, {}, b""))
    client_of(site, fetch_contact="data@vakt.example\r\nX-Evil: 1").get(site.base)
    agent = site.asked[0][1]["User-Agent"]
    assert agent.startswith("Luminary/")
    assert agent.endswith("(+data@vakt.exampleX-Evil: 1)")


def test_what_is_known_already_is_not_sent_again(site):
    site.on("/", lambda one: (304, {}, b"") if one.headers["If-None-Match"] == '"7"' else (200, {}, b"x"))
    assert client_of(site).get(site.base, known={"etag": '"7"'}).status == 304
    assert client_of(site).get(site.base).status == 200


@pytest.mark.parametrize(("fault", "says"), [(hanging, "within 1 s"), (dripping, "within 1 s")])
def test_a_server_that_takes_its_time_is_not_waited_for(site, fault, says):
    site.on("/", fault)
    begun = time.monotonic()
    with pytest.raises(FetchError, match=says):
        client_of(site, fetch_seconds=1, fetch_tries=1).get(site.base)
    assert time.monotonic() - begun < 2.5  # far below what the server takes


def test_headers_that_drip_are_cut_off_as_well(site):
    def slow(request):
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(60):
            request.wfile.write(f"X-{number}: x\r\n".encode())
            request.wfile.flush()
            time.sleep(0.05)

    site.on("/", slow)
    with pytest.raises(FetchError, match="within 1 s"):
        client_of(site, fetch_seconds=1, fetch_tries=1).get(site.base)


def test_a_body_without_end_is_cut_off(site):
    site.on("/", endless)
    with pytest.raises(FetchError, match="more than 100,000 bytes"):
        client_of(site, fetch_bytes=100_000).get(site.base)


def test_a_small_body_that_unpacks_to_a_large_one_is_cut_off(site):
    site.on("/", (200, {"Content-Encoding": "gzip"}, gzipped(b"0" * 50_000_000)))
    with pytest.raises(FetchError, match="more than 1,000,000 bytes"):
        client_of(site, fetch_bytes=1_000_000).get(site.base)


def test_a_packed_body_is_unpacked(site):
    site.on("/", (200, {"Content-Encoding": "gzip"}, gzipped(b"hei" * 1_000)))
    assert client_of(site).get(site.base).body == b"hei" * 1_000


@pytest.mark.parametrize(
    "answer",
    [
        cut_off,
        (200, {"Content-Encoding": "gzip"}, gzip.compress(b"hei" * 1_000)[:-9]),
        (200, {"Content-Encoding": "gzip"}, b"this is not packed"),
        (200, {"Transfer-Encoding": "chunked", "Content-Length": ""}, b"zz\r\nhei"),
    ],
    ids=["shorter than stated", "packing cut off", "not packed", "broken chunks"],
)
def test_half_an_answer_is_none_and_is_asked_for_again(site, answer):
    site.on("/", answer, (200, {}, b"whole"))
    assert client_of(site).get(site.base).body == b"whole"


def test_a_packing_that_nobody_asked_for_is_refused(site):
    site.on("/", (200, {"Content-Encoding": "br"}, b"x"))
    with pytest.raises(FetchError, match="'br'"):
        client_of(site).get(site.base)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_an_answer_that_may_change_is_asked_for_again(site, status):
    site.on("/", (status, {}, b""), (200, {}, b"hei"))
    assert client_of(site).get(site.base).body == b"hei"
    assert len(site.asked) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 501])
def test_an_answer_that_stays_is_not_asked_for_again(site, status):
    site.on("/", (status, {}, b""))
    with pytest.raises(FetchError) as told:
        client_of(site).get(site.base)
    assert told.value.status == status
    assert len(site.asked) == 1


def test_tries_end(site):
    site.on("/", (503, {}, b""))
    with pytest.raises(FetchError, match="answers 503, asked 3 times"):
        client_of(site).get(site.base)
    assert len(site.asked) == 3


def test_where_nobody_is_there_at_all_twice_is_enough(site):
    client = client_of(site, fetch_allow="127.0.0.1:1", fetch_tries=5)
    with pytest.raises(FetchError, match=r"does not answer .*asked 2 times"):
        client.get("http://127.0.0.1:1/")
    assert len(client.waits) == 1


def test_a_wait_that_is_asked_for_is_kept(site):
    site.on("/", (429, {"Retry-After": "17"}, b""), (200, {}, b"hei"))
    client = client_of(site)
    assert client.get(site.base).body == b"hei"
    assert sum(client.waits) == pytest.approx(17, abs=1)


def test_a_wait_longer_than_patience_ends_the_run_and_is_remembered(site):
    site.on("/", (429, {"Retry-After": "7200"}, b""))
    client = client_of(site)
    with pytest.raises(FetchError, match="asks to be left alone until"):
        client.get(site.base)
    assert client.waits == []
    assert client.not_before is not None


def test_a_limit_that_is_used_up_is_waited_for_before_the_next_request(site):
    site.on("/", (200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "30"}, b""))
    client = client_of(site)
    client.get(site.base)
    client.get(site.base)
    assert sum(client.waits) == pytest.approx(30, abs=1)


def test_redirects_without_end_are_not_followed(site):
    site.on("/", (302, {"Location": "/"}, b""))
    with pytest.raises(FetchError, match="leads elsewhere more than 5 times"):
        client_of(site).get(site.base)
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "place",
    ["http://169.254.169.254/latest/meta-data", "http://127.0.0.1:22/", "file:///etc/passwd", "//[::1]/"],
)
def test_a_redirect_to_what_must_not_be_asked_is_not_followed(site, place):
    site.on("/", (302, {"Location": place}, b""))
    with pytest.raises(FetchError, match=r"not asked|only http"):
        client_of(site).get(site.base)


def test_a_password_does_not_travel_to_another_site(site):
    other = site.base.replace("127.0.0.1", "localhost")
    site.on("/", (302, {"Location": f"{other}/there"}, b""))
    site.on("/there", (200, {}, b"hei"))
    allowed = f"{site.netloc},{site.netloc.replace('127.0.0.1', 'localhost')}"
    client_of(site, fetch_allow=allowed).get(site.base, headers={"Authorization": f"Bearer {KEY}"})
    assert site.asked[0][1]["Authorization"] == f"Bearer {KEY}"
    assert "Authorization" not in site.asked[1][1]


def test_a_form_and_json_can_be_sent(site):
    site.on("/", lambda one: (200, {}, one.rfile.read(int(one.headers["Content-Length"]))))
    client = client_of(site)
    assert client.post(site.base, data={"a": "å"}).body == b"a=%C3%A5"
    assert client.post(site.base, json={"a": 1}).json() == {"a": 1}


def test_what_is_no_json_is_said(site):
    site.on("/", (200, {}, b"<html>"))
    with pytest.raises(FetchError, match="no JSON"):
        client_of(site).get(site.base).json()


def test_no_secret_is_in_an_error_or_a_reply(site):
    site.on("/", lambda one: (200, {}, f"you sent {one.path} {KEY}".encode()))
    site.on("/no", lambda one: (403, TEXT, f"bad key {KEY}".encode()))
    client = client_of(site, secrets={"LUMINARY_X": KEY})
    reply = client.get(site.base + "/", params={"key": KEY, "q": "vård"})
    assert KEY not in repr(reply) + reply.url + reply.body.decode()
    assert "q=v%C3%A5rd" in reply.url
    with pytest.raises(FetchError) as told:
        client.get(f"{site.base}/no", params={"access_token": KEY})
    assert KEY not in str(told.value)
    assert told.value.__cause__ is None


@pytest.mark.parametrize("name", ["key", "api_key", "access_token", "token", "client_secret", "auth", "sig"])
def test_parameters_that_are_called_like_secrets_are_hidden(name):
    assert Hiding().text(f"https://x.example/?a=1&{name}=abc&b=2") == f"https://x.example/?a=1&{name}=***&b=2"


@given(st.text(st.characters(codec="ascii", exclude_categories=("Cc",)), min_size=6).filter(str.strip))
def test_a_secret_is_found_in_every_spelling(secret):
    from base64 import b64encode
    from urllib.parse import quote, quote_plus

    packed = b64encode(secret.encode()).decode()
    for told in (secret, quote(secret, safe=""), quote_plus(secret), packed):
        assert told not in Hiding([secret]).exactly(f"<{told}>")


def test_a_missing_secret_is_named_with_the_way_to_give_it(monkeypatch):
    from luminary.collect.fetch.port import Secret

    monkeypatch.setattr("luminary.collect.fetch.secrets._in_keyring", lambda _name: "")
    wanted = [Secret("LUMINARY_A", "key of A"), Secret("LUMINARY_B", "key of B", required=False)]
    with pytest.raises(UsageError, match=r"LUMINARY_A \(key of A\).*keyring set luminary"):
        found(wanted, {})
    assert found(wanted, {"LUMINARY_A": "x"}) == {"LUMINARY_A": "x"}


def test_a_secret_may_lie_in_the_keyring(monkeypatch):
    from luminary.collect.fetch.port import Secret

    monkeypatch.setattr("keyring.get_password", lambda service, name: f"{service}:{name}")
    assert found([Secret("LUMINARY_A", "key")], {}) == {"LUMINARY_A": "luminary:LUMINARY_A"}


def test_robots_that_forbid_are_obeyed_and_read_once(site):
    site.on("/robots.txt", (200, TEXT, b"User-agent: *\nDisallow: /private"))
    site.on("/private/a", (200, {}, b"x"))
    site.on("/open", (200, {}, b"x"))
    client = client_of(site)
    assert client.get(f"{site.base}/open", robots=True).body == b"x"
    for _ in range(2):
        with pytest.raises(FetchError, match="forbids"):
            client.get(f"{site.base}/private/a", robots=True)
    assert [path for path, _ in site.asked] == ["/robots.txt", "/open"]


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (401, True), (403, True), (500, False), (503, False)]
)
def test_robots_that_are_not_there_allow_and_that_fail_forbid(site, status, allowed):
    site.on("/robots.txt", (status, {}, b""))
    site.on("/a", (200, {}, b"x"))
    client = client_of(site)
    if allowed:
        assert client.get(f"{site.base}/a", robots=True).body == b"x"
    else:
        with pytest.raises(FetchError, match=f"robots.txt of 127.0.0.1 answers {status}"):
            client.get(f"{site.base}/a", robots=True)
        assert site.paths() == []


def test_a_redirect_to_what_robots_forbid_is_not_followed(site):
    site.on("/robots.txt", (200, TEXT, b"User-agent: Luminary\nDisallow: /private"))
    site.on("/a", (302, {"Location": "/private"}, b""))
    with pytest.raises(FetchError, match="forbids"):
        client_of(site).get(f"{site.base}/a", robots=True)
    assert site.paths() == ["/a"]


def test_a_delay_that_robots_ask_for_is_kept(site):
    site.on("/robots.txt", (200, TEXT, b"User-agent: *\nCrawl-delay: 10"))
    site.on("/a", (200, {}, b"x"))
    client = client_of(site)
    for _ in range(3):
        client.get(f"{site.base}/a", robots=True)
    assert sum(client.waits) == pytest.approx(30, abs=11)
    assert len([one for one in client.waits if one > 9]) >= 2


@given(
    st.integers(1, 5), st.floats(0.1, 10), st.integers(1, 4),
    st.lists(st.floats(0, 3), min_size=1, max_size=30),
)  # fmt: skip
def test_never_more_requests_than_the_pace_allows(requests, seconds, burst, gaps):
    now = [0.0]
    pacing = Pacing(Pace(requests, seconds, burst), lambda: now[0])
    sent = []
    for gap in gaps:
        now[0] += gap
        now[0] += pacing.turn("x.example")
        sent.append(now[0])
    each = seconds / requests
    for first in range(len(sent)):
        for last in range(first + burst, len(sent)):
            assert sent[last] - sent[first] >= (last - first - burst + 1) * each - 1e-6


@given(st.integers(1, 20), st.integers())
def test_waits_between_tries_stay_below_their_bound(tries, seed):
    assert 0 <= backoff(tries, random.Random(seed)) <= min(60.0, 2.0**tries)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"retry-after": "120"}, 120),
        ({"retry-after": "Tue, 14 Nov 2023 22:14:20 GMT"}, 60),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"x-ratelimit-remaining": "3", "x-ratelimit-reset": "60"}, None),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1700000060"}, 60),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2023-11-14T22:14:20.000Z"}, 60),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "60"}, 60),
        ({"x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "60"}, 60),
        ({"ratelimit": '"default";r=0;t=30'}, 30),
        ({"ratelimit": '"default";r=5;t=30'}, None),
    ],
)
def test_what_answers_say_about_limits_is_read(headers, wait):
    assert asked_wait(headers, 1_700_000_000) == wait


@given(st.text())
def test_any_wait_is_read_or_is_none(text):
    found = seconds_until(text, 1_700_000_000)
    assert found is None or found >= 0
    json.dumps(found, allow_nan=False)
