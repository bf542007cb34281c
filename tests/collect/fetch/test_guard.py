"""Nothing but public addresses is asked, whatever a feed, a redirect or a name server says."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminary.collect.fetch.guard import Guard, Target, is_public
from luminary.collect.fetch.wire import Wire
from luminary.errors import FetchError

PRIVATE = (
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.9",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:93.184.215.14",
    "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2001::1", "2001:db8::1", "fe80::1",
    "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "100::1", "5f00::1", "3fff::1",
)  # fmt: skip
PUBLIC = (
    "93.184.215.14",
    "1.1.1.1",
    "8.8.8.8",
    "172.15.0.1",
    "172.32.0.1",
    "2606:4700::1111",
    "2a00:1450::1",
)


def answering(*addresses):
    return Guard(resolve=lambda _host, _port: list(addresses))


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_not_asked(address):
    assert not is_public(address)
    with pytest.raises(FetchError, match="is not public"):
        answering(address).addresses(Target("http", "astrid.example", 80))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_asked(address):
    assert answering(address).addresses(Target("https", "astrid.example", 443)) == [address]


def test_one_address_among_several_that_is_not_public_is_enough_to_refuse():
    with pytest.raises(FetchError, match=r"10\.0\.0\.7 is not public"):
        answering("93.184.215.14", "10.0.0.7").addresses(Target("http", "astrid.example", 80))


@given(st.integers(0, 2**32 - 1))
def test_no_public_address_is_one_that_python_knows_as_special(number):
    address = IPv4Address(number)
    if is_public(str(address)):
        assert address.is_global
        assert not (address.is_multicast or address.is_reserved or address.is_private)


@given(st.integers(0, 2**128 - 1))
def test_no_public_address_carries_another_one(number):
    address = IPv6Address(number)
    if is_public(str(address)):
        assert address.is_global
        assert (address.ipv4_mapped, address.sixtofour, address.teredo) == (None, None, None)


@given(st.integers(0, 2**32 - 1).filter(lambda one: not is_public(str(IPv4Address(one)))))
def test_an_address_that_is_not_public_is_none_in_any_wrapping(number):
    inner = IPv4Address(number)
    for told in (f"::ffff:{inner}", f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1", f"64:ff9b::{inner}"):
        assert not is_public(str(ip_address(told)))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://astrid.example/", "file:///etc/passwd", "gopher://astrid.example/", "javascript:alert(1)",
        "http://", "http:///x", "http://astrid.example:22/", "http://astrid.example:6379/",
        "http://astrid.example:99999/", "http://astrid@10.0.0.1/", "http://a:b@astrid.example/",
        "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/",
        "http://127.0.0.1.:80x/", "http://astrid.example\\@10.0.0.1/", "http://astrid.example /",
        "http://astrid.example\r\nHost: x/", "http://[::1/", "http://[fe80::1%25eth0]/", "http://a..b/",
        "http://-a.example/", "http://" + "a" * 300 + ".example/", "http://x.example/" + "a" * 5_000, "",
    ],
)  # fmt: skip
def test_an_address_that_no_source_has_is_refused_before_anything_is_asked(url):
    with pytest.raises(FetchError):
        answering("93.184.215.14").target(url)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_an_address_or_refused(text):
    for url in (text, f"http://{text}", f"https://{text}/x"):
        try:
            found = answering("93.184.215.14").target(url)
        except FetchError:
            continue
        assert found.host
        assert found.host == found.host.lower()


def test_letters_of_other_scripts_become_the_name_that_is_asked():
    assert Guard().target("https://Åsas-blogg.example/").host == "xn--sas-blogg-42a.example"


def test_what_the_owner_of_the_machine_listed_is_asked_and_said_loudly():
    guard = Guard.of("127.0.0.1:8899, forum.intra:443")
    assert guard.addresses(guard.target("http://127.0.0.1:8899/feed")) == ["127.0.0.1"]
    assert "127.0.0.1:8899, forum.intra:443" in guard.warning
    assert Guard().warning is None
    with pytest.raises(FetchError, match="LUMINARY_FETCH_ALLOW"):
        guard.target("http://127.0.0.1:8898/feed")


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch):
    answers = [["93.184.215.14"], ["127.0.0.1"]]
    reached = []

    def connect(address, _timeout):
        reached.append(address)
        raise OSError("nobody")

    monkeypatch.setattr("socket.create_connection", connect)
    wire = Wire(Guard(resolve=lambda _host, _port: answers.pop(0)), 5, 1_000)
    with pytest.raises(FetchError):
        wire.dial("http://astrid.example/")
    with pytest.raises(FetchError, match="not public"):  # the name means another address now
        wire.dial("http://astrid.example/")
    wire.close()
    assert reached == [("93.184.215.14", 80)]
