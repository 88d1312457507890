"""Layouts of a ledger that grows: what stood stays where it was, what is new finds room, and nothing overlaps."""

from itertools import pairwise
from statistics import median
from unittest.mock import patch

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.layout import Box, Layout, place
from kg.layout import floorplan as kg_floorplan
from kg.layout.growing import grown
from kg.layout.pushing import pushed
from tests.ledgers import made_up
from tests.test_layout import NEAREST, NETWORKS, laid_out, network_of
from tests.test_layout_scale import assert_sound, network

LOWEST_CARD = 24.0
"""Of one line; a card of the made-up ledger has two to five."""

MIDDLING_CARD = 54.0
"""Of three lines."""


def moves(one: Layout, two: Layout) -> list[float]:
    """Measure how far each node that stands in both layouts moved against the others, in x or in y.

    Against the others: all are centred anew when the whole grows, and a view that moves along shows no change.
    """
    folded = {node for layout in (one, two) for fold in layout.folds for node in fold.nodes}
    nodes = (one.boxes.keys() & two.boxes.keys()) - folded
    across = {node: two.boxes[node].x - one.boxes[node].x for node in nodes}
    down = {node: two.boxes[node].top - one.boxes[node].top for node in nodes}
    x, y = median(across.values()), median(down.values())
    return [max(abs(across[node] - x), abs(down[node] - y)) for node in nodes]


def without(found: nx.MultiDiGraph, claims: list[str]) -> nx.MultiDiGraph:
    return nx.MultiDiGraph(found.subgraph(found.nodes - set(claims)))


@pytest.mark.parametrize("name", NETWORKS)
def test_the_same_ledger_stays_the_same(name):
    before = laid_out(name)
    assert max(moves(before, place(NETWORKS[name], before=before.boxes))) < NEAREST


def test_positions_that_a_page_has_rounded_are_kept_as_well():
    before = {
        node: Box(*(round(value, 1) for value in (box.x, box.y, box.width, box.height)))
        for node, box in laid_out("large").boxes.items()
    }
    after = place(NETWORKS["large"], before=before)
    assert_sound(NETWORKS["large"], after)
    assert max(moves(laid_out("large"), after)) < 0.5


def test_five_more_claims_move_nine_in_ten_nodes_by_less_than_a_card():
    found = network_of(made_up(71))
    before = laid_out("made up")
    after = place(found, before=before.boxes)
    assert_sound(found, after)
    assert len(after.boxes) == len(before.boxes) + 5
    moved = sorted(moves(before, after))
    assert len(moved) == len(before.boxes)
    assert moved[int(0.9 * len(moved))] < MIDDLING_CARD


def test_claims_keep_their_column_and_their_order():
    before, after = laid_out("made up"), place(network_of(made_up(71)), before=laid_out("made up").boxes)
    for island in after.islands:
        corners = [(after.boxes[claim].left, after.boxes[claim].top) for claim in island.claims]
        assert corners == sorted(corners)
        old = [claim for claim in island.claims if claim in before.boxes]
        for one in old:
            for two in old:
                then = before.boxes[one], before.boxes[two]
                now = after.boxes[one], after.boxes[two]
                assert now[0].x - now[1].x == pytest.approx(then[0].x - then[1].x)
                assert (now[0].y < now[1].y) == (then[0].y < then[1].y) or then[0].x != then[1].x


def test_many_steps_of_growth_stay_sound():
    layout = laid_out("made up")
    for claims in range(68, 100, 4):
        found = network_of(made_up(claims))
        layout = place(found, before=layout.boxes)
        assert_sound(found, layout)


def test_a_new_topic_and_a_new_entity_stand_at_the_edge_and_nothing_else_moves():
    found = NETWORKS["made up"].copy()
    like = next(data for _, data in found.nodes(data=True) if data["type"] == "claim")
    for number in range(3):
        found.add_node(f"new{number}", **{**like, "label": "A claim of a new topic", "topics": ["Quite new"]})
        found.add_edge("somebody new", f"new{number}", key="said", kind="said")
    found.nodes["somebody new"].update(type="entity", id="new", label="Somebody new", kind="person")
    before = laid_out("made up")
    after = place(found, before=before.boxes)
    assert_sound(found, after)
    assert max(moves(before, after)) < NEAREST
    island = after.islands[-1]
    assert list(island.topics) == ["Quite new"]
    beside = Box(island.box.x, island.box.y, island.box.width + 20, island.box.height + 20)
    assert after.boxes["somebody new"].overlaps(beside)


@pytest.mark.parametrize("size", [(1200, 15, 300), (1200, 0, 300), (1500, 400, 200)])
def test_a_large_ledger_that_grows_by_a_hundredth_stays_in_place(size):
    found = network(*size)
    fewer = without(found, [f"c{number}" for number in range(0, size[0], 100)])
    before = place(fewer)
    after = place(found, before=before.boxes)
    assert_sound(found, after)
    moved = sorted(moves(before, after))
    assert moved[len(moved) // 2] < LOWEST_CARD
    assert moved[int(0.9 * len(moved))] < 250  # of about 4,000
    assert len(after.islands) == len(before.islands)


def test_a_claim_of_two_topics_stays_on_its_island_when_the_other_becomes_larger():
    found = nx.MultiDiGraph()
    topics = {"a0": ["A", "B"], "a1": ["A"], "a2": ["A"], "a3": ["A"], "b0": ["B"], "b1": ["B"]}
    for name, own in topics.items():
        found.add_node(name, type="claim", id=name, label=name, topics=own, claimants=[], standing="open")
    before = place(found)
    for name in ("b2", "b3"):
        found.add_node(name, type="claim", id=name, label=name, topics=["B"], claimants=[], standing="open")
    assert "a0" in {island.label: island.claims for island in place(found).islands}["B"]
    after = place(found, before=before.boxes)
    assert "a0" in {island.label: island.claims for island in after.islands}["A"]


def test_a_claim_that_is_gone_leaves_a_gap_and_a_new_one_takes_it():
    sizes = dict.fromkeys(("a", "c", "new"), (160.0, 40.0))
    stood = {"a": Box.of(0, 0, 160, 40), "c": Box.of(0, 94, 160, 40)}
    boxes = grown(sizes, stood)
    assert (boxes["a"], boxes["c"]) == (stood["a"], stood["c"])
    assert boxes["new"] == Box.of(0, 45, 160, 40)


def test_new_cards_go_to_the_end_of_the_shortest_column():
    stood = {"a": Box.of(0, 0, 160, 80), "b": Box.of(167, 0, 160, 40)}
    sizes = {"a": (160.0, 80.0), "b": (160.0, 40.0), "one": (160.0, 30.0), "two": (160.0, 30.0)}
    boxes = grown(sizes, stood)
    assert boxes["one"] == Box.of(167, 45, 160, 30)
    assert boxes["two"] == Box.of(167, 80, 160, 30)


def test_a_card_that_became_longer_moves_those_below_it():
    stood = {"a": Box.of(0, 0, 160, 40), "b": Box.of(0, 47, 160, 40), "c": Box.of(0, 150, 160, 40)}
    boxes = grown({"a": (160.0, 70.0), "b": (160.0, 40.0), "c": (160.0, 40.0)}, stood)
    assert [boxes[name].top for name in "abc"] == [0, 75, 150]


def test_a_box_that_grows_pushes_its_neighbours_and_theirs_but_no_others():
    row = [Box.of(0, 0, 50, 50), Box.of(60, 0, 50, 50), Box.of(130, 0, 50, 50), Box.of(0, 60, 50, 50)]
    now = pushed(row, [Box.of(0, 0, 80, 50), *row[1:]], 10.0)
    assert [(box.left, box.top) for box in now] == [(0, 0), (90, 0), (150, 0), (0, 60)]


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda box: Box(0.0, 0.0, box.width, box.height),
        lambda box: Box(box.x / 3, box.y, box.width, box.height),
        lambda box: Box(float("nan"), box.y, box.width, box.height),
        lambda box: Box(box.x, box.y, -1.0, 1e9),
    ],
)
def test_positions_that_make_no_sense_do_no_harm(spoilt):
    before = {node: spoilt(box) for node, box in laid_out("made up").boxes.items()}
    layout = place(NETWORKS["made up"], before=before)
    assert_sound(NETWORKS["made up"], layout)


def test_all_is_laid_out_afresh_where_more_than_a_third_is_new():
    found = network_of(made_up(100))
    assert place(found, before=laid_out("made up").boxes) == place(found)
    assert place(NETWORKS["made up"], before={}) == laid_out("made up")


def test_all_is_laid_out_afresh_where_the_whole_would_become_too_large():
    before = laid_out("made up").boxes
    apart = {node: Box(3 * box.x, 3 * box.y, box.width, box.height) for node, box in before.items()}
    assert place(NETWORKS["made up"], before=apart) == laid_out("made up")


def test_a_heading_that_becomes_longer_than_its_island_pushes_the_neighbour():
    found = NETWORKS["made up"].copy()
    before = laid_out("made up")
    slim = min(before.islands, key=lambda island: (island.box.width, -len(island.label)))
    label = f"{slim.label} and a few more words"
    for claim in slim.claims:
        found.nodes[claim]["topics"] = [label]
    after = place(found, before=before.boxes)
    assert_sound(found, after)
    now = next(island for island in after.islands if island.label == label)
    assert slim.box.width + 50 < now.box.width
    for one, two in pairwise(sorted(slim.claims)):
        then = before.boxes[one].x - before.boxes[two].x, before.boxes[one].y - before.boxes[two].y
        assert after.boxes[one].x - after.boxes[two].x == pytest.approx(then[0])
        assert after.boxes[one].y - after.boxes[two].y == pytest.approx(then[1])
    assert max(moves(before, after)) < now.box.width - slim.box.width + 1


def test_islands_that_stood_over_each_other_are_parted():
    found = nx.MultiDiGraph()
    before = {}
    for topic in "AB":
        for number in range(8):
            name = f"{topic}{number}"
            found.add_node(name, type="claim", id=name, label="words", topics=[topic], claimants=[], standing="open")
            # A has its cards along the left and the top of a square, B along the right and the bottom.
            step = number % 4
            x, y = (0, step) if number < 4 else (step + 1, 0)
            x, y = (x, y) if topic == "A" else (5 - x, 5 - y)
            before[name] = Box(x * 167.0, y * 33.0, 160.0, 26.0)
    layout = place(found, before=before)
    assert_sound(found, layout)


@st.composite
def grown_networks(draw) -> tuple[nx.MultiDiGraph, set[str]]:
    """Draw a network, and which of its nodes were there before."""
    found = nx.MultiDiGraph()
    claims, entities = draw(st.integers(0, 30)), draw(st.integers(0, 12))
    topics = st.lists(st.sampled_from("ABC"), max_size=2, unique=True) if draw(st.booleans()) else st.just([])
    for number in range(entities):
        kind, label = (
            draw(st.sampled_from(["person", "concept"])),
            draw(st.sampled_from(["Ada", "A very long name " * 4])),
        )
        found.add_node(f"e{number}", type="entity", id=f"e{number}", label=label, kind=kind)
    for number in range(claims):
        found.add_node(
            f"c{number}",
            type="claim",
            id=f"c{number}",
            label="words " * draw(st.integers(1, 12)),
            topics=draw(topics),
            claimants=[],
            standing="open",
        )
    names = sorted(found)
    for one, two in (
        draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=50)) if names else ()
    ):
        if "c" in one + two:
            found.add_edge(one, two, kind="supports" if one[0] == two[0] else "about")
    return found, draw(st.sets(st.sampled_from(names))) if names else set()


@settings(max_examples=60, deadline=None)
@given(grown_networks())
def test_whatever_grows_stays_sound(drawn):
    found, gone = drawn
    with patch.object(kg_floorplan, "_EFFORT", 100):
        before = place(without(found, [node for node in gone if int(node[1:]) % 3 == 0]))
        layout = place(found, before=before.boxes)
        assert_sound(found, layout)
        assert layout == place(found, before=before.boxes)
        fewer = without(found, sorted(gone))
        assert_sound(fewer, place(fewer, before=layout.boxes))
