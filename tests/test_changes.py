"""What has changed between two ledgers. Everything in these ledgers is made up: no such firm, person or document."""

import datetime as dt
import io
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rdflib import Dataset

from kg import store
from kg.changes import Field, How, compare, text
from kg.changes.atom import atom
from kg.changes.markdown import escaped, markdown
from kg.changes.patch import patch
from kg.changes.tabulating import table
from kg.claims import (
    Appearance,
    Commitment,
    Corpus,
    Entity,
    Kind,
    Link,
    LinkType,
    Mode,
    Outcome,
    Predicate,
    Resolution,
    Text,
    Zone,
    appearance_key,
    claim_key,
    resolution_key,
)
from kg.errors import GraphError, QueryError
from kg.graph import build, recover
from kg.history import Result
from kg.restatements import Effect
from tests.ledgers import ATTACKS, RECORDED, hostile, small
from tests.strategies import corpora

DAY = dt.date.fromisoformat


def changed(ledger, claim_id, **fields):
    """Return a ledger in which one claim has other fields; what names it follows its id."""
    name = fields.get("id", claim_id)

    def called(claim):
        return name if claim == claim_id else claim

    return replace(
        ledger,
        claims=tuple(replace(each, **fields) if each.id == claim_id else each for each in ledger.claims),
        links=tuple(replace(each, subject=called(each.subject), object=called(each.object)) for each in ledger.links),
        resolutions=tuple(replace(each, resolves=called(each.resolves)) for each in ledger.resolutions),
    )


def named(corpus, claim_id):
    return next(claim for claim in corpus.claims if claim.id == claim_id)


def only(changes):
    """The one claim that has changed, where nothing else has."""
    assert not changes.records
    (found,) = changes.claims
    return found


class TestClaims:
    def test_a_sentence_in_other_words(self):
        found = only(compare(small(), changed(small(), "revenue-too-low", text="Too low, it finds.")))
        assert found.hows == (How.REWORDED,)
        assert found.fields == (Field("text", "The paper finds Orrery's revenue too low.", "Too low, it finds."),)
        assert found.warnings == ()

    def test_a_claim_in_another_mouth_is_the_same_claim_and_is_flagged(self):
        old = small()
        new = changed(old, "revenue-guidance", claimant=("lantern-post",), holder="sextant")
        found = only(compare(old, new))
        assert found.warnings == (
            "it is now claimed by The Lantern Post, and was by Ada Quill",
            "it is now the position of Sextant 2, and was that of Orrery Labs",
        )
        keys = [claim_key(named(corpus, "revenue-guidance")) for corpus in (old, new)]
        assert keys[0] != keys[1]
        assert found.fields == (
            Field("iri", *(f"https://w3id.org/ai-claims/id/claim/{key}" for key in keys)),
            Field("claimant", "Ada Quill", "The Lantern Post", Effect.SHIFTS),
            Field("holder", "Orrery Labs", "Sextant 2"),
        )
        assert "      ! it is now claimed by The Lantern Post, and was by Ada Quill\n" in text(
            compare(old, new), "a", "b"
        )

    def test_a_denial_that_affirms_is_flagged(self):
        found = only(compare(small(), changed(small(), "sextant-never-sold", polarity=True)))
        assert found.warnings == ("it now affirms what it denied",)
        assert [field.name for field in found.fields] == ["iri", "polarity"]

    def test_an_amount_a_day_and_a_commitment(self):
        old = small()
        guidance = named(old, "revenue-guidance")
        new = changed(
            old,
            "revenue-guidance",
            measure=replace(guidance.measure, high=Decimal(4_000_000)),
            period=replace(guidance.period, edtf="2032", latest=DAY("2032-12-31"), earliest=DAY("2032-01-01")),
            commitment=Commitment.FIRM,
        )
        assert only(compare(old, new)).fields[1:] == (
            Field("commitment", "expected", "firm", Effect.STRENGTHENS),
            Field(
                "measure",
                "2,000,000 to 3,000,000 US dollar, “$2-3 million”",
                "2,000,000 to 4,000,000 US dollar, “$2-3 million”",
                Effect.WEAKENS,
            ),
            Field(
                "period",
                "2031, 2031-01-01 to 2031-12-31, year inferred, “this year”",
                "2032, 2032-01-01 to 2032-12-31, year inferred, “this year”",
                Effect.WEAKENS,
            ),
        )

    def test_a_condition_that_is_dropped_strengthens(self):
        found = only(compare(small(), changed(small(), "sextant-never-sold", condition="")))
        assert found.fields == (Field("condition", "As long as the hall stands", "", Effect.STRENGTHENS),)

    def test_another_id_for_the_same_claim_takes_links_and_verdicts_along(self):
        new = changed(small(), "revenue-guidance", id="guidance-for-2031")
        found = only(compare(small(), new))
        assert found.fields == (Field("id", "revenue-guidance", "guidance-for-2031"),)
        assert found.hows == (How.REWORDED,)

    def test_ids_that_change_places(self):
        old = small()
        one, other = named(old, "revenue-too-low"), named(old, "sextant-runs-offline")
        rest = [claim for claim in old.claims if claim not in {one, other}]
        new = replace(old, claims=(*rest, replace(one, id=other.id), replace(other, id=one.id)), links=())
        found = compare(replace(old, links=()), new).claims
        assert [each.fields for each in found] == [
            (Field("id", "sextant-runs-offline", "revenue-too-low"),),
            (Field("id", "revenue-too-low", "sextant-runs-offline"),),
        ]

    def test_another_id_and_other_content_at_the_same_place_is_the_same_claim(self):
        new = changed(small(), "revenue-too-low", id="revenue-far-too-low", object=Text("far too low"))
        found = only(compare(small(), new))
        assert [field.name for field in found.fields] == ["iri", "id", "object"]
        assert found.fields[2] == Field("object", "“too low”", "“far too low”", Effect.SHIFTS)

    def test_two_claims_at_one_place_are_not_guessed_at(self):
        old = small()
        offline = named(old, "sextant-runs-offline")
        one = replace(offline, id="one", object=Text("one"))
        other = replace(offline, id="other", object=Text("other"))
        rest = tuple(claim for claim in old.claims if claim.id != offline.id)
        found = compare(replace(old, links=()), replace(old, links=(), claims=(*rest, one, other)))
        assert [(each.claim.id, each.hows) for each in found.claims] == [
            ("one", (How.ADDED,)),
            ("other", (How.ADDED,)),
            ("sextant-runs-offline", (How.GONE,)),
        ]

    def test_an_id_that_another_claim_now_has(self):
        """The old one is gone, with its verdict; the other took its id, and has none."""
        old = small()
        gone = named(old, "sextant-never-sold")
        rest = tuple(claim for claim in old.claims if claim.id not in {gone.id, "revenue-too-low"})
        taken = replace(named(old, "revenue-too-low"), id=gone.id)
        kept = tuple(one for one in old.resolutions if one.resolves != gone.id)
        new = replace(old, claims=(*rest, taken), links=(), resolutions=kept)
        found = {each.hows: each for each in compare(replace(old, links=()), new).claims}
        assert set(found) == {(How.GONE,), (How.REWORDED,)}
        assert found[How.GONE,].claim == gone
        assert [one.how for one in found[How.GONE,].verdicts] == [How.GONE]
        assert found[How.REWORDED,].fields == (Field("id", "revenue-too-low", "sextant-never-sold"),)

    def test_a_place_more_and_a_place_less(self):
        old = small()
        claim = named(old, "revenue-guidance")
        more = Appearance("report", "two to three million", Mode.DIRECT_QUOTE, Zone.SUMMARY, 1, 5, cue="writes")
        found = only(compare(old, changed(old, claim.id, appearance=(*claim.appearance[:1], more))))
        assert found.fields == (
            Field(
                "appearance",
                "“Revenue – up to 3 million”, Notes from the harbour hall, bullets, 400–425, unattributed",
                "",
            ),
            Field(
                "appearance",
                "",
                "“two to three million”, Annual report of Orrery Labs, summary, 1–5, directQuote, cue “writes”",
            ),
        )

    @pytest.mark.parametrize("label", ["Revenue is too  low", "Revenue is too\u200b low", "Revenue is too\u00a0low"])
    def test_what_a_screen_does_not_show_is_spelt_out(self, label):
        (field,) = only(compare(small(), changed(small(), "revenue-too-low", label=label))).fields
        assert field.before == '"Revenue is too low"'
        assert field.after != field.before
        assert "\\u" in field.after


class TestVerdicts:
    def by(self, *resolutions):
        return replace(small(), resolutions=resolutions)

    def test_a_new_verdict_is_no_reason_for_a_flag(self):
        old = small()
        before = self.by(*(one for one in old.resolutions if one.outcome is not Outcome.FULFILLED))
        found = only(compare(before, old))
        assert found.hows == (How.RESOLVED,)
        assert found.results == (Result.OPEN, Result.FULFILLED)
        assert [(one.how, one.warnings) for one in found.verdicts] == [(How.ADDED, ())]
        assert compare(before, old).warned == 0

    @pytest.mark.parametrize(
        ("fields", "warning", "differs"),
        [
            ({"outcome": Outcome.FULFILLED}, "an earlier verdict was rewritten", {"outcome"}),
            ({"comment": "Looked again."}, "an earlier verdict was rewritten", {"comment"}),
            ({"criterion": "Few can buy it."}, "the criterion of an earlier verdict was rewritten", {"criterion"}),
            ({"evidence": ("notes",)}, "an earlier verdict was rewritten", {"evidence"}),
        ],
    )
    def test_an_earlier_verdict_that_was_changed_is_flagged(self, fields, warning, differs):
        old = small()
        *rest, last = old.resolutions
        assert last.resolves == "sextant-never-sold"
        found = only(compare(old, self.by(*rest, replace(last, **fields))))
        (verdict,) = found.verdicts
        assert verdict.how is How.CHANGED
        assert verdict.warnings[0].startswith(warning)
        assert {field.name for field in verdict.fields} == differs

    def test_a_verdict_that_was_taken_away_is_flagged(self):
        found = only(compare(small(), self.by(*small().resolutions[:-1])))
        assert found.results == (Result.NOT_FULFILLED, Result.UNTESTABLE)
        assert [(one.how, len(one.warnings)) for one in found.verdicts] == [(How.GONE, 1)]

    def test_verdicts_go_with_a_claim_that_is_gone(self):
        old = small()
        new = replace(
            old,
            claims=tuple(claim for claim in old.claims if claim.id != "sextant-never-sold"),
            links=old.links[:1],
            resolutions=old.resolutions[:-1],
        )
        changes = compare(old, new)
        (found,) = changes.claims
        assert [(one.how, one.warnings) for one in found.verdicts] == [(How.GONE, ())]
        assert changes.counts == {("claim", How.GONE): 1, ("link", How.GONE): 1}


def test_everything_else_that_changes():
    old = small()
    new = replace(
        old,
        ledger=replace(old.ledger, title="Claims of the harbour"),
        entities=(*old.entities[1:], Entity("new", "New", "Person", "A newcomer.")),
        predicates=(Predicate("says", "says about it", "What is said."),),
        topics=old.topics[:1],
        units=(replace(old.units[0], symbol=("$", "USD")),),
        events=(replace(old.events[0], date=DAY("2031-02-01")),),
        documents=tuple(replace(each, recorded_on=RECORDED) for each in old.documents),
        links=(
            replace(old.links[0], comment=""),
            old.links[1],
            Link("revenue-too-low", LinkType.ECHOES, "revenue-guidance", "orrery"),
        ),
    )
    changes = compare(old, new)
    assert changes.counts == {
        ("ledger", How.CHANGED): 1,
        ("entity", How.ADDED): 1,
        ("entity", How.GONE): 1,
        ("predicate", How.CHANGED): 1,
        ("topic", How.GONE): 1,
        ("unit", How.CHANGED): 1,
        ("event", How.CHANGED): 1,
        ("document", How.CHANGED): 2,
        ("link", How.ADDED): 1,
        ("link", How.CHANGED): 1,
    }
    assert not changes.claims
    said = text(changes, "old", "new")
    assert said.startswith(
        "old → new: 1 link added, 1 link changed, 2 documents changed, 1 entity added, 1 entity gone, "
        "1 predicate changed, 1 topic gone, 1 unit changed, 1 event changed, 1 ledger changed\n"
    )
    assert "      symbol       $ → $, USD\n" in said
    assert "  + Revenue is too low – echoes – Revenue will be $2–3 M in 2031\n      said by Orrery Labs\n" in said


def test_the_text_of_a_few_changes():
    old = small()
    new = changed(old, "sextant-never-sold", commitment=Commitment.FIRM, label="Sextant 2 will never be sold")
    new = replace(new, resolutions=new.resolutions[:-1], entities=old.entities[:-1])
    keys = [claim_key(named(corpus, "sextant-never-sold")) for corpus in (old, new)]
    assert text(compare(old, new), "HEAD~1", "this ledger") == (
        "HEAD~1 → this ledger: 1 claim reworded, 1 claim re-resolved, 1 entity gone\n"
        "! marks 1 claim to look at\n"
        "\n"
        "Claims reworded (1)\n"
        "  ~ Sextant 2 will never be sold  [sextant-never-sold]\n"
        "      iri\n"
        f"        - https://w3id.org/ai-claims/id/claim/{keys[0]}\n"
        f"        + https://w3id.org/ai-claims/id/claim/{keys[1]}\n"
        "      label        Sextant 2 will not be sold → Sextant 2 will never be sold\n"
        "      commitment   conditional → firm  (strengthens)\n"
        "\n"
        "Claims re-resolved (1)\n"
        "  ~ Sextant 2 will never be sold  [sextant-never-sold]  notFulfilled → untestable\n"
        "      - notFulfilled, known on 2032-03-01, recorded on 2036-05-01: Nobody can buy it. Evidence:\n"
        "        Annual report of Orrery Labs.\n"
        "        ! an earlier verdict was taken away; a changed verdict is another resolution, and the\n"
        "          earlier one stays\n"
        "\n"
        "Entities (1)\n"
        "  - Never Mentioned  [unused]\n"
    )


def test_nothing_has_changed():
    changes = compare(small(), small())
    assert not changes
    assert text(changes, "a", "b") == "a → b: nothing has changed\n"
    assert markdown(changes, "a", "b") == b"**Nothing has changed**, from a to b.\n"
    assert patch(small(), small()) == b""
    assert table(changes).rows == []
    assert b"<entry>" not in atom(changes)


@given(corpora())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_ledger_that_went_through_rdf_has_not_changed(corpus):
    assert not compare(corpus, recover(build(corpus)))


@st.composite
def pairs(draw):
    """Two ledgers that have much in common, or one and another."""
    old = draw(corpora())
    if draw(st.integers(0, 4)) == 0:
        other = draw(corpora())
        return old, replace(
            other, ledger=replace(other.ledger, base=draw(st.sampled_from([old.ledger.base, other.ledger.base])))
        )
    ids = {claim.id: draw(st.sampled_from([claim.id, claim.id, f"{claim.id}-b"])) for claim in old.claims}
    kept = {name for name in ids if draw(st.integers(0, 3))}
    claims = []
    for claim in old.claims:
        if claim.id not in kept:
            continue
        places = []
        for each in claim.appearance:
            via, _, place = (each.via or "").partition("@")
            places.append(replace(each, via=f"{ids[via]}@{place}" if via in kept else None))
        fields = draw(
            st.sampled_from(
                [
                    {},
                    {},
                    {"polarity": not claim.polarity},
                    {"label": "Other"},
                    {"kind": Kind.ROLE},
                    {"appearance": tuple(places[:1])},
                ]
            )
        )
        claims.append(replace(claim, **{"id": ids[claim.id], "appearance": tuple(places), **fields}))
    assume(len({claim_key(claim) for claim in claims}) == len(claims) == len({claim.id for claim in claims}))
    known = {appearance_key(claim.id, each) for claim in claims for each in claim.appearance}

    def sound(each):
        return replace(each, via=each.via if each.via in known else None)

    claims = [replace(claim, appearance=tuple(map(sound, claim.appearance))) for claim in claims]
    links = [
        replace(
            link, subject=ids[link.subject], object=ids[link.object], comment=draw(st.sampled_from(["", link.comment]))
        )
        for link in old.links
        if {link.subject, link.object} <= kept and draw(st.booleans())
    ]
    resolutions = [
        replace(
            one,
            resolves=ids[one.resolves],
            derived_from=tuple(ids[name] for name in one.derived_from if name in kept),
            outcome=draw(st.sampled_from([one.outcome, Outcome.FULFILLED])),
        )
        for one in old.resolutions
        if one.resolves in kept and draw(st.integers(0, 3))
    ]
    assume(len({(one.resolves, resolution_key(one)) for one in resolutions}) == len(resolutions))
    new = replace(old, claims=tuple(claims), links=tuple(links), resolutions=tuple(resolutions))
    return (old, new) if draw(st.booleans()) else (new, old)


def quads(opened):
    out = io.BytesIO()
    opened.export("nquads", out)
    return out.getvalue()


@given(pairs())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_patch_makes_the_old_quads_the_new(pair):
    old, new = pair
    opened = store.open(old)
    opened.engine.update(patch(old, new).decode())
    assert sorted(everything(opened)) == sorted(everything(store.open(new)))


def everything(opened):
    """All quads but the ontology's."""
    return [line for line in opened.nquads().split("\n") if not line.endswith(" <https://w3id.org/ai-claims/ns> .")]


@given(pairs())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_there_and_back(pair):
    """What is added one way is gone the other way; what nobody could see is not told."""
    there, back = compare(*pair), compare(*pair[::-1])
    turned = {How.ADDED: How.GONE, How.GONE: How.ADDED}
    assert Counter({(kind, turned.get(how, how)): count for (kind, how), count in there.counts.items()}) == back.counts
    for change in there.claims:
        assert change.hows
        assert all(field.before != field.after for field in change.fields)


def test_a_patch_is_read_by_another_engine_too():
    old = small()
    new = changed(old, "revenue-guidance", text='Has "quotes"\nand ends in \\', claimant=("lantern-post",))
    dataset = Dataset()
    dataset.parse(data=quads(store.open(old)), format="nquads")
    dataset.update(patch(old, new).decode())
    expected = Dataset()
    expected.parse(data=quads(store.open(new)), format="nquads")
    assert set(dataset.quads()) == set(expected.quads())


def test_one_triple_that_two_links_say_stays_while_one_of_them_does():
    old = small()
    twice = replace(old, links=(*old.links, replace(old.links[0], asserted_by="orrery")))
    for before, after in ((twice, old), (old, twice)):
        opened = store.open(before)
        opened.engine.update(patch(before, after).decode())
        assert quads(opened) == quads(store.open(after))
        assert patch(before, after).count(b"DATA") == 1


def test_what_was_accepted_is_taken_back_only_where_no_other_claim_says_it():
    old = small()
    offline = replace(named(old, "sextant-runs-offline"), kind=Kind.RELATION)
    again = replace(offline, id="again", claimant=("orrery",))
    both = replace(old, claims=(*(claim for claim in old.claims if claim.id != offline.id), offline, again))
    disputed = replace(both, links=(*both.links, Link("revenue-too-low", LinkType.DISPUTES, "again", "orrery")))
    accepted = b"<https://w3id.org/ai-claims/id/graph/accepted>"
    assert accepted not in patch(both, disputed)
    last = replace(disputed, links=(*disputed.links, Link("revenue-too-low", LinkType.DISPUTES, offline.id, "orrery")))
    assert accepted in patch(disputed, last)
    assert patch(last, disputed).count(accepted) == 1


def test_a_patch_of_what_is_no_whole_ledger_is_refused():
    broken = replace(small(), links=(Link("revenue-too-low", LinkType.ECHOES, "nowhere", "orrery"),))
    with pytest.raises(GraphError, match='there is no claim "nowhere"'):
        patch(small(), broken)


# Markdown


def rendered(source):
    """Read Markdown as GitHub does, short of what it looks for afterwards; return its tags and its text."""
    html = MarkdownIt("gfm-like", {"linkify": False}).render(source)
    return Counter(re.findall(r"<(/?\w+)", html)), html


def read(source):
    """Return what a reader sees of a line of Markdown."""
    _, html = rendered(source)
    plain = re.sub(r"<!-- -->|</?span>|</?p>|\n$", "", html)
    assert not re.search("<[^>]*>", plain), html
    return unescape(plain)


WORDS = st.text(
    st.sampled_from("ab1 @#!~%&$*_`[]()<>|\\/:.-+=^\"'{}\u2028\u202e\x07é") | st.characters(exclude_categories=("Cs",)),
    max_size=40,
)


@given(WORDS)
@example("1. one")
@example("- one")
@example("    code")
@example("| a | b |\n|---|---|")
@example("http://example.org www.example.org a@example.org @somebody #12 GH-12 deadbeef :smile: $a$ ![x](y) [x]: y")
@example("\\@somebody \\` &copy; <!-- -->")
@settings(max_examples=300, deadline=None)
def test_no_text_becomes_markup(words):
    line = escaped(words)
    assert "\n" not in line
    shown = re.sub("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "\ufffd", " ".join(words.split()))
    assert read(f"x {line}") == f"x {shown}".rstrip()
    if shown:
        assert read(line) == shown


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        ("by @somebody", r"@\w"),
        ("a@example.org", r"@\w"),
        ("fixes #12", r"#\d"),
        ("owner/name#12", r"#\d"),
        ("GH-12", r"GH-\d"),
        ("see http://example.org", r"http://"),
        ("see HTTPS://example.org", r"HTTPS://"),
        ("see www.example.org", r"www\."),
        ("mailto:a", r"mailto:a"),
        ("in deadbeef12", r"[0-9a-f]{7}"),
        (":smile:", r":smile:"),
        ("!12 and %1 and ~bug and &4", r"[!%~&]\w"),
        ("$a$ and $$b$$", r"\$[^<]"),
    ],
)
def test_nothing_is_left_for_a_forge_to_find(words, mark):
    """What it looks for in the text between tags is not there; the tags are an empty comment, or a sign of its own."""
    assert re.search(mark, words, re.IGNORECASE)
    _, html = rendered(escaped(words))
    assert not any(re.search(mark, part, re.IGNORECASE) for part in map(unescape, re.split(r"<[^>]*>", html)))


def empty(corpus):
    return Corpus(corpus.ledger)


def test_a_ledger_of_attacks_as_markdown():
    source = markdown(compare(empty(hostile()), hostile()), "<script>", "@new").decode()
    tags, html = rendered(source)
    assert set(tags) <= {
        each for tag in ("p", "strong", "details", "summary", "ul", "li", "span") for each in (tag, f"/{tag}")
    }
    assert tags["details"] == tags["/details"] == 7  # claims, links, documents, entities, predicates, topics, units
    assert "window.ran" in html
    assert source.count("\n- ") == sum(compare(empty(hostile()), hostile()).counts.values())


def test_details_are_open_where_there_is_something_to_look_at():
    old = small()
    new = changed(old, "revenue-guidance", claimant=("lantern-post",), holder=None)
    said = markdown(compare(old, replace(new, entities=old.entities[:-1])), "main", "this ledger").decode()
    assert said.startswith(
        "**1 claim reworded, 1 entity gone**, from main to this ledger.\n\n⚠ marks 1 claim to look at.\n"
    )
    assert "<details open><summary>Claims reworded (1)</summary>" in said
    assert "<details><summary>Entities (1)</summary>" in said
    assert "  - ⚠ **it is now claimed by The Lantern Post, and was by Ada Quill**\n" in said
    assert "- \\~ **Revenue will be <span>$</span>2–3 M in 2031** (revenue-guidance)\n" in said


# Atom

ATOM = "{http://www.w3.org/2005/Atom}"


def feed_of(source):
    """Read a feed, and hold it to what RFC 4287 demands (4.1.1, 4.1.2)."""
    feed = ET.fromstring(source)  # noqa: S314  (our own)
    assert feed.tag == f"{ATOM}feed"
    one = ("id", "title", "updated")
    assert [len(feed.findall(f"{ATOM}{tag}")) for tag in (*one, "author", "subtitle", "generator")] == [1] * 6
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    ids = [each.text for each in feed.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids)
    assert all(re.match(r"[a-z]+:[^\s<>\"{}|\\^`]+$", each) for each in ids)
    for entry in feed.findall(f"{ATOM}entry"):
        assert [len(entry.findall(f"{ATOM}{tag}")) for tag in (*one, "content")] == [1] * 4
        (body,) = entry.find(f"{ATOM}content")
        assert entry.find(f"{ATOM}content").get("type") == "xhtml"
        assert body.tag == "{http://www.w3.org/1999/xhtml}div"
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", each.text) for each in feed.iter(f"{ATOM}updated"))
    return feed


def test_a_feed():
    old = small()
    added = replace(
        named(old, "revenue-too-low"), id="added", claimant=("orrery",), recorded_on=DAY("2036-04-01"), label="Added"
    )
    verdict = Resolution(
        "sextant-never-sold", Outcome.FULFILLED, "It is on sale.", ("notes",), RECORDED, DAY("2036-06-01")
    )
    new = changed(old, "revenue-guidance", text="In other words.")
    new = replace(new, claims=(*new.claims, added), resolutions=(*new.resolutions, verdict))
    feed = feed_of(atom(compare(old, new)))
    assert feed.findtext(f"{ATOM}id") == "https://w3id.org/ai-claims/id/ledger#changes"
    assert feed.findtext(f"{ATOM}updated") == "2036-06-01T00:00:00Z"
    told = [
        (entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}updated")[:10])
        for entry in feed.findall(f"{ATOM}entry")
    ]
    assert told == [
        ("Added: Added", "2036-04-01"),  # its own day
        ("Reworded: Revenue will be $2–3 M in 2031", "2036-06-01"),  # bears no day: the newest of the ledger
        ("Re-resolved: Sextant 2 will not be sold", "2036-06-01"),  # the new verdict's
    ]
    assert f"claim/{claim_key(added)}#added-" in feed.find(f"{ATOM}entry").findtext(f"{ATOM}id")
    # over a longer time, the same change has the same id
    longer = feed_of(atom(compare(replace(old, entities=()), new)))
    assert [each.text for each in longer.iter(f"{ATOM}id")][1] == [each.text for each in feed.iter(f"{ATOM}id")][1]
    asked = feed_of(atom(compare(old, new), DAY("2037-01-01")))
    assert [each.text[:10] for each in asked.iter(f"{ATOM}updated")] == [
        "2037-01-01",
        "2036-04-01",
        "2037-01-01",
        "2036-06-01",
    ]


def test_a_feed_needs_a_day():
    old = replace(small(), resolutions=())
    changes = compare(old, changed(old, "revenue-guidance", text="In other words."))
    with pytest.raises(QueryError, match="give a day with --today"):
        atom(changes)
    assert feed_of(atom(changes, RECORDED)).findtext(f"{ATOM}updated") == "2036-05-01T00:00:00Z"


def test_a_ledger_of_attacks_as_a_feed():
    feed = feed_of(atom(compare(empty(hostile()), hostile()), RECORDED))
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]
    assert sorted(titles) == sorted(" ".join(f"Added: {attack}".split()) for attack in ATTACKS)
    assert {each.tag.rpartition("}")[2] for each in feed.iter() if "xhtml" in each.tag} == {"div", "p", "ul", "li"} - {
        "ul",
        "li",
    }


def test_a_ledger_of_attacks_as_a_patch():
    opened = store.open(empty(hostile()))
    opened.engine.update(patch(empty(hostile()), hostile()).decode())
    assert quads(opened) == quads(store.open(hostile()))


def test_a_table_has_a_row_a_field():
    old = small()
    new = changed(old, "revenue-guidance", claimant=("lantern-post",), text="In other words.")
    new = replace(new, resolutions=new.resolutions[:-1], topics=old.topics[:1])
    rows = [[None if cell is None else str(cell) for cell in row] for row in table(compare(old, new)).rows]
    mouth = "it is now claimed by The Lantern Post, and was by Ada Quill"
    shown = [(row[0], row[1], row[2], *row[5:10]) for row in rows]
    assert shown[1:3] == [
        ("claim", "reworded", "revenue-guidance", "text", old.claims[0].text, "In other words.", None, mouth),
        ("claim", "reworded", "revenue-guidance", "claimant", "Ada Quill", "The Lantern Post", "shifts", mouth),
    ]
    assert shown[3][:3] == ("resolution", "gone", "sextant-never-sold")
    assert shown[4] == ("topic", "gone", "machines", None, None, None, None, None) or shown[4][:3] == (
        "topic",
        "gone",
        "money",
    )
    assert len(rows) == 5


def test_another_base_is_another_ledger_altogether():
    old = small()
    new = replace(old, ledger=replace(old.ledger, base="https://harbour.example/"))
    changes = compare(old, new)
    assert [each.kind for each in changes.records] == ["ledger"]
    opened = store.open(old)
    opened.engine.update(patch(old, new).decode())
    assert sorted(everything(opened)) == sorted(everything(store.open(new)))
