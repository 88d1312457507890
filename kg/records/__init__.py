"""Record files and values: reading what ``dump`` wrote gives an equal corpus.

The format is written down in ``docs/records.md``.

::

    places     where each key of a TOML text stands
    tables     a table of a given shape; its problems, with their places
    values     readers of single values
    shapes     what each record holds
    files      which files there are; parsing one
    reading    all files to a corpus
    writing    a corpus to files
    adding     resolutions below those that are there
"""

from kg.records.adding import add_resolutions
from kg.records.files import parse
from kg.records.reading import read
from kg.records.tables import RecordFile
from kg.records.values import SLUG
from kg.records.writing import dump, toml

__all__ = ["SLUG", "RecordFile", "add_resolutions", "dump", "parse", "read", "toml"]
