"""The client's end of a WebSocket, against a server that does what it should not."""

import socket
from contextlib import contextmanager, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminary.collect.fetch.websocket import WebSocket, frame
from luminary.errors import FetchError

from .streaming import FAREWELL, Streaming, framed


@pytest.fixture
def server():
    streaming = Streaming()
    yield streaming
    streaming.close()


@pytest.fixture
def dial(server):
    opened = []

    def dialled(**more):
        host, _, port = server.place.partition(":")
        found = WebSocket(
            socket.create_connection((host, int(port))), f"ws://{server.place}/subscribe?a=b", **more
        )
        opened.append(found)
        return found

    yield dialled
    for one in opened:
        one.close()


@contextmanager
def paired(most=1000):
    """Give a connection that has greeted already, and the server's end of it."""
    here, there = socket.socketpair()
    connection = object.__new__(WebSocket)
    connection._socket, connection._came, connection._host, connection._most = here, b"", "x", most
    with here, there:
        yield connection, there


@pytest.fixture
def pair():
    with paired() as both:
        yield both


def all_of(connection):
    found = []
    while (message := connection.receive(5)) is not None:
        found.append(message)
    return found


def test_it_greets_as_the_protocol_asks(server, dial):
    server.play(framed("hei"), FAREWELL)
    assert all_of(dial()) == [b"hei"]
    head = server.asked[0]
    assert head.startswith("GET /subscribe?a=b HTTP/1.1\r\n") and "Upgrade: websocket" in head
    assert "Sec-WebSocket-Version: 13" in head


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 200_000])
def test_messages_of_every_length_come_whole(server, dial, size):
    server.play(framed("å" * (size // 2) + "x" * (size % 2)), FAREWELL)
    assert [len(one) for one in all_of(dial())] == [size]


def test_a_message_in_parts_is_put_together_around_pings(server, dial):
    server.play(
        framed("god ", last=False), framed("er du der?", 9), framed("mor", 0, last=False), framed(b"", 10),
        framed("gen", 0), FAREWELL,
    )  # fmt: skip
    assert all_of(dial()) == [b"god morgen"]


def unmasked(sent):
    """Take one frame of a client apart."""
    size, mask = sent[1] & 0x7F, sent[2:6]
    return sent[0], bytes(one ^ mask[place % 4] for place, one in enumerate(sent[6 : 6 + size]))


def test_pings_are_answered_with_what_they_said(pair):
    connection, there = pair
    there.sendall(framed("er du der?", 9) + framed("ja"))
    assert connection.receive(5) == b"ja"
    assert unmasked(there.recv(100)) == (0x8A, b"er du der?")


@pytest.mark.parametrize(
    "block",
    [
        framed("x", masked=True)[:2] + b"\0\0\0\0x",
        framed("x", 3),
        framed("x", 11),
        framed("x", 0),
        bytes([0xC1, 1]) + b"x",
        framed("x", 9, last=False),
        framed("x" * 126, 9),
        framed("a", last=False) + framed("b"),
    ],
)
def test_a_server_that_breaks_the_protocol_is_left(server, dial, block):
    server.play(block, FAREWELL)
    with pytest.raises(FetchError, match="does not keep to the protocol"):
        all_of(dial())


@pytest.mark.parametrize(
    "block",
    [framed("x" * 1001), framed("x" * 600, last=False) + framed("x" * 600, 0), b"\x81\x7f" + b"\x7f" * 8],
)
def test_a_message_larger_than_allowed_is_not_taken(server, dial, block):
    server.play(block, FAREWELL)
    with pytest.raises(FetchError, match="more than 1,000 bytes"):
        all_of(dial(most=1000))


def test_a_connection_that_breaks_off_in_a_message_is_an_error(server, dial):
    server.play(framed("ferdig"), framed("x" * 50)[:20])
    connection = dial()
    assert connection.receive(5) == b"ferdig"
    with pytest.raises(FetchError, match="broke off"):
        connection.receive(5)


def test_silence_is_told_and_waiting_goes_on_where_it_was(pair):
    connection, there = pair
    whole = framed("god morgen")
    there.sendall(whole[:5])
    with pytest.raises(TimeoutError):
        connection.receive(0.01)
    there.sendall(whole[5:])
    assert connection.receive(5) == b"god morgen"


@pytest.mark.parametrize("told", [{"status": "404 Not Found"}, {"status": "200 OK"}, {"key": "wrong"}])
def test_a_server_that_offers_no_stream_is_told_with_its_status(server, dial, told):
    server.play(**told)
    with pytest.raises(FetchError, match="offers no stream"):
        dial()


@given(st.binary(max_size=200))
def test_whatever_a_server_sends_ends_in_a_message_or_an_error(data):
    with paired(100) as (connection, there), suppress(FetchError):
        there.sendall(data)
        there.shutdown(socket.SHUT_WR)
        while connection.receive(1) is not None:
            pass


@given(st.binary(max_size=125), st.binary(min_size=4, max_size=4))
def test_what_is_sent_is_masked_and_can_be_unmasked(payload, mask):
    assert unmasked(frame(0xA, payload, mask)) == (0x8A, payload)
