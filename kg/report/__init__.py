"""A ledger, or a part of it, as a page to paste into a draft: sentences, words, outcomes, evidence in footnotes.

::

    document     what a report is made of: headings, paragraphs, quotations, tables, pictures, notes
    naming       whose a claim is, and the footnotes
    cutting      a ledger cut down to some of its claims
    claims       what is told of one claim
    sections     what is told of all: counts, rates, revisions, drift, contradictions, what is open
    composing    which claims, in which order
    markdown     the report as Markdown
    webpage      the report as HTML
"""

from kg.report.composing import Asked, newest_day, report
from kg.report.document import Picture, Report
from kg.report.markdown import markdown
from kg.report.webpage import webpage

__all__ = ["Asked", "Picture", "Report", "markdown", "newest_day", "report", "webpage"]
