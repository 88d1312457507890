"""Real servers on loopback, and one that does what a test tells it to."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from kg.endpoints import Access, Credentials

RESULTS = "application/sparql-results+json"


@dataclass(frozen=True)
class Server:
    """A running engine: where it is asked, updated and given graphs, and as whom."""

    url: str
    update: str
    graphs: str
    access: Access = field(default_factory=Access)
    environment: dict[str, str] = field(default_factory=dict)


def free_port():
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return chosen.getsockname()[1]


def answers(url, process):
    """Wait until a server that was started takes requests."""
    for _ in range(600):
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310  (ours, on loopback)
        except urllib.error.HTTPError as error:
            error.close()
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(url)


def oxigraph(folder):
    """Start Oxigraph; yield it, and end it."""
    port = free_port()
    program = Path(sys.executable).parent / "oxigraph"
    command = [program, "serve", "--location", folder, "--bind", f"127.0.0.1:{port}"]
    with (folder.parent / "oxigraph.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    root = f"http://127.0.0.1:{port}"
    try:
        answers(f"{root}/", process)
        yield Server(f"{root}/query", f"{root}/update", f"{root}/store")
    finally:
        process.kill()
        process.wait()


INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = {rows}
"""
MOST_ROWS = 2500


def installed_virtuoso():
    return shutil.which("virtuoso-t")


def virtuoso(folder):
    """Start Virtuoso in a folder of its own; yield it, and end it. It cuts answers off after MOST_ROWS rows."""
    port = free_port()
    (folder / "virtuoso.ini").write_text(INI.format(sql=free_port(), http=port, rows=MOST_ROWS), encoding="utf-8")
    command = [installed_virtuoso(), "+foreground", "+configfile", "virtuoso.ini"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    root = f"http://127.0.0.1:{port}"
    try:
        answers(f"{root}/sparql", process)
        access = Access(Credentials("dba", "dba"))  # those that every new database has
        known = {"KG_USER": "dba", "KG_PASSWORD": "dba"}
        yield Server(f"{root}/sparql", f"{root}/sparql-auth", f"{root}/sparql-graph-crud-auth", access, known)
    finally:
        process.kill()
        process.wait()


class Fake:
    """A server on loopback that gives the answers it was told, the last of them for ever.

    An answer is a function of the handler; ``seen`` has what was asked: method, path, headers, body.
    """

    def __init__(self):
        self.answers = []
        self.seen = []
        self.done = threading.Event()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                fake.seen.append((self.command, self.path, dict(self.headers), body.decode()))
                given = fake.answers.pop(0) if len(fake.answers) > 1 else fake.answers[0]
                given(self)

            do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815  (http.server's)

            def version_string(self):
                return ""

            def send_header(self, keyword, value):
                if value:  # no Server of its own
                    super().send_header(keyword, value)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/sparql"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self.done.set()
        self.server.shutdown()
        self.server.server_close()


def said(status=200, body=b"", kind=RESULTS, **headers):
    """Give a whole answer; headers with _ for -."""

    def answer(handler):
        handler.send_response(status)
        for name, value in {"Content_Type": kind, "Content_Length": str(len(body)), **headers}.items():
            if value is not None:
                handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def environment(**more):
    """The environment of a command, without credentials of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith("KG_")} | more
