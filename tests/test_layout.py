"""Layouts, measured: nothing overlaps, nothing is lost, the same network always stands the same."""

import math
import os
import subprocess
import sys
from functools import cache
from random import Random

import networkx as nx
import pytest

from kg.claims import Corpus, Ledger
from kg.layout import Box, Layout, place
from kg.layout.floorplan import pack
from kg.layout.text import line_count, text_width
from kg.network import derive
from kg.store import open as open_store
from tests.ledgers import hostile, made_up, small

NEAREST = 0.01


def network_of(corpus: Corpus) -> nx.MultiDiGraph:
    return derive(open_store(corpus))


def without_topics(network: nx.MultiDiGraph) -> nx.MultiDiGraph:
    for found in network.nodes.values():
        if found["type"] == "claim":
            found["topics"] = []
    return network


def overlapping(boxes: list[Box]) -> int:
    """Count pairs of boxes that overlap, comparing only those that share some x."""
    found = 0
    in_order = sorted(boxes, key=lambda box: box.x - box.width / 2)
    for index, box in enumerate(in_order):
        for other in in_order[index + 1 :]:
            if other.x - other.width / 2 >= box.x + box.width / 2:
                break
            found += box.overlaps(other, NEAREST)
    return found


NETWORKS = {
    "small": network_of(small()),
    "made up": network_of(made_up()),
    "one topic": network_of(made_up(5)),
    "large": network_of(made_up(900)),
    "hostile": network_of(hostile()),
    "without topics": without_topics(network_of(made_up())),
    "around one": derive(open_store(made_up()), about="ada-quill", steps=2),
}


@cache
def laid_out(name: str) -> Layout:
    return place(NETWORKS[name])


@pytest.fixture(scope="module", params=NETWORKS, ids=list(NETWORKS))
def placed(request) -> tuple[nx.MultiDiGraph, Layout]:
    return NETWORKS[request.param], laid_out(request.param)


def test_every_node_has_a_box_of_finite_size(placed):
    network, layout = placed
    assert set(layout.boxes) == set(network)
    for box in layout.boxes.values():
        assert all(map(math.isfinite, (box.x, box.y)))
        assert 0 < box.width < 400
        assert 0 < box.height < 200


def test_no_two_boxes_overlap(placed):
    _, layout = placed
    assert overlapping(list(layout.boxes.values())) == 0


def test_islands_keep_apart_and_hold_their_claims_and_no_entity(placed):
    network, layout = placed
    assert overlapping([island.box for island in layout.islands]) == 0
    held = [claim for island in layout.islands for claim in island.claims]
    assert sorted(held) == sorted(node for node, kind in network.nodes(data="type") if kind == "claim")
    for island in layout.islands:
        for claim in island.claims:
            box = layout.boxes[claim]
            assert abs(box.x - island.box.x) + box.width / 2 <= island.box.width / 2 + NEAREST
            assert abs(box.y - island.box.y) + box.height / 2 <= island.box.height / 2 + NEAREST
    entities = [layout.boxes[node] for node, kind in network.nodes(data="type") if kind == "entity"]
    assert not [1 for island in layout.islands for box in entities if island.box.overlaps(box, NEAREST)]


def test_everything_stands_within_the_size_that_is_given(placed):
    _, layout = placed
    for box in layout.boxes.values():
        assert abs(box.x) + box.width / 2 <= layout.width / 2 + NEAREST
        assert abs(box.y) + box.height / 2 <= layout.height / 2 + NEAREST


def test_an_island_has_the_label_of_its_topic_and_only_its_claims():
    network = NETWORKS["made up"]
    layout = laid_out("made up")
    topics = {topic for _, found in network.nodes(data="topics") for topic in found or ()}
    assert {island.label for island in layout.islands} == topics
    for island in layout.islands:
        assert all(network.nodes[claim]["topics"] == [island.label] for claim in island.claims)


def test_without_topics_claims_gather_around_entities():
    islands = laid_out("without topics").islands
    assert len(islands) > 1
    assert all(island.label.startswith("Around ") for island in islands)


def test_an_empty_network_has_an_empty_layout():
    layout = place(network_of(Corpus(Ledger("Nothing yet"))))
    assert (layout.boxes, layout.islands, layout.width, layout.height) == ({}, (), 0.0, 0.0)


def test_an_entity_alone_is_placed():
    network = nx.MultiDiGraph()
    network.add_node("a", type="entity", id="a", label="A", kind="person")
    assert set(place(network).boxes) == {"a"}


def test_the_order_of_nodes_and_edges_does_not_matter():
    network = NETWORKS["made up"]
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(network.nodes(data=True))))
    turned.add_edges_from(reversed(list(network.edges(keys=True, data=True))))
    assert place(turned) == laid_out("made up")


def test_the_seed_of_hashes_does_not_matter():
    code = (
        "from kg.layout import place; from kg.network import derive;"
        "from kg.store import open; from tests.ledgers import made_up;"
        "n = derive(open(made_up()));"
        "[f.update(topics=[]) for f in n.nodes.values()];"
        "print(sorted((k, b.x, b.y) for k, b in place(n).boxes.items()))"
    )
    one, two = (
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    )
    assert one == two


def test_a_ledger_of_the_shipped_size_fills_a_screen_with_readable_cards():
    layout = laid_out("made up")
    scale = min(892 / layout.width, 785 / layout.height)  # the map's room in a window of 1440 by 900
    assert 13 * scale >= 9  # pixels of a card's words
    boxes = [*layout.boxes.values()]
    assert sum(box.width * box.height for box in boxes) / (layout.width * layout.height) > 0.5


def test_linked_claims_of_a_topic_stand_together():
    network = nx.MultiDiGraph()
    for number in range(12):
        name = f"c{number:02}"
        network.add_node(name, type="claim", id=name, label=name, topics=["T"], claimants=["x"], standing="open")
    network.add_edge("c00", "c11", key="l", kind="supports")
    layout = place(network)
    one, two = layout.boxes["c00"], layout.boxes["c11"]
    assert one.x == two.x
    assert abs(one.y - two.y) < 2 * one.height


def test_many_claims_are_sorted_by_outcome():
    network = NETWORKS["large"]
    for island in laid_out("large").islands:
        statuses = [network.nodes[claim]["standing"] for claim in island.claims]
        assert statuses == sorted(statuses)


def test_a_block_takes_the_shape_that_fits_best():
    tall, flat = [(1.0, 4.0), (4.0, 1.0)], [(4.0, 1.0)]
    cells = pack([tall, flat], {}, aspect=2.0)
    assert [cell.shape for cell in cells] == [1, 0]


def test_cells_tile_without_overlap_and_hold_their_block():
    blocks = [[(10.0 + n % 7, 30.0 - n), (30.0 - n, 10.0 + n % 7)] for n in range(14)]
    cells = pack(blocks, {(0, 13): 5.0}, aspect=1.5)
    assert overlapping([cell.box for cell in cells]) == 0
    for shapes, cell in zip(blocks, cells, strict=True):
        width, height = shapes[cell.shape]
        assert cell.box.width >= width - NEAREST
        assert cell.box.height >= height - NEAREST


def test_blocks_that_pull_stand_closer_than_in_the_worst_case():
    blocks = [[(10.0, 10.0)]] * 9
    cells = pack(blocks, {(0, 8): 1.0}, aspect=1.0)
    one, two = cells[0].box, cells[8].box
    assert math.hypot(one.x - two.x, one.y - two.y) == pytest.approx(10.0)


@pytest.mark.parametrize("count", [15, 60, 500])
@pytest.mark.parametrize("shaped", [True, False])
def test_many_blocks_fill_the_whole_at_its_aspect(count, shaped):
    random = Random(count)  # noqa: S311  (nothing secret)
    areas = [random.uniform(1000, 9000) / (1 + number / 20) for number in range(count)]
    aspects = [(0.5, 0.8, 1.25, 2.0) if shaped else (random.uniform(0.5, 2.0),) for _ in range(count)]
    blocks = [
        [(math.sqrt(area * aspect), math.sqrt(area / aspect)) for aspect in found]
        for area, found in zip(areas, aspects, strict=True)
    ]
    cells = pack(blocks, {(0, count - 1): 1.0}, aspect=1.2)
    assert overlapping([cell.box for cell in cells]) == 0
    for shapes, cell in zip(blocks, cells, strict=True):
        assert cell.box.width >= shapes[cell.shape][0] - NEAREST
        assert cell.box.height >= shapes[cell.shape][1] - NEAREST
    whole = Box.around(cell.box for cell in cells)
    assert whole.width / whole.height == pytest.approx(1.2)
    assert sum(areas) / (whole.width * whole.height) >= 0.7


def test_many_blocks_take_the_shape_that_fits_best():
    cells = pack([[(10.0, 10.0), (1.0, 100.0)]] * 60, {}, aspect=1.0)
    assert {cell.shape for cell in cells} == {0}


def test_of_many_blocks_those_that_pull_stand_closer():
    blocks = [[(10.0, 10.0)]] * 64
    pulls = {(index, index + 32): 1.0 for index in range(32)}

    def length(cells):
        return sum(math.hypot(cells[a].box.x - cells[b].box.x, cells[a].box.y - cells[b].box.y) for a, b in pulls)

    assert length(pack(blocks, pulls, aspect=1.0)) < 0.5 * length(pack(blocks, {}, aspect=1.0))


def test_words_are_measured_by_their_letters():
    assert text_width("iii", 10) < text_width("mmm", 10)
    assert text_width("漢字", 10) == 20  # full width
    assert text_width("e\u0301", 10) == text_width("e", 10)  # a combining accent takes no room


def test_lines_break_between_words_and_inside_words_that_are_too_long():
    assert line_count("", 100, 10, 5) == 1
    assert line_count("aaaa aaaa", text_width("aaaa", 10) + 1, 10, 5) == 2
    assert line_count("a" * 50, text_width("a" * 10, 10) + 1, 10, 9) == 5
    assert line_count("a " * 500, 20, 10, 5) == 5
