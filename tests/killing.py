"""Pushes one ledger over another, each time killed at another moment; says what is there then.

    python killing.py WAY URL UPDATE GRAPHS

A moment is in the middle of what a request sends, or behind its sending. WAY is "moved" or "replaced". A line says the
request's number, the moment, and what whoever opens the ledger then finds: "old", "new", "mixed", or the message.
"""

import http.client
import os
import signal
import sys
import time
from itertools import count

from kg.errors import StoreError
from kg.store import open as open_store
from kg.store import push, pushing
from tests.ledgers import made_up, small


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def kill_at(moment, number):
    """Let this process die at a moment of the request of a number."""
    requests, whole = count(), http.client.HTTPConnection.request

    def request(self, method, url, body=None, headers=(), **more):
        last = next(requests) == number
        if last and moment == "within":
            self.putrequest(method, url)
            for name, value in {**dict(headers), "Content-Length": str(len(body or b"x"))}.items():
                self.putheader(name, value)
            self.endheaders((body or b"")[: len(body or b"") // 2])
            die()
        whole(self, method, url, body, headers, **more)
        if last and moment == "behind":
            die()

    http.client.HTTPConnection.request = request


def moments():
    for number in count():
        yield from ((number, moment) for moment in (("behind",), ("within", "behind"))[number % 2])


def statements(store):
    return sorted(store.nquads().split("\n"))[1:]  # behind the last line end there is nothing


def found(url, ledgers):
    """Find which ledger is there. A server may still be at work on the last request of a client that is gone."""
    for _ in range(50):
        try:
            there = statements(open_store(url))
        except StoreError as error:
            if "is changing" not in str(error):
                raise
            there = []  # it was, between the count of its triples and their coming
        if there in ledgers:
            return ledgers.index(there)
        time.sleep(0.1)
    return None


def main(way, url, update, graphs):
    ledgers = [open_store(small()), open_store(made_up(6))]
    lines = [statements(ledger) for ledger in ledgers]
    chosen = {"graph_store": graphs} if way == "replaced" else {"graph_store": graphs, "update_endpoint": update}
    if way == "moved":
        pushing._LOADED = 80  # noqa: SLF001  (more requests, at each of which it may be killed)
    push(ledgers[0], url, **chosen)
    there = 0
    for number, moment in moments():
        other = 1 - there
        child = os.fork()
        if not child:
            kill_at(moment, number)
            push(ledgers[other], url, **chosen)
            os._exit(0)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
            break  # a push has fewer requests than that
        try:
            place = found(url, lines)
            print(number, moment, "mixed" if place is None else "new" if place == other else "old")
            there = other if place is None else place
        except StoreError as error:
            print(number, moment, error)
            assert push(ledgers[other], url, **chosen).mended
            there = other
    pushed = push(ledgers[1], url, **chosen)
    whole = statements(open_store(url)) == lines[1]
    print("at the end", "whole" if whole and sum(pushed.counts.values()) == len(lines[1]) else "not whole")


if __name__ == "__main__":
    main(*sys.argv[1:])
