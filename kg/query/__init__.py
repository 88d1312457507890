"""SPARQL and named questions, answered as tables, graphs, or yes and no."""

from kg.query.asking import ask
from kg.query.parameters import TYPES
from kg.query.questions import Parameter, Question, questions

__all__ = ["TYPES", "Parameter", "Question", "ask", "questions"]
