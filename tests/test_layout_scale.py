"""Layouts of very many claims, topics and entities: what folds is counted and can be opened."""

from collections import Counter
from functools import cache
from itertools import pairwise
from math import hypot
from random import Random
from unittest.mock import patch

import networkx as nx
import pytest

from kg.layout import ASPECT, Box, Layout, place, slicing
from kg.layout.communities import communities
from kg.layout.floorplan import pack
from tests.ledgers import made_up
from tests.test_layout import NEAREST, network_of, overlapping

STANDINGS = ("disputed", "failed", "held up", "not checked", "open")
WORDS = ("open", "charts", "cost", "twice", "the quay", "by next year", "nobody", "needs pilots", "fog", "halves")


def network(claims: int, topics: int = 0, entities: int = 0) -> nx.MultiDiGraph:
    """Make a network up: few topics and entities have most of the claims, most have one or two."""
    random = Random(claims)  # noqa: S311  (nothing secret)
    found = nx.MultiDiGraph()
    kinds = ("person", "organisation", "product", "place", "group", "concept")
    for number in range(entities):
        name = " ".join(random.choices(WORDS, k=random.randint(1, 3)))
        found.add_node(f"e{number}", type="entity", id=f"e{number}", label=name, kind=kinds[number % 6])
    for number in range(claims):
        at = int(topics * random.random() ** 2)
        found.add_node(
            f"c{number}",
            type="claim",
            id=f"c{number}",
            label=" ".join(random.choices(WORDS, k=random.randint(4, 12))),
            topics=[f"Topic {at}"] if topics else [],
            claimants=[],
            standing=random.choice(STANDINGS),
        )
        if entities:
            who, what = (int(entities * random.random() ** 4) for _ in range(2))
            found.add_edge(f"e{who}", f"c{number}", key="said", kind="said")
            found.add_edge(f"c{number}", f"e{what}", key="about", kind="about")
        if number % 4 == 3:
            found.add_edge(f"c{number}", f"c{random.randrange(number)}", key="link", kind="supports")
    return found


def assert_sound(network: nx.MultiDiGraph, layout: Layout) -> None:
    """Check what holds of every layout."""
    kinds = dict(network.nodes(data="type"))
    folded = [node for fold in layout.folds for node in fold.nodes]
    shown = [node for fold in layout.folds for node in fold.shown]
    assert len(set(folded)) == len(folded)
    assert set(layout.boxes) == (set(network) - set(folded)) | set(shown)
    held = [claim for island in layout.islands for claim in island.claims]
    assert sorted(held) == sorted(node for node in network if kinds[node] == "claim")
    beside = [layout.boxes[node] for node in network if kinds[node] == "entity" and node not in set(folded)]
    tags = [fold.box for fold in layout.folds]
    islands = [island.box for island in layout.islands]
    assert overlapping([*islands, *beside, *tags]) == 0
    assert overlapping([layout.boxes[claim] for claim in held]) == 0
    for island in layout.islands:
        for claim in island.claims:
            assert_within(layout.boxes[claim], island.box)
    whole = Box(0.0, 0.0, layout.width, layout.height)
    for box in (*islands, *beside, *tags):
        assert_within(box, whole)
    for fold in layout.folds:
        assert fold.shown == fold.nodes[: len(fold.shown)]
        assert overlapping([layout.boxes[node] for node in fold.shown]) == 0
        for node in fold.shown:
            assert_within(layout.boxes[node], fold.opened)
        if fold.opened.width < whole.width and fold.opened.height < whole.height:
            assert_within(fold.opened, whole)


def assert_within(box: Box, outer: Box) -> None:
    assert box.left >= outer.left - NEAREST
    assert box.right <= outer.right + NEAREST
    assert box.top >= outer.top - NEAREST
    assert box.bottom <= outer.bottom + NEAREST


NETWORKS = {
    "few topics": (2000, 20, 400),
    "many topics": (2400, 800, 300),
    "no topics": (2000, 0, 400),
    "many entities": (6000, 25, 3000),
    "no entities": (1500, 30, 0),
    "entities alone": (0, 0, 900),
}


@cache
def laid_out(name: str) -> tuple[nx.MultiDiGraph, Layout]:
    found = network(*NETWORKS[name])
    return found, place(found)


@pytest.mark.parametrize("name", NETWORKS)
def test_large_layouts_lose_nothing_and_overlap_nowhere(name):
    assert_sound(*laid_out(name))


@pytest.mark.parametrize("name", NETWORKS.keys() - {"entities alone"})
def test_large_layouts_keep_their_aspect_and_little_room_is_lost(name):
    _, layout = laid_out(name)
    assert layout.width / layout.height == pytest.approx(ASPECT, rel=0.05)
    filled = sum(island.box.width * island.box.height for island in layout.islands)
    assert filled / (layout.width * layout.height) > 0.7


def test_the_smallest_of_many_topics_share_one_island():
    found, layout = laid_out("many topics")
    sizes = Counter(found.nodes[claim]["topics"][0] for island in layout.islands for claim in island.claims)
    assert len(layout.islands) == 40
    *standing, more = layout.islands
    assert all(island.topics == {island.label: island.claims} for island in standing)
    assert len(more.topics) == len(sizes) - 39
    assert more.label == f"{len(more.topics)} more topics"
    assert min(sizes[island.label] for island in standing) >= max(sizes[topic] for topic in more.topics)


def test_in_the_shared_island_the_claims_of_a_topic_stand_together():
    found, layout = laid_out("many topics")
    more = layout.islands[-1]
    order = [found.nodes[claim]["topics"][0] for claim in more.claims]
    assert list(dict.fromkeys(order)) == list(more.topics)
    assert all(
        {found.nodes[claim]["topics"][0] for claim in claims} == {topic} for topic, claims in more.topics.items()
    )
    assert sum(one != two for one, two in pairwise(order)) == len(more.topics) - 1


def test_minor_entities_fold_behind_a_tag_that_counts_them():
    found, layout = laid_out("few topics")
    assert layout.folds
    folded = {node for fold in layout.folds for node in fold.nodes}
    for fold in layout.folds:
        assert fold.label == f"+ {len(fold.nodes)} more"
        assert len(fold.nodes) > 1
        ties = [found.degree(node) for node in fold.nodes]
        assert ties == sorted(ties, reverse=True)
    standing = [node for node, kind in found.nodes(data="type") if kind == "entity" and node not in folded]
    assert len(standing) <= 14 * len(layout.islands) + 40


def test_an_opened_fold_begins_at_its_tag_where_the_whole_has_room():
    _, layout = laid_out("few topics")
    right, bottom = layout.width / 2, layout.height / 2
    with_room = ((fold, fold.box.left + fold.opened.width, fold.box.top + fold.opened.height) for fold in layout.folds)
    at_tag = [fold for fold, x, y in with_room if x < right and y < bottom]
    assert at_tag
    assert [fold.opened.left for fold in at_tag] == pytest.approx([fold.box.left for fold in at_tag])
    assert [fold.opened.top for fold in at_tag] == pytest.approx([fold.box.top for fold in at_tag])


def test_of_very_many_folded_entities_the_first_are_shown_and_the_rest_is_counted():
    found, layout = laid_out("entities alone")
    (fold,) = layout.folds
    assert (len(fold.nodes), len(fold.shown), fold.label) == (861, 200, "+ 861 more")
    assert len(layout.boxes) == 39 + 200
    assert set(found) - set(layout.boxes) == set(fold.nodes[200:])


def test_a_ledger_of_the_shipped_size_folds_nothing():
    layout = place(network_of(made_up()))
    assert layout.folds == ()
    assert all(list(island.topics) == [island.label] for island in layout.islands)


def test_members_of_cliques_come_together():
    cliques = [range(start, start + 6) for start in range(0, 60, 6)]
    ties = [{other: 1 for other in clique if other != member} for clique in cliques for member in clique]
    for one, two in zip(cliques, cliques[1:] + cliques[:1], strict=True):
        ties[one[5]][two[0]] = ties[two[0]][one[5]] = 1
    found = communities(ties)
    assert found == [number for number in range(10) for _ in range(6)]
    assert communities([{}, {}, {}]) == [0, 1, 2]
    assert communities([]) == []


def test_of_many_blocks_the_sides_of_a_cut_change_places_to_shorten_lines():
    blocks = [[(10.0 + number, 60.0 - number), (60.0 - number, 10.0 + number)] for number in range(50)]
    pulls = {(number, number * 7 % 50): 1.0 for number in range(1, 50) if number < number * 7 % 50}

    def length(cells) -> float:
        return sum(hypot(cells[a].box.x - cells[b].box.x, cells[a].box.y - cells[b].box.y) for a, b in pulls)

    turned = length(pack(blocks, pulls, aspect=1.0))
    with patch.object(slicing, "_turned", lambda *_: frozenset()):
        assert turned < 0.95 * length(pack(blocks, pulls, aspect=1.0))


def test_the_order_of_nodes_and_edges_does_not_matter_at_any_size():
    found, layout = laid_out("no topics")
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(found.nodes(data=True))))
    turned.add_edges_from(reversed(list(found.edges(keys=True, data=True))))
    assert place(turned) == layout


@pytest.mark.parametrize("size", [(0, 0, 0), (60, 5, 20), (2000, 60, 200)])
def test_progress_runs_from_none_to_all_and_changes_nothing(size):
    found = network(*size)
    shares: list[float] = []
    layout = place(found, progress=shares.append)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert shares == sorted(shares)
    assert len(shares) > len(layout.islands) + 4 * bool(layout.islands)
    assert layout == place(found)
