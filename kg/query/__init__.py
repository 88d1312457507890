"""SPARQL and named questions, answered as tables, graphs, or yes and no."""

from kg.query.asking import ask
from kg.query.parameters import ANYTHING, EXAMPLES, RECORDS, TYPES
from kg.query.questions import Parameter, Question, questions

__all__ = ["ANYTHING", "EXAMPLES", "RECORDS", "TYPES", "Parameter", "Question", "ask", "questions"]
