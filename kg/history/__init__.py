"""A ledger through time: what was known when, what came of it, what falls due, how a guidance moved.

Functions over a :class:`kg.claims.Corpus` give frozen values; ``tabulating`` makes tables of them.

::

    verdicts     whose claim it is, and the verdicts on it
    days         when a claim had been made, and when the ledger had it
    asof         the ledger as it was on a day
    due          what falls due, and what can never be judged
    calendar     what falls due, as iCalendar
    criteria     criteria that can be worked out
    figures      figures by what they are about
    proposing    verdicts worked out from figures in the ledger
    revisions    how a guidance moved, and what came
    picture      that as SVG
    record       the record of a claimant: counts, hit rate, guidance, stated probabilities
    tabulating   these values as tables
"""

from kg.history.asof import as_of
from kg.history.calendar import calendar
from kg.history.days import Days
from kg.history.due import Due, Waiting, due
from kg.history.figures import Figure
from kg.history.picture import picture
from kg.history.proposing import Proposal, propose
from kg.history.record import FEWEST, Entry, HitRate, Probability, Range, Record, record, records, wilson
from kg.history.revisions import Chain, Step, revisions
from kg.history.verdicts import responsible, verdicts_by_claim
from kg.standing import AHEAD, Result, number_of, result

__all__ = [
    "AHEAD",
    "FEWEST",
    "Chain",
    "Days",
    "Due",
    "Entry",
    "Figure",
    "HitRate",
    "Probability",
    "Proposal",
    "Range",
    "Record",
    "Result",
    "Step",
    "Waiting",
    "as_of",
    "calendar",
    "due",
    "number_of",
    "picture",
    "propose",
    "record",
    "records",
    "responsible",
    "result",
    "revisions",
    "verdicts_by_claim",
    "wilson",
]
