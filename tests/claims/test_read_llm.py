"""Reading with a language model, against a real server on this machine: what is not in the text is refused."""

from __future__ import annotations

import json
import logging
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from rotascope.claims.read_llm import read_llm
from rotascope.config import ModelSettings, model_settings
from rotascope.data.fetch import fetch_page
from rotascope.data.providers.llm import model_asker
from rotascope.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = "The Russell 2000 has gained 5.8% year-to-date. Apple fell 4.3% in the first two weeks of January."
SECRET = "key-that-no-log-may-show"
GOOD = {
    "claims": [
        {
            "text": "The Russell 2000 has gained 5.8% year-to-date",
            "kind": "return",
            "subject": "Russell 2000",
            "figure": "5.8%",
            "window": "year-to-date",
            "direction": "up",
        },
        {"text": "Apple fell 4.3%", "kind": "return", "subject": "Apple", "figure": "4.3%", "direction": "down"},
    ]
}


class Server:
    """A server whose answers a test sets: (status, content type, body) in turn, the last one repeated."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, str, bytes]] = []
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._reply()

            def do_POST(self) -> None:
                self._reply()

            def _reply(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                outer.asked.append((self.path, dict(self.headers), self.rfile.read(length)))
                status, kind, body = outer.answers.pop(0) if len(outer.answers) > 1 else outer.answers[0]
                self.send_response(status)
                self.send_header("Content-Type", kind)
                if status in (301, 302):
                    self.send_header("Location", body.decode())
                    body = b""
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"

    def says(self, content: object) -> None:
        text = content if isinstance(content, str) else json.dumps(content)
        body = json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()
        self.answers.append((200, "application/json", body))


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = Thread(target=made.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield made
    made.http.shutdown()
    thread.join()
    made.http.server_close()


def asked(server: Server, text: str = TEXT) -> Any:
    ask = model_asker(ModelSettings(f"{server.url}/v1", "small", SECRET), wait=0.001)
    return read_llm(text, ask, dated=date(2026, 1, 14))


def test_claims_come_back_typed_and_read_from_the_text(server: Server) -> None:
    server.says(GOOD)
    reading = asked(server)
    first, second = reading.article.claims
    assert (first.subject.subject, first.figure.value, first.window.kind) == ("RUT", 0.058, "year to date")
    assert (second.subject.subject, second.figure.value) == ("AAPL", -0.043)
    assert all(reading.article.text[one.span.start : one.span.end] == one.text for one in (first, second))
    path, headers, body = server.asked[0]
    assert path == "/v1/chat/completions" and headers["Authorization"] == f"Bearer {SECRET}"
    assert json.loads(body)["messages"][1]["content"] == TEXT and json.loads(body)["temperature"] == 0


@pytest.mark.parametrize(
    "change",
    [
        {"text": "The Russell 2000 has gained 6.8% year-to-date"},
        {"figure": "6.8%"},
        {"subject": "Nasdaq"},
        {"kind": "prophecy"},
        {"text": ""},
        {"text": 5},
    ],
)
def test_what_is_not_in_the_text_is_refused(server: Server, change: dict[str, object]) -> None:
    server.says({"claims": [GOOD["claims"][0] | change, GOOD["claims"][1]]})
    reading = asked(server)
    assert [claim.text for claim in reading.article.claims] == ["Apple fell 4.3%"]
    assert len(reading.refused) == 1


def test_a_model_cannot_print_a_number_of_its_own(server: Server) -> None:
    server.says({"claims": [GOOD["claims"][0] | {"value": 9.9, "figure": "5.8%", "verdict": "holds"}]})
    assert asked(server).article.claims[0].figure.value == 0.058


@pytest.mark.parametrize(
    "content", ["", "no claims here", "{", '{"claims": 5', "[1, 2]", '{"other": []}', '{"claims": null}']
)
def test_an_answer_that_is_no_list_of_claims(server: Server, content: str) -> None:
    server.says(content)
    with pytest.raises(DataError, match="not JSON with a list of claims"):
        asked(server)


def test_a_busy_service_is_asked_again_and_a_refusal_is_not(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.answers = [(503, "text/plain", b"busy"), (429, "text/plain", b"busy")]
    server.says(f"```json\n{json.dumps(GOOD)}\n```")
    assert len(asked(server).article.claims) == 2 and len(server.asked) == 3
    server.answers, server.asked = [(401, "text/plain", b"no")], []
    with pytest.raises(DataError, match="HTTP 401") as refusal:
        asked(server)
    assert len(server.asked) == 1
    assert SECRET not in caplog.text + str(refusal.value) + repr(ModelSettings("http://x", "m", SECRET))


def test_an_answer_in_another_form(server: Server) -> None:
    server.answers = [(200, "application/json", b'{"choices": []}')]
    with pytest.raises(DataError, match="form of a chat completion"):
        asked(server)


def test_an_answer_too_deep_to_parse(server: Server) -> None:
    server.answers = [(200, "application/json", b"[" * 1_000_000)]
    with pytest.raises(DataError, match="form of a chat completion"):
        asked(server)


def test_what_is_said_twice_counts_once_and_what_stands_twice_counts_twice(server: Server) -> None:
    server.says({"claims": [GOOD["claims"][1]] * 3})
    assert len(asked(server).article.claims) == 1
    assert len(asked(server, f"{TEXT} {TEXT}").article.claims) == 2


def test_an_answer_without_end_is_cut(server: Server) -> None:
    server.says({"claims": [{"text": letter, "kind": "return"} for letter in "The Russell" * 1000]})
    reading = asked(server)
    assert len(reading.article.claims) < 30
    assert "more than a piece of text can hold" in reading.refused[0]


@pytest.mark.parametrize(
    ("url", "key"), [("http://127.0.0.1:none", "k"), ("http://127.0.0.1:9", "schlüssel"), ("http://a..b", "k")]
)
def test_an_address_or_key_that_cannot_be_sent(url: str, key: str) -> None:
    with pytest.raises(DataError, match="cannot be reached"):
        read_llm(TEXT, model_asker(ModelSettings(url, "small", key), wait=0.001))


def test_a_password_in_an_address_is_not_shown(server: Server) -> None:
    server.answers = [(404, "text/plain", b"")]
    address = server.url.replace("//", f"//name:{SECRET}@")
    with pytest.raises(DataError, match="refused") as model:
        read_llm(TEXT, model_asker(ModelSettings(address, "small")))
    with pytest.raises(DataError, match="404") as page:
        fetch_page(address)
    assert SECRET not in f"{model.value} {page.value}"


def test_no_server_at_all() -> None:
    ask = model_asker(ModelSettings("http://127.0.0.1:9", "small"), wait=0.001)
    with pytest.raises(DataError, match="cannot be reached"):
        read_llm(TEXT, ask)


def test_a_long_text_is_sent_in_pieces(server: Server) -> None:
    server.says({"claims": [{"text": "Apple fell 4.3%", "kind": "return", "subject": "Apple", "figure": "4.3%"}]})
    reading = asked(server, (TEXT + "\n\n") * 200)
    assert 2 < len(server.asked) < 6
    assert len({claim.span.start for claim in reading.article.claims}) == len(server.asked)


def test_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="ROTASCOPE_LLM_URL is not set"):
        model_settings()
    monkeypatch.setenv("ROTASCOPE_LLM_URL", "ftp://x")
    monkeypatch.setenv("ROTASCOPE_LLM_MODEL", "small")
    with pytest.raises(UsageError, match="must begin with http"):
        model_settings()
    monkeypatch.setenv("ROTASCOPE_LLM_URL", "http://127.0.0.1:1/v1/")
    monkeypatch.setenv("ROTASCOPE_KEY_LLM", SECRET)
    assert model_settings() == ModelSettings("http://127.0.0.1:1/v1", "small", SECRET)


# Pages from the network.


def test_a_page_is_fetched_through_a_turn(server: Server) -> None:
    server.answers = [
        (302, "text/plain", b"/there"),
        (200, "text/html; charset=latin-1", "<p>fünf</p>".encode("latin-1")),
    ]
    assert fetch_page(f"{server.url}/here") == ("<p>fünf</p>", "text/html")
    assert [path for path, _, _ in server.asked] == ["/here", "/there"]


@pytest.mark.parametrize("url", ["", "page.html", "file:///etc/hosts", "ftp://x/y", "http://", "http://[::1", "//x/y"])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(UsageError, match="no address to fetch"):
        fetch_page(url)


@pytest.mark.parametrize(
    ("stated", "body", "text"),
    [
        ("; charset=none-such", "fünf".encode(), "fünf"),
        ("; charset=rot13", b"five", "five"),
        ("; charset=idna", b"five", "five"),
        ("", '<meta charset="iso-8859-15">5 €'.encode("iso-8859-15"), '<meta charset="iso-8859-15">5 €'),
        ("", "5 – 6".encode("cp1252"), "5 – 6"),
        ("", "−5 %".encode() + b"\xff", "−5 %\ufffd"),
        ("; charset=utf-8", "fünf".encode("utf-16"), "fünf"),
    ],
)
def test_pages_in_any_encoding(server: Server, stated: str, body: bytes, text: str) -> None:
    server.answers = [(200, f"text/plain{stated}", body)]
    assert fetch_page(server.url) == (text, "text/plain")


@pytest.mark.parametrize(
    "place", ["file:///etc/hosts", "ftp://127.0.0.1/", "http://a..b/", "http://[", "data:text/html,x"]
)
def test_a_turn_to_anything_else_is_refused(server: Server, place: str) -> None:
    server.answers = [(302, "text/plain", place.encode())]
    with pytest.raises(DataError, match="cannot be fetched"):
        fetch_page(server.url)


def test_a_page_that_goes_on_for_too_long(server: Server) -> None:
    server.answers = [(200, "text/plain", b"x")]
    with pytest.raises(DataError, match="still answering"):
        fetch_page(server.url, longest=0)


def test_pages_that_are_refused(server: Server) -> None:
    server.answers = [(404, "text/plain", b"gone")]
    with pytest.raises(DataError, match="HTTP 404"):
        fetch_page(server.url)
    server.answers = [(200, "application/pdf", b"%PDF")]
    with pytest.raises(DataError, match="not text"):
        fetch_page(server.url)
    server.answers = [(200, "text/plain", b"x" * 2000)]
    with pytest.raises(DataError, match="more than 1,000 bytes"):
        fetch_page(server.url, largest=1000)
    server.answers = [(302, "text/plain", b"/again")]
    with pytest.raises(DataError, match="TooManyRedirects"):
        fetch_page(server.url)
    with pytest.raises(DataError, match="ConnectError"):
        fetch_page("http://127.0.0.1:9/")
