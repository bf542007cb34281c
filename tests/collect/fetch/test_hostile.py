"""Whatever a server sends is a reply or a reason, never a crash; only a valid certificate is trusted."""

import shutil
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.collect.fetch.site import QUICK, _Server, client_of, served

from luminary.collect.fetch.client import WebClient
from luminary.collect.fetch.port import Reply
from luminary.collect.fetch.weblinks import outline
from luminary.errors import FetchError
from luminary.settings import Limits

HEADER = st.sampled_from(
    [
        b"Content-Length: 5", b"Content-Length: -1", b"Content-Length: 99999999999999999999",
        b"Content-Length: x",
        b"Transfer-Encoding: chunked", b"Content-Encoding: gzip", b"Content-Encoding: deflate",
        b"Location: //",
        b"Location: http://[", b"Location: http://10.0.0.1/", b"Retry-After: 1e99", b"Retry-After: nan",
        b"RateLimit: ;r=0;t=9999999999999", b"X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: inf",
        b"Content-Type: text/html; charset=\xff\xfe", b"A" * 200_000 + b": 1", b": empty", b"\x00: 1",
        b"No colon",
    ]
)  # fmt: skip
ANSWER = st.one_of(
    st.binary(max_size=300),
    st.builds(
        lambda status, headers, body: (
            b"HTTP/1.1 %s\r\n" % status + b"\r\n".join(headers) + b"\r\n\r\n" + body
        ),
        st.sampled_from(
            [b"200 OK", b"200", b"304 Not", b"999 X", b"301 M", b"503 B", b"100 C", b"-1 X", b"2e2 OK"]
        ),
        st.lists(HEADER, max_size=4),
        st.binary(max_size=100),
    ),
)


@pytest.fixture(scope="module")
def raw():
    """A server that sends exactly what it is told."""
    with served() as one:
        one.on("/", lambda request: _sent(request, one.says))
        yield one


def _sent(request, says):
    request.close_connection = True
    request.wfile.write(says)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANSWER)
def test_any_bytes_are_a_reply_or_a_reason(raw, says):
    raw.says = says
    client = client_of(raw, fetch_tries=2, fetch_bytes=100_000)
    try:
        assert isinstance(client.get(raw.base), Reply)
    except FetchError as error:
        assert str(error)
    finally:
        client.close()
        raw.clients.clear()


@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda one: f"<rss>{one}</rss>".encode()))
)
def test_any_body_is_something_or_nothing_that_is_known(body):
    for start in (b"", b"{", b"<html>", b"<?xml version='1.0'?>", b"<rss><channel><item><link>"):
        found = outline(start + body, "https://astrid.example/")
        assert found.kind in ("", "feed", "opml", "html")
        assert all(one.startswith(("http://", "https://")) for one in found.links)


@pytest.fixture
def secure(tmp_path):
    """A server with a certificate that nobody vouches for; gives its address and the certificate's file."""
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl to make a certificate with")
    files = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
         "-days", "2", "-subj", "/CN=vakt.example",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", files[0], "-out", files[1]],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files[1], files[0])
    with _Server(("127.0.0.1", 0), _Hello) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}", files[1]
        server.shutdown()
        thread.join()


class _Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response_only(200)
        self.end_headers()
        self.wfile.write(b"hei")

    def log_message(self, *_):
        pass


def test_a_certificate_that_nobody_vouches_for_is_refused_at_once(secure):
    client = WebClient(Limits(fetch_allow=secure[0], fetch_seconds=5), pace=QUICK, sleep=_never)
    with pytest.raises(FetchError, match="certificate that is not valid"):
        client.get(f"https://{secure[0]}/")
    with pytest.raises(FetchError, match="no valid encryption"):
        client.dial(f"wss://{secure[0]}/")
    client.close()


def test_a_certificate_that_is_vouched_for_is_trusted(secure, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(secure[1]))
    client = WebClient(Limits(fetch_allow=secure[0], fetch_seconds=5), pace=QUICK, sleep=_never)
    assert client.get(f"https://{secure[0]}/").body == b"hei"
    client.close()


def _never(_seconds):
    raise AssertionError("nothing here is worth asking again")
