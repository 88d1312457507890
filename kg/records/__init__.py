"""Record files and values: reading what ``dump`` wrote gives an equal corpus.

The format is written down in ``docs/records.md``.

::

    places     where each key of a TOML text stands
    tables     a table of a given shape; its problems, with their places
    values     readers of single values
    shapes     what each record holds
    files      which files there are; parsing one
    reading    all files to a corpus
    streaming  file by file to parts of one, for whoever must not hold it all
    writing    a corpus to files
"""

from kg.records.files import parse, record_files
from kg.records.reading import read
from kg.records.streaming import Part, stream
from kg.records.tables import RecordFile
from kg.records.values import SLUG
from kg.records.writing import dump, toml

__all__ = ["SLUG", "Part", "RecordFile", "dump", "parse", "read", "record_files", "stream", "toml"]
