"""Verdicts: added to record files, and worked out from figures. Everything in these ledgers is made up."""

import datetime as dt
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest

from kg.claims import Approximation, Kind, Measure, Outcome, Text, Unit, claim_key
from kg.errors import QueryError, RecordError
from kg.graph import build, recover
from kg.history import as_of, propose
from kg.history.criteria import Ask, Threshold, executable, implied, judge, written
from kg.history.tabulating import proposals_graph
from kg.naming import find_claim
from kg.records import add_resolutions, dump, read
from kg.terms import AC, PROV, RDF
from tests.test_history import DAY, HELD, Document, claim, dollars, ledger, verdict, year

DOLLAR = Unit("CCY_USD", "US dollar", ("$",))
TODAY = DAY("2033-01-01")


class TestCriteria:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("actual in [37, 40]", Threshold("actual", Decimal(37), Decimal(40), None)),
            ("actual in [37,40]", Threshold("actual", Decimal(37), Decimal(40), None)),
            ("actual in [37,000, 40,000]", Threshold("actual", Decimal(37000), Decimal(40000), None)),
            (
                "actual in [$37 billion, $40 billion]",
                Threshold("actual", Decimal(37 * 10**9), Decimal(40 * 10**9), "CCY_USD"),
            ),
            ("q3-revenue in [38.5; 41]", Threshold("q3-revenue", Decimal("38.5"), Decimal(41), None)),
            (" actual >= $5 ", Threshold("actual", Decimal(5), None, "CCY_USD")),
            ("actual > 5", Threshold("actual", Decimal(5), None, None, open_ends=True)),
            ("actual<=5", Threshold("actual", None, Decimal(5), None)),
            ("actual < 5", Threshold("actual", None, Decimal(5), None, open_ends=True)),
            ("ASK { ?s ?p ?o }", Ask("ASK { ?s ?p ?o }")),
            (
                "PREFIX x: <http://x.example/> ask where{ ?s x:p ?o }",
                Ask("PREFIX x: <http://x.example/> ask where{ ?s x:p ?o }"),
            ),
            ("Ask Orrery whether it ships.", None),
            ("Revenue lies in [37, 40].", None),
            ("actual in [40, 37]", None),
            ("actual in [37]", None),
            ("actual in [37, 38, 40]", None),
            ("actual in [37, 40", None),
            ("actual in [$37, 40 apples]", None),
            ("actual > about 5 things", None),
        ],
    )
    def test_what_can_be_worked_out(self, text, expected):
        assert executable(text, (DOLLAR,)) == expected

    @pytest.mark.parametrize(
        ("test", "number", "rounding", "met"),
        [
            (("10", "20"), 10, 0, True),
            (("10", "20"), 20, 0, True),
            (("10", "20"), 21, 0, False),
            (("10", "20"), 9, 0, False),
            (("10", "20"), 20, 1, None),  # 19 to 21
            (("10", "20"), 22, 1, False),  # 21 to 23
            (("10", "20"), 11, 1, True),  # 10 to 12
            (("10", None), 10, 0, True),
            (("10", None, True), 10, 0, False),
            (("10", None, True), 11, 1, None),  # 10 to 12
            ((None, "20", True), 20, 0, False),
            ((None, "20", True), 19, 0, True),
            ((None, "20"), 20, 0, True),
        ],
    )
    def test_a_figure_meets_a_threshold_or_does_not_or_its_rounding_leaves_it_open(self, test, number, rounding, met):
        low, high, *open_ends = test
        threshold = Threshold("actual", low and Decimal(low), high and Decimal(high), None, bool(open_ends))
        assert judge(threshold, dollars(number, rounding=rounding)) is met

    def test_a_figure_open_to_one_side(self):
        at_least = Measure("CCY_USD", value=Decimal(15), approximation=Approximation.AT_LEAST)
        assert judge(Threshold("actual", Decimal(10), None, None), at_least) is True
        assert judge(Threshold("actual", Decimal(10), Decimal(20), None), at_least) is None
        assert judge(Threshold("actual", None, Decimal(14), None), at_least) is False

    def test_what_a_claims_own_amount_implies(self):
        assert written(implied(dollars(20, 30))) == "actual in [20, 30]"
        assert (
            written(implied(Measure("CCY_USD", value=Decimal(5), approximation=Approximation.AT_LEAST)))
            == "actual >= 5"
        )
        assert (
            written(implied(Measure("CCY_USD", value=Decimal(5), approximation=Approximation.AT_MOST))) == "actual <= 5"
        )
        assert written(implied(dollars(5, rounding="0.5"))) == "actual in [4.5, 5.5]"
        assert implied(Measure("CCY_USD", approximation=Approximation.VAGUE_MAGNITUDE)) is None
        assert implied(None) is None

    @pytest.mark.parametrize("text", ["actual in [20, 30.5]", "actual >= 5", "actual > 5", "actual <= 5", "actual < 5"])
    def test_a_written_threshold_reads_back(self, text):
        assert written(executable(text, ())) == text


def no_question(text):
    raise AssertionError(text)


def guided(**given):
    return claim(
        "guided", Kind.GUIDANCE, **{"object": None, "predicate": "revenue", "measure": dollars(20, 30), **given}
    )


def figure(name, amount, day="2032-01-20", **given):
    ordinary = {"object": None, "predicate": "revenue", "measure": amount, "claimed_on": DAY(day)}
    return claim(name, Kind.FIGURE, **{**ordinary, **given})


class TestProposing:
    def test_a_figure_about_something_else_is_not_what_came(self):
        part = figure("reported", dollars(15), object=Text("from advertising"))
        assert list(propose(ledger([guided(), part]), TODAY, no_question)) == []
        (found,) = propose(ledger([guided(), part, figure("whole", dollars(25))]), TODAY, no_question)
        assert (found.outcome, found.derived_from) == (HELD, ("whole",))

    def test_a_guidance_and_the_figure_that_came(self):
        corpus = ledger([guided(), figure("reported", dollars(29, rounding="0.5"))])
        (found,) = propose(corpus, TODAY, no_question)
        assert (found.claim.id, found.criterion, found.outcome) == ("guided", "actual in [20, 30]", HELD)
        assert (found.known_on, found.evidence, found.derived_from) == (DAY("2032-01-20"), ("notes",), ("reported",))
        assert found.working == ("reported: 29 ± 0.5 in [20, 30]: yes",)

    @pytest.mark.parametrize(
        ("amount", "outcome"),
        [(dollars(31), Outcome.NOT_FULFILLED), (dollars(19), Outcome.NOT_FULFILLED), (dollars(30, rounding=1), None)],
    )
    def test_other_figures(self, amount, outcome):
        (found,) = propose(ledger([guided(), figure("reported", amount)]), TODAY, no_question)
        assert found.outcome is outcome

    @pytest.mark.parametrize(
        "other",
        [
            {"period": year(2030)},
            {"subject": "orrery"},
            {"predicate": "says"},
            {"measure": Measure("PERCENT", value=Decimal(25))},
            {"polarity": False},
        ],
    )
    def test_a_figure_of_something_else_says_nothing(self, other):
        assert propose(ledger([guided(), figure("reported", dollars(25), **other)]), TODAY, no_question) == ()

    def test_figures_without_a_period_are_not_taken_for_each_other(self):
        corpus = ledger([guided(period=None), figure("reported", dollars(25), period=None)])
        assert propose(corpus, TODAY, no_question) == ()

    def test_what_was_known_before_the_claim_is_no_outcome(self):
        (found,) = propose(ledger([guided(), figure("reported", dollars(25), "2031-01-31")]), TODAY, no_question)
        assert found.outcome is None
        assert "known before the claim" in found.working[0]

    def test_figures_that_do_not_agree_make_it_ambiguous(self):
        claims = [guided(), figure("one", dollars(25), "2032-01-20"), figure("two", dollars(31), "2032-02-20")]
        (found,) = propose(ledger(claims), TODAY, no_question)
        assert (found.outcome, found.known_on, found.actual) == (Outcome.AMBIGUOUS, DAY("2032-02-20"), None)
        assert found.derived_from == ("one", "two")

    def test_the_actual_value_of_another_verdict_is_a_figure(self):
        earlier = claim("earlier", Kind.GUIDANCE, object=None, predicate="revenue", measure=dollars(10, 40))
        corpus = ledger([guided(), earlier], [verdict("earlier", HELD, actual=dollars(31))])
        (found,) = propose(corpus, TODAY, no_question)
        assert (found.claim.id, found.outcome, found.evidence) == ("guided", Outcome.NOT_FULFILLED, ("report",))
        assert (found.derived_from, found.actual) == (("earlier",), dollars(31))

    def test_a_recorded_criterion_over_another_claims_measure(self):
        pending = verdict("guided", Outcome.PENDING, "elsewhere >= $25", known="2031-03-01")
        elsewhere = figure("elsewhere", dollars(26), subject="orrery", period=None)
        (found,) = propose(ledger([guided(), elsewhere], [pending]), TODAY, no_question)
        assert (found.criterion, found.outcome) == ("elsewhere >= $25", HELD)
        (none,) = propose(ledger([guided()], [pending]), TODAY, no_question)
        assert (none.outcome, none.working) == (None, ())

    def test_a_criterion_for_people_or_a_settled_one_is_left_alone(self):
        corpus = ledger([guided(), figure("reported", dollars(25))], [verdict("guided", HELD)])
        assert propose(corpus, TODAY, no_question) == ()
        settled = ledger([guided(), figure("reported", dollars(25))], [verdict("guided", HELD, "actual in [20, 30]")])
        assert propose(settled, TODAY, no_question, find_claim(settled, "guided")) == ()

    @pytest.mark.parametrize(
        ("answer", "today", "outcome"),
        [
            (True, "2031-06-01", HELD),
            (False, "2031-06-01", None),  # the period runs to the end of 2031
            (False, "2031-12-31", None),
            (False, "2032-01-01", Outcome.NOT_FULFILLED),
        ],
    )
    def test_a_question_in_sparql(self, answer, today, outcome):
        asked = []
        corpus = ledger([claim("ships")], [verdict("ships", Outcome.PENDING, "ASK { ?s ?p ?o }", known="2031-03-01")])
        (found,) = propose(corpus, DAY(today), lambda text: asked.append(text) or answer)
        assert (asked, found.outcome) == (["ASK { ?s ?p ?o }"], outcome)
        assert found.known_on == (DAY(today) if outcome else None)

    def test_proposals_in_rdf_say_what_they_were_derived_from(self):
        corpus = ledger([guided(), figure("reported", dollars(25))])
        proposals = propose(corpus, TODAY, no_question)
        graph = proposals_graph(corpus, proposals)
        ((verdict_, source),) = graph.subject_objects(PROV.wasDerivedFrom)
        keys = {one.id: claim_key(one) for one in corpus.claims}
        assert source.endswith(f"claim/{keys['reported']}")
        assert graph.value(verdict_, AC.resolves).endswith(f"claim/{keys['guided']}")
        assert graph.value(verdict_, AC.outcome) == AC.fulfilled
        assert graph.value(verdict_, AC.recordedOn) is None
        assert not list(graph.subjects(RDF.type, AC.Claim))

    def test_a_denied_amount_implies_nothing(self):
        corpus = ledger([guided(polarity=False), figure("reported", dollars(25))])
        assert propose(corpus, TODAY, no_question) == ()

    def test_a_verdict_carries_what_it_was_worked_out_from_into_rdf_and_back(self):
        corpus = ledger(
            [guided(), figure("reported", dollars(25))], [verdict("guided", HELD, derived_from=("reported",))]
        )
        graph = build(corpus)
        assert len(list(graph.quads((None, PROV.wasDerivedFrom, None, None)))) == 1
        assert recover(graph) == corpus
        assert as_of(corpus, DAY("2032-01-19")).resolutions == ()  # the figure is of 20 January
        assert as_of(corpus, DAY("2032-01-20")).resolutions[0].derived_from == ("reported",)


@pytest.fixture
def records(tmp_path):
    """The records of a small ledger, with a file of outcomes that has a layout of its own."""
    folder = tmp_path / "made-up"
    pending = verdict("ships", Outcome.PENDING, "It ships.", known="2031-03-01", evidence=("notes",))
    corpus = ledger([guided(), claim("ships"), figure("reported", dollars(25))], [pending])
    for name, text in dump(corpus).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"# Made up.\n\n{text}\n# The end", encoding="utf-8")
    return folder


VERDICT = {
    "resolves": "guided",
    "outcome": "fulfilled",
    "criterion": "Revenue, “as reported”.",
    "evidence": ["report"],
    "known_on": dt.date(2032, 1, 10),
    "recorded_on": dt.date(2032, 1, 11),
}


def all_bytes(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class TestAdding:
    def test_what_was_there_stays_to_the_letter_and_the_verdict_reads_back(self, records):
        (file,) = (records / "resolutions").iterdir()
        before = file.read_bytes()
        corpus = read(records)
        (place,) = add_resolutions(records, corpus, [VERDICT])
        after = file.read_bytes()
        assert after.startswith(before)
        assert (place.file, place.line) == (str(file), before.count(b"\n") + 3)  # "# The end" had no line end
        assert [one.criterion for one in read(records).resolutions] == ["Revenue, “as reported”.", "It ships."]

    def test_of_those_who_add_at_once_each_keeps_its_verdict(self, records):
        corpus, start = read(records), Barrier(8)

        def add(number):
            start.wait()
            add_resolutions(records, corpus, [{**VERDICT, "criterion": f"{'I' * (number + 1)} holds."}])

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(add, range(8)))
        assert len(read(records).resolutions) == 9

    def test_of_those_who_add_the_same_at_once_one_is_let_in(self, records):
        corpus, start = read(records), Barrier(4)

        def add(_):
            start.wait()
            try:
                add_resolutions(records, corpus, [VERDICT])
            except RecordError as error:
                return str(error)
            return ""

        with ThreadPoolExecutor(4) as pool:
            refused = sorted(pool.map(add, range(4)))
        assert refused[0] == ""
        assert all("this verdict is recorded already, see" in each for each in refused[1:])
        assert len(read(records).resolutions) == 2

    def test_what_came_since_the_ledger_was_read_is_judged_too(self, records):
        corpus = read(records)
        add_resolutions(records, corpus, [VERDICT])
        with pytest.raises(RecordError, match=r"nearly an earlier one, \"Revenue, “as reported”\.\""):
            add_resolutions(records, corpus, [{**VERDICT, "criterion": "revenue as reported"}])

    def test_bytes_that_are_no_text_are_refused(self, records):
        before = all_bytes(records)
        with pytest.raises(RecordError, match="the resolution has bytes that are no text; write it in UTF-8"):
            add_resolutions(records, read(records), [{**VERDICT, "criterion": "bad \udcff byte"}])
        assert all_bytes(records) == before

    def test_line_ends_and_byte_order_mark_stay(self, records):
        (file,) = (records / "resolutions").iterdir()
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
        before = file.read_bytes()
        add_resolutions(records, read(records), [VERDICT])
        assert file.read_bytes().startswith(before)
        assert b"\n" not in file.read_bytes().replace(b"\r\n", b"")
        assert len(read(records).resolutions) == 2

    def test_the_file_it_goes_into(self, records):
        (records / "resolutions/other.toml").write_text("# Made up.\n", encoding="utf-8")
        corpus = read(records)
        (place,) = add_resolutions(records, corpus, [{**VERDICT, "resolves": "ships"}])
        assert place.file.endswith("resolutions/notes.toml")  # where its other verdict stands
        (records / "resolutions/notes.toml").rename(records / "resolutions/b.toml")
        (place,) = add_resolutions(records, read(records), [VERDICT])
        assert place.file.endswith("resolutions/notes.toml")  # after the claim's document
        for file in (records / "resolutions").iterdir():
            file.unlink()
        (records / "resolutions").rmdir()
        assert [place.line for place in add_resolutions(records, read(records), [VERDICT])] == [1]
        assert len(read(records).resolutions) == 1

    def test_a_changed_verdict_is_another_one(self, records):
        again = {**VERDICT, "resolves": "ships", "criterion": "It ships."}
        add_resolutions(records, read(records), [again])
        found = [one for one in read(records).resolutions if one.resolves == "ships"]
        assert [(one.criterion, one.outcome) for one in found] == [
            ("It ships.", Outcome.PENDING),
            ("It ships.", Outcome.FULFILLED),
        ]

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"evidence": []}, '"evidence" is an empty list; name at least one'),
            ({"evidence": ["repotr"]}, 'there is no document "repotr"; did you mean "report"'),
            ({"outcome": "true"}, '"outcome" is "true"'),
            ({"criterion": "  "}, '"criterion" is empty'),
            ({"resolves": "guidde"}, 'there is no claim "guidde"; did you mean "guided"'),
            ({"known_on": dt.date(2031, 1, 31)}, "known_on is 2031-01-31, and the claim was made on 2031-02-01"),
            ({"recorded_on": dt.date(2032, 1, 9)}, "recorded_on is 2032-01-09, before known_on"),
            ({"actual": "4 or 5"}, '"actual": cannot read'),
            ({"resolves": "ships", "criterion": "it ships"}, 'nearly an earlier one, "It ships."'),
            ({"verdict": "true"}, 'there is no key "verdict"'),
        ],
    )
    def test_what_is_refused_leaves_every_file_as_it_was(self, records, changed, message):
        before = all_bytes(records)
        with pytest.raises(RecordError, match=re.escape(message)):
            add_resolutions(records, read(records), [VERDICT, {**VERDICT, "criterion": "Two.", **changed}])
        assert all_bytes(records) == before

    def test_a_sign_makes_another_criterion(self, records):
        for criterion in (
            "actual >= 1.5 billion",
            "actual <= 1.5 billion",
            "actual >= 15 billion",
            "actual >= -15 billion",
        ):
            add_resolutions(records, read(records), [{**VERDICT, "criterion": criterion}])
        assert len(read(records).resolutions) == 5

    def test_the_same_verdict_twice_is_refused_with_its_place(self, records):
        add_resolutions(records, read(records), [VERDICT])
        with pytest.raises(RecordError, match=r"recorded already, see .*notes\.toml:\d+"):
            add_resolutions(records, read(records), [VERDICT])

    def test_the_same_verdict_twice_at_once_is_refused(self, records):
        before = all_bytes(records)
        with pytest.raises(RecordError, match="recorded already"):
            add_resolutions(records, read(records), [VERDICT, VERDICT])
        assert all_bytes(records) == before

    def test_a_folder_without_a_ledger(self, tmp_path):
        with pytest.raises(RecordError, match="holds no ledger"):
            add_resolutions(tmp_path, ledger([]), [VERDICT])


LATER = ("--recorded-on", "2032-02-01")  # these ledgers are of a time to come
GIVEN = ("--criterion", "Sold.", "--outcome", "fulfilled", "--evidence", "report", "--known-on", "2032-01-10")


class TestCommand:
    def test_a_verdict_is_added_and_shown(self, kg, records):
        given = [word.replace("report", "document:report") for word in GIVEN]
        result = kg("resolve", "claim:guided", "--data", records, *given, *LATER, "--actual", "$25")
        assert result.returncode == 0, result.stderr
        assert re.fullmatch(r".*resolutions/notes\.toml:\d+\n", result.stdout.decode())
        shown = kg("show", "guided", "--data", records).stdout.decode()
        assert "held up, known on 2032-01-10" in shown
        assert "25 US dollar" in shown

    def test_without_a_terminal_all_that_is_missing_is_named(self, kg, records):
        before = all_bytes(records)
        result = kg("resolve", "guided", "--data", records, "--outcome", "fulfilled")
        assert result.returncode == 2
        said = result.stderr.decode()
        assert "there is no evidence, and without it a verdict is an opinion" in said
        assert "3 problems" in said
        assert all_bytes(records) == before

    def test_a_correction_to_an_earlier_day_is_said_not_to_stand(self, kg, records):
        first = kg("resolve", "guided", "--data", records, *GIVEN, *LATER)
        assert b"does not stand" not in first.stderr
        given = [{"fulfilled": "notFulfilled", "2032-01-10": "2032-01-09"}.get(word, word) for word in GIVEN]
        earlier = kg("resolve", "guided", "--data", records, *given, *LATER)
        assert b"it does not stand: under this criterion a verdict known on 2032-01-10 does" in earlier.stderr
        (counts,) = [
            line
            for line in kg("record", "orrery", "--data", records, "--part", "counts", "-f", "csv").stdout.splitlines()
            if b"guided" in line
        ]
        assert counts.startswith(b"fulfilled,")
        annulled = [{"fulfilled": "annulled"}.get(word, word) for word in GIVEN]
        assert kg("resolve", "guided", "--data", records, *annulled, "--recorded-on", "2032-02-02").returncode == 0
        counts = kg("record", "orrery", "--data", records, "--part", "counts", "-f", "csv").stdout
        assert b"annulled,1,guided" in counts

    def test_two_processes_that_add_the_same_at_once(self, records):
        command = [sys.executable, "-m", "kg", "resolve", "guided", "--data", str(records), *GIVEN, *LATER]
        children = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
        said = [child.communicate(timeout=60)[1].decode() for child in children]
        assert sorted(child.returncode for child in children) == [0, 2], said
        assert sum(one.resolves == "guided" for one in read(records).resolutions) == 1

    def test_on_a_terminal_it_asks(self, records):
        mine, its = pytest.importorskip("pty").openpty()
        child = subprocess.Popen(
            [sys.executable, "-m", "kg", "resolve", "ships", "--data", str(records), *LATER],
            stdin=its,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        os.write(mine, b"1\nfulfilled\nreport notes\n2032-01-10\n")
        said = child.communicate(timeout=60)[1].decode()
        os.close(mine)
        os.close(its)
        assert child.returncode == 0, said
        assert "1  It ships." in said
        added = next(one for one in read(records).resolutions if one.outcome is Outcome.FULFILLED)
        assert (added.criterion, added.evidence) == ("It ships.", ("notes", "report"))

    def test_auto_shows_its_working_and_writes_when_told_to(self, kg, records):
        before = all_bytes(records)
        shown = kg("resolve", "--auto", "--data", records, "-f", "csv")
        assert b"reported: 25 in [20, 30]: yes" in shown.stdout
        assert b"1 proposed, nothing written" in shown.stderr
        assert all_bytes(records) == before
        assert b"prov:wasDerivedFrom" in kg("resolve", "--auto", "--data", records, "-f", "turtle").stdout
        assert kg("resolve", "--auto", "--write", "--data", records, *LATER).returncode == 0
        (added,) = (one for one in read(records).resolutions if one.resolves == "guided")
        assert (added.criterion, added.outcome, added.derived_from) == ("actual in [20, 30]", HELD, ("reported",))
        assert added.comment == "Worked out: reported: 25 in [20, 30]: yes."
        assert b"0 proposed" in kg("resolve", "--auto", "--data", records).stderr
        assert kg("check", "--data", records, "--quiet").stdout.count(b"resolution") == 0

    def test_auto_asks_the_ledger(self, kg, records):
        question = "ASK { ?claim dct:identifier 'reported' }"
        pending = ("--criterion", question, "--outcome", "pending", "--evidence", "report", "--known-on", "2031-03-01")
        assert kg("resolve", "guided", "--data", records, *pending, *LATER).returncode == 0
        shown = kg("resolve", "guided", "--auto", "--data", records, "-f", "csv", "--as-of", "2032-06-01").stdout
        assert b"the ledger answers yes" in shown
        assert b"2032-06-01" in shown

    @pytest.mark.parametrize(
        ("question", "message"),
        [("ASK { ?claim }", "line 1"), ("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE")],
    )
    def test_a_question_that_cannot_be_asked_is_named_by_its_claim(self, kg, records, question, message):
        pending = ("--criterion", question, "--outcome", "pending", "--evidence", "report", "--known-on", "2031-03-01")
        assert kg("resolve", "ships", "--data", records, *pending, *LATER).returncode == 0
        result = kg("resolve", "--auto", "--data", records)
        assert result.returncode == 2
        assert re.search(f'criterion of "ships": .*{message}', result.stderr.decode())

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["nobody", *GIVEN], 'there is no claim "nobody"'),
            ([*GIVEN], "which claim the verdict is on is not said"),
            (["guided", "--auto", "--comment", "x"], "--auto works out what a verdict says"),
            (["guided", "--write", *GIVEN], "go with --auto"),
            (["guided", *GIVEN, "--as-of", "2031-01-01"], "as it is, not as it was"),
            (["guided", *GIVEN[:-1], "2032-13-01"], "--known-on .2032-13-01. is no day"),
        ],
    )
    def test_a_call_that_cannot_be_carried_out(self, kg, records, words, message):
        before = all_bytes(records)
        result = kg("resolve", "--data", records, *words)
        assert result.returncode == 2
        assert re.search(message, result.stderr.decode())
        assert all_bytes(records) == before

    def test_the_shipped_ledger_is_not_written_to(self, kg):
        result = kg("resolve", "q2-revenue", *GIVEN)
        assert result.returncode == 2
        assert b"name its folder with --data" in result.stderr


def test_an_unknown_claim_is_named_with_the_nearest():
    with pytest.raises(QueryError, match="did you mean guided"):
        find_claim(ledger([guided()]), "guide")


def test_claims_are_found_by_key_and_iri_too():
    corpus = ledger([guided()], documents=(Document("notes", "Notes"), Document("report", "Report")))
    (node,) = {
        str(s)
        for s, _, _, _ in build(corpus).quads((None, None, None, None))
        if re.search("claim/[0-9a-f]{20}$", str(s))
    }
    key = node.rpartition("/")[2]
    assert (
        find_claim(corpus, node).id == find_claim(corpus, f"claim:{key}").id == find_claim(corpus, key).id == "guided"
    )
