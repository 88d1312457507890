"""Requests to servers: what is sent where, what is tried again, and what is said of every fault.

The server is one on loopback that does what a test tells it to; ``test_engines`` asks real ones.
"""

import re
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.endpoints import Access, Client, Credentials, Graphs, RefusedError, address, ask, credentials, http, update
from kg.endpoints.addresses import origin
from kg.endpoints.authorizing import Authorizer, challenges
from kg.errors import LedgerError, QueryError, StoreError
from kg.store import open as open_store
from kg.terms import AC, ONTOLOGY
from tests.servers import RESULTS, Fake, environment, free_port, said

YES = b'{"head": {}, "boolean": true}'
ME = Credentials("me", "s3cret")


@pytest.fixture
def fake():
    server = Fake()
    yield server
    server.close()


@pytest.fixture
def client(fake):
    """A client that notes how long it would wait, and does not."""
    made = Client(Access(timeout=30), fake.url, sleep=(waits := []).append)
    made.waits = waits
    return made


def cut(handler):
    handler.connection.shutdown(socket.SHUT_RDWR)


def cut_chunk(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", RESULTS)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"40\r\n" + YES)


def not_http(handler):
    handler.wfile.write(b"220 mail.example.org ESMTP\r\n")


FAULTS = {
    "401": (said(401, WWW_Authenticate='Basic realm="x"'), r"wants to know who asks \(401\); set KG_USER and KG_P"),
    "403": (said(403, b"not for you", "text/plain"), r"does not allow this \(403: not for you\); ask who runs it"),
    "404": (said(404), r"nothing at this address \(404\); see docs/engines.md"),
    "405": (said(405), r"does not do this here \(405\)"),
    "400": (said(400, b"line 1: no such function", "text/plain"), r"cannot answer the query: line 1: no such function"),
    "500": (said(500, b"<html>long page</html>", "text/html"), r"the server failed \(500\); try again"),
    "503": (said(503, Retry_After="0"), r"is busy or down \(503\); try again later"),
    "cut connection": (cut, r"cut the connection"),
    "fewer bytes than promised": (said(200, YES, Content_Length="999"), r"cut off before its end"),
    "a chunk that does not end": (cut_chunk, r"cut off before its end"),
    "cut JSON": (said(200, b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a"'), r"the answer is not whole"),
    "JSON without results": (said(200, b'{"head": {"vars": ["a"]}}'), r"the answer is not whole"),
    "a boolean without an end": (said(200, YES[:-1]), r"the answer is not whole"),
    "nothing": (said(200, b""), r"the answer is not whole"),
    "a web page": (said(200, b"<!doctype html>", "text/html; charset=utf-8"), r"with a web page, not with app"),
    "another format": (said(200, b"a,b", "text/csv"), r"answers with text/csv, not with"),
    "no format": (said(200, YES, kind=None), r"answers with something without a media type"),
    "another server": (said(307, Location="http://example.org/sparql"), r"sends one on to another, http://exam"),
    "itself": (said(307, Location="/sparql"), r"sends one on without end"),
    "a page": (said(302, Location="/login"), r"on the way to which the request would be lost; give that address"),
    "not HTTP": (not_http, r"no answer in HTTP"),
    "too many rows": (said(200, YES, X_SPARQL_MaxRows="10000"), r"gives 10000 rows at most, and cuts the rest off"),
    "too little time": (said(200, YES, X_SQL_State="S1TAT"), r"gave a part of the answer"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_said(fake, monkeypatch, fault):
    monkeypatch.setattr(http.time, "sleep", lambda _: None)
    answer, message = FAULTS[fault]
    fake.answers = [answer]
    with pytest.raises(LedgerError, match=message) as error:
        open_store(fake.url)
    assert fake.url in str(error.value)


@pytest.mark.parametrize("command", [["query", "denials"], ["show", "meta"], ["check"], ["export"], ["draw"]])
def test_every_command_says_it_without_a_traceback(kg, fake, tmp_path, command):
    fake.answers = [said(404)]
    result = kg(*command, "--data", fake.url)
    assert (result.returncode, result.stdout) == (2, b"")
    assert re.fullmatch(rf"error: {fake.url}: there is nothing at this address \(404\); .*\n", result.stderr.decode())
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_silent_is_given_up(fake):
    fake.answers = [lambda _: fake.done.wait(30)]
    with pytest.raises(StoreError, match=r"silent for 0.2 seconds; give it more time \(--timeout SECONDS\)"):
        open_store(fake.url, access=Access(timeout=0.2))
    assert len(fake.seen) == 1  # more of the same would only add to its burden


def test_an_answer_that_drips_is_given_up(fake):
    def drip(handler):
        said(200, b"{", Content_Length="1000000")(handler)
        while not fake.done.wait(0.05):
            handler.wfile.write(b" ")

    fake.answers = [drip]
    with pytest.raises(StoreError, match=r"silent for 0\.2 seconds"):
        open_store(fake.url, access=Access(timeout=0.2))


def test_an_answer_without_end_is_bounded(fake, monkeypatch):
    monkeypatch.setattr(http, "LARGEST", 1000)
    fake.answers = [said(200, b" " * 2000 + YES)]
    with pytest.raises(StoreError, match="larger than 1,000 bytes; ask for less"):
        open_store(fake.url)


def test_no_server_and_no_host_are_told_apart(monkeypatch):
    monkeypatch.setattr(http.time, "sleep", lambda _: None)
    with pytest.raises(StoreError, match=r"no server takes connections at 127\.0\.0\.1; start it"):
        open_store(f"http://127.0.0.1:{free_port()}/sparql")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: (_ for _ in ()).throw(socket.gaierror(-2, "unknown")))
    with pytest.raises(StoreError, match=r"there is no host nowhere\.invalid"):
        open_store("http://nowhere.invalid/sparql")


def test_a_server_that_speaks_no_tls_is_said(fake):
    fake.answers = [said()]
    with pytest.raises(StoreError, match="no secure connection"):
        open_store(fake.url.replace("http:", "https:"), access=Access(timeout=5))


# Trying again


def test_a_query_is_sent_again_after_waits_that_double(fake, client):
    fake.answers = [said(503), cut, said(429), said(200, YES)]
    assert ask(client, fake.url, "ASK {}").body == YES
    assert client.waits == [0.5, 1.0, 2.0]


def test_four_times_are_enough(fake, client):
    fake.answers = [said(503)]
    with pytest.raises(StoreError, match="busy or down"):
        ask(client, fake.url, "ASK {}")
    assert len(fake.seen) == 4


def test_a_server_says_when_to_come_back(fake, client):
    fake.answers = [said(503, Retry_After="7"), said(200, YES)]
    ask(client, fake.url, "ASK {}")
    assert client.waits == [7]


def test_a_server_says_when_to_come_back_by_a_date(fake):
    waits = []
    client = Client(Access(timeout=1e6), fake.url, sleep=waits.append)
    later = format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)
    fake.answers = [said(503, Retry_After=later), said(200, YES)]
    ask(client, fake.url, "ASK {}")
    assert 80_000 < waits[0] < 90_000


def test_nobody_waits_longer_than_for_an_answer(fake, client):
    fake.answers = [said(503, Retry_After="3600"), said(200, YES)]
    with pytest.raises(StoreError, match="503"):
        ask(client, fake.url, "ASK {}")
    assert client.waits == []


@pytest.mark.parametrize("fault", [said(503), cut])
def test_an_update_that_may_not_be_made_twice_is_sent_once(fake, client, fault):
    fake.answers = [fault]
    with pytest.raises(StoreError):
        update(client, fake.url, "MOVE <x:a> TO <x:b>", safe=False)
    assert len(fake.seen) == 1


def test_what_is_wrong_for_good_is_not_sent_again(fake, client):
    fake.answers = [said(404)]
    with pytest.raises(RefusedError):
        ask(client, fake.url, "ASK {}")
    assert len(fake.seen) == 1


# What is sent


def test_a_query_goes_as_a_form_with_its_graphs(fake, client):
    fake.answers = [said(200, YES)]
    ask(client, fake.url, "ASK { ?é ?p '&' }", Graphs(["x:a", "x:b"], ["x:c"]))
    ((method, path, headers, body),) = fake.seen
    assert (method, path, headers["Accept"]) == ("POST", "/sparql", RESULTS)
    assert body == (
        "query=ASK+%7B+%3F%C3%A9+%3Fp+%27%26%27+%7D&default-graph-uri=x%3Aa&default-graph-uri=x%3Ab&named-graph-uri=x%3Ac"
    )


def test_a_redirect_within_the_server_is_followed_with_what_was_sent(fake, client):
    fake.answers = [said(308, Location="/other"), said(200, YES)]
    ask(client, fake.url, "ASK {}")
    assert [(method, path, body) for method, path, _, body in fake.seen] == [
        ("POST", "/sparql", "query=ASK+%7B%7D"),
        ("POST", "/other", "query=ASK+%7B%7D"),
    ]


def test_a_redirect_to_what_is_no_address_is_said(fake, client):
    fake.answers = [said(308, Location="http://[x")]
    with pytest.raises(StoreError, match="the server sends one on to what is no address"):
        ask(client, fake.url, "ASK {}")


def results(*rows, pushing=(), **headers):
    """Say in which graphs ledgers are, and where their instances live; or in which graphs a push is marked."""
    found = [*((*row, "literal", "space") for row in rows), *((*row, "uri", "pushed") for row in pushing)]
    body = ", ".join(
        f'{{"graph": {{"type": "uri", "value": "{graph}"}}, "{name}": {{"type": "{kind}", "value": "{value}"}}}}'
        for graph, value, kind, name in found
    )
    head = '"head": {"vars": ["graph", "space", "pushed"]}'
    return said(200, f'{{{head}, "results": {{"bindings": [{body}]}}}}'.encode(), **headers)


def number(count):
    datatype = "http://www.w3.org/2001/XMLSchema#integer"
    row = f'{{"count": {{"type": "literal", "datatype": "{datatype}", "value": "{count}"}}}}'
    return said(200, f'{{"head": {{"vars": ["count"]}}, "results": {{"bindings": [{row}]}}}}'.encode())


LEDGER = ("x:kb/graph/ledger", "x:kb/")
MARK = ("x:kb/graph/pushing", "x:kb/graph/ledger")
WHOLE = [results(LEDGER), number(9)]


def test_what_is_wrong_with_a_query_is_said_before_it_is_sent(fake):
    fake.answers = [*WHOLE, said(500)]
    store = open_store(fake.url)
    for text in ("SELECT * WHERE { ?s ?p }", "DROP ALL", "ASK { SERVICE <http://example.org/> { ?s ?p ?o } }"):
        with pytest.raises(QueryError) as error:
            store.query(text)
        with pytest.raises(QueryError, match=re.escape(str(error.value).split("\n")[0])):
            open_store(Path(__file__).parent / "rules" / "claim-id-twice.good.ttl").query(text)
    with pytest.raises(QueryError, match="this is an update"):
        store.query("DROP ALL", allow_service=True)
    assert len(fake.seen) == len(WHOLE)


@pytest.mark.parametrize("name", ["Oxigraph/0.5", "Virtuoso/07.20.3229 (Linux)"])
def test_a_query_is_written_as_its_server_reads_it(fake, name):
    fake.answers = [results(("x:kb/graph/ledger", "x:kb/"), Server=name), *WHOLE[1:], said(200, YES)]
    open_store(fake.url).query("PREFIX kb: <x:mine/> ASK { kb:a ac:claimant ?who MINUS { ?who a 'MINUS {' } }")
    (sent,) = parse_qs(fake.seen[-1][-1])["query"]
    taken = "OPTIONAL { ?who a 'MINUS {'  BIND (true AS ?minus1) } FILTER (!BOUND(?minus1))"
    pattern = taken if name.startswith("Virtuoso") else "MINUS { ?who a 'MINUS {' }"
    assert sent == f"PREFIX ac: <{AC}> PREFIX kb: <x:mine/> ASK {{ kb:a ac:claimant ?who {pattern} }}"


# What a server holds


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ([results()], "no ledger is there: .* is missing; load one: kg push --data LEDGER URL"),
        ([results(("x:other", "x:kb/"))], r"but in the graph <x:other>, and its own, <x:kb/graph/ledger>, is missing"),
        ([results(*((f"x:{n}/graph/ledger", f"x:{n}/") for n in "ab"))], "there are several ledgers: x:a/, x:b/"),
        ([results(LEDGER, pushing=[MARK])], "a push to this ledger, x:kb/, began and did not end.*push again"),
        ([results(pushing=[MARK])], "a push to this ledger, x:kb/, began and did not end.*push again"),
        ([results(("x:a/graph/ledger", "x:a/"), pushing=[MARK])], "there are several ledgers: x:a/, x:kb/; say which"),
        ([results(pushing=[("x:kb/graph/staging/y", MARK[1])])], "no ledger is there"),
        ([*WHOLE[:1], number(0)], f"the ontology is not there, in the graph <{ONTOLOGY}>"),
        ([*WHOLE[:1], results()], "does not count"),
    ],
)
def test_what_is_missing_is_said(fake, answers, message):
    fake.answers = answers
    with pytest.raises(StoreError, match=message):
        open_store(fake.url)


def test_a_base_that_is_no_iri_is_not_put_into_queries(fake):
    fake.answers = [results(("x:kb> {} } #/graph/ledger", "x:kb> {} } #/"))]
    with pytest.raises(StoreError, match=r"not what it should be .*Invalid IRI"):
        open_store(fake.url)


def test_a_base_chooses_among_ledgers(fake):
    fake.answers = [results(*((f"x:{n}/graph/ledger", f"x:{n}/") for n in "ab")), number(9)]
    assert open_store(fake.url, base="x:b/").base == "x:b/"
    fake.answers = [results()]
    with pytest.raises(StoreError, match="<x:c/graph/ledger>, the graph of a ledger, is not there"):
        open_store(fake.url, base="x:c/")


def test_a_copy_that_is_not_whole_is_refused(fake):
    fake.answers = [*WHOLE, number(2), said(200, b"<x:s> <x:p> <x:o> .\n", "application/n-triples")]
    with pytest.raises(StoreError, match="of the 2 triples of <x:kb/graph/ledger> not all arrive"):
        open_store(fake.url).ledger()


def test_a_part_that_does_not_arrive_is_asked_for_in_halves_and_then_refused(fake):
    one = said(200, b'{"head": {"vars": ["part"]}, "results": {"bindings": []}}')
    fake.answers = [*WHOLE, number(2), one, number(1), one]
    with pytest.raises(StoreError, match="of 1 statements on <x:b> not all arrive: answers are cut short"):
        open_store(fake.url).part(["x:a", "x:b"])
    asked = [
        parse_qs(body)["query"][0].partition("VALUES ?node { ")[2].partition(" }")[0] for *_, body in fake.seen[2:]
    ]
    assert asked == ["<x:a> <x:b>"] * 2 + ["<x:b>"] * 2


def test_a_part_that_a_server_cannot_answer_is_said_as_it_says_it(fake):
    fake.answers = [
        *WHOLE,
        number(2),
        said(400, b"no such thing", "text/plain"),
        number(1),
        said(400, b"never", "text/plain"),
    ]
    with pytest.raises(QueryError, match="the server cannot answer the query: never"):
        open_store(fake.url).part(["x:a", "x:b"])


# Credentials


def basic(handler):
    given = handler.headers.get("Authorization")
    said(200, YES)(handler) if given else said(401, WWW_Authenticate='Basic realm="x"')(handler)


def test_a_password_is_given_when_it_is_asked_for_and_from_then_on(fake):
    fake.answers = [basic]
    client = Client(Access(ME), fake.url)
    for _ in range(2):
        ask(client, fake.url, "ASK {}")
    assert [headers.get("Authorization") for _, _, headers, _ in fake.seen] == [None, *["Basic bWU6czNjcmV0"] * 2]


def test_a_password_that_is_refused_is_not_shown(fake):
    fake.answers = [said(401, WWW_Authenticate='Basic realm="x"')]
    with pytest.raises(StoreError, match=r"does not accept the credentials \(401\)") as error:
        open_store(fake.url, access=Access(ME))
    assert "s3cret" not in repr(error.value)
    assert len(fake.seen) == 2


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (['Basic realm="x"'], [("basic", 'realm="x"')]),
        (["Negotiate"], [("negotiate", "")]),
        (["Negotiate, Basic realm=x"], [("negotiate", ""), ("basic", "realm=x")]),
        (
            ['Negotiate YII=, DIGEST realm="a, Basic b" , nonce=c'],
            [("negotiate", "YII="), ("digest", 'realm="a, Basic b", nonce=c')],
        ),
        (["NTLM", 'Digest a="x", qop="auth,auth-int"'], [("ntlm", ""), ("digest", 'a="x", qop="auth,auth-int"')]),
        (["Bearer"], [("bearer", "")]),
        (["", ","], []),
    ],
)
def test_a_header_may_hold_several_challenges(headers, expected):
    assert challenges(headers) == expected


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("Negotiate", "asks for Negotiate, which is not known here, and was given nothing .*; let it ask for Basic"),
        ('NTLM, Hawk realm="Basic x"', "asks for Ntlm or Hawk, which is not known here"),
        ("Bearer", "asks for Bearer, which is not known here, and was given nothing"),
        (None, "does not say in which way it wants credentials, and was given none"),
    ],
)
def test_nothing_is_given_to_a_scheme_that_is_not_known(fake, asked, message):
    fake.answers = [said(401, WWW_Authenticate=asked)]
    with pytest.raises(RefusedError, match=message) as error:
        ask(Client(Access(ME), fake.url), fake.url, "ASK {}")
    assert "s3cret" not in str(error.value)
    assert [headers.get("Authorization") for _, _, headers, _ in fake.seen] == [None]


def test_of_several_schemes_the_one_that_is_known_is_taken_and_digest_before_basic(fake):
    for asked, start in (
        ('Negotiate, Basic realm="x"', "Basic bWU6czNjcmV0"),
        ('Basic realm="x", Digest realm="x", nonce="n", qop="auth"', 'Digest username="me", realm="x", nonce="n"'),
        ('Negotiate, Digest realm="x", nonce="n", qop="auth"', 'Digest username="me", realm="x", nonce="n"'),
        (
            'Digest realm="x", nonce="n", qop="auth", algorithm=SHA-256, Digest realm="x", nonce="m", qop="auth"',
            'Digest username="me", realm="x", nonce="m"',
        ),
    ):
        fake.seen.clear()
        fake.answers = [said(401, WWW_Authenticate=asked), said(200, YES)]
        ask(Client(Access(ME), fake.url), fake.url, "ASK {}")
        first, second = (headers.get("Authorization") for _, _, headers, _ in fake.seen)
        assert first is None
        assert second.startswith(start)
        assert "s3cret" not in second


def test_a_server_that_changes_its_mind_is_not_given_what_another_scheme_would_show(fake):
    basic, negotiate = (said(401, WWW_Authenticate=asked) for asked in ('Basic realm="x"', "Negotiate"))
    fake.answers = [basic, said(200, YES), negotiate, said(200, YES)]
    client = Client(Access(ME), fake.url)
    ask(client, fake.url, "ASK {}")
    with pytest.raises(RefusedError, match="asks for Negotiate"):
        ask(client, fake.url, "ASK {}")
    ask(client, fake.url, "ASK {}")
    assert "Authorization" not in fake.seen[-1][2]


def test_a_token_that_is_not_what_a_server_asks_for_is_said(fake):
    fake.answers = [said(401, WWW_Authenticate='Basic realm="x"')]
    with pytest.raises(RefusedError, match=r"asks for Basic, and there is a token \(401\); give a user and a password"):
        ask(Client(Access(Credentials(token="abc")), fake.url), fake.url, "ASK {}")
    fake.answers = [said(401, WWW_Authenticate='Bearer error="invalid_token"')]
    with pytest.raises(RefusedError, match="does not accept the credentials"):
        ask(Client(Access(Credentials(token="abc")), fake.url), fake.url, "ASK {}")


def test_a_token_is_given_at_once(fake):
    fake.answers = [said(200, YES)]
    ask(Client(Access(Credentials(token="abc")), fake.url), fake.url, "ASK {}")
    assert fake.seen[0][2]["Authorization"] == "Bearer abc"


def test_credentials_do_not_cross_to_another_server(fake):
    other = Fake()
    try:
        other.answers = [basic]
        fake.answers = [said(307, Location=other.url)]
        client = Client(Access(ME), fake.url)
        with pytest.raises(StoreError, match="sends one on to another"):
            ask(client, fake.url, "ASK {}")
        assert other.seen == []
        with pytest.raises(StoreError, match=r"wants to know who asks \(401\)"):
            ask(client, other.url, "ASK {}")  # the same host, another port
        assert [headers.get("Authorization") for _, _, headers, _ in other.seen] == [None]
    finally:
        other.close()


def test_credentials_for_a_host_are_for_no_other(fake):
    with pytest.raises(StoreError, match=r"are for example.org, not for 127.0.0.1"):
        open_store(fake.url, access=Access(Credentials("me", "s3cret", host="example.org")))


@pytest.mark.parametrize("given", [Credentials(token="abc"), ME])
def test_over_http_nothing_is_shown_to_those_on_the_way(given):
    url = "http://example.org/sparql"
    authorizer = Authorizer(given, frozenset({origin(url)}))
    authorizer.learn(url, ["Basic realm=x"])
    with pytest.raises(StoreError, match="over http anybody on the way could read the credentials; use https"):
        authorizer.authorize(http.urllib.request.Request(url))


@pytest.mark.parametrize(
    "url", ["https://me:s3cret@example.org/sparql", "http://s3cret@example.org", "https://:s3cret@[::1]/"]
)
@pytest.mark.parametrize(
    "words", [("query", "denials", "-v", "--data"), ("push",), ("push", "https://example.org/", "--update-endpoint")]
)
def test_a_password_in_an_address_is_refused_and_not_repeated(words, url):
    result = CliRunner().invoke(main, [*words, url])
    assert result.exit_code == 2
    assert "s3cret" not in result.output
    assert "has a user or password in it" in result.output


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/x",
        "http://",
        "http://exa mple.org/",
        "http://[::1",
        "http://example.org:x/",
        "http://ex..org/",
    ],
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(StoreError, match="no address"):
        address(url)


def test_an_address_is_written_as_a_request_needs_it():
    assert address("https://example.org") == "https://example.org/"
    assert address("https://bücher.example:8080/x") == "https://xn--bcher-kva.example:8080/x"
    assert address("http://[::1]:3030/x") == "http://[::1]:3030/x"
    assert address("https://example.org/dépôt?a=é#part") == "https://example.org/d%C3%A9p%C3%B4t?a=%C3%A9"


def test_credentials_come_from_the_environment():
    assert credentials(None, {}) is None
    assert credentials(None, {"KG_USER": "me", "KG_PASSWORD": "s3cret"}) == ME
    assert credentials(None, {"KG_TOKEN": "abc"}) == Credentials(token="abc")
    assert "s3cret" not in repr(ME)


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"KG_USER": "me"}, "have no password"),
        ({"KG_PASSWORD": "s3cret"}, "have no user"),
        ({"KG_USER": "me", "KG_PASSWORD": "s3cret", "KG_TOKEN": "s3cret"}, "both a user and a token"),
        ({"KG_TOKEN": "s3cret\r\nX-More: 1"}, "the token has characters that no header may have"),
        ({"KG_USER": "m:e", "KG_PASSWORD": "s3cret"}, "the user has characters"),
        ({"KG_TOKEN": "s3cret€"}, "the token has characters that no header may have"),
    ],
)
def test_credentials_that_are_none_are_refused(environment, message):
    with pytest.raises(StoreError, match=message) as error:
        credentials(None, environment)
    assert "s3cret" not in str(error.value)


def keep(tmp_path, text, mode=0o600):
    file = tmp_path / "me.toml"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


def test_credentials_come_from_a_file(tmp_path):
    file = keep(tmp_path, 'user = "me"\npassword = "s3cret"\nhost = "example.org"\n')
    assert credentials(file, {"KG_TOKEN": "abc"}) == Credentials("me", "s3cret", host="example.org")


@pytest.mark.parametrize(
    ("text", "mode", "message"),
    [
        ('token = "s3cret"', 0o644, "others than you may read this file of credentials; chmod 600"),
        ("token = s3cret", 0o600, "is not TOML"),
        ("token = 12345", 0o600, "credentials are texts"),
        ('pasword = "s3cret"', 0o600, "there is no pasword in a file of credentials"),
        ('host = "example.org"', 0o600, "there are no credentials"),
    ],
)
def test_a_file_that_is_no_good_is_refused(tmp_path, text, mode, message):
    with pytest.raises(StoreError, match=message) as error:
        credentials(keep(tmp_path, text, mode), {})
    assert "s3cret" not in str(error.value)


def test_a_file_that_is_not_there_is_said(kg, fake):
    result = kg("query", "denials", "--data", fake.url, "--credentials", "nothing.toml")
    assert (result.returncode, fake.seen) == (2, [])
    assert b"nothing.toml: the credentials cannot be read" in result.stderr


def test_commands_take_credentials_from_the_environment(fake):
    fake.answers = [basic]
    command = [sys.executable, "-m", "kg", "query", "denials", "--data", fake.url]
    known = environment(KG_USER="me", KG_PASSWORD="s3cret")
    result = subprocess.run(command, capture_output=True, env=known, check=False)
    assert fake.seen[-1][2]["Authorization"] == "Basic bWU6czNjcmV0"
    assert b"s3cret" not in result.stdout + result.stderr
