"""Names that people give: every command takes each in the same ways. All data here is made up."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from kg import records
from kg.claims import BASE, Entity, claim_key
from kg.cli import main
from kg.errors import QueryError
from kg.graph import lines
from kg.naming import did_you_mean, find_claim, find_document, find_entity, find_name, find_predicate
from kg.network import derive
from kg.store import naming
from kg.store import open as open_store
from kg.store.naming import example, find_node
from tests.ledgers import small


def named(entity):
    return replace(entity, alias=("The Orrery", "Planet works")) if entity.id == "orrery" else entity


def short(claim):
    return replace(claim, appearance=tuple(replace(each, prefix="", suffix="") for each in claim.appearance))


MADE = replace(small(), entities=tuple(map(named, small().entities)), claims=tuple(map(short, small().claims)))
KEY = {claim.id: claim_key(claim) for claim in MADE.claims}["revenue-guidance"]
SPELLINGS = {
    "ENTITY": [
        *("orrery", "kb:orrery", f"{BASE}orrery", f"<{BASE}orrery>", "ORRERY"),
        *("Orrery Labs", "orrery LABS", "Planet works", "planet WORKS"),
    ],
    "PREDICATE": [
        *("says", "predicate:says", "kb:predicate/says", "kb:says", f"{BASE}predicate/says", "predicate/says"),
        *("says of it", "Says Of It"),
    ],
    "CLAIM": [
        *("revenue-guidance", "kb:revenue-guidance", "claim:revenue-guidance", "Revenue will be $2–3 M in 2031"),
        *(KEY, f"claim:{KEY}", f"kb:claim/{KEY}", f"claim/{KEY}", f"{BASE}claim/{KEY}", f"<{BASE}claim/{KEY}>"),
        "REVENUE will be $2–3 m in 2031",
    ],
    "DOCUMENT": [
        *("notes", "document:notes", "kb:document/notes", "kb:notes", f"{BASE}document/notes", "document/notes"),
        *("Notes from the harbour hall", "NOTES from the harbour hall"),
    ],
    "TOPIC": ["money", "topic:money", "kb:topic/money", f"{BASE}topic/money", "Money", "MONEY"],
}
"""For each kind of record the ways to name one; the first is its id."""

COMMANDS = [
    "record ENTITY",
    "due --claimant ENTITY",
    "revisions ENTITY PREDICATE",
    "audit --entity ENTITY",
    "drift CLAIM",
    "drift DOCUMENT",
    "path ENTITY lantern-post",
    "path lantern-post ENTITY",
    "chains ENTITY",
    "chains CLAIM",
    "report --claimant ENTITY",
    "report --entity ENTITY",
    "resolve --auto CLAIM",
    "draw --about ENTITY --no-sparql -o -",
    "draw --about CLAIM --no-sparql -o -",
    "show ENTITY",
    "show CLAIM",
    "query who-said --given about=ENTITY",
    "query revisions --given of=ENTITY --given predicate=PREDICATE",
]


@pytest.fixture(scope="module", params=["records", "RDF"])
def data(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ledger")
    if request.param == "RDF":
        (folder / "ledger.nq").write_text("".join(lines(MADE)), encoding="utf-8")
        return folder / "ledger.nq"
    for name, text in records.dump(MADE).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def store():
    with open_store(MADE) as opened:
        yield opened


def ran(data, words):
    result = CliRunner().invoke(main, [*words, "--data", str(data)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_every_name(data, command):
    kinds = [kind for kind in SPELLINGS if kind in command]
    expected = None
    turns = range(max(len(SPELLINGS[kind]) for kind in kinds))
    for turn in turns if "draw" not in command else (0, turns[-1]):  # a page takes its time
        given = {kind: SPELLINGS[kind][turn % len(SPELLINGS[kind])] for kind in kinds}
        words = command.split()
        for kind, name in given.items():
            words = [word.replace(kind, name) for word in words]
        status, said = ran(data, words)
        assert (given, status) == (given, 0)
        expected = expected or said
        assert (given, said) == (given, expected)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_is_near(data, command):
    kind = next(kind for kind in SPELLINGS if kind in command)
    near = {"ENTITY": "orrery (Orrery Labs)", "CLAIM": "revenue-guidance (Revenue", "DOCUMENT": "notes (Notes from"}[
        kind
    ]
    words = [word.replace(kind, f"{SPELLINGS[kind][0]}x").replace("PREDICATE", "says") for word in command.split()]
    result = CliRunner().invoke(main, [*words, "--data", str(data)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert f'{SPELLINGS[kind][0]}x"; did you mean {near}' in result.stderr


@pytest.mark.parametrize("kind", SPELLINGS)
def test_values_and_stores_find_the_same(store, kind):
    for name in SPELLINGS[kind]:
        assert find_name(MADE, name, kind.lower()).id == SPELLINGS[kind][0]
        iri = BASE + {"ENTITY": "orrery", "CLAIM": f"claim/{KEY}"}.get(kind, f"{kind.lower()}/{SPELLINGS[kind][0]}")
        assert find_node(store, name, kind.lower()).iri == iri
        if kind in {"ENTITY", "CLAIM"}:
            assert derive(store, name).graph["about"] == iri


def test_the_record_itself_is_found():
    for find, kind in ((find_entity, "ENTITY"), (find_predicate, "PREDICATE"), (find_claim, "CLAIM")):
        assert find(MADE, SPELLINGS[kind][-1]).id == SPELLINGS[kind][0]
    assert find_document(MADE, "kb:document/notes").title == "Notes from the harbour hall"


TWINS = replace(MADE, entities=(*MADE.entities, Entity("orrery-too", "Orrery Labs", "Organization")))


def test_what_two_are_called_is_refused_with_their_ids():
    message = 'there is more than one "ORRERY labs"; name one by its id: orrery .entity. or orrery-too .entity.'
    with pytest.raises(QueryError, match=message):
        find_entity(TWINS, "ORRERY labs")
    with open_store(TWINS) as opened, pytest.raises(QueryError, match=message):
        find_node(opened, "ORRERY labs", "entity")


@pytest.mark.parametrize(
    "name", ["", " ", "kb:", "<>", "<no iri>", "https://example.org/orrery", "kb:a/b", 'a"b', "\\"]
)
def test_what_names_nothing_is_refused(store, name):
    with pytest.raises(QueryError):
        find_entity(MADE, name)
    with pytest.raises(QueryError):
        find_node(store, name, "entity")


def test_an_id_of_the_ontology_is_no_record_of_the_ledger(store):
    assert find_name(MADE, "says", "predicate").id == "says"
    with pytest.raises(QueryError, match='there is no predicate "claimant"'):
        find_node(store, "claimant", "predicate")
    assert example(store, "topic") == min(topic.id for topic in MADE.topics)


def test_few_names_are_read_to_propose_one_and_that_is_said(store, monkeypatch):
    asked, query = [], type(store).query
    monkeypatch.setattr(type(store), "query", lambda self, text, **how: asked.append(text) or query(self, text, **how))
    monkeypatch.setattr(naming, "_MOST", 2)
    with pytest.raises(QueryError, match=r'no entity "ada-quil"; .* Only 2 of all names were looked at$'):
        find_node(store, "ada-quil", "entity")
    assert asked
    assert all("LIMIT" in text or text.startswith("ASK") for text in asked)


def test_names_that_are_alike_are_proposed_with_their_labels():
    known = {"meta": "Meta", "meta-ai": "Meta AI", "nvidia": ""}
    assert did_you_mean("META AL", known) == "did you mean meta-ai (Meta AI) or meta (Meta)?"
    assert did_you_mean("nvida", known) == "did you mean nvidia?"
    assert did_you_mean("zzz", known) == ""
