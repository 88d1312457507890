"""The network of a ledger: what becomes a node, what an edge, and what came of a claim in one word."""

import io
from collections import defaultdict
from decimal import Decimal

import networkx as nx
import pytest

from benchmarks.ledgers import ledger
from kg.claims import BASE, Claim, Corpus, Ledger, claim_key
from kg.errors import FormatError, QueryError
from kg.formats import by_name
from kg.network import derive, write
from kg.page.statements import statements, within
from kg.store import Store
from kg.store import open as open_store
from tests.ledgers import guided, hostile, made_up, small


@pytest.fixture(scope="module")
def network() -> nx.MultiDiGraph:
    return derive(open_store(small()))


def iri(record: str) -> str:
    claims: dict[str, Claim] = {claim.id: claim for claim in small().claims}
    return f"{BASE}claim/{claim_key(claims[record])}" if record in claims else BASE + record


def test_nodes_are_claims_and_the_entities_they_are_by_or_about(network):
    entities = {BASE + name for name in ("ada-quill", "lantern-post", "orrery", "sextant")}
    assert set(network) == entities | {iri(claim.id) for claim in small().claims}
    assert {node for node, kind in network.nodes(data="type") if kind == "entity"} == entities


def test_a_claim_carries_what_is_said_and_by_whom(network):
    claim = network.nodes[iri("revenue-guidance")]
    assert {name: claim[name] for name in claim if name not in {"appearances", "resolutions", "measure", "period"}} == {
        "type": "claim",
        "id": "revenue-guidance",
        "label": "Revenue will be $2–3 M in 2031",
        "text": "Orrery Labs expects revenue of 2 to 3 million dollars in 2031.",
        "kind": "guidance",
        "commitment": "expected",
        "polarity": True,
        "claimants": ["Ada Quill"],
        "holder": "Orrery Labs",
        "subject": "Orrery Labs",
        "predicate": "says of it",
        "object": "",
        "event": "The open day",
        "claimed_on": "2031-02-01",
        "condition": "",
        "topics": ["Money"],
        "standing": "held-up",
        "ties": {
            "claimant": [iri("ada-quill")],
            "holder": [iri("orrery")],
            "subject": [iri("orrery")],
            "object": [],
            "about": [],
        },
    }
    assert claim["measure"]["as_written"] == "$2-3 million"
    assert [Decimal(claim["measure"][end]) for end in ("low", "high")] == [2_000_000, 3_000_000]
    assert (claim["measure"]["unit"], claim["measure"]["unit_label"]) == ("CCY_USD", "US dollar")
    assert claim["period"] == {
        "as_written": "this year",
        "edtf": "2031",
        "earliest": "2031-01-01",
        "latest": "2031-12-31",
        "inferred": True,
    }


def test_a_denial_a_condition_and_several_claimants_are_kept(network):
    assert network.nodes[iri("sextant-never-sold")]["polarity"] is False
    assert network.nodes[iri("sextant-never-sold")]["condition"] == "As long as the hall stands"
    assert network.nodes[iri("sextant-runs-offline")]["claimants"] == ["Ada Quill", "The Lantern Post"]
    assert network.nodes[iri("sextant-runs-offline")]["object"] == "Orrery Labs"
    assert network.nodes[iri("revenue-too-low")]["object"] == "too low"


def test_what_was_said_at_an_event_was_said_on_its_day():
    found = {claim["id"]: claim for _, claim in derive(open_store(guided())).nodes.items() if claim["type"] == "claim"}
    assert found["spending-of-winter"]["claimed_on"] == "2031-02-01"  # its event's
    assert found["spending-of-may"]["claimed_on"] == "2031-05-01"  # its own
    assert found["crew"]["claimed_on"] == ""


def test_appearances_come_in_the_order_of_the_text_with_a_link_to_the_words(network):
    first, second = network.nodes[iri("revenue-guidance")]["appearances"]
    assert {
        name: first[name] for name in ("document", "publisher", "published", "zone", "mode", "cue", "start", "end")
    } == {
        "document": "Notes from the harbour hall",
        "publisher": "The Lantern Post",
        "published": "2031-02-03",
        "zone": "body",
        "mode": "indirectSpeech",
        "cue": "said",
        "start": 40,
        "end": 80,
    }
    assert (first["prefix"], first["exact"], first["suffix"]) == (
        "revenue of",
        "between two and three million,\nshe said",
        "before, at",
    )
    assert second["zone"] == "bullets"
    assert second["url"] == "https://example.org/notes?page=2#:~:text=Revenue%20%E2%80%93%20up%20to%203%20million"


def test_resolutions_come_in_the_order_they_became_known_with_their_evidence(network):
    pending, fulfilled = network.nodes[iri("revenue-guidance")]["resolutions"]
    assert (pending["outcome"], pending["known_on"], pending["actual"]) == ("pending", "2031-06-30", None)
    assert (fulfilled["outcome"], fulfilled["known_on"], fulfilled["recorded_on"]) == (
        "fulfilled",
        "2032-03-01",
        "2036-05-01",
    )
    assert fulfilled["actual"]["as_written"] == "$2.4 million"
    assert fulfilled["evidence"] == [{"title": "Annual report of Orrery Labs", "url": "https://example.org/report"}]


def test_an_entity_has_a_kind_a_definition_and_its_twins_elsewhere(network):
    assert network.nodes[BASE + "ada-quill"] == {
        "type": "entity",
        "id": "ada-quill",
        "label": "Ada Quill",
        "definition": "Runs Orrery Labs.",
        "kind": "person",
        "class": "Person",
        "matches": [],
    }
    assert network.nodes[BASE + "sextant"]["kind"] == "product"
    assert network.nodes[BASE + "orrery"]["matches"] == ["http://www.wikidata.org/entity/Q0"]


def test_edges_say_who_said_it_what_it_is_about_and_what_pushes_back(network):
    edges = {(source, target, found["kind"], found.get("role")) for source, target, found in network.edges(data=True)}
    orrery, sextant, ada, post = (BASE + name for name in ("orrery", "sextant", "ada-quill", "lantern-post"))
    guidance, low, offline, sold = (
        iri(name) for name in ("revenue-guidance", "revenue-too-low", "sextant-runs-offline", "sextant-never-sold")
    )
    assert edges == {
        (ada, guidance, "said", "claimant"),
        (orrery, guidance, "said", "holder"),
        (guidance, orrery, "about", "subject"),
        (post, low, "said", "claimant"),
        (low, orrery, "about", "subject"),
        (low, ada, "about", "about"),
        (ada, offline, "said", "claimant"),
        (post, offline, "said", "claimant"),
        (offline, sextant, "about", "subject"),
        (offline, orrery, "about", "object"),
        (ada, sold, "said", "claimant"),
        (sold, sextant, "about", "subject"),
        (low, guidance, "disputes", None),
        (sold, offline, "supports", None),
    }
    (link,) = [found for _, _, found in network.edges(data=True) if found["kind"] == "disputes"]
    assert (link["asserted_by"], link["comment"]) == ("Notes from the harbour hall", "The one against the other.")


def test_the_network_knows_its_ledger(network):
    assert network.graph == {"title": "Harbour claims", "description": "A made-up ledger.", "licence": "", "base": BASE}


def test_a_ledger_without_claims_is_an_empty_network():
    assert len(derive(open_store(Corpus(Ledger("Nothing yet"))))) == 0


@pytest.mark.parametrize("name", ["orrery", BASE + "orrery", "Orrery Labs", "orrery labs"])
def test_the_neighbourhood_of_an_entity_holds_its_claims(name):
    near = derive(open_store(small()), about=name)
    assert set(near) == {iri(one) for one in ("orrery", "revenue-guidance", "revenue-too-low", "sextant-runs-offline")}
    assert near.graph["about"] == iri("orrery")


def test_two_steps_reach_the_other_entities_of_those_claims():
    one = derive(open_store(small()), about="sextant-never-sold")
    two = derive(open_store(small()), about="sextant-never-sold", steps=2)
    assert set(one) == {iri(name) for name in ("sextant-never-sold", "ada-quill", "sextant", "sextant-runs-offline")}
    assert set(two) - set(one) == {
        iri(name) for name in ("revenue-guidance", "revenue-too-low", "lantern-post", "orrery")
    }


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("orery", 'there is no entity or claim "orery"; did you mean orrery (Orrery Labs)?'),
        ("sextant-never-solt", 'there is no entity or claim "sextant-never-solt"; did you mean sextant-never-sold'),
        ("zzzzzz", 'there is no entity or claim "zzzzzz"; give the id of one, such as ada-quill'),
        (f"{BASE}nobody", f'there is no entity or claim "{BASE}nobody"; '),
        ("<no iri>", "'no iri' is not an absolute IRI; "),
        ("never mentioned", 'no claim is by or about "never mentioned"; '),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(name, message):
    with pytest.raises(QueryError) as raised:
        derive(open_store(small()), about=name)
    assert str(raised.value).startswith(message)


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
@pytest.mark.parametrize("corpus", [small(), made_up(), hostile()], ids=["small", "made up", "hostile"])
def test_drawing_programs_read_what_is_written(form, read, corpus):
    network = derive(open_store(corpus))
    content = write(network, by_name(form))
    back = read(io.BytesIO(content))
    assert (len(back), back.number_of_edges()) == (len(network), network.number_of_edges())
    assert content == write(derive(open_store(corpus)), by_name(form))


def test_a_written_network_keeps_labels_and_kinds():
    back = nx.read_graphml(io.BytesIO(write(derive(open_store(small())), by_name("graphml"))))
    claim = back.nodes[iri("sextant-never-sold")]
    assert (claim["label"], claim["kind"], claim["polarity"]) == ("Sextant 2 will not be sold", "plan", False)
    assert back.nodes[iri("sextant-runs-offline")]["claimants"] == "Ada Quill; The Lantern Post"
    assert sorted(kind for *_, kind in back.edges(data="kind") if kind not in {"said", "about"}) == [
        "disputes",
        "supports",
    ]


def test_a_network_is_not_written_as_turtle():
    with pytest.raises(FormatError, match="a network cannot be written as turtle; choose graphml or gexf"):
        write(derive(open_store(small())), by_name("turtle"))


def whole_then_cut(store: Store, about: str, steps: int) -> nx.MultiDiGraph:
    """Take a neighbourhood out of the whole network: what asking for it alone must give too."""
    network = derive(store)
    near = nx.ego_graph(network, about, radius=steps, undirected=True)
    return network.subgraph(near).copy()


def same(one: nx.MultiDiGraph, other: nx.MultiDiGraph) -> bool:
    return dict(one.nodes.items()) == dict(other.nodes.items()) and sorted(
        one.edges(keys=True, data=True), key=str
    ) == sorted(other.edges(keys=True, data=True), key=str)


@pytest.mark.parametrize(
    "corpus", [small(), made_up(), guided(), ledger(120)], ids=["small", "made up", "guided", "ledger"]
)
@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_part_that_is_asked_for_is_the_part_of_the_whole(corpus, steps):
    store = open_store(corpus)
    whole = derive(store)
    for node in sorted(whole)[::13]:
        near = derive(store, node, steps)
        assert same(near, whole_then_cut(store, node, steps))
        assert near.graph == {**whole.graph, "about": node}


def test_a_part_is_found_by_the_names_that_the_whole_has():
    store = open_store(made_up())
    whole = derive(store)
    called = defaultdict(list)
    for node, found in sorted(whole.nodes.items()):
        called[found["id"]].append(node)
        called[found["label"].upper()].append(node)
    for name, (node, *others) in sorted(called.items())[::3]:
        if others:
            with pytest.raises(QueryError, match=r"there is more than one .*; name one by its id: "):
                derive(store, name)
        else:
            assert (name, derive(store, name).graph["about"]) == (name, node)


def test_a_part_of_a_store_has_what_a_page_keeps_of_the_whole():
    store = open_store(ledger(120))
    every = list(statements(store.nquads()))
    claims = sorted(node for node, kind in derive(store).nodes(data="type") if kind == "claim")
    part = store.part(claims[:40])
    assert set(statements(part.nquads())) == set(within(every, claims[:40], claims[40:]))
    assert part.base == store.base
