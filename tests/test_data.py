"""The shipped ledger, tested like code: it is the product. A failure says which command mends it."""

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from kg import assets, store
from kg.anchor import find_texts, verify
from kg.claims import FRAGMENT_WORDS, Commitment, Kind, LinkType, Mode, Outcome, Zone
from kg.records import read
from kg.rules import check

ROOT = Path(__file__).resolve().parent.parent
TEXTS = Path(os.environ.get("KG_TEXTS", ROOT.parent / "shared" / "sources"))
ARTICLE = "the-decoder-meta-llama-4"
READ_ELSEWHERE = {
    "capex-2024-guidance-of-february",
    "capex-2024-guidance-of-october",
    "capex-grows-in-2025",
    "llama-4-likely-ten-times-compute",
    "meta-ai-most-used-in-the-world",
}
FIXED = """
meta meta-ai mark-zuckerberg susan-li sundar-pichai google google-cloud microsoft microsoft-azure amazon aws nvidia
databricks linux llama llama-3 llama-3-1 llama-4 european-union the-decoder
"""


@pytest.fixture(scope="module")
def ledger():
    return read(assets.data())


@pytest.fixture(scope="module")
def claims(ledger):
    return {claim.id: claim for claim in ledger.claims}


def test_check_finds_no_error_and_no_warning(ledger):
    with store.open(ledger) as opened:
        findings = [str(found) for found in check(opened, places=ledger.places) if found.severity != "info"]
    assert not findings, "kg check says more"


def test_every_fragment_is_anchored(ledger):
    """Where the text was not at hand, the appearance says how sure the recorder is of words read elsewhere."""
    loose = [(claim.id, each) for claim in ledger.claims for each in claim.appearance if each.start is None]
    assert {name for name, each in loose if each.confidence is not None} == READ_ELSEWHERE
    assert not [name for name, each in loose if each.confidence is None], (
        "run: kg anchor data/documents/DOCUMENT.toml --text ARTICLE.txt"
    )


def test_every_anchor_stands_in_its_text(ledger):
    texts = find_texts(ledger, TEXTS) if TEXTS.is_dir() else {}
    if ARTICLE not in texts:
        pytest.skip(f"the article's text is not at hand: put {ARTICLE}.txt into a folder and name it in KG_TEXTS")
    assert [str(mismatch) for mismatch in verify(ledger, texts)] == []
    assert sum(each.document == ARTICLE for claim in ledger.claims for each in claim.appearance) == 93


def test_a_spoilt_text_is_noticed(ledger):
    texts = find_texts(ledger, TEXTS) if TEXTS.is_dir() else {}
    if ARTICLE not in texts:
        pytest.skip("the article's text is not at hand")
    spoilt = texts[ARTICLE].replace("Google CEO", "Googles CEO")
    assert verify(ledger, {ARTICLE: spoilt})


def test_fragments_keep_ten_words_at_most(ledger):
    for claim in ledger.claims:
        for appearance in claim.appearance:
            words = f"{appearance.prefix} {appearance.exact} {appearance.suffix}".split()
            assert len(words) <= FRAGMENT_WORDS, claim.id


def test_no_run_of_the_article_enters_the_data():
    text = TEXTS / f"{ARTICLE}.txt"
    if not text.is_file():
        pytest.skip("the article's text is not at hand")
    words = re.findall(r"[a-z0-9$%.]+", text.read_text(encoding="utf-8").lower())
    runs = {tuple(words[at : at + 13]) for at in range(len(words) - 12)}
    for file in (ROOT / "data").rglob("*.toml"):
        ours = re.findall(r"[a-z0-9$%.]+", file.read_text(encoding="utf-8").lower())
        assert not runs & {tuple(ours[at : at + 13]) for at in range(len(ours) - 12)}, file.name


def test_labels_fit_a_card(ledger):
    assert [claim.id for claim in ledger.claims if len(claim.label) > 70] == []


def test_the_fixed_identifiers_are_there(ledger):
    assert set(FIXED.split()) <= {entity.id for entity in ledger.entities}


def test_no_wikidata_item_is_two_entities(ledger):
    matches = Counter(match for entity in ledger.entities for match in entity.exact_match)
    assert [match for match, count in matches.items() if count > 1] == []


def test_everything_declared_for_claims_is_used(ledger):
    used = {claim.predicate for claim in ledger.claims}
    assert {predicate.id for predicate in ledger.predicates} == used
    assert {topic.id for topic in ledger.topics} == {topic for claim in ledger.claims for topic in claim.topic}


def test_the_article_is_read_whole(ledger):
    article = [claim for claim in ledger.claims if any(each.document == ARTICLE for each in claim.appearance)]
    assert len(article) == 86
    assert {claim.id for claim in ledger.claims} - {claim.id for claim in article} == READ_ELSEWHERE
    zones = Counter(appearance.zone for claim in ledger.claims for appearance in claim.appearance)
    assert set(zones) == set(Zone)
    assert {claim.kind for claim in ledger.claims} == set(Kind)
    assert {claim.commitment for claim in ledger.claims} == set(Commitment) - {Commitment.REPORTED}
    assert {appearance.mode for claim in ledger.claims for appearance in claim.appearance} == set(Mode)
    assert {link.predicate for link in ledger.links} == set(LinkType)


class TestTraps:
    """What a careless reading of the article flattens."""

    def test_years_that_the_text_does_not_give_are_marked(self, claims):
        inferred = {name for name, claim in claims.items() if claim.period and claim.period.inferred}
        assert inferred == {
            "capex-2024-guidance",
            "capex-2024-guidance-of-april",
            "capex-2024-guidance-of-october",
            "meta-ai-most-used",
            "meta-ai-most-used-in-the-world",
            "q2-infrastructure-spending",
            "q2-profit",
            "q2-revenue",
            "q3-revenue-guidance",
        }

    def test_each_range_replaces_the_one_before(self, ledger, claims):
        links = sorted(
            (link for link in ledger.links if link.predicate == LinkType.SUPERSEDES),
            key=lambda link: claims[link.subject].claimed_on,
        )
        assert all(claims[link.object].claimed_on < claims[link.subject].claimed_on for link in links)
        ranges = [
            [
                (each.low / 10**9, each.high / 10**9)
                for each in (claims[link.object].measure, claims[link.subject].measure)
            ]
            for link in links
        ]
        assert ranges == [[(30, 37), (35, 40)], [(35, 40), (37, 40)], [(37, 40), (38, 40)]]

    def test_figures_come_in_pairs(self, claims):
        assert claims["q2-revenue"].measure.value == 39_100_000_000
        assert str(claims["q2-revenue"].measure.change_rate) == "0.22"
        assert claims["q2-revenue"].measure.rounding == 50_000_000

    def test_the_list_of_partners_is_open(self, claims):
        partners = {claim.object for claim in claims.values() if claim.predicate == "partners-with"}
        assert partners == {"aws", "microsoft-azure", "google-cloud", "cloud-providers"}

    def test_denials_stay_denials(self, claims):
        assert {name for name, claim in claims.items() if not claim.polarity} == {
            "llama-4-not-in-eu",
            "meta-ai-no-assassination",
        }

    def test_a_false_presupposition_is_not_a_fact(self, claims):
        assert claims["trump-assassination-presupposed"].commitment == Commitment.PRESUPPOSED
        assert claims["meta-ai-no-assassination"].claimant == ("meta-ai",)

    def test_a_verb_that_distances(self, claims):
        assert claims["demand-exceeds-azure-capacity"].commitment == Commitment.DISTANCED

    def test_an_unclear_scope(self, claims):
        assert claims["microsoft-spends-billions"].appearance[0].mode == Mode.AMBIGUOUS_SCOPE

    def test_the_echo_came_first(self, ledger, claims):
        (link,) = [link for link in ledger.links if link.predicate == LinkType.ECHOES]
        assert claims[link.subject].claimed_on < claims[link.object].claimed_on

    def test_the_summary_moves_claimant_and_time(self, claims):
        summary, quote = claims["chatbots-ubiquitous-soon"], claims["every-business-has-an-agent"]
        assert (summary.claimant, quote.claimant) == (("meta",), ("mark-zuckerberg",))
        assert summary.period.as_written == "soon"

    def test_readings_have_resolutions_of_their_own(self, ledger):
        verdicts = Counter((one.resolves, one.outcome) for one in ledger.resolutions)
        assert verdicts["llama-4-ten-times-compute", Outcome.NOT_FULFILLED] == 2
        assert verdicts["llama-4-ten-times-compute", Outcome.PENDING] == 1
        assert verdicts["capex-2024-guidance", Outcome.FULFILLED] == 2
