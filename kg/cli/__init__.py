"""The command line: parse, call one function, print.

Results go to standard output, talk to standard error. Exit status 0: fine; 1: findings, or an ASK that is
false; 2: could not run. What a command needs is imported when it runs, so that ``kg --help`` is quick.

::

    program      the group, its errors and its pipe
    streams      --data, -o, how servers are reached, and what is said while one waits
    building     kg build
    checking     kg check
    asking       kg query, kg show
    history      kg record, kg due, kg revisions
    tables       how a command's tables are written
    figuring     kg audit, kg drift
    changing     kg diff
    connecting   kg path, kg chains
    reporting    kg report
    publishing   kg export, kg draw, kg publish, kg push
    resolving    kg resolve
    authoring    kg new, kg new-document, kg anchor
"""

from kg.cli.program import main

__all__ = ["main"]
