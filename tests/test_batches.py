"""What goes out to a server: each statement once, in small parts, in memory that does not grow with the ledger."""

import tracemalloc
from io import BytesIO

import pytest

from kg.errors import StoreError
from kg.graph.sorting import Runs
from kg.store import batches
from kg.store import open as open_store
from kg.store.batches import Lines, written
from kg.store.embedded import Store
from tests.ledgers import small

BASE = "https://example.org/kb/"


class Written:
    """A ledger whose statements are made up while they are written, so that nothing holds them."""

    base = BASE

    def __init__(self, *lines, many=0):
        self.lines = lines
        self.many = many

    def dump(self, out, graph=None):
        if graph is None:
            out.write("".join(self.lines).encode())
            for start in range(0, self.many, 1000):
                numbers = range(start, start + 1000)
                out.write("".join(f'<x:s{number % 997}> <x:p> "{number:0200}" .\n' for number in numbers).encode())


def test_blank_nodes_are_named_where_they_stand_and_nowhere_else():
    lines = [
        "_:a <x:p> _:b .\n",
        '_:a <x:p> "_:a <x:p> _:b ." .\n',
        '<x:s> <x:p> "a _:b"@en .\n',
        '<x:s> <x:p> "a _:b"^^<x:_:b> .\n',
        "<x:s> <x:p> <x:_:b> .\n",
        "<x:s> <x:p> _:a .\n",
    ]
    with written(Written(*lines)) as graphs:
        ((text, count),) = graphs[f"{BASE}graph/ledger"].batches(100)
    assert count == len(lines)
    found = text.decode().splitlines(keepends=True)
    a = next(line.split(" ")[2] for line in found if line.startswith("<x:s> <x:p> <https"))
    b = next(line.split(" ")[2] for line in found if line.startswith(f"{a} <x:p> <https"))
    assert a.startswith("<https://example.org/.well-known/genid/")
    assert a != b
    named = [
        lines[0].replace("_:a", a).replace("_:b", b),
        lines[1].replace("_:a", a, 1),
        *lines[2:5],
        f"<x:s> <x:p> {a} .\n",
    ]
    assert sorted(found) == sorted(named)


def test_where_a_base_has_no_authority_names_are_under_it():
    store = Written("_:a <x:p> <x:o> .\n")
    store.base = "x:kb/"
    with written(store) as graphs:
        ((text, _),) = graphs["x:kb/graph/ledger"].batches(1)
    assert text.startswith(b"<x:kb/.well-known/genid/")


@pytest.mark.parametrize(
    ("most", "largest", "expected"),
    [(2, 100, [2, 2, 1]), (5, 100, [5]), (9, 8, [2, 2, 1]), (9, 3, [1] * 5), (9, 12, [3, 2])],
)
def test_a_batch_has_so_many_statements_and_bytes(monkeypatch, most, largest, expected):
    monkeypatch.setattr(batches, "_LARGEST", largest)
    lines = Lines(BytesIO(b"a .\n" * 5), 5)
    for _ in range(2):  # from the beginning each time
        parts = list(lines.batches(most))
        assert [count for _, count in parts] == expected
        assert b"".join(part for part, _ in parts) == b"a .\n" * 5


def test_what_a_graph_and_the_nameless_one_both_hold_goes_out_once():
    corpus = open_store(small())
    triple = next(iter(corpus.ledger()))
    corpus.dataset().default_graph.add(triple)
    both = Store(corpus.engine, corpus.base)
    with written(both) as graphs, written(open_store(small())) as once:
        name = f"{corpus.base}graph/ledger"
        assert list(graphs[name].batches(50)) == list(once[name].batches(50))
        assert graphs[name].count == len(corpus.ledger())


def test_memory_does_not_grow_with_the_ledger(monkeypatch):
    monkeypatch.setattr(Runs, "most", 1 << 20)
    tracemalloc.start()
    with written(Written(many=30_000)) as graphs:
        ledger = graphs[f"{BASE}graph/ledger"]
        size = 0
        for part, count in ledger.batches(500):
            assert count == 500
            size += len(part)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ledger.count == 30_000
    assert size > 6_000_000
    assert peak < 3_000_000  # beside Runs.most, a little of each file


def test_where_there_is_no_room_to_put_it_aside_that_is_said():
    class Full(Written):
        def dump(self, *_):
            raise OSError(28, "No space left on device")

    with (
        pytest.raises(StoreError, match=r"cannot be put aside \(No space left on device\); make room"),
        written(Full()),
    ):
        pass
